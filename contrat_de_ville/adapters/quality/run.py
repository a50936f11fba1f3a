"""Check deposits against their contract and say each finding to its porteur.

Light to import: Great Expectations comes in only when there is something to check.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from contrat_de_ville.adapters.quality.contract import (
    Column,
    DepositContract,
    QualityCheckFailedError,
    QualityRule,
)
from contrat_de_ville.adapters.quality.contract_file import VALUE_PLACE
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.depots import Action, DepositForm, Finding
from contrat_de_ville.domain.money import format_euros


_BUDGET = "budget"
_BUDGET_SHEET = "Budget"
_LONGEST_SHOWN = 200
# An unreadable text is said by the reader; these rules would say it again, or
# draw a conclusion from what is missing. Rules on each value still run.
_DRAWN_FROM_ALL = frozenset({"completeness", "consistency"})

Row = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class CheckInput:
    """One deposit to check, as written and as understood.

    ``unreadable`` holds the codes of the fields (or budget lines) that the reading
    of the form has already reported.
    """

    key: str
    form: DepositForm
    action: Action
    unreadable: frozenset[str] = frozenset()


def check_deposits(
    inputs: Sequence[CheckInput],
    campaign: Campaign,
    referentials_orientations: Mapping[str, int],
    contract: DepositContract,
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each deposit, in the contract's order; () when clean.

    All deposits are checked in one batch, with the rules in force on 1 January of
    the campaign's year.

    Raises:
        QualityCheckFailedError: a rule could not be run, two deposits have the same
            key, or no rule is in force: then nothing is said of any deposit.
    """
    if not inputs:
        return {}
    rules = contract.in_force(campaign.annee)
    if not rules:
        raise QualityCheckFailedError(
            contract.path.name, f"aucune règle en vigueur en {campaign.annee}"
        )
    rows = {
        one.key: contract_row(one.action, campaign, referentials_orientations)
        for one in inputs
    }
    if len(rows) != len(inputs):
        raise QualityCheckFailedError(contract.key, "deux dépôts ont le même numéro")
    failing = load_suite().failing_keys(rows, contract, rules)
    return {
        one.key: _findings(
            one,
            rows[one.key],
            contract,
            [rule for rule in rules if one.key in failing[rule.code]],
        )
        for one in inputs
    }


def _findings(
    one: CheckInput,
    row: Row,
    contract: DepositContract,
    broken: Sequence[QualityRule],
) -> tuple[Finding, ...]:
    """Say each broken rule, but for what the reading of the form has already said."""
    columns = contract.columns
    return tuple(
        _finding(rule, columns[rule.column], row, one.form)
        for rule in broken
        if not _is_said(rule, columns[rule.column], one.unreadable)
    )


def load_suite() -> ModuleType:
    """Import what runs on Great Expectations: three seconds, the first time."""
    with warnings.catch_warnings():
        # Great Expectations imports a module that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module("contrat_de_ville.adapters.quality.suite")


def _is_said(rule: QualityRule, column: Column, unreadable: frozenset[str]) -> bool:
    """Tell whether the reading of the form has already said what the rule would."""
    touched = column.field in unreadable or any(
        code.startswith(f"{column.field}.") for code in unreadable
    )
    return touched and rule.dimension in _DRAWN_FROM_ALL


def _finding(rule: QualityRule, column: Column, row: Row, form: DepositForm) -> Finding:
    shown = show(row[column.name], column.unit)
    field, cell, written = locate(form, column, shown)
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        field=field,
        sentence=rule.sentence.replace(VALUE_PLACE, shown),
        remedy=rule.remedy,
        value=written,
        cell=cell,
        source=rule.source,
    )


def show(value: object, unit: str) -> str:
    """Write a column's value for a porteur, in its unit, on one line, not too long."""
    if value is None:
        return ""
    if unit == "centimes" and isinstance(value, int):
        return format_euros(value)
    text = " ".join(str(value).split())
    if len(text) > _LONGEST_SHOWN:
        return f"{text[:_LONGEST_SHOWN]}…"
    return f"{text} %" if unit == "pct" else text


def locate(form: DepositForm, column: Column, shown: str) -> tuple[str, str, str]:
    """Return the field, the cell and the text as typed that a finding points at.

    In the budget it is the line the finding names, else the line of the column's
    account, else the sheet itself, with the figure computed from it.
    """
    if column.field != _BUDGET:
        written = form.fields.get(column.field, "")
        return column.field, form.cells.get(column.field, ""), written
    for line in form.budget:
        is_named = shown.startswith(f"{line.label} : ")
        if is_named or (column.account and line.account.startswith(column.account)):
            return line.code, form.cells.get(line.code, _BUDGET_SHEET), line.amount
    return _BUDGET, form.cells.get(_BUDGET, _BUDGET_SHEET), shown
