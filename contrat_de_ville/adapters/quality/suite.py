"""Run the rules of a contract in Great Expectations, on one batch.

Its generous habits are closed here and in :mod:`.answers`: empty values and checks
that broke are never a success, and a result is known by the code of its rule, not
by its place. Nothing is written, nothing leaves: ephemeral context, no site.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuite
from great_expectations.expectations.registry import get_expectation_impl

from contrat_de_ville.adapters.quality import expectations
from contrat_de_ville.adapters.quality.answers import read_keys, rows_to_cover
from contrat_de_ville.adapters.quality.contract import (
    Column,
    DataContract,
    QualityRule,
    Row,
)
from contrat_de_ville.adapters.quality.contract_file import KINDS


CUSTOM_EXPECTATIONS = expectations.ALL
"""What we add to Great Expectations' own."""

_DTYPES = {"string": "str", "integer": "Int64", "date": "object", "boolean": "boolean"}


def failing_keys(
    rows: Mapping[str, Row], contract: DataContract, rules: Sequence[QualityRule]
) -> dict[str, frozenset[str]]:
    """Return, for each rule, the keys of the rows that break it.

    Raises:
        QualityCheckFailedError: a rule could not be run on every row.
    """
    covered = {rule.code: rows_to_cover(contract, rule, rows) for rule in rules}
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
        rule.code: read_keys(contract, rule, found.get(rule.code), covered[rule.code])
        for rule in rules
    }


def build_suite(contract: DataContract, rules: Sequence[QualityRule]) -> Any:
    """Return the suite of those rules; each expectation carries its rule's code.

    Raises:
        QualityCheckFailedError: Great Expectations refuses a rule as it is written.
    """
    return ExpectationSuite(
        name=contract.name,
        expectations=[_expectation(contract, rule) for rule in rules],
    )


def _expectation(contract: DataContract, rule: QualityRule) -> Any:
    column = {} if rule.compared() else {"column": rule.column}
    try:
        implementation = get_expectation_impl(rule.expectation)
        return implementation(meta={"code": rule.code}, **column, **rule.arguments)
    except (gx.exceptions.GreatExpectationsError, TypeError, ValueError) as error:
        raise contract.failed(rule.code, str(error)) from error


def build_frame(
    rows: Mapping[str, Row], contract: DataContract, rules: Sequence[QualityRule]
) -> Any:
    """Return one line per row, with the columns the rules need, each of its type.

    Raises:
        QualityCheckFailedError: a row lacks a key or a column, a value is not of its
            column's type (an infinity in a count), or one that must be there is
            missing without a rule to say it.
    """
    if any(type(key) is not str or not key for key in rows):
        raise contract.failed(contract.key, "clé absente ou d'un autre type")
    unguarded = set(contract.unguarded(rules))
    needed = {name for rule in rules for name in rule.columns()}
    data: dict[str, Any] = {contract.key: pd.array(list(rows), dtype="str")}
    for column in contract.columns.values():
        if column.name in needed or column.name in unguarded:
            values = _values(contract, column, rows)
            if column.name in unguarded and None in values:
                raise contract.failed(column.name, "valeur absente")
            data[column.name] = _typed(contract, column, values)
    return pd.DataFrame(data)


def _values(
    contract: DataContract, column: Column, rows: Mapping[str, Row]
) -> list[Any]:
    try:
        return [row[column.name] for row in rows.values()]
    except KeyError:
        raise contract.failed(column.name, "colonne absente") from None


def _typed(contract: DataContract, column: Column, values: Sequence[Any]) -> Any:
    expected = KINDS[column.kind]
    for value in values:
        if value is not None and type(value) is not expected:
            raise contract.failed(column.name, f"type inattendu : {value!r}")
    try:
        if column.kind == "date":
            values = [None if value is None else _day(value) for value in values]
        return pd.array(values, dtype=_DTYPES[column.kind])
    except (OverflowError, ValueError) as error:
        raise contract.failed(column.name, str(error)) from error


def _day(text: str) -> date:
    """Read a date: Great Expectations compares dates, and reads bounds as such."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


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
    asset = context.data_sources.add_pandas("contrats").add_dataframe_asset("lignes")
    return asset.add_batch_definition_whole_dataframe("lignes")
