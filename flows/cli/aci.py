"""Showing the chantiers' grants, and accepting the headcounts they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TypedDict

import click

from contrat_de_ville.adapters.annexes_financieres import read_source
from contrat_de_ville.domain.deposit_values import parse_hundredths
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from flows.cli.aci_showing import aci_as_json, show_aci, show_proposals
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show, show_json
from tasks.aci_annexes import Proposals, proposed, read_proposals
from tasks.aci_headcounts import record_back_to_deposit, record_headcounts
from tasks.aci_shown import read_aci


_FILE = click.Path(path_type=Path)


class _Signed(TypedDict):
    author: str
    reason: str
    at: datetime
    a_blanc: bool


@click.command(cls=FrenchCommand)
@click.argument("numero", required=False, default="")
@on_cycle
@click.option(
    "--annexes", metavar="FICHIER", type=_FILE, help="Les annexes de l'État à lire."
)
@click.option(
    "--structures",
    metavar="FICHIER",
    type=_FILE,
    help="Les structures du même export, qui donnent les SIRET.",
)
@click.option(
    "--accepter",
    "accepted",
    metavar="NUMERO",
    multiple=True,
    help="Retenir l'effectif de ce dépôt (plusieurs fois au besoin).",
)
@click.option("--effectif", metavar="NOMBRE", help="Cet effectif : 12, ou 14,23.")
@click.option(
    "--revenir-au-depot",
    "back",
    metavar="NUMERO",
    help="Défaire : l'effectif de ce dépôt compte à nouveau.",
)
@click.option("--par", "author", type=SAID, help="Qui retient : fonction, comité.")
@click.option(
    "--motif", "reason", type=SAID, help="Ce qui fonde un effectif que vous donnez."
)
@a_blanc_option
@format_option
def aci(
    numero: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    annexes: Path | None,
    structures: Path | None,
    accepted: tuple[str, ...],
    effectif: str | None,
    back: str | None,
    author: str | None,
    reason: str | None,
    a_blanc: bool,
    output: str,
) -> None:
    """Montrer l'aide de chaque chantier, pas à pas, et ce que l'harmonisation change.

    « aci --annexes FICHIER » propose des effectifs d'après les annexes financières de
    l'État, sans rien enregistrer. « --accepter NUMERO --par QUI » retient celui d'un
    dépôt ; avec --effectif et --motif, celui que vous donnez. « --revenir-au-depot
    NUMERO » défait ce qui était retenu : le dépôt n'est jamais changé.
    """
    ref = cycle_ref(contrat, annee)
    signed: _Signed = {
        "author": author or "",
        "reason": reason or "",
        "at": instant(au),
        "a_blanc": a_blanc,
    }
    if back is not None:
        _refuse_both(accepted, effectif, annexes)
        show([record_back_to_deposit(ref, back, **signed)], output)
        return
    proposals = _proposals(ref, annexes, structures)
    if accepted or effectif:
        headcounts = _headcounts(accepted, effectif, proposals)
        report = record_headcounts(ref, headcounts, proposals=proposals, **signed)
        show([report], output)
    elif proposals is not None:
        _answer(asdict(proposals.reading) | _proposed(proposals), output, proposals)
    elif output == "json":
        show_json(aci_as_json(read_aci(ref, numero)))
    else:
        show_aci(read_aci(ref, numero))


def _refuse_both(*given: object) -> None:
    if any(given):
        raise BadInputError(
            "On ne retient pas un effectif en même temps qu'on en défait un.",
            "Donnez --revenir-au-depot seul.",
        )


def _proposals(
    ref: CycleRef, annexes: Path | None, structures: Path | None
) -> Proposals | None:
    if annexes is None:
        if structures is not None:
            raise BadInputError(
                "Le fichier des structures ne se lit qu'avec celui des annexes.",
                "Ajoutez --annexes FICHIER.",
            )
        return None
    others = read_source(structures) if structures is not None else None
    return read_proposals(ref, read_source(annexes), others)


def _headcounts(
    accepted: Sequence[str], effectif: str | None, proposals: Proposals | None
) -> Mapping[str, int]:
    """Return the headcounts to record: the one typed, or those the annexes propose."""
    if effectif is not None:
        if len(accepted) != 1:
            raise BadInputError(
                "Un effectif se donne pour un seul dépôt.",
                "Nommez-le par --accepter NUMERO, une fois.",
            )
        return {accepted[0]: parse_hundredths(effectif)}
    if proposals is None:
        raise BadInputError(
            "Quel effectif retenir ?",
            "Ajoutez --annexes FICHIER pour le lire, ou --effectif NOMBRE.",
        )
    return proposed(proposals, accepted)


def _proposed(proposals: Proposals) -> dict[str, object]:
    return {"propositions": [asdict(one) for one in proposals.proposals]}


def _answer(content: Mapping[str, object], output: str, proposals: Proposals) -> None:
    if output == "json":
        show_json(content)
    else:
        show_proposals(proposals)
