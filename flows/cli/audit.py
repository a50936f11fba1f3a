"""What an auditor asks: why, is it sound, give it to me."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from contrat_de_ville.adapters.export import export_dossier, verify_cycle
from contrat_de_ville.adapters.tracing import trace
from flows.cli.french import FrenchCommand
from flows.cli.options import cycle_ref, format_option, on_cycle
from flows.cli.showing import show_json


@click.command(cls=FrenchCommand)
@click.argument("objet")
@on_cycle
@format_option
def tracer(
    objet: str, contrat: str, annee: int | None, au: datetime | None, output: str
) -> None:
    """Dire pourquoi : toute l'histoire d'un dépôt, d'un montant, d'une règle.

    OBJET : un dépôt (2017-0042), un montant (2017-0042/CAPH), un paramètre
    (aci.montant_par_salarie), une ligne du journal (journal:17), un conseil
    (conseil:cc-centre), un porteur (son SIRET), un message.
    """
    del au
    found = trace(cycle_ref(contrat, annee), objet)
    if output == "json":
        show_json(found.as_dict())
        return
    console = Console(highlight=False)
    console.print(f"[bold]{found.title}[/bold]")
    for section in found.sections:
        console.print(f"\n[bold]{section.title}[/bold]")
        for line in section.lines:
            console.print(f"  {line}", markup=False)


@click.command(cls=FrenchCommand)
@on_cycle
@format_option
def verifier(contrat: str, annee: int | None, au: datetime | None, output: str) -> int:
    """Vérifier la chaîne du journal, les pièces et la campagne figée."""
    del au
    report = verify_cycle(cycle_ref(contrat, annee))
    if output == "json":
        show_json({"intact": report.is_sound, "constats": list(report.sentences)})
    else:
        console = Console(highlight=False)
        for sentence in report.sentences:
            console.print(sentence, markup=False)
    return 0 if report.is_sound else 1


@click.command(cls=FrenchCommand)
@click.argument("cible", type=click.Path(path_type=Path))
@on_cycle
def exporter(cible: Path, contrat: str, annee: int | None, au: datetime | None) -> None:
    """Écrire dans CIBLE le journal, les pièces et de quoi les vérifier sans nous."""
    del au
    summary = export_dossier(cycle_ref(contrat, annee), cible)
    Console(highlight=False).print(
        f"{summary.lines_count} lignes de journal et {summary.pieces_count} pièces "
        f"écrites dans {cible}.\nPour vérifier : sh {cible / 'verif.sh'}"
    )
