"""Collect what arrived in the inbox."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.depots import record_deposits
from tasks.inbox import keep_originals, read_inbox, read_originals
from tasks.running import as_of, publish


@flow(name="collecte-depots", flow_run_name="collecte-depots-{contrat}-{annee}")
def collect_depots(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Keep every file of the inbox, read it, register it, acknowledge it."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    originals = keep_originals(read_inbox(ref), a_blanc=a_blanc)
    files = read_originals(originals)
    return publish(record_deposits(ref, files, at, a_blanc=a_blanc))
