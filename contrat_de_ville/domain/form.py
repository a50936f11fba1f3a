"""What the deposit form asks: its sheets, its fields, its budget rows.

The definition is data (``config/formulaires/``); a workbook is written from it and
read back against it, so that one version of the form has one reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.depots import BudgetText, Side


IDENTITE, ACTION, BUDGET = SHEETS = ("identite", "action", "budget")
VERSION_LABEL = "Version du formulaire"


class FieldKind(StrEnum):
    """What kind of value a field takes."""

    TEXTE = "texte"
    ENTIER = "entier"
    MONTANT = "montant"
    DATE = "date"
    OUI_NON = "oui_non"
    LISTE = "liste"
    MULTIPLE = "multiple"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question of the form.

    ``sheet`` is a key of :attr:`FormDefinition.sheets`; ``list_name`` names the
    list of accepted codes, empty where the field has none.
    """

    code: str
    sheet: str
    label: str
    kind: FieldKind
    list_name: str = ""


@dataclass(frozen=True, kw_only=True)
class BudgetRow:
    """One row of the budget: an account, and its funder under account 74."""

    account: str
    label: str
    funder: str | None = None


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """One version of the form; ``sheets`` maps the three keys to sheet names."""

    version: str
    sheets: Mapping[str, str]
    fields: tuple[FormField, ...]
    charges: tuple[BudgetRow, ...]
    produits: tuple[BudgetRow, ...]


def blank_budget(definition: FormDefinition) -> tuple[BudgetText, ...]:
    """Return every budget row of the form with no amount, charges first.

    The code of a row is its rank in the form, not its place in a file: it stays
    the same when a porteur moves the row.
    """
    rows = [(Side.CHARGE, row) for row in definition.charges]
    rows += [(Side.PRODUIT, row) for row in definition.produits]
    return tuple(
        BudgetText(
            code=f"budget.{rank}",
            side=side,
            account=row.account,
            label=row.label,
            amount="",
            funder=row.funder,
        )
        for rank, (side, row) in enumerate(rows, start=1)
    )


def budget_label(account: str, label: str) -> str:
    """Return what the sheet shows for a budget row.

    >>> budget_label("60", "Achats")
    '60 – Achats'
    """
    return f"{account} – {label}"


def label_key(label: str) -> str:
    """Reduce a label to what makes it itself: no case, no spacing, one apostrophe.

    >>> label_key(" Intitulé  de l’action :") == label_key("Intitulé de l'action")
    True
    """
    plain = unicodedata.normalize("NFC", label).replace("’", "'").casefold()
    return " ".join(plain.split()).rstrip(" :*")
