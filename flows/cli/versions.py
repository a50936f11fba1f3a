"""Showing the versions of a deposit and the difference of each with the one before."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click
from rich.console import Console

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.labels import CHANNEL_LABELS
from contrat_de_ville.domain.quality_report import shown_value
from contrat_de_ville.domain.received import Channel
from contrat_de_ville.domain.steps import plural
from flows.cli.french import FrenchCommand
from flows.cli.options import cycle_ref, format_option, on_cycle
from flows.cli.showing import said, show_json, table
from tasks.versions import VersionShown, read_versions


@click.command(cls=FrenchCommand)
@click.argument("numero")
@on_cycle
@format_option
def versions(
    numero: str, contrat: str, annee: int | None, au: datetime | None, *, output: str
) -> None:
    """Montrer les versions d'un dépôt : quand, par quel canal, ce qui a changé."""
    del au
    shown = read_versions(cycle_ref(contrat, annee), numero)
    if output == "json":
        show_json([asdict(one) for one in shown])
        return
    console = Console(highlight=False)
    for one in shown:
        _show(console, numero, one)


def _show(console: Console, numero: str, one: VersionShown) -> None:
    console.print(f"Dépôt {numero}, version {one.version}", style="bold", markup=False)
    console.print(said(_came(one)))
    for note in one.notes:
        console.print(said(f"Note de lecture : {note}"))
    if one.version == 1:
        return
    count = plural(len(one.changes), "réponse changée", "réponses changées")
    console.print(said(f"{count} depuis la version {one.version - 1}."))
    if one.changes:
        rows = [
            (c.label, shown_value("", c.before), shown_value("", c.after), c.cell)
            for c in one.changes
        ]
        console.print(table(("Réponse", "Avant", "Après", "Où"), rows))


def _came(one: VersionShown) -> str:
    """Say when and how a version came, and whether it was on time."""
    label = CHANNEL_LABELS[Channel(one.channel)]
    by = f"{label}, référence {one.reference}" if one.reference else label
    place = f" ({one.place})" if one.place else ""
    timing = "hors délai" if one.is_late else "dans les délais"
    window = f", {one.window}" if one.window else ""
    said = ""
    if one.deposited_at is not None:
        said = f", déposée le {french_instant(one.deposited_at)} selon ce canal"
    return (
        f"Reçue le {french_instant(one.received_at)} par {by}{said} : "
        f"{timing}{window}. "
        f"Fichier « {one.file_name} »{place}, empreinte {one.piece_sha256}."
    )
