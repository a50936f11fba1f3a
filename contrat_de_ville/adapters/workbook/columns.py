"""The columns that show an action, whole or in short, and one funder's part in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from contrat_de_ville.adapters.line_wording import (
    age_text,
    avis_technique_text,
    copil_decision,
    line_status,
    status_date,
)
from contrat_de_ville.adapters.wording import (
    avis_text,
    public_names,
    quartier_names,
    renewal_label,
    short_name,
    state_label,
)
from contrat_de_ville.adapters.workbook.table import Column, Kind
from contrat_de_ville.domain.balance import (
    by_funder,
    retained_centimes,
    retained_rate,
)
from contrat_de_ville.domain.overview import ActionRow, FunderLine, Overview


ActionColumn = Column[ActionRow]
Said = TypeVar("Said")


def funder_names(overview: Overview) -> dict[str, str]:
    """Return the short names of the funders, by code, in the order of the campaign."""
    return {row.funder: short_name(row.funder, row.name) for row in by_funder(overview)}


def line_of(action: ActionRow, funder: str) -> FunderLine | None:
    """Return the part of *funder* in the action, if it is asked for anything."""
    return next((line for line in action.lines if line.funder == funder), None)


def whole_columns(overview: Overview) -> list[ActionColumn]:
    """Show everything of an action, funder by funder: the working table."""
    names = funder_names(overview)
    by_stage = [one for item in names.items() for one in _funder_columns(*item)]
    return [
        *_identity_columns(overview),
        *_public_columns(),
        *_cost_columns(),
        *by_stage,
        *_result_columns(),
        text("Décision du COPIL", 13, copil_decision),
        text("Motif", 90, lambda row: _reasons(row, names)),
    ]


def short_columns(overview: Overview) -> list[ActionColumn]:
    """Show an action on a sheet of A4: what a committee reads."""
    funders = funder_names(overview).items()
    return [
        text("N°", 10, lambda row: row.numero),
        text("Orien-\ntation", 7, lambda row: row.orientation),
        text("Intitulé", 30, lambda row: row.title),
        text("Porteur", 19, lambda row: row.porteur),
        text("Quartiers", 17, lambda row: quartier_names(row, overview)),
        euros("Coût total", 12, lambda row: row.total_centimes),
        euros("Total demandé", 12, _asked),
        *(_arbitrated_column(code, name) for code, name in funders),
        *_result_columns(),
    ]


def text(header: str, width: int, value: Callable[[ActionRow], str]) -> ActionColumn:
    """Make a column of text."""
    return Column(header=header, width=width, value=value)


def euros(
    header: str, width: int, value: Callable[[ActionRow], int | None]
) -> ActionColumn:
    """Make a column of amounts, summed."""
    return Column(
        header=header, width=width, value=value, kind=Kind.EUROS, is_summed=True
    )


def _count(header: str, value: Callable[[ActionRow], int | None]) -> ActionColumn:
    return Column(header=header, width=8, value=value, kind=Kind.COUNT)


def _identity_columns(overview: Overview) -> list[ActionColumn]:
    return [
        text("N°", 10, lambda row: row.numero),
        text("Axe", 6, lambda row: str(row.axe)),
        text("Orien-\ntation", 7, lambda row: row.orientation),
        text("Intitulé", 34, lambda row: row.title),
        text("Porteur", 24, lambda row: row.porteur),
        text("SIRET", 16, lambda row: row.siret),
        text("Quartiers", 20, lambda row: quartier_names(row, overview)),
        text("Communes", 20, lambda row: ", ".join(row.communes)),
    ]


def _public_columns() -> list[ActionColumn]:
    return [
        text("Publics prioritaires", 20, public_names),
        _count("Bénéfi-\nciaires", lambda row: row.beneficiaries_count),
        _count("dont femmes", lambda row: row.women_count),
        _count("dont hommes", lambda row: row.men_count),
        text("Âges", 34, age_text),
        text("Type", 12, renewal_label),
    ]


def _cost_columns() -> list[ActionColumn]:
    return [
        euros("Coût total", 13, lambda row: row.total_centimes),
        euros(
            "Coût hors contri-\nbutions volontaires", 14, lambda row: row.cash_centimes
        ),
        euros("Autofinan-\ncement", 13, lambda row: row.own_funds_centimes),
        euros("Accordé N-1\n(déclaré)", 13, lambda row: row.previous_centimes),
    ]


def _funder_columns(code: str, name: str) -> list[ActionColumn]:
    """Show each stage of a funder's part; a stage not reached is an empty cell."""

    def amount(label: str, stage: Callable[[FunderLine], int | None]) -> ActionColumn:
        return euros(f"{name}\n{label}", 12, lambda row: _said(row, code, stage))

    def words(
        label: str, width: int, said: Callable[[FunderLine], str]
    ) -> ActionColumn:
        return text(f"{name}\n{label}", width, lambda row: _said(row, code, said) or "")

    return [
        amount("demandé", lambda line: line.asked_centimes),
        words("avis technique", 16, avis_technique_text),
        amount("proposé", lambda line: line.proposed_centimes),
        amount("arbitré COPIL", lambda line: line.arbitrated_centimes),
        amount("décidé", lambda line: line.decided_centimes),
        words("statut", 12, line_status),
        Column(
            header=f"{name}\ndate",
            width=11,
            value=lambda row: _said(row, code, status_date),
            kind=Kind.DATE,
        ),
        words("acte", 16, lambda line: line.act),
    ]


def _said(
    action: ActionRow, funder: str, said: Callable[[FunderLine], Said]
) -> Said | None:
    """Read a funder's part; an action that asks it nothing has nothing to show."""
    line = line_of(action, funder)
    return None if line is None else said(line)


def _arbitrated_column(code: str, name: str) -> ActionColumn:
    return euros(
        f"{name}\narbitré",
        12,
        lambda row: line.arbitrated_centimes if (line := line_of(row, code)) else None,
    )


def _result_columns() -> list[ActionColumn]:
    return [
        euros("Total programmé", 13, retained_centimes),
        Column(
            header="Taux*",
            width=8,
            value=retained_rate,
            kind=Kind.RATE,
        ),
        text("Avis des conseils citoyens", 23, avis_text),
        text("État", 12, lambda row: state_label(row.state)),
    ]


def _reasons(row: ActionRow, names: Mapping[str, str]) -> str:
    """Sum up the reasons given, one line each, with the funders that it is for."""
    said: dict[str, list[str]] = {}
    for line in row.lines:
        if line.reason:
            said.setdefault(line.reason, []).append(names[line.funder])
    return "\n".join(f"{', '.join(who)} : {why}" for why, who in said.items())


def _asked(row: ActionRow) -> int | None:
    """Return what is asked; nothing at all where the file has no line."""
    return row.asked_centimes() if row.lines else None
