from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.domain.calendar import parse_instant
from contrat_de_ville.domain.campaign import MILESTONES, Campaign, Window
from contrat_de_ville.domain.campaign_checks import (
    CHOICE_KINDS,
    MILESTONE_LABELS,
    InconsistentCampaignError,
    check_campaign,
)


SHIPPED = Path(__file__).resolve().parents[2] / "config/campagnes/cv195_2017.yaml"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """Read the shipped campaign once."""
    return load_campaign(SHIPPED)


def problems(campaign: Campaign, quartiers: int = 10) -> tuple[str, ...]:
    """Return what the check finds, nothing when it accepts the campaign."""
    try:
        check_campaign(
            campaign, expected_quartiers=quartiers, expected_conseils_par_quartier=1
        )
    except InconsistentCampaignError as error:
        return error.problems
    return ()


def with_choice(campaign: Campaign, code: str, **changes: Any) -> Campaign:
    """Return the campaign with one choice changed."""
    changed = replace(campaign.choices[code], **changes)
    return replace(campaign, choices={**campaign.choices, code: changed})


def with_quartier(campaign: Campaign, rank: int, **changes: Any) -> Campaign:
    """Return the campaign with one quartier changed."""
    quartiers = list(campaign.quartiers)
    quartiers[rank] = replace(quartiers[rank], **changes)
    return replace(campaign, quartiers=tuple(quartiers))


def test_the_shipped_campaign_is_consistent(campaign: Campaign) -> None:
    """The campaign of 2017 agrees with itself and with the note."""
    assert problems(campaign) == ()


def test_the_shipped_campaign_decides_exactly_what_is_required(
    campaign: Campaign,
) -> None:
    """Each choice the computations need is made, and none is made for nothing."""
    assert set(campaign.choices) == set(CHOICE_KINDS)


def test_every_milestone_has_its_french_name() -> None:
    """No milestone of the calendar is without a label."""
    assert list(MILESTONE_LABELS) == list(MILESTONES)


def test_a_floor_of_an_unknown_axe_is_said(campaign: Campaign) -> None:
    """What no programming can be made of is refused before the call opens."""
    floors = with_choice(campaign, "programmation.planchers_axes_pct", value={"9": 5})
    expected = (
        (
            "Choix « programmation.planchers_axes_pct » : il n'y a pas d'axe 9 "
            "(axes 1 à 7)."
        ),
    )

    assert expected == problems(floors)


class TestCalendar:
    """The milestones follow one another."""

    def test_two_milestones_out_of_order_are_named_with_their_dates(
        self, campaign: Campaign
    ) -> None:
        """A COPIL before the technical committee is said with both dates."""
        early = replace(campaign.calendar, copil=parse_instant("2017-03-06T14:00"))
        expected = (
            (
                "Calendrier : « comité de pilotage » (6 mars 2017 à 14 h 00) "
                "vient avant « comité technique » (7 mars 2017 à 9 h 00)."
            ),
        )

        assert expected == problems(replace(campaign, calendar=early))

    def test_two_milestones_may_fall_together(self, campaign: Campaign) -> None:
        """No time for corrections is a choice, not a mistake."""
        closing = campaign.calendar.cloture_depots
        short = replace(campaign.calendar, fin_corrections=closing)

        assert problems(replace(campaign, calendar=short)) == ()


class TestWindows:
    """The windows of the call follow one another and end with it."""

    FIRST = Window(
        libelle="Première",
        ouverture=parse_instant("2016-10-17T09:00"),
        cloture=parse_instant("2016-11-18T23:59:59"),
    )
    SECOND = Window(
        libelle="Seconde",
        ouverture=parse_instant("2016-12-01T09:00"),
        cloture=parse_instant("2016-12-16T23:59:59"),
    )

    def found(self, campaign: Campaign, *windows: Window) -> tuple[str, ...]:
        """Return what is said of a campaign with these windows."""
        calendar = replace(campaign.calendar, fenetres=windows)
        return problems(replace(campaign, calendar=calendar))

    def test_two_windows_that_follow_are_right(self, campaign: Campaign) -> None:
        """The first within the call, the second closing with it."""
        assert self.found(campaign, self.FIRST, self.SECOND) == ()

    def test_the_last_window_closes_with_the_call(self, campaign: Campaign) -> None:
        """Another closing than the calendar's would make two deadlines of one."""
        assert self.found(campaign, self.FIRST) == (
            (
                "Fenêtre « Première » : la dernière fenêtre se clôt le 18 novembre "
                "2016 à 23 h 59, le calendrier dit 16 décembre 2016 à 23 h 59 "
                "(« cloture_depots »)."
            ),
        )

    def test_windows_do_not_overlap(self, campaign: Campaign) -> None:
        """A second window opened before the first closes is said with both dates."""
        early = replace(self.SECOND, ouverture=parse_instant("2016-11-01T09:00"))

        assert self.found(campaign, self.FIRST, early) == (
            (
                "Fenêtre « Seconde » : elle s'ouvre (1er novembre 2016 à 9 h 00) avant "
                "la clôture de « Première » (18 novembre 2016 à 23 h 59)."
            ),
        )

    def test_a_window_closes_after_it_opens(self, campaign: Campaign) -> None:
        """A window closed before it opens would receive nothing."""
        closed = replace(self.FIRST, cloture=parse_instant("2016-10-17T08:00"))

        assert self.found(campaign, closed, self.SECOND) == (
            (
                "Fenêtre « Première » : elle se clôt (17 octobre 2016 à 8 h 00) avant "
                "de s'ouvrir (17 octobre 2016 à 9 h 00)."
            ),
        )

    def test_a_window_opens_with_the_call_and_has_its_own_name(
        self, campaign: Campaign
    ) -> None:
        """Opened a month early, under the name of the other."""
        early = replace(
            self.FIRST, libelle="Seconde", ouverture=parse_instant("2016-09-17T09:00")
        )

        assert self.found(campaign, early, self.SECOND) == (
            "Fenêtres de dépôt : « Seconde » est donnée 2 fois.",
            (
                "Fenêtre « Seconde » : elle s'ouvre (17 septembre 2016 à 9 h 00) avant "
                "l'appel (17 octobre 2016 à 9 h 00)."
            ),
        )


class TestFunders:
    """Funders are told apart and bring something."""

    def test_two_funders_with_the_same_code(self, campaign: Campaign) -> None:
        """A code given twice would add one funder's money to another's."""
        twice = replace(campaign, funders=(*campaign.funders, campaign.funders[0]))
        expected = ("Financeurs : le code « ETAT » est donné 2 fois.",)

        assert expected == problems(twice)

    def test_a_negative_envelope(self, campaign: Campaign) -> None:
        """An envelope under zero is refused with its amount."""
        first = replace(campaign.funders[0], envelope_centimes=-100)
        owing = replace(campaign, funders=(first, *campaign.funders[1:]))
        expected = ("Financeur ETAT : l'enveloppe est négative (-1\u00a0€).",)

        assert expected == problems(owing)

    def test_an_envelope_that_is_not_announced(self, campaign: Campaign) -> None:
        """A funder that keeps its envelope to itself is accepted."""
        first = replace(campaign.funders[0], envelope_centimes=None, parts=())

        assert problems(replace(campaign, funders=(first, *campaign.funders[1:]))) == ()


class TestQuartiers:
    """Quartiers are those of the note, over known communes."""

    def test_a_quartier_without_commune(self, campaign: Campaign) -> None:
        """A quartier stands somewhere."""
        expected = ("Quartier Centre (QP059050) : aucune commune n'est donnée.",)

        assert expected == problems(with_quartier(campaign, 0, communes={}))

    def test_a_commune_of_elsewhere_must_be_declared(self, campaign: Campaign) -> None:
        """Bruay-sur-l'Escaut is accepted only because it is declared."""
        expected = (
            (
                "Quartier Brunehaut (QP059056) : Bruay-sur-l’Escaut (59112) "
                "n'est pas une commune de l'agglomération et n'est pas déclarée "
                "« autre_epci »."
            ),
        )

        assert expected == problems(with_quartier(campaign, 6, other_epci=frozenset()))

    def test_a_commune_of_here_is_not_of_elsewhere(self, campaign: Campaign) -> None:
        """A commune of the agglomération cannot be declared of another one."""
        wrong = with_quartier(campaign, 1, other_epci=frozenset({"59179"}))
        expected = (
            (
                "Quartier Boulevard de la Liberté (QP059051) : Douchy-les-Mines "
                "(59179) est déclarée « autre_epci » alors qu'elle est une commune de "
                "l'agglomération."
            ),
        )

        assert expected == problems(wrong)

    def test_a_declared_commune_is_one_of_the_quartier(
        self, campaign: Campaign
    ) -> None:
        """A declaration about a commune the quartier does not have is a slip."""
        wrong = with_quartier(campaign, 1, other_epci=frozenset({"59112"}))
        expected = (
            (
                "Quartier Boulevard de la Liberté (QP059051) : « autre_epci » "
                "cite 59112, qui n'est pas de ses communes."
            ),
        )

        assert expected == problems(wrong)

    def test_the_number_is_that_of_the_note(self, campaign: Campaign) -> None:
        """Ten quartiers where the note would count eleven are refused."""
        expected = (
            "La note compte 11 quartiers prioritaires ; la campagne en donne 10.",
        )

        assert expected == problems(campaign, quartiers=11)


class TestConseils:
    """Each quartier has its conseil citoyen."""

    def test_a_conseil_of_an_unknown_quartier(self, campaign: Campaign) -> None:
        """It is named, and so is the quartier left without."""
        lost = replace(campaign.conseils[0], quartier="QP059999")
        astray = replace(campaign, conseils=(lost, *campaign.conseils[1:]))
        expected = (
            (
                "Conseil citoyen Centre (cc-centre) : le quartier QP059999 "
                "n'est pas dans la campagne."
            ),
            (
                "Quartier Centre (QP059050) : la note veut 1 conseil citoyen "
                "par quartier, la campagne en donne 0."
            ),
        )

        assert expected == problems(astray)


class TestChoices:
    """What the note leaves open is decided, signed and explained."""

    def test_a_missing_choice(self, campaign: Campaign) -> None:
        """A computation never falls back on a silent default."""
        kept = {k: v for k, v in campaign.choices.items() if k != "aci.arrondi"}
        expected = (
            "Choix « aci.arrondi » : il manque, alors que la note le laisse ouvert.",
        )

        assert expected == problems(replace(campaign, choices=kept))

    def test_a_choice_nobody_made_for_no_reason(self, campaign: Campaign) -> None:
        """Author and reason are both asked for."""
        unsigned = with_choice(campaign, "aci.arrondi", author=" ", reason="")
        expected = (
            "Choix « aci.arrondi » : dites qui l'a fait (auteur).",
            "Choix « aci.arrondi » : dites pourquoi (motif).",
        )

        assert expected == problems(unsigned)

    @pytest.mark.parametrize(
        ("code", "value", "wanted"),
        [
            ("aci.plafond_demande", "non", "true ou false"),
            ("aci.date_reference", "fin 2016", "une date (2016-12-31)"),
            ("innovation.criteres_exiges", True, "un nombre entier"),
            ("conseils.silence", 0, "un mot"),
            (
                "programmation.poids",
                {"publics": "trois"},
                "des lignes « code : nombre entier »",
            ),
        ],
    )
    def test_a_value_of_another_kind(
        self, campaign: Campaign, code: str, value: object, wanted: str
    ) -> None:
        """A value Python would quietly take for another is refused."""
        expected = (
            (
                f"Choix « {code} » : la valeur « {value} » ne convient pas, "
                f"écrivez {wanted}."
            ),
        )

        assert expected == problems(with_choice(campaign, code, value=value))

    def test_each_funder_has_its_ceiling(self, campaign: Campaign) -> None:
        """A funder without a rate and a rate without a funder are both said."""
        rates = {"ETAT": 50, "CAPH": 80, "DEPARTEMENT": 50, "REGION": 50}
        code = "programmation.taux_plafond_pct"
        expected = (
            f"Choix « {code} » : il manque le taux du financeur CAF.",
            f"Choix « {code} » : REGION n'est pas un financeur.",
        )

        assert expected == problems(with_choice(campaign, code, value=rates))

    def test_a_choice_of_another_year_may_be_added(self, campaign: Campaign) -> None:
        """A code this version does not compute with is kept, signed and explained."""
        extra = replace(campaign.choices["aci.arrondi"], code="autre.choix")
        more = {**campaign.choices, "autre.choix": extra}

        assert problems(replace(campaign, choices=more)) == ()


def test_all_problems_are_listed_at_once(campaign: Campaign) -> None:
    """Two mistakes are told together, and the error survives pickling."""
    first = replace(campaign.funders[0], envelope_centimes=-100)
    wrong = replace(campaign, funders=(first, *campaign.funders[1:]))

    with pytest.raises(InconsistentCampaignError) as caught:
        check_campaign(wrong, expected_quartiers=11, expected_conseils_par_quartier=1)
    text = str(pickle.loads(pickle.dumps(caught.value)))

    assert (
        "La campagne 2017 du contrat CV195 n'est pas cohérente (2 à reprendre)" in text
    )
    assert "\n- Financeur ETAT" in text
    assert "\n- La note compte 11" in text
