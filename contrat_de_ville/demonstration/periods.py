"""When actions run: most over the calendar year, a few over a school year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrat_de_ville.demonstration.sketches import Sketch
from contrat_de_ville.demonstration.stable import number, shuffled


@dataclass(frozen=True)
class Period:
    """First and last day of an action."""

    starts_on: date
    ends_on: date


CALENDAR_YEAR = Period(date(2017, 1, 1), date(2017, 12, 31))
#: Ends in 2018: its bilan is due after the cycle, so few of them.
SCHOOL_YEAR = Period(date(2017, 9, 1), date(2018, 6, 30))
#: Begun before the call closed, as school-year actions are.
SCHOOL_YEAR_BEFORE = Period(date(2016, 9, 1), date(2017, 8, 31))
_SHORTER = (
    Period(date(2017, 3, 1), date(2017, 11, 30)),
    Period(date(2017, 1, 1), date(2017, 6, 30)),
    Period(date(2017, 4, 1), date(2017, 10, 31)),
    Period(date(2017, 9, 1), date(2017, 12, 31)),
)
_OF_EACH = 3
_SHORTER_PCT = 18


def plan_periods(seed: int, sketches: tuple[Sketch, ...]) -> dict[str, Period]:
    """Return the period of each action, by title; three of each school year."""
    plan = {one.idea.title: _ordinary(seed, one) for one in sketches}
    at_school = [
        one.idea.title for one in sketches if one.orientation in {"5.1", "5.2", "6.3"}
    ]
    drawn = shuffled(at_school, str, seed, "school year")
    for rank, title in enumerate(drawn[: 2 * _OF_EACH]):
        plan[title] = SCHOOL_YEAR if rank < _OF_EACH else SCHOOL_YEAR_BEFORE
    return plan


def _ordinary(seed: int, sketch: Sketch) -> Period:
    drawn = number(seed, "period", sketch.idea.title)
    if drawn % 100 >= _SHORTER_PCT or sketch.orientation in {"2.1", "2.2", "4.3"}:
        return CALENDAR_YEAR
    return _SHORTER[drawn // 100 % len(_SHORTER)]
