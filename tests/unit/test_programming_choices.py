"""What a campaign asks of its programming: read for use, refused when it cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from contrat_de_ville.domain.assembly.constraints import (
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.problem import Funding, Objective
from contrat_de_ville.domain.programming_choices import programming_problems, terms_of
from tests.builders import build_campaign


USUAL: dict[str, Any] = {
    "taux_plafond_pct": {"ETAT": 50, "CAPH": 80},
    "base_du_taux": "hors_contributions_volontaires",
    "montant_minimum_utile": 1_000,
    "poids": {"publics": 3},
}


def campaign(**choices: Any) -> Any:
    """Return a campaign with these choices of « programmation. » besides the usual."""
    made = {f"programmation.{code}": one for code, one in (USUAL | choices).items()}
    return build_campaign(choices=made)


def problems(**choices: Any) -> list[str]:
    """Return what is said of these choices."""
    return list(programming_problems(campaign(**choices)))


def test_what_is_left_out_asks_nothing() -> None:
    """The useful minimum alone; euros; less than the request may be granted."""
    found = terms_of(campaign())

    assert found.constraints == (MinimumUtile(line_centimes=1_000_00),)
    assert (found.objective, found.funding) == (Objective.EUROS, Funding.PARTIEL)


def test_every_choice_is_a_constraint() -> None:
    """Axes as text or as numbers, both quartiers of the campaign, euros as centimes."""
    found = terms_of(
        campaign(
            montant_minimum_utile=0,
            financement="ligne_entiere",
            objectif="actions",
            planchers_axes_pct={"3": 15},
            plafonds_axes_pct={5: 25},
            actions_par_quartier=2,
            actions_par_public={"femmes": 3},
            continuite_pct=60,
            plafond_par_porteur=60_000,
        )
    )

    assert (found.objective, found.funding) == ("actions", "ligne_entiere")
    assert found.constraints == (
        PlancherAxe(axe=3, pct=15),
        PlafondAxe(axe=5, pct=25),
        CouvertureQuartier(code="QP059050", nom="Centre", count=2),
        CouvertureQuartier(code="QP059056", nom="Brunehaut", count=2),
        CouverturePublic(code="femmes", nom="Femmes", count=3),
        Continuite(pct=60),
        PlafondPorteur(centimes=60_000_00),
    )


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (
            {"financement": "moitié"},
            (
                "Choix « programmation.financement » : « moitié » n'est pas une "
                "réponse (réponses : partiel, ligne_entiere, action_entiere)."
            ),
        ),
        (
            {"objectif": "points"},
            (
                "Choix « programmation.objectif » : « points » n'est pas une réponse "
                "(réponses : euros, actions)."
            ),
        ),
        (
            {"base_du_taux": "tout"},
            (
                "Choix « programmation.base_du_taux » : « tout » n'est pas une réponse "
                "(réponses : hors_contributions_volontaires, "
                "avec_contributions_volontaires)."
            ),
        ),
        (
            {"planchers_axes_pct": {"9": 5}},
            (
                "Choix « programmation.planchers_axes_pct » : il n'y a pas d'axe 9 "
                "(axes 1 à 7)."
            ),
        ),
        (
            {"planchers_axes_pct": {"1": 60, "2": 50}},
            (
                "Choix « programmation.planchers_axes_pct » : les planchers font "
                "110 % de la programmation."
            ),
        ),
        (
            {"plafonds_axes_pct": {"1": 101}},
            "Choix « programmation.plafonds_axes_pct » : 101 % dépasse le tout.",
        ),
        (
            {"actions_par_public": {"seniors": 1}},
            (
                "Choix « programmation.actions_par_public » : « seniors » n'est pas un "
                "public de la note (publics : jeunes, jeunes_familles, femmes)."
            ),
        ),
        (
            {"continuite_pct": 120},
            "Choix « programmation.continuite_pct » : 120 % dépasse le tout.",
        ),
        (
            {"plafond_par_porteur": -1},
            "Choix « programmation.plafond_par_porteur » : -1 est en dessous de zéro.",
        ),
        (
            {"taux_plafond_pct": {"ETAT": 150, "CAPH": 80}},
            "Choix « programmation.taux_plafond_pct » : 150 % dépasse le tout.",
        ),
    ],
)
def test_what_no_programming_can_be_made_of_is_said(
    choices: dict[str, Any], expected: str
) -> None:
    """One sentence, with the choice, what was found and what there is."""
    assert problems(**choices) == [expected]


def test_sound_choices_are_accepted() -> None:
    """Whole floors, and a hundred percent of continuity."""
    assert not problems(
        planchers_axes_pct={str(axe): 14 for axe in range(1, 8)}, continuite_pct=100
    )
