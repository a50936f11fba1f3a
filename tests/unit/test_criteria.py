"""Which criteria of the note an action meets."""

from __future__ import annotations

from typing import Any

import pytest

from contrat_de_ville.domain.criteria import criteria_met
from contrat_de_ville.domain.criteria_records import CriteriaFacts
from contrat_de_ville.domain.frozen import Frozen
from tests.builders import ORIENTATIONS, build_action, build_campaign
from tests.criteria_builder import WEIGHTS, read


STAGES = ("conception", "organisation", "mise_en_oeuvre", "evaluation")
CRITERIA = (
    "besoin_mal_satisfait",
    "effets_positifs",
    "experimentation",
    "implication_acteurs",
)


def met(
    *, required: int = 4, is_supported: bool = False, **changes: Any
) -> dict[str, bool]:
    """Return the criteria the sound action meets once changed."""
    frozen = Frozen(
        campaign=build_campaign(choices={"innovation.criteres_exiges": required}),
        parameters={"participation.nombre_d_etapes": 4},
        references={},
        referentials={
            "orientations": {code: {"axe": axe} for code, axe in ORIENTATIONS.items()}
        },
    )
    return criteria_met(build_action(**changes), frozen, is_supported=is_supported)


class TestCriteriaMet:
    """Each criterion is met or not; nothing is decided."""

    def test_the_sound_action_meets_three(self) -> None:
        """Publics, an orientation of the note, and one of its unexplored fields."""
        assert met() == {
            "publics": True,
            "orientation": True,
            "champ_inexplore": True,
            "innovation": False,
            "participation": False,
            "mutualisation": False,
            "avis_conseil": False,
        }

    def test_no_priority_public_is_no_criterion(self) -> None:
        """The note concentrates on three publics."""
        assert not met(publics=())["publics"]

    @pytest.mark.parametrize(
        ("axe", "orientation", "answers", "is_unexplored"),
        [
            (2, "2.2", True, False),
            (3, "3.1", True, True),
            (5, "5.DRE.1", True, True),
            (7, "7.2", True, True),
            # The orientation of another axe, an unknown one, none.
            (3, "5.1", False, False),
            (3, "3.9", False, False),
            (3, "", False, False),
            (None, "3.1", False, False),
            # Two unknowns are not an answer.
            (None, "", False, False),
            (0, "", False, False),
        ],
    )
    def test_an_orientation_is_answered_within_its_axe(
        self, axe: int | None, orientation: str, *, answers: bool, is_unexplored: bool
    ) -> None:
        """Axes 3 to 7 are those the note calls unexplored."""
        found = met(axe=axe, orientation=orientation)

        assert (answers, is_unexplored) == (
            found["orientation"],
            found["champ_inexplore"],
        )

    @pytest.mark.parametrize(
        ("required", "ticked", "expected"),
        [(4, 4, True), (4, 3, False), (2, 2, True), (2, 1, False), (1, 4, True)],
    )
    def test_the_campaign_says_how_many_innovation_criteria(
        self, required: int, ticked: int, *, expected: bool
    ) -> None:
        """The note gives four and does not say how many suffice."""
        found = met(required=required, criteres_innovation=CRITERIA[:ticked])

        assert expected == found["innovation"]

    @pytest.mark.parametrize(("count", "expected"), [(4, True), (3, False), (0, False)])
    def test_users_take_part_at_every_stage(
        self, count: int, *, expected: bool
    ) -> None:
        """« À chaque étape »: four of four."""
        assert expected == met(participation=STAGES[:count])["participation"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("Avec le CCAS voisin.", True), ("", False), (" ", False)],
    )
    def test_sharing_is_written(self, text: str, *, expected: bool) -> None:
        """Spaces say nothing."""
        assert expected == met(mutualisation=text)["mutualisation"]

    def test_the_conseils_are_heard(self) -> None:
        """Their support is one criterion among the others."""
        assert met(is_supported=True)["avis_conseil"]

    @pytest.mark.parametrize("text", ["Néant", "aucune", "Sans objet."])
    def test_sharing_nothing_is_not_sharing(self, text: str) -> None:
        """An answer that says there is nothing counts for nothing."""
        assert not met(mutualisation=text)["mutualisation"]

    def test_what_a_person_accepted_to_bring_together_counts(self) -> None:
        """Even where the deposit itself says nothing of it."""
        facts = CriteriaFacts(mutualised_with=("2017-0007",))

        assert read(facts)["mutualisation"].points == WEIGHTS["mutualisation"]
