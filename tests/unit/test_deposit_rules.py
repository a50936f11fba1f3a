"""Tests of the facts the contract of deposits looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contrat_de_ville.domain.deposit_budget import (
    asked_centimes,
    negative_amounts,
    public_share_pct,
)
from contrat_de_ville.domain.deposit_places import (
    communes_of_other_epci,
    communes_outside_quartiers,
    unknown_communes,
    unknown_quartiers,
)
from contrat_de_ville.domain.deposit_rules import (
    commune_of_another_siren,
    contract_row,
    expects_rna,
    missing_pieces,
    period_outside_exercise,
    qpv_share_below_minimum,
    siret_with_its_zero,
)
from contrat_de_ville.domain.depots import Chantier, PorteurKind
from tests.builders import ORIENTATIONS, build_action, build_campaign, build_line


CAMPAIGN = build_campaign()


def row(**changes: Any) -> dict[str, object]:
    """Return the row of the sound action with *changes*."""
    return contract_row(build_action(**changes), CAMPAIGN, ORIENTATIONS)


class TestContractRow:
    """One deposit becomes one flat row."""

    def test_of_a_sound_action(self) -> None:
        """The row of a sound action says its facts and compares nothing wrong."""
        expected = {
            "porteur_siret": "90000000100017",
            "siret_avec_zero": "",
            "siret_autre_commune": "",
            "porteur_nom": "Association d'essai",
            "porteur_type": "ASSOCIATION",
            "porteur_rna": "W591000000",
            "rna_attendu": "oui",
            "porteur_insee": "59172",
            "porteur_courriel": "contact@association.example",
            "action_intitule": "Ateliers de parents",
            "action_axe": 5,
            "orientation_inconnue": "",
            "orientation_hors_axe": "",
            "action_description": "Des ateliers pour les parents et leurs enfants.",
            "quartiers": "QP059050",
            "quartiers_inconnus": "",
            "communes": "59172",
            "communes_inconnues": "",
            "communes_autre_epci": "",
            "communes_hors_quartiers": "",
            "publics": "jeunes_familles ; femmes",
            "beneficiaires": 40,
            "beneficiaires_hors_femmes": 10,
            "part_qpv_pct": 80,
            "part_qpv_sous_minimum": "",
            "criteres_innovation": "experimentation",
            "participation": "conception ; evaluation",
            "date_debut": "2017-02-01",
            "date_fin": "2017-12-15",
            "duree_jours": 317,
            "periode_hors_exercice": "",
            "total_charges_centimes": 900_000,
            "ecart_charges_produits_centimes": 0,
            "ecart_86_87_centimes": 0,
            "montants_negatifs": "",
            "demande_centimes": 600_000,
            "part_publique_pct": 75,
            "pieces_manquantes": "",
            "est_chantier": "non",
            "aci_salaries": None,
            "aci_nouveau": "non",
            "aci_utilite_18_25": None,
        }

        assert expected == row()

    def test_absent_is_not_zero(self) -> None:
        """What was not read is absent from the row, and nothing is drawn from it."""
        found = row(
            axe=None, beneficiaries_count=None, starts_on=None, porteur_kind=None
        )

        assert (
            found["action_axe"],
            found["beneficiaires_hors_femmes"],
            found["duree_jours"],
        ) == (None, None, None)
        assert (
            found["orientation_hors_axe"],
            found["periode_hors_exercice"],
            found["pieces_manquantes"],
        ) == ("", "", "")

    @pytest.mark.parametrize(
        ("orientation", "chantier", "expected"),
        [
            ("2.3", None, "non"),
            ("2.2", None, "oui"),
            ("", Chantier(salaries_count=8, is_new=False), "oui"),
        ],
    )
    def test_knows_a_chantier(
        self, orientation: str, chantier: Chantier | None, expected: str
    ) -> None:
        """An action is a chantier by its orientation or by what it says of itself."""
        found = row(axe=2, orientation=orientation, chantier=chantier)

        assert expected == found["est_chantier"]


class TestPorteur:
    """What identifies a porteur is compared, never corrected."""

    @pytest.mark.parametrize(
        ("siret", "expected"),
        [
            ("6123456780000", "06123456780000"),
            ("6123456780001", ""),
            ("06123456780000", ""),
            ("2,43E+13", ""),
            ("", ""),
        ],
    )
    def test_siret_cut_of_its_zero(self, siret: str, expected: str) -> None:
        """Thirteen digits get their zero back only if the whole is then valid."""
        assert expected == siret_with_its_zero(siret)

    @pytest.mark.parametrize(
        ("kind", "siret", "insee", "expected"),
        [
            (PorteurKind.COMMUNE, "21590172900016", "59172", ""),
            (PorteurKind.COMMUNE, "21590172900016", "59205", "59172"),
            (PorteurKind.CCAS, "26590205600018", "59205", ""),
            (PorteurKind.CCAS, "26590205600018", "59172", "59205"),
            (PorteurKind.CCAS, "21590172900016", "59205", ""),
            (PorteurKind.COMMUNE, "21590172900016", "", ""),
            (PorteurKind.COMMUNE, "20004219000013", "59172", ""),
            (PorteurKind.COMMUNE, "21590172900017", "59205", ""),
            (PorteurKind.ASSOCIATION, "21590172900016", "59205", ""),
            (None, "21590172900016", "59205", ""),
        ],
    )
    def test_commune_inside_the_siren(
        self, kind: PorteurKind | None, siret: str, insee: str, expected: str
    ) -> None:
        """A commune's SIREN holds its INSEE code; only a valid one is compared."""
        action = build_action(
            porteur_kind=kind, porteur_siret=siret, porteur_insee=insee
        )

        assert expected == commune_of_another_siren(action)

    @pytest.mark.parametrize(
        ("kind", "insee", "expected"),
        [
            (PorteurKind.ASSOCIATION, "59172", True),
            (PorteurKind.ASSOCIATION, "", True),
            (PorteurKind.ASSOCIATION, "57463", False),
            (PorteurKind.ASSOCIATION, "68066", False),
            (PorteurKind.BAILLEUR, "59172", False),
            (None, "59172", False),
        ],
    )
    def test_rna_is_for_associations(
        self, kind: PorteurKind | None, insee: str, *, expected: bool
    ) -> None:
        """Only associations have an RNA, and not those of Alsace and Moselle."""
        action = build_action(porteur_kind=kind, porteur_insee=insee)

        assert expected is expects_rna(action)

    @pytest.mark.parametrize(
        ("kind", "pieces", "expected"),
        [
            (
                PorteurKind.ASSOCIATION,
                (),
                "statuts, comptes, attestation sur l’honneur, RIB",
            ),
            (PorteurKind.COMMUNE, ("rib",), "délibération"),
            (PorteurKind.BAILLEUR, (), ""),
        ],
    )
    def test_pieces_by_kind(
        self, kind: PorteurKind, pieces: tuple[str, ...], expected: str
    ) -> None:
        """Missing pieces are those the campaign asks of that kind, said in French."""
        action = build_action(porteur_kind=kind, pieces=pieces)

        assert expected == missing_pieces(action, CAMPAIGN)

    def test_piece_without_a_label(self) -> None:
        """A piece the campaign invents is named by its code."""
        campaign = build_campaign(required_pieces={"ASSOCIATION": ("agrement",)})

        assert missing_pieces(build_action(), campaign) == "agrement"


class TestPlaces:
    """Quartiers and communes are looked up, never deduced."""

    def test_unknown_quartiers(self) -> None:
        """Only the codes that are not of the campaign are listed, in order."""
        action = build_action(quartiers=("QP059999", "QP059050", "QN05901M"))

        assert unknown_quartiers(action, CAMPAIGN) == "QP059999 ; QN05901M"

    def test_unknown_communes(self) -> None:
        """A commune of a shared quartier is known, though of another agglomération."""
        action = build_action(communes=("59112", "59172", "59220"))

        assert unknown_communes(action, CAMPAIGN) == "59220"

    def test_communes_of_other_epci(self) -> None:
        """A commune of another agglomération is named with the shared quartier."""
        action = build_action(communes=("59172", "59112"))
        expected = "Bruay-sur-l’Escaut (59112, quartier Brunehaut)"

        assert expected == communes_of_other_epci(action, CAMPAIGN)

    @pytest.mark.parametrize(
        ("quartiers", "communes", "expected"),
        [
            (("QP059050",), ("59172", "59361"), ""),
            (("QP059050",), ("59491",), "Raismes (59491)"),
            (("QP059050", "QP059056"), ("59491",), ""),
            (("QP059050",), ("59220", "59112"), ""),
            ((), ("59491",), ""),
            (("QP059999",), ("59491",), ""),
        ],
    )
    def test_communes_outside_quartiers(
        self, quartiers: tuple[str, ...], communes: tuple[str, ...], expected: str
    ) -> None:
        """Each known commune must be touched by one of the known quartiers."""
        action = build_action(quartiers=quartiers, communes=communes)

        assert expected == communes_outside_quartiers(action, CAMPAIGN)


class TestPublicAndPeriod:
    """Figures and dates are held against the campaign's."""

    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            (50, ""),
            (49, "49 % pour un minimum de 50 %"),
            (0, "0 % pour un minimum de 50 %"),
            (-1, ""),
            (None, ""),
        ],
    )
    def test_share_below_the_minimum(self, share: int | None, expected: str) -> None:
        """The campaign's minimum itself is enough; an absurd share is not compared."""
        action = build_action(qpv_share_pct=share)

        assert expected == qpv_share_below_minimum(action, CAMPAIGN)

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (date(2016, 9, 1), date(2017, 1, 1), ""),
            (date(2017, 12, 31), date(2018, 6, 30), ""),
            (
                date(2018, 1, 1),
                date(2018, 6, 30),
                "du 1er janvier 2018 au 30 juin 2018",
            ),
            (
                date(2016, 9, 1),
                date(2016, 12, 31),
                "du 1er septembre 2016 au 31 décembre 2016",
            ),
            (date(2018, 6, 30), date(2018, 1, 1), ""),
            (date(2018, 1, 1), None, ""),
        ],
    )
    def test_period_outside_the_exercise(
        self, first: date | None, last: date | None, expected: str
    ) -> None:
        """One day in the calendar year is enough; a reversed period is not judged."""
        assert expected == period_outside_exercise(first, last, 2017)


class TestBudget:
    """The budget's totals are exact, to the centime."""

    def test_negative_amounts(self) -> None:
        """Negative lines are named with their amount; zero is not negative."""
        budget = (
            build_line("60", "Achats", -50),
            build_line("61", "Services", 0),
            build_line("79", "Autofinancement", -7),
        )

        assert (
            negative_amounts(build_action(budget=budget))
            == "Achats : -50\u00a0€, Autofinancement : -7\u00a0€"
        )

    def test_asked_of_the_campaign_only(self) -> None:
        """What is asked of a funder outside the campaign is not counted."""
        budget = (
            build_line("74", "État", 100, "ETAT"),
            build_line("74", "Autre", 900, "REGION"),
            build_line("74", "Communes", 50),
        )

        assert asked_centimes(build_action(budget=budget), CAMPAIGN) == 10_000

    @pytest.mark.parametrize(
        ("public", "cash", "expected"),
        [(118_425, 141_112, 84), (80, 100, 80), (8_001, 10_000, 81), (0, 100, 0)],
    )
    def test_public_share_is_of_what_is_paid(
        self, public: int, cash: int, expected: int
    ) -> None:
        """The share leaves out contributions in kind, and is rounded up."""
        budget = (
            build_line("60", "Achats", cash),
            build_line("86", "Bénévolat", 116_000),
            build_line("74", "État", public, "ETAT"),
            build_line("79", "Autofinancement", cash - public),
            build_line("87", "Bénévolat", 116_000),
        )

        assert expected == public_share_pct(build_action(budget=budget))

    def test_no_share_of_nothing(self) -> None:
        """Where nothing has to be paid there is no share, rather than zero."""
        budget = (build_line("86", "Prêt", 100), build_line("87", "Prêt", 100))

        assert public_share_pct(build_action(budget=budget)) is None
