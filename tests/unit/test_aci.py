"""What the ACI rule keeps beside the amounts of tests/spec."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.aci import (
    AciTerms,
    ChantierRequest,
    MissingFactError,
    UnsignedFigureError,
    UtiliteSocialeOutOfRangeError,
    grant_aci,
    months_open,
)
from contrat_de_ville.domain.aci.choices import (
    AnneePartielle,
    Arrondi,
    BaseEffectif,
    LissageN1,
)
from contrat_de_ville.domain.aci.headcount import headcount_text, hundredths
from contrat_de_ville.errors import BadInputError
from tests.aci_builder import (
    BAREME,
    REQUEST,
    build_headcount,
    build_request,
    build_terms,
)


UTILITE = st.integers(5_000_00, 10_000_00)
AMOUNT = st.integers(0, 60_000_00)
REQUESTS = st.builds(
    ChantierRequest,
    numero=st.just("2017-0001"),
    salaries_count=st.integers(0, 400),
    utilite_centimes=UTILITE,
    utilite_author=st.just("Comité ACI"),
    utilite_on=st.just(date(2017, 1, 24)),
    asked_centimes=AMOUNT,
    is_new=st.just(False),  # noqa: FBT003 (a field of the record)
    utilite_18_25=st.just(""),
    previous_centimes=st.none() | AMOUNT,
    months=st.integers(1, 12),
    besoin_centimes=st.integers(-10_000_00, 60_000_00),
)
TERMS = st.builds(
    build_terms,
    annee_partielle=st.sampled_from(AnneePartielle),
    lissage_n1=st.sampled_from(LissageN1),
    lissage_pct=st.integers(0, 100),
    arrondi=st.sampled_from(Arrondi),
    plafond_demande=st.booleans(),
    plafond_besoin=st.booleans(),
)


class TestExplanation:
    """Each grant can be checked by whoever did not compute it."""

    def test_a_grant_keeps_all_it_was_computed_from(self) -> None:
        """The inputs are kept by name, last year's grant included."""
        grant = grant_aci(build_request(months=12), build_terms())

        assert grant.inputs == {
            "salaries": 12,
            "par_salarie_centimes": 1_000_00,
            "utilite_centimes": 7_500_00,
            "demande_centimes": 30_000_00,
            "nouveau_chantier": False,
            "aide_precedente_centimes": 26_000_00,
            "base_effectif": "personnes_presentes",
            "effectif_centiemes": 12_00,
            "effectif_source": "déclaré par le porteur dans son dépôt",
            "effectif_annexes": None,
            "effectif_auteur": None,
            "effectif_le": None,
            "date_reference": "2016-12-31",
            "mois": 12,
            "utilite_auteur": "Comité ACI",
            "utilite_le": "2017-01-24",
            "utilite_structure_centimes": None,
            "chantiers_de_la_structure": None,
            "besoin_centimes": None,
            "justification_18_25": False,
        }

    def test_the_last_step_is_the_amount(self) -> None:
        """12 000, then 19 500, then the demand of 18 000: the amount granted."""
        grant = grant_aci(build_request(asked_centimes=18_000_00), build_terms())

        assert [(one.code, one.amount_centimes) for one in grant.steps] == [
            ("effectif", 12_000_00),
            ("utilite", 19_500_00),
            ("demande", 18_000_00),
        ]
        assert grant.amount_centimes == 18_000_00

    def test_an_explanation_is_plain_json(self) -> None:
        """It is kept as JSON and read back the same."""
        explained = asdict(grant_aci(REQUEST, build_terms()))

        assert json.loads(json.dumps(explained))["steps"][0]["amount_centimes"] == (
            12_000_00
        )

    def test_another_years_figures_are_applied(self) -> None:
        """Nothing of the note is written in the code: 12 × 1 100 + 7 500 = 20 700 €."""
        raised = replace(BAREME, par_salarie_centimes=1_100_00)

        assert grant_aci(REQUEST, build_terms(raised)).amount_centimes == 20_700_00

    def test_a_new_chantier_says_that_it_was_justified(self) -> None:
        """Both outcomes have their sentence: this one is funded, in writing."""
        request = build_request(is_new=True, utilite_18_25="Huit places réservées.")
        grant = grant_aci(request, build_terms())

        assert grant.sentence == (
            "Nouveau chantier : utilité pour les 18-25 ans justifiée par écrit. Aide "
            "calculée selon la note."
        )
        assert grant.inputs["justification_18_25"] is True


class TestBadInput:
    """What cannot be a chantier is refused, with its sentence."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"salaries_count": -1}, "l'effectif est en dessous de zéro"),
            ({"utilite_centimes": -1}, "l'utilité sociale est en dessous de zéro"),
            ({"asked_centimes": -1}, "la demande est en dessous de zéro"),
            ({"previous_centimes": -1}, "l'aide de l'année précédente est en dessous"),
            (
                {
                    "effectif": build_headcount(
                        1_000_00, BaseEffectif.PERSONNES_PRESENTES
                    )
                },
                "Un effectif de 1 000",
            ),
        ],
    )
    def test_a_figure_that_cannot_be_is_refused(
        self, changes: dict[str, object], said: str
    ) -> None:
        """Negative amounts and headcounts beyond belief compute nothing."""
        with pytest.raises(BadInputError) as caught:
            grant_aci(build_request(**changes), build_terms())

        assert said in str(caught.value).replace("\u202f", " ")

    @pytest.mark.parametrize(
        "error",
        [
            UtiliteSocialeOutOfRangeError(4_000_00, 5_000_00, 10_000_00),
            UnsignedFigureError("2017-0002"),
            MissingFactError("2017-0002", "son effectif n'est pas connu."),
        ],
        ids=lambda one: type(one).__name__,
    )
    def test_an_error_survives_pickling(self, error: Exception) -> None:
        """A worker hands its error over whole: fields and sentence."""
        copy = pickle.loads(pickle.dumps(error))

        assert (copy.args, str(copy)) == (error.args, str(error))

    @pytest.mark.parametrize("changes", [{"utilite_author": ""}, {"utilite_on": None}])
    def test_a_figure_by_nobody_or_of_no_day_is_refused(
        self, changes: dict[str, object]
    ) -> None:
        """The committee's part has an author and a date, or it is not one."""
        with pytest.raises(UnsignedFigureError, match="2017-0002"):
            grant_aci(build_request(**changes), build_terms())


class TestProperties:
    """Whatever the chantier and the choices."""

    @given(REQUESTS, TERMS)
    def test_a_ceiling_is_never_passed(
        self, request: ChantierRequest, terms: AciTerms
    ) -> None:
        """Capped by the request or by the gap, a grant stays at or below it."""
        grant = grant_aci(request, terms)
        gap = max(0, request.besoin_centimes or 0)

        assert grant.amount_centimes >= 0
        if terms.choices.plafond_demande:
            assert grant.amount_centimes <= request.asked_centimes
        if terms.choices.plafond_besoin:
            assert grant.amount_centimes <= gap

    @given(REQUESTS, TERMS)
    def test_one_more_salarie_never_lowers_a_grant(
        self, request: ChantierRequest, terms: AciTerms
    ) -> None:
        """The grant never falls when the headcount rises."""
        more = replace(request, salaries_count=request.salaries_count + 1)

        less, greater = (grant_aci(one, terms) for one in (request, more))

        assert less.amount_centimes <= greater.amount_centimes

    @given(REQUESTS)
    def test_a_note_applied_plainly_stays_within_its_bounds(
        self, request: ChantierRequest
    ) -> None:
        """With neither ceiling nor smoothing, the grant is between the two bounds."""
        grant = grant_aci(request, build_terms(plafond_demande=False))

        assert grant.lowest_centimes <= grant.amount_centimes <= grant.highest_centimes

    @given(REQUESTS, TERMS)
    def test_each_step_leaves_the_amount_of_the_last(
        self, request: ChantierRequest, terms: AciTerms
    ) -> None:
        """The formula ends with the amount granted, as the last step does."""
        grant = grant_aci(request, terms)

        assert grant.steps[-1].amount_centimes == grant.amount_centimes
        assert grant.formula.endswith(
            grant.steps[-1].sentence.rpartition(" : ")[2][-8:]
        )

    @given(st.integers(0, 99_999))
    def test_hundredths_of_a_headcount_are_exact(self, centiemes: int) -> None:
        """At 1 000 € a head, a hundredth of a full time is ten euros, never less."""
        effectif = build_headcount(centiemes, BaseEffectif.ETP)
        terms = build_terms(base_effectif=BaseEffectif.ETP, plafond_demande=False)
        grant = grant_aci(build_request(effectif=effectif), terms)

        assert grant.amount_centimes == centiemes * 10_00 + 7_500_00


class TestHeadcount:
    """How many, of what, and for how long."""

    @pytest.mark.parametrize(
        ("centiemes", "base", "said"),
        [
            (1_00, BaseEffectif.PERSONNES_PRESENTES, "1 salarié"),
            (14_23, BaseEffectif.ETP, "14,23 ETP"),
            (1_50, BaseEffectif.POSTES_CONVENTIONNES, "1,5 poste conventionné"),
            (2_00, BaseEffectif.POSTES_CONVENTIONNES, "2 postes conventionnés"),
        ],
    )
    def test_a_headcount_is_written_in_french(
        self, centiemes: int, base: BaseEffectif, said: str
    ) -> None:
        """The noun agrees from two on; a fraction has its comma."""
        assert headcount_text(build_headcount(centiemes, base)) == said

    @pytest.mark.parametrize(
        ("starts", "ends", "months"),
        [
            (date(2017, 1, 1), date(2017, 12, 31), 12),
            (date(2017, 1, 31), date(2017, 2, 1), 2),
            (date(2017, 5, 10), date(2017, 5, 12), 1),
            (date(2016, 9, 1), date(2018, 8, 31), 12),
            (date(2017, 6, 1), date(2017, 5, 1), 0),
        ],
    )
    def test_a_month_begun_counts(self, starts: date, ends: date, months: int) -> None:
        """Months are whole, twelve at most; an action that ends first has none."""
        assert months_open(starts, ends) == months

    def test_months_unknown_are_asked(self) -> None:
        """A pro rata of months without the dates of the action is not guessed."""
        terms = build_terms(annee_partielle=AnneePartielle.PRORATA_MOIS)

        with pytest.raises(MissingFactError, match="quand l'action commence"):
            grant_aci(build_request(months=None), terms)

    def test_zeros_that_say_nothing_are_left_out(self) -> None:
        """12,00 is 12 and 12,50 is 12,5."""
        assert [hundredths(one) for one in (12_00, 12_50, 12_05)] == [
            "12",
            "12,5",
            "12,05",
        ]
