"""Details of a budget against the account they are a part of (601 under 60)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrat_de_ville.domain.deposit_cells import line_name
from contrat_de_ville.domain.depots import Action, BudgetLine, BudgetText, Side
from contrat_de_ville.domain.money import format_euros


_ACCOUNT_DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class AccountGap:
    """An account that is not the sum of its details; amounts in centimes."""

    side: Side
    account: str
    label: str
    account_centimes: int
    details_centimes: int

    @property
    def is_exceeded(self) -> bool:
        """Whether the details are more than the account."""
        return self.details_centimes > self.account_centimes

    def said(self) -> str:
        """Name the account and both amounts."""
        return (
            f"{self.label} : {format_euros(self.account_centimes)} au compte, "
            f"{format_euros(self.details_centimes)} en détail"
        )


def account_gaps(
    action: Action, unread: Sequence[BudgetText] = ()
) -> tuple[AccountGap, ...]:
    """Return the accounts that have details and are not their sum.

    An account without any detail is complete; a negative amount, or one that could
    not be read, is said elsewhere, and compared with nothing.
    """
    details = [line for line in action.budget if line.is_detail]
    if not details:
        return ()
    known = {(line.side, _account(line)) for line in unread}
    keys = dict.fromkeys((line.side, _account(line)) for line in details)
    keys = {key: None for key in keys if key not in known}
    gaps = (_gap(action, side, account) for side, account in keys)
    return tuple(gap for gap in gaps if gap is not None)


def _gap(action: Action, side: Side, account: str) -> AccountGap | None:
    lines = [
        line
        for line in action.budget
        if line.side is side and _account(line) == account
    ]
    whole = [line for line in lines if not line.is_detail]
    total = sum(line.amount_centimes for line in whole)
    details = sum(line.amount_centimes for line in lines if line.is_detail)
    if total == details or any(line.amount_centimes < 0 for line in lines):
        return None
    label = line_name(account, whole[0].label) if whole else account
    return AccountGap(
        side=side,
        account=account,
        label=label,
        account_centimes=total,
        details_centimes=details,
    )


def _account(line: BudgetLine | BudgetText) -> str:
    return line.account[:_ACCOUNT_DIGITS]
