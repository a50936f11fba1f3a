"""Trying « what if » before and during a meeting, and what each constraint costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from contrat_de_ville.domain.steps import CycleRef
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
from flows.cli.scenarios_prices import prices_as_json, show_prices
from flows.cli.scenarios_progress import progress
from flows.cli.scenarios_shown import (
    list_as_json,
    scenario_as_json,
    show_list,
    show_scenario,
)
from flows.cli.showing import show, show_json
from tasks.adopting import adopt
from tasks.scenario_prices import read_prices
from tasks.scenarios import (
    ScenarioShown,
    adopt_scenario,
    read_scenario,
    read_scenarios,
    record_scenario,
    remove_scenario,
)


_TODAY = "État du jour"
"""What a proposal computed again is named by: a scenario that changes nothing."""


@click.command(cls=FrenchCommand)
@click.argument("nom", required=False)
@click.argument("changements", nargs=-1, metavar="[CHANGEMENT]…")
@on_cycle
@click.option("--supprimer", is_flag=True, help="Supprimer ce scénario.")
@click.option("--adopter", is_flag=True, help="En faire la nouvelle proposition.")
@click.option("--par", "author", default="", help="Qui l'adopte : fonction, comité.")
@click.option("--motif", "reason", default="", help="Pourquoi il est adopté.")
@a_blanc_option
@format_option
def scenario(
    nom: str | None,
    changements: tuple[str, ...],
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    supprimer: bool,
    adopter: bool,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Essayer des changements, et voir ce qu'ils changent à la proposition.

    NOM seul remontre un scénario ; sans rien, tous sont listés. Chaque CHANGEMENT
    s'écrit entre guillemets : "enveloppe ETAT -10 %", "enveloppes -5 %",
    "action 2017-0012 imposée", "action 2017-0012 exclue", "axe 3 au moins 15 %",
    "plafond par porteur 20 000 €", "quartier Arenberg au moins 2 actions",
    "public femmes au moins 3 actions", "continuité 60 %", "minimum utile 1 000 €",
    "sans plafond par porteur". Rien d'officiel n'est touché.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    texts = _texts(changements)
    if supprimer or adopter:
        _check(nom, texts, is_both=supprimer and adopter)
    elif author or reason:
        raise BadInputError("Adopter ce scénario ?", "Ajoutez --adopter.")
    if nom is None:
        found = read_scenarios(ref)
        show_json(list_as_json(found)) if output == "json" else show_list(found)
    elif supprimer:
        show([remove_scenario(ref, nom, at, a_blanc=a_blanc)], output)
    elif adopter:
        with progress() as tell:
            tell("Calcul de la nouvelle proposition…")
            report = adopt_scenario(
                ref, nom, author=author, reason=reason, at=at, a_blanc=a_blanc
            )
        show([report], output)
    else:
        shown = _tried(ref, nom, texts, at, a_blanc=a_blanc)
        show_json(scenario_as_json(shown)) if output == "json" else show_scenario(shown)


def _tried(
    ref: CycleRef, nom: str, texts: Sequence[str], at: datetime, *, a_blanc: bool
) -> ScenarioShown:
    with progress() as tell:
        if texts:
            return record_scenario(ref, nom, texts, at, a_blanc=a_blanc, tell=tell)
        return read_scenario(ref, nom, at, a_blanc=a_blanc, tell=tell)


@click.command(cls=FrenchCommand)
@click.argument("nom", required=False)
@on_cycle
@format_option
def prix(
    nom: str | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    output: str,
) -> None:
    """Montrer ce que coûte chaque contrainte, et les dossiers à la limite.

    De la proposition, ou du scénario NOM. Le prix d'une contrainte est ce que la
    meilleure programmation perd par elle.
    """
    del au
    ref = cycle_ref(contrat, annee)
    with progress() as tell:
        found = read_prices(ref, nom or "", tell=tell)
    show_json(prices_as_json(found)) if output == "json" else show_prices(found)


@click.command(cls=FrenchCommand)
@on_cycle
@click.option("--par", "author", type=SAID, required=True, help="Qui la demande.")
@click.option("--motif", "reason", type=SAID, required=True, help="Ce qui a changé.")
@a_blanc_option
@format_option
def proposer(
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Calculer de nouveau la proposition, sur l'état du jour.

    Après un avis tardif, une dérogation, une enveloppe révisée : une version de plus,
    tant que rien n'est arbitré. La première suit d'elle-même la consultation.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    with progress() as tell:
        tell("Calcul de la nouvelle proposition…")
        report = adopt(
            ref, (), name=_TODAY, author=author, reason=reason, at=at, a_blanc=a_blanc
        )
    show([report], output)


def _texts(written: Sequence[str]) -> tuple[str, ...]:
    """Return one change a text: several may be written together with « ; »."""
    parts = (" ".join(one.split()) for text in written for one in text.split(";"))
    return tuple(one for one in parts if one)


def _check(nom: str | None, texts: Sequence[str], *, is_both: bool) -> None:
    """Refuse what asks for two things at once, or for one without its name."""
    if nom is None:
        raise BadInputError("Quel scénario ?", "Donnez son NOM.")
    if texts or is_both:
        raise BadInputError(
            "Essayer, supprimer ou adopter ?", "Une seule chose à la fois."
        )
