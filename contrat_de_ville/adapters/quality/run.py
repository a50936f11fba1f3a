"""Check rows against their contract and say each finding to the one who can mend it.

Light to import: Great Expectations comes in only when there is something to check.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from contrat_de_ville.adapters.quality.contract import (
    Column,
    DataContract,
    QualityRule,
    Row,
)
from contrat_de_ville.adapters.quality.contract_file import PLACE, VALUE
from contrat_de_ville.adapters.quality.locating import BUDGET, locate
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_cells import parted
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.depots import (
    Action,
    BudgetText,
    DepositForm,
    Finding,
)
from contrat_de_ville.domain.form import DEMANDE
from contrat_de_ville.domain.money import format_euros


Where = Callable[[str, Column, str], tuple[str, str, str]]
"""From a row's key, a column and its value as shown: field, cell, text as written."""
IsSaid = Callable[[str, QualityRule, Column], bool]
"""Whether what a rule would say of a row was already said by someone else."""

# What could not be read is said by the reader, and what a channel cannot carry is
# nobody's mistake; rules of these dimensions would say it, or draw a conclusion
# from what is missing. Rules on each value still run.
COMPLETENESS, CONSISTENCY = "completeness", "consistency"
_BY_LINE = (f"{BUDGET}.", f"{DEMANDE}.")
_LONGEST_SHOWN = 200
# All but the no-break ones, which keep « 1 200 € » together.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


def check_rows(
    rows: Mapping[str, Row],
    contract: DataContract,
    annee: int,
    where: Where,
    is_said: IsSaid | None = None,
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each row, in the contract's order; () when clean.

    All rows are checked in one batch, with the rules in force on 1 January of
    *annee*. A row has every column of the contract but its key; a value that is
    absent is ``None``.

    Raises:
        QualityCheckFailedError: a rule could not be run on every row, or no rule is
            in force: then nothing is said of any row.
    """
    if not rows:
        return {}
    rules = contract.in_force(annee)
    if not rules:
        raise contract.failed(contract.path.name, f"aucune règle en vigueur en {annee}")
    failing = load_suite().failing_keys(rows, contract, rules)
    found: dict[str, list[Finding]] = {key: [] for key in rows}
    for rule in rules:
        column = contract.columns[rule.column]
        for key in failing[rule.code]:
            if is_said is None or not is_said(key, rule, column):
                found[key] += _findings(contract, rule, key, rows[key], where)
    return {key: tuple(findings) for key, findings in found.items()}


def load_suite() -> ModuleType:
    """Import what runs on Great Expectations: three seconds, the first time."""
    with warnings.catch_warnings():
        # Great Expectations imports a module that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module("contrat_de_ville.adapters.quality.suite")


def _findings(
    contract: DataContract, rule: QualityRule, key: str, row: Row, where: Where
) -> Iterator[Finding]:
    """Say what a row breaks: once, or once for each thing its column names."""
    column = contract.columns[rule.column]
    value = row[column.name]
    for one in parted(str(value)) if column.is_listed else (value,):
        yield _finding(contract, rule, key, {**row, column.name: one}, where)


def _finding(
    contract: DataContract, rule: QualityRule, key: str, row: Row, where: Where
) -> Finding:
    columns = contract.columns
    column = columns[rule.column]
    shown = show(row[column.name], column)
    texts = {VALUE: shown} | {
        name: show(row[name], columns[name])
        for name in PLACE.findall(rule.sentence)
        if name != VALUE
    }
    field, cell, written = where(key, column, shown)
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        field=field,
        sentence=PLACE.sub(lambda place: texts[place[1]], rule.sentence),
        remedy=rule.remedy,
        value=written,
        cell=cell,
        source=rule.source,
    )


def show(value: object, column: Column) -> str:
    """Write a column's value for a reader, in its unit, on one line, not too long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return _number(value, column.unit)
    if column.kind == "date":
        return french_date(date.fromisoformat(str(value)))
    text = _SPACES.sub(" ", str(value)).strip()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _number(value: int, unit: str) -> str:
    if unit == "centimes":
        return format_euros(value)
    if unit == "centiemes":
        return f"{value // 100},{value % 100:02d}"
    return f"{value} %" if unit == "pct" else str(value)


@dataclass(frozen=True, kw_only=True)
class CheckInput:
    """One deposit to check, as written and as understood.

    ``unreadable`` holds the codes of the fields (or budget lines) that the reading
    of the form has already reported; ``unknown_fields`` those that the channel
    cannot carry (:func:`contrat_de_ville.domain.deposit_context.unknown_fields`).
    """

    key: str
    form: DepositForm
    action: Action
    unreadable: frozenset[str] = frozenset()
    unknown_fields: frozenset[str] = frozenset()

    def unread_lines(self) -> tuple[BudgetText, ...]:
        """Return the lines of the budget whose amount could not be read."""
        return tuple(line for line in self.form.budget if line.code in self.unreadable)


def check_deposits(
    inputs: Sequence[CheckInput],
    campaign: Campaign,
    referentials_orientations: Mapping[str, int],
    contract: DataContract,
    context: CheckContext | None = None,
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each deposit, in the contract's order; () when clean.

    Raises:
        QualityCheckFailedError: a rule could not be run, two deposits have the same
            key, or no rule is in force: then nothing is said of any deposit.
    """
    if not inputs:
        return {}
    known = {one.key: one for one in inputs}
    if len(known) != len(inputs):
        raise contract.failed(contract.key, "deux dépôts ont le même numéro")
    facts = context or CheckContext()
    rows = {
        key: contract_row(
            one.action,
            campaign,
            referentials_orientations,
            facts,
            key,
            one.unread_lines(),
            one.unknown_fields,
        )
        for key, one in known.items()
    }
    return check_rows(
        rows,
        contract,
        campaign.annee,
        lambda key, column, shown: locate(known[key].form, campaign, column, shown),
        lambda key, rule, _: _is_said(known[key], contract, rule),
    )


def _is_said(one: CheckInput, contract: DataContract, rule: QualityRule) -> bool:
    """Tell whether the rule would draw from what was not read, or not carried.

    What a channel cannot carry is absent, which only completeness and a budget in
    part would take for a mistake. Of a budget, the row itself says what can be judged
    without the lines that were not read.
    """
    fields = {contract.columns[name].field for name in rule.columns()}
    unread = frozenset(c for c in one.unreadable if not c.startswith(_BY_LINE))
    unknown = one.unknown_fields
    if rule.dimension == COMPLETENESS:
        return _touches(unread | unknown, fields)
    if rule.dimension == CONSISTENCY:
        return _touches(unread | (unknown & {BUDGET}), fields)
    return False


def _touches(missing: frozenset[str], fields: set[str]) -> bool:
    """Tell whether a missing code is one of the fields, or a part of one."""
    return any(code in fields or code.partition(".")[0] in fields for code in missing)
