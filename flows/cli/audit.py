"""What an auditor asks: why, is it sound, give it to me."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from contrat_de_ville.adapters.export import export_dossier, verify_cycle
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.domain.steps import plural
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
    (conseil:cc-centre), une enveloppe (enveloppe:CAPH), un porteur (son SIRET), un
    message.
    """
    del au
    found = trace(cycle_ref(contrat, annee), objet)
    if output == "json":
        show_json(found.as_dict())
        return
    console = Console(highlight=False, soft_wrap=True)
    # What porteurs wrote is shown as it is: a title may hold « [/b] ».
    console.print(found.title, style="bold", markup=False)
    for section in found.sections:
        console.print(f"\n{section.title}", style="bold", markup=False)
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
        show_json(
            {
                "cycle": report.cycle,
                "intact": report.is_sound,
                "tete": report.head,
                "constats": list(report.sentences),
                "anomalies": list(report.faults),
            }
        )
    else:
        # A hash cut at the edge of the screen could not be copied.
        console = Console(highlight=False, soft_wrap=True)
        for sentence in report.sentences:
            console.print(sentence, markup=False)
    return 0 if report.is_sound else 1


@click.command(cls=FrenchCommand)
@click.argument("cible", type=click.Path(path_type=Path))
@on_cycle
def exporter(cible: Path, contrat: str, annee: int | None, au: datetime | None) -> int:
    """Écrire dans CIBLE le journal, les pièces et de quoi les vérifier sans nous."""
    del au
    summary = export_dossier(cycle_ref(contrat, annee), cible)
    lines = plural(summary.lines_count, "ligne")
    pieces = plural(summary.pieces_count, "pièce")
    said = [
        f"{lines} de journal et {pieces} dans {cible}.",
        f"Tête du journal, à comparer avec une copie gardée ailleurs : {summary.head}.",
        *(f"Pièce introuvable, absente du dossier : {one}." for one in summary.missing),
        f"Pour vérifier : sh {cible / 'verif.sh'}",
    ]
    Console(highlight=False, soft_wrap=True).print("\n".join(said), markup=False)
    return 1 if summary.missing else 0
