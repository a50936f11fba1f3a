"""One flat row per deposit: what the data contract of deposits checks.

The rules themselves are in ``data_contracts/depots.odcs.yaml``; here are only the
facts they look at. A text column is ``None`` when nothing was written; a column
that compares things (``orientation_hors_axe``…) is an empty text when nothing is
wrong and says what is wrong otherwise, so that the finding can show it.

One mistake gives one finding: where a wrong figure would be seen by several rules,
the columns ending in ``_a_comparer`` or ``_a_juger`` leave it to the one that says
where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import budget_columns
from contrat_de_ville.domain.deposit_cells import listed, text_or_none, yes_no
from contrat_de_ville.domain.deposit_completion import completion_columns
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.deposit_cost import cost_columns
from contrat_de_ville.domain.deposit_gaps import judge
from contrat_de_ville.domain.deposit_history import history_columns
from contrat_de_ville.domain.deposit_places import place_columns
from contrat_de_ville.domain.deposit_porteur import missing_pieces, porteur_columns
from contrat_de_ville.domain.deposit_publics import public_columns
from contrat_de_ville.domain.deposit_totals import totals
from contrat_de_ville.domain.depots import Action, BudgetText


ACI_ORIENTATIONS = frozenset({"2.1", "2.2"})
_ACI_AXE = 2
_NOTHING_KNOWN = CheckContext()


def contract_row(
    action: Action,
    campaign: Campaign,
    orientations: Mapping[str, int],
    context: CheckContext = _NOTHING_KNOWN,
    key: str = "",
    unread: tuple[BudgetText, ...] = (),
    unknown: frozenset[str] = frozenset(),
) -> dict[str, object]:
    """Return the values of every column the contract checks, for one deposit.

    Args:
        action: the deposit as understood.
        campaign: the year's campaign: quartiers, communes, funders, pieces, choices.
        orientations: the axe of each orientation of the note, by code.
        context: what is known besides the deposits.
        key: the deposit's, as *context* names it.
        unread: the lines of the budget whose amount could not be read.
        unknown: the fields that its channel cannot carry.
    """
    sums = totals(action, unread)
    judged = judge(action, sums)
    return {
        **porteur_columns(action, context, key),
        **_subject_columns(action, orientations),
        **history_columns(action, campaign, context, sums),
        **place_columns(action, campaign),
        **public_columns(action, campaign),
        **_period_columns(action, campaign.annee),
        **budget_columns(action, campaign, sums, judged),
        **cost_columns(action, campaign, sums, judged),
        "pieces_manquantes": missing_pieces(action, campaign),
        **completion_columns(action, campaign, sums, unknown),
        **_chantier_columns(action),
    }


def _subject_columns(
    action: Action, orientations: Mapping[str, int]
) -> dict[str, object]:
    known = action.orientation in orientations
    given = bool(action.orientation.strip())
    is_axe = action.axe in orientations.values()
    elsewhere = known and is_axe and action.axe != orientations[action.orientation]
    return {
        "action_intitule": text_or_none(action.title),
        "action_axe": action.axe,
        "orientation_inconnue": action.orientation if given and not known else "",
        "orientation_hors_axe": action.orientation if elsewhere else "",
        "action_description": text_or_none(action.description),
        "objectifs": text_or_none(action.objectifs),
        "uais": listed(action.uais),
        "moyens_humains": text_or_none(action.moyens_humains),
        "indicateurs": text_or_none(action.indicateurs),
    }


def _period_columns(action: Action, annee: int) -> dict[str, object]:
    first, last = action.starts_on, action.ends_on
    return {
        "date_debut": first.isoformat() if first else None,
        "date_fin": last.isoformat() if last else None,
        "periode_hors_exercice": period_outside_exercise(first, last, annee),
        "calendrier": text_or_none(action.calendrier),
    }


def _chantier_columns(action: Action) -> dict[str, object]:
    chantier = action.chantier
    is_asked = action.orientation in ACI_ORIENTATIONS and action.axe in {None, _ACI_AXE}
    expected = chantier is not None or is_asked
    justified = text_or_none(chantier.utilite_18_25) if chantier else None
    return {
        "est_chantier": yes_no(expected),
        "aci_salaries": chantier.salaries_count if chantier else None,
        "aci_nouveau": yes_no(chantier is not None and chantier.is_new),
        "aci_utilite_18_25": justified,
    }


def period_outside_exercise(first: date | None, last: date | None, annee: int) -> str:
    """Say the period of an action that has no day in the calendar year *annee*."""
    if first is None or last is None or last < first:
        return ""
    if first <= date(annee, 12, 31) and last >= date(annee, 1, 1):
        return ""
    return f"du {french_date(first)} au {french_date(last)}"
