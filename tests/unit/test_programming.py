"""What a proposal starts from: the order, and what each line may be granted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.assembly.constraints import MinimumUtile
from contrat_de_ville.domain.assembly.dossier import AskedLine
from contrat_de_ville.domain.assembly.problem import Funding, Objective
from contrat_de_ville.domain.criteria_innovation import InnovationCeiling
from contrat_de_ville.domain.criteria_records import Verdict
from contrat_de_ville.domain.programming import (
    Aid,
    Candidate,
    Ranked,
    Request,
    rank_candidates,
)
from contrat_de_ville.domain.programming_choices import Terms
from contrat_de_ville.domain.programming_problem import build_problem
from tests.assembly_builder import plain


WEIGHTS = {"publics": 3, "orientation": 3, "innovation": 2, "mutualisation": 1}
TERMS = Terms(
    ceilings_pct={"ETAT": 50, "CAPH": 80},
    base="hors_contributions_volontaires",
    weights=WEIGHTS,
    funding=Funding.PARTIEL,
    objective=Objective.EUROS,
    constraints=(MinimumUtile(line_centimes=1_000_00),),
)
ONE = Candidate(
    key="cle-1",
    numero="2017-0001",
    cash_centimes=100_000_00,
    whole_centimes=120_000_00,
    requests=(Request(funder="ETAT", centimes=8_000_00),),
    criteria={"publics": True, "orientation": True, "innovation": False},
)
CHANTIER = replace(
    ONE,
    requests=(
        Request(funder="CAPH", centimes=25_000_00, part="ACI"),
        Request(funder="ETAT", centimes=8_000_00),
    ),
    aid=Aid(centimes=19_500_00, formula="12 × 1 000 € + 7 500 €"),
    aid_funder="CAPH",
)
INNOVATION = InnovationCeiling(
    funder="ETAT",
    verdict=Verdict.OUI,
    rate_pct=80,
    ordinary_pct=50,
    base_centimes=10_000_00,
    ceiling_centimes=8_000_00,
    asked_centimes=7_000_00,
    sentence="",
    quote="",
)


def numbered(number: int, **changes: Any) -> Candidate:
    """Return the candidate of that number, with *changes*."""
    numero, key = f"2017-{number:04d}", f"cle-{number}"
    return replace(ONE, numero=numero, key=key, **changes)


def lines(one: Candidate, **changes: Any) -> dict[str, AskedLine]:
    """Return the lines of one candidate by funder, on the terms as changed."""
    terms = replace(TERMS, **changes)
    ranking = rank_candidates([one], terms.weights)
    (dossier,) = build_problem([one], ranking, terms).dossiers
    return {line.funder: line for line in dossier.lines}


class TestRankCandidates:
    """The criteria inform, the campaign's weights order, the number settles ties."""

    def test_points_are_the_weights_of_the_criteria_met(self) -> None:
        """3 for the publics and 3 for the orientation, nothing for the others."""
        (ranked,) = rank_candidates([ONE], WEIGHTS)

        assert ranked == Ranked(
            numero="2017-0001",
            rank=1,
            points=6,
            criteria={"innovation": 0, "orientation": 3, "publics": 3},
        )

    def test_more_points_come_first(self) -> None:
        """6 + 2 = 8 points before 6, before 3, whatever their numbers."""
        innovative = numbered(3, criteria={**ONE.criteria, "innovation": True})
        poorer = numbered(2, criteria={"publics": True})

        ranking = rank_candidates([ONE, poorer, innovative], WEIGHTS)

        assert [(one.numero, one.points, one.rank) for one in ranking] == [
            ("2017-0003", 8, 1),
            ("2017-0001", 6, 2),
            ("2017-0002", 3, 3),
        ]

    def test_ties_go_by_number_of_deposit(self) -> None:
        """The first deposited comes first, and no two share a rank."""
        ranking = rank_candidates([numbered(n) for n in (10, 2, 9)], WEIGHTS)

        assert [(one.numero, one.rank) for one in ranking] == [
            ("2017-0002", 1),
            ("2017-0009", 2),
            ("2017-0010", 3),
        ]

    def test_a_criterion_the_campaign_does_not_weigh_counts_for_nothing(self) -> None:
        """It is still shown beside the others."""
        (ranked,) = rank_candidates([replace(ONE, criteria={"autre": True})], WEIGHTS)

        assert (ranked.points, ranked.criteria) == (0, {"autre": 0})

    def test_other_weights_give_another_order(self) -> None:
        """The order belongs to the campaign: with mutualisation at 9 it is turned."""
        shared = numbered(2, criteria={"mutualisation": True})

        usual = rank_candidates([ONE, shared], WEIGHTS)
        turned = rank_candidates([ONE, shared], WEIGHTS | {"mutualisation": 9})

        assert [one.numero for one in usual] == ["2017-0001", "2017-0002"]
        assert [one.numero for one in turned] == ["2017-0002", "2017-0001"]


class TestQuestion:
    """The campaign's terms make the question."""

    def test_points_are_those_of_the_ranking_and_all_have_one_more(self) -> None:
        """An action of no point is still worth a euro."""
        nothing = numbered(2, criteria={})
        ranking = rank_candidates([ONE, nothing], WEIGHTS)

        found = build_problem([ONE, nothing], ranking, TERMS)

        assert [one.points for one in found.sorted_dossiers] == [6, 0]
        assert (found.worth("cle-1"), found.worth("cle-2")) == (7, 1)

    def test_what_the_campaign_asks_is_asked(self) -> None:
        """Its objective, whether less than the request may be granted, its minimum."""
        terms = replace(
            TERMS, objective=Objective.ACTIONS, funding=Funding.LIGNE_ENTIERE
        )

        found = build_problem([ONE], rank_candidates([ONE], WEIGHTS), terms)

        assert (found.objective, found.funding) == ("actions", "ligne_entiere")
        assert found.constraints == TERMS.constraints


class TestOrdinaryLine:
    """The rate a funder accepts, on the base the campaign states."""

    def test_a_demand_under_the_ceiling_is_possible_whole(self) -> None:
        """8 000 € asked, half of 100 000 € allowed: nothing is said."""
        assert lines(ONE)["ETAT"] == AskedLine(
            funder="ETAT", asked_centimes=8_000_00, most_centimes=8_000_00
        )

    def test_a_demand_over_the_ceiling_is_brought_down(self) -> None:
        """Half of a cash budget of 9 001,01 € is 4 500,50 €, below the centime cut."""
        found = lines(replace(ONE, cash_centimes=9_001_01))["ETAT"]

        assert found.most_centimes == 4_500_50
        assert plain(found.cap_reason) == (
            "plafond de 50 % du budget hors contributions volontaires, soit "
            "4 500,50 € sur 9 001,01 €"
        )

    def test_a_funder_without_rate_may_fund_all_the_base(self) -> None:
        """Never more than the cash budget: 5 000 € of the 8 000 € asked."""
        low = replace(ONE, cash_centimes=5_000_00)

        assert lines(low, ceilings_pct={})["ETAT"].most_centimes == 5_000_00

    def test_contributions_in_kind_count_where_the_campaign_says_so(self) -> None:
        """Half of 12 000 € is 6 000 €, half of 10 000 € is 5 000 €."""
        low = replace(ONE, cash_centimes=10_000_00, whole_centimes=12_000_00)

        with_kind = lines(low, base="avec_contributions_volontaires")["ETAT"]

        assert (lines(low)["ETAT"].most_centimes, with_kind.most_centimes) == (
            5_000_00,
            6_000_00,
        )
        assert "contributions volontaires comprises" in with_kind.cap_reason


class TestInnovation:
    """A ceiling, never an entitlement."""

    @pytest.mark.parametrize(
        ("asked", "most", "said"),
        [
            (4_000_00, 4_000_00, ""),
            (7_000_00, 7_000_00, "plafond dérogatoire de 80 % ouvert par l'innovation"),
            (9_000_00, 8_000_00, "(un plafond, jamais un droit)"),
        ],
    )
    def test_the_state_may_go_further(self, asked: int, most: int, said: str) -> None:
        """Of 10 000 €: up to 5 000 € as for anyone, up to 8 000 € where it is open."""
        one = replace(
            ONE,
            cash_centimes=10_000_00,
            requests=(Request(funder="ETAT", centimes=asked),),
            innovation=INNOVATION,
        )

        found = lines(one)["ETAT"]

        assert found.most_centimes == most
        assert said in found.cap_reason

    def test_the_other_funders_keep_their_rate(self) -> None:
        """The note speaks of the State's derogatory credits."""
        one = replace(
            ONE,
            cash_centimes=10_000_00,
            requests=(Request(funder="CAPH", centimes=9_000_00),),
            innovation=INNOVATION,
        )

        assert lines(one)["CAPH"].most_centimes == 8_000_00
        assert "innovation" not in lines(one)["CAPH"].cap_reason

    def test_a_wider_ordinary_rate_is_not_brought_down(self) -> None:
        """Innovation opens; it closes nothing."""
        one = replace(
            ONE,
            cash_centimes=10_000_00,
            requests=(Request(funder="ETAT", centimes=9_500_00),),
            innovation=INNOVATION,
        )

        assert lines(one, ceilings_pct={"ETAT": 90})["ETAT"].most_centimes == 9_000_00


class TestAid:
    """What the note's rule gives replaces what a chantier asks."""

    def test_it_is_that_amount_and_imposed(self) -> None:
        """Ceilings and minimum are not for it; its part is kept."""
        small = replace(CHANTIER, cash_centimes=1_000_00)

        found = lines(small)["CAPH"]

        assert (found.least_centimes, found.most_centimes) == (19_500_00, 19_500_00)
        assert (found.is_imposed, found.part) == (True, "ACI")
        assert plain(found.cap_reason) == (
            "aide ACI de la note (12 × 1 000 € + 7 500 €)"
        )

    def test_it_is_never_above_the_demand(self) -> None:
        """A line never gives more than it was asked, even by a generous rule."""
        modest = replace(
            CHANTIER, requests=(Request(funder="CAPH", centimes=15_000_00),)
        )

        found = lines(modest)["CAPH"]

        assert found.most_centimes == 15_000_00
        assert found.cap_reason.endswith("ramenée à la demande")

    @pytest.mark.parametrize(
        ("aid", "said"),
        [
            (Aid(), "utilité sociale non fixée par le comité : aucune aide calculée"),
            (
                Aid(centimes=0, formula="nouveau chantier non justifié : 0 €"),
                "pas d'aide ACI selon la note (nouveau chantier non justifié : 0 €)",
            ),
        ],
    )
    def test_no_aid_is_nothing_and_says_why(self, aid: Aid, said: str) -> None:
        """Not set and refused are two things; neither is imposed."""
        found = lines(replace(CHANTIER, aid=aid))["CAPH"]

        assert (found.most_centimes, found.is_imposed) == (0, False)
        assert found.cap_reason == said

    def test_the_other_funders_of_a_chantier_follow_the_common_rule(self) -> None:
        """Only the agglomération's part is the note's."""
        assert lines(CHANTIER)["ETAT"] == lines(ONE)["ETAT"]


def test_a_landlords_engagement_is_proposed_nothing() -> None:
    """The note values it and grants nothing; it is no continuity either."""
    valued = replace(ONE, is_valued=True, is_renewal=True)
    ranking = rank_candidates([valued], WEIGHTS)

    (found,) = build_problem([valued], ranking, TERMS).dossiers

    assert found.line("ETAT").most_centimes == 0
    assert "jamais accordé en subvention" in found.line("ETAT").cap_reason
    assert not found.is_renewal


@given(
    asked=st.integers(0, 30_000_00),
    cash=st.integers(0, 60_000_00),
    pct=st.integers(0, 100),
)
def test_no_line_exceeds_its_demand_or_its_ceiling(
    asked: int, cash: int, pct: int
) -> None:
    """Between nothing and what was asked, and under the rate, to the centime."""
    one = replace(
        ONE,
        cash_centimes=cash,
        requests=(Request(funder="ETAT", centimes=asked),),
    )

    found = lines(one, ceilings_pct={"ETAT": pct})["ETAT"]

    assert 0 <= found.most_centimes <= asked
    assert found.most_centimes * 100 <= cash * pct
    assert bool(found.cap_reason) == (found.most_centimes < asked)
