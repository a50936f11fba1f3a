"""Showing one scenario beside the proposal, and the list of them all."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from contrat_de_ville.adapters.scenario_wording import (
    HEADINGS,
    MOVES,
    moves_sentence,
    row_label,
    signed_euros,
    signed_points,
    total_sentence,
    value_sentence,
)
from contrat_de_ville.domain.assembly.comparing import ComparedTable, Heading
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.scenario_effects import ActionCompared, Headline
from contrat_de_ville.domain.scenario_names import LAST_YEAR, PROPOSAL
from contrat_de_ville.domain.steps import plural
from flows.cli.scenarios_tables import Row, amounts_table, paragraph
from tasks.scenarios import ListedScenario, ScenarioList, ScenarioShown


_BASE, _OWN = 0, 1
_NONE = (
    "Aucun scénario. Par exemple : programmation scenario Prudent "
    '"enveloppe ETAT -10 %"'
)
_OUTDATED = (
    "* Les données officielles ont changé depuis : « programmation scenario NOM » le "
    "recalcule."
)


def show_scenario(found: ScenarioShown) -> None:
    """Print what a scenario changes: totals, tables, then files with their sentence."""
    console = Console(highlight=False)
    base, own = found.sides.headlines
    mark = " (à blanc)" if found.a_blanc else ""
    title = f"Scénario « {found.name} » : {found.status}{mark}."
    paragraph(console, title, style="bold")
    for text in (
        own.said,
        f"Face à la proposition, {base.said}.",
        *found.notes,
        total_sentence(base, own),
        value_sentence(own),
    ):
        paragraph(console, text)
    tables = {one.heading: one for one in found.sides.comparison.tables}
    for heading in (Heading.FINANCEUR, Heading.AXE):
        console.print(_two_sides(tables[heading]))
    paragraph(console, moves_sentence(found.sides, _OWN), style="bold")
    for move, label in MOVES.items():
        actions = found.sides.moved(_OWN, move)
        if actions:
            console.print()
            paragraph(console, f"{label} ({len(actions)})", style="bold")
        for one in actions:
            _show_action(console, one)


def show_list(found: ScenarioList) -> None:
    """Print the proposal, and every scenario, in a line each."""
    console = Console(highlight=False)
    base = found.base
    paragraph(
        console,
        f"Proposition {base.said} : {format_euros(base.centimes)} pour "
        f"{plural(base.retained_count, 'action')}, {base.points_text}.",
    )
    for note in found.notes:
        paragraph(console, note)
    if not found.scenarios:
        paragraph(console, _NONE)
        return
    columns = ("Total", "Écart", "Actions", "Valeur")
    rows = [_listed_row(one) for one in found.scenarios]
    console.print(amounts_table("Scénario", columns, rows))
    if not all(one.is_current for one in found.scenarios):
        paragraph(console, _OUTDATED)


def scenario_as_json(found: ScenarioShown) -> dict[str, Any]:
    """Return a scenario as JSON values, amounts in centimes."""
    base, own = found.sides.headlines
    moved = found.sides.moved(_OWN)
    return {
        "scenario": found.name,
        "changements": list(found.changes),
        "statut": found.status,
        "a_blanc": found.a_blanc,
        "notes": list(found.notes),
        "proposition": headline_as_json(base),
        "resultat": headline_as_json(own),
        "repartitions": {
            one.heading.value: [
                {
                    "code": row.key,
                    "libelle": row.label,
                    "annee_precedente_centimes": row.previous_centimes,
                    "proposition_centimes": row.centimes[_BASE],
                    "scenario_centimes": row.centimes[_OWN],
                }
                for row in one.rows
            ]
            for one in found.sides.comparison.tables
        },
        "dossiers": [_action_as_json(one) for one in moved],
    }


def list_as_json(found: ScenarioList) -> dict[str, Any]:
    """Return the list of scenarios as JSON values, amounts in centimes."""
    return {
        "proposition": headline_as_json(found.base),
        "notes": list(found.notes),
        "scenarios": [
            headline_as_json(one.headline)
            | {
                "changements": list(one.changes),
                "calcule_le": one.computed_at.isoformat(),
                "a_jour": one.is_current,
            }
            for one in found.scenarios
        ],
    }


def headline_as_json(one: Headline) -> dict[str, Any]:
    """Return the figures of one programming; a Decimal is written as a text."""
    return {
        "nom": one.name,
        "description": one.said,
        "qualite": one.quality,
        "total_centimes": one.centimes,
        "ecart_centimes": one.change_centimes,
        "actions": one.retained_count,
        "points": str(one.points),
        "ecart_points": str(one.change_points),
        "ecart_pct": None if one.change_pct is None else str(one.change_pct),
    }


def _two_sides(found: ComparedTable) -> Any:
    rows: list[Row] = [
        (
            row_label(row),
            [
                format_euros(row.previous_centimes),
                format_euros(row.centimes[_BASE]),
                format_euros(row.centimes[_OWN]),
                signed_euros(row.changes()[_OWN]),
            ],
        )
        for row in found.rows
    ]
    columns = [LAST_YEAR, PROPOSAL, "Scénario", "Écart"]
    if all(row.previous_centimes is None for row in found.rows):
        columns, rows = columns[1:], [(label, cells[1:]) for label, cells in rows]
    return amounts_table(HEADINGS[found.heading], columns, rows)


def _action_as_json(one: ActionCompared) -> dict[str, Any]:
    return {
        "numero": one.numero,
        "intitule": one.title,
        "porteur": one.porteur,
        "mouvement": one.moves[_OWN],
        "demande_centimes": one.asked_centimes,
        "proposition_centimes": one.centimes[_BASE],
        "scenario_centimes": one.centimes[_OWN],
        "phrase": one.sentences[_OWN],
    }


def _show_action(console: Console, one: ActionCompared) -> None:
    before, after = map(format_euros, one.centimes)
    asked = format_euros(one.asked_centimes)
    paragraph(
        console,
        f"{one.numero} {one.title} – {one.porteur} : {before} → {after} "
        f"(demande {asked})",
        left=2,
    )
    paragraph(console, one.sentences[_OWN], left=4, style="dim")


def _listed_row(one: ListedScenario) -> Row:
    headline = one.headline
    mark = "" if one.is_current else "*"
    label = (f"{headline.name}{mark}", *(f"  {text}" for text in one.changes))
    value = signed_points(headline).replace(" (", "\n(")
    return "\n".join(label), [
        format_euros(headline.centimes),
        signed_euros(headline.change_centimes),
        str(headline.retained_count),
        f"{value}\n{headline.quality}",
    ]
