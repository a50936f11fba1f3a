"""What the ACI rule keeps beside the amounts of tests/spec."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.aci import (
    IMPLEMENTED,
    BaremeAci,
    ChantierRequest,
    ChoiceNotImplementedError,
    UtiliteSocialeOutOfRangeError,
    fit_envelope,
    grant_aci,
    require_implemented,
)
from tests.builders import build_campaign


BAREME = BaremeAci(
    par_salarie_centimes=1_000_00,
    utilite_plancher_centimes=5_000_00,
    utilite_plafond_centimes=10_000_00,
)
REQUEST = ChantierRequest(
    numero="2017-0002",
    salaries_count=12,
    utilite_centimes=7_500_00,
    asked_centimes=30_000_00,
    is_new=False,
    utilite_18_25="",
    previous_centimes=26_000_00,
)
GRANTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), st.integers(0, 50_000_00), min_size=1
)


class TestGrantAci:
    """Each grant can be checked by whoever did not compute it."""

    def test_a_grant_keeps_all_it_was_computed_from(self) -> None:
        """The inputs are kept by name, last year's grant included."""
        grant = grant_aci(REQUEST, BAREME, capped_by_request=True)

        assert grant.inputs == {
            "salaries": 12,
            "par_salarie_centimes": 1_000_00,
            "utilite_centimes": 7_500_00,
            "demande_centimes": 30_000_00,
            "nouveau_chantier": False,
            "aide_precedente_centimes": 26_000_00,
        }

    def test_last_year_does_not_change_the_amount(self) -> None:
        """The harmonised financing erases the differences: 19 500 € either way."""
        others = (None, 0, 90_000_00)
        amounts = {
            grant_aci(
                replace(REQUEST, previous_centimes=one), BAREME, capped_by_request=True
            ).amount_centimes
            for one in others
        }

        assert amounts == {19_500_00}

    def test_another_years_figures_are_applied(self) -> None:
        """Nothing of the note is written in the code: 12 × 1 100 + 7 500 = 20 700 €."""
        raised = replace(BAREME, par_salarie_centimes=1_100_00)

        grant = grant_aci(REQUEST, raised, capped_by_request=True)

        assert grant.amount_centimes == 20_700_00

    def test_the_error_survives_pickling(self) -> None:
        """A worker hands its error over whole: figures and sentence."""
        error = UtiliteSocialeOutOfRangeError(4_000_00, 5_000_00, 10_000_00)

        copy = pickle.loads(pickle.dumps(error))

        assert copy.args == (4_000_00, 5_000_00, 10_000_00)
        assert str(copy) == str(error)


class TestRequireImplemented:
    """A choice printed beside an amount is a choice applied to it."""

    def test_every_answer_the_rule_knows_passes(self) -> None:
        """Each of the accepted values goes through."""
        for code, accepted in IMPLEMENTED.items():
            for value in accepted:
                require_implemented(build_campaign(choices={code: value}), code)

    def test_another_answer_stops_the_computation(self) -> None:
        """Counting full-time equivalents is refused, with what the rule can do."""
        campaign = build_campaign(choices={"aci.base_effectif": "etp"})

        with pytest.raises(ChoiceNotImplementedError) as caught:
            require_implemented(campaign, "aci.base_effectif")

        assert "« etp » pour aci.base_effectif" in str(caught.value)
        assert "elle sait : personnes_presentes" in str(caught.value)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


class TestFitEnvelope:
    """Whatever the grants, the envelope holds and nobody gains by it."""

    @given(GRANTS, st.integers(0, 100_000_00), st.sampled_from([1, 100]))
    def test_the_envelope_holds_and_no_grant_rises(
        self, grants: dict[str, int], credit: int, unit: int
    ) -> None:
        """The sum fits the credit, and each grant stays at or below its own."""
        fitted = fit_envelope(grants, credit, unit_centimes=unit)

        assert fitted.keys() == grants.keys()
        assert sum(fitted.values()) <= credit
        assert all(0 <= fitted[one] <= grants[one] for one in grants)

    @given(GRANTS, st.integers(0, 100_000_00))
    def test_to_the_centime_the_whole_credit_is_used(
        self, grants: dict[str, int], credit: int
    ) -> None:
        """Rounded to the centime, nothing of an exceeded envelope is lost."""
        fitted = fit_envelope(grants, credit)

        assert sum(fitted.values()) == min(credit, sum(grants.values()))

    @given(GRANTS, st.integers(0, 100_000_00), st.data())
    def test_the_order_of_the_chantiers_does_not_matter(
        self, grants: dict[str, int], credit: int, data: st.DataObject
    ) -> None:
        """Shuffled chantiers receive the same amounts."""
        shuffled = dict(data.draw(st.permutations(list(grants.items()))))

        assert fit_envelope(grants, credit) == fit_envelope(shuffled, credit)
