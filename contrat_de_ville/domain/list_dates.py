"""How a column of dates is written: established from all its cells, never from one.

ISO dates and dates in words (« 3 mars 2017 ») have one reading. « 03/04/2027 » has
two; the column tells which when another cell cannot be read the other way round
(« 25/12/2026 »). A serial number is a date where the whole column is serials.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from contrat_de_ville.domain.calendar import MONTHS
from contrat_de_ville.domain.deposit_text import fold
from contrat_de_ville.domain.list_numbers import (
    MOST_STRAY,
    AmbiguousCellError,
    ContraryCellError,
)
from contrat_de_ville.errors import BadInputError


FIRST_YEAR, LAST_YEAR = 1990, 2100
_CLOCK = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]{5})?)?"
_ISO = re.compile(rf"([0-9]{{4}})[-/]([0-9]{{1,2}})[-/]([0-9]{{1,2}}){_CLOCK}")
_NUMERIC = re.compile(
    rf"([0-9]{{1,2}})(?P<by>[/.-])([0-9]{{1,2}})(?P=by)([0-9]{{4}}){_CLOCK}"
)
_WORDS = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?"
    r"([0-9]{1,2})(?:er)? ([a-z]{3,9})\.? ([0-9]{4})"
)
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]0+)?")
_MONTHS = tuple(fold(name) for name in MONTHS)
# Day 1 is 1 January 1900 for Excel, which counts a 29 February 1900 that was not:
# after it, serials count from 30 December 1899. Old Mac workbooks start in 1904.
_EPOCHS = {"serie_1900": date(1899, 12, 30), "serie_1904": date(1904, 1, 1)}


class DateOrder(StrEnum):
    """How the dates of a column are written."""

    ISO = "iso"
    JMA = "jma"
    MJA = "mja"
    SERIE_1900 = "serie_1900"
    SERIE_1904 = "serie_1904"
    OUVERT = ""


_SAID = {
    DateOrder.ISO: "les dates sont écrites année-mois-jour, ou en toutes lettres",
    DateOrder.JMA: "les dates sont écrites jour/mois/année",
    DateOrder.MJA: "les dates sont écrites mois/jour/année",
    DateOrder.SERIE_1900: "les dates sont des numéros de jour comptés depuis 1900 "
    "(réglage par défaut des tableurs)",
    DateOrder.SERIE_1904: "les dates sont des numéros de jour comptés depuis 1904",
    DateOrder.OUVERT: "rien ne montre l'ordre du jour et du mois ; les dates à deux "
    "lectures (« 03/04/2027 ») sont refusées",
}


@dataclass(frozen=True, kw_only=True)
class DateConvention:
    """How the dates of a column are written.

    ``shown_by`` is how many cells show that order, ``against`` how many another;
    a declared order needs no cell to show it.
    """

    order: DateOrder = DateOrder.OUVERT
    shown_by: int = 0
    against: int = 0
    is_declared: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether dates with two readings are refused in this column."""
        return self.order is DateOrder.OUVERT

    def read(self, text: str) -> date | None:
        """Read a date; an empty cell is nothing.

        Raises:
            AmbiguousCellError: two readings, and the column does not say which.
            ContraryCellError: only readable against the rest of the column.
            BadInputError: not a date, a day that does not exist, or a year
                before 1990 or after 2100.
        """
        cleaned = " ".join(text.split())
        if not cleaned:
            return None
        if match := _ISO.fullmatch(cleaned):
            return _day(text, match[1], match[2], match[3])
        if match := _WORDS.fullmatch(fold(cleaned)):
            return _day(text, match[3], _month(text, match[2]), match[1])
        if match := _NUMERIC.fullmatch(cleaned):
            return self._numeric(text, match[1], match[3], match[4])
        if match := _SERIAL.fullmatch(cleaned):
            return self._serial(text, int(match[1]))
        raise _unreadable(text)

    def sentence(self, title: str) -> str:
        """Say in French how the column is written, and how it is known."""
        if self.is_declared:
            return f"« {title} » : {_SAID[self.order]} (déclaré par le plan)."
        if not self.shown_by:
            is_open = self.order is DateOrder.OUVERT
            said = _SAID[self.order] if is_open else "aucune date n'y est écrite"
            return f"« {title} » : {said}."
        against = f", contredit par {self.against}" if self.against else ""
        shown = f"montré par {self.shown_by} cellule(s){against}"
        return f"« {title} » : {_SAID[self.order]} ({shown})."

    def _numeric(self, text: str, one: str, two: str, year: str) -> date:
        """Read « one/two/year »: the column says which of the two is the month."""
        if self.order in {DateOrder.ISO, *_EPOCHS}:
            raise self._contrary(text)
        readings = _readings(one, two)
        if self.order is DateOrder.OUVERT and len(readings) > 1:
            raise AmbiguousCellError(
                f"« {text} » a deux lectures (jour/mois ou mois/jour), et aucune autre "
                "cellule de la colonne ne montre laquelle.",
                "Écrivez cette date année-mois-jour, par exemple 2027-04-03.",
            )
        order = self.order or next(iter(readings), DateOrder.JMA)
        if readings and order not in readings and int(one) != int(two):
            raise self._contrary(text)
        month, day = readings.get(order, (two, one))
        return _day(text, year, month, day)

    def _serial(self, text: str, serial: int) -> date:
        if self.order not in _EPOCHS:
            raise self._contrary(text)
        return _bounded(text, _EPOCHS[self.order] + timedelta(days=serial))

    def _contrary(self, text: str) -> ContraryCellError:
        return ContraryCellError(
            f"« {text} » n'est pas écrit comme sa colonne, où {_SAID[self.order]}.",
            "Corrigez cette cellule.",
        )


def establish_dates(texts: Iterable[str]) -> DateConvention:
    """Establish how a column of dates is written, from all its cells.

    An order is established when a cell shows it and at most one in twenty shows
    another; otherwise it is left open, and dates with two readings are refused.

    >>> establish_dates(["03/04/2027", "25/12/2026"]).read("03/04/2027")
    datetime.date(2027, 4, 3)
    >>> establish_dates(["03/04/2027"]).is_ambiguous
    True
    """
    seen = Counter(_shown_by(text) for text in texts if text.strip())
    plain, serials = seen[DateOrder.ISO], seen[DateOrder.SERIE_1900]
    days_first, months_first = seen[DateOrder.JMA], seen[DateOrder.MJA]
    numeric = days_first + months_first + seen[DateOrder.OUVERT]
    if _rules(serials, plain + numeric):
        order, against = DateOrder.SERIE_1900, plain + numeric
    elif _rules(plain, numeric + serials):
        order, against = DateOrder.ISO, numeric + serials
    elif _rules(days_first, months_first):
        order, against = DateOrder.JMA, months_first
    elif _rules(months_first, days_first):
        order, against = DateOrder.MJA, days_first
    else:
        return DateConvention(order=DateOrder.OUVERT if numeric else DateOrder.ISO)
    return DateConvention(order=order, shown_by=seen[order], against=against)


def date_texts(period: str) -> list[str]:
    """Return the texts that look like dates in a cell that may hold a period.

    >>> date_texts("2017-03-30/2017-05-24"), date_texts("fin de l'action")
    (['2017-03-30', '2017-05-24'], [])
    """
    shapes = (
        _ISO.pattern,
        _NUMERIC.pattern.replace("(?P<by>", "(").replace("(?P=by)", r"[/.-]"),
    )
    found = re.finditer("|".join(f"(?:{one})" for one in shapes), period)
    return [one.group() for one in found]


def _rules(shown: int, against: int) -> bool:
    return shown > 0 and shown >= (MOST_STRAY - 1) * against


def _shown_by(text: str) -> DateOrder | None:
    """Tell what one cell shows of the order of its column."""
    cleaned = " ".join(text.split())
    if _ISO.fullmatch(cleaned) or _WORDS.fullmatch(fold(cleaned)):
        return DateOrder.ISO
    if _SERIAL.fullmatch(cleaned):
        return DateOrder.SERIE_1900
    match = _NUMERIC.fullmatch(cleaned)
    if match is None:
        return None
    readings = _readings(match[1], match[3])
    # « 05/05 » shows nothing; « 31/31 » is no date.
    if readings and (len(readings) > 1 or int(match[1]) == int(match[3])):
        return DateOrder.OUVERT
    return next(iter(readings), None)


def _readings(one: str, two: str) -> dict[DateOrder, tuple[str, str]]:
    """Return the month and the day by order; « 05/05 » has one reading only."""
    months = range(1, len(MONTHS) + 1)
    found: dict[DateOrder, tuple[str, str]] = {}
    if int(two) in months:
        found[DateOrder.JMA] = (two, one)
    if int(one) in months and int(one) != int(two):
        found[DateOrder.MJA] = (one, two)
    return found


def _month(text: str, word: str) -> str:
    known = [at for at, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    if len(known) != 1:
        raise _unreadable(text)
    return str(known[0])


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise BadInputError(
            f"« {text} » : ce jour n'existe pas.", "Vérifiez le jour et le mois."
        ) from None
    return _bounded(text, found)


def _bounded(text: str, found: date) -> date:
    if FIRST_YEAR <= found.year <= LAST_YEAR:
        return found
    raise BadInputError(
        f"« {text} » ({found.year}) n'est pas entre {FIRST_YEAR} et {LAST_YEAR}.",
        "Vérifiez l'année.",
    )


def _unreadable(text: str) -> BadInputError:
    return BadInputError(
        f"« {text[:40]} » n'est pas une date lisible.",
        "Écrivez 28/03/2017 ou 2017-03-28.",
    )
