"""Fund the ateliers et chantiers d'insertion."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.aci import compute_aci_grants, read_chantiers, record_aci_grants
from tasks.running import as_of, publish


@flow(name="financement-aci", flow_run_name="financement-aci-{contrat}-{annee}")
def fund_aci(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Grant each chantier what the note's rule gives, explained."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    grants = compute_aci_grants(ref, read_chantiers(ref))
    return publish(record_aci_grants(ref, grants, at, a_blanc=a_blanc))
