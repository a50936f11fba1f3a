"""How a step's work runs: as a Prefect task in a flow run, as a function elsewhere.

Prefect gives launching, retries and a screen; it is not needed to do the work. The
same function serves the flows, the command line, the tests and a year that must
go on without any Prefect server.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from contrat_de_ville.adapters.clock import now
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.duplicates import normalise_title
from contrat_de_ville.domain.steps import StepReport


if TYPE_CHECKING:
    from prefect import Flow

P = ParamSpec("P")
R = TypeVar("R")


def step_task(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a Prefect task, named in French on the Prefect screen.

    Results are neither cached nor persisted: what a task did is in our database,
    and running it again must look there.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.cache
        def as_task() -> Any:
            from prefect import task  # noqa: PLC0415 (a second and a half)
            from prefect.cache_policies import NO_CACHE  # noqa: PLC0415 (the same)

            @task(name=name, cache_policy=NO_CACHE, persist_result=False)
            def perform(call: Callable[[], R]) -> R:
                return call()

            return perform

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            # Called by another task it is part of that one's work.
            if not _is_in_flow() or _is_in_task():
                return function(*args, **kwargs)
            # Bound beforehand: Prefect walks through what a task is given, which
            # costs more than the work, and has no business with personal data.
            result: R = as_task()(functools.partial(function, *args, **kwargs))
            return result

        return run

    return decorate


def _is_in_flow() -> bool:
    """Tell whether a flow is running here; without Prefect loaded none can be."""
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext  # noqa: PLC0415 (loaded already)

    return FlowRunContext.get() is not None


def _is_in_task() -> bool:
    from prefect.context import TaskRunContext  # noqa: PLC0415 (loaded already)

    return TaskRunContext.get() is not None


def run_flow(flow: Flow[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a step's flow as a subflow in a flow run, as plain functions elsewhere."""
    if not _is_in_flow():
        return flow.fn(*args, **kwargs)
    return flow(*args, **kwargs)


def as_of(au: datetime | None) -> datetime:
    """Return the instant a step acts at: the one asked for, or now.

    An instant without a zone, as the Prefect screen may give, is legal time.
    """
    if au is None:
        return now()
    return au if au.tzinfo is not None else au.replace(tzinfo=PARIS)


def publish(report: StepReport) -> StepReport:
    """Leave the report on the Prefect screen, where there is one, and return it."""
    if _is_in_flow():
        from prefect.artifacts import create_markdown_artifact  # noqa: PLC0415 (loaded)

        create_markdown_artifact(
            key=normalise_title(report.title).replace(" ", "-"),
            markdown=report.as_markdown(),
            description=report.title,
        )
    return report
