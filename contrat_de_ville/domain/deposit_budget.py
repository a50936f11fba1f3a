"""What the quality check needs to know of a budget, as plain values in centimes.

Totals are compared by the contract itself; here is said which comparison has a
meaning (:mod:`contrat_de_ville.domain.deposit_gaps`).
"""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_cells import joined, line_name, yes_no
from contrat_de_ville.domain.deposit_gaps import Judgement
from contrat_de_ville.domain.deposit_totals import Totals
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.money import format_euros


AT_ACCOUNT_74 = ", au compte 74 : "


def budget_columns(
    action: Action, campaign: Campaign, sums: Totals, judged: Judgement
) -> dict[str, object]:
    """Return the budget's columns of the contract: totals, gaps, what is asked."""
    return {
        "charges_a_juger": yes_no(judges_charges(sums)),
        "total_charges_centimes": sums.charges,
        "total_produits_centimes": sums.produits,
        "ecart_charges_produits_centimes": sums.gap,
        "equilibre_a_juger": yes_no(judged.balance),
        "emplois_86_centimes": sums.used,
        "contributions_87_centimes": sums.received,
        "ecart_86_87_centimes": sums.in_kind_gap,
        "nature_a_juger": yes_no(judged.in_kind),
        "montants_negatifs": negative_amounts(action),
        **detail_columns(judged),
        "demande_a_juger": yes_no(judges_request(action, sums)),
        "demande_centimes": asked_centimes(campaign, sums),
        "demandes_differentes": other_requests(action, campaign, sums, judged),
    }


def judges_charges(sums: Totals) -> bool:
    """Tell whether a budget without charges is a budget where none was written."""
    return all(line.side is not Side.CHARGE for line in sums.unread_accounts)


def judges_request(action: Action, sums: Totals) -> bool:
    """Tell whether nothing asked means that nothing was written to be asked.

    An empty budget has no charges either, which is said first.
    """
    is_filled = any(one.amount_centimes for one in action.budget)
    return is_filled and not sums.unread_funders


def detail_columns(judged: Judgement) -> dict[str, object]:
    """Return the columns of the contract on details, each account named.

    An account above its details is only to be looked at, unless it is what unbalances
    the budget.
    """
    above = [one for one in judged.gaps if one.is_exceeded]
    below = [one for one in judged.gaps if not one.is_exceeded]
    return {
        "details_superieurs": joined(one.said() for one in above),
        "comptes_en_trop": joined(one.said() for one in below if judged.explains(one)),
        "details_inferieurs": joined(
            one.said() for one in below if not judged.explains(one)
        ),
    }


def negative_amounts(action: Action) -> str:
    """List the lines written with a negative amount, details too, each named."""
    return joined(
        f"{line_name(line.account, line.label)} : {format_euros(line.amount_centimes)}"
        for line in action.budget
        if line.amount_centimes < 0
    )


def asked_centimes(campaign: Campaign, sums: Totals) -> int:
    """Sum what is asked of the funders of this campaign, and of them only.

    A request typed as negative is a request: its sign is said elsewhere.
    """
    known = {funder.code for funder in campaign.funders}
    return sum(abs(asked) for code, asked in sums.requests.items() if code in known)


def other_requests(
    action: Action, campaign: Campaign, sums: Totals, judged: Judgement
) -> str:
    """Name the funders asked one amount in the form and another under account 74.

    Where the amount asked would balance the budget, it is the line of the budget
    that is named. A funder of whom nothing is declared is not compared: the budget
    says it alone; neither is one whose line could not be read, nor any of them while
    the whole account is said to ask for nothing.
    """
    if not sums.unread_funders and not asked_centimes(campaign, sums):
        return ""
    return joined(_other_requests(action, campaign, sums, judged))


def _other_requests(
    action: Action, campaign: Campaign, sums: Totals, judged: Judgement
) -> Iterator[str]:
    names = {funder.code: funder.name for funder in campaign.funders}
    for code, declared in action.demandes:
        line, name = sums.requests.get(code, 0), names.get(code, code)
        if declared == line or line < 0 or code in sums.unread_funders:
            continue
        asked, written = format_euros(declared), format_euros(line)
        if judged.explains(code):
            yield f"{name}{AT_ACCOUNT_74}{written}, pour {asked} dans la demande"
        else:
            yield f"{name} : {asked} dans la demande, {written} au compte 74"


def chosen_number(campaign: Campaign, code: str) -> int | None:
    """Return the whole number a campaign chose for *code*, or nothing."""
    choice = campaign.choices.get(code)
    value = choice.value if choice else None
    return value if type(value) is int else None
