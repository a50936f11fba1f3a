"""Playing the cycle of ``benchmarks.cycle``: its passes, its people, its counters."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from unittest.mock import patch

from prefect import Flow, Task, flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from benchmarks.deposits import write_many
from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.store.state import read_state
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.demonstration.script import legal_acts
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.campaign import Calendar, Campaign
from contrat_de_ville.domain.programming_choices import OPTIONAL_KINDS
from contrat_de_ville.domain.steps import CycleRef
from flows.avancer import avancer
from tasks.cycle import read_calendar
from tasks.demonstration import human_events


REF = CycleRef(contrat="CV195", annee=2017)
_ARRIVAL = paris(date(2016, 11, 15), clock(12, 0))
_HOURS = timedelta(hours=8)


@flow(name="mise-en-route")
def _nothing() -> None:
    """Start Prefect's server, which is counted apart."""


def play(count: int, *, with_prefect: bool, with_mail: bool) -> dict[str, Any]:
    """Play a cycle of *count* actions; return seconds, passes and what was run.

    Without mail every letter is written and stays in the outbox: its sending is as
    long as the relay is slow, and takes the same task whatever the number.
    """
    calendar = read_calendar(REF)
    work: Callable[..., Any] = avancer if with_prefect else avancer.fn
    with (
        _modest_campaign(),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        started = time.perf_counter()
        if with_prefect:
            _nothing()
        ready = time.perf_counter()
        with _counting(Task) as tasks, _counting(Flow) as flows, _mail(on=with_mail):
            passes, writing = _play(calendar, count, work)
        ended = time.perf_counter()
    state = read_state(REF)
    return {
        "start_seconds": ready - started,
        "seconds": ended - ready - writing,
        "passes": passes,
        "task_runs": sum(tasks.values()),
        "flow_runs": sum(flows.values()),
        "depots": state["depots"],
        "messages": state["messages"],
        "journal": state["journal"],
    }


def _play(
    calendar: Calendar, count: int, work: Callable[..., Any]
) -> tuple[int, float]:
    """Play the year; return the passes, and the seconds spent writing the deposits."""
    events = human_events(REF, calendar)
    instants = _instants(calendar)
    writing = 0.0
    for at in instants:
        while events and events[0][0] <= at:
            when, _, act = events.pop(0)
            with moved_to(when):
                act(when)
        with moved_to(at):
            work(REF.annee, REF.contrat, at)
        if at == calendar.ouverture:
            began = time.perf_counter()
            write_many(REF, current_workspace().inbox(REF), count, _ARRIVAL)
            writing = time.perf_counter() - began
    return len(instants), writing


@contextmanager
def _modest_campaign() -> Iterator[None]:
    """Ask nothing of the whole: the same deposit many times is of one axe only."""

    def load(path: Path) -> Campaign:
        campaign = load_campaign(path)
        kept = {
            code: one
            for code, one in campaign.choices.items()
            if code not in OPTIONAL_KINDS
        }
        return replace(campaign, choices=kept)

    with patch("contrat_de_ville.adapters.freezing.load_campaign", load):
        yield


def _instants(calendar: Calendar) -> list[datetime]:
    """Return when the year is advanced: after each date something depends on."""
    return [
        calendar.ouverture,
        calendar.cloture_depots + _HOURS,
        calendar.fin_corrections + _HOURS,
        calendar.comite_aci + _HOURS,
        calendar.ouverture_consultation,
        calendar.cloture_consultation + _HOURS,
        calendar.copil + _HOURS,
        *(paris(act.on + timedelta(days=1), clock(9, 0)) for act in legal_acts()),
    ]


def _mail(*, on: bool) -> AbstractContextManager[Any]:
    """Leave the outbox as it is, unless *on*."""
    return nullcontext() if on else patch("tasks.messages._waiting", return_value=[])


@contextmanager
def _counting(kind: type) -> Iterator[Counter[str]]:
    """Count the runs Prefect is asked for: its own records of them come late."""
    counts: Counter[str] = Counter()
    original = kind.__call__

    def counted(one: Any, *args: Any, **kwargs: Any) -> Any:
        counts[one.name] += 1
        return original(one, *args, **kwargs)

    with patch.object(kind, "__call__", counted):
        yield counts
