"""The proposal: an order, then amounts that never exceed what there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.domain.programming import (
    ACI_REASON,
    Candidate,
    ProposedLine,
    Ranked,
    Terms,
    propose,
    rank_candidates,
)


WEIGHTS = {"publics": 3, "orientation": 3, "innovation": 2, "mutualisation": 1}
TERMS = Terms(
    envelopes={"ETAT": 20_000_00, "CAPH": 30_000_00},
    ceilings_pct={"ETAT": 50, "CAPH": 80},
    minimum_centimes=1_000_00,
    weights=WEIGHTS,
)
ONE = Candidate(
    numero="2017-0001",
    cash_centimes=100_000_00,
    asked={"ETAT": 8_000_00},
    criteria={"publics": True, "orientation": True, "innovation": False},
)


def numbered(number: int, **changes: Any) -> Candidate:
    """Return the candidate of that number, with *changes*."""
    return replace(ONE, numero=f"2017-{number:04d}", **changes)


def proposed(*candidates: Candidate, **changes: Any) -> dict[tuple[str, str], Any]:
    """Return amount and sentence by deposit and funder, on the terms as changed."""
    terms = replace(TERMS, **changes)
    lines = propose(candidates, rank_candidates(candidates, terms.weights), terms)
    return {
        (one.numero, one.funder): (one.amount_centimes, plain(one.reason))
        for one in lines
    }


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


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


class TestPropose:
    """Each line has its amount and the sentence that explains it."""

    def test_a_demand_that_fits_is_kept_whole(self) -> None:
        """8 000 € asked, half of 100 000 € allowed, 20 000 € there."""
        assert proposed(ONE) == {
            ("2017-0001", "ETAT"): (8_000_00, "Rang 1 : demande retenue en entier")
        }

    def test_a_demand_over_the_ceiling_is_brought_down(self) -> None:
        """Half of a cash budget of 9 001,01 € is 4 500,50 €, below the centime cut."""
        low = replace(ONE, cash_centimes=9_001_01)

        assert proposed(low) == {
            ("2017-0001", "ETAT"): (
                4_500_50,
                "Ramené à 50 % du budget hors contributions volontaires",
            )
        }

    def test_a_funder_without_ceiling_may_fund_all_the_cash(self) -> None:
        """Never more than the cash budget: 5 000 € of the 8 000 € asked."""
        low = replace(ONE, cash_centimes=5_000_00)

        assert proposed(low, ceilings_pct={})["2017-0001", "ETAT"][0] == 5_000_00

    def test_a_funder_without_envelope_is_not_limited(self) -> None:
        """It keeps its own envelope: nothing of it is known here."""
        asked = replace(ONE, asked={"CAF": 90_000_00}, cash_centimes=900_000_00)

        assert proposed(asked)["2017-0001", "CAF"] == (
            90_000_00,
            "Rang 1 : demande retenue en entier",
        )

    def test_the_envelope_is_used_by_rank_and_its_balance_goes_to_the_next(
        self,
    ) -> None:
        """Of 20 000 €: 8 000, 8 000, then the 4 000 left, then nothing."""
        assert proposed(*(numbered(n) for n in (1, 2, 3, 4))) == {
            ("2017-0001", "ETAT"): (8_000_00, "Rang 1 : demande retenue en entier"),
            ("2017-0002", "ETAT"): (8_000_00, "Rang 2 : demande retenue en entier"),
            ("2017-0003", "ETAT"): (
                4_000_00,
                "Rang 3 : dernier retenu, solde de l'enveloppe",
            ),
            ("2017-0004", "ETAT"): (0, "Rang 4 : enveloppe épuisée (il restait 0 €)"),
        }

    def test_a_useless_balance_is_left_for_a_smaller_demand(self) -> None:
        """999,99 € left is under 1 000 €: the second gets nothing and takes nothing."""
        lines = proposed(ONE, numbered(2), envelopes={"ETAT": 8_999_99})

        assert lines["2017-0002", "ETAT"] == (
            0,
            "Rang 2 : enveloppe épuisée (il restait 999,99 €)",
        )

    def test_a_balance_at_the_minimum_is_useful(self) -> None:
        """1 000 € left is proposed."""
        lines = proposed(ONE, numbered(2), envelopes={"ETAT": 9_000_00})

        assert lines["2017-0002", "ETAT"] == (
            1_000_00,
            "Rang 2 : dernier retenu, solde de l'enveloppe",
        )

    @pytest.mark.parametrize(
        ("asked", "cash"), [(999_99, 100_000_00), (0, 100_000_00), (8_000_00, 1_999_99)]
    )
    def test_an_aid_under_the_minimum_is_not_proposed(
        self, asked: int, cash: int
    ) -> None:
        """Asked for less than 1 000 €, or brought under it by the ceiling."""
        small = replace(ONE, asked={"ETAT": asked}, cash_centimes=cash)

        assert proposed(small) == {
            ("2017-0001", "ETAT"): (
                0,
                "Rang 1 : sous le montant minimum utile (1 000 €)",
            )
        }

    def test_a_demand_of_the_minimum_is_kept(self) -> None:
        """1 000 € asked is not under 1 000 €."""
        small = replace(ONE, asked={"ETAT": 1_000_00})

        assert proposed(small)["2017-0001", "ETAT"] == (
            1_000_00,
            "Rang 1 : demande retenue en entier",
        )

    def test_without_minimum_an_empty_envelope_is_still_said_empty(self) -> None:
        """Nothing is « the balance » when there is none."""
        lines = proposed(ONE, envelopes={"ETAT": 0}, minimum_centimes=0)

        assert lines["2017-0001", "ETAT"] == (
            0,
            "Rang 1 : enveloppe épuisée (il restait 0 €)",
        )

    def test_each_funder_has_its_own_line(self) -> None:
        """One file, two funders, two amounts: what one lacks the other does not pay."""
        both = replace(ONE, asked={"ETAT": 8_000_00, "CAPH": 6_000_00})

        lines = proposed(both, envelopes={"ETAT": 0, "CAPH": 30_000_00})

        assert [amount for amount, _ in lines.values()] == [6_000_00, 0]

    def test_no_candidate_is_no_line(self) -> None:
        """A year without admissible deposits proposes nothing."""
        assert proposed() == {}


CHANTIER = numbered(
    9,
    asked={"CAPH": 25_000_00, "ETAT": 8_000_00},
    criteria={},
    aci_funder="CAPH",
    granted_aci=19_500_00,
)


class TestChantiers:
    """What the note's rule gives comes before any ranking."""

    def test_the_note_is_served_first(self) -> None:
        """Last by rank, the chantier has its 19 500 €; the best action has the rest."""
        best = replace(ONE, asked={"CAPH": 20_000_00})

        lines = proposed(best, CHANTIER)

        assert list(lines) == [
            ("2017-0009", "CAPH"),
            ("2017-0001", "CAPH"),
            ("2017-0009", "ETAT"),
        ]
        assert lines["2017-0009", "CAPH"] == (19_500_00, ACI_REASON)
        assert lines["2017-0001", "CAPH"] == (
            10_500_00,
            "Rang 1 : dernier retenu, solde de l'enveloppe",
        )

    def test_the_other_funders_of_a_chantier_follow_the_common_rule(self) -> None:
        """Only the agglomération's part is the note's."""
        assert proposed(CHANTIER)["2017-0009", "ETAT"] == (
            8_000_00,
            "Rang 1 : demande retenue en entier",
        )

    def test_ceiling_and_minimum_are_not_for_the_note(self) -> None:
        """The grant is whole on a budget whose 80 % would be less."""
        small = replace(CHANTIER, cash_centimes=10_000_00)

        assert proposed(small)["2017-0009", "CAPH"][0] == 19_500_00

    def test_a_refused_chantier_says_so(self) -> None:
        """A grant of nothing is not presented as an aid."""
        assert proposed(replace(CHANTIER, granted_aci=0))["2017-0009", "CAPH"] == (
            0,
            "Pas d'aide ACI selon la note",
        )

    def test_an_envelope_too_small_says_so(self) -> None:
        """Of 15 000 € there, 15 000 € are given and the grant is recalled."""
        lines = proposed(CHANTIER, envelopes={"CAPH": 15_000_00})

        assert lines["2017-0009", "CAPH"] == (
            15_000_00,
            "Enveloppe insuffisante pour l'aide ACI de 19 500 €",
        )

    def test_a_grant_over_the_demand_is_brought_to_it(self) -> None:
        """A line never gives more than it was asked, even by a generous rule."""
        modest = replace(CHANTIER, asked={"CAPH": 15_000_00})

        assert proposed(modest)["2017-0009", "CAPH"] == (
            15_000_00,
            "Aide ACI de la note, ramenée à la demande",
        )

    def test_a_chantier_that_asks_nothing_of_the_funder_has_no_line(self) -> None:
        """There is no line to write the amount on."""
        elsewhere = replace(CHANTIER, asked={"ETAT": 8_000_00})

        assert list(proposed(elsewhere)) == [("2017-0009", "ETAT")]


FUNDERS = st.sampled_from(["ETAT", "CAPH", "CAF"])
AMOUNTS = st.integers(0, 30_000_00)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        numero=st.integers(1, 30).map("2017-{:04d}".format),
        cash_centimes=st.integers(0, 60_000_00),
        asked=st.dictionaries(FUNDERS, AMOUNTS),
        criteria=st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.booleans())),
        aci_funder=st.just("CAPH"),
        granted_aci=st.none() | AMOUNTS,
    ),
    max_size=8,
    unique_by=lambda one: one.numero,
)
ALL_TERMS = st.builds(
    Terms,
    envelopes=st.dictionaries(FUNDERS, st.integers(0, 60_000_00)),
    ceilings_pct=st.dictionaries(FUNDERS, st.integers(0, 100)),
    minimum_centimes=st.integers(0, 2_000_00),
    weights=st.just(WEIGHTS),
)


def lines_of(candidates: list[Candidate], terms: Terms) -> tuple[ProposedLine, ...]:
    """Rank and propose, as the year does."""
    return propose(candidates, rank_candidates(candidates, terms.weights), terms)


class TestAnyYear:
    """What holds whatever is deposited and whatever there is."""

    @given(CANDIDATES, ALL_TERMS)
    def test_no_envelope_is_ever_exceeded(
        self, candidates: list[Candidate], terms: Terms
    ) -> None:
        """Summed to the centime, the lines of a funder fit its envelope."""
        lines = lines_of(candidates, terms)

        for funder, envelope in terms.envelopes.items():
            spent = sum(one.amount_centimes for one in lines if one.funder == funder)

            assert spent <= envelope

    @given(CANDIDATES, ALL_TERMS)
    def test_no_line_exceeds_its_demand_or_its_ceiling(
        self, candidates: list[Candidate], terms: Terms
    ) -> None:
        """Between nothing and what was asked; under the ceiling but for the note."""
        by_numero = {one.numero: one for one in candidates}

        for line in lines_of(candidates, terms):
            one = by_numero[line.numero]
            is_note = one.granted_aci is not None and line.funder == "CAPH"
            pct = terms.ceilings_pct.get(line.funder, 100)

            assert 0 <= line.amount_centimes <= one.asked[line.funder]
            assert is_note or line.amount_centimes * 100 <= one.cash_centimes * pct

    @given(CANDIDATES, ALL_TERMS)
    def test_every_demand_has_one_line_and_its_sentence(
        self, candidates: list[Candidate], terms: Terms
    ) -> None:
        """Nobody is forgotten, nobody is answered twice or without a reason."""
        lines = lines_of(candidates, terms)
        asked = [(one.numero, funder) for one in candidates for funder in one.asked]

        assert sorted(asked) == sorted((one.numero, one.funder) for one in lines)
        assert all(one.reason for one in lines)

    @given(CANDIDATES, ALL_TERMS)
    def test_what_is_given_is_useful_or_is_nothing(
        self, candidates: list[Candidate], terms: Terms
    ) -> None:
        """But for the note's grants, no amount lies between 0 and the minimum."""
        chantiers = {one.numero for one in candidates if one.granted_aci is not None}

        for line in lines_of(candidates, terms):
            is_note = line.numero in chantiers and line.funder == "CAPH"

            assert (
                is_note
                or line.amount_centimes == 0
                or line.amount_centimes >= terms.minimum_centimes
            )

    @given(CANDIDATES, ALL_TERMS, st.data())
    def test_the_order_of_arrival_does_not_matter(
        self, candidates: list[Candidate], terms: Terms, data: st.DataObject
    ) -> None:
        """Shuffled candidates have the same ranks, amounts and sentences."""
        shuffled = data.draw(st.permutations(candidates))

        assert lines_of(candidates, terms) == lines_of(shuffled, terms)


class TestForgottenChantier:
    """A chantier whose utilité sociale nobody set."""

    def test_is_proposed_nothing_and_told_why(self) -> None:
        """It is not treated as an ordinary action: its line is zero, with a reason."""
        chantier = Candidate(
            numero="2017-0001",
            cash_centimes=10_000_000,
            asked={"CAPH": 1_800_000},
            criteria={},
            aci_funder="CAPH",
            granted_aci=0,
            waits_for_committee=True,
        )
        terms = Terms(
            envelopes={"CAPH": 50_000_000},
            ceilings_pct={"CAPH": 80},
            minimum_centimes=100_000,
            weights={},
        )
        ranking = rank_candidates([chantier], {})

        (line,) = propose([chantier], ranking, terms)

        assert line.amount_centimes == 0
        assert "non fixée par le comité" in line.reason
