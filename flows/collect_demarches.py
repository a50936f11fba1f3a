"""Collect the dossiers of a démarche of démarches-simplifiées."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.demarches import (
    demarche_report,
    read_demarche,
    read_demarche_map,
    read_resume,
)
from tasks.depots import record_received
from tasks.running import as_of, publish


@flow(name="collecte-demarche", flow_run_name="collecte-demarche-{contrat}-{annee}")
def collect_demarches(
    annee: int,
    demarche: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    correspondance: Path | None = None,
    *,
    reprendre_tout: bool = False,
    a_blanc: bool = False,
) -> StepReport:
    """Fetch page after page what is new or changed; register each with its cursor."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    mapping = read_demarche_map(ref, demarche, correspondance)
    cursor = "" if reprendre_tout else read_resume(ref, mapping, at)
    reports, has_next = [], True
    while has_next:
        page = read_demarche(mapping, cursor, at)
        reports.append(record_received(ref, page.items, at, a_blanc=a_blanc))
        cursor, has_next = page.cursor, page.has_next
    return publish(demarche_report(mapping, reports, a_blanc=a_blanc))
