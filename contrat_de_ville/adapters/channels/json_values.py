"""A value of a JSON record with its place, read whatever its sort.

The keys of these records vanish and change sort from one year to the next: an
absent key, ``null`` and zero are three different answers, and none is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


_AMOUNT_KEYS = ("ht", "total", "ttc")
_LONGEST_SHOWN = 60


class Nothing(Enum):
    """What stands where a key is absent: it is not ``null``."""

    ABSENT = "absent"


@dataclass(frozen=True)
class Node:
    """One value of the record; ``place`` is written « $.plan[0].recette »."""

    value: Any
    place: str = "$"

    def at(self, path: str) -> Node:
        """Follow a dotted path of keys; absent where one of them is."""
        node = self
        for key in path.split("."):
            inside = node.value if isinstance(node.value, dict) else {}
            node = Node(inside.get(key, Nothing.ABSENT), f"{node.place}.{key}")
        return node

    def items(self) -> list[Node]:
        """Return the values of a list with their places; none for anything else."""
        inside = self.value if isinstance(self.value, list) else []
        return [Node(one, f"{self.place}[{at}]") for at, one in enumerate(inside)]

    @property
    def is_said(self) -> bool:
        """Tell whether there is a value: neither absent nor ``null``."""
        return self.value is not Nothing.ABSENT and self.value is not None

    def text(self) -> str:
        """Return a text or a number as text; « {"value": …} » is its value.

        NUL is left out: it says nothing, and some databases refuse it.
        """
        value = self.value
        if isinstance(value, dict):
            value = value.get("value")
        if isinstance(value, str):
            return value.replace("\x00", "")
        return number_text(value) if _is_number(value) else ""

    def line(self) -> str:
        """Return the text on one line."""
        text = self.text()
        return one_line(text) if text else ""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount as the record has it, in centimes.

    ``unreadable`` is the text of what cannot be read; ``others`` what the record
    also writes for the same amount when it differs.
    """

    place: str
    centimes: int | None = None
    is_null: bool = False
    unreadable: str = ""
    others: str = ""

    @property
    def is_written(self) -> bool:
        """Tell whether something stands there, readable or not."""
        return self.centimes is not None or bool(self.unreadable)


def read_amount(node: Node) -> Amount:
    """Read a number of euros, its text, or « {"ht": …} »; total where no ht is.

    Exact: no float is ever made, and what has more than two decimals is unreadable
    rather than rounded.
    """
    if not isinstance(node.value, dict) or not node.value:
        is_empty = isinstance(node.value, dict)
        return Amount(place=node.place) if is_empty else _scalar(node)
    inside = [node.at(key) for key in _AMOUNT_KEYS if key in node.value]
    said = [one for one in inside if one.is_said]
    if not said:
        if inside:
            return Amount(place=inside[0].place, is_null=True)
        return Amount(place=node.place, unreadable=_shown(node.value))
    read = _scalar(said[0])
    differing = [one for one in said[1:] if _scalar(one).centimes != read.centimes]
    others = ", ".join(
        f"{one.place.rpartition('.')[2]} : {_shown(one.value)}" for one in differing
    )
    return Amount(
        place=read.place,
        centimes=read.centimes,
        unreadable=read.unreadable,
        others=others,
    )


def number_text(number: int | Decimal) -> str:
    """Write a number in full, without the zeros that end its decimals.

    >>> number_text(Decimal("7000.50")), number_text(Decimal("1E+3"))
    ('7000.5', '1000')
    """
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scalar(node: Node) -> Amount:
    value = node.value
    if value is Nothing.ABSENT or value is None or value == "":
        return Amount(place=node.place, is_null=value is None)
    written = number_text(value) if _is_number(value) else value
    try:
        if isinstance(written, str):
            return Amount(place=node.place, centimes=parse_centimes(written))
    except BadInputError:
        pass
    return Amount(place=node.place, unreadable=_shown(value))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    """Return a value on one short line; what it is made of where it is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return "une liste" if isinstance(value, list) else "un objet"
    line = one_line(number_text(value) if _is_number(value) else str(value))
    return (line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…") or "?"
