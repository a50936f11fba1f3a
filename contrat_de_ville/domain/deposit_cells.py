"""How a fact is put in a cell of the row that the data contract checks."""

from __future__ import annotations

from collections.abc import Iterable


SEPARATOR = " ; "


def text_or_none(written: str) -> str | None:
    """Return the text, or nothing for spaces alone."""
    return written if written.strip() else None


def yes_no(fact: bool) -> str:  # noqa: FBT001 (the fact is the only argument)
    """Write a fact that a condition of the contract looks at.

    >>> yes_no(True)
    'oui'
    """
    return "oui" if fact else "non"


def line_name(account: str, label: str) -> str:
    """Name a budget line as its porteur knows it.

    >>> line_name("60", "Achats")
    '60 – Achats'
    """
    return f"{account} – {label}"


def listed(codes: Iterable[str]) -> str | None:
    """Join codes, or nothing for none.

    >>> listed(["59172", "59361"])
    '59172 ; 59361'
    """
    return SEPARATOR.join(codes) or None


def joined(said: Iterable[str]) -> str:
    """Join what is said of several cells, so that :func:`parted` finds each again.

    >>> joined(["60 : trop", "Dons ; legs : trop"])
    '60 : trop ; Dons, legs : trop'
    """
    return SEPARATOR.join(one.replace(SEPARATOR, ", ") for one in said)


def parted(said: str) -> tuple[str, ...]:
    """Return each thing said by :func:`joined`.

    >>> parted("60 : trop ; 61 : trop")
    ('60 : trop', '61 : trop')
    """
    return tuple(said.split(SEPARATOR))
