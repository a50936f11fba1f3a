"""Read actions against the note, and write the sheet of each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.action_sheet.page import write_sheet
from contrat_de_ville.adapters.action_sheet.reading import read_sheet, read_sheets
from contrat_de_ville.adapters.action_sheet.record import ActionSheet
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.steps import CycleRef
from tasks.running import step_task


@step_task("lire-fiche")
def read_action_sheet(ref: CycleRef, numero: str, at: datetime) -> ActionSheet:
    """Return the sheet of one deposit, as of now.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: the cycle has no such deposit.
    """
    with reading(ref) as (session, cycle, _):
        return read_sheet(session, cycle, numero, at)


@step_task("ecrire-fiche")
def record_sheet(ref: CycleRef, sheet: ActionSheet) -> Path:
    """Write the page of one deposit among the cycle's outputs; return where it is.

    Raises:
        BadFileError: the page cannot be written, being open somewhere.
    """
    path = _folder(ref) / f"fiche-{sheet.identity.numero}.html"
    write_sheet(path, sheet)
    return path


@step_task("ecrire-fiches")
def record_all_sheets(ref: CycleRef, at: datetime) -> tuple[Path, ...]:
    """Write the page of every deposit still in the year; return where they are.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadFileError: a page cannot be written.
    """
    with reading(ref) as (session, cycle, _):
        return tuple(record_sheet(ref, one) for one in read_sheets(session, cycle, at))


def _folder(ref: CycleRef) -> Path:
    folder = current_workspace().outputs(ref) / "fiches"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
