"""Collect what arrived in the inbox."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.depots import record_deposits
from tasks.inbox import read_deposits, read_inbox
from tasks.running import as_of, publish


@flow(name="collecte-depots", flow_run_name="collecte-depots-{contrat}-{annee}")
def collect_depots(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Register every file of the inbox, keep its bytes, acknowledge it."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    files = read_deposits(read_inbox(ref))
    return publish(record_deposits(ref, files, at, a_blanc=a_blanc))
