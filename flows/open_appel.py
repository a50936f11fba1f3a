"""Open the call of one year."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.appel import read_campaign, record_call_pack, record_opening
from tasks.running import as_of, publish


@flow(name="ouverture-appel", flow_run_name="ouverture-appel-{contrat}-{annee}")
def open_appel(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Freeze the campaign, publish the call pack, write to everyone; once."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    record = read_campaign(ref)
    report = record_opening(ref, record, at, a_blanc=a_blanc)
    record_call_pack(ref, a_blanc=a_blanc)
    return publish(report)
