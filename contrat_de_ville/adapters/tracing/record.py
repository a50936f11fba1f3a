"""What a trace is: a title, sections of plain lines, the same as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.adapters.wording import safe_text


_ADDRESS = re.compile(r"[^\s<>@«»:;,()\"']+@(?=[A-Za-z0-9])")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One question of an auditor and the lines that answer it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Everything known of one thing, in the order it is read."""

    title: str
    sections: tuple[Section, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the trace as JSON values."""
        return {
            "titre": self.title,
            "sections": [
                {"titre": one.title, "lignes": list(one.lines)} for one in self.sections
            ],
        }


def trace_of(title: str, sections: Iterable[Section]) -> Trace:
    """Put a trace together; the title may hold what a porteur wrote."""
    return Trace(title=one_line(title), sections=tuple(sections))


def section(title: str, lines: Iterable[str], *, empty: str = "") -> Section:
    """Gather *lines*, or say *empty*."""
    return Section(title=title, lines=tuple(map(one_line, lines)) or (empty,))


def one_line(text: str) -> str:
    r"""Keep a text on one line of a terminal.

    Texts come from porteurs: what would move the cursor, or fake another line, is
    taken out.

    >>> one_line("a\x1b[2J\nÉtat : recevable")
    'a[2J État : recevable'
    """
    return " ".join(safe_text(text).replace("\t", " ").splitlines())


def masked(text: str) -> str:
    """Hide who is written to, and keep the domain.

    >>> masked("550 <contact@association.example>: inconnu")
    '550 <…@association.example>: inconnu'
    """
    return _ADDRESS.sub("…@", text)
