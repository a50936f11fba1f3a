"""Showing the envelopes, and recording the signed acts on them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click
from rich.console import Console

from contrat_de_ville.adapters.wording import short_name
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.envelopes import (
    KIND_LABELS,
    EnvelopeAccount,
    EnvelopeActKind,
    spoken,
)
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    EUROS,
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import figures, said, show, show_json
from tasks.envelopes import EnvelopeAct, record_envelope_act
from tasks.envelopes_shown import EnvelopesShown, read_envelopes_shown


_OVERRUN = "Dépassement"
_COLUMNS = (
    "Montant", _OVERRUN, "Demandé", "Proposé", "Arbitré", "Décidé", "Reste",
)  # fmt: skip


@click.command(cls=FrenchCommand)
@click.argument("financeur", required=False, default="")
@on_cycle
@click.option("--part", default="", help="Une part « dont » de l'enveloppe : son code.")
@click.option("--depasser", type=EUROS, help="Le dépassement autorisé ; 0 le retire.")
@click.option("--reviser", type=EUROS, help="Le montant annoncé, révisé.")
@click.option("--par", "author", type=SAID, help="La fonction ou le comité qui signe.")
@click.option("--acte", type=SAID, help="La référence de la décision.")
@click.option("--motif", "reason", type=SAID, help="Pourquoi.")
@a_blanc_option
@format_option
def enveloppe(
    financeur: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    part: str,
    depasser: int | None,
    reviser: int | None,
    author: str | None,
    acte: str | None,
    reason: str | None,
    a_blanc: bool,
    output: str,
) -> None:
    """Montrer les enveloppes, en autoriser un dépassement, en réviser le montant.

    « enveloppe CAPH --depasser "5 000 €" --par copil --acte "PV du 28/03/2017"
    --motif … » autorise à programmer 5 000 € de plus. L'acte contraire,
    « --depasser 0 », le retire, sauf s'il sert déjà.
    """
    ref = cycle_ref(contrat, annee)
    if depasser is None and reviser is None:
        _answer(read_envelopes_shown(ref, financeur), output)
        return
    given = EnvelopeAct(
        funder=_required(financeur, "FINANCEUR"),
        part=part,
        kind=_kind(depasser, reviser),
        amount_centimes=_amount(depasser, reviser),
        author=_required(author, "--par"),
        acte=_required(acte, "--acte"),
        reason=_required(reason, "--motif"),
    )
    show([record_envelope_act(ref, given, at=instant(au), a_blanc=a_blanc)], output)


def _required(value: str | None, name: str) -> str:
    if not value:
        raise BadInputError(
            f"Un acte sur une enveloppe se signe : {name} manque.",
            "Donnez FINANCEUR, --par, --acte et --motif.",
        )
    return value


def _kind(depasser: int | None, reviser: int | None) -> EnvelopeActKind:
    if depasser is not None and reviser is not None:
        raise BadInputError(
            "Un acte autorise un dépassement, ou révise le montant : pas les deux.",
            "Enregistrez deux actes.",
        )
    is_overrun = depasser is not None
    return EnvelopeActKind.DEPASSEMENT if is_overrun else EnvelopeActKind.REVISION


def _amount(depasser: int | None, reviser: int | None) -> int:
    given = depasser if depasser is not None else reviser
    assert given is not None
    return given


def _answer(found: EnvelopesShown, output: str) -> None:
    if output == "json":
        show_json(
            {
                "enveloppes": [
                    asdict(one) | {"left_centimes": one.left_centimes}
                    for one in found.accounts
                ],
                "actes": [asdict(one) for one in found.acts],
            }
        )
        return
    console = Console(highlight=False)
    rows = [(_label(one), _figures(one)) for one in found.accounts]
    if len(found.announced()) > 1:
        rows.append(("Total annoncé", _total(found)))
    console.print(figures("Enveloppe", _COLUMNS, rows, rare=_OVERRUN))
    console.print(said("Ce qui est « dont » est compris dans l'enveloppe."))
    for act in found.acts:
        where = f"{act.funder}/{act.part}" if act.part else act.funder
        console.print(
            said(
                f"{french_instant(act.decided_at)}, {where} : "
                f"{KIND_LABELS[EnvelopeActKind(act.kind)]}, "
                f"{format_euros(act.before_centimes)} → "
                f"{format_euros(act.after_centimes)}, par {act.author} ({act.acte}). "
                f"{act.reason}"
            )
        )


def _label(one: EnvelopeAccount) -> str:
    return short_name(one.funder, one.label) if one.is_whole else f"  {one.label}"


def _figures(one: EnvelopeAccount) -> tuple[int | None, ...]:
    return (
        one.amount_centimes,
        one.overrun_centimes,
        one.asked_centimes,
        one.proposed_centimes,
        one.arbitrated_centimes,
        one.decided_centimes,
        one.left_centimes,
    )


def _total(found: EnvelopesShown) -> tuple[int | None, ...]:
    """Sum the envelopes announced, and nothing that is within one."""
    columns = zip(*(_figures(one) for one in found.announced()), strict=True)
    return tuple(spoken(column) for column in columns)
