"""Ten mistakes drawn over all the sheets of the workbook give these ten findings."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.adapters.deposit_layout import AGES, places
from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.quality.run import CheckInput, check_deposits
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import DepositForm, Finding
from contrat_de_ville.domain.form import blank_budget
from tests.contracts.deposit_cases import CONTRACT, ROOT


FORM = load_form(ROOT / "config" / "formulaires" / "depot_2017.yaml")
CAMPAIGN = load_campaign(ROOT / "config" / "campagnes" / "cv195_2017.yaml")
ORIENTATIONS = {"2.2": 2, "5.1": 5, "7.2": 7}
CELLS = {
    code: f"{place.sheet}!{place.cell}"
    for code, place in places(FORM).items()
    if code != AGES
}
CODES = {cell: code for code, cell in CELLS.items()}
# 9 000 € on each side, of which 1 000 € in kind; 40 people, of whom 30 women.
SOUND = {
    "Porteur!B5": "90000000100017",
    "Porteur!B6": "Association d'essai",
    "Porteur!B8": "ASSOCIATION",
    "Porteur!B9": "W591000000",
    "Porteur!B10": "1 rue du Coron, 59220 Denain",
    "Porteur!B11": "59172",
    "Porteur!B12": "contact@asso.example",
    "Porteur!B14": "Camille Exemple",
    "Porteur!B17": "Sacha Modèle",
    "Porteur!B23": "4",
    "Porteur!B24": "3.2",
    "Porteur!B25": "1",
    "Porteur!B27": "FR76 3000 6000 0112 3456 7890 189",
    "Action!B5": "Ateliers de parents",
    "Action!B6": "5",
    "Action!B7": "5.1",
    "Action!B8": "Des ateliers.",
    "Action!B9": "Que chaque parent vienne.",
    "Action!B10": "non",
    "Action!B13": "QP059050 ; QP059051",
    "Action!B14": "59172 ; 59179",
    "Action!B17": "40",
    "Action!B18": "30",
    "Action!B19": "80",
    "Action!B21": "2017-02-01",
    "Action!B22": "2017-12-15",
    "Action!B23": "De février à décembre.",
    "Action!B24": "Une animatrice.",
    "Action!B27": "Nombre de parents.",
    "Action!B32": "4000",
    "Action!B33": "2000",
    "Action!B36": "statuts ; comptes ; attestation ; rib",
    "Publics!B8": "20",
    "Publics!C8": "6",
    "Publics!B9": "10",
    "Publics!C9": "4",
    "Budget!B5": "2000",
    "Budget!B6": "1500",
    "Budget!B7": "500",
    "Budget!B22": "6000",
    "Budget!B23": "4000",
    "Budget!B24": "2000",
    "Budget!B30": "1000",
    "Budget!B38": "500",
    "Budget!B40": "4000",
    "Budget!B41": "2000",
    "Budget!B52": "1500",
    "Budget!B53": "1000",
}


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What is typed wrong, where it is said, and which other slips it would touch."""

    typed: Mapping[str, str]
    rule: str
    cell: str
    touches: frozenset[str]


def slip(
    rule: str, cell: str, text: str, *touches: str, at: str = "", **more: str
) -> Slip:
    """Return a slip in *cell*, said there or *at* another; *more* by « Action_B10 »."""
    typed = {cell: text} | {
        name.replace("_", "!"): value for name, value in more.items()
    }
    return Slip(
        typed=typed,
        rule=rule,
        cell=at or cell,
        touches=frozenset({*typed, *touches}),
    )


SLIPS: Sequence[Slip] = (
    slip("SIRET_INVALIDE", "Porteur!B5", "90000000100018"),
    slip("RNA_ABSENT", "Porteur!B9", ""),
    slip("RNA_MAL_FORME", "Porteur!B9", "591000000"),
    slip("INSEE_SIEGE_CODE_POSTAL", "Porteur!B11", "59220"),
    slip("COURRIEL_INVALIDE", "Porteur!B12", "contact@asso"),
    slip("CONTACT_ABSENT", "Porteur!B17", ""),
    slip("ETPT_PLUS_QUE_SALARIES", "Porteur!B24", "6.5", "staff"),
    slip("EMPLOIS_AIDES_PLUS_QUE_SALARIES", "Porteur!B25", "9", "staff"),
    slip("NOMBRE_ILLISIBLE", "Porteur!B23", "quatre", "staff"),
    slip("IBAN_INVALIDE", "Porteur!B27", "FR7630006000011234567890188"),
    slip("INTITULE_ABSENT", "Action!B5", ""),
    slip("AXE_INCONNU", "Action!B6", "9", "axe"),
    slip("ORIENTATION_HORS_AXE", "Action!B7", "7.2", "axe"),
    slip("ORIENTATION_HORS_AXE", "Action!B7", "2.2", "axe"),
    slip("HAUSSE_DEMANDE", "Action!B10", "oui", at="Action!B11", Action_B11="2000"),
    slip("SUBVENTION_PRECEDENTE_ABSENTE", "Action!B10", "oui", at="Action!B11"),
    slip("OUI_NON_ILLISIBLE", "Action!B10", "peut-être"),
    slip("QUARTIER_INCONNU", "Action!B13", "QP059050 ; QP059099"),
    slip("QUARTIER_INCONNU", "Action!B13", "QP059999", "Action!B14"),
    slip("COMMUNE_HORS_QUARTIERS", "Action!B14", "59172 ; 59526"),
    slip("COMMUNE_INCONNUE", "Action!B14", "59220"),
    slip("FEMMES_PLUS_QUE_BENEFICIAIRES", "Action!B18", "45", "women", "men"),
    slip("FEMMES_PAR_AGE_INEGALES", "Publics!B8", "19", "women", at="Action!B18"),
    slip("BENEFICIAIRES_PAR_AGE_INEGAUX", "Publics!C8", "8", "men", at="Action!B17"),
    slip("PART_QPV_IMPOSSIBLE", "Action!B19", "160"),
    slip("DATES_INVERSEES", "Action!B22", "2017-01-15", "dates"),
    slip("DATE_ILLISIBLE", "Action!B21", "février", "dates"),
    slip("PIECE_MANQUANTE", "Action!B36", "statuts ; comptes ; rib"),
    slip("DEMANDE_DIFFERENTE", "Action!B32", "4600", "etat"),
    slip("DEMANDE_DIFFERENTE", "Budget!B40", "4700", "etat", "unread"),
    slip("MONTANT_ILLISIBLE", "Action!B32", "4 000 euros", "etat"),
    slip("DEMANDE_DIFFERENTE", "Action!B33", "2713"),
    slip("DETAILS_SUPERIEURS_AU_COMPTE", "Budget!B6", "1737", "60", at="Budget!B5"),
    slip("DETAILS_INFERIEURS_AU_COMPTE", "Budget!B23", "3000", "64", at="Budget!B22"),
    slip("COMPTE_SUPERIEUR_AUX_DETAILS", "Budget!B5", "2231", "60", "unread"),
    slip("MONTANT_ILLISIBLE", "Budget!B22", "12 OOO", "64", "unread", "balance"),
    slip("MONTANT_NEGATIF", "Budget!B38", "-500"),
    slip("CONTRIBUTIONS_VOLONTAIRES_INEGALES", "Budget!B30", "1219", at="Budget!B53"),
    slip("BUDGET_DESEQUILIBRE", "Budget!B52", "1811", "unread", "60", "balance",
         "Budget!B40", at="Budget!B60"),
)  # fmt: skip


def mix(seed: int) -> list[Slip]:
    """Draw ten slips, none of which touches what another one does."""
    drawn: list[Slip] = []
    touched: set[str] = set()
    for one in random.Random(seed).sample(SLIPS, len(SLIPS)):
        if len(drawn) < 10 and not one.touches & touched:
            drawn.append(one)
            touched |= one.touches
    return drawn


def form_of(slips: Sequence[Slip]) -> DepositForm:
    """Return the sound workbook with these slips, as it is read."""
    cells = dict(SOUND)
    for one in slips:
        cells |= one.typed
    texts = {CODES[cell]: text for cell, text in cells.items()}
    asked = [code for code in CELLS if not code.startswith("budget")]
    return DepositForm(
        fields={code: texts.get(code, "") for code in asked},
        budget=tuple(
            replace(row, amount=texts.get(row.code, "")) for row in blank_budget(FORM)
        ),
        cells=CELLS,
        form_version=FORM.version,
    )


@pytest.fixture(scope="module")
def checked() -> dict[int, list[tuple[str, str]]]:
    """Check two hundred mixes in one batch; rule and cell of each finding."""
    inputs, read = [], dict[int, tuple[Finding, ...]]()
    for seed in range(200):
        form = form_of(mix(seed) if seed else [])
        action, read[seed] = understand(form)
        unreadable = frozenset(one.field for one in read[seed])
        inputs.append(
            CheckInput(key=str(seed), form=form, action=action, unreadable=unreadable)
        )
    found = check_deposits(inputs, CAMPAIGN, ORIENTATIONS, CONTRACT)
    return {
        seed: [(one.rule, one.cell) for one in (*said, *found[str(seed)])]
        for seed, said in read.items()
    }


def test_the_workbook_without_slip_is_sound(
    checked: dict[int, list[tuple[str, str]]],
) -> None:
    """Nothing is found where nothing was changed."""
    assert checked[0] == []


@pytest.mark.parametrize("seed", range(1, 200))
def test_ten_slips_are_ten_findings(
    seed: int, checked: dict[int, list[tuple[str, str]]]
) -> None:
    """Each is said once, at its cell, and nothing else is."""
    expected = [(one.rule, one.cell) for one in mix(seed)]

    assert len(expected) == 10
    assert sorted(expected) == sorted(checked[seed])
