"""The row of a deposit: every fact the contract looks at, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contrat_de_ville.domain.deposit_rules import contract_row, period_outside_exercise
from contrat_de_ville.domain.depots import Chantier
from tests.builders import ORIENTATIONS, build_action, build_campaign


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
            "siren_douteux": "",
            "siret_autre_commune": "",
            "numero_autre_siren": "",
            "porteur_nom": "Association d'essai",
            "porteur_type": "ASSOCIATION",
            "porteur_rna": "W591000000",
            "rna_attendu": "oui",
            "porteur_insee": "59172",
            "insee_code_postal": "",
            "porteur_courriel": "contact@association.example",
            "porteur_adresse": None,
            "representant_nom": None,
            "representant_courriel": None,
            "contact_nom": None,
            "structure_salaries": None,
            "structure_salaries_centiemes": None,
            "structure_etpt_centiemes": None,
            "structure_emplois_aides": None,
            "porteur_iban": None,
            "iban_etranger": "",
            "action_intitule": "Ateliers de parents",
            "action_axe": 5,
            "orientation_inconnue": "",
            "orientation_hors_axe": "",
            "action_description": "Des ateliers pour les parents et leurs enfants.",
            "objectifs": None,
            "renouvellement_non_declare": "",
            "bilans_dus": "",
            "subvention_precedente_centimes": None,
            "subvention_precedente_attendue": "non",
            "subvention_precedente_differente": "",
            "hausse_demande": "",
            "quartiers": "QP059050",
            "quartiers_inconnus": "",
            "quartiers_partages": "",
            "uais": None,
            "calendrier": None,
            "moyens_humains": None,
            "indicateurs": None,
            "communes": "59172",
            "communes_inconnues": "",
            "communes_autre_epci": "",
            "communes_hors_quartiers": "",
            "publics": "jeunes_familles ; femmes",
            "beneficiaires": 40,
            "beneficiaires_femmes": 30,
            "femmes_par_age": None,
            "hommes_par_age": None,
            "femmes_en_trop": "non",
            "total_a_comparer": "non",
            "femmes_a_comparer": "non",
            "part_qpv_pct": 80,
            "part_qpv_sous_minimum": "",
            "criteres_innovation": "experimentation",
            "participation": "conception ; evaluation",
            "date_debut": "2017-02-01",
            "date_fin": "2017-12-15",
            "periode_hors_exercice": "",
            "charges_a_juger": "oui",
            "demande_a_juger": "oui",
            "total_charges_centimes": 900_000,
            "total_produits_centimes": 900_000,
            "equilibre_a_juger": "oui",
            "emplois_86_centimes": 100_000,
            "contributions_87_centimes": 100_000,
            "nature_a_juger": "oui",
            "details_superieurs": "",
            "details_inferieurs": "",
            "comptes_en_trop": "",
            "demandes_differentes": "",
            "ecart_charges_produits_centimes": 0,
            "ecart_86_87_centimes": 0,
            "montants_negatifs": "",
            "demande_centimes": 600_000,
            "part_publique_pct": 75,
            "part_publique_avec_nature_pct": 67,
            "part_publique_minimale_pct": 75,
            "cout_hors_fourchette": "",
            "pieces_manquantes": "",
            "axe_a_completer": "",
            "orientation_a_completer": "",
            "quartiers_a_completer": "",
            "pieces_a_demander": "",
            "rien_demande": "",
            "demande_hors_appel": "",
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
            found["beneficiaires"],
            found["date_debut"],
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

    @pytest.mark.parametrize(
        ("axe", "expected"), [(2, ("oui", "")), (5, ("non", "2.2")), (9, ("non", ""))]
    )
    def test_an_orientation_of_another_axe_makes_no_chantier(
        self, axe: int, expected: tuple[str, str]
    ) -> None:
        """What is said is that they do not agree, once the axe exists."""
        found = row(axe=axe, orientation="2.2")

        assert expected == (found["est_chantier"], found["orientation_hors_axe"])


class TestPeriod:
    """The dates are held against the calendar year of the campaign."""

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
