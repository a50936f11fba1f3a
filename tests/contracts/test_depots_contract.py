"""The data contract of deposits: well formed, and saying exactly what is wrong."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator  # type: ignore[import-untyped]  # (none)
from open_data_contract_standard.model import OpenDataContractStandard

from contrat_de_ville.adapters.quality.contract import (
    DepositContract,
    QualityCheckFailedError,
)
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import CheckInput, check_deposits, load_suite
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.depots import (
    Action,
    BudgetLine,
    Chantier,
    Finding,
    PorteurKind,
    Severity,
)
from contrat_de_ville.errors import BadFileError
from tests.builders import (
    BUDGET,
    ORIENTATIONS,
    build_action,
    build_campaign,
    build_form,
    build_line,
)


ROOT = Path(__file__).resolve().parents[2]
SCHEMA = files("open_data_contract_standard") / "schema.json"
FILE = ROOT / "data_contracts" / "depots.odcs.yaml"
NOTE = ROOT / "docs" / "sources" / "note_orientations_2017.txt"
CONTRACT = load_contract(FILE)
NEW_CHANTIER = Chantier(salaries_count=12, is_new=True, utilite_18_25="Permis B.")
B, V = Severity.BLOQUANT, Severity.A_VERIFIER


def with_lines(**lines: BudgetLine | None) -> tuple[BudgetLine, ...]:
    """Return the sound budget with lines replaced, removed (None) or added."""
    places = ("c60", "c64", "c86", "p70", "etat", "caph", "p79", "p87")
    named: dict[str, BudgetLine | None] = dict(zip(places, BUDGET, strict=True))
    return tuple(line for line in (named | lines).values() if line is not None)


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
        "QP059050 ; QN05901M",
        {"quartiers": ("QP059050", "QN05901M")},
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
            )
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
}
SOUND = {
    "association": build_action(),
    "chantier": build_action(axe=2, orientation="2.1", chantier=NEW_CHANTIER),
    "la_poste": build_action(porteur_siret="35600000049837"),
    "no_orientation": build_action(orientation=""),
    "no_list": build_action(publics=(), criteres_innovation=(), participation=()),
    "no_women_said": build_action(women_count=None),
    "named_na": build_action(porteur_name="NA", title="null", description="None"),
    "alsace": build_action(porteur_insee="67482", porteur_rna=""),
    "school_year": build_action(starts_on=date(2016, 9, 1), ends_on=date(2017, 6, 30)),
    "at_80_pct": build_action(
        budget=with_lines(
            etat=build_line("74", "État", 4_400, "ETAT"),
            p79=build_line("79", "Autofinancement", 1_100),
        )
    ),
    "commune": build_action(
        porteur_kind=PorteurKind.COMMUNE,
        porteur_siret="21590172900016",
        porteur_rna="",
        pieces=("deliberation", "rib"),
    ),
}
TEN = (
    "SIRET_INVALIDE",
    "RNA_ABSENT",
    "COURRIEL_INVALIDE",
    "INTITULE_ABSENT",
    "ORIENTATION_HORS_AXE",
    "QUARTIER_INCONNU",
    "FEMMES_PLUS_QUE_BENEFICIAIRES",
    "DATES_INVERSEES",
    "PIECE_MANQUANTE",
    "BUDGET_DESEQUILIBRE",
)


def check(
    actions: dict[str, Action], contract: DepositContract = CONTRACT, **campaign: Any
) -> dict[str, tuple[Finding, ...]]:
    """Check those actions in one batch, each with the form that shows it."""
    inputs = [
        CheckInput(key=key, form=build_form(action), action=action)
        for key, action in actions.items()
    ]
    return check_deposits(inputs, build_campaign(**campaign), ORIENTATIONS, contract)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the rules of the findings, in their order."""
    return [finding.rule for finding in findings]


@pytest.fixture(scope="module")
def checked() -> dict[str, tuple[Finding, ...]]:
    """Check every case of this file in one batch, as a campaign does."""
    mistaken = {code: build_action(**case[4]) for code, case in MISTAKES.items()}
    ten = build_action(**{k: v for code in TEN for k, v in MISTAKES[code][4].items()})
    return check(SOUND | mistaken | {"ten": ten})


class TestTheFile:
    """The contract keeps to the standard, to the note and to the form."""

    def test_follows_the_standard(self) -> None:
        """The file is valid for the standard's model and for its JSON schema."""
        raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

        assert list(Draft201909Validator(schema).iter_errors(raw)) == []
        assert OpenDataContractStandard.model_validate(raw).id == "depots"

    def test_each_rule_is_complete(self) -> None:
        """Every rule has a code, a severity, a sentence, a remedy and a source."""
        for rule in CONTRACT.rules:
            assert re.fullmatch(r"[A-Z][A-Z0-9_]+", rule.code), rule
            assert rule.severity in set(Severity), rule
            for said in (rule.sentence, rule.remedy):
                assert said[-1] in ".?", rule
            assert rule.source, rule

    def test_each_rule_is_tried(self) -> None:
        """Every rule of the contract has its mistake in this file."""
        assert sorted(MISTAKES) == sorted(rule.code for rule in CONTRACT.rules)

    def test_columns_are_those_of_a_row(self) -> None:
        """The contract describes exactly the columns that are computed."""
        row = contract_row(build_action(), build_campaign(), ORIENTATIONS)

        assert sorted(row) == sorted(CONTRACT.columns)

    def test_quotes_are_in_the_note(self) -> None:
        """What a rule quotes from the note is written there."""
        note = _plain(NOTE.read_text(encoding="utf-8"))
        quotes = [
            quote
            for rule in CONTRACT.rules
            if "Note d’orientations" in rule.source
            for quote in re.findall(r"«\s(.+?)\s»", rule.source)
        ]

        assert len(quotes) == 9
        assert [quote for quote in quotes if _plain(quote) not in note] == []

    def test_fields_are_those_of_the_form(self) -> None:
        """A finding points at a field of the deposit form, or at its budget."""
        form = yaml.safe_load(
            (ROOT / "config/formulaires/depot_2017.yaml").read_text(encoding="utf-8")
        )
        known = {field["code"] for field in form["champs"]} | {"budget"}

        assert set() == {one.field for one in CONTRACT.columns.values()} - known


def _plain(text: str) -> str:
    """Join lines, even one broken inside « 18-25 »."""
    return re.sub(r"-\s+", "-", " ".join(text.replace("’", "'").split()))


class TestSoundDeposits:
    """A deposit in order is left in peace."""

    @pytest.mark.parametrize("key", SOUND)
    def test_has_no_finding(
        self, key: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """A sound deposit has no finding, whatever its porteur."""
        assert checked[key] == ()


class TestOneMistake:
    """Each rule says its own mistake and no other."""

    @pytest.mark.parametrize("code", MISTAKES)
    def test_gives_its_one_finding(
        self, code: str, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """One mistake gives one finding: its rule, severity, field, cell and value."""
        severity, field, cell, value, _ = MISTAKES[code]
        found = [(f.rule, f.severity, f.field, f.cell, f.value) for f in checked[code]]

        assert [(code, severity, field, cell, value)] == found

    def test_is_said_in_french_with_the_value(
        self, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """The sentence shows the offending value, amounts in euros."""
        assert checked["COMMUNE_AUTRE_AGGLOMERATION"][0].sentence == (
            "Bruay-sur-l’Escaut (59112, quartier Brunehaut) : cette commune partage un "
            "de nos quartiers, mais elle relève d’une autre agglomération, dont le "
            "contrat de ville la finance."
        )
        assert checked["BUDGET_DESEQUILIBRE"][0].sentence == (
            "Le budget n’est pas équilibré : les charges moins les produits font "
            "-200\u00a0€."
        )
        assert checked["SIRET_ZERO_PERDU"][0].sentence == (
            "Le SIRET n’a que 13 chiffres : le tableur a sans doute effacé un zéro au "
            "début. Est-ce 06123456780000 ?"
        )

    def test_quotes_the_note_for_a_new_chantier(
        self, checked: dict[str, tuple[Finding, ...]]
    ) -> None:
        """A new chantier without justification is stopped with the note's words."""
        assert checked["ACI_NOUVEAU_SANS_JUSTIFICATION"][0].source == (
            "Note d’orientations 2017, § 2, axe 2 : « Il ne sera pas financé de "
            "nouveaux chantiers d’insertion sauf à justifier d’une utilité spécifique "
            "pour les 18-25 ans »"
        )


class TestSeveralMistakes:
    """Mistakes are told all together."""

    def test_ten_give_ten(self, checked: dict[str, tuple[Finding, ...]]) -> None:
        """Ten mistakes in one deposit give these ten findings, in the form's order."""
        assert list(TEN) == codes(checked["ten"])

    def test_orientation_of_chantier_without_chantier(self) -> None:
        """An orientation of the chantiers without any figure asks for the figure."""
        found = check({"a": build_action(axe=2, orientation="2.2")})

        assert codes(found["a"]) == ["ACI_EFFECTIF_ABSENT"]

    def test_nothing_to_check(self) -> None:
        """No deposit gives no answer, without starting Great Expectations."""
        code = (
            "import sys\n"
            "from contrat_de_ville.adapters.quality.run import check_deposits\n"
            "assert check_deposits([], None, {}, None) == {}\n"
            "assert 'great_expectations' not in sys.modules\n"
            "assert 'pandas' not in sys.modules\n"
        )
        ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)

        assert ended.returncode == 0


class TestUnreadable:
    """What could not be read is told once."""

    def test_is_not_said_twice(self) -> None:
        """What the reading has said is neither absent nor the cause of a gap."""
        action = build_action(axe=None, budget=with_lines(c60=None))
        one = CheckInput(
            key="a",
            form=build_form(action, action_axe="cinq"),
            action=action,
            unreadable=frozenset({"action_axe", "budget.2"}),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == []

    def test_is_never_passed_over(self) -> None:
        """An unreadable text that nobody reported is a finding, with what was typed."""
        action = build_action(axe=None)
        form = build_form(action, action_axe="cinq")
        one = CheckInput(key="a", form=form, action=action)
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)["a"]

        assert [(f.rule, f.value) for f in found] == [("AXE_ABSENT", "cinq")]

    def test_leaves_the_other_values_checked(self) -> None:
        """A negative amount is said even when another line cannot be read."""
        action = build_action(**MISTAKES["MONTANT_NEGATIF"][4])
        one = CheckInput(
            key="a",
            form=build_form(action),
            action=action,
            unreadable=frozenset({"budget.2"}),
        )
        found = check_deposits([one], build_campaign(), ORIENTATIONS, CONTRACT)

        assert codes(found["a"]) == ["MONTANT_NEGATIF"]


class TestInForce:
    """A rule applies to the years in which it was the rule."""

    def test_the_note_of_2017_is_not_applied_in_2018(self) -> None:
        """The condition on new chantiers is that of 2017: in 2018 it says nothing."""
        changes = MISTAKES["ACI_NOUVEAU_SANS_JUSTIFICATION"][4]
        action = build_action(**changes, ends_on=date(2018, 1, 31))
        in_2017, in_2018 = check({"a": action}), check({"a": action}, annee=2018)

        assert codes(in_2017["a"]) == ["ACI_NOUVEAU_SANS_JUSTIFICATION"]
        assert codes(in_2018["a"]) == []

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (date(2017, 1, 1), None, True),
            (date(2017, 1, 2), None, False),
            (date(2015, 1, 1), date(2017, 1, 1), True),
            (date(2015, 1, 1), date(2016, 12, 31), False),
        ],
    )
    def test_is_judged_on_1_january(
        self, first: date, last: date | None, *, expected: bool
    ) -> None:
        """A rule holds for a campaign when it is the rule on 1 January of its year."""
        rule = replace(CONTRACT.rules[0], in_force_from=first, in_force_until=last)

        assert expected is rule.is_in_force(2017)

    def test_no_rule_at_all_is_no_success(self) -> None:
        """A year without any rule is refused rather than declared sound."""
        with pytest.raises(QualityCheckFailedError, match="aucune règle en vigueur"):
            check({"a": build_action()}, annee=1999)


def changed(code: str, **changes: Any) -> DepositContract:
    """Return the contract with one rule changed."""
    rules = tuple(
        replace(rule, **changes) if rule.code == code else rule
        for rule in CONTRACT.rules
    )
    return replace(CONTRACT, rules=rules)


def answer(**changes: Any) -> SimpleNamespace:
    """Return what the engine answers for two sound rows, with *changes*."""
    sound = {
        "success": True,
        "result": {"element_count": 2, "unexpected_index_list": []},
        "exception_info": {"raised_exception": False, "exception_message": None},
    }
    return SimpleNamespace(**(sound | changes))


class TestChecksThatCannotRun:
    """A technical failure never passes for a sound deposit."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"column": "colonne_absente"},
            {
                "expectation": "expect_column_values_to_be_between",
                "arguments": {"max_value": 3},
            },
            {"expectation": "expect_column_values_to_be_wonderful"},
            {"arguments": {"minimum": 3}},
            {
                "expectation": "expect_table_row_count_to_equal",
                "arguments": {"value": 9},
            },
            {
                "arguments": {
                    "row_condition": {
                        "type": "comparison",
                        "column": {"name": "x"},
                        "operator": "==",
                        "parameter": "y",
                    }
                }
            },
        ],
        ids=["column", "type", "expectation", "argument", "table", "condition"],
    )
    def test_are_never_a_success(self, changes: dict[str, Any]) -> None:
        """A rule that cannot run stops the check and is named."""
        contract = changed("INTITULE_ABSENT", **changes)
        with pytest.raises(QualityCheckFailedError) as raised:
            check({"a": build_action()}, contract)

        assert raised.value.rule == "INTITULE_ABSENT"
        assert "INTITULE_ABSENT" in str(raised.value)
        assert str(raised.value) == str(pickle.loads(pickle.dumps(raised.value)))

    @pytest.mark.parametrize(
        ("result", "expected"),
        [
            (None, "aucun résultat"),
            (
                answer(
                    exception_info={
                        "raised_exception": True,
                        "exception_message": "flat",
                    }
                ),
                "flat",
            ),
            (
                answer(exception_info={"metric": {"exception_message": "nested"}}),
                "nested",
            ),
            (answer(result={"element_count": 1}), "n'ont pas été contrôlés"),
            (answer(result={}), "n'ont pas été contrôlés"),
            (answer(success=False), "aucun dépôt désigné"),
        ],
        ids=["missing", "flat", "nested", "partial", "empty", "nobody"],
    )
    def test_are_known_in_every_shape(self, result: Any, expected: str) -> None:
        """An answer that is not a plain one on each of the two rows is a failure."""
        suite = load_suite()
        with pytest.raises(QualityCheckFailedError, match=expected):
            suite.read_keys(CONTRACT.rules[0], result, "numero", 2)

    @pytest.mark.parametrize("count", [float("inf"), float("nan"), 3.0, True, 2**70])
    def test_a_count_that_is_none_is_refused(self, count: Any) -> None:
        """An infinity, a float or an enormous number in a count stops the check."""
        with pytest.raises(QualityCheckFailedError, match="beneficiaires"):
            check({"a": build_action(beneficiaries_count=count, women_count=None)})

    def test_an_empty_value_nobody_guards(self) -> None:
        """A required column left empty stops the check when no rule would say it."""
        rules = tuple(one for one in CONTRACT.rules if one.code != "INTITULE_ABSENT")
        with pytest.raises(QualityCheckFailedError, match="action_intitule"):
            check({"a": build_action(title="")}, replace(CONTRACT, rules=rules))

    def test_two_deposits_of_one_number(self) -> None:
        """Two deposits with the same number are refused: one would hide the other."""
        one = CheckInput(key="a", form=build_form(), action=build_action())
        with pytest.raises(QualityCheckFailedError, match="même numéro"):
            check_deposits([one, one], build_campaign(), ORIENTATIONS, CONTRACT)


class TestLoadContract:
    """An unclear contract is refused before anything is checked."""

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("severity: BLOQUANT", "severity: GRAVE", "gravité « GRAVE » inconnue"),
            (
                "- id: SIRET_INVALIDE",
                "- id: SIRET_ABSENT",
                "« SIRET_ABSENT » est écrit",
            ),
            ("property: remede", "property: remède", "clé inattendue « remède »"),
            ("- property: source", "- property: remede", "« remede » est écrit deux"),
            ("engine: greatExpectations", "engine: soda", "greatExpectations attendus"),
            ('"2015-01-01"', '"01/01/2015"', "date « 01/01/2015 » attendue"),
            ("« {valeur} »", "« {value} »", "la phrase n'admet que {valeur}"),
            ("  - name: depots", "  - name: bilans", "un objet « depots »"),
            ("primaryKey: true", "primaryKey: false", "0 trouvées"),
            ("unite, value: pct", "unite, value: EUR", "l'unité n'est pas permis"),
            ("version: 1.0.0", "versions: 1.0.0", "« versions » ne suit pas"),
            ("id: SIRET_ABSENT", "name: SIRET_ABSENT", "code, phrase, remède"),
            (
                "    properties:",
                "    quality: [{id: X}]\n    properties:",
                "se place sous",
            ),
        ],
    )
    def test_refuses_what_is_unclear(
        self, old: str, new: str, expected: str, tmp_path: Path
    ) -> None:
        """A contract with an unclear part is refused, and the part is named."""
        text = FILE.read_text(encoding="utf-8")
        path = tmp_path / "depots.odcs.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadFileError, match=re.escape(expected)):
            load_contract(path)
