"""Run the rules of the contract in Great Expectations, on one batch.

Its generous habits are closed here: empty values and checks that broke are never
a success, and a result is known by the code of its rule, not by its place. Nothing
is written, nothing leaves: ephemeral context, no documentation site.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.registry import get_expectation_impl

from contrat_de_ville.adapters.quality import expectations
from contrat_de_ville.adapters.quality.contract import (
    DepositContract,
    QualityCheckFailedError,
    QualityRule,
)


CUSTOM_EXPECTATIONS = (
    expectations.ExpectColumnValuesToBeValidSiret,
    expectations.ExpectColumnValuesToBeValidRna,
    expectations.ExpectColumnValuesToBeValidInsee,
    expectations.ExpectColumnValuesToBeValidEmail,
)
"""What we add to Great Expectations' own."""

_DTYPES = {"string": "str", "integer": "Int64"}
Row = Mapping[str, object]


def failing_keys(
    rows: Mapping[str, Row], contract: DepositContract, rules: Sequence[QualityRule]
) -> dict[str, frozenset[str]]:
    """Return, for each rule, the keys of the rows that break it.

    Raises:
        QualityCheckFailedError: a rule could not be run on every row.
    """
    frame = build_frame(rows, contract, rules)
    validation = _batch(frame).validate(
        build_suite(contract, rules),
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": [contract.key],
        },
    )
    found = {
        result.expectation_config.meta["code"]: result for result in validation.results
    }
    return {
        rule.code: read_keys(rule, found.get(rule.code), contract.key, len(rows))
        for rule in rules
    }


def build_suite(contract: DepositContract, rules: Sequence[QualityRule]) -> Any:
    """Return the suite of those rules; each expectation carries its rule's code.

    Raises:
        QualityCheckFailedError: Great Expectations refuses a rule as it is written.
    """
    return ExpectationSuite(
        name=contract.path.stem, expectations=[_expectation(rule) for rule in rules]
    )


def _expectation(rule: QualityRule) -> Any:
    try:
        implementation = get_expectation_impl(rule.expectation)
        return implementation(
            column=rule.column, meta={"code": rule.code}, **rule.arguments
        )
    except (gx.exceptions.GreatExpectationsError, TypeError, ValueError) as error:
        raise QualityCheckFailedError(rule.code, str(error)) from error


def build_frame(
    rows: Mapping[str, Row], contract: DepositContract, rules: Sequence[QualityRule]
) -> Any:
    """Return one line per row, each column with the type the contract gives.

    A column the rows do not have is left out, and the rules on it cannot run.

    Raises:
        QualityCheckFailedError: a value is not of its column's type (an infinity in
            a count), or one that must be there is missing without a rule to say it.
    """
    unguarded = set(contract.unguarded(tuple(rules)))
    data: dict[str, Any] = {contract.key: pd.array(list(rows), dtype="str")}
    for column in contract.columns.values():
        if not all(column.name in row for row in rows.values()):
            continue
        values = [row[column.name] for row in rows.values()]
        if column.name in unguarded and None in values:
            raise QualityCheckFailedError(column.name, "valeur absente")
        data[column.name] = _typed(column.name, column.kind, values)
    return pd.DataFrame(data)


def _typed(name: str, kind: str, values: Sequence[object]) -> Any:
    expected = str if kind == "string" else int
    for value in values:
        if value is not None and type(value) is not expected:
            raise QualityCheckFailedError(name, f"type inattendu : {value!r}")
    try:
        return pd.array(values, dtype=_DTYPES[kind])
    except OverflowError as error:
        raise QualityCheckFailedError(name, str(error)) from error


def _batch(frame: Any) -> Any:
    return _whole_frame().get_batch(batch_parameters={"dataframe": frame})


@lru_cache(maxsize=1)
def _whole_frame() -> Any:
    """Return what turns a frame into a batch; its context is made once a process."""
    # This one sets its own level, whatever its parents say.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(
        logging.WARNING
    )
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("depots").add_dataframe_asset("depots")
    return asset.add_batch_definition_whole_dataframe("depots")


def read_keys(rule: QualityRule, result: Any, key: str, count: int) -> frozenset[str]:
    """Return the keys one result designates among *count* rows.

    Raises:
        QualityCheckFailedError: it is not a plain answer on every row.
    """
    if result is None:
        raise QualityCheckFailedError(rule.code, "aucun résultat")
    for message in _exceptions(result.exception_info or {}):
        raise QualityCheckFailedError(rule.code, message)
    everywhere = "row_condition" not in rule.arguments
    if everywhere and result.result.get("element_count") != count:
        raise QualityCheckFailedError(rule.code, "des dépôts n'ont pas été contrôlés")
    index = result.result.get("unexpected_index_list") or []
    if not result.success and not index:
        raise QualityCheckFailedError(rule.code, "aucun dépôt désigné")
    return frozenset(line[key] for line in index)


def _exceptions(info: Mapping[str, Any]) -> Iterator[str]:
    """Find what was raised: said flat, or once for each metric that broke."""
    if "raised_exception" in info:
        shapes: list[Any] = [info]
    else:
        shapes = list(info.values())
    for shape in shapes:
        if shape.get("raised_exception", True):
            yield str(shape.get("exception_message"))
