"""Where in its form a porteur finds what a rule says."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.quality.contract import Column
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import AT_ACCOUNT_74
from contrat_de_ville.domain.deposit_cells import line_name
from contrat_de_ville.domain.depots import BudgetText, DepositForm
from contrat_de_ville.domain.form import DEMANDE


BUDGET = "budget"
_BUDGET_SHEET = "Budget"


def locate(
    form: DepositForm, campaign: Campaign, column: Column, shown: str
) -> tuple[str, str, str]:
    """Return the field, the cell and the text as typed that a finding points at.

    In the budget it is the line the finding names, else the line of the column's
    account, else the sheet itself, with the figure computed from it. Where a field
    is several cells (``demande.ETAT``, ``femmes.0_5``), the one that the finding
    names, else the first.
    """
    if column.field == BUDGET:
        return _in_budget(form, column, shown)
    for line in _lines_of_funder(form, campaign, shown):
        return line.code, form.cells.get(line.code, _BUDGET_SHEET), line.amount
    code = next(_codes(form, campaign, column, shown), column.field)
    return code, form.cells.get(code, ""), form.fields.get(code, "")


def _lines_of_funder(
    form: DepositForm, campaign: Campaign, shown: str
) -> Iterator[BudgetText]:
    """Give the budget lines of the funder that a finding names there."""
    for funder in campaign.funders:
        if shown.startswith(f"{funder.name}{AT_ACCOUNT_74}"):
            yield from (one for one in form.budget if one.funder == funder.code)


def _codes(
    form: DepositForm, campaign: Campaign, column: Column, shown: str
) -> Iterator[str]:
    """Give the codes of the form that the column's field may be, the best first."""
    if column.field in form.cells or column.field in form.fields:
        yield column.field
    if column.field == DEMANDE:
        for funder in campaign.funders:
            if shown.startswith(f"{funder.name} : "):
                yield f"{DEMANDE}.{funder.code}"
    yield from (code for code in form.cells if code.startswith(f"{column.field}."))


def _in_budget(form: DepositForm, column: Column, shown: str) -> tuple[str, str, str]:
    named = [line for line in form.budget if _is_named(line, shown)]
    of_account = [
        line
        for line in form.budget
        if column.account and line.account.startswith(column.account)
    ]
    for line in (*named, *of_account):
        return line.code, form.cells.get(line.code, _BUDGET_SHEET), line.amount
    return BUDGET, form.cells.get(BUDGET, _BUDGET_SHEET), shown


def _is_named(line: BudgetText, shown: str) -> bool:
    """Tell whether a finding names the line, or its account alone."""
    name = line_name(line.account, line.label)
    return shown.startswith((f"{name} : ", f"{line.account} : "))
