"""Notify the decisions of the funders."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.notifying import record_notifications
from tasks.running import as_of, publish


@flow(
    name="notification-decisions",
    flow_run_name="notification-decisions-{contrat}-{annee}",
)
def notify_decisions(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Write what a funder decided, once its legal act is recorded."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    return publish(record_notifications(ref, at, a_blanc=a_blanc))
