"""The budget of an action in short, with its rates on the two bases.

The same budget can be at 46 % or at 84 % of public money: what is in kind (accounts
86 and 87) is no expense to fund. Both are always said.
"""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.action_sheet.record import (
    AccountRow,
    BudgetShort,
    FunderPart,
    RateRow,
)
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.money import rate


_PUBLIC = "74"


def budget_short(
    action: Action, parts: Sequence[FunderPart], *, is_kind_counted: bool
) -> BudgetShort:
    """Return the accounts of each side and the rates of what is asked and kept.

    *is_kind_counted* tells whether the campaign's ceilings are of the whole budget.
    """
    total, cash = action.total_centimes(Side.CHARGE), action.cash_centimes()
    public = sum(
        one.amount_centimes
        for one in action.accounts()
        if one.side is Side.PRODUIT and one.account.startswith(_PUBLIC)
    )
    asked = sum(one.asked_centimes for one in parts)
    kept = [
        one.arbitrated_centimes for one in parts if one.arbitrated_centimes is not None
    ]
    return BudgetShort(
        total_centimes=total,
        in_kind_centimes=action.in_kind_centimes(Side.CHARGE),
        cash_centimes=cash,
        is_kind_counted=is_kind_counted,
        charges=_rows(action, Side.CHARGE),
        produits=_rows(action, Side.PRODUIT),
        rates=(
            _rate("Aides publiques prévues (compte 74)", public, cash, total),
            _rate("Demandé aux financeurs de l'appel", asked, cash, total),
            _rate("Programmé", sum(kept) if kept else None, cash, total),
        ),
    )


def _rows(action: Action, side: Side) -> tuple[AccountRow, ...]:
    return tuple(
        AccountRow(
            account=one.account, label=one.label, amount_centimes=one.amount_centimes
        )
        for one in action.accounts()
        if one.side is side and one.amount_centimes
    )


def _rate(label: str, amount: int | None, cash: int, total: int) -> RateRow:
    return RateRow(
        label=label,
        amount_centimes=amount,
        of_cash=None if amount is None else rate(amount, cash),
        of_total=None if amount is None else rate(amount, total),
    )
