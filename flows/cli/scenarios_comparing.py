"""Comparing scenarios: in the terminal, in a workbook, on a page."""

from __future__ import annotations

from datetime import datetime

import click

from flows.cli.french import FrenchCommand
from flows.cli.options import (
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.scenarios_compared import compared_as_json, show_compared
from flows.cli.scenarios_progress import progress
from flows.cli.showing import show_json
from tasks.scenario_comparison import compare_scenarios, record_comparison


@click.command(cls=FrenchCommand)
@click.argument("noms", nargs=-1, metavar="[NOM]…")
@on_cycle
@click.option(
    "--ecrire", is_flag=True, help="Écrire aussi le classeur et la page à imprimer."
)
@a_blanc_option
@format_option
def comparer(
    noms: tuple[str, ...],
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    ecrire: bool,
    a_blanc: bool,
    output: str,
) -> None:
    """Comparer des scénarios à la proposition : ceux nommés, ou tous.

    Par financeur, axe, quartier, public et porteur, face à l'année précédente quand
    elle est connue, avec les orientations de la note auxquelles rien ne répond.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    with progress() as tell:
        found = compare_scenarios(ref, noms, at, a_blanc=a_blanc, tell=tell)
        if ecrire and not a_blanc:
            tell("Écriture du classeur et de la page…")
            written = record_comparison(ref, found)
        else:
            written = ()
    if output == "json":
        show_json(compared_as_json(found, written))
    else:
        show_compared(found, written)
