"""What the demonstration's committees write, and what they judge."""

from __future__ import annotations

from collections import Counter

from contrat_de_ville.demonstration.actions import build_actions
from contrat_de_ville.demonstration.committees import SCENARIOS, technical
from contrat_de_ville.demonstration.judged import innovation, mutualisation
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.committee import AVIS_TECHNIQUE_LABELS


TITLES = [one.title for one in build_actions()]


class TestTechnical:
    """What the services say of a line."""

    def test_every_avis_is_one_of_the_list(self) -> None:
        """The four avis are given, mostly favorable, and no other."""
        said = Counter(
            technical(title, funder, 500_000)[0]
            for title in TITLES
            for funder in ("ETAT", "CAPH")
        )

        assert set(said) == set(AVIS_TECHNIQUE_LABELS.values())
        assert said.most_common(1)[0][0] == "favorable"

    def test_an_amount_is_only_ever_lowered_and_commented(self) -> None:
        """A lowered amount is in hundreds of euros, under the proposal, with words."""
        lowered = [
            one
            for title in TITLES
            if (one := technical(title, "ETAT", 500_000))[1] is not None
        ]

        assert lowered
        assert all(0 < amount < 500_000 for _, amount, _ in lowered if amount)
        assert all(text for _, _, text in lowered)
        assert {amount % 10_000 for _, amount, _ in lowered if amount} == {0}

    def test_an_avis_that_is_not_favorable_has_its_words(self) -> None:
        """Réservé, défavorable, ajourné: each says why."""
        given = [technical(title, "CAF", 0) for title in TITLES]

        assert all(text for avis, _, text in given if avis != "favorable")
        assert all(amount is None for _, amount, _ in given)


class TestJudged:
    """Innovation and mutualisation."""

    def test_each_declared_criterion_is_scored_with_its_evidence(self) -> None:
        """As many scores as criteria declared, some met and some not."""
        scores = [
            score
            for one in build_actions()
            for score in innovation(one.title, one.criteres_innovation)
        ]

        assert len(scores) == sum(
            len(one.criteres_innovation) for one in build_actions()
        )
        assert {met for _, met, _ in scores} == {True, False}
        assert all(evidence for _, _, evidence in scores)

    def test_a_group_is_judged_whatever_its_order(self) -> None:
        """The same titles in another order get the same answer."""
        assert mutualisation(["B", "A"]) == mutualisation(["A", "B"])


def test_the_scenarios_can_be_read() -> None:
    """Each is written as a coordination would type it."""
    for name, changes in SCENARIOS.items():
        assert parse_scenario(name, list(changes)).name == name
