"""The sums of a budget, made once for all that looks at them; in centimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.domain.depots import Action, BudgetText, Side


IN_KIND = ("86", "87")


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Both sides of a budget, details left out.

    ``used`` and ``received`` are the contributions in kind (86 and 87), which
    ``charges`` and ``produits`` include; ``requests`` what is asked of each funder
    under account 74. ``unread`` are the lines whose amount could not be read: no sum
    has them, and nothing is concluded of a sum they would change.
    """

    charges: int
    produits: int
    used: int
    received: int
    requests: Mapping[str, int]
    unread: tuple[BudgetText, ...] = ()

    @property
    def gap(self) -> int:
        """Charges less produits."""
        return self.charges - self.produits

    @property
    def in_kind_gap(self) -> int:
        """Account 86 less account 87."""
        return self.used - self.received

    @property
    def cash_charges(self) -> int:
        """What must be paid."""
        return self.charges - self.used

    @property
    def cash_produits(self) -> int:
        """What is to be received in money."""
        return self.produits - self.received

    @property
    def unread_accounts(self) -> tuple[BudgetText, ...]:
        """The unread lines that would have been added up."""
        return tuple(line for line in self.unread if not line.is_detail)

    @property
    def is_whole(self) -> bool:
        """Whether both sums have all their lines."""
        return not self.unread_accounts

    @property
    def is_whole_in_kind(self) -> bool:
        """Whether accounts 86 and 87 were read."""
        return not any(line.account[:2] in IN_KIND for line in self.unread_accounts)

    @property
    def unread_funders(self) -> frozenset[str]:
        """The funders of whom a line says something that could not be read."""
        return frozenset(one.funder for one in self.unread if one.funder is not None)


def totals(action: Action, unread: tuple[BudgetText, ...] = ()) -> Totals:
    """Sum the budget of an action; *unread* are the lines that could not be read."""
    return Totals(
        charges=action.total_centimes(Side.CHARGE),
        produits=action.total_centimes(Side.PRODUIT),
        used=action.in_kind_centimes(Side.CHARGE),
        received=action.in_kind_centimes(Side.PRODUIT),
        requests=action.requests(),
        unread=unread,
    )
