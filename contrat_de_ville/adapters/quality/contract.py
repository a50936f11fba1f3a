"""The data contract of deposits: what is checked, in whose name, since when.

The file follows the Open Data Contract Standard v3. Where the standard has a
place we use it (``id`` is the code of a rule, ``severity``, ``dimension``,
``description`` its sentence, ``implementation`` the expectation to run); the rest
are its ``customProperties``: ``remede``, ``source``, ``enVigueurDu``, ``jusquAu``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.errors import ContratDeVilleError


NOT_NULL = "expect_column_values_to_not_be_null"


class QualityCheckFailedError(ContratDeVilleError):
    """A check could not be run: nothing may be said of any deposit."""

    def __init__(self, rule: str, details: str) -> None:
        super().__init__(rule, details)
        self.rule, self.details = rule, details

    def __str__(self) -> str:
        return (
            f"Le contrôle qualité des dépôts n'a pas pu être fait : {self.rule} "
            f"({self.details}). Aucun dépôt n'est déclaré conforme ni à corriger. "
            "Transmettez ce message à la personne qui tient l'application."
        )


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the row that is checked.

    Attributes:
        kind: ``string`` or ``integer``, the standard's logical type.
        field: the form's field a finding points at.
        unit: how a value is shown: ``centimes``, ``pct`` or nothing.
        account: the budget account to point at, where the field is the budget.
        required: whether the column may be empty without anyone saying so.
    """

    name: str
    kind: str
    field: str
    unit: str
    account: str
    required: bool


@dataclass(frozen=True, kw_only=True)
class QualityRule:
    """One rule: an expectation of Great Expectations and what to say when it fails.

    ``in_force_from`` and ``in_force_until`` (included) tell when it was the rule.
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


@dataclass(frozen=True, kw_only=True)
class DepositContract:
    """The contract as read: its columns by name, its rules in the form's order."""

    path: Path
    version: str
    key: str
    columns: Mapping[str, Column]
    rules: tuple[QualityRule, ...]

    def in_force(self, annee: int) -> tuple[QualityRule, ...]:
        """Return the rules of that campaign year."""
        return tuple(rule for rule in self.rules if rule.is_in_force(annee))

    def unguarded(self, rules: tuple[QualityRule, ...]) -> Iterator[str]:
        """Return the required columns whose emptiness none of *rules* would say.

        Great Expectations takes an empty value for a success; in these columns one
        is a fault of ours.
        """
        guarded = {rule.column for rule in rules if rule.expectation == NOT_NULL}
        for column in self.columns.values():
            if column.required and column.name not in guarded:
                yield column.name
