"""What the quality check needs to know of a budget, as plain values."""

from __future__ import annotations

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.money import format_euros


_PUBLIC_SUBSIDIES = "74"


def budget_columns(action: Action, campaign: Campaign) -> dict[str, object]:
    """Return the budget's columns of the contract: gaps, totals, shares.

    Amounts are centimes; ``montants_negatifs`` is empty when there is none, and
    ``part_publique_pct`` is absent when nothing has to be paid.
    """
    charges = action.total_centimes(Side.CHARGE)
    produits = action.total_centimes(Side.PRODUIT)
    in_kind_used = action.in_kind_centimes(Side.CHARGE)
    in_kind_received = action.in_kind_centimes(Side.PRODUIT)
    return {
        "total_charges_centimes": charges,
        "ecart_charges_produits_centimes": charges - produits,
        "ecart_86_87_centimes": in_kind_used - in_kind_received,
        "montants_negatifs": negative_amounts(action),
        "demande_centimes": asked_centimes(action, campaign),
        "part_publique_pct": public_share_pct(action),
    }


def negative_amounts(action: Action) -> str:
    """List the lines written with a negative amount, each with its label."""
    return ", ".join(
        f"{line.label} : {format_euros(line.amount_centimes)}"
        for line in action.budget
        if line.amount_centimes < 0
    )


def asked_centimes(action: Action, campaign: Campaign) -> int:
    """Sum what is asked of the funders of this campaign, and of them only."""
    known = {funder.code for funder in campaign.funders}
    return sum(asked for code, asked in action.requests().items() if code in known)


def public_share_pct(action: Action) -> int | None:
    """Return the part of public subsidies (74) in what must be paid, in percent.

    The base leaves out contributions in kind (86): with them, the same real budget
    goes from 84 % to 46 %. Rounded up, so that 80.01 % is more than 80 %.
    """
    base = action.cash_centimes()
    if base <= 0:
        return None
    public = sum(
        line.amount_centimes
        for line in action.budget
        if line.side is Side.PRODUIT and line.account.startswith(_PUBLIC_SUBSIDIES)
    )
    return -(-100 * public // base)
