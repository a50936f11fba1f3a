"""Legal time: instants of Europe/Paris, French dates, periods in months.

The clock itself is an adapter; here instants come in as arguments.
"""

from __future__ import annotations

import calendar as month_lengths
import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from contrat_de_ville.errors import BadInputError


PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
END_OF_DAY = time(23, 59, 59)

# Shapes first: strptime also takes the digits of other scripts, and what
# fromisoformat takes (« 14 », « 1400 », 24:00) grows with the versions of Python.
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_FRENCH_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_INSTANT = re.compile(
    r"(?P<day>[0-9/-]+)[T ]"
    r"(?P<clock>(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){1,2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?)"
)


def paris(on: date, at: time = time(0, 0)) -> datetime:
    """Return the instant of that date and legal time in Paris."""
    return datetime.combine(on, at, tzinfo=PARIS)


def as_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC; a naive one is refused.

    Raises:
        ValueError: the instant has no time zone (a fault of our own).
    """
    if instant.tzinfo is None:
        message = f"naive instant: {instant!r}"
        raise ValueError(message)
    return instant.astimezone(UTC)


def parse_date(text: str) -> date:
    """Read ``2017-03-28`` or ``28/03/2017``; nothing else, so nothing is guessed.

    Raises:
        BadInputError: the text is not such a date.
    """
    cleaned = text.strip()
    iso, french = _ISO_DATE.fullmatch(cleaned), _FRENCH_DATE.fullmatch(cleaned)
    parts = iso.groups() if iso else french.groups()[::-1] if french else ()
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        raise BadInputError(
            f"« {text} » n'est pas une date lisible.",
            "Écrivez 28/03/2017 ou 2017-03-28.",
        ) from None


def parse_instant(text: str) -> datetime:
    """Read a date, or a date and a time, as legal time in Paris.

    A date alone means the end of that day, since what is due on a day is due by
    its end. ``2017-03-28T14:00`` and ``28/03/2017 14:00`` are read; an explicit
    offset is kept. Without one, the hour that a change of clocks skips or repeats
    is refused: nobody can tell which instant is meant.

    Raises:
        BadInputError: the text is neither, or the legal time is doubtful.
    """
    cleaned = text.strip()
    if not re.search("[T ]", cleaned):
        return paris(parse_date(cleaned), END_OF_DAY)
    shaped = _INSTANT.fullmatch(cleaned)
    if shaped is None:
        raise BadInputError(
            f"« {text} » n'est pas un instant lisible.",
            "Écrivez 28/03/2017 14:00 ou 2017-03-28T14:00.",
        )
    on, at = parse_date(shaped["day"]), time.fromisoformat(shaped["clock"])
    if at.tzinfo is not None:
        return datetime.combine(on, at)
    legal = paris(on, at)
    if legal.utcoffset() != legal.replace(fold=1).utcoffset():
        raise BadInputError(
            f"« {text} » tombe dans un changement d'heure : cette heure n'existe pas, "
            "ou existe deux fois.",
            "Choisissez une autre heure, ou ajoutez son décalage, par exemple +01:00.",
        )
    return legal


def add_months(on: date, months: int) -> date:
    """Move *on* by whole months; a day that does not exist becomes the last one.

    >>> add_months(date(2017, 12, 31), 6)
    datetime.date(2018, 6, 30)
    """
    total = on.year * 12 + on.month - 1 + months
    year, month = divmod(total, 12)
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def french_date(on: date) -> str:
    """Write a date in full.

    >>> french_date(date(2017, 3, 1))
    '1er mars 2017'
    """
    day = "1er" if on.day == 1 else str(on.day)
    return f"{day} {MONTHS[on.month - 1]} {on.year}"


def french_instant(instant: datetime) -> str:
    """Write an instant in legal time of Paris.

    >>> french_instant(datetime(2016, 12, 16, 22, 59, 59, tzinfo=UTC))
    '16 décembre 2016 à 23 h 59'
    """
    local = as_utc(instant).astimezone(PARIS)
    return f"{french_date(local.date())} à {local.hour} h {local.minute:02d}"
