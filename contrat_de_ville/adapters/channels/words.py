"""The words of other systems, compared whatever their case, accents and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contrat_de_ville.domain.deposit_text import fold
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.received import LineStatus


_MARKS = re.compile(r"[^a-z0-9]+")


def words(text: str) -> str:
    """Reduce a text to its plain words, one space on each side of each.

    >>> words("13-CAF (État)")
    ' 13 caf etat '
    """
    return f" {_MARKS.sub(' ', fold(text)).strip()} "


def has_one(text: str, wanted: Iterable[str]) -> bool:
    """Tell whether *text* has one of the words (or groups of words) wanted.

    >>> has_one("59-CAF", ["CAF"]), has_one("CAFÉ", ["CAF"])
    (True, False)
    """
    reduced = words(text)
    return any(words(one) in reduced for one in wanted)


@dataclass(frozen=True, kw_only=True)
class Families:
    """The kind of porteur behind each word, by :func:`words`."""

    kinds: Mapping[str, PorteurKind]

    def kind(self, *names: str) -> PorteurKind | None:
        """Return the kind of the first name that is known."""
        known = (self.kinds.get(words(name)) for name in names)
        return next((kind for kind in known if kind is not None), None)


@dataclass(frozen=True, kw_only=True)
class Statuses:
    """What the labels of a system say; ``votes`` are settled by the amount voted."""

    by_label: Mapping[str, LineStatus]
    votes: frozenset[str]
    labels_by_code: Mapping[str, str]

    def read(self, label: str, code: str, voted: int | None) -> tuple[LineStatus, str]:
        """Return the status and the words kept for it.

        A code alone is read through its label; a label we do not know stays as it
        is written. A vote of nothing is a refusal, a vote without amount unknown.
        """
        shown = label or self.labels_by_code.get(code, code)
        if words(shown) not in self.votes:
            return self.by_label.get(words(shown), LineStatus.INCONNU), shown
        if voted is None:
            return LineStatus.INCONNU, shown
        return (LineStatus.ACCORDE if voted > 0 else LineStatus.REFUSE), shown
