"""The columns of a committee's sheet: what is shown of a line, and what is locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from contrat_de_ville.adapters.line_wording import avis_technique_label
from contrat_de_ville.adapters.wording import avis_label, quartier_names, short_name
from contrat_de_ville.adapters.workbook.table import Column, Kind, as_text
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.committee import (
    FINANCEUR,
    NUMERO,
    CommitteeKind,
    ExportedLine,
    Shown,
    Standing,
)
from contrat_de_ville.domain.overview import ActionRow, Overview


PART, DEMANDE, PROPOSE, ARBITRE = "Dont", "Demandé", "Proposé", "Déjà arbitré"
COUNTED_FROM = {CommitteeKind.TECHNIQUE: PROPOSE, CommitteeKind.COPIL: ARBITRE}
"""What counts in the envelope while the cell to fill is empty."""
COMPTE, CONTROLE = "Montant compté", "À vérifier"
COMPUTED = (COMPTE, CONTROLE)
"""The headings of our own live cells: they follow the others, nothing is read there."""


@dataclass(frozen=True, kw_only=True)
class CommitteeRow:
    """One line as a committee sees it, with the action it belongs to."""

    action: ActionRow
    funder: str
    funder_name: str
    part_name: str
    standing: Standing


CommitteeColumn = Column[CommitteeRow]


def funder_labels(campaign: Campaign) -> dict[str, str]:
    """Name each funder in short, by its code; two alike are named by their codes."""
    names = {one.code: short_name(one.code, one.name) for one in campaign.funders}
    count = Counter(names.values())
    return {code: name if count[name] == 1 else code for code, name in names.items()}


def locked_columns(
    kind: CommitteeKind, overview: Overview, *, has_parts: bool
) -> tuple[CommitteeColumn, ...]:
    """Return what is shown of each line, in the order of the sheet."""
    return (
        _text(NUMERO, 10, lambda row: row.action.numero),
        _text("Axe", 4, lambda row: str(row.action.axe)),
        _text(FINANCEUR, 12, lambda row: row.funder_name),
        *((_text(PART, 10, lambda row: row.part_name),) if has_parts else ()),
        _text("Intitulé", 26, lambda row: row.action.title),
        _text("Porteur", 17, lambda row: row.action.porteur),
        _text("Quartiers", 14, lambda row: _quartiers(row.action, overview)),
        _euros(DEMANDE, lambda row: row.standing.asked_centimes),
        _euros(PROPOSE, lambda row: row.standing.proposed_centimes),
        _text("Pourquoi", 36, lambda row: row.standing.proposed_reason),
        _text("Avis des conseils", 15, lambda row: conseils_in_short(row.action)),
        *(_copil_columns() if kind is CommitteeKind.COPIL else ()),
    )


def _copil_columns() -> tuple[CommitteeColumn, ...]:
    return (
        _text("Avis des services", 18, lambda row: _avis_of_services(row.standing)),
        _euros(ARBITRE, lambda row: row.standing.arbitrated_centimes),
    )


def exported_line(
    row: CommitteeRow, columns: Sequence[CommitteeColumn]
) -> ExportedLine:
    """Return a row as it leaves: what each locked cell shows, exactly."""
    return ExportedLine(
        numero=row.action.numero,
        funder=row.funder,
        standing=row.standing,
        shown={one.header: _as_shown(one, row) for one in columns},
    )


def _quartiers(action: ActionRow, overview: Overview) -> str:
    """Name the quartiers of an action, all of them in one word."""
    if len(overview.quartiers) > 1 and set(action.quartiers) == set(overview.quartiers):
        return "Tous"
    return quartier_names(action, overview)


def conseils_in_short(action: ActionRow) -> str:
    """Count what the conseils said, a line for each kind: « favorable : 2 »."""
    counts = Counter(avis_label(one.avis) for one in action.avis)
    return "\n".join(f"{label} : {count}" for label, count in sorted(counts.items()))


def _as_shown(column: CommitteeColumn, row: CommitteeRow) -> Shown:
    value = column.value(row)
    if isinstance(value, str):
        return as_text(value)
    return int(value) if isinstance(value, int) else None


def _avis_of_services(standing: Standing) -> str:
    label = avis_technique_label(standing.avis)
    return " : ".join(one for one in (label, standing.avis_text) if one)


def _text(
    header: str, width: int, value: Callable[[CommitteeRow], str]
) -> CommitteeColumn:
    return Column(header=header, width=width, value=value)


def _euros(header: str, value: Callable[[CommitteeRow], int | None]) -> CommitteeColumn:
    return Column(header=header, width=12, value=value, kind=Kind.EUROS)
