"""The data sets of a year against their contracts."""

from __future__ import annotations

from datetime import datetime

import click

from flows.cli.french import FrenchCommand
from flows.cli.options import cycle_ref, format_option, instant, on_cycle
from flows.cli.showing import show
from tasks.datasets import check_data


@click.command(cls=FrenchCommand)
@on_cycle
@format_option
def donnees(contrat: str, annee: int | None, au: datetime | None, output: str) -> None:
    """Contrôler les données de l'année : budgets, ACI, avis, décisions, bilans.

    Chaque jeu de données a son contrat (data_contracts) ; la programmation n'est
    figée, notifiée et publiée que si aucun point bloquant n'y est trouvé.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    show([check_data(ref, at)], output)
