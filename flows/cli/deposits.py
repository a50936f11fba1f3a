"""Registering what people send: deposit workbooks, and lists through their map."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from flows.cli.french import FrenchCommand
from flows.cli.options import (
    INSTANT,
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show
from tasks.depots import record_deposits
from tasks.derogations import record_derogation
from tasks.inbox import read_deposits, read_files
from tasks.lists import find_map, read_list_file, record_list


@click.command(cls=FrenchCommand)
@click.argument(
    "fichiers",
    metavar="FICHIER…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@on_cycle
@click.option(
    "--liste",
    "is_list",
    is_flag=True,
    help="Ces fichiers sont des listes, lues par leur correspondance déclarée.",
)
@a_blanc_option
@format_option
def deposer(
    fichiers: tuple[Path, ...],
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    is_list: bool,
    a_blanc: bool,
    output: str,
) -> None:
    """Enregistrer des fichiers reçus : classeurs de dépôt, ou listes.

    Un classeur .xlsx issu du formulaire devient un dépôt. Tout autre fichier (.xls,
    .csv, ou avec --liste) est lu par la correspondance de config/listes qui lui
    convient, chaque ligne étant retenue, refusée ou écartée avec son motif.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    listed = [one for one in fichiers if is_list or one.suffix.lower() != ".xlsx"]
    workbooks = [one for one in fichiers if one not in listed]
    # Everything is read before anything is recorded: a wrong name stops it all.
    lists = [read_list_file(one, find_map(one)) for one in listed]
    files = read_deposits(read_files(workbooks, at))
    reports = [record_list(ref, one, at, a_blanc=a_blanc) for one in lists]
    if files:
        reports.append(record_deposits(ref, files, at, a_blanc=a_blanc))
    show(reports, output)


@click.command(cls=FrenchCommand)
@click.argument("numero")
@on_cycle
@click.option("--jusqu-au", "until", type=INSTANT, required=True, help="Terme.")
@click.option(
    "--par", "author", type=SAID, required=True, help="La fonction qui l'accorde."
)
@click.option("--motif", "reason", type=SAID, required=True, help="Pourquoi.")
@a_blanc_option
@format_option
def deroger(
    numero: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    until: datetime,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Admettre un dépôt tardif : qui l'accorde, jusqu'à quand, pourquoi."""
    report = record_derogation(
        cycle_ref(contrat, annee),
        numero,
        until=until,
        author=author,
        reason=reason,
        at=instant(au),
        a_blanc=a_blanc,
    )
    show([report], output)
