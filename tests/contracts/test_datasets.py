"""The contracts of the year's data sets: a sound row says nothing, a fault says one."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrat_de_ville.adapters.quality.contract import Column
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import check_rows


CONTRACTS = Path(__file__).resolve().parents[2] / "data_contracts"
SOUND: dict[str, dict[str, object]] = {
    "lignes_budget": {
        "depot": "2017-0001",
        "compte": "60",
        "libelle": "Achats",
        "montant_centimes": 120_000,
        "compte_hors_plan": "",
        "financeur_inconnu": "",
        "ligne_repetee": "",
        "detail_sans_compte": "",
    },
    "chantiers_aci": {
        "salaries": 12,
        "utilite_centimes": 800_000,
        "aide_centimes": 2_000_000,
        "demande_centimes": 2_000_000,
        "utilite_hors_fourchette": "",
        "utilite_sans_auteur": "",
        "aide_au_dela_de_la_note": "",
        "refus_avec_aide": "",
        "nouveau_sans_justification": "",
    },
    "avis": {
        "depot": "2017-0001",
        "conseil": "CC-CENTRE",
        "avis": "FAVORABLE",
        "membres_presents": 9,
        "conseil_inconnu": "",
        "autre_quartier": "",
        "motif_absent": "",
        "rendu_avant_demande": "",
        "silence_apres_cloture": "",
    },
    "decisions": {
        "depot": "2017-0001",
        "financeur": "ETAT",
        "demande_centimes": 600_000,
        "propose_centimes": 420_000,
        "arbitre_centimes": 420_000,
        "decide_centimes": None,
        "financeur_inconnu": "",
        "refus_sans_motif": "",
        "decide_sans_arbitrage": "",
        "decide_sans_acte": "",
        "notifie_sans_decision": "",
    },
    "bilans": {
        "accorde_centimes": 420_000,
        "realise_centimes": 400_000,
        "beneficiaires": 45,
        "echeance": "2018-06-30",
        "echeance_autre": "",
        "recu_sans_montant": "",
        "recu_avant_demande": "",
        "realise_au_dela": "",
    },
    "export_programmation": {
        "intitule": "Ateliers du parc",
        "porteur": "Association du parc",
        "siret": "20004219000013",
        "axe": 3,
        "cout_total_centimes": 900_000,
        "demande_centimes": 600_000,
        "programme_centimes": 420_000,
        "autre_que_fige": "",
        "decide_autre_qu_arbitre": "",
    },
}
# What breaks each rule, and nothing else.
FAULTS: dict[str, dict[str, tuple[str, object]]] = {
    "lignes_budget": {
        "LIGNE_SANS_COMPTE": ("compte", None),
        "LIGNE_SANS_LIBELLE": ("libelle", None),
        "LIGNE_SANS_MONTANT": ("montant_centimes", None),
        "LIGNE_NEGATIVE": ("montant_centimes", -1),
        "COMPTE_HORS_PLAN": ("compte_hors_plan", "« 87 » parmi les charges"),
        "LIGNE_FINANCEUR_INCONNU": ("financeur_inconnu", "REGION"),
        "LIGNE_REPETEE": ("ligne_repetee", "Achats"),
        "DETAIL_SANS_COMPTE": ("detail_sans_compte", "601"),
    },
    "chantiers_aci": {
        "ACI_SANS_EFFECTIF": ("salaries", None),
        "ACI_EFFECTIF_HORS_BORNES": ("salaries", 201),
        "ACI_SANS_AIDE": ("aide_centimes", None),
        "ACI_AIDE_NEGATIVE": ("aide_centimes", -1),
        "ACI_SANS_DEMANDE": ("demande_centimes", None),
        "UTILITE_HORS_FOURCHETTE": ("utilite_hors_fourchette", "12 000 €"),
        "UTILITE_SANS_AUTEUR": ("utilite_sans_auteur", "2017-0001"),
        "ACI_AU_DELA_DE_LA_NOTE": ("aide_au_dela_de_la_note", "1 € de trop"),
        "ACI_REFUS_AVEC_AIDE": ("refus_avec_aide", "5 000 €"),
        "ACI_NOUVEAU_NON_JUSTIFIE": ("nouveau_sans_justification", "2017-0001"),
    },
    "avis": {
        "AVIS_INCONNU": ("avis", "PEUT_ETRE"),
        "AVIS_SANS_MEMBRE": ("membres_presents", 0),
        "AVIS_CONSEIL_INCONNU": ("conseil_inconnu", "CC-AUTRE"),
        "AVIS_AUTRE_QUARTIER": ("autre_quartier", "CC-ELNON"),
        "AVIS_SANS_MOTIF": ("motif_absent", "DEFAVORABLE"),
        "AVIS_AVANT_DEMANDE": ("rendu_avant_demande", "1er janvier 2017"),
        "AVIS_SILENCE_NON_ENREGISTRE": ("silence_apres_cloture", "CC-CENTRE"),
    },
    "decisions": {
        "LIGNE_SANS_DEMANDE": ("demande_centimes", None),
        "PROPOSE_AU_DELA": ("propose_centimes", 600_001),
        "ARBITRE_AU_DELA": ("arbitre_centimes", 600_001),
        "DECIDE_AU_DELA": ("decide_centimes", 600_001),
        "DECISION_FINANCEUR_INCONNU": ("financeur_inconnu", "REGION"),
        "REFUS_SANS_MOTIF": ("refus_sans_motif", "ETAT"),
        "DECIDE_SANS_ARBITRAGE": ("decide_sans_arbitrage", "100 €"),
        "DECIDE_SANS_ACTE": ("decide_sans_acte", "100 €"),
        "NOTIFIE_SANS_DECISION": ("notifie_sans_decision", "2017-0001"),
    },
    "bilans": {
        "BILAN_SANS_ACCORD": ("accorde_centimes", None),
        "BILAN_ACCORD_NEGATIF": ("accorde_centimes", -1),
        "BILAN_REALISE_NEGATIF": ("realise_centimes", -1),
        "BILAN_BENEFICIAIRES": ("beneficiaires", 100_001),
        "BILAN_SANS_ECHEANCE": ("echeance", None),
        "BILAN_AUTRE_ECHEANCE": ("echeance_autre", "1er juillet"),
        "BILAN_SANS_MONTANT": ("recu_sans_montant", "2017-0001"),
        "BILAN_AVANT_DEMANDE": ("recu_avant_demande", "1er mars 2017"),
        "BILAN_AU_DELA": ("realise_au_dela", "1 € de trop"),
    },
    "export_programmation": {
        "EXPORT_SANS_INTITULE": ("intitule", None),
        "EXPORT_SANS_PORTEUR": ("porteur", None),
        "EXPORT_SANS_SIRET": ("siret", None),
        "EXPORT_SIRET_INVALIDE": ("siret", "20004219000014"),
        "EXPORT_SANS_AXE": ("axe", None),
        "EXPORT_AXE_INCONNU": ("axe", 8),
        "EXPORT_SANS_COUT": ("cout_total_centimes", None),
        "EXPORT_SANS_DEMANDE": ("demande_centimes", None),
        "EXPORT_SANS_MONTANT": ("programme_centimes", None),
        "EXPORT_AU_DELA": ("programme_centimes", 600_001),
        "EXPORT_AUTRE_QUE_FIGE": ("autre_que_fige", "1 € pour 2 € figés"),
        "EXPORT_DECIDE_AUTREMENT": ("decide_autre_qu_arbitre", "ETAT : 1 € pour 2 €"),
    },
}
# A negative demand is also under what is proposed and arbitrated.
DERIVED = {
    "DEMANDE_NEGATIVE": {"DEMANDE_NEGATIVE", "PROPOSE_AU_DELA", "ARBITRE_AU_DELA"}
}


def codes(name: str, row: dict[str, object]) -> set[str]:
    """Return the rules that one row of a data set breaks."""
    contract = load_contract(CONTRACTS / f"{name}.odcs.yaml")
    found = check_rows({"cle": row}, contract, 2017, _where)
    return {one.rule for one in found["cle"]}


def _where(key: str, column: Column, shown: str) -> tuple[str, str, str]:
    return column.field, key, shown


@pytest.mark.parametrize("name", SOUND)
class TestDataSets:
    """Each data set of the year has a contract that speaks when it should."""

    def test_a_sound_row_breaks_nothing(self, name: str) -> None:
        """A row as it should be gives no finding."""
        assert set() == codes(name, SOUND[name])

    def test_each_fault_gives_its_finding_and_no_other(self, name: str) -> None:
        """One thing wrong is said once, by its own rule."""
        said = {
            code: codes(name, SOUND[name] | {column: value})
            for code, (column, value) in FAULTS[name].items()
        }

        assert {code: {code} for code in FAULTS[name]} == said

    def test_every_rule_is_shown_here(self, name: str) -> None:
        """No rule of the contract is left without a row that breaks it."""
        contract = load_contract(CONTRACTS / f"{name}.odcs.yaml")
        rules = {rule.code for rule in contract.rules}

        assert rules == FAULTS[name].keys() | (rules & DERIVED.keys())


def test_a_negative_demand_is_said() -> None:
    """A demand under zero is refused, and so is what exceeds it."""
    row = SOUND["decisions"] | {"demande_centimes": -1}

    assert DERIVED["DEMANDE_NEGATIVE"] == codes("decisions", row)
