"""Remind those who owe something, and empty the outbox."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.messages import compute_reminders, record_reminders, send_messages
from tasks.running import as_of, publish


@flow(name="relances", flow_run_name="relances-{contrat}-{annee}")
def remind(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Compute the reminders due today, record them once, send the mail."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    due = compute_reminders(ref, at)
    report = record_reminders(ref, due, at, a_blanc=a_blanc)
    sent = send_messages(ref, at, a_blanc=a_blanc)
    return publish(report.followed_by(sent))
