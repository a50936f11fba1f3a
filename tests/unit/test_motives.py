"""What a porteur reads of a computed amount: a rule, and nothing of other files."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Enveloppe,
    MinimumUtile,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.motives import LEFT_OUT, REDUCED, plain_motive
from contrat_de_ville.domain.proposal import summary_of
from tests.assembly_builder import (
    chantier,
    dossier,
    envelope,
    granting,
    line,
    plain,
    problem,
)


TFPB = "engagement (TFPB) : valorisé, jamais accordé en subvention"
AID = "aide ACI de la note (1 000 € × 20 salariés)"
RATE = "plafond de 50 % des dépenses, soit 3 000 € sur 6 000 €"


def told(
    euros: dict[int, dict[str, int]], *parts: Dossier | Constraint, **changes: Any
) -> dict[str, str]:
    """Return the motives of the last action of a programming given by hand."""
    asked = problem(*parts, **changes)
    solution = granting(asked, euros)
    summary = summary_of(asked, solution, explain(asked, solution), ())
    motives: dict[str, str] = summary["dossiers"][-1]["motifs_porteur"]
    return {funder: plain(said) for funder, said in motives.items()}


def caph(number: int, euros: int, **changes: Any) -> Dossier:
    """Return an action that asks CAPH alone, worth less as its number grows."""
    return dossier(number, 10 - number, line("CAPH", euros), **changes)


BOTH = (caph(1, 8_000), caph(2, 5_000))


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        (
            (envelope("CAPH", 8_000),),
            "L'enveloppe de La Porte du Hainaut est épuisée.",
        ),
        (
            (
                Enveloppe(
                    funder="CAPH", centimes=9_000_00, reserved=(("aci", 100_000),)
                ),
            ),
            "L'enveloppe de La Porte du Hainaut est épuisée, hors crédits réservés.",
        ),
        ((PlafondAxe(axe=1, pct=0),), "L'axe 1 a atteint sa part de la programmation."),
        (
            (envelope("CAPH", 90_000), MinimumUtile(line_centimes=6_000_00)),
            "Le montant demandé est sous le minimum utile de 6 000 €.",
        ),
        (
            (envelope("CAPH", 90_000), MinimumUtile(action_centimes=6_000_00)),
            "Ce qui peut être accordé est sous le minimum utile de 6 000 €.",
        ),
        ((envelope("CAPH", 90_000),), LEFT_OUT),
    ],
)
def test_what_keeps_a_line_out(
    constraints: tuple[Constraint, ...], expected: str
) -> None:
    """The first action has its 8 000 €, the second nothing of its 5 000 €."""
    said = told({1: {"CAPH": 8_000}}, *BOTH, *constraints)

    assert said == {"CAPH": expected}


def test_a_porteur_at_its_ceiling() -> None:
    """One porteur, 8 000 € at most: its second action has none left."""
    said = told(
        {1: {"CAPH": 8_000}},
        *(caph(n, euros, porteur="900000001") for n, euros in ((1, 8_000), (2, 5_000))),
        PlafondPorteur(centimes=8_000_00),
    )

    assert said == {"CAPH": "Le plafond par porteur est atteint."}


def test_a_part_and_a_floor_are_both_told() -> None:
    """What holds a line together is told together, each in its sentence."""
    in_part = dossier(2, 1, line("CAPH", 5_000, part="aci"))
    part = PartEnveloppe(funder="CAPH", part="aci", label="Chantiers", centimes=0)
    said = told({1: {"CAPH": 8_000}}, caph(1, 8_000, axe=2), in_part, part,
                PlancherAxe(axe=2, pct=100))  # fmt: skip

    assert said == {
        "CAPH": (
            "La part « Chantiers » de l'enveloppe de La Porte du Hainaut est épuisée. "
            "Une part de la programmation est gardée pour l'axe 2."
        )
    }


def test_what_the_rules_give_keeps_its_sentence() -> None:
    """A rate, the aid of a chantier and the TFPB are about the action alone."""
    rate = line("ETAT", 6_000, most_centimes=3_000_00, cap_reason=RATE)
    valued = line("CAF", 1_000, most_centimes=0, cap_reason=TFPB)
    aid = chantier(20_000, 25_000, cap_reason=AID, is_imposed=True)
    said = told({1: {"CAPH": 20_000, "ETAT": 3_000}}, dossier(1, 3, rate, valued, aid))

    assert said == {
        "CAF": "Engagement (TFPB) : valorisé, jamais accordé en subvention.",
        "CAPH": "Aide ACI de la note (1 000 € × 20 salariés).",
        "ETAT": "Ramené au plafond de 50 % des dépenses, soit 3 000 € sur 6 000 €.",
    }


def test_what_is_retained_and_what_is_not_asked() -> None:
    """In full, to the euro, or nothing asked: no points, no worth."""
    said = told(
        {1: {"CAPH": 4_200, "ETAT": 3_000}},
        dossier(
            1, 3, line("CAPH", 0, asked_centimes=4_200_50, most_centimes=4_200_50),
            line("ETAT", 3_000), line("CAF", 0),
        ),
    )  # fmt: skip

    assert said == {
        "CAF": "Rien n'est demandé à ce financeur.",
        "CAPH": "Demande retenue, à l'euro près.",
        "ETAT": "Demande retenue en entier.",
    }


def test_an_excluded_action_is_not_retained() -> None:
    """What a person left out of the computation is simply not retained."""
    assert told({}, caph(1, 8_000, is_excluded=True)) == {"CAPH": LEFT_OUT}


def test_a_solved_year_names_no_other_file() -> None:
    """Ten actions for a third of the money: no number, no point, no rank."""
    actions = [caph(n, 3_000 + 100 * n) for n in range(1, 10)]
    asked = problem(*actions, envelope("CAPH", 10_000), PlafondAxe(axe=1, pct=100))
    solution = solve(asked)
    kept = summary_of(asked, solution, explain(asked, solution), ())["dossiers"]
    said = [motive for one in kept for motive in one["motifs_porteur"].values()]

    assert len(said) == 9
    assert not [one for one in said if re.search(r"2017-|point|rang|valeur", one)]


@pytest.mark.parametrize(
    ("reason", "granted", "expected"),
    [
        ("Enveloppe épuisée : à égalité avec 2017-0002", 0, LEFT_OUT),
        ("Enveloppe épuisée : il reste 12 €", 1_000_00, REDUCED),
        ("Aide ACI de la note (calcul)", 1_000_00, "Aide ACI de la note (calcul)."),
        ("Engagement (TFPB) : valorisé", 0, "Engagement (TFPB) : valorisé."),
    ],
)
def test_a_proposal_without_motives(reason: str, granted: int, expected: str) -> None:
    """An older one keeps only what the note's rules give."""
    assert plain_motive(reason, granted) == expected
