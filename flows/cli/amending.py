"""Changing a frozen programming, and showing its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

import click
from rich.console import Console

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.money import format_euros, parse_centimes
from contrat_de_ville.domain.programming_versions import AmountChanged
from contrat_de_ville.domain.steps import CycleRef, plural
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
from flows.cli.showing import said, show, show_json, table
from tasks.amending import (
    VersionKept,
    compare_versions,
    read_programming_versions,
    record_amendment,
)
from tasks.freezing import Signed


_PIECES = 3
_CHANGED = ("Dépôt", "Financeur", "Avant", "Après", "Écart")


@click.command(cls=FrenchCommand)
@click.argument("numero", required=False)
@click.argument("financeur", required=False)
@click.argument("montant", type=EUROS, required=False)
@on_cycle
@click.option(
    "--ligne",
    "lines",
    metavar="NUMERO:FINANCEUR:MONTANT",
    multiple=True,
    help="Une ligne de plus (plusieurs fois au besoin).",
)
@click.option("--motif", "reason", type=SAID, help="Pourquoi ; le porteur le lira.")
@click.option("--par", "author", type=SAID, help="La fonction ou le comité qui signe.")
@click.option("--minute", type=SAID, help="Le procès-verbal qui le dit.")
@click.option(
    "--comparer",
    "compared",
    metavar="VERSION VERSION",
    type=int,
    nargs=2,
    help="Montrer ce qui change d'une version à l'autre.",
)
@a_blanc_option
@format_option
def modifier(
    numero: str | None,
    financeur: str | None,
    montant: int | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    lines: tuple[str, ...],
    reason: str | None,
    author: str | None,
    minute: str | None,
    compared: tuple[int, int] | None,
    a_blanc: bool,
    output: str,
) -> None:
    """Modifier la programmation figée, en une version nouvelle et motivée.

    « modifier 2017-0042 CAPH 4200 --motif … --par copil --minute … » change une
    ligne ; --ligne en change d'autres en même temps, ce qui baisse d'abord. Sans
    argument, les versions et ce que chacune change.
    """
    ref = cycle_ref(contrat, annee)
    if not (numero or lines):
        _answer(ref, compared, output)
        return
    amounts = _amounts([*_first(numero, financeur, montant), *map(_parsed, lines)])
    signed = Signed(reason=reason or "", author=author or "", minute=minute or "")
    report = record_amendment(ref, amounts, signed, at=instant(au), a_blanc=a_blanc)
    show([report], output)


def _first(
    numero: str | None, financeur: str | None, montant: int | None
) -> Iterator[tuple[str, str, int]]:
    if numero is None:
        return
    if financeur is None or montant is None:
        raise BadInputError(
            f"Que faut-il changer de {numero} ?", "Donnez NUMERO FINANCEUR MONTANT."
        )
    yield numero, financeur, montant


def _parsed(text: str) -> tuple[str, str, int]:
    pieces = [one.strip() for one in text.split(":")]
    if len(pieces) != _PIECES:
        raise BadInputError(
            f"« {text} » ne se lit pas.",
            "Écrivez NUMERO:FINANCEUR:MONTANT, par exemple 2017-0042:CAPH:4200.",
        )
    return pieces[0], pieces[1], parse_centimes(pieces[2])


def _amounts(
    lines: Sequence[tuple[str, str, int]],
) -> dict[tuple[str, str], int]:
    amounts: dict[tuple[str, str], int] = {}
    for numero, funder, amount in lines:
        if (numero, funder) in amounts:
            raise BadInputError(
                f"{numero}/{funder} est donné deux fois.", "Gardez un seul montant."
            )
        amounts[numero, funder] = amount
    return amounts


def _answer(ref: CycleRef, compared: tuple[int, int] | None, output: str) -> None:
    if compared is not None:
        changes = compare_versions(ref, *compared)
        if output == "json":
            show_json([asdict(one) for one in changes])
        else:
            _show_changes(Console(highlight=False), changes)
        return
    versions = read_programming_versions(ref)
    if output == "json":
        show_json([asdict(one) for one in versions])
        return
    console = Console(highlight=False)
    if not versions:
        console.print("La programmation n'est pas encore figée.")
    for one in versions:
        _show_version(console, one)


def _show_version(console: Console, one: VersionKept) -> None:
    console.print(said(f"Version {one.version}"), style="bold")
    by = f", par {one.author}" if one.author else ""
    minute = f" ({one.minute})" if one.minute else ""
    console.print(
        said(
            f"Figée le {french_instant(one.frozen_at)}{by}{minute} : "
            f"{plural(one.lines_count, 'ligne')}, {format_euros(one.total_centimes)}. "
            f"Motif : {one.reason.rstrip('.')}. Empreinte {one.sha256}."
        )
    )
    if one.version > 1:
        _show_changes(console, one.changes)


def _show_changes(console: Console, changes: Sequence[AmountChanged]) -> None:
    count = plural(len(changes), "ligne changée", "lignes changées")
    net = format_euros(sum(one.difference for one in changes))
    console.print(said(f"{count}, écart total {net}."))
    rows = [
        (
            one.numero,
            one.funder,
            format_euros(one.before_centimes),
            format_euros(one.after_centimes),
            format_euros(one.difference),
        )
        for one in changes
    ]
    if rows:
        console.print(table(_CHANGED, rows))
