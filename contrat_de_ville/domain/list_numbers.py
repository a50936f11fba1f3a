"""How a column of amounts is written: established from all its cells, never from one.

« 1,500 » is 1 500 in a column that also holds « 1,200.50 », 1.5 in one that holds
« 1 200,50 », and nobody knows in a column that shows neither: it is refused there.
Digits are 0-9 only; an amount has two decimals at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.errors import BadInputError


COMMA, POINT = ",", "."
_NAMES = {COMMA: "une virgule", POINT: "un point"}
_LONGEST, _LARGEST_CENTIMES = 32, 10**13
# What a stray cell weighs against a column: one in twenty may be a mistake.
MOST_STRAY = 20
_SYMBOL = re.compile(r"^(?:€|EUR)\s*|\s*(?:€|EUR|euros?)$", re.IGNORECASE)


class Shown(StrEnum):
    """What one cell says of the way its column is written."""

    COMMA = COMMA
    POINT = POINT
    NEUTRAL = "neutre"
    DOUBTFUL = "ambigu"
    UNREADABLE = "illisible"


class AmbiguousCellError(BadInputError):
    """A cell that has two readings, in a column that does not say which."""


class ContraryCellError(BadInputError):
    """A cell that is not written as its column is."""


@dataclass(frozen=True, kw_only=True)
class NumberConvention:
    """How the amounts of a column are written.

    Attributes:
        decimal_mark: « , » or « . »; empty where no cell of the column shows it.
        shown_by: how many cells show that mark; ``against`` how many another one.
        doubtful_count: how many cells have two readings (« 1,500 »).
    """

    decimal_mark: str = ""
    shown_by: int = 0
    against: int = 0
    doubtful_count: int = 0

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether cells with two readings are refused in this column."""
        return not self.decimal_mark and bool(self.doubtful_count or self.against)

    def read(self, text: str) -> int | None:
        """Read an amount in euros as centimes; an empty cell is nothing.

        Raises:
            AmbiguousCellError: two readings, and the column does not say which.
            ContraryCellError: only readable against the rest of the column.
            BadInputError: not an amount, or above a hundred billion euros.
        """
        cleaned = _cleaned(text)
        if not cleaned and not text.strip():
            return None
        shown = shown_by(text)
        if shown is Shown.UNREADABLE:
            raise _unreadable(text, f"« {text} » n'est pas un montant lisible.")
        if shown in _NAMES and self.decimal_mark not in {"", shown}:
            raise ContraryCellError(
                f"« {text} » n'est pas écrit comme sa colonne, dont les décimales "
                f"suivent {_NAMES[self.decimal_mark]}.",
                "Corrigez cette cellule.",
            )
        if shown is Shown.DOUBTFUL and not self.decimal_mark:
            raise AmbiguousCellError(
                f"« {text} » a deux lectures (milliers ou décimales), et aucune autre "
                "cellule de la colonne ne montre laquelle.",
                "Écrivez ce montant avec deux décimales, ou sans séparateur.",
            )
        if shown is Shown.DOUBTFUL and self.decimal_mark in cleaned:
            # Three decimals are no amount: a slip for thousands is likelier.
            raise AmbiguousCellError(
                f"« {text} » aurait trois décimales : est-ce un millier ?",
                "Écrivez ce montant avec deux décimales, ou sans séparateur.",
            )
        mark = self.decimal_mark or (shown if shown in _NAMES else COMMA)
        return _centimes(text, cleaned, mark)

    def sentence(self, title: str) -> str:
        """Say in French how the column is written, and how it is known."""
        if self.decimal_mark:
            against = f", contredit par {self.against}" if self.against else ""
            return (
                f"« {title} » : les décimales suivent {_NAMES[self.decimal_mark]} "
                f"(montré par {self.shown_by} cellule(s){against})."
            )
        refused = "les cellules à deux lectures (« 1,500 ») sont refusées"
        if self.shown_by:
            return (
                f"« {title} » : {self.shown_by} cellule(s) montrent un signe pour les "
                f"décimales, {self.against} un autre ; {refused}."
            )
        if self.is_ambiguous:
            return f"« {title} » : rien ne montre le signe des décimales ; {refused}."
        return f"« {title} » : aucun montant écrit en texte n'a de décimales."


def establish_numbers(texts: Iterable[str]) -> NumberConvention:
    """Establish how a column of amounts is written, from all its cells.

    A mark is established when a cell shows it and at most one in twenty shows the
    other; otherwise the convention is left open (:attr:`~NumberConvention.decimal_mark`
    empty), and cells that have two readings are refused.

    >>> establish_numbers(["1,500 €", "1,200.50 €"]).read("1,500 €")
    150000
    >>> establish_numbers(["1,500", "2,000"]).is_ambiguous
    True
    """
    seen = Counter(shown_by(text) for text in texts if text.strip())
    comma, point = seen[Shown.COMMA], seen[Shown.POINT]
    most, least = max(comma, point), min(comma, point)
    is_shown = most > 0 and most >= (MOST_STRAY - 1) * least
    return NumberConvention(
        decimal_mark=(COMMA if comma > point else POINT) if is_shown else "",
        shown_by=most,
        against=least,
        doubtful_count=seen[Shown.DOUBTFUL],
    )


def shown_by(text: str) -> Shown:
    """Tell what one cell shows of the decimal mark.

    >>> [str(shown_by(one)) for one in ("1 200,50", "1,200.50", "1200", "1,500")]
    [',', '.', 'neutre', 'ambigu']
    """
    cleaned = _cleaned(text)
    comma, point = (_match(cleaned, mark) for mark in (COMMA, POINT))
    if comma and point:
        marked = COMMA in cleaned or POINT in cleaned
        return Shown.DOUBTFUL if marked else Shown.NEUTRAL
    if comma:
        return Shown.COMMA
    return Shown.POINT if point else Shown.UNREADABLE


def _cleaned(text: str) -> str:
    """Keep the number: one plain space for any, one apostrophe, no symbol."""
    spaced = " ".join(text.split()).replace("’", "'")
    return _SYMBOL.sub("", spaced, count=1)


def _match(cleaned: str, mark: str) -> re.Match[str] | None:
    """Match a number whose decimals follow *mark*: the other sign groups thousands."""
    other = POINT if mark == COMMA else COMMA
    grouped = rf"[1-9][0-9]{{0,2}}(?P<by>[ '{other}])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    pattern = rf"(?P<sign>-?)(?P<whole>{grouped}|[0-9]+)(?:[{mark}](?P<cents>[0-9]+))?"
    return re.fullmatch(pattern, cleaned) if len(cleaned) <= _LONGEST else None


def _centimes(text: str, cleaned: str, mark: str) -> int:
    match = _match(cleaned, mark)
    cents = ((match and match["cents"]) or "").rstrip("0").ljust(2, "0")
    if match is None or len(cents) > len("00"):
        found = f"« {text} » a plus de deux décimales : ce n'est pas un montant."
        raise _unreadable(text, found)
    whole = re.sub("[^0-9]", "", match["whole"])
    centimes = int(f"{match['sign']}{whole}{cents}")
    if abs(centimes) > _LARGEST_CENTIMES:
        raise _unreadable(text, f"« {text} » dépasse cent milliards d'euros.")
    return centimes


def _unreadable(text: str, found: str) -> BadInputError:
    return BadInputError(
        found if len(text) <= _LONGEST else "Le montant est trop long pour être lu.",
        "Écrivez par exemple « 1 200,50 ».",
    )
