"""Whatever the grants, the envelope holds and nobody gains by it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.aci import (
    AciTerms,
    ChantierRequest,
    GrantAci,
    cut_utility_first,
    fit_envelope,
    grant_aci,
    serve_in_order,
    within_envelope,
)
from contrat_de_ville.domain.aci.choices import (
    Arrondi,
    CritereOrdre,
    DepassementEnveloppe,
)
from tests.aci_builder import REQUEST, build_request, build_terms


GRANTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), st.integers(0, 50_000_00), min_size=1
)
CREDIT = st.integers(0, 100_000_00)
UNIT = st.sampled_from([1, 100, 1_000])
CHANTIERS = st.lists(
    st.builds(
        ChantierRequest,
        numero=st.integers(1, 9_999).map(lambda rank: f"2017-{rank:04d}"),
        salaries_count=st.integers(0, 60),
        utilite_centimes=st.integers(5_000_00, 10_000_00),
        utilite_author=st.just("Comité ACI"),
        utilite_on=st.just(date(2017, 1, 24)),
        asked_centimes=st.integers(0, 60_000_00),
        is_new=st.booleans(),
        utilite_18_25=st.sampled_from(["", "Huit places réservées."]),
        previous_centimes=st.none() | st.integers(0, 60_000_00),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.numero,
)
TERMS = st.builds(
    build_terms,
    depassement_enveloppe=st.sampled_from(DepassementEnveloppe),
    arrondi=st.sampled_from(Arrondi),
    ordre=st.permutations(list(CritereOrdre)).map(tuple),
)


class TestFitEnvelope:
    """All reduced in one proportion."""

    @given(GRANTS, CREDIT, UNIT)
    def test_the_envelope_holds_and_no_grant_rises(
        self, grants: dict[str, int], credit: int, unit: int
    ) -> None:
        """The sum fits the credit, and each grant stays at or below its own."""
        fitted = fit_envelope(grants, credit, unit_centimes=unit)

        assert fitted.keys() == grants.keys()
        assert sum(fitted.values()) <= credit
        assert all(0 <= fitted[one] <= grants[one] for one in grants)

    @given(GRANTS, CREDIT)
    def test_to_the_centime_the_whole_credit_is_used(
        self, grants: dict[str, int], credit: int
    ) -> None:
        """Rounded to the centime, nothing of an exceeded envelope is lost."""
        fitted = fit_envelope(grants, credit)

        assert sum(fitted.values()) == min(credit, sum(grants.values()))

    @given(GRANTS, CREDIT, st.data())
    def test_the_order_of_the_chantiers_does_not_matter(
        self, grants: dict[str, int], credit: int, data: st.DataObject
    ) -> None:
        """Shuffled chantiers receive the same amounts."""
        shuffled = dict(data.draw(st.permutations(list(grants.items()))))

        assert fit_envelope(grants, credit) == fit_envelope(shuffled, credit)


class TestUtilityFirst:
    """What is above the floor goes first."""

    @given(GRANTS, CREDIT, UNIT, st.data())
    def test_nobody_is_under_the_floor_while_another_is_above(
        self, grants: dict[str, int], credit: int, unit: int, data: st.DataObject
    ) -> None:
        """Either every grant keeps its floor, or none keeps more than its floor."""
        floors = {one: data.draw(st.integers(0, 50_000_00)) for one in grants}
        fitted = cut_utility_first(grants, floors, credit, unit_centimes=unit)
        kept = {one: min(floors[one], grants[one]) for one in grants}
        is_above = any(fitted[one] > floors[one] for one in grants)
        # A floor that is no multiple of the unit loses what is under one unit.
        is_under = any(fitted[one] <= kept[one] - unit for one in grants)

        assert sum(fitted.values()) <= max(credit, 0)
        assert all(0 <= fitted[one] <= grants[one] for one in grants)
        assert not (is_above and is_under)

    @given(GRANTS, CREDIT, st.data())
    def test_to_the_centime_the_whole_credit_is_used(
        self, grants: dict[str, int], credit: int, data: st.DataObject
    ) -> None:
        """Rounded to the centime, nothing of an exceeded envelope is lost."""
        floors = {one: data.draw(st.integers(0, 50_000_00)) for one in grants}
        fitted = cut_utility_first(grants, floors, credit)

        assert sum(fitted.values()) == min(credit, sum(grants.values()))


class TestInOrder:
    """The first ones whole, the last one what is left."""

    @given(GRANTS, CREDIT, UNIT)
    def test_at_most_one_is_served_in_part(
        self, grants: dict[str, int], credit: int, unit: int
    ) -> None:
        """Before it all have theirs, after it all have nothing."""
        order = sorted(grants)
        served = serve_in_order(grants, order, credit, unit_centimes=unit)
        whole = [served[one] == grants[one] for one in order if grants[one]]
        first_cut = whole.index(False) if False in whole else len(whole)
        after = [one for one in order if grants[one]][first_cut + 1 :]

        assert sum(served.values()) <= credit
        assert all(whole[:first_cut])
        assert [served[one] for one in after] == [0] * len(after)


class TestWithinEnvelope:
    """A whole year, whatever the choices."""

    @given(CHANTIERS, TERMS, CREDIT)
    def test_the_sum_holds_and_each_reduction_is_explained(
        self, chantiers: list[ChantierRequest], terms: AciTerms, credit: int
    ) -> None:
        """Below the credit; who is reduced has one more step, that says the amount."""
        computed = [grant_aci(one, terms) for one in chantiers]
        fitted = within_envelope(computed, credit, terms)

        assert sum(one.amount_centimes for one in fitted) <= credit
        for before, after in zip(computed, fitted, strict=True):
            is_reduced = after.amount_centimes < before.amount_centimes
            assert after.amount_centimes <= before.amount_centimes
            assert len(after.steps) == len(before.steps) + is_reduced
            assert after.steps[-1].amount_centimes == after.amount_centimes

    @given(CHANTIERS, TERMS, CREDIT, st.data())
    def test_the_order_of_deposit_changes_nothing(
        self,
        chantiers: list[ChantierRequest],
        terms: AciTerms,
        credit: int,
        data: st.DataObject,
    ) -> None:
        """The same chantiers in another order receive the same amounts."""
        shuffled = data.draw(st.permutations(chantiers))

        amounts = [
            {
                one.numero: one.amount_centimes
                for one in within_envelope(
                    [grant_aci(request, terms) for request in order], credit, terms
                )
            }
            for order in (chantiers, shuffled)
        ]

        assert amounts[0] == amounts[1]

    def test_an_envelope_already_spent_gives_nothing(self) -> None:
        """What earlier grants left may be nothing, or less: nobody gets a debt."""
        grant = grant_aci(REQUEST, build_terms())
        (fitted,) = within_envelope([grant], -500, build_terms())

        assert (fitted.amount_centimes, fitted.is_refused) == (0, False)

    def test_no_envelope_reduces_nothing(self) -> None:
        """A funder that announced none keeps its own: the grant is as computed."""
        grant = grant_aci(REQUEST, build_terms())

        assert within_envelope([grant], None, build_terms()) == (grant,)

    def test_the_formula_says_why_it_is_less(self) -> None:
        """39 000 for 30 000: 19 500 becomes 15 000, with the words of the choice."""
        terms = build_terms()
        both: list[GrantAci] = [
            grant_aci(build_request(numero=one), terms) for one in ("a", "b")
        ]
        fitted = within_envelope(both, 30_000_00, terms)
        said = fitted[0].formula.replace("\u202f", " ").replace("\xa0", " ")
        step = fitted[0].steps[-1].sentence.replace("\u202f", " ").replace("\xa0", " ")

        assert said.endswith("= 19 500 €, réduit au prorata de l'enveloppe : 15 000 €")
        assert step == (
            "réduit au prorata de l'enveloppe (30 000 € disponibles pour 39 000 € "
            "calculés) : 15 000 €"
        )
