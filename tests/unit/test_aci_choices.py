"""What a campaign may choose on the ACI, and what is said of it."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

from contrat_de_ville.domain.aci import (
    IMPLEMENTED,
    ChoiceNotImplementedError,
    InconsistentChoicesError,
    choice_problems,
    choices_of,
    require_implemented,
)
from contrat_de_ville.domain.aci.choices import CritereOrdre, LissageN1
from contrat_de_ville.domain.aci.grid import (
    Grille,
    figure_of,
    points_given,
    points_text,
    require_figure,
)
from contrat_de_ville.domain.aci.sentences import sentence_of
from contrat_de_ville.domain.aci.terms import choices_said
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.errors import BadInputError
from tests.aci_builder import BAREME, CAMPAIGN
from tests.builders import build_campaign


GRILLE = Grille(pas_centimes=1_000_00, criteres={"service": 3, "jeunes": 2})


def campaign_with(**choices: Any) -> Campaign:
    """Return the campaign of 2017 with these choices, named without « aci. »."""
    changed = {f"aci.{code}": value for code, value in choices.items()}
    return build_campaign(choices=CAMPAIGN | changed)


class TestRequireImplemented:
    """A choice printed beside an amount is a choice applied to it."""

    def test_every_answer_the_rule_knows_passes(self) -> None:
        """Each of the accepted values goes through."""
        for code, accepted in IMPLEMENTED.items():
            for value in accepted:
                require_implemented(build_campaign(choices={code: value}), code)

    def test_every_answer_has_its_sentence(self) -> None:
        """No value is shown without a French sentence of its own."""
        for code, accepted in IMPLEMENTED.items():
            said = [sentence_of(code, value) for value in accepted]

            assert all(one.endswith(".") for one in said), code
            assert len(set(said)) == len(accepted), code

    @pytest.mark.parametrize(
        ("code", "value", "said"),
        [
            ("aci.base_effectif", "heures", "elle sait : personnes_presentes, "),
            ("aci.plafond_besoin", "non", "« non » pour aci.plafond_besoin"),
            ("aci.plafond_demande", 1, "elle sait : true, false"),
            ("aci.arrondi", ["euro"], "« ['euro'] » pour aci.arrondi"),
        ],
    )
    def test_another_answer_stops_the_computation(
        self, code: str, value: object, said: str
    ) -> None:
        """What the rule cannot do is refused, with what it can."""
        with pytest.raises(ChoiceNotImplementedError) as caught:
            require_implemented(build_campaign(choices={code: value}), code)

        assert said in str(caught.value)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_a_campaign_of_before_the_gap_still_reads(self) -> None:
        """Frozen without « plafond_besoin », a campaign has no ceiling by the gap."""
        assert choices_of(campaign_with()).plafond_besoin is False

    def test_a_frozen_date_is_read(self) -> None:
        """Once frozen, the date of reference is a text."""
        frozen = campaign_with(date_reference="2016-12-31")

        assert choices_of(frozen).date_reference == date(2016, 12, 31)


class TestProblems:
    """What keeps the choices from being applied is said before the year opens."""

    def test_the_choices_of_2017_hold_together(self) -> None:
        """Nothing is said of them."""
        assert list(choice_problems(campaign_with())) == []

    @pytest.mark.parametrize(
        ("choices", "said"),
        [
            ({"arrondi": "livre"}, "« livre » n'est pas une réponse"),
            ({"date_reference": date(2015, 1, 1)}, "01/01/2015 n'est ni de 2016 ni"),
            ({"lissage_n1": "plafond_baisse_pct"}, "aci.lissage_pct"),
            ({"lissage_pct": 101}, "de 0 à 100"),
            ({"lissage_pct": True}, "de 0 à 100"),
            ({"fixation_utilite": "grille"}, "aci.grille_utilite"),
            ({"grille_utilite": {"pas_euros": 1000}}, "pour chaque critère"),
            ({"grille_utilite": {"service": 3}}, "il manque le pas en euros"),
            ({"grille_utilite": {"pas_euros": 0, "service": 3}}, "le nombre de points"),
            ({"depassement_enveloppe": "ordre"}, "dans quel ordre"),
            ({"ordre": ["utilite", "utilite"]}, "une fois chacun"),
            ({"ordre": "utilite"}, "dans quel ordre"),
            (
                {"base_effectif": "etp", "annee_partielle": "prorata_mois"},
                "tient déjà compte des mois",
            ),
        ],
    )
    def test_a_problem_is_one_sentence(
        self, choices: dict[str, Any], said: str
    ) -> None:
        """One mistake, one sentence that names the choice; nothing is computed."""
        campaign = campaign_with(**choices)
        (problem,) = choice_problems(campaign)

        assert said in problem
        with pytest.raises((InconsistentChoicesError, ChoiceNotImplementedError)):
            choices_of(campaign)

    def test_the_error_tells_every_problem(self) -> None:
        """Two mistakes are told together, and the error survives pickling."""
        campaign = campaign_with(lissage_pct=101, depassement_enveloppe="ordre")

        with pytest.raises(InconsistentChoicesError) as caught:
            choices_of(campaign)

        assert len(caught.value.problems) == 2
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_what_is_chosen_is_what_is_applied(self) -> None:
        """Each figure a choice needs comes with it."""
        choices = choices_of(
            campaign_with(
                lissage_n1="plafond_hausse_pct",
                lissage_pct=25,
                depassement_enveloppe="ordre",
                ordre=["deja_aides", "numero"],
            )
        )

        assert (choices.lissage_n1, choices.lissage_pct, choices.ordre) == (
            LissageN1.PLAFOND_HAUSSE_PCT,
            25,
            (CritereOrdre.DEJA_AIDES, CritereOrdre.NUMERO),
        )


class TestChoicesSaid:
    """Each choice is kept beside the amount, signed and dated."""

    def test_each_choice_has_code_value_sentence_author_and_date(self) -> None:
        """Only those on the ACI, in the order of their codes."""
        said = choices_said(campaign_with(ordre=["utilite"]))
        by_code = {one.code: one for one in said}

        assert list(by_code) == sorted([*CAMPAIGN, "aci.ordre"])
        assert by_code["aci.plafond_demande"].value == "oui"
        assert by_code["aci.ordre"].sentence == "Ordre : utilité sociale la plus haute."
        assert by_code["aci.date_reference"].sentence == (
            "L'effectif est celui du 31/12/2016."
        )
        assert (by_code["aci.arrondi"].author, by_code["aci.arrondi"].decided_on) == (
            "Comité d'essai",
            "2016-09-29",
        )


class TestGrid:
    """The grid gives an amount, the committee signs it."""

    def test_points_make_steps_above_the_floor(self) -> None:
        """5 000 + 3 × 1 000 = 8 000 €."""
        assert figure_of(GRILLE, {"service": 2, "jeunes": 1}, BAREME) == 8_000_00

    @pytest.mark.parametrize(
        ("points", "said"),
        [
            ({"service": 2}, "Il manque les points de « jeunes »"),
            ({"service": 2, "jeunes": 3}, "« jeunes » reçoit 3 points"),
            ({"service": -1, "jeunes": 0}, "« service » reçoit -1 point"),
            ({"service": 1, "jeunes": 1, "vert": 1}, "« vert » n'est pas de la grille"),
        ],
    )
    def test_points_that_are_not_those_of_the_grid_are_refused(
        self, points: dict[str, int], said: str
    ) -> None:
        """Left out, too many or unknown: each has its sentence."""
        with pytest.raises(BadInputError, match=said):
            figure_of(GRILLE, points, BAREME)

    def test_the_amount_signed_is_that_of_the_points(self) -> None:
        """Three points make 8 000 €: 7 500 € is not theirs."""
        with pytest.raises(BadInputError) as caught:
            require_figure(GRILLE, {"service": 2, "jeunes": 1}, BAREME, 7_500_00)

        said = str(caught.value).replace("\u202f", " ").replace("\xa0", " ")
        assert "La grille donne 8 000 € (3 points × 1 000 € + 5 000 €)" in said

    def test_points_are_typed_and_kept(self) -> None:
        """« service=2 » is read, and the reason keeps it with what it is out of."""
        points = points_given(["service=2", " jeunes = 1"])

        assert points_text(GRILLE, points) == "grille : service 2 sur 3, jeunes 1 sur 2"

    @pytest.mark.parametrize("typed", [["service"], ["=2"], ["a=1", "a=2"], ["a=un"]])
    def test_points_mistyped_are_refused(self, typed: list[str]) -> None:
        """Without a criterion, without a number, or twice."""
        with pytest.raises(BadInputError):
            points_given(typed)
