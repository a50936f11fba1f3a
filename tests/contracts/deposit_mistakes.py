"""For each rule of the contract, a deposit that breaks it and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from contrat_de_ville.domain.depots import (
    AgeCount,
    Contact,
    PorteurKind,
    Severity,
)
from tests.builders import build_line
from tests.contracts.deposit_cases import (
    AGES,
    FULL,
    IBAN,
    NEW_CHANTIER,
    OWING_SIRET,
    RENEWED,
    build_detail,
    with_lines,
)


B, V = Severity.BLOQUANT, Severity.A_VERIFIER
# code: (severity, field, cell, value as typed, changes to the sound action)
MISTAKES: dict[str, tuple[Severity, str, str, str, dict[str, Any]]] = {
    "SIRET_ABSENT": (B, "porteur_siret", "Porteur!B2", "", {"porteur_siret": ""}),
    "SIRET_INVALIDE": (
        B,
        "porteur_siret",
        "Porteur!B2",
        "90000000100018",
        {"porteur_siret": "90000000100018"},
    ),
    "SIRET_ZERO_PERDU": (
        B,
        "porteur_siret",
        "Porteur!B2",
        "6123456780000",
        {"porteur_siret": "6123456780000"},
    ),
    "SIRET_AUTRE_COMMUNE": (
        V,
        "porteur_siret",
        "Porteur!B2",
        "21590361800019",
        {
            "porteur_kind": PorteurKind.COMMUNE,
            "porteur_siret": "21590361800019",
            "porteur_rna": "",
            "pieces": ("deliberation", "rib"),
        },
    ),
    "NOM_PORTEUR_ABSENT": (B, "porteur_nom", "Porteur!B3", " ", {"porteur_name": " "}),
    "TYPE_PORTEUR_ABSENT": (
        B,
        "porteur_type",
        "Porteur!B4",
        "",
        {"porteur_kind": None},
    ),
    "RNA_ABSENT": (B, "porteur_rna", "Porteur!B5", "", {"porteur_rna": ""}),
    "RNA_MAL_FORME": (
        B,
        "porteur_rna",
        "Porteur!B5",
        "591000000",
        {"porteur_rna": "591000000"},
    ),
    "INSEE_SIEGE_ABSENT": (V, "porteur_insee", "Porteur!B6", "", {"porteur_insee": ""}),
    "INSEE_SIEGE_MAL_FORME": (
        V,
        "porteur_insee",
        "Porteur!B6",
        "5917",
        {"porteur_insee": "5917"},
    ),
    "INSEE_SIEGE_CODE_POSTAL": (
        V,
        "porteur_insee",
        "Porteur!B6",
        "59220",
        {"porteur_insee": "59220", "porteur_adresse": "1 rue du Coron, 59220 Denain"},
    ),
    "COURRIEL_ABSENT": (B, "porteur_courriel", "Porteur!B7", "", {"porteur_email": ""}),
    "COURRIEL_INVALIDE": (
        B,
        "porteur_courriel",
        "Porteur!B7",
        "contact@association",
        {"porteur_email": "contact@association"},
    ),
    "INTITULE_ABSENT": (B, "action_intitule", "Action!B2", "", {"title": ""}),
    "AXE_ABSENT": (B, "action_axe", "Action!B3", "", {"axe": None}),
    "AXE_INCONNU": (B, "action_axe", "Action!B3", "8", {"axe": 8, "orientation": ""}),
    "ORIENTATION_INCONNUE": (
        V,
        "action_orientation",
        "Action!B4",
        "5.9",
        {"orientation": "5.9"},
    ),
    "ORIENTATION_HORS_AXE": (
        V,
        "action_orientation",
        "Action!B4",
        "7.2",
        {"orientation": "7.2"},
    ),
    "DESCRIPTION_ABSENTE": (
        B,
        "action_description",
        "Action!B5",
        "\n",
        {"description": "\n"},
    ),
    "QUARTIER_ABSENT": (B, "quartiers", "Action!B6", "", {"quartiers": ()}),
    "QUARTIER_INCONNU": (
        B,
        "quartiers",
        "Action!B6",
        "QP059050 ; QP059999",
        {"quartiers": ("QP059050", "QP059999")},
    ),
    "COMMUNE_ABSENTE": (V, "communes", "Action!B7", "", {"communes": ()}),
    "COMMUNE_INCONNUE": (
        B,
        "communes",
        "Action!B7",
        "59172 ; 59220",
        {"communes": ("59172", "59220")},
    ),
    "COMMUNE_AUTRE_AGGLOMERATION": (
        B,
        "communes",
        "Action!B7",
        "59491 ; 59112",
        {"quartiers": ("QP059056",), "communes": ("59491", "59112")},
    ),
    "COMMUNE_HORS_QUARTIERS": (
        V,
        "communes",
        "Action!B7",
        "59172 ; 59491",
        {"communes": ("59172", "59491")},
    ),
    "PUBLIC_INCONNU": (
        V,
        "publics",
        "Action!B8",
        "femmes ; seniors",
        {"publics": ("femmes", "seniors")},
    ),
    "BENEFICIAIRES_ABSENTS": (
        B,
        "beneficiaires",
        "Action!B9",
        "",
        {"beneficiaries_count": None},
    ),
    "BENEFICIAIRES_NULS": (
        B,
        "beneficiaires",
        "Action!B9",
        "0",
        {"beneficiaries_count": 0, "women_count": None},
    ),
    "FEMMES_PLUS_QUE_BENEFICIAIRES": (
        B,
        "beneficiaires_femmes",
        "Action!B10",
        "41",
        {"women_count": 41},
    ),
    "PART_QPV_ABSENTE": (V, "part_qpv_pct", "Action!B11", "", {"qpv_share_pct": None}),
    "PART_QPV_IMPOSSIBLE": (
        B,
        "part_qpv_pct",
        "Action!B11",
        "101",
        {"qpv_share_pct": 101},
    ),
    "PART_QPV_INSUFFISANTE": (
        V,
        "part_qpv_pct",
        "Action!B11",
        "49",
        {"qpv_share_pct": 49},
    ),
    "DATE_DEBUT_ABSENTE": (B, "date_debut", "Action!B12", "", {"starts_on": None}),
    "DATE_FIN_ABSENTE": (B, "date_fin", "Action!B13", "", {"ends_on": None}),
    "DATES_INVERSEES": (
        B,
        "date_fin",
        "Action!B13",
        "2017-01-31",
        {"ends_on": date(2017, 1, 31)},
    ),
    "PERIODE_HORS_EXERCICE": (
        V,
        "date_debut",
        "Action!B12",
        "2016-01-01",
        {"starts_on": date(2016, 1, 1), "ends_on": date(2016, 12, 31)},
    ),
    "CRITERE_INNOVATION_INCONNU": (
        V,
        "criteres_innovation",
        "Action!B15",
        "nouveauté",
        {"criteres_innovation": ("nouveauté",)},
    ),
    "ETAPE_PARTICIPATION_INCONNUE": (
        V,
        "participation",
        "Action!B16",
        "conception ; bilan",
        {"participation": ("conception", "bilan")},
    ),
    "PIECE_MANQUANTE": (
        B,
        "pieces",
        "Action!B18",
        "statuts ; comptes",
        {"pieces": ("statuts", "comptes")},
    ),
    "CHARGES_ABSENTES": (
        B,
        "budget",
        "Budget",
        "0\u00a0€",
        {"budget": with_lines(c60=None, c64=None, c86=None)},
    ),
    "BUDGET_DESEQUILIBRE": (
        B,
        "budget",
        "Budget",
        "-200\u00a0€",
        {"budget": with_lines(p79=build_line("79", "Autofinancement", 1_700))},
    ),
    "CONTRIBUTIONS_VOLONTAIRES_INEGALES": (
        B,
        "budget.9",
        "Budget!B9",
        "1000.00",
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", 1_900),
                c86=build_line("86", "Emplois des contributions volontaires", 1_100),
            )
        },
    ),
    "MONTANT_NEGATIF": (
        B,
        "budget.10",
        "Budget!B10",
        "-100.00",
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", 2_100),
                c67=build_line("67", "Charges exceptionnelles", -100),
            )
        },
    ),
    "DEMANDE_ABSENTE": (
        B,
        "budget.6",
        "Budget!B6",
        "4000.00",
        {
            "budget": with_lines(
                etat=build_line("74", "Région", 4_000),
                caph=build_line("74", "Communes", 2_000, "AUTRE"),
            )
        },
    ),
    "PART_PUBLIQUE_ELEVEE": (
        V,
        "budget",
        "Budget",
        "88 %",
        {
            "budget": with_lines(
                etat=build_line("74", "État", 5_000, "ETAT"),
                p79=build_line("79", "Autofinancement", 500),
            ),
            "demandes": (("ETAT", 500_000), ("CAPH", 200_000)),
        },
    ),
    "ACI_EFFECTIF_ABSENT": (
        B,
        "aci_salaries",
        "Action!B19",
        "",
        {
            "axe": 2,
            "orientation": "2.1",
            "chantier": replace(NEW_CHANTIER, salaries_count=None),
        },
    ),
    "ACI_EFFECTIF_NUL": (
        B,
        "aci_salaries",
        "Action!B19",
        "0",
        {
            "axe": 2,
            "orientation": "2.1",
            "chantier": replace(NEW_CHANTIER, salaries_count=0),
        },
    ),
    "ACI_NOUVEAU_SANS_JUSTIFICATION": (
        B,
        "aci_utilite_18_25",
        "Action!B21",
        "",
        {
            "axe": 2,
            "orientation": "2.1",
            "chantier": replace(NEW_CHANTIER, utilite_18_25=""),
        },
    ),
    "SIREN_INVALIDE": (
        V,
        "porteur_siret",
        "Porteur!B2",
        "98765432100015",
        {"porteur_siret": "98765432100015"},
    ),
    "NUMERO_AUTRE_SIREN": (V, "porteur_siret", "Porteur!B2", "90000000100017", {}),
    "ADRESSE_ABSENTE": (
        V,
        "porteur_adresse",
        "Porteur!B8",
        "",
        {"porteur_adresse": ""},
    ),
    "REPRESENTANT_ABSENT": (
        V,
        "representant_nom",
        "Porteur!B10",
        "",
        {"representant": replace(FULL["representant"], name="")},
    ),
    "REPRESENTANT_COURRIEL_INVALIDE": (
        V,
        "representant_courriel",
        "Porteur!B11",
        "presidence",
        {"representant": replace(FULL["representant"], email="presidence")},
    ),
    "CONTACT_ABSENT": (V, "contact_nom", "Porteur!B12", "", {"contact": Contact()}),
    "ETPT_PLUS_QUE_SALARIES": (
        V,
        "structure_etpt",
        "Porteur!B14",
        "4.01",
        {"structure": replace(FULL["structure"], etpt_centiemes=401)},
    ),
    "EMPLOIS_AIDES_PLUS_QUE_SALARIES": (
        V,
        "structure_emplois_aides",
        "Porteur!B15",
        "5",
        {"structure": replace(FULL["structure"], emplois_aides=5)},
    ),
    "IBAN_ABSENT": (V, "porteur_iban", "Porteur!B9", "", {"porteur_iban": ""}),
    "IBAN_INVALIDE": (
        B,
        "porteur_iban",
        "Porteur!B9",
        # The key of the IBAN is right, that of the RIB inside is not.
        "FR7330006000011234567890190",
        {"porteur_iban": "FR7330006000011234567890190"},
    ),
    "IBAN_ETRANGER": (
        V,
        "porteur_iban",
        "Porteur!B9",
        "BE68539007547034",
        {"porteur_iban": "BE68539007547034"},
    ),
    "OBJECTIFS_ABSENTS": (V, "objectifs", "Action!B23", "", {"objectifs": ""}),
    "RENOUVELLEMENT_NON_DECLARE": (
        V,
        "renouvellement",
        "Action!B14",
        "non",
        RENEWED | {"is_renewal": False},
    ),
    "BILAN_DU": (
        V,
        "renouvellement",
        "Action!B14",
        "oui",
        {
            "porteur_siret": OWING_SIRET,
            "is_renewal": True,
            "subvention_precedente_centimes": 600_000,
        },
    ),
    "SUBVENTION_PRECEDENTE_ABSENTE": (
        V,
        "subvention_precedente",
        "Action!B28",
        "",
        {"is_renewal": True},
    ),
    "SUBVENTION_PRECEDENTE_DIFFERENTE": (
        V,
        "subvention_precedente",
        "Action!B28",
        "4000.00",
        RENEWED | {"subvention_precedente_centimes": 400_000},
    ),
    "HAUSSE_DEMANDE": (
        V,
        "subvention_precedente",
        "Action!B28",
        "4999.00",
        # 6 000 € asked; 20 % more than 4 999 € is 5 998,80 €.
        {"is_renewal": True, "subvention_precedente_centimes": 499_900},
    ),
    "QUARTIER_DE_2024": (
        B,
        "quartiers",
        "Action!B6",
        "QP059050 ; QN05901M",
        {"quartiers": ("QP059050", "QN05901M")},
    ),
    "QUARTIER_PARTAGE": (
        V,
        "quartiers",
        "Action!B6",
        "QP059050 ; QP059056",
        {"quartiers": ("QP059050", "QP059056")},
    ),
    "UAI_INVALIDE": (
        V,
        "uais",
        "Action!B27",
        "0750655E ; 0750655F",
        {"uais": ("0750655E", "0750655F")},
    ),
    "PUBLICS_NON_REPARTIS": (V, "femmes.18_25", "Publics!B8", "", {"ages": ()}),
    "FEMMES_PAR_AGE_INEGALES": (
        V,
        "beneficiaires_femmes",
        "Action!B10",
        "29",
        {"women_count": 29},
    ),
    "BENEFICIAIRES_PAR_AGE_INEGAUX": (
        V,
        "beneficiaires",
        "Action!B9",
        "41",
        {"beneficiaries_count": 41},
    ),
    "CALENDRIER_ABSENT": (V, "calendrier", "Action!B24", "", {"calendrier": ""}),
    "MOYENS_HUMAINS_ABSENTS": (
        V,
        "moyens_humains",
        "Action!B25",
        "",
        {"moyens_humains": ""},
    ),
    "INDICATEURS_ABSENTS": (V, "indicateurs", "Action!B26", "", {"indicateurs": ""}),
    "DETAILS_SUPERIEURS_AU_COMPTE": (
        B,
        "budget.2",
        "Budget!B2",
        "2000.00",
        {"budget": with_lines(d601=build_detail("601", "Matières", 2_001))},
    ),
    "COMPTE_SUPERIEUR_AUX_DETAILS": (
        B,
        "budget.2",
        "Budget!B2",
        "2300.00",
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", 2_300),
                d601=build_detail("601", "Matières", 2_000),
            )
        },
    ),
    "DETAILS_INFERIEURS_AU_COMPTE": (
        V,
        "budget.3",
        "Budget!B3",
        "6000.00",
        {
            "budget": with_lines(
                d641=build_detail("641", "Rémunérations", 4_000),
                d645=build_detail("645", "Charges sociales", 1_999),
            )
        },
    ),
    "DEMANDE_DIFFERENTE": (
        B,
        "demande.CAPH",
        "Action!B30",
        "2500.00",
        {"demandes": (("ETAT", 400_000), ("CAPH", 250_000))},
    ),
    "COUT_PAR_BENEFICIAIRE": (
        V,
        "beneficiaires",
        "Action!B9",
        "7",
        # 8 000 € for 7 people: 1 142,85 € each.
        {
            "beneficiaries_count": 7,
            "women_count": 7,
            "ages": (AgeCount(band="18_25", women=7, men=None),),
        },
    ),
}

# What a porteur does once, and the one rule that says it.
SLIPS: dict[str, tuple[str, dict[str, Any]]] = {
    "the account left empty over its details": (
        "DETAILS_SUPERIEURS_AU_COMPTE",
        {"budget": with_lines(c60=None, d601=build_detail("601", "Matières", 2_000))},
    ),
    "the account ten times too low": (
        "DETAILS_SUPERIEURS_AU_COMPTE",
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", 200),
                d601=build_detail("601", "Matières", 2_000),
            )
        },
    ),
    "the account ten times too high": (
        "COMPTE_SUPERIEUR_AUX_DETAILS",
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", 20_000),
                d601=build_detail("601", "Matières", 2_000),
            )
        },
    ),
    "a detail typed as negative": (
        "MONTANT_NEGATIF",
        {"budget": with_lines(d601=build_detail("601", "Matières", -2_000))},
    ),
    "a charge typed as negative": (
        "MONTANT_NEGATIF",
        {"budget": with_lines(c60=build_line("60", "Achats", -2_000))},
    ),
    "the bénévolat received typed as negative": (
        "MONTANT_NEGATIF",
        {"budget": with_lines(p87=build_line("87", "Contributions", -1_000))},
    ),
    "the bénévolat used left out": (
        "CONTRIBUTIONS_VOLONTAIRES_INEGALES",
        {"budget": with_lines(c86=None)},
    ),
    "the bénévolat used ten times too high": (
        "CONTRIBUTIONS_VOLONTAIRES_INEGALES",
        {"budget": with_lines(c86=build_line("86", "Emplois", 10_000))},
    ),
    "the State's line ten times too high": (
        "DEMANDE_DIFFERENTE",
        {"budget": with_lines(etat=build_line("74", "État", 40_000, "ETAT"))},
    ),
    "the State's line left out": (
        "DEMANDE_DIFFERENTE",
        {"budget": with_lines(etat=None)},
    ),
    "the State's line typed as negative": (
        "MONTANT_NEGATIF",
        {"budget": with_lines(etat=build_line("74", "État", -4_000, "ETAT"))},
    ),
    "both funders' lines left out": (
        "DEMANDE_ABSENTE",
        {"budget": with_lines(etat=None, caph=None)},
    ),
    "all the produits left out": (
        "DEMANDE_ABSENTE",
        {"budget": with_lines(p70=None, etat=None, caph=None, p79=None, p87=None)},
    ),
    "the whole budget left out": ("CHARGES_ABSENTES", {"budget": ()}),
    "the wages ten times too low": (
        "BUDGET_DESEQUILIBRE",
        {"budget": with_lines(c64=build_line("64", "Charges de personnel", 600))},
    ),
    "the wages ten times too high": (
        "BUDGET_DESEQUILIBRE",
        {"budget": with_lines(c64=build_line("64", "Charges de personnel", 60_000))},
    ),
    "the women of a band ten times too many": (
        "FEMMES_PAR_AGE_INEGALES",
        {"ages": (replace(AGES[0], women=200), AGES[1])},
    ),
    "the men of a band ten times too many": (
        "BENEFICIAIRES_PAR_AGE_INEGAUX",
        {"ages": (replace(AGES[0], men=60), AGES[1])},
    ),
    "the total ten times too low": (
        "FEMMES_PLUS_QUE_BENEFICIAIRES",
        {"beneficiaries_count": 4},
    ),
    "the total ten times too high": (
        "BENEFICIAIRES_PAR_AGE_INEGAUX",
        {"beneficiaries_count": 400},
    ),
    "only a code of the other generation": (
        "QUARTIER_DE_2024",
        {"quartiers": ("QN05901M",)},
    ),
    "a shared quartier and a commune elsewhere": (
        "COMMUNE_HORS_QUARTIERS",
        {"quartiers": ("QP059056",)},
    ),
    "last year's grant ten times too low": (
        "SUBVENTION_PRECEDENTE_DIFFERENTE",
        RENEWED | {"subvention_precedente_centimes": 50_000},
    ),
    "a quartier with two characters swapped": (
        "QUARTIER_INCONNU",
        {"quartiers": ("QP059050", "QP059065"), "communes": ("59172", "59491")},
    ),
    "an axe that does not exist, with its orientation": ("AXE_INCONNU", {"axe": 9}),
    "the orientation of the chantiers in another axe": (
        "ORIENTATION_HORS_AXE",
        {"orientation": "2.2"},
    ),
    "nobody announced, with women among them": (
        "BENEFICIAIRES_NULS",
        {"beneficiaries_count": 0},
    ),
    "a commune of which the INSEE code is its postal code": (
        "INSEE_SIEGE_CODE_POSTAL",
        {
            "porteur_kind": PorteurKind.COMMUNE,
            "porteur_siret": "21590172900016",
            "porteur_rna": "",
            "porteur_insee": "59220",
            "porteur_adresse": "Hôtel de ville, 59220 Denain",
            "pieces": ("deliberation", "rib"),
        },
    ),
    "an account number with one wrong digit": (
        "IBAN_INVALIDE",
        {"porteur_iban": f"{IBAN[:-1]}8"},
    ),
}

# Several things at once, and where each of them is said.
MIXES: dict[str, tuple[list[tuple[str, str]], dict[str, Any]]] = {
    "two accounts and two requests": (
        [
            ("DETAILS_SUPERIEURS_AU_COMPTE", "Budget!B2"),
            ("DETAILS_SUPERIEURS_AU_COMPTE", "Budget!B3"),
            ("DEMANDE_DIFFERENTE", "Action!B29"),
            ("DEMANDE_DIFFERENTE", "Action!B30"),
        ],
        {
            "budget": with_lines(
                d601=build_detail("601", "Matières", 2_001),
                d641=build_detail("641", "Rémunérations", 6_001),
            ),
            "demandes": (("ETAT", 400_100), ("CAPH", 200_100)),
        },
    ),
    "a line that unbalances, 86 that is not 87, and two negative amounts": (
        [
            ("CONTRIBUTIONS_VOLONTAIRES_INEGALES", "Budget!B9"),
            ("MONTANT_NEGATIF", "Budget!B2"),
            ("MONTANT_NEGATIF", "Budget!B5"),
            ("DEMANDE_DIFFERENTE", "Budget!B6"),
        ],
        {
            "budget": with_lines(
                c60=build_line("60", "Achats", -2_000),
                c86=build_line("86", "Emplois des contributions", 1_017),
                p70=build_line("70", "Ventes", -500),
                etat=build_line("74", "État", 4_700, "ETAT"),
            )
        },
    ),
    "more women than people, and nobody in the grid": (
        [
            ("FEMMES_PLUS_QUE_BENEFICIAIRES", "Action!B10"),
            ("PUBLICS_NON_REPARTIS", "Publics!B8"),
        ],
        {"women_count": 300, "ages": ()},
    ),
    "more women than people, and a band that does not add up": (
        [
            ("BENEFICIAIRES_PAR_AGE_INEGAUX", "Action!B9"),
            ("FEMMES_PLUS_QUE_BENEFICIAIRES", "Action!B10"),
        ],
        {"women_count": 45, "ages": (replace(AGES[0], women=19), AGES[1])},
    ),
}
