"""Give a committee its workbook: what was exported is kept, to hold it to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.committee import committee_workbook
from contrat_de_ville.adapters.committee.book import Contents, SheetRoom
from contrat_de_ville.adapters.committee.columns import (
    CommitteeRow,
    exported_line,
    funder_labels,
    locked_columns,
)
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.committee import (
    find_export,
    lines_by_key,
    standing_of,
)
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.models import ClasseurComite
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.committee import (
    COMMITTEE_LABELS,
    CommitteeKind,
    Key,
    Standing,
    lines_as_rows,
)
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.envelopes import Engaged, EnvelopeStand, rooms
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.overview import ActionRow, Overview
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadFileError, BadInputError
from tasks.arbitrage import STEP, refuse_frozen
from tasks.running import step_task


TITLE = "Classeur de séance"
_JETON_LENGTH = 24


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """Every line of the year, those of the workbook, and how parts are named."""

    standings: dict[Key, Standing]
    rows: tuple[CommitteeRow, ...]
    envelopes: dict[str, EnvelopeStand]


@step_task("exporter-classeur-de-seance")
def export_committee(
    ref: CycleRef,
    kind: CommitteeKind,
    at: datetime,
    *,
    path: Path | None = None,
    a_blanc: bool = False,
) -> StepReport:
    """Write the workbook of a committee and register what it held.

    Args:
        ref: the cycle.
        kind: which committee.
        at: the instant it shows.
        path: where to write it; in the folder of outputs when nothing is said.
        a_blanc: whether nothing is written.

    Raises:
        BadInputError: nothing is proposed yet, or the programming is frozen.
        BadFileError: another file stands at that place, or it cannot be written.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        contents = _contents(act, kind)
        place = path or (
            current_workspace().outputs(ref)
            / f"seance-{kind}-{ref.annee}-{contents.jeton[:8]}.xlsx"
        )
        workbook = committee_workbook(contents)
        _refuse_other(place, workbook)
        _register(act, contents)
        if not a_blanc:
            write_whole(place, workbook)
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=_summary(contents, place, a_blanc=a_blanc),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _summary(contents: Contents, place: Path, *, a_blanc: bool) -> str:
    count = plural(len(contents.rows), "ligne")
    verb = "serait écrit" if a_blanc else "est écrit"
    return (
        f"{COMMITTEE_LABELS[contents.kind]} : le classeur de {count} {verb} dans "
        f"{place}, jeton {contents.jeton}."
    )


def _contents(act: Act, kind: CommitteeKind) -> Contents:
    refuse_frozen(act)
    if act.cycle.proposed_at is None:
        raise BadInputError(
            f"Rien n'est encore proposé pour {act.cycle.code}.",
            "La proposition suit la clôture de la consultation : « programmation "
            "avancer » la calcule.",
        )
    overview = read_overview(act.session, act.cycle, act.at)
    lines = _lines(act, overview)
    has_parts = any(one.parts for one in lines.envelopes.values())
    columns = locked_columns(kind, overview, has_parts=has_parts)
    rows = lines_as_rows(exported_line(one, columns) for one in lines.rows)
    jeton = sha256_hex(
        canonical_json(
            {
                "cycle": act.cycle.code,
                "nature": str(kind),
                "instant": act.at.isoformat(),
                "lignes": rows,
            }
        )
    )
    calendar = act.frozen.campaign.calendar
    is_copil = kind is CommitteeKind.COPIL
    return Contents(
        kind=kind,
        overview=overview,
        columns=columns,
        rows=lines.rows,
        rooms=tuple(_sheet_rooms(kind, lines, funder_labels(act.frozen.campaign))),
        jeton=jeton[:_JETON_LENGTH],
        meeting=calendar.copil if is_copil else calendar.comite_technique,
    )


def _lines(act: Act, overview: Overview) -> _Lines:
    """Gather the lines of the admissible actions, by axe, number and funder."""
    found = lines_by_key(act.session, act.cycle)
    standings = {key: standing_of(line) for key, line in found.items()}
    envelopes = read_envelopes(act.session, act.cycle)
    labels = funder_labels(act.frozen.campaign)
    actions = [one for one in overview.actions if one.state == DepotState.RECEVABLE]
    actions.sort(key=lambda one: (one.axe, one.numero))
    rows = tuple(
        _row(action, funder, name, standings[action.numero, funder], envelopes)
        for action in actions
        for funder, name in labels.items()
        if (action.numero, funder) in standings
    )
    return _Lines(standings=standings, rows=rows, envelopes=envelopes)


def _row(
    action: ActionRow,
    funder: str,
    name: str,
    standing: Standing,
    envelopes: dict[str, EnvelopeStand],
) -> CommitteeRow:
    envelope = envelopes.get(funder)
    part = envelope.part(standing.part) if envelope else None
    return CommitteeRow(
        action=action,
        funder=funder,
        funder_name=name,
        part_name=part.label if part else "",
        standing=standing,
    )


def _sheet_rooms(
    kind: CommitteeKind, lines: _Lines, labels: dict[str, str]
) -> Iterator[SheetRoom]:
    """Yield each envelope and part, with what counts in it and is not in a row."""
    shown = {(one.action.numero, one.funder) for one in lines.rows}
    for funder, name in labels.items():
        envelope = lines.envelopes.get(funder)
        for room in rooms(envelope) if envelope else ():
            own = {key: one for key, one in lines.standings.items() if key[1] == funder}
            others = (one for key, one in own.items() if key not in shown)
            part = envelope.part(room.only) if envelope and room.only else None
            yield SheetRoom(
                funder=funder,
                funder_name=name,
                part_name=part.label if part else _rest_name(bool(room.without)),
                room=room,
                counted_centimes=room.engaged(_engaged(kind, own.values())),
                elsewhere_centimes=room.engaged(_engaged(kind, others)),
            )


def _rest_name(is_rest: bool) -> str:  # noqa: FBT001 (private, named where it is called)
    return "hors parts réservées" if is_rest else ""


def _engaged(kind: CommitteeKind, standings: Iterable[Standing]) -> list[Engaged]:
    is_copil = kind is CommitteeKind.COPIL
    return [
        Engaged(
            part=one.part,
            centimes=one.arbitrated_centimes if is_copil else one.proposed_centimes,
        )
        for one in standings
    ]


def _refuse_other(place: Path, workbook: bytes) -> None:
    """Never write over a workbook that someone may have filled."""
    if place.exists() and place.read_bytes() != workbook:
        raise BadFileError(
            place.name,
            "un fichier de ce nom existe déjà, peut-être rempli.",
            "Donnez un autre nom après --ecrire, ou déplacez-le.",
        )


def _register(act: Act, contents: Contents) -> None:
    """Keep what was exported; the same export at the same instant adds nothing."""
    if find_export(act.session, contents.jeton) is not None:
        return
    rows = lines_as_rows(exported_line(one, contents.columns) for one in contents.rows)
    act.session.add(
        ClasseurComite(
            cycle_id=act.cycle.id,
            kind=str(contents.kind),
            jeton=contents.jeton,
            rows=rows,
            exported_at=act.at,
        )
    )
    act.tell(
        "classeur_comite.exporte",
        f"classeur:{contents.jeton}",
        data={"nature": str(contents.kind), "lignes": len(contents.rows)},
    )
