"""Import a list file: every row accounted for, nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.list_files import (
    find_list_map,
    load_list_map,
    read_bytes,
    read_list_content,
)
from contrat_de_ville.adapters.list_report import write_list_report
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.models import Liste, RangListe
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.lists import ListReading, RowOutcome
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.running import step_task


STEP = "import_liste"
TITLE = "Liste importée"


@dataclass(frozen=True, kw_only=True)
class ListFile:
    """A list as read, with the bytes it was read from."""

    reading: ListReading
    file_name: str
    content: bytes


@step_task("choisir-correspondance")
def find_map(path: Path) -> Path:
    """Return the declared column map that fits the file.

    Raises:
        BadFileError: the file is missing or unreadable, or no map fits it.
    """
    return find_list_map(resource_folder("config") / "listes", path)


@step_task("lire-liste")
def read_list_file(path: Path, map_path: Path) -> ListFile:
    """Read the list through its map.

    Raises:
        BadFileError: the file is not what the map declares.
    """
    content = read_bytes(path)
    reading = read_list_content(path.name, content, load_list_map(map_path))
    return ListFile(reading=reading, file_name=path.name, content=content)


@step_task("enregistrer-liste")
def record_list(
    ref: CycleRef, one: ListFile, at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record every row with what became of it; a list already there adds nothing."""
    workspace = current_workspace()
    reading = one.reading
    # The whole name: « a.csv » and « a.xlsx » have each their report.
    report_path = workspace.outputs(ref) / "listes" / f"{one.file_name}.xlsx"
    if not a_blanc:
        evidence.keep(workspace.pieces, one.content)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        is_new = not _is_known(act, reading)
        if is_new:
            _save(act, one)
        effects = act.effects_count
    if not a_blanc:
        report_path.parent.mkdir(parents=True, exist_ok=True)
        write_list_report(report_path, reading)
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=f"{_summary(one, is_new=is_new)} {_where(report_path, a_blanc)}",
        columns=_titles(reading),
        rows=_sums(reading),
        effects_count=effects,
        a_blanc=a_blanc,
    )


def _titles(reading: ListReading) -> tuple[str, ...]:
    """Return the headers of the file for the group and the amounts."""
    return (
        reading.columns[reading.group],
        "Lignes",
        *(reading.columns[code] for code in reading.amounts),
    )


def _is_known(act: Act, reading: ListReading) -> bool:
    return (
        act.session.scalars(
            select(Liste.id).where(
                Liste.cycle_id == act.cycle.id,
                Liste.piece_sha256 == reading.file_sha256,
                Liste.source == reading.source,
            )
        ).first()
        is not None
    )


def _save(act: Act, one: ListFile) -> None:
    reading = one.reading
    keep_piece(
        act.session, reading.file_sha256, one.file_name, len(one.content), act.at
    )
    act.session.add(
        Liste(
            cycle_id=act.cycle.id,
            piece_sha256=reading.file_sha256,
            source=reading.source,
            file_name=one.file_name,
            imported_at=act.at,
            rows=[
                RangListe(
                    row_number=row.row_number,
                    outcome=row.outcome.value,
                    reason=row.reason,
                    values=dict(row.values),
                    amounts=dict(row.amounts),
                )
                for row in reading.rows
            ],
        )
    )
    act.tell(
        "liste.importee",
        f"liste:{reading.source}",
        inputs=(reading.file_sha256,),
        data={
            "lues": len(reading.rows),
            **{key.value.lower(): count for key, count in reading.counts().items()},
            "conventions": "\n".join(reading.conventions),
        },
    )


def _where(report_path: Path, a_blanc: bool) -> str:  # noqa: FBT001 (a fact to say)
    """Say where each row is explained; a preview has written nothing."""
    if a_blanc:
        return "Sans --a-blanc, le détail ligne à ligne est écrit dans un classeur."
    return (
        "Détail ligne à ligne et conventions du fichier : "
        f"{report_path.parent.name}/{report_path.name}."
    )


def _summary(one: ListFile, *, is_new: bool) -> str:
    reading = one.reading
    counts = ", ".join(
        plural(count, outcome.value.lower())
        for outcome, count in reading.counts().items()
    )
    again = "" if is_new else " Déjà importée : rien n'a été ajouté."
    return (
        f"{one.file_name} : {plural(len(reading.rows), 'ligne lue', 'lignes lues')} = "
        f"{counts}.{again}{_reasons(reading)}{_remarks(reading)}"
    )


def _reasons(reading: ListReading) -> str:
    """Name what refuses rows, by their number."""
    refused = [
        f"{label} ({count})"
        for (outcome, label), count in reading.labels().items()
        if outcome is RowOutcome.REFUSEE
    ]
    return f" Motifs de refus : {', '.join(sorted(refused))}." if refused else ""


def _remarks(reading: ListReading) -> str:
    """Name what is to know of the whole file, each once."""
    named = dict.fromkeys(str(one.label) for one in reading.remarks)
    return f" À savoir du fichier : {', '.join(named)}." if named else ""


def _sums(reading: ListReading) -> tuple[tuple[str | int, ...], ...]:
    sums = {name: reading.sums_by(reading.group, name) for name in reading.amounts}
    return tuple(
        (
            group or "(non renseigné)",
            count,
            *(format_euros(sums[name].get(group)) for name in reading.amounts),
        )
        for group, count in reading.counts_by(reading.group).items()
    )
