"""When files arrive: few at first, most in the last days, some at night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from contrat_de_ville.demonstration.calendrier import CLOTURE
from contrat_de_ville.demonstration.stable import between, number
from contrat_de_ville.domain.calendar import paris


# First and last days of each wave, and its part of the deposits, in percent.
_WAVES = (
    (date(2016, 10, 18), date(2016, 11, 13), 14),
    (date(2016, 11, 14), date(2016, 12, 9), 30),
    (date(2016, 12, 10), date(2016, 12, 16), 56),
)
_EARLY = (date(2016, 11, 14), date(2016, 12, 7))
_CORRECTIONS = (date(2016, 12, 20), date(2017, 1, 13))
_OFFICE_HOURS = (9, 9, 10, 10, 11, 11, 12, 14, 14, 15, 15, 16, 16, 17, 18, 20, 21, 22)


def ordinary(*keys: object) -> datetime:
    """Return an instant before the call closes."""
    drawn = number("wave", *keys) % 100
    for first, last, percent in _WAVES:
        if drawn < percent:
            return _within(first, last, *keys)
        drawn -= percent
    return CLOTURE


def early(*keys: object) -> datetime:
    """Return an instant that leaves time to send again before the call closes."""
    return _within(*_EARLY, *keys)


def correcting(*keys: object) -> datetime:
    """Return an instant of the correction window."""
    return _within(*_CORRECTIONS, *keys)


def later(instant: datetime, *keys: object) -> datetime:
    """Return an instant one to eight days after."""
    days = between(1, 8, "days", *keys)
    return instant + timedelta(days=days, minutes=between(-90, 90, "minutes", *keys))


def _within(first: date, last: date, *keys: object) -> datetime:
    days = between(0, (last - first).days, "day", *keys)
    drawn = number("hour", *keys)
    at = time(
        _OFFICE_HOURS[drawn % len(_OFFICE_HOURS)],
        between(0, 59, "minute", *keys),
        between(0, 59, "second", *keys),
    )
    return paris(first + timedelta(days=days), at)
