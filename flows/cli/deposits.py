"""Registering what people send, by any channel; admitting what came late."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadInputError
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
from tasks.depots import check_open, record_deposits
from tasks.derogations import record_derogation, record_porteur_derogation
from tasks.inbox import Original, keep_originals, read_files, read_originals
from tasks.lists import find_map, read_list_file, record_list
from tasks.received import ReceivedFile


# Fewer are read before a bar could be seen.
_MANY = 20


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
    help="Ces fichiers sont des listes à contrôler : aucune ligne n'est un dépôt.",
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
    """Enregistrer des fichiers reçus, par quelque canal que ce soit.

    Le canal se reconnaît à ce que contient le fichier : formulaire de dépôt, dossier
    de DAUPHIN, export d'OSIRIS, liste dont la correspondance (config/listes) dit
    quelles colonnes font un dépôt. Chaque dépôt est numéroté et son porteur reçoit un
    accusé ; ce qui n'en est pas un est gardé avec son motif.

    Avec --liste, ou quand la correspondance ne dit pas les champs du dépôt, la liste
    est contrôlée ligne à ligne et ne crée aucun dépôt.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    check_open(ref, at)
    # Everything is read before anything is recorded: a wrong name stops it all.
    incoming = read_files(fichiers, at)
    received: list[ReceivedFile] = []
    if not is_list:
        originals = keep_originals(incoming, a_blanc=a_blanc)
        received = read_originals(originals, _tracked)
    listed = [] if received else [one.path for one in incoming]
    listed += [one.path for one in received if one.is_plain_list]
    lists = [read_list_file(one, find_map(one)) for one in listed]
    reports = [record_list(ref, one, at, a_blanc=a_blanc) for one in lists]
    files = [one for one in received if not one.is_plain_list]
    if files:
        reports.append(record_deposits(ref, files, at, a_blanc=a_blanc))
    show(reports, output)


def _tracked(originals: Sequence[Original]) -> Iterable[Original]:
    """Show how far the reading is, where there are many files and someone looks."""
    if len(originals) < _MANY or not sys.stderr.isatty():
        return originals
    return track(originals, "Lecture des dépôts", console=Console(stderr=True))


@click.command(cls=FrenchCommand)
@click.argument("numero", required=False)
@on_cycle
@click.option(
    "--porteur",
    "siret",
    metavar="SIRET",
    help="Admettre d'avance ce qu'un porteur déposera hors délai.",
)
@click.option("--jusqu-au", "until", type=INSTANT, required=True, help="Terme.")
@click.option(
    "--par", "author", type=SAID, required=True, help="La fonction qui l'accorde."
)
@click.option("--motif", "reason", type=SAID, required=True, help="Pourquoi.")
@a_blanc_option
@format_option
def deroger(
    numero: str | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    siret: str | None,
    until: datetime,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Admettre un dépôt tardif : qui l'accorde, jusqu'à quand, pourquoi.

    Donnez le numéro d'un dépôt reçu hors délai, ou avec --porteur le SIRET d'un
    porteur dont les dépôts à venir seront admis jusqu'au terme.
    """
    _refuse_both_or_none(numero, siret)
    ref, at = cycle_ref(contrat, annee), instant(au)
    record = record_porteur_derogation if siret else record_derogation
    report: StepReport = record(
        ref,
        siret or numero or "",
        until=until,
        author=author,
        reason=reason,
        at=at,
        a_blanc=a_blanc,
    )
    show([report], output)


def _refuse_both_or_none(numero: str | None, siret: str | None) -> None:
    if (numero is None) == (siret is None):
        raise BadInputError(
            "Une dérogation est donnée à un dépôt ou à un porteur.",
            "Donnez un numéro de dépôt, ou --porteur et un SIRET.",
        )
