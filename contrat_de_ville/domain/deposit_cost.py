"""What an action costs and who pays: shares and cost per beneficiary.

While a budget or a count does not hold together, several readings of it are
possible; a figure is judged out of bounds only when it is so in every one of them,
so that one wrong amount is said once.
"""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import chosen_number
from contrat_de_ville.domain.deposit_gaps import Judgement, mended
from contrat_de_ville.domain.deposit_publics import people_by_age
from contrat_de_ville.domain.deposit_totals import Totals
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.money import format_euros


COUT_MIN_CHOICE = "depots.cout_par_beneficiaire_min"
COUT_MAX_CHOICE = "depots.cout_par_beneficiaire_max"
_PUBLIC_SUBSIDIES = "74"


def cost_columns(
    action: Action, campaign: Campaign, sums: Totals, judged: Judgement
) -> dict[str, object]:
    """Return the columns of the contract on shares and on the cost per person."""
    public = public_centimes(action)
    return {
        "part_publique_pct": share_pct(public, sums.cash_charges),
        "part_publique_avec_nature_pct": nearest_pct(public, sums.charges),
        "part_publique_minimale_pct": least_public_share_pct(action, sums, judged),
        "cout_hors_fourchette": cost_out_of_range(action, campaign, sums, judged),
    }


def public_centimes(action: Action) -> int:
    """Sum the public subsidies of the budget (account 74)."""
    return sum(
        line.amount_centimes
        for line in action.accounts()
        if line.side is Side.PRODUIT and line.account.startswith(_PUBLIC_SUBSIDIES)
    )


def share_pct(part: int, base: int) -> int | None:
    """Return *part* in *base* in percent, rounded up: 80.01 % is more than 80 %.

    Without base there is no share.

    >>> share_pct(118_425, 141_112), share_pct(1, 0)
    (84, None)
    """
    return -(-100 * part // base) if base > 0 else None


def nearest_pct(part: int, base: int) -> int | None:
    """Return *part* in *base* in percent, to the nearest: nothing depends on it.

    With contributions in kind in its base, the real budget above goes from 84 % to
    46 %: this is why the base is always said.

    >>> nearest_pct(118_425, 257_112)
    46
    """
    return (200 * part + base) // (2 * base) if base > 0 else None


def least_public_share_pct(
    action: Action, sums: Totals, judged: Judgement
) -> int | None:
    """Return the least share of public subsidies the budget can be read to have.

    In what must be paid, contributions in kind (86) left out. Where produits exceed
    charges, either charges are missing or a subsidy is too high; a request that is
    not the one declared is the lower of the two. What findings already say to mend is
    one more reading.
    """
    charges = sums.cash_charges
    if charges <= 0 or not sums.is_whole:
        return None
    too_much = sum(
        max(0, sums.requests.get(code, 0) - declared)
        for code, declared in action.demandes
    )
    produits = sums.cash_produits - too_much
    public = public_centimes(action) - too_much
    shares = [share_pct(public, max(charges, produits))]
    if produits > charges:
        shares.append(share_pct(max(0, public - (produits - charges)), charges))
    once = mended(sums, judged)
    more = sum(one.produits for one in judged.explaining if one.is_public)
    shares.append(share_pct(public_centimes(action) + more, once.cash_charges))
    return min(share for share in shares if share is not None)


def cost_out_of_range(
    action: Action, campaign: Campaign, sums: Totals, judged: Judgement
) -> str:
    """Say the cost per beneficiary when it is outside the campaign's range.

    Charges without contributions in kind, by person announced. The range is the
    campaign's choice, in euros; a side that is not declared is not judged, and
    neither is a chantier, whose cost is that of its posts.
    """
    lowest = chosen_number(campaign, COUT_MIN_CHOICE)
    highest = chosen_number(campaign, COUT_MAX_CHOICE)
    costs = list(_costs(action, sums, judged))
    if not costs or action.chantier is not None:
        return ""
    shown = format_euros(costs[0])
    if lowest is not None and max(costs) < 100 * lowest:
        return f"{shown} par personne, pour un minimum de {format_euros(100 * lowest)}"
    if highest is not None and min(costs) > 100 * highest:
        return f"{shown} par personne, pour un maximum de {format_euros(100 * highest)}"
    return ""


def _costs(action: Action, sums: Totals, judged: Judgement) -> Iterator[int]:
    """Give the cost per person in each reading, in centimes; as written first."""
    if sums.cash_charges <= 0 or not sums.is_whole:
        return
    once = mended(sums, judged).cash_charges
    for people in (action.beneficiaries_count, people_by_age(action)):
        for paid in (sums.cash_charges, sums.cash_produits, once):
            if action.beneficiaries_count and people and paid > 0:
                yield paid // people
