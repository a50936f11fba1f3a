"""For whom an action is: beneficiaries, and whether their counts add up.

A grid that is empty adds up to nothing, not to zero. In a grid where something is
written, an empty cell counts for nobody: porteurs leave out the bands they do not
aim at.
"""

from __future__ import annotations

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_cells import listed, yes_no
from contrat_de_ville.domain.depots import Action


PART_QPV_CHOICE = "depots.part_qpv_minimum_pct"


def public_columns(action: Action, campaign: Campaign) -> dict[str, object]:
    """Return the columns of the contract on the beneficiaries."""
    women, men = women_by_age(action), men_by_age(action)
    return {
        "publics": listed(action.publics),
        "beneficiaires": action.beneficiaries_count,
        "beneficiaires_femmes": action.women_count,
        "femmes_par_age": women,
        "hommes_par_age": men,
        "femmes_en_trop": yes_no(has_too_many_women(action)),
        "total_a_comparer": yes_no(compares_total(action)),
        "femmes_a_comparer": yes_no(compares_women(action)),
        "part_qpv_pct": action.qpv_share_pct,
        "part_qpv_sous_minimum": qpv_share_below_minimum(action, campaign),
        "criteres_innovation": listed(action.criteres_innovation),
        "participation": listed(action.participation),
    }


def women_by_age(action: Action) -> int | None:
    """Sum the women of the grid, or nothing for an empty grid."""
    return sum(one.women or 0 for one in action.ages) if action.ages else None


def men_by_age(action: Action) -> int | None:
    """Sum the men of the grid, or nothing for an empty grid."""
    return sum(one.men or 0 for one in action.ages) if action.ages else None


def people_by_age(action: Action) -> int | None:
    """Sum the whole grid, or nothing for an empty one."""
    women, men = women_by_age(action), men_by_age(action)
    return None if women is None or men is None else women + men


def has_too_many_women(action: Action) -> bool:
    """Tell whether more women than people are announced, if anyone is."""
    total, women = action.beneficiaries_count, action.women_count
    return bool(total) and women is not None and women > (total or 0)


def compares_women(action: Action) -> bool:
    """Tell whether the women of the grid can be held against those announced."""
    is_known = action.women_count is not None and bool(action.ages)
    return is_known and not has_too_many_women(action)


def compares_total(action: Action) -> bool:
    """Tell whether the whole grid can be held against the total announced.

    One wrong cell among the women moves both sums by as much: it is said once, of
    the women. Where more women than people are announced, the grid tells which of
    the two is wrong: when it has as many women, the total is, and that was said.
    """
    total, people = action.beneficiaries_count, people_by_age(action)
    if not total or people is None:
        return False
    if has_too_many_women(action):
        return women_by_age(action) != action.women_count
    by_women = (women_by_age(action) or 0) - (action.women_count or 0)
    is_of_women = action.women_count is not None and by_women == people - total
    return people == total or not is_of_women


def qpv_share_below_minimum(action: Action, campaign: Campaign) -> str:
    """Say both figures when the share of quartier residents is under the campaign's."""
    share, minimum = action.qpv_share_pct, campaign.choice(PART_QPV_CHOICE)
    if share is None or not 0 <= share < minimum:
        return ""
    return f"{share} % pour un minimum de {minimum} %"
