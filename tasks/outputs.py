"""Write what the committees bring along: the workbook and the report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.report import write_report
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.workbook import write_programming_workbook
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.steps import CycleRef
from tasks.datasets import require_sound_export
from tasks.running import step_task


@step_task("ecrire-classeur-et-rapport")
def record_outputs(ref: CycleRef, at: datetime, *, a_blanc: bool) -> tuple[Path, ...]:
    """Write the programming workbook and the report; return where they are.

    Raises:
        UnsoundDataError: the table is not the programming that was frozen.
    """
    if a_blanc:
        return ()
    with reading(ref) as (session, cycle, _):
        if cycle.frozen_at is not None:
            require_sound_export(session, cycle, at)
        overview = read_overview(session, cycle, at)
    folder = current_workspace().outputs(ref)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"programmation-{ref.annee}.xlsx"
    report = folder / f"rapport-{ref.annee}.html"
    write_programming_workbook(workbook, overview)
    write_report(report, overview)
    return (workbook, report)
