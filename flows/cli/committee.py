"""The workbooks of the committees: written to be filled, read back with checks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from contrat_de_ville.domain.committee import CommitteeKind
from contrat_de_ville.errors import BadInputError
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
from tasks.committee import export_committee
from tasks.committee_reading import read_committee_file, record_committee


_DEFAULT_PLACE = ""


@click.command(cls=FrenchCommand)
@click.argument(
    "comite",
    metavar="[technique|copil]",
    required=False,
    type=click.Choice([str(one) for one in CommitteeKind]),
)
@on_cycle
@click.option(
    "--ecrire",
    "written",
    metavar="[FICHIER]",
    is_flag=False,
    flag_value=_DEFAULT_PLACE,
    help="Écrire le classeur à remplir (par défaut, dans le dossier des sorties).",
)
@click.option(
    "--lire",
    "filled",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Lire un classeur rempli, et enregistrer ce qu'il dit.",
)
@click.option("--par", "author", type=SAID, help="La fonction qui signe (--lire).")
@click.option(
    "--minute", type=SAID, help="La référence du relevé de décisions (--lire)."
)
@a_blanc_option
@format_option
def seance(
    comite: str | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    written: str | None,
    filled: Path | None,
    author: str | None,
    minute: str | None,
    a_blanc: bool,
    output: str,
) -> None:
    """Préparer une séance du comité technique ou du COPIL, puis lire ce qu'il a dit.

    Écrire : « seance technique --ecrire », « seance copil --ecrire copil.xlsx ».
    Lire : « seance --lire copil.xlsx --par copil --minute 'Relevé du 28/03/2017' »,
    d'abord avec --a-blanc. Rien n'est enregistré tant qu'un point est à reprendre.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    if filled is not None:
        if author is None or minute is None or written is not None:
            raise BadInputError(
                "Une lecture dit qui signe, et sous quel relevé de décisions.",
                "Donnez --lire FICHIER, --par FONCTION et --minute RÉFÉRENCE.",
            )
        workbook = read_committee_file(filled)
        report = record_committee(
            ref, workbook, at, author=author, minute=minute, a_blanc=a_blanc
        )
    elif written is not None and comite is not None:
        place = Path(written) if written else None
        kind = CommitteeKind(comite)
        report = export_committee(ref, kind, at, path=place, a_blanc=a_blanc)
    else:
        raise BadInputError(
            "Que faut-il faire de la séance ?",
            "Donnez « technique --ecrire », « copil --ecrire », ou --lire FICHIER.",
        )
    show([report], output)
