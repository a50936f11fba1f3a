"""Innovation: what is claimed, what is scored, and the ceiling that it opens."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria import criteria_met
from contrat_de_ville.domain.criteria_innovation import (
    InnovationCeiling,
    innovation_ceiling,
)
from contrat_de_ville.domain.criteria_records import (
    CriteriaFacts,
    InnovationScore,
    Verdict,
)
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tests.builders import build_action
from tests.criteria_builder import build_frozen, read


OUI, NON, A_JUGER = Verdict.OUI, Verdict.NON, Verdict.A_JUGER
FOUR = (
    "besoin_mal_satisfait",
    "effets_positifs",
    "experimentation",
    "implication_acteurs",
)
AT = paris(date(2017, 3, 7), time(10, 0))


def scores(**judged: bool) -> tuple[InnovationScore, ...]:
    """Return what the technical committee found of these criteria."""
    return tuple(
        InnovationScore(
            criterion=code,
            is_met=is_met,
            evidence="Aucun service de ce type à Lourches.",
            author="Comité technique",
            at=AT,
        )
        for code, is_met in judged.items()
    )


def ceiling(ticked: int, required: int = 4, **judged: bool) -> InnovationCeiling:
    """Return the ceiling of the sound action with so many criteria ticked."""
    changes: dict[str, Any] = {"criteres_innovation": FOUR[:ticked]}
    frozen = build_frozen(innovation_criteres_exiges=required)
    found = read(CriteriaFacts(innovation=scores(**judged)), frozen, **changes)
    return innovation_ceiling(build_action(**changes), [*found.values()], frozen)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


@pytest.mark.parametrize(
    ("ticked", "judged", "required", "expected"),
    [
        pytest.param(4, {}, 4, A_JUGER, id="quatre cochés, aucun jugé"),
        pytest.param(3, {}, 4, NON, id="trois cochés ne feront jamais quatre"),
        pytest.param(3, {}, 2, A_JUGER, id="trois cochés, deux exigés"),
        pytest.param(4, dict.fromkeys(FOUR, True), 4, OUI, id="quatre reconnus"),
        pytest.param(
            4, {**dict.fromkeys(FOUR, True), "experimentation": False}, 4, NON,
            id="trois reconnus, un refusé",
        ),
        pytest.param(
            2, dict.fromkeys(FOUR[:2], True), 2, OUI, id="deux reconnus, deux exigés",
        ),
        pytest.param(
            0, {"experimentation": True}, 1, OUI, id="reconnu sans avoir été coché",
        ),
        pytest.param(1, {"besoin_mal_satisfait": False}, 1, NON, id="coché, refusé"),
    ],
)  # fmt: skip
def test_what_a_person_must_judge_is_never_invented(
    ticked: int, judged: dict[str, bool], required: int, expected: Verdict
) -> None:
    """Ticks are declarations: without a score, the best they can be is « à juger »."""
    found = read(
        CriteriaFacts(innovation=scores(**judged)),
        build_frozen(innovation_criteres_exiges=required),
        criteres_innovation=FOUR[:ticked],
    )

    assert expected is found["innovation"].verdict


def test_a_score_shows_who_gave_it_and_from_what() -> None:
    """Author, day and evidence stand beside the verdict."""
    facts = CriteriaFacts(innovation=scores(experimentation=True))
    found = read(facts)["innovation.experimentation"]

    assert found.sentence == "Reconnu le 7 mars 2017 (auteur : Comité technique)."
    assert found.evidence[0].text == "Aucun service de ce type à Lourches."


def test_the_ranking_follows_scores_and_else_ticks() -> None:
    """Four ticked count; one of them refused by the committee no longer does."""
    action = build_action(criteres_innovation=FOUR)
    claimed, judged = (
        criteria_met(action, build_frozen(), is_supported=False, innovation=given)
        for given in ((), scores(experimentation=False))
    )

    assert (claimed["innovation"], judged["innovation"]) == (True, False)


def test_the_ceiling_is_open_only_on_a_yes() -> None:
    """8 000 € to pay, contributions in kind left out: 80 % is 6 400 €."""
    found = ceiling(4, **dict.fromkeys(FOUR, True))

    assert found.is_open
    assert found.base_centimes == 8_000_00
    assert found.ceiling_centimes == 6_400_00
    assert (found.rate_pct, found.ordinary_pct) == (80, 50)
    assert plain(found.sentence) == (
        "L'État peut aller, sur ses crédits dérogatoires, jusqu'à 80 % de 8 000 € de "
        "dépenses hors contributions volontaires, soit 6 400 € : c'est un plafond, "
        "jamais un droit."
    )


@pytest.mark.parametrize(
    ("ticked", "said"),
    [(4, "Si l'innovation est reconnue"), (3, "ne remplit pas les critères exigés")],
)
def test_a_ceiling_that_is_not_open_says_why(ticked: int, said: str) -> None:
    """Nobody judged, or not enough criteria: the ordinary rate applies."""
    found = ceiling(ticked)

    assert not found.is_open
    assert said in found.sentence


def test_the_ceiling_is_the_note_s() -> None:
    """« pouvant aller jusqu’à 80% des dépenses éligibles »."""
    assert "pouvant aller jusqu’à 80% des dépenses éligibles" in ceiling(4).quote
