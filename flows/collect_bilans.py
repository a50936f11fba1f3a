"""Collect the bilans and close the year."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.bilans import record_bilan_requests, record_closing
from tasks.outputs import record_outputs
from tasks.running import as_of, publish


@flow(name="bilans-evaluation", flow_run_name="bilans-evaluation-{contrat}-{annee}")
def collect_bilans(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Ask the bilans due, close the cycle at its last date."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    asked = record_bilan_requests(ref, at, a_blanc=a_blanc)
    closed = record_closing(ref, at, a_blanc=a_blanc)
    if not closed.effects_count:
        return publish(asked)
    record_outputs(ref, at, a_blanc=a_blanc)
    return publish(closed)
