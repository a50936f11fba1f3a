"""Check the deposits against their contract."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.quality import check_quality, read_unchecked, record_findings
from tasks.quality_report import refresh_quality_report
from tasks.running import as_of, publish


@flow(name="controle-qualite", flow_run_name="controle-qualite-{contrat}-{annee}")
def check_depots(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Check what was never checked, settle states, ask for corrections."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    findings = check_quality(ref, read_unchecked(ref), at)
    report = record_findings(ref, findings, at, a_blanc=a_blanc)
    return publish(refresh_quality_report(report, ref, at))
