"""Completing what the channel of a deposit had no place for, then checking it again."""

from __future__ import annotations

from datetime import datetime

import click

from flows.cli.french import FrenchCommand
from flows.cli.options import (
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show
from tasks.completing import Completion, record_completion
from tasks.quality import check_quality, record_findings


@click.command(cls=FrenchCommand)
@click.argument("numero")
@on_cycle
@click.option("--axe", metavar="AXE", help="L'axe du contrat, de 1 à 7.")
@click.option("--orientation", metavar="CODE", help="L'orientation de la note.")
@click.option(
    "--quartier", "quartiers", metavar="CODE", multiple=True, help="Un quartier (QP)."
)
@click.option(
    "--commune", "communes", metavar="INSEE", multiple=True, help="Une commune."
)
@click.option(
    "--public", "publics", metavar="CODE", multiple=True, help="Un public prioritaire."
)
@click.option(
    "--piece", "pieces", metavar="CODE", multiple=True, help="Une pièce reçue."
)
@click.option("--courriel", metavar="ADRESSE", help="L'adresse du porteur.")
@click.option(
    "--par", "author", type=SAID, required=True, help="La fonction qui complète."
)
@click.option(
    "--motif", "reason", type=SAID, required=True, help="D'après quoi : dossier, appel."
)
@a_blanc_option
@format_option
def completer(
    numero: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    axe: str | None,
    orientation: str | None,
    quartiers: tuple[str, ...],
    communes: tuple[str, ...],
    publics: tuple[str, ...],
    pieces: tuple[str, ...],
    courriel: str | None,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Compléter ce que le canal d'un dépôt ne dit pas : axe, quartier ou pièces.

    Un export ou une liste n'a pas toujours ces rubriques. Ce qui est ajouté fait une
    version de plus, signée, aussitôt contrôlée ; ce qu'un porteur a écrit ne se
    remplace pas.
    """
    given = {
        "action_axe": axe or "",
        "action_orientation": orientation or "",
        "quartiers": " ; ".join(quartiers),
        "communes": " ; ".join(communes),
        "publics": " ; ".join(publics),
        "pieces": " ; ".join(pieces),
        "porteur_courriel": courriel or "",
    }
    completion = Completion(
        answers={code: text for code, text in given.items() if text},
        author=author,
        reason=reason,
    )
    ref, at = cycle_ref(contrat, annee), instant(au)
    reports = [record_completion(ref, numero, completion, at, a_blanc=a_blanc)]
    if not a_blanc:
        found = check_quality(ref, [numero], at)
        reports.append(record_findings(ref, found, at, a_blanc=False))
    show(reports, output)
