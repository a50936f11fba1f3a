"""Collect deposits: register what was read, all of it or nothing, and say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.models import RepriseCanal
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef, StepReport
from tasks.received import ReceivedFile, ReceivedItem
from tasks.registering import register_files
from tasks.registration_report import registration_report
from tasks.running import step_task


STEP = "collect_depots"
TITLE = "Collecte des dépôts"
_DONE = "traites"


@step_task("enregistrer-depots")
def record_deposits(
    ref: CycleRef, files: Sequence[ReceivedFile], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Register every file whose bytes are kept; all of them or none.

    A file registered is moved aside; one that was registered by an interrupted
    run is recognised by its hash and its arrival, and only moved.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        outcomes = register_files(act, files) if files else []
        _note_progress(act, files)
        report = registration_report(
            outcomes, step=STEP, title=TITLE, effects=act.effects_count, a_blanc=a_blanc
        )
    if not a_blanc:
        for one in files:
            if one.is_inbox:
                _move_aside(one.path)
    return report


@step_task("enregistrer-recus")
def record_received(
    ref: CycleRef, items: Sequence[ReceivedItem], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Register what a channel brought, and where it then stands, in one transaction.

    The bytes of each item are kept first, under their hash.
    """
    pieces = current_workspace().pieces
    if not a_blanc:
        for one in items:
            evidence.keep(pieces, one.content)
    files = [
        ReceivedFile(
            name=one.name,
            sha256=sha256_hex(one.content),
            size=len(one.content),
            received=one.received,
            received_at=one.received_at,
            source=one.source,
            cursor=one.cursor,
        )
        for one in items
    ]
    return record_deposits(ref, files, at, a_blanc=a_blanc)


@step_task("verifier-cycle-ouvert")
def check_open(ref: CycleRef, at: datetime) -> None:
    """Check that deposits can be dated of *at*, before anything of them is kept.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: *at* is before it opened.
    """
    with acting(ref, step=STEP, at=at, a_blanc=True):
        pass


def resume_at(act: Act, source: str) -> str:
    """Return the cursor that *source* left, empty when it never began."""
    found = _progress_of(act, source)
    return found.cursor if found else ""


def _note_progress(act: Act, files: Sequence[ReceivedFile]) -> None:
    """Remember the last cursor of each source."""
    for source, cursor in {one.source: one.cursor for one in files}.items():
        if source:
            known = _progress_of(act, source) or RepriseCanal(
                cycle_id=act.cycle.id, source=source
            )
            known.cursor, known.updated_at = cursor, act.at
            act.session.add(known)


def _progress_of(act: Act, source: str) -> RepriseCanal | None:
    return act.session.scalars(
        select(RepriseCanal).where(
            RepriseCanal.cycle_id == act.cycle.id, RepriseCanal.source == source
        )
    ).first()


def _move_aside(path: Path) -> None:
    """Move a registered file out of the inbox; a name already there gets a number."""
    folder = path.parent / _DONE
    folder.mkdir(exist_ok=True)
    target, rank = folder / path.name, 1
    while target.exists():
        rank += 1
        target = folder / f"{path.stem} ({rank}){path.suffix}"
    path.rename(target)
