"""A data contract: what is checked, in whose name, since when.

The file follows the Open Data Contract Standard v3. Where the standard has a
place we use it (``id`` is the code of a rule, ``severity``, ``dimension``,
``description`` its sentence, ``implementation`` the expectation to run); the rest
are its ``customProperties``: ``remede``, ``source``, ``enVigueurDu``, ``jusquAu``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.errors import ContratDeVilleError


NOT_NULL = "expect_column_values_to_not_be_null"
CONDITION = "row_condition"
# What names the columns of a rule that looks at several of them.
_SEVERAL = ("column_A", "column_B", "column_list")
Row = Mapping[str, object]


class QualityCheckFailedError(ContratDeVilleError):
    """A check could not be run: nothing may be said of any row."""

    def __init__(self, contract: str, rule: str, details: str) -> None:
        super().__init__(contract, rule, details)
        self.contract, self.rule, self.details = contract, rule, details

    def __str__(self) -> str:
        return (
            f"Le contrôle qualité du contrat de données « {self.contract} » n'a pas "
            f"pu être fait : {self.rule} ({self.details}). Rien n'est déclaré conforme "
            "ni à corriger. Transmettez ce message à la personne qui tient "
            "l'application."
        )


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the row that is checked.

    Attributes:
        kind: the standard's logical type: ``string``, ``integer``, ``boolean``, or
            ``date`` (ISO text in the row).
        field: the field a finding points at.
        unit: how a number is shown: ``centimes`` (of euro), ``centiemes``, ``pct``, or
            as it is.
        account: the budget account to point at, where the field is the budget.
        required: whether the column may be empty without anyone saying so.
        is_listed: whether each thing it names has its own cell, hence its own finding.
    """

    name: str
    kind: str
    field: str
    unit: str = ""
    account: str = ""
    required: bool = False
    is_listed: bool = False


@dataclass(frozen=True, kw_only=True)
class QualityRule:
    """One rule: an expectation of Great Expectations and what to say when it fails.

    ``column`` is the one a finding points at; a rule on several columns names them
    in its arguments. ``in_force_from`` and ``in_force_until`` (included) tell when
    it was the rule.
    """

    code: str
    column: str
    expectation: str
    arguments: Mapping[str, Any]
    severity: Severity
    dimension: str
    sentence: str
    remedy: str
    source: str
    in_force_from: date
    in_force_until: date | None

    def is_in_force(self, annee: int) -> bool:
        """Tell whether it was the rule on 1 January of the campaign's year."""
        start = date(annee, 1, 1)
        until = self.in_force_until
        return self.in_force_from <= start and (until is None or start <= until)

    def compared(self) -> tuple[str, ...]:
        """Return the columns it compares, when it looks at several."""
        named = [self.arguments[one] for one in _SEVERAL if one in self.arguments]
        return tuple(
            name
            for one in named
            for name in ((one,) if isinstance(one, str) else tuple(one))
        )

    def condition(self) -> tuple[str, str, object] | None:
        """Return the column, the operator and the value of its condition, if any."""
        given = self.arguments.get(CONDITION)
        if given is None:
            return None
        return given["column"]["name"], given["operator"], given["parameter"]

    def columns(self) -> frozenset[str]:
        """Return every column it needs."""
        condition = self.condition()
        return frozenset(
            (self.column, *self.compared(), *(condition[:1] if condition else ()))
        )


@dataclass(frozen=True, kw_only=True)
class DataContract:
    """A contract as read: its columns by name, its rules in the file's order.

    ``name`` is that of its one object and its ``id``; ``key`` the column that
    identifies a row.
    """

    name: str
    path: Path
    version: str
    key: str
    columns: Mapping[str, Column]
    rules: tuple[QualityRule, ...]

    def in_force(self, annee: int) -> tuple[QualityRule, ...]:
        """Return the rules of that campaign year."""
        return tuple(rule for rule in self.rules if rule.is_in_force(annee))

    def unguarded(self, rules: Sequence[QualityRule]) -> Iterator[str]:
        """Return the required columns whose emptiness none of *rules* would say.

        Great Expectations takes an empty value for a success; in these columns one
        is a fault of ours. A rule that looks at some rows only guards nothing.
        """
        guarded = {
            rule.column
            for rule in rules
            if rule.expectation == NOT_NULL and rule.condition() is None
        }
        for column in self.columns.values():
            if column.required and column.name not in guarded:
                yield column.name

    def failed(self, rule: str, details: str) -> QualityCheckFailedError:
        """Return the error that says a rule of this contract could not be run."""
        return QualityCheckFailedError(self.name, rule, details)
