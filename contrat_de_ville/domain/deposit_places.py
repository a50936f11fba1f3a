"""Where an action takes place: quartiers and communes against the campaign's.

A quartier is never deduced from a commune, nor the other way round: five of the
ten quartiers of 2015 span several communes, one of them two agglomérations. Each
function returns the offending places, and an empty text when nothing is wrong.
"""

from __future__ import annotations

from contrat_de_ville.domain.campaign import Campaign, Quartier
from contrat_de_ville.domain.deposit_cells import SEPARATOR, listed
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.identifiers import QPV_GENERATIONS, is_qpv


_SWAPPED = 2


def place_columns(action: Action, campaign: Campaign) -> dict[str, object]:
    """Return the columns of the contract on quartiers and communes."""
    return {
        "quartiers": listed(action.quartiers),
        "quartiers_inconnus": unknown_quartiers(action, campaign),
        "quartiers_partages": shared_quartiers(action, campaign),
        "communes": listed(action.communes),
        "communes_inconnues": unknown_communes(action, campaign),
        "communes_autre_epci": communes_of_other_epci(action, campaign),
        "communes_hors_quartiers": communes_outside_quartiers(action, campaign),
    }


def unknown_quartiers(action: Action, campaign: Campaign) -> str:
    """List the declared quartiers that are not of this campaign.

    A code of the other generation is not among them: the contract refuses it by the
    décret in force that year.
    """
    return SEPARATOR.join(
        code
        for code in action.quartiers
        if campaign.quartier(code) is None
        and not is_qpv(code, generation=_other_generation(campaign.annee))
    )


def _other_generation(annee: int) -> int:
    old, new = QPV_GENERATIONS
    return old if annee >= new else new


def shared_quartiers(action: Action, campaign: Campaign) -> str:
    """Name the declared quartiers shared with another EPCI, none of whose communes is.

    Nothing then tells on which side the action takes place. A commune that is absent,
    unknown or elsewhere is said first.
    """
    if unknown_communes(action, campaign) or communes_outside_quartiers(
        action, campaign
    ):
        return ""
    return SEPARATOR.join(
        f"{one.name} ({one.code})"
        for one in _declared(action, campaign)
        if one.other_epci
        and action.communes
        and not set(action.communes) & one.communes.keys()
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

    A quartier whose code is one slip away from the one typed counts as declared: its
    code is said to be wrong, and nothing more. While no quartier at all is known, a
    commune is named only if no quartier of the campaign touches it.
    """
    declared = _declared(action, campaign)
    if not declared:
        if not action.quartiers:
            return ""
        declared = list(campaign.quartiers)
    unknown = [one for one in action.quartiers if campaign.quartier(one) is None]
    meant = [
        quartier
        for quartier in campaign.quartiers
        if any(is_one_slip_away(quartier.code, code) for code in unknown)
    ]
    touched = {code for quartier in (*declared, *meant) for code in quartier.communes}
    return SEPARATOR.join(
        f"{campaign.communes[code]} ({code})"
        for code in action.communes
        if code in campaign.communes and code not in touched
    )


def is_one_slip_away(code: str, typed: str) -> bool:
    """Tell whether *typed* is *code* with one character changed, or two swapped.

    >>> is_one_slip_away("QP059057", "QP059051"), is_one_slip_away("QP0590", "QP0509")
    (True, True)
    >>> is_one_slip_away("QP059057", "QP059099")
    False
    """
    if len(code) != len(typed):
        return False
    wrong = [rank for rank, one in enumerate(code) if one != typed[rank]]
    if len(wrong) != _SWAPPED:
        return len(wrong) == 1
    first, second = wrong
    is_swap = (code[first], code[second]) == (typed[second], typed[first])
    return is_swap and second == first + 1


def _declared(action: Action, campaign: Campaign) -> list[Quartier]:
    return [one for one in campaign.quartiers if one.code in action.quartiers]
