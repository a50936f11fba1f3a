"""Legal time: instants of Europe/Paris, French dates, periods in months.

The clock itself is an adapter; here instants come in as arguments.
"""

from __future__ import annotations

import calendar as month_lengths
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from contrat_de_ville.errors import BadInputError


PARIS = ZoneInfo("Europe/Paris")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
END_OF_DAY = time(23, 59, 59)


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
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cleaned, shape).date()  # noqa: DTZ007 (a date)
        except ValueError:
            continue
    raise BadInputError(
        f"« {text} » n'est pas une date lisible.",
        "Écrivez 28/03/2017 ou 2017-03-28.",
    )


def parse_instant(text: str) -> datetime:
    """Read a date, or a date and a time, as legal time in Paris.

    A date alone means the end of that day, since what is due on a day is due by
    its end. ``2017-03-28T14:00`` and ``28/03/2017 14:00`` are read; an explicit
    offset is kept.

    Raises:
        BadInputError: the text is neither.
    """
    cleaned = text.strip()
    day, _, clock = cleaned.replace("T", " ").partition(" ")
    if not clock:
        return paris(parse_date(day), END_OF_DAY)
    try:
        parsed = time.fromisoformat(clock)
    except ValueError:
        raise BadInputError(
            f"« {text} » n'est pas un instant lisible.",
            "Écrivez 28/03/2017 14:00 ou 2017-03-28T14:00.",
        ) from None
    on = parse_date(day)
    if parsed.tzinfo is not None:
        return datetime.combine(on, parsed)
    return paris(on, parsed)


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
