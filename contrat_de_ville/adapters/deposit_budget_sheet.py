"""The budget sheet of the deposit workbook: charges, produits, and their balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_inputs import add_check, typed, write_input
from contrat_de_ville.adapters.deposit_style import FIRST_ROW, add_headings, add_sheet
from contrat_de_ville.domain.depots import BudgetText, Side
from contrat_de_ville.domain.form import (
    BUDGET,
    FieldKind,
    FormDefinition,
    blank_budget,
    budget_label,
)


_IN_KIND = frozenset({"86", "87"})
_SUBSIDIES = "74"


def write_budget(
    workbook: Workbook,
    styles: dict[str, Format],
    definition: FormDefinition,
    amounts: Mapping[str, str],
) -> None:
    """Write the budget; ``amounts`` gives the text of the filled rows, by code."""
    sheet = add_sheet(workbook, styles, definition.sheets[BUDGET], "Budget de l'action")
    sheet.set_column(0, 0, 54)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 46)
    sheet.write_string(
        1, 0, "Seulement le budget de l'action, en euros.", styles["hint"]
    )
    add_headings(sheet, styles, ["Compte", "Montant", "Aide"])
    rows = blank_budget(definition)
    totals = []
    place = FIRST_ROW
    for side, name in ((Side.CHARGE, "charges"), (Side.PRODUIT, "produits")):
        block = [row for row in rows if row.side is side]
        place = _write_block(sheet, styles, place, name, block, amounts)
        totals.append((place - 1, _total(block, amounts)))
        place += 1
    _write_balance(sheet, styles, place, totals)


def _write_block(
    sheet: Worksheet,
    styles: dict[str, Format],
    place: int,
    name: str,
    block: Sequence[BudgetText],
    amounts: Mapping[str, str],
) -> int:
    """Write one side and its total; return the row after the total."""
    sheet.write_row(place, 0, [name.capitalize(), "", ""], styles["band"])
    first = place + 1
    for number, row in enumerate(block, start=first):
        label = budget_label(row.account, row.label)
        sheet.write_string(number, 0, label, styles["label"])
        amount = amounts.get(row.code, "")
        write_input(sheet, number, FieldKind.MONTANT, amount, styles)
        add_check(sheet, number, FieldKind.MONTANT, None)
        sheet.write_string(number, 2, _hint(row), styles["hint"])
    end = first + len(block)
    sheet.write_string(end, 0, f"Total des {name}", styles["total"])
    sheet.write_formula(
        end, 1, f"=SUM(B{first + 1}:B{end})", styles["total_amount"],
        _total(block, amounts),
    )  # fmt: skip
    return end + 1


def _hint(row: BudgetText) -> str:
    if row.account in _IN_KIND:
        return "Bénévolat, prêts : même total en 86 et en 87"
    if row.funder is not None:
        return "Montant demandé à ce financeur"
    return "Montant demandé ou attendu" if row.account == _SUBSIDIES else ""


def _total(block: Sequence[BudgetText], amounts: Mapping[str, str]) -> float:
    """Sum as the sheet will: what is not a number counts for nothing."""
    values = [typed(FieldKind.MONTANT, amounts.get(row.code, "")) for row in block]
    return round(sum(value for value in values if isinstance(value, float)), 2)


def _write_balance(
    sheet: Worksheet,
    styles: dict[str, Format],
    place: int,
    totals: Sequence[tuple[int, float]],
) -> None:
    """Show charges − produits, green when the budget balances, red otherwise.

    Results are stored beside the formulas: a preview or a reader that computes
    nothing shows the same figures as the spreadsheet.
    """
    (charges, spent), (produits, received) = totals
    gap = round(spent - received, 2)
    total, balance = f"$B${charges + 1}", f"$B${place + 1}"
    said, unsaid = "Budget équilibré", "Les deux totaux doivent être égaux"
    shown = unsaid if gap else said if spent else ""
    sheet.write_string(place, 0, "Équilibre : charges − produits", styles["total"])
    sheet.write_formula(
        place, 1, f"=ROUND({total}-$B${produits + 1},2)", styles["total_amount"], gap
    )
    sheet.write_formula(
        place, 2,
        f'=IF({balance}<>0,"{unsaid}",IF({total}>0,"{said}",""))',
        styles["total"], shown,
    )  # fmt: skip
    for criteria, style in (
        (f"={balance}<>0", "bad"),
        (f"=AND({balance}=0,{total}>0)", "good"),
    ):
        rule = {"type": "formula", "criteria": criteria, "format": styles[style]}
        sheet.conditional_format(place, 0, place, 2, rule)
