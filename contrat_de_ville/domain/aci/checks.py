"""Whether the rule can apply what a campaign chose: answers, figures, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from contrat_de_ville.domain.aci.choices import (
    ANNUAL,
    ENUMERATED,
    GRILLE,
    IMPLEMENTED,
    LISSAGE_PCT,
    ORDRE,
    RULE,
    AnneePartielle,
    CritereOrdre,
    DepassementEnveloppe,
    FixationUtilite,
    LissageN1,
)
from contrat_de_ville.domain.aci.errors import ChoiceNotImplementedError
from contrat_de_ville.domain.aci.grid import grid_problem
from contrat_de_ville.domain.campaign import Campaign


# Tuples: what a campaign holds may be a list, which no set can look for.
_PCT_CHOICES = (LissageN1.PLAFOND_BAISSE_PCT, LissageN1.PLAFOND_HAUSSE_PCT)


def require_implemented(campaign: Campaign, code: str) -> None:
    """Refuse a choice that would be printed beside the amount and not applied.

    A choice that the campaign does not make is none (``aci.plafond_besoin``).

    Raises:
        ChoiceNotImplementedError: the chosen value is not one the rule applies.
    """
    if code not in campaign.choices:
        return
    value, accepted = campaign.choice(code), IMPLEMENTED[code]
    # For Python 1 is true, and « 1 » is no answer to a question by yes or no.
    if not any(type(value) is type(one) and value == one for one in accepted):
        raise ChoiceNotImplementedError(code, value, accepted, RULE)


def choice_problems(campaign: Campaign) -> Iterator[str]:
    """Yield what keeps the rule from applying the campaign's choices, a sentence each.

    What is missing altogether is for the check of the campaign to say.
    """
    for code in IMPLEMENTED:
        try:
            require_implemented(campaign, code)
        except ChoiceNotImplementedError as error:
            listed = ", ".join(str(one).lower() for one in error.accepted)
            yield (
                f"Choix « {code} » : « {error.value} » n'est pas une réponse que la "
                f"règle {RULE} sait appliquer (elle sait : {listed})."
            )
    yield from _date_problems(campaign)
    yield from _figure_problems(campaign)
    chosen = {code: value_of(campaign, code) for code in ENUMERATED}
    if chosen["aci.annee_partielle"] == AnneePartielle.PRORATA_MOIS and chosen[
        "aci.base_effectif"
    ] in tuple(ANNUAL):
        yield (
            "Choix « aci.annee_partielle » : un effectif compté sur l'année "
            f"(« {chosen['aci.base_effectif']} ») tient déjà compte des mois "
            "d'ouverture ; choisissez « sans_prorata »."
        )


def value_of(campaign: Campaign, code: str) -> Any:
    """Return what a campaign chose, or nothing where it chose nothing."""
    return campaign.choice(code) if code in campaign.choices else None


def day_of(value: object) -> date:
    """Read a date: a frozen campaign keeps it as an ISO text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _date_problems(campaign: Campaign) -> Iterator[str]:
    """Check that the headcount is that of the year or of the one before."""
    value = value_of(campaign, "aci.date_reference")
    try:
        on = day_of(value)
    except ValueError:
        return  # not a date, or none: the check of the campaign says it
    if on.year not in {campaign.annee - 1, campaign.annee}:
        yield (
            f"Choix « aci.date_reference » : le {on:%d/%m/%Y} n'est ni de "
            f"{campaign.annee - 1} ni de {campaign.annee}."
        )


def _figure_problems(campaign: Campaign) -> Iterator[str]:
    """Check the figures some answers need, and any given for nothing."""
    pct = value_of(campaign, LISSAGE_PCT)
    is_needed = value_of(campaign, "aci.lissage_n1") in _PCT_CHOICES
    is_percent = type(pct) is int and 0 <= pct <= 100  # noqa: PLR2004 (percents)
    if not is_percent and (is_needed or pct is not None):
        yield (
            f"Choix « {LISSAGE_PCT} » : le lissage choisi demande un pourcentage "
            "entier, de 0 à 100."
        )
    grid = value_of(campaign, GRILLE)
    is_needed = value_of(campaign, "aci.fixation_utilite") == FixationUtilite.GRILLE
    if (is_needed or grid is not None) and (problem := grid_problem(grid)):
        yield f"Choix « {GRILLE} » : {problem}."
    order = value_of(campaign, ORDRE)
    chosen = value_of(campaign, "aci.depassement_enveloppe")
    is_needed = chosen == DepassementEnveloppe.ORDRE
    if (is_needed or order is not None) and not _is_order(order):
        known = ", ".join(CritereOrdre)
        yield (
            f"Choix « {ORDRE} » : dites dans quel ordre servir les chantiers, une fois "
            f"chacun parmi : {known} (par exemple [deja_aides, utilite])."
        )


def _is_order(value: object) -> bool:
    if not isinstance(value, list | tuple) or not value:
        return False
    known = [str(one) for one in CritereOrdre]
    return all(value.count(one) == 1 and one in known for one in value)
