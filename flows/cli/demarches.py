"""Fetching what porteurs deposited on démarches-simplifiées."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from flows.cli.french import FrenchCommand
from flows.cli.options import (
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show
from flows.collect_demarches import collect_demarches


@click.command(cls=FrenchCommand)
@click.option("--demarche", type=int, required=True, help="Le numéro de la démarche.")
@click.option(
    "--correspondance",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Sa correspondance (sinon celle de config/demarches).",
)
@click.option(
    "--tout",
    is_flag=True,
    help="Relire tous les dossiers, et non ce qui a changé depuis la dernière fois.",
)
@on_cycle
@a_blanc_option
@format_option
def recuperer(
    demarche: int,
    correspondance: Path | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    tout: bool,
    a_blanc: bool,
    output: str,
) -> None:
    """Récupérer les dossiers déposés sur démarches-simplifiées.

    Prend ce qui est nouveau ou modifié depuis la dernière fois ; interrompue, reprend
    où elle en était. Le jeton est lu dans PROGRAMMATION_DEMARCHES_JETON.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    with Console(stderr=True).status("Au travail…"):
        report = collect_demarches.fn(
            ref.annee,
            demarche,
            ref.contrat,
            at,
            correspondance,
            reprendre_tout=tout,
            a_blanc=a_blanc,
        )
    show([report], output)
