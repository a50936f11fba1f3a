"""Showing where the year stands, without anything heavy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click
from rich.console import Console

from contrat_de_ville.adapters.store.state import read_depots, read_state
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.labels import STATE_LABELS
from contrat_de_ville.domain.messages import MESSAGE_LABELS, MessageState
from flows.cli.french import FrenchCommand
from flows.cli.options import cycle_ref, format_option, on_cycle
from flows.cli.showing import figures, show_json, table


@click.command(cls=FrenchCommand)
@on_cycle
@click.option("--depots", is_flag=True, help="La liste des dépôts.")
@format_option
def etat(
    contrat: str, annee: int | None, au: datetime | None, *, depots: bool, output: str
) -> None:
    """Montrer où en est l'année : étapes, dépôts, enveloppes, courrier, bilans."""
    del au  # the state is what is recorded, whatever the instant
    ref = cycle_ref(contrat, annee)
    content: Any = read_depots(ref) if depots else read_state(ref)
    if output == "json":
        show_json(content)
    elif depots:
        _show_depots(content)
    else:
        _show_state(content)


def _show_depots(depots: list[dict[str, Any]]) -> None:
    rows = [
        (
            one["numero"],
            STATE_LABELS[DepotState(one["etat"])],
            one["version"],
            one["intitule"],
            one["motif"],
        )
        for one in depots
    ]
    columns = ("Dépôt", "État", "Version", "Intitulé", "Motif")
    Console(highlight=False).print(table(columns, rows))


def _show_state(state: dict[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(f"Cycle {state['cycle']}", style="bold", markup=False)
    steps = [
        (name, french_instant(at) if at else "à venir")
        for name, at in state["etapes"].items()
    ]
    console.print(table(("Étape", "Faite le"), steps))
    depots = [
        (STATE_LABELS[DepotState(code)], n) for code, n in state["depots"].items()
    ]
    console.print(table(("Dépôts", "Nombre"), depots))
    money = [row for one in state["enveloppes"] for row in _money(one)]
    console.print(figures("Financeur", _MONEY, money, rare=_OVERRUN))
    mail = [
        (MESSAGE_LABELS[MessageState(code)], n) for code, n in state["messages"].items()
    ]
    console.print(table(("Courrier", "Nombre"), mail))
    bilans = state["bilans"]
    console.print(
        f"Bilans : {bilans['recus']} reçus sur {bilans['demandes']} demandés."
    )
    console.print(f"Journal : {state['journal']} lignes.")


_OVERRUN = "Dépassement"
_MONEY = ("Enveloppe", _OVERRUN, "Demandé", "Proposé", "Arbitré", "Décidé")
_AMOUNTS = ("enveloppe", "depassement", "demande", "propose", "arbitre", "decide")


def _money(one: dict[str, Any]) -> Iterator[tuple[str, list[int | None]]]:
    """Yield an envelope, then each « dont » under it: it is never added to it."""
    yield one["financeur"], _amounts(one)
    for part in one["parts"]:
        yield f"  dont {part['libelle']}", _amounts(part)


def _amounts(one: dict[str, Any]) -> list[int | None]:
    return [one[name] for name in _AMOUNTS]
