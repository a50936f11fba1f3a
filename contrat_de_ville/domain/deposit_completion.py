"""What the channel of a deposit could not carry, and someone completes.

A list or an export has no field for the axe or the quartier: the deposit is not
refused for it, but nobody programs it before it is said. Only what its channel has no
place for is completed; what a porteur wrote is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import asked_centimes
from contrat_de_ville.domain.deposit_context import BUDGET, unknown_fields
from contrat_de_ville.domain.deposit_porteur import missing_pieces
from contrat_de_ville.domain.deposit_text import clean, codes
from contrat_de_ville.domain.deposit_totals import Totals
from contrat_de_ville.domain.depots import Action, DepositForm, Side
from contrat_de_ville.domain.form import FieldKind, FormDefinition
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


COMPLETABLE = (
    "action_axe", "action_orientation", "quartiers", "communes", "publics", "pieces",
    "porteur_courriel",
)  # fmt: skip
"""What can be told from the file itself, or by asking; never money, never identity."""

MARK = "Complément"
"""Where a completed answer stands, in place of a cell of the file."""

_TO_SAY, _PIECES = "à indiquer", "pieces"
_UNKNOWN_KIND = "celles de son type de porteur, qui n’est pas dit"
_PUBLIC, _COFUNDERS = "74", "COFINANCEURS"


def completion_columns(
    action: Action, campaign: Campaign, sums: Totals, unknown: frozenset[str]
) -> dict[str, object]:
    """Return the columns of the contract on what *unknown* fields leave unsaid.

    Each is empty where the channel carries the field, or someone completed it.
    """
    lacks = {
        "axe_a_completer": action.axe is None and "action_axe" in unknown,
        "orientation_a_completer": not action.orientation.strip()
        and "action_orientation" in unknown,
        "quartiers_a_completer": not action.quartiers and "quartiers" in unknown,
    }
    return {
        **{name: _TO_SAY if is_lacking else "" for name, is_lacking in lacks.items()},
        "pieces_a_demander": _pieces(action, campaign) if _PIECES in unknown else "",
        **_request_columns(action, campaign, sums, unknown),
    }


def _pieces(action: Action, campaign: Campaign) -> str:
    if action.porteur_kind is None:
        return _UNKNOWN_KIND
    return missing_pieces(action, campaign)


def _request_columns(
    action: Action, campaign: Campaign, sums: Totals, unknown: frozenset[str]
) -> dict[str, object]:
    """Tell a file that asks nothing at all from one that asks of others only.

    A whole budget is judged by the rules on budgets, an unread line is said alone.
    """
    is_judged = BUDGET in unknown and not sums.unread
    if not is_judged or asked_centimes(campaign, sums):
        return {"rien_demande": "", "demande_hors_appel": ""}
    others = sum(
        line.amount_centimes
        for line in action.accounts()
        if line.side is Side.PRODUIT and line.account.startswith((_PUBLIC, _COFUNDERS))
    )
    return {
        "rien_demande": "" if others else "aucun montant",
        "demande_hors_appel": format_euros(others) if others else "",
    }


def completed(
    form: DepositForm, answers: Mapping[str, str], definition: FormDefinition
) -> DepositForm:
    """Return *form* with these answers, by code, marked as completed.

    Codes of a list are added to those that were completed before.

    Raises:
        BadInputError: an answer that the porteur's channel carries, that nobody
            but the porteur gives, or that is empty.
    """
    fields = {one.code: one for one in definition.fields}
    may = unknown_fields(form, definition) | marked(form)
    given = dict(form.fields)
    for code, answer in answers.items():
        if code not in COMPLETABLE:
            raise BadInputError(
                f"« {code} » n'est pas une rubrique que la coordination complète.",
                f"Celles qu'elle complète : {', '.join(COMPLETABLE)}.",
            )
        if code not in may:
            raise BadInputError(
                f"« {fields[code].label} » est une rubrique que ce dépôt porte déjà.",
                "Ce que le porteur écrit ne se remplace pas : demandez-lui de le "
                "corriger.",
            )
        if not clean(answer):
            raise BadInputError(
                f"« {fields[code].label} » reste vide.", "Donnez sa valeur."
            )
        is_list = fields[code].kind is FieldKind.MULTIPLE
        given[code] = _added(given.get(code, ""), answer) if is_list else answer
    cells = {**form.cells, **dict.fromkeys(answers, MARK)}
    return replace(form, fields=given, cells=cells)


def _added(before: str, answer: str) -> str:
    return " ; ".join(dict.fromkeys((*codes(before), *codes(answer))))


def marked(form: DepositForm) -> frozenset[str]:
    """Return the fields that someone completed."""
    return frozenset(code for code, cell in form.cells.items() if cell == MARK)


def carried(before: DepositForm, after: DepositForm) -> DepositForm:
    """Return the next version with what was completed and its channel does not say.

    A channel sends its rows again: what it cannot carry is not lost for that.
    """
    kept = {
        code: before.fields[code]
        for code in marked(before)
        if code not in after.cells and not clean(after.fields.get(code, ""))
    }
    if not kept:
        return after
    return replace(
        after,
        fields={**after.fields, **kept},
        cells={**after.cells, **dict.fromkeys(kept, MARK)},
    )


def said(answers: Iterable[tuple[str, str]], definition: FormDefinition) -> str:
    """Say answers by the labels of the form: « Axe du contrat (1 à 7) : 2 »."""
    labels = {one.code: one.label for one in definition.fields}
    return " ; ".join(f"{labels.get(code, code)} : {text}" for code, text in answers)
