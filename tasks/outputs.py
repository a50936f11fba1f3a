"""Write what the committees bring along: the workbook, the report, the annexes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.annexe_page import write_annexe
from contrat_de_ville.adapters.annexe_sheet import write_annexe_book
from contrat_de_ville.adapters.report import write_report
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.journal_head import journal_head
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.workbook import write_programming_workbook
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.annexe import Seal, annexe_of
from contrat_de_ville.domain.overview import Overview
from contrat_de_ville.domain.steps import CycleRef
from tasks.datasets import require_sound_export
from tasks.running import step_task


@step_task("ecrire-classeur-et-rapport")
def record_outputs(ref: CycleRef, at: datetime, *, a_blanc: bool) -> tuple[Path, ...]:
    """Write the workbook, the report and, once frozen, the annex of each funder.

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
        seal = _seal(overview, journal_head(session, cycle.id))
    folder = current_workspace().outputs(ref)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"programmation-{ref.annee}.xlsx"
    report = folder / f"rapport-{ref.annee}.html"
    write_programming_workbook(workbook, overview)
    write_report(report, overview)
    annexes = _annexes(folder / "annexes", overview, seal) if overview.sha256 else ()
    return (workbook, report, *annexes)


def _seal(overview: Overview, head: tuple[int, str] | None) -> Seal:
    rank, sha256 = (None, "") if head is None else head
    return Seal(
        version=overview.version,
        sha256=overview.sha256,
        frozen_at=overview.frozen_at,
        minute=overview.frozen_minute,
        journal_rank=rank,
        journal_head=sha256,
    )


def _annexes(folder: Path, overview: Overview, seal: Seal) -> Iterator[Path]:
    """Write the annex of each funder, as a page and as a workbook."""
    folder.mkdir(exist_ok=True)
    for row in overview.envelopes:
        annexe = annexe_of(overview, row.funder, seal)
        page = folder / f"annexe-{row.funder}-{overview.annee}.html"
        book = page.with_suffix(".xlsx")
        write_annexe(page, annexe)
        write_annexe_book(book, annexe)
        yield from (page, book)
