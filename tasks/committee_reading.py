"""Read a committee's workbook back: everything checked first, then all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.committee import CommitteeFile, read_committee
from contrat_de_ville.adapters.committee.columns import COMPUTED
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.committee import (
    admissible_keys,
    find_export,
    lines_by_key,
    standing_of,
)
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.models import ClasseurComite, Ligne
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.adapters.xlsx_guard import LARGEST_FILE
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.committee import (
    COMMITTEE_LABELS,
    COMMITTEE_POWERS,
    TO_FILL,
    CommitteeKind,
    Filled,
    lines_from_rows,
    refuse,
)
from contrat_de_ville.domain.committee_changes import Changes, Year, weigh
from contrat_de_ville.domain.committee_rows import Matched, match_rows
from contrat_de_ville.domain.committee_values import read_filled
from contrat_de_ville.domain.criteria_paths import Path as WayOfDeciding
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import Cell, CycleRef, StepReport, plural
from contrat_de_ville.errors import BadFileError
from tasks.arbitrage import STEP, Signature, arbitrate, refuse_frozen, short_minute
from tasks.avis_technique import record_technical
from tasks.habilitations import signed_by
from tasks.running import step_task


@dataclass(frozen=True, kw_only=True)
class CommitteeWorkbook:
    """A workbook that came back: its name, its bytes, and what they say."""

    name: str
    content: bytes
    read: CommitteeFile

    @property
    def sha256(self) -> str:
        """The hash it is kept under."""
        return sha256_hex(self.content)


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What reading a workbook did, as its report says it."""

    summary: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()


_COLUMNS = {
    CommitteeKind.TECHNIQUE: ("N°", "Financeur", "Avis", "Proposé", "Commentaire"),
    CommitteeKind.COPIL: ("N°", "Financeur", "Avant", "Arbitré", "Motif"),
}


@step_task("lire-classeur-de-seance")
def read_committee_file(path: Path) -> CommitteeWorkbook:
    """Read the workbook of a committee; nothing is recorded.

    Raises:
        BadFileError: missing, unsound, or not a workbook exported for a committee.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadFileError(
            path.name, "il ne peut pas être ouvert.", "Vérifiez le chemin."
        ) from error
    read = read_committee(content, path.name)
    return CommitteeWorkbook(name=path.name, content=content, read=read)


@step_task("enregistrer-classeur-de-seance")
def record_committee(
    ref: CycleRef,
    workbook: CommitteeWorkbook,
    at: datetime,
    *,
    author: str,
    minute: str,
    a_blanc: bool = False,
) -> StepReport:
    """Record what a committee filled, once every check passes: all or none.

    Args:
        ref: the cycle.
        workbook: what came back.
        at: when.
        author: the function that signs, by its code or its French name.
        minute: the reference of the committee's minute.
        a_blanc: whether it is undone after being tried: what would be recorded is
            listed all the same.

    Raises:
        BadFileError: the jeton is unknown, or of another cycle.
        UnauthorisedError: the campaign does not empower this function.
        WorkbookRefusedError: something is to mend; every point is listed.
        BadInputError: the programming is frozen.
    """
    kind = _kind_of(ref, workbook)
    power = COMMITTEE_POWERS[kind]
    by = signed_by(ref, power, author, step=STEP, at=at, a_blanc=a_blanc)
    signature = Signature(
        author=by, minute=short_minute(minute), sha256=workbook.sha256
    )
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        done = _record_all(act, kind, workbook, signature, a_blanc=a_blanc)
        return StepReport(
            step=STEP,
            title=f"{COMMITTEE_LABELS[kind]} : classeur lu",
            summary=done.summary,
            columns=_COLUMNS[kind],
            rows=done.rows,
            notes=done.notes,
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _kind_of(ref: CycleRef, workbook: CommitteeWorkbook) -> CommitteeKind:
    """Return which committee the workbook was exported for, by its jeton.

    Raises:
        BadFileError: the jeton is unknown, or of another cycle.
    """
    with reading(ref) as (session, cycle, _):
        export = find_export(session, workbook.read.jeton)
        if export is None:
            found = f"son jeton ({workbook.read.jeton}) n'est celui d'aucun export."
        elif export.cycle_id != cycle.id:
            found = f"il a été exporté pour une autre campagne que {cycle.code}."
        else:
            return CommitteeKind(export.kind)
    raise BadFileError(
        workbook.name,
        found,
        "Lisez le classeur exporté pour cette campagne par « programmation seance ».",
    )


def _record_all(
    act: Act,
    kind: CommitteeKind,
    workbook: CommitteeWorkbook,
    signature: Signature,
    *,
    a_blanc: bool,
) -> _Done:
    export = find_export(act.session, workbook.read.jeton)
    assert export is not None
    if export.read_at is not None and export.piece_sha256 == workbook.sha256:
        read_at = french_instant(export.read_at)
        return _Done(
            summary=f"Ce fichier a déjà été lu le {read_at} : rien n'est à enregistrer."
        )
    refuse_frozen(act)
    matched, changes = _checked(act, kind, export, workbook)
    rows = _record(act, kind, changes.to_record, signature)
    if rows:
        if not a_blanc:
            evidence.keep(current_workspace().pieces, workbook.content)
        _keep(act, export, workbook, signature)
    return _Done(
        summary=_summary(changes, a_blanc=a_blanc), rows=rows, notes=matched.notes
    )


def _checked(
    act: Act,
    kind: CommitteeKind,
    export: ClasseurComite,
    workbook: CommitteeWorkbook,
) -> tuple[Matched, Changes]:
    """Check all that can be, and refuse the whole with every point to mend."""
    exported = lines_from_rows(export.rows)
    matched = match_rows(workbook.read.sheet, exported, TO_FILL[kind], COMPUTED)
    filled, mistakes = read_filled(kind, matched.rows)
    changes = weigh(kind, filled, {one.key: one for one in exported}, _year(act))
    problems = (*matched.problems, *mistakes, *changes.problems)
    refuse(workbook.name, problems)
    return matched, changes


def _year(act: Act) -> Year:
    found = lines_by_key(act.session, act.cycle)
    admissible = admissible_keys(act.session, act.cycle)
    return Year(
        lines={key: standing_of(line) for key, line in found.items()},
        admissible=admissible,
        valued={key for key in admissible if _is_valued(act, found[key])},
        envelopes=read_envelopes(act.session, act.cycle),
    )


def _is_valued(act: Act, line: Ligne) -> bool:
    action = action_from_dict(line.depot.versions[-1].action)
    return decision_path(action, act.frozen).path is WayOfDeciding.TFPB


def _record(
    act: Act, kind: CommitteeKind, filled: Sequence[Filled], signature: Signature
) -> tuple[tuple[Cell, ...], ...]:
    if kind is CommitteeKind.TECHNIQUE:
        return record_technical(act, filled, signature)
    amounts = {
        one.key: (one.amount_centimes, one.text)
        for one in filled
        if one.amount_centimes is not None
    }
    return arbitrate(act, amounts, signature)


def _keep(
    act: Act, export: ClasseurComite, workbook: CommitteeWorkbook, signature: Signature
) -> None:
    """Keep the workbook as a piece, and tell which export it answers."""
    sha256, size = workbook.sha256, len(workbook.content)
    keep_piece(act.session, sha256, workbook.name, size, act.at)
    export.read_at, export.piece_sha256 = act.at, sha256
    act.tell(
        "classeur_comite.lu",
        f"classeur:{export.jeton}",
        actor=signature.author,
        inputs=signature.inputs(),
        data={"nature": export.kind, **signature.data()},
    )


def _summary(changes: Changes, *, a_blanc: bool) -> str:
    count = len(changes.to_record)
    verb = (
        "à enregistrer" if a_blanc else plural(count, "enregistrée").partition(" ")[2]
    )
    said = f"{plural(count, 'ligne')} {verb}."
    if changes.already_count:
        already = plural(changes.already_count, "ligne l'était", "lignes l'étaient")
        said += f" {already} déjà."
    return said
