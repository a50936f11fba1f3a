"""Recording what is decided: an arbitrage of the COPIL, the legal act of a funder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import click

from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    COUNT,
    DAY,
    EUROS,
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show
from tasks.arbitrage import adopt_proposals, record_arbitrations
from tasks.decisions import record_acte


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What was typed, once the cycle and the instant are known."""

    ref: CycleRef
    at: datetime
    author: str
    minute: str
    funder: str
    a_blanc: bool


@click.command(cls=FrenchCommand)
@click.argument("numero", required=False)
@click.argument("financeur", required=False)
@click.argument("montant", type=EUROS, required=False)
@on_cycle
@click.option("--motif", default="", help="Obligatoire pour un refus ou une réduction.")
@click.option("--par", "author", type=SAID, help="La fonction qui arbitre.")
@click.option("--minute", type=SAID, help="La référence du relevé de décisions.")
@click.option(
    "--propositions", is_flag=True, help="Adopter les propositions restantes."
)
@click.option("--axe", type=COUNT, help="Avec --propositions : cet axe seulement.")
@click.option("--acte", default="", help="L'acte du FINANCEUR (délibération, arrêté).")
@click.option("--du", "acte_on", type=DAY, help="La date de l'acte.")
@click.option(
    "--pour",
    "funder",
    default="",
    help="Le financeur dont c'est l'acte, ou dont on adopte les propositions.",
)
@a_blanc_option
@format_option
def decider(
    numero: str | None,
    financeur: str | None,
    montant: int | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    motif: str,
    author: str | None,
    minute: str | None,
    propositions: bool,
    axe: int | None,
    acte: str,
    acte_on: date | None,
    funder: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Enregistrer un arbitrage du COPIL, ou l'acte d'un financeur.

    Un arbitrage : « decider 2017-0042 CAPH 4200 --motif … --par copil --minute … ».
    Toutes les propositions restantes : « decider --propositions » (d'abord --a-blanc,
    qui les liste), ou celles d'un axe, d'un financeur. L'acte :
    « decider --pour CAPH --acte 'Délibération 17/042' --du 10/04/2017 ».
    """
    asked = _Asked(
        ref=cycle_ref(contrat, annee),
        at=instant(au),
        author=author or "",
        minute=minute or "",
        funder=funder,
        a_blanc=a_blanc,
    )
    line = (numero, financeur, montant)
    if acte:
        _refuse_mixed(*line, propositions, motif, author, minute, axe)
        report = _record_acte(asked, acte, acte_on)
    elif propositions:
        _refuse_mixed(*line, motif)
        report = _adopt(asked, axe)
    else:
        _refuse_mixed(funder, axe)
        report = _arbitrate(asked, line, motif)
    show([report], output)


def _refuse_mixed(*others: object) -> None:
    """Refuse what belongs to another form of the command: it would be forgotten."""
    if any(one not in (None, "", False) for one in others):
        raise BadInputError(
            "Une ligne, les propositions restantes, ou l'acte d'un financeur : une "
            "seule chose à la fois.",
            "Retirez ce qui est de trop ; « decider --help » montre les trois formes.",
        )


def _require_signed(asked: _Asked) -> None:
    if not asked.author or not asked.minute:
        raise BadInputError(
            "Un arbitrage se signe : qui arbitre, et sous quel relevé de décisions.",
            "Donnez --par et --minute.",
        )


def _record_acte(asked: _Asked, acte: str, acte_on: date | None) -> StepReport:
    if not asked.funder or acte_on is None:
        raise BadInputError(
            "Un acte se donne avec son financeur et sa date.",
            "Ajoutez --pour FINANCEUR et --du DATE.",
        )
    return record_acte(
        asked.ref, asked.funder, acte, acte_on, at=asked.at, a_blanc=asked.a_blanc
    )


def _adopt(asked: _Asked, axe: int | None) -> StepReport:
    _require_signed(asked)
    return adopt_proposals(
        asked.ref,
        asked.at,
        a_blanc=asked.a_blanc,
        actor=asked.author,
        minute=asked.minute,
        axe=axe,
        funder=asked.funder,
    )


def _arbitrate(
    asked: _Asked, line: tuple[str | None, str | None, int | None], motif: str
) -> StepReport:
    numero, funder, amount = line
    if not numero or not funder or amount is None:
        raise BadInputError(
            "Que faut-il décider ?",
            "Donnez NUMERO FINANCEUR MONTANT, ou --propositions, ou --acte.",
        )
    _require_signed(asked)
    return record_arbitrations(
        asked.ref,
        {(numero, funder): (amount, motif)},
        actor=asked.author,
        at=asked.at,
        minute=asked.minute,
        a_blanc=asked.a_blanc,
    )
