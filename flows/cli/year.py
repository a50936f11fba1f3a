"""Commands that run the year: each is a flow, on Prefect or without it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from rich.console import Console

from contrat_de_ville.domain.cycle import STEPS
from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.avancer import FLOWS
from flows.avancer import avancer as avancer_flow
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    INSTANT,
    a_blanc_option,
    contrat_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show
from flows.open_appel import open_appel
from flows.remind import remind


# Kept line by line in the help (what the first character asks click).
_STEP_CODES = "\b\nCODE :\n" + "\n".join(
    f"  {code:<{max(map(len, STEPS))}}  {name}" for code, name in STEPS.items()
)
_WITHOUT_PREFECT = click.option(
    "--sans-prefect",
    is_flag=True,
    help="Faire le travail sans serveur Prefect (rien n'apparaît sur son écran).",
)


@click.command(cls=FrenchCommand)
@click.argument("annee", type=int)
@contrat_option
@click.option("--au", type=INSTANT, help="Ouvrir comme à cette date.")
@a_blanc_option
@_WITHOUT_PREFECT
@format_option
def ouvrir(annee: int, contrat: str, **options: Any) -> None:
    """Ouvrir l'appel à projets : figer la campagne, écrire à tous, une fois.

    Refuse un paramètre que personne n'a revérifié pour cette année.
    """
    ref = CycleRef(contrat=contrat, annee=annee)
    show([_run(open_appel, ref, **_launch(options))], options["output"])


@click.command(cls=FrenchCommand)
@on_cycle
@a_blanc_option
@_WITHOUT_PREFECT
@format_option
def avancer(contrat: str, annee: int | None, **options: Any) -> None:
    """Faire tout ce qui est dû à une date, et rien d'autre.

    Sans --au : ce qui est dû maintenant. Lancée deux fois, la seconde ne fait rien.
    """
    ref = cycle_ref(contrat, annee)
    show(_run(avancer_flow, ref, **_launch(options)), options["output"])


@click.command(cls=FrenchCommand, epilog=_STEP_CODES)
@click.argument("code", metavar="CODE", type=click.Choice(list(STEPS)))
@on_cycle
@a_blanc_option
@_WITHOUT_PREFECT
@format_option
def etape(code: str, contrat: str, annee: int | None, **options: Any) -> None:
    """Lancer une seule étape de l'année, par son CODE."""
    ref = cycle_ref(contrat, annee)
    report: StepReport = _run(FLOWS[code], ref, **_launch(options))
    show([report], options["output"])


@click.command(cls=FrenchCommand)
@on_cycle
@a_blanc_option
@_WITHOUT_PREFECT
@format_option
def relancer(contrat: str, annee: int | None, **options: Any) -> None:
    """Relancer ceux qui doivent quelque chose aujourd'hui, et envoyer le courrier.

    Avec --a-blanc : qui serait relancé, par quelle règle, pour quoi.
    """
    ref = cycle_ref(contrat, annee)
    show([_run(remind, ref, **_launch(options))], options["output"])


def _launch(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": instant(options["au"]),
        "a_blanc": options["a_blanc"],
        "sans_prefect": options["sans_prefect"],
    }


def _run(
    flow: Any, ref: CycleRef, *, at: datetime, a_blanc: bool, sans_prefect: bool
) -> Any:
    """Run the flow on Prefect, or as plain functions.

    The heartbeat of Prefect sleeps in whole seconds before a flow ends; a command
    a person waits for has no use for it.
    """
    work = flow.fn if sans_prefect else flow
    with (
        Console(stderr=True).status("Au travail…"),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        return work(ref.annee, ref.contrat, at, a_blanc=a_blanc)
