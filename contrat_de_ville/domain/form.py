"""What the deposit form asks: its sheets, its fields, its budget rows.

The definition is data (``config/formulaires/``); a workbook is written from it and
read back against it, so that one version of the form has one reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.depots import BudgetText, Side


SHEETS = IDENTITE, ACTION, PUBLICS, BUDGET = "identite", "action", "publics", "budget"
FEMMES, HOMMES, DEMANDE = "femmes", "hommes", "demande"
VERSION_LABEL = "Version du formulaire"
NUMERO_LABEL = "Dépôt"
BALANCE_LABEL = "Équilibre : charges − produits"


class FieldKind(StrEnum):
    """What kind of value a field takes."""

    TEXTE = "texte"
    ENTIER = "entier"
    DECIMAL = "decimal"
    MONTANT = "montant"
    DATE = "date"
    OUI_NON = "oui_non"
    LISTE = "liste"
    MULTIPLE = "multiple"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question of the form.

    ``sheet`` is a key of :attr:`FormDefinition.sheets`; ``list_name`` names the
    list of accepted codes, empty where the field has none. ``band`` is the title of
    the part of the sheet that the field opens; ``hint`` is what helps to answer;
    ``funder`` is the one asked, where the field says how much is asked of it.
    """

    code: str
    sheet: str
    label: str
    kind: FieldKind
    list_name: str = ""
    band: str = ""
    hint: str = ""
    is_long: bool = False
    funder: str | None = None


@dataclass(frozen=True, kw_only=True)
class BudgetRow:
    """One row of the budget: an account, and its funder under account 74.

    A detail (601) is a part of the account above it (60), never added to it.
    """

    account: str
    label: str
    funder: str | None = None
    is_detail: bool = False


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """One version of the form; ``sheets`` maps the four keys to sheet names.

    ``age_bands`` maps the code of each age band to its label: on the sheet of the
    publics, one row each, women in column B and men in column C.
    """

    version: str
    sheets: Mapping[str, str]
    fields: tuple[FormField, ...]
    age_bands: Mapping[str, str]
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
            is_detail=row.is_detail,
        )
        for rank, (side, row) in enumerate(rows, start=1)
    )


def age_codes(definition: FormDefinition) -> tuple[tuple[str, str, str], ...]:
    """Return band, sex and field code of each count of beneficiaries of the form."""
    return tuple(
        (band, sex, f"{sex}.{band}")
        for band in definition.age_bands
        for sex in (FEMMES, HOMMES)
    )


def budget_label(row: BudgetRow | BudgetText) -> str:
    """Return what the sheet shows for a budget row.

    >>> budget_label(BudgetRow(account="60", label="Achats"))
    '60 – Achats'
    >>> budget_label(BudgetRow(account="604", label="Prestations", is_detail=True))
    'dont 604 – Prestations'
    """
    return f"{'dont ' if row.is_detail else ''}{row.account} – {row.label}"


def budget_accounts(
    rows: Iterable[BudgetText],
) -> tuple[tuple[BudgetText, tuple[BudgetText, ...]], ...]:
    """Return each account of the form with its details, which follow it."""
    groups: list[tuple[BudgetText, list[BudgetText]]] = []
    for row in rows:
        if row.is_detail:
            groups[-1][1].append(row)
        else:
            groups.append((row, []))
    return tuple((account, tuple(details)) for account, details in groups)


def budget_codes(definition: FormDefinition) -> dict[tuple[Side, str, str], str]:
    """Return the code of each budget row of the form, by side, account and label."""
    return {
        (row.side, row.account, row.label): row.code for row in blank_budget(definition)
    }


def label_key(label: str) -> str:
    """Reduce a label to what makes it itself: no case, no spacing, one apostrophe.

    >>> label_key(" Intitulé  de l’action :") == label_key("Intitulé de l'action")
    True
    """
    plain = unicodedata.normalize("NFC", label).replace("’", "'").casefold()
    return " ".join(plain.split()).rstrip(" :*")
