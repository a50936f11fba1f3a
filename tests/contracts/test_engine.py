"""The engine of the contracts: what Great Expectations lets through, and we do not."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contrat_de_ville.adapters.quality.answers import read_keys
from contrat_de_ville.adapters.quality.contract import (
    NOT_NULL,
    Column,
    DataContract,
    QualityCheckFailedError,
    QualityRule,
)
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import check_rows, load_suite
from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.errors import BadFileError


BETWEEN = "expect_column_values_to_be_between"
IN_SET = "expect_column_values_to_be_in_set"
SUM_TO_LAST = "expect_multicolumn_sum_to_equal_last"
FILE = Path(__file__).resolve().parents[2] / "data_contracts" / "depots.odcs.yaml"
ROW: dict[str, object] = {
    "nom": "Denain",
    "etat": "ouvert",
    "nombre": 3,
    "total": 3,
    "jour": "2017-03-01",
    "publie": True,
}


def build_rule(code: str, column: str, expectation: str, **arguments: Any) -> Any:
    """Return a rule in force since 2015."""
    return QualityRule(
        code=code,
        column=column,
        expectation=expectation,
        arguments=arguments,
        severity=Severity.BLOQUANT,
        dimension="conformity",
        sentence="« {valeur} » de {nom}.",
        remedy="Corrigez.",
        source="Essai",
        in_force_from=date(2015, 1, 1),
        in_force_until=None,
    )


def only_if(column: str, sign: str, value: object) -> dict[str, Any]:
    """Return a condition as a contract writes it."""
    return {
        "type": "comparison",
        "column": {"name": column},
        "operator": sign,
        "parameter": value,
    }


COLUMNS = {
    name: Column(name=name, kind=kind, field=f"champ_{name}", required=name == "nom")
    for name, kind in (
        ("nom", "string"),
        ("etat", "string"),
        ("nombre", "integer"),
        ("total", "integer"),
        ("jour", "date"),
        ("publie", "boolean"),
    )
}
RULES = (
    build_rule("NOM_ABSENT", "nom", NOT_NULL),
    build_rule("NOMBRE_NEGATIF", "nombre", BETWEEN, min_value=0),
    build_rule(
        "TOTAL_FAUX", "total", SUM_TO_LAST, column_list=["nombre", "total"],
        row_condition=only_if("etat", "==", "ouvert"),
    ),
    build_rule("JOUR_TROP_TOT", "jour", BETWEEN, min_value="2017-01-01"),
    build_rule("NON_PUBLIE", "publie", IN_SET, value_set=[True]),
)  # fmt: skip
CONTRACT = DataContract(
    name="essai",
    path=Path("essai.odcs.yaml"),
    version="1",
    key="code",
    columns=COLUMNS,
    rules=RULES,
)


def check(
    rows: Mapping[str, Mapping[str, object]], *rules: QualityRule
) -> dict[str, list[tuple[str, str]]]:
    """Return the rules broken by each row, with their sentence."""
    contract = replace(CONTRACT, rules=rules or RULES)
    found = check_rows(
        rows, contract, 2017, lambda key, column, _: (column.field, f"A{key}", "")
    )
    return {key: [(f.rule, f.sentence) for f in one] for key, one in found.items()}


def naive_success(rows: Mapping[str, Mapping[str, Any]], rule: QualityRule) -> bool:
    """Return what Great Expectations says of a plain frame, as one would use it."""
    import great_expectations as gx  # noqa: PLC0415 (three seconds, for few tests)
    import pandas as pd  # noqa: PLC0415 (the same)

    frame = pd.DataFrame([dict(row) for row in rows.values()], columns=list(COLUMNS))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("temoin").add_dataframe_asset("temoin")
    batch = asset.add_batch_definition_whole_dataframe("temoin").get_batch(
        batch_parameters={"dataframe": frame}
    )
    suite = load_suite().build_suite(CONTRACT, [rule])
    return bool(batch.validate(suite).success)


class TestCheckRows:
    """Rows of any kind are checked in one batch, each answered."""

    def test_answers_for_every_row(self) -> None:
        """Sound rows have no finding; each broken rule is said where it stands."""
        rows = {
            "a": ROW,
            "b": ROW | {"nombre": -1, "total": -1},
            "c": ROW | {"total": 4},
            "d": ROW | {"total": 4, "etat": "clos"},
            "e": ROW | {"jour": "2016-12-31", "publie": False},
        }

        assert check(rows) == {
            "a": [],
            "b": [("NOMBRE_NEGATIF", "« -1 » de Denain.")],
            "c": [("TOTAL_FAUX", "« 4 » de Denain.")],
            "d": [],
            "e": [
                ("JOUR_TROP_TOT", "« 31 décembre 2016 » de Denain."),
                ("NON_PUBLIE", "« non » de Denain."),
            ],
        }

    def test_place_is_given_by_the_caller(self) -> None:
        """The field, the cell and the text of a finding are those of *where*."""
        found = check_rows(
            {"a": ROW | {"nombre": -1, "total": -1}},
            CONTRACT,
            2017,
            lambda key, column, shown: (column.field, f"{key}!B2", f"[{shown}]"),
        )["a"]

        assert [(f.field, f.cell, f.value) for f in found] == [
            ("champ_nombre", "a!B2", "[-1]")
        ]

    def test_what_was_said_is_not_said_again(self) -> None:
        """A finding that the caller has already said is left out."""
        found = check_rows(
            {"a": ROW | {"nombre": -1, "total": -1}},
            CONTRACT,
            2017,
            lambda key, column, shown: (column.field, key, shown),
            lambda key, rule, column: (
                (key, rule.code, column.name) == ("a", "NOMBRE_NEGATIF", "nombre")
            ),
        )

        assert found == {"a": ()}

    def test_sentence_shows_text_as_it_is(self) -> None:
        """Braces written by someone are shown, never filled."""
        rows = {"a": ROW | {"nom": "{valeur}", "nombre": -1, "total": -1}}

        assert check(rows) == {"a": [("NOMBRE_NEGATIF", "« -1 » de {valeur}.")]}


class TestHoles:
    """Each generous habit of Great Expectations, and what is done of it."""

    def test_an_empty_table_declares_nobody_sound(self) -> None:
        """It would be a success; here nobody is answered for."""
        assert naive_success({}, RULES[1])
        assert check({}) == {}

    def test_a_column_of_nulls_is_said(self) -> None:
        """It would be a success of every rule on values; the guard says each row."""
        rows = {"a": ROW | {"nom": None}, "b": ROW | {"nom": None}}

        assert naive_success(rows, build_rule("N", "nom", IN_SET, value_set=["x"]))
        assert check(rows) == {
            "a": [("NOM_ABSENT", "«  » de .")],
            "b": [("NOM_ABSENT", "«  » de .")],
        }

    def test_a_column_of_nulls_nobody_guards(self) -> None:
        """Where no rule would say it, the check stops."""
        with pytest.raises(QualityCheckFailedError, match=r"nom \(valeur absente"):
            check({"a": ROW | {"nom": None}}, RULES[1])

    def test_a_guard_of_some_rows_guards_nothing(self) -> None:
        """A rule against nulls that looks at some rows only does not count."""
        some = build_rule(
            "N", "nom", NOT_NULL, row_condition=only_if("etat", "==", "clos")
        )
        with pytest.raises(QualityCheckFailedError, match=r"nom \(valeur absente"):
            check({"a": ROW | {"nom": None}}, some)

    @pytest.mark.parametrize(
        ("value", "is_success"),
        [(float("inf"), True), (float("nan"), True), (3.0, True), (True, True)],
    )
    def test_a_number_that_is_none(self, value: object, *, is_success: bool) -> None:
        """An infinity, a NaN or a float in a count stops the check."""
        rows = {"a": ROW | {"nombre": value}}

        assert naive_success(rows, RULES[1]) is is_success
        with pytest.raises(QualityCheckFailedError, match=r"nombre \(type inattendu"):
            check(rows)

    @pytest.mark.parametrize(
        ("column", "value", "expected"),
        [
            ("nombre", "3", "type inattendu"),
            ("nombre", 2**70, "nombre"),
            ("nom", 3, "type inattendu"),
            ("publie", "oui", "type inattendu"),
            ("jour", "01/03/2017", "jour"),
            ("jour", "2017-02-29", "jour"),
            ("jour", "20170301", "jour"),
        ],
    )
    def test_a_value_of_another_type(
        self, column: str, value: object, expected: str
    ) -> None:
        """A value that is not of its column's type stops the check."""
        with pytest.raises(QualityCheckFailedError, match=expected):
            check({"a": ROW, "b": ROW | {column: value}})

    def test_a_missing_column(self) -> None:
        """A column that one row lacks stops the check, and is named."""
        short = {name: value for name, value in ROW.items() if name != "total"}
        with pytest.raises(QualityCheckFailedError, match=r"total \(colonne absente"):
            check({"a": ROW, "b": short})

    @pytest.mark.parametrize("key", ["", 1, None])
    def test_a_key_that_is_none(self, key: Any) -> None:
        """Keys that a frame would confuse (1 and « 1 ») stop the check."""
        with pytest.raises(QualityCheckFailedError, match=r"code \(clé absente"):
            check({key: ROW, "1": ROW})

    def test_a_condition_that_swallows_rows(self) -> None:
        """A row without the value its condition looks at would never be checked."""
        rows = {"a": ROW | {"etat": None, "total": 4}}

        assert naive_success(rows, RULES[2])
        with pytest.raises(QualityCheckFailedError, match="« etat », sa condition"):
            check(rows)

    @pytest.mark.parametrize(
        ("sign", "value", "broken"),
        [
            ("==", 4, "b"),
            ("!=", 4, "ac"),
            ("<", 4, "a"),
            ("<=", 4, "ab"),
            (">", 4, "c"),
            (">=", 4, "bc"),
        ],
    )
    def test_a_condition_covers_the_rows_we_count(
        self, sign: str, value: int, broken: str
    ) -> None:
        """Each operator selects, by our count too, the rows it says."""
        rows = {key: ROW | {"total": at} for key, at in (("a", 3), ("b", 4), ("c", 5))}
        rule = build_rule(
            "R", "nom", IN_SET, value_set=["x"],
            row_condition=only_if("total", sign, value),
        )  # fmt: skip
        found = check(rows, build_rule("NOM_ABSENT", "nom", NOT_NULL), rule)

        assert "".join(key for key in found if found[key]) == broken

    def test_a_rule_that_was_skipped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rule whose result is missing stops the check, and is named."""
        suite = load_suite()
        build = suite.build_suite

        def without_first(contract: DataContract, rules: Sequence[QualityRule]) -> Any:
            return build(contract, rules[1:])

        monkeypatch.setattr(suite, "build_suite", without_first)
        with pytest.raises(QualityCheckFailedError, match="NOM_ABSENT"):
            check({"a": ROW})

    def test_an_expectation_that_breaks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An exception inside an expectation stops the check, with what it said."""
        expectations = load_suite().expectations

        def break_down(_: str) -> bool:
            message = "panne"
            raise ValueError(message)

        monkeypatch.setattr(
            expectations.ColumnValuesAreSiret, "predicate", staticmethod(break_down)
        )
        rule = build_rule("R", "etat", "expect_column_values_to_be_valid_siret")
        with pytest.raises(QualityCheckFailedError, match=r"R \(panne"):
            check({"a": ROW}, RULES[0], rule)

    @pytest.mark.parametrize(
        "rule",
        [
            build_rule("R", "absente", NOT_NULL),
            build_rule("R", "nom", BETWEEN, max_value=3),
            build_rule("R", "nom", "expect_column_values_to_be_wonderful"),
            build_rule("R", "nom", NOT_NULL, minimum=3),
            build_rule("R", "nom", "expect_table_row_count_to_equal", value=9),
            build_rule("R", "total", "expect_column_sum_to_be_between", max_value=9),
            build_rule(
                "R", "nom", NOT_NULL, row_condition=only_if("absente", "==", "x")
            ),
        ],
        ids=[
            "column",
            "type",
            "expectation",
            "argument",
            "table",
            "sum",
            "condition",
        ],
    )
    def test_a_rule_that_cannot_run(self, rule: QualityRule) -> None:
        """It stops the check, and is named with its contract."""
        with pytest.raises(QualityCheckFailedError) as raised:
            check({"a": ROW}, RULES[0], rule)

        assert raised.value.contract == "essai"
        assert {raised.value.rule} <= {"R", "absente"}
        assert "« essai »" in str(raised.value)
        assert str(raised.value) == str(pickle.loads(pickle.dumps(raised.value)))

    def test_a_year_without_any_rule(self) -> None:
        """It is refused rather than declared sound."""
        with pytest.raises(QualityCheckFailedError, match="aucune règle en vigueur"):
            check_rows(
                {"a": ROW}, CONTRACT, 1999, lambda key, _, shown: (key, shown, "")
            )


def answer(**changes: Any) -> SimpleNamespace:
    """Return what Great Expectations answers for two sound rows, with *changes*."""
    sound = {
        "success": True,
        "result": {"element_count": 2, "unexpected_index_list": []},
        "exception_info": {"raised_exception": False, "exception_message": None},
    }
    return SimpleNamespace(**(sound | changes))


class TestAnswers:
    """Success alone never opens the gate."""

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
            (answer(result={"element_count": 1}), "n'ont pas été contrôlées"),
            (answer(result={}), "n'ont pas été contrôlées"),
            (answer(success=False), "aucune ligne désignée"),
            (
                answer(
                    result={
                        "element_count": 2,
                        "unexpected_count": 2,
                        "unexpected_index_list": [{"code": "a"}],
                    }
                ),
                "ne sont pas désignées",
            ),
        ],
        ids=["missing", "flat", "nested", "partial", "empty", "nobody", "unnamed"],
    )
    def test_are_known_in_every_shape(self, result: Any, expected: str) -> None:
        """An answer that is not a plain one on each of the two rows is a failure."""
        with pytest.raises(QualityCheckFailedError, match=expected):
            read_keys(CONTRACT, RULES[0], result, 2)

    def test_success_does_not_hide_a_row(self) -> None:
        """A row that is designated fails, whatever the success says."""
        result = answer(
            result={"element_count": 2, "unexpected_index_list": [{"code": "b"}]}
        )

        assert read_keys(CONTRACT, RULES[0], result, 2) == frozenset({"b"})


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
            ("« {valeur} »", "« {value} »", "la phrase n'admet que {valeur} ou une"),
            ("  - name: depots", "  - name: bilans", "un objet « depots »"),
            ("primaryKey: true", "primaryKey: false", "0 trouvées"),
            ("unite, value: pct", "unite, value: EUR", "l'unité n'est pas permis"),
            ("version: 2.1.0", "versions: 2.1.0", "« versions » ne suit pas"),
            ("id: SIRET_ABSENT", "name: SIRET_ABSENT", "code, phrase, remède"),
            (
                "    properties:",
                "    quality: [{id: X}]\n    properties:",
                "se place sous",
            ),
            # What would let rows through, or run as code.
            (
                "                min_value: 1\n",
                "                min_value: 1\n                mostly: 0.9\n",
                "« mostly » n'est pas permis",
            ),
            ("{name: siret_avec_zero}", "{name: siret}", "« siret » n'existe pas"),
            ('operator: "=="', "operator: IN", "une comparaison simple"),
            (
                'parameter: "oui"',
                "parameter: 1",
                "pas du type de « rna_attendu »",
            ),
            ("[femmes_par_age, ", "[femmes_page, ", "« femmes_page » n'existe pas"),
        ],
    )
    def test_refuses_what_is_unclear(
        self, old: str, new: str, expected: str, tmp_path: Path
    ) -> None:
        """A contract with an unclear part is refused, and the part is named."""
        text = FILE.read_text(encoding="utf-8")
        path = tmp_path / "depots.odcs.yaml"
        path.write_text(_replaced(text, old, new), encoding="utf-8")
        with pytest.raises(BadFileError, match=re.escape(expected)):
            load_contract(path)

    def test_refuses_a_condition_written_as_code(self, tmp_path: Path) -> None:
        """A condition that would be evaluated is refused before anything runs."""
        text = FILE.read_text(encoding="utf-8")
        start = text.index("                row_condition:\n")
        end = text.index("            customProperties:", start)
        path = tmp_path / "depots.odcs.yaml"
        path.write_text(
            f"{text[:start]}                row_condition: porteur_siret == 'x'\n"
            f"{text[end:]}",
            encoding="utf-8",
        )
        with pytest.raises(BadFileError, match="des lignes « clé : valeur »"):
            load_contract(path)


def _replaced(text: str, old: str, new: str) -> str:
    """Replace the first *old*, which must be there."""
    assert old in text

    return text.replace(old, new, 1)
