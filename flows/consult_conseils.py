"""Consult the conseils citoyens."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.consultation import record_consultation
from tasks.running import as_of, publish


@flow(
    name="consultation-conseils",
    flow_run_name="consultation-conseils-{contrat}-{annee}",
)
def consult_conseils(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Ask each conseil at the opening; note the silences at the deadline."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    return publish(record_consultation(ref, at, a_blanc=a_blanc))
