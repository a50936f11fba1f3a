"""The question put to the computation: its files, its amounts, its value."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.grid import Grid, grid_of, grids_of
from contrat_de_ville.domain.assembly.problem import SHARE_SCALE, Funding, Objective
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.errors import BadInputError
from tests.assembly_builder import chantier, dossier, envelope, line, plain, problem


class TestAskedLine:
    """What is asked, and what may be granted, are amounts in order."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"most_centimes": 8_000_01},
            {"least_centimes": 8_000_01},
            {"least_centimes": -1},
            {"most_centimes": 500_00, "least_centimes": 600_00},
        ],
    )
    def test_amounts_out_of_order_are_refused(self, changes: dict[str, int]) -> None:
        """0 ≤ least ≤ most ≤ asked, or the line says what is wrong with it."""
        with pytest.raises(BadInputError, match="ne se suivent pas"):
            line("ETAT", 8_000, **changes)

    def test_only_an_exact_amount_is_fixed(self) -> None:
        """The aid of a chantier is; a plain request and an empty one are not."""
        lines = [chantier(19_500), line("ETAT", 8_000), line("ETAT", 0)]

        assert [one.is_fixed for one in lines] == [True, False, False]


class TestDossier:
    """An action has points, and one line a funder."""

    def test_negative_points_are_refused(self) -> None:
        """A criterion takes nothing away."""
        with pytest.raises(BadInputError, match="a -1 points"):
            dossier(1, -1, line("ETAT", 8_000))

    def test_two_lines_of_one_funder_are_refused(self) -> None:
        """Which one would be granted?"""
        with pytest.raises(BadInputError, match="deux fois au même financeur"):
            dossier(1, 1, line("ETAT", 8_000), line("ETAT", 1_000))

    def test_a_funder_not_asked_has_no_line(self) -> None:
        """Nothing is asked of CAF."""
        with pytest.raises(KeyError, match="CAF"):
            dossier(1, 1, line("ETAT", 8_000)).line("CAF")


class TestProblem:
    """Files and constraints are told apart, then valued."""

    def test_two_files_of_one_key_are_refused(self) -> None:
        """Their order would then decide."""
        with pytest.raises(BadInputError, match="la clé « cle-001 »"):
            problem(dossier(1, 1), dossier(1, 2, numero="2017-0002"))

    def test_two_files_of_one_number_are_refused(self) -> None:
        """People could not tell them apart."""
        with pytest.raises(BadInputError, match="le numéro « 2017-0001 »"):
            problem(dossier(1, 1), dossier(2, 2, numero="2017-0001"))

    def test_two_envelopes_of_one_funder_are_refused(self) -> None:
        """One of them would be forgotten."""
        with pytest.raises(BadInputError, match="« enveloppe ETAT »"):
            problem(envelope("ETAT", 1), envelope("ETAT", 2))

    def test_a_unit_of_nothing_is_refused(self) -> None:
        """Amounts would have no step."""
        with pytest.raises(BadInputError, match="pas des montants"):
            problem(unit_centimes=0)

    def test_euros_are_valued_by_the_points_of_their_action(self) -> None:
        """4 000 € at 6 points and 1 000 € at 2 points are 26 000 points."""
        asked = problem(
            dossier(1, 6, line("ETAT", 8_000)), dossier(2, 2, line("ETAT", 8_000))
        )
        value = asked.value(
            {"cle-001": {"ETAT": 400_000}, "cle-002": {"ETAT": 100_000}}
        )

        assert value == 2_600_000
        assert asked.points(value) == 26_000

    def test_actions_are_valued_by_the_share_of_their_request(self) -> None:
        """A quarter of 8 000 € at 6 points is a point and a half, as of 800 €."""
        asked = problem(
            dossier(1, 6, line("ETAT", 6_000), line("CAF", 2_000)),
            dossier(2, 6, line("ETAT", 800)),
            objective=Objective.ACTIONS,
        )
        large = asked.value({"cle-001": {"CAF": 200_000}})
        small = asked.value({"cle-002": {"ETAT": 20_000}})

        assert (large, small) == (15 * SHARE_SCALE // 10,) * 2
        assert str(asked.points(large)) == "1.5"

    def test_a_constraint_replaces_its_like(self) -> None:
        """Another floor for axe 3 takes the place of the first one; axe 4 keeps its."""
        asked = problem(PlancherAxe(axe=3, pct=10), PlancherAxe(axe=4, pct=10))

        changed = asked.having(PlancherAxe(axe=3, pct=15))

        assert sorted(one.name for one in changed.constraints) == [
            "Plancher de l'axe 3 (15 %)",
            "Plancher de l'axe 4 (10 %)",
        ]
        assert len(changed.without(PlancherAxe(axe=3, pct=0)).constraints) == 1


class TestNames:
    """Each constraint has the name a committee would give it."""

    @pytest.mark.parametrize(
        ("constraint", "name"),
        [
            (envelope("ETAT", 1), "Enveloppe de l'État"),
            (envelope("DEPARTEMENT", 1), "Enveloppe du Département"),
            (PlafondPorteur(centimes=20_000_00), "Plafond par porteur (20 000 €)"),
            (PlancherAxe(axe=3, pct=15), "Plancher de l'axe 3 (15 %)"),
            (PlafondAxe(axe=5, pct=30), "Plafond de l'axe 5 (30 %)"),
            (
                CouvertureQuartier(code="QP059059", nom="Arenberg"),
                "Couverture du quartier Arenberg (au moins 1 action)",
            ),
            (
                CouverturePublic(code="femmes", nom="Femmes", count=2),
                "Couverture du public « Femmes » (au moins 2 actions)",
            ),
            (Continuite(pct=60), "Continuité (60 % des actions reconduites)"),
            (
                MinimumUtile(line_centimes=1_000_00, action_centimes=2_000_00),
                "Minimum utile (1 000 € par financeur, 2 000 € par action)",
            ),
            (MinimumUtile(), "Minimum utile (aucun)"),
        ],
    )
    def test_a_constraint_says_what_it_asks(
        self, constraint: Constraint, name: str
    ) -> None:
        """Its figures are in its name."""
        assert plain(constraint.name) == name


class TestGrid:
    """A line gets nothing, or an amount of its grid."""

    def grid(self, one: Any, *parts: Any, **changes: Any) -> Grid | None:
        """Return the grid of a line, alone in its action."""
        alone = dossier(1, 1, one)
        return grid_of(problem(alone, *parts, **changes), alone, one)

    def test_a_request_is_read_in_whole_euros(self) -> None:
        """4 200,50 € asked: from 1 € to 4 200 €."""
        request = line("ETAT", 0, asked_centimes=4_200_50, most_centimes=4_200_50)

        assert self.grid(request) == Grid(unit=100, low=1, high=4_200, full=4_200_00)

    def test_the_useful_minimum_is_where_it_begins(self) -> None:
        """From 1 000 €; a request of 999 € is granted nothing."""
        minimum = MinimumUtile(line_centimes=1_000_00)

        found = self.grid(line("ETAT", 4_200), minimum)

        assert found == Grid(unit=100, low=1_000, high=4_200, full=4_200_00)
        assert self.grid(line("ETAT", 999), minimum) is None

    def test_a_request_under_a_unit_is_granted_to_the_centime(self) -> None:
        """80 centimes, or nothing."""
        request = line("ETAT", 0, asked_centimes=80, most_centimes=80)

        assert self.grid(request) == Grid(unit=100, low=0, high=0, full=80)

    def test_an_exact_aid_is_granted_to_the_centime(self) -> None:
        """19 500,55 €, whatever the minimum."""
        aid = line("CAPH", 20_000, most_centimes=19_500_55, least_centimes=19_500_55)

        found = self.grid(aid, MinimumUtile(line_centimes=30_000_00))

        assert found == Grid(unit=100, low=0, high=0, full=19_500_55)

    @pytest.mark.parametrize("funding", [Funding.LIGNE_ENTIERE, Funding.ACTION_ENTIERE])
    def test_full_or_nothing_leaves_one_amount(self, funding: Funding) -> None:
        """4 200 €, in whole euros, or nothing."""
        request = line("ETAT", 4_201, most_centimes=4_200_50)

        found = self.grid(request, funding=funding)

        assert found == Grid(unit=100, low=0, high=0, full=4_200_00)

    def test_nothing_is_possible_for_an_excluded_action(self) -> None:
        """Nor for a line whose most is nothing."""
        out = dossier(1, 1, line("ETAT", 4_200), is_excluded=True)

        assert grids_of(problem(out), out) == {}
        assert self.grid(line("ETAT", 4_200, most_centimes=0)) is None

    def test_the_nearest_amounts_are_found_on_both_sides(self) -> None:
        """Around 1 500,30 €: 1 500 € and 1 501 €; under the minimum there is none."""
        grid = Grid(unit=100, low=1_000, high=4_200, full=4_200_00)

        assert (grid.at_most(1_500_30), grid.at_least(1_500_30)) == (150_000, 150_100)
        assert (grid.at_most(999_99), grid.at_least(1)) == (0, 100_000)
        assert (grid.at_most(9_000_00), grid.at_least(4_200_01)) == (420_000, None)

    def test_an_exact_amount_has_no_neighbours(self) -> None:
        """All of it, or nothing."""
        grid = Grid(unit=100, low=0, high=0, full=80)

        assert (grid.at_most(79), grid.at_most(80), grid.at_least(1)) == (0, 80, 80)


class TestSolution:
    """How good a programming is known to be, said without jargon."""

    def solution(self, value: int, bound: int) -> Solution:
        """Return an empty programming of that value."""
        return Solution(amounts={}, value=value, bound=bound)

    def test_a_bound_that_is_met_is_a_proof(self) -> None:
        """Nothing is worth more; nor is a thousand-millionth a difference."""
        assert self.solution(100, 100).said() == "optimum prouvé"
        assert self.solution(10**10, 10**10 + 10).is_proven

    def test_equals_are_not_hidden(self) -> None:
        """A proof says nothing is better, not that nothing is as good."""
        amounts = {"a": {"ETAT": 100}}
        equal = Solution(amounts=amounts, value=100, bound=100)
        alone = Solution(amounts=amounts, value=100, bound=100, is_tie_broken=True)

        assert equal.said().endswith("d'autres programmations peuvent valoir autant")
        assert alone.said() == "optimum prouvé"

    def test_a_gap_is_said_rounded_up(self) -> None:
        """997 of 1 000 is 0,3 % away; 999 999 of 1 000 001 is under 0,0002 %."""
        assert self.solution(997, 1_000).said() == "à 0,3 % au plus de l'optimum"
        said = self.solution(999_999, 1_000_001).said()

        assert said == "à 0,0002 % au plus de l'optimum"

    def test_the_best_of_nothing_is_nothing(self) -> None:
        """A year without request has its optimum too."""
        assert self.solution(0, 0).is_proven


def test_errors_survive_pickling() -> None:
    """They cross processes with their facts."""
    with pytest.raises(BadInputError) as caught:
        dossier(1, -1)

    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
