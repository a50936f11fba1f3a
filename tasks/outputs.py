"""Write what the committees bring along: the workbook, the report, the annexes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.annexe_files import write_annexes
from contrat_de_ville.adapters.report import write_report
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.annexe_proofs import read_proofs
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.workbook import write_programming_workbook
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.steps import CycleRef
from tasks.datasets import require_sound_export
from tasks.running import step_task


@step_task("ecrire-classeur-et-rapport")
def record_outputs(ref: CycleRef, at: datetime, *, a_blanc: bool) -> tuple[Path, ...]:
    """Write the workbook, the report and, once frozen, the annexes of each funder.

    Returns where they are: the workbook, the report, then the annexes.

    Raises:
        UnsoundDataError: the table is not the programming that was frozen.
    """
    if a_blanc:
        return ()
    with reading(ref) as (session, cycle, _):
        if cycle.frozen_at is not None:
            require_sound_export(session, cycle, at)
        overview = read_overview(session, cycle, at)
        proofs = read_proofs(session, cycle)
    folder = current_workspace().outputs(ref)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"programmation-{ref.annee}.xlsx"
    report = folder / f"rapport-{ref.annee}.html"
    write_programming_workbook(workbook, overview)
    write_report(report, overview)
    annexes = write_annexes(folder / "annexes", overview, proofs)
    return (workbook, report, *annexes)
