"""The demonstration year: October 2016 to July 2018, on a clock that is moved.

Each Monday at eight, and at each milestone, what is due is done by the flow
``avancer``; in between, the people of the script act. (In real life the flow runs
every day; once a week shows as much in less time, since what a day left behind is
caught up.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.cycle import due_steps
from contrat_de_ville.domain.steps import CycleRef
from flows.avancer import avancer
from flows.parameters import DEFAULT_CONTRAT
from tasks.cycle import read_calendar, read_facts
from tasks.demonstration import drop, human_events, receive_bilans, write_deposits


ANNEE = 2017
_MORNING = time(8, 0)
_MONDAY = 0


@dataclass(frozen=True, kw_only=True)
class Played:
    """What the demonstration did: passes of the flow, and where things are."""

    folder: Path
    runs_count: int


def play_year(
    folder: Path, *, tell: Callable[[datetime, str, float], None], with_prefect: bool
) -> Played:
    """Play the whole year in *folder*, which is made anew.

    Args:
        folder: where everything is written; PROGRAMMATION_DOSSIER must name it.
        tell: called at each step with the instant, what happens, and the share of
            the year that is done.
        with_prefect: whether the flows run on Prefect or as plain functions.
    """
    ref = CycleRef(contrat=DEFAULT_CONTRAT, annee=ANNEE)
    deposits = write_deposits(ref, folder / "depots-a-venir")
    calendar = read_calendar(ref)
    events = human_events(ref, calendar)
    runs_count = 0
    ticks = list(_ticks(calendar))
    for rank, at in enumerate(ticks):
        while deposits and deposits[0][1].arrives_at <= at:
            path, one = deposits.pop(0)
            drop(ref, path, one.arrives_at)
        while events and events[0][0] <= at:
            when, what, act = events.pop(0)
            tell(when, what, rank / len(ticks))
            with moved_to(when):
                act(when)
        runs_count += _tick(ref, at, with_prefect=with_prefect)
        tell(at, "", rank / len(ticks))
    return Played(folder=folder, runs_count=runs_count)


def _ticks(calendar: Calendar) -> Iterator[datetime]:
    """Return eight o'clock of each Monday, and each milestone."""
    day = calendar.ouverture.date()
    mornings = set()
    while day <= calendar.fin_cycle.date():
        if day.weekday() == _MONDAY:
            mornings.add(paris(day, _MORNING))
        day += timedelta(days=1)
    yield from sorted(mornings | {at for _, at in calendar.in_order()})


def _tick(ref: CycleRef, at: datetime, *, with_prefect: bool) -> int:
    """Do what is due, through the flow; ask first, so that idle days cost nothing."""
    with moved_to(at):
        calendar, facts = read_facts(ref, at)
        if facts.opened_at is not None and facts.closed_at is None:
            receive_bilans(ref, at)
        if not due_steps(calendar, facts, at):
            return 0
        work = avancer if with_prefect else avancer.fn
        work(ref.annee, ref.contrat, at)
        return 1
