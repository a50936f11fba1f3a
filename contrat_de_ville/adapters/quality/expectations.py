"""Expectations of our own: identifiers whose rule is more than a pattern, and sums.

Importing this module imports Great Expectations (three seconds): only
:mod:`contrat_de_ville.adapters.quality.suite` does. Declaring a class is what
makes Great Expectations know it; empty values never reach the conditions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    MulticolumnMapExpectation,
)
from great_expectations.expectations.metrics import (
    ColumnMapMetricProvider,
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from contrat_de_ville.domain.deposit_cells import SEPARATOR
from contrat_de_ville.domain.identifiers import (
    QPV_GENERATIONS,
    is_email,
    is_iban,
    is_insee,
    is_qpv,
    is_rna,
    is_siret,
    is_uai,
)


class _ColumnValuesSatisfy(ColumnMapMetricProvider):
    """Holds for the values that satisfy a predicate of the domain."""

    condition_metric_name = "column_values.satisfy"
    predicate: ClassVar[staticmethod[[str], bool]]

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # (no types published)
    def _pandas(cls, column: Any, **_: Any) -> Any:  # noqa: N805 (Great Expectations binds the class)
        return column.map(cls.predicate).astype(bool)


def _each(predicate: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return what tells whether every code of a list satisfies *predicate*."""
    return lambda text: all(map(predicate, text.split(SEPARATOR)))


class ColumnValuesAreSiret(_ColumnValuesSatisfy):
    """SIRET with its check digits, La Poste included."""

    condition_metric_name = "column_values.are_siret"
    predicate = staticmethod(is_siret)


class ColumnValuesAreRna(_ColumnValuesSatisfy):
    """Number of the national register of associations."""

    condition_metric_name = "column_values.are_rna"
    predicate = staticmethod(is_rna)


class ColumnValuesAreInsee(_ColumnValuesSatisfy):
    """INSEE code of a commune, Corsica included."""

    condition_metric_name = "column_values.are_insee"
    predicate = staticmethod(is_insee)


class ColumnValuesAreEmail(_ColumnValuesSatisfy):
    """One plain e-mail address that we accept to write to."""

    condition_metric_name = "column_values.are_email"
    predicate = staticmethod(is_email)


class ColumnValuesAreIban(_ColumnValuesSatisfy):
    """Account number with its two keys, that of the RIB included."""

    condition_metric_name = "column_values.are_iban"
    predicate = staticmethod(is_iban)


class ColumnValuesListUai(_ColumnValuesSatisfy):
    """List of codes of schools, each with its key."""

    condition_metric_name = "column_values.list_uai"
    predicate = staticmethod(_each(is_uai))


class ColumnValuesListQpv(ColumnMapMetricProvider):
    """List of quartiers in which no code is of another generation."""

    condition_metric_name = "column_values.list_qpv"
    condition_value_keys = ("generation",)

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # (no types published)
    def _pandas(cls, column: Any, generation: int, **_: Any) -> Any:  # noqa: N805 (Great Expectations binds the class)
        others = [one for one in QPV_GENERATIONS if one != generation]
        is_of_none = _each(
            lambda code: not any(is_qpv(code, generation=one) for one in others)
        )
        return column.map(is_of_none).astype(bool)


class MulticolumnValuesSumToLast(MulticolumnMapMetricProvider):
    """Holds where the columns but the last add up to the last, or one is empty."""

    condition_metric_name = "multicolumn_values.sum_to_last"
    condition_domain_keys = (
        "batch_id", "table", "column_list", "row_condition", "condition_parser",
        "ignore_row_if",
    )  # fmt: skip

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # (no types published)
    def _pandas(cls, column_list: Any, **_: Any) -> Any:  # noqa: N805 (Great Expectations binds the class)
        parts, whole = column_list.iloc[:, :-1], column_list.iloc[:, -1]
        holds = parts.sum(axis=1, skipna=False) == whole
        return holds.fillna(value=True).astype(bool)


class ExpectColumnValuesToBeValidSiret(ColumnMapExpectation):
    """Expect each value to be a SIRET."""

    map_metric = "column_values.are_siret"
    success_keys = ("mostly",)


class ExpectColumnValuesToBeValidRna(ColumnMapExpectation):
    """Expect each value to have the form of an RNA number."""

    map_metric = "column_values.are_rna"
    success_keys = ("mostly",)


class ExpectColumnValuesToBeValidInsee(ColumnMapExpectation):
    """Expect each value to have the form of an INSEE code."""

    map_metric = "column_values.are_insee"
    success_keys = ("mostly",)


class ExpectColumnValuesToBeValidEmail(ColumnMapExpectation):
    """Expect each value to be one plain e-mail address."""

    map_metric = "column_values.are_email"
    success_keys = ("mostly",)


class ExpectColumnValuesToBeValidIban(ColumnMapExpectation):
    """Expect each value to be an account number with right keys."""

    map_metric = "column_values.are_iban"
    success_keys = ("mostly",)


class ExpectColumnValuesToListValidUai(ColumnMapExpectation):
    """Expect each value to list codes of schools with their key."""

    map_metric = "column_values.list_uai"
    success_keys = ("mostly",)


class ExpectColumnValuesToListQpvOfGeneration(ColumnMapExpectation):
    """Expect no code of each list of quartiers to be of another generation."""

    generation: int
    map_metric = "column_values.list_qpv"
    success_keys = ("generation", "mostly")


class ExpectMulticolumnSumToEqualLast(MulticolumnMapExpectation):
    """Expect the columns but the last to add up to the last, row by row."""

    map_metric = "multicolumn_values.sum_to_last"
    success_keys = ("mostly",)


ALL = (
    ExpectColumnValuesToBeValidSiret,
    ExpectColumnValuesToBeValidRna,
    ExpectColumnValuesToBeValidInsee,
    ExpectColumnValuesToBeValidEmail,
    ExpectColumnValuesToBeValidIban,
    ExpectColumnValuesToListValidUai,
    ExpectColumnValuesToListQpvOfGeneration,
    ExpectMulticolumnSumToEqualLast,
)
"""What we add to Great Expectations' own."""
