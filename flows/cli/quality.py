"""Showing the quality of the deposits: by state, by rule, and for whom they wait."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from contrat_de_ville.adapters.quality_wording import (
    actor_text,
    clock_text,
    day,
    life_text,
    severity_label,
    state_text,
    wait_text,
)
from contrat_de_ville.adapters.wording import safe_text, state_label
from contrat_de_ville.domain.quality_report import (
    FileRow,
    FindingRow,
    QualityReport,
    by_rule,
    by_state,
    by_wait,
    file_of,
    in_order,
)
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import BadInputError
from flows.cli.french import FrenchCommand
from flows.cli.options import cycle_ref, format_option, instant, on_cycle
from flows.cli.showing import show_json, table
from tasks.quality_report import read_quality_report, record_quality_report


@click.command(cls=FrenchCommand)
@on_cycle
@click.option("--numero", metavar="NUMERO", help="Les constats d'un seul dépôt.")
@format_option
def qualite(
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    numero: str | None,
    output: str,
) -> None:
    """Montrer la qualité des dépôts, et écrire le rapport de contrôle.

    Dossiers par état, constats par règle, qui est attendu et depuis quand ; le détail,
    cellule par cellule, va dans controle-qualite.html et controle-qualite.xlsx.
    """
    report = read_quality_report(cycle_ref(contrat, annee), instant(au))
    if numero is not None:
        _show_file(report, numero, output)
        return
    written = record_quality_report(report)
    if output == "json":
        show_json(_as_json(report, written))
    else:
        _show_report(report, written)


def _show_report(report: QualityReport, written: tuple[Path, ...]) -> None:
    console = Console(highlight=False)
    _say(console, f"Contrôle de qualité {report.contrat}-{report.annee}")
    states = [(state_label(one), count) for one, count in by_state(report).items()]
    console.print(table(("Dossiers", "Nombre"), [row for row in states if row[1]]))
    rules = [
        (
            severity_label(row.severity),
            row.sentence,
            row.files_count,
            row.open_count,
            row.closed_count,
        )
        for row in by_rule(report)
    ]
    columns = ("Gravité", "Constat", "Dossiers", "Ouverts", "Corrigés")
    console.print(table(columns, rules))
    waits = [
        (actor_text(row), row.what, row.files_count, day(row.oldest), row.days)
        for row in by_wait(report)
    ]
    columns = ("En attente de", "Quoi", "Dossiers", "Le plus ancien", "Jours")
    console.print(table(columns, waits))
    for path in written:
        console.print(f"Écrit : {path}", markup=False, soft_wrap=True)


def _show_file(report: QualityReport, numero: str, output: str) -> None:
    file = file_of(report, numero)
    if file is None:
        raise BadInputError(
            f"Aucun dépôt {numero} dans le cycle {report.contrat}-{report.annee}.",
            "« programmation etat --depots » en donne la liste.",
        )
    found = [one for one in in_order(report) if one.numero == numero]
    if output == "json":
        content = _file_as_json(report, file)
        show_json(content | {"constats": [_finding_as_json(one) for one in found]})
        return
    console = Console(highlight=False)
    _say(console, f"{file.numero} – {file.title}")
    console.print(f"{file.porteur}, version {file.version}", markup=False)
    console.print(f"{state_text(file)} ; {clock_text(file)}", markup=False)
    for wait in file.waits:
        console.print(f"En attente : {wait_text(wait, report.as_of)}", markup=False)
    rows = [_finding_row(one) for one in found]
    console.print(table(("Gravité", "Où", "Constat", "Suivi"), rows))
    closed = sum(not one.is_open for one in found)
    still_open = plural(len(found) - closed, "constat ouvert", "constats ouverts")
    mended = plural(closed, "corrigé")
    console.print(f"{still_open}, {mended}.", markup=False)


def _say(console: Console, heading: str) -> None:
    console.print(safe_text(heading), style="bold", markup=False)


def _finding_row(one: FindingRow) -> tuple[str, str, str, str]:
    said = (
        one.sentence,
        f"Valeur lue : {one.value}" if one.value else "",
        f"À faire : {one.remedy}" if one.remedy else "",
        f"{one.rule} – {one.source}",
    )
    text = safe_text("\n".join(part for part in said if part))
    return severity_label(one.severity), safe_text(one.cell), text, life_text(one)


def _as_json(report: QualityReport, written: tuple[Path, ...]) -> dict[str, Any]:
    return {
        "cycle": f"{report.contrat}-{report.annee}",
        "au": report.as_of.isoformat(),
        "etats": {state.value: count for state, count in by_state(report).items()},
        "regles": [
            {
                "regle": row.rule,
                "gravite": row.severity.value,
                "phrase": row.sentence,
                "source": row.source,
                "dossiers": row.files_count,
                "ouverts": row.open_count,
                "corriges": row.closed_count,
            }
            for row in by_rule(report)
        ],
        "attentes": [
            {
                "de": row.actor.value,
                "nom": row.name,
                "quoi": row.what,
                "dossiers": row.files_count,
                "depuis": row.oldest.isoformat(),
                "jours": row.days,
            }
            for row in by_wait(report)
        ],
        "documents": [str(path) for path in written],
    }


def _file_as_json(report: QualityReport, file: FileRow) -> dict[str, Any]:
    complete = file.complete_at
    return {
        "numero": file.numero,
        "intitule": file.title,
        "version": file.version,
        "canal": file.channel,
        "etat": file.state.value,
        "depuis": file.state_since.isoformat(),
        "complet_le": complete and complete.isoformat(),
        "attentes": [
            {
                "de": wait.actor.value,
                "nom": wait.name,
                "quoi": wait.what,
                "depuis": wait.since.isoformat(),
                "jours": wait.days(report.as_of),
            }
            for wait in file.waits
        ],
    }


def _finding_as_json(one: FindingRow) -> dict[str, Any]:
    return {
        "regle": one.rule,
        "gravite": one.severity.value,
        "version": one.version,
        "cellule": one.cell,
        "valeur": one.value,
        "phrase": one.sentence,
        "remede": one.remedy,
        "source": one.source,
        "ouvert_le": one.opened_at.isoformat(),
        "corrige_le": one.closed_at and one.closed_at.isoformat(),
        "corrige_par_la_version": one.closed_by_version,
    }
