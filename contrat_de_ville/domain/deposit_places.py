"""Where an action takes place: quartiers and communes against the campaign's.

A quartier is never deduced from a commune, nor the other way round: five of the
ten quartiers of 2015 span several communes, one of them two agglomérations. Each
function returns the offending places, and an empty text when nothing is wrong.
"""

from __future__ import annotations

from contrat_de_ville.domain.campaign import Campaign, Quartier
from contrat_de_ville.domain.depots import Action


SEPARATOR = " ; "


def place_columns(action: Action, campaign: Campaign) -> dict[str, object]:
    """Return the columns of the contract on quartiers and communes."""
    return {
        "quartiers": SEPARATOR.join(action.quartiers) or None,
        "quartiers_inconnus": unknown_quartiers(action, campaign),
        "communes": SEPARATOR.join(action.communes) or None,
        "communes_inconnues": unknown_communes(action, campaign),
        "communes_autre_epci": communes_of_other_epci(action, campaign),
        "communes_hors_quartiers": communes_outside_quartiers(action, campaign),
    }


def unknown_quartiers(action: Action, campaign: Campaign) -> str:
    """List the declared quartiers that are not of this campaign."""
    return SEPARATOR.join(
        code for code in action.quartiers if campaign.quartier(code) is None
    )


def unknown_communes(action: Action, campaign: Campaign) -> str:
    """List the declared communes known neither here nor in a shared quartier."""
    shared = {code for one in campaign.quartiers for code in one.other_epci}
    return SEPARATOR.join(
        code
        for code in action.communes
        if code not in campaign.communes and code not in shared
    )


def communes_of_other_epci(action: Action, campaign: Campaign) -> str:
    """Name the declared communes of another agglomération, with their quartier."""
    return SEPARATOR.join(
        f"{quartier.communes[code]} ({code}, quartier {quartier.name})"
        for code in action.communes
        for quartier in campaign.quartiers
        if code in quartier.other_epci
    )


def communes_outside_quartiers(action: Action, campaign: Campaign) -> str:
    """Name the declared communes that none of the declared quartiers touches.

    Nothing is said while no declared quartier is known: that is said elsewhere.
    """
    declared = _declared(action, campaign)
    touched = {code for quartier in declared for code in quartier.communes}
    if not declared:
        return ""
    return SEPARATOR.join(
        f"{campaign.communes[code]} ({code})"
        for code in action.communes
        if code in campaign.communes and code not in touched
    )


def _declared(action: Action, campaign: Campaign) -> list[Quartier]:
    return [one for one in campaign.quartiers if one.code in action.quartiers]
