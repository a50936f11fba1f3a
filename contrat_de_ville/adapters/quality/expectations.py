"""Expectations of our own: identifiers whose rule is more than a pattern.

Importing this module imports Great Expectations (three seconds): only
:mod:`contrat_de_ville.adapters.quality.suite` does. Declaring a class is what
makes Great Expectations know it; empty values never reach the conditions.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from contrat_de_ville.domain.identifiers import is_email, is_insee, is_rna, is_siret


class _ColumnValuesSatisfy(ColumnMapMetricProvider):
    """Holds for the values that satisfy a predicate of the domain."""

    condition_metric_name = "column_values.satisfy"
    predicate: ClassVar[staticmethod[[str], bool]]

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # (no types published)
    def _pandas(cls, column: Any, **_: Any) -> Any:  # noqa: N805 (Great Expectations binds the class)
        return column.map(cls.predicate).astype(bool)


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
