"""What an action owes to its past: last year's grant, the bilan it must account for.

Only a renewal is held against them. What the store knows comes before what the
form declares, and the two are compared.
"""

from __future__ import annotations

from dataclasses import replace

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import asked_centimes, chosen_number
from contrat_de_ville.domain.deposit_cells import SEPARATOR, yes_no
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.deposit_totals import Totals
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.money import format_euros


HAUSSE_CHOICE = "depots.hausse_maximale_pct"


def history_columns(
    action: Action, campaign: Campaign, context: CheckContext, sums: Totals
) -> dict[str, object]:
    """Return the columns of the contract on the year before."""
    known = context.previous_grant(action)
    expected = action.is_renewal and known is None
    return {
        "renouvellement_non_declare": undeclared_renewal(action, known),
        "bilans_dus": owed_bilans(action, context),
        "subvention_precedente_centimes": action.subvention_precedente_centimes,
        "subvention_precedente_attendue": yes_no(expected),
        "subvention_precedente_differente": other_previous_grant(action, known),
        "hausse_demande": steep_rise(action, campaign, known, sums),
    }


def undeclared_renewal(action: Action, known: int | None) -> str:
    """Return what the action received last year when it does not say it renews."""
    return "" if action.is_renewal or not known else format_euros(known)


def owed_bilans(action: Action, context: CheckContext) -> str:
    """Name the bilans that a renewal should have been preceded by."""
    owed = context.owed_bilans.get(action.porteur_siret[:9], ())
    return SEPARATOR.join(owed) if action.is_renewal else ""


def other_previous_grant(action: Action, known: int | None) -> str:
    """Say both amounts when the grant declared is not the one granted."""
    declared = action.subvention_precedente_centimes
    if not action.is_renewal or declared is None or known in {None, declared}:
        return ""
    return f"{format_euros(declared)} déclarés, {format_euros(known)} obtenus"


def steep_rise(
    action: Action, campaign: Campaign, known: int | None, sums: Totals
) -> str:
    """Say both amounts when the request exceeds the last grant by more than allowed.

    Nothing is said where the campaign declares no limit, where nothing was granted,
    or where an amount asked could not be read.
    """
    limit = chosen_number(campaign, HAUSSE_CHOICE)
    before = action.subvention_precedente_centimes if known is None else known
    asked = _asked(action, campaign, sums)
    if not action.is_renewal or limit is None or not before or before < 0:
        return ""
    if asked is None:
        return ""
    if 100 * asked <= before * (100 + limit):
        return ""
    rise = 100 * asked // before - 100
    return (
        f"{format_euros(asked)} demandés après {format_euros(before)} l’an passé, "
        f"soit {rise} % de plus (limite : {limit} %)"
    )


def _asked(action: Action, campaign: Campaign, sums: Totals) -> int | None:
    """Sum what is asked; where a line could not be read, what the form declares."""
    declared = {code: amount for code, amount in action.demandes if amount > 0}
    if not sums.unread_funders <= declared.keys():
        return None
    instead = {code: declared[code] for code in sums.unread_funders}
    return asked_centimes(
        campaign, replace(sums, requests={**sums.requests, **instead})
    )
