"""The budget sheet of the deposit workbook: charges, produits, and their checks."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_balance import write_balance
from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_budget_messages import line_message
from contrat_de_ville.adapters.deposit_layout import Block, budget_blocks
from contrat_de_ville.adapters.deposit_live import Live, colour_messages, write_live
from contrat_de_ville.adapters.deposit_style import add_headings
from contrat_de_ville.domain.depots import BudgetText, Side
from contrat_de_ville.domain.form import (
    BUDGET,
    FieldKind,
    blank_budget,
    budget_accounts,
    budget_label,
)


_INTRODUCTION = (
    "Le budget de l'action seule, en euros. Les lignes « dont » sont facultatives : "
    "elles détaillent le compte au-dessus et ne s'y ajoutent pas."
)
_NAMES = {Side.CHARGE: "charges", Side.PRODUIT: "produits"}
_DETAIL_POINTS = 16.0
_WIDTHS = (58, 20, 50)


def write_budget(book: DepositBook) -> None:
    """Write the accounts with their details, the two totals, and what they tell."""
    definition, styles = book.definition, book.styles
    name = definition.sheets[BUDGET]
    sheet = book.add_sheet(name, "Le budget de l'action", *_WIDTHS)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(1, 0, _INTRODUCTION, styles["version"])
    add_headings(sheet, styles, ["Compte", "Montant", "Contrôle"])
    for block in budget_blocks(definition):
        _write_block(book, sheet, block)
    last = write_balance(book, sheet)
    colour_messages(sheet, 2, last, styles)
    sheet.ignore_errors({"formula_range": f"B1:B{last + 1}"})


def _write_block(book: DepositBook, sheet: Worksheet, block: Block) -> None:
    """Write one side and its total, which leaves the details out."""
    styles, name = book.styles, _NAMES[block.side]
    rows = [row for row in blank_budget(book.definition) if row.side is block.side]
    groups = budget_accounts(rows)
    sheet.write_row(block.title_row, 0, [name.capitalize(), "", ""], styles["band"])
    for account, details in groups:
        _write_line(book, sheet, account, line_message(book, account, details))
        for detail in details:
            _write_line(book, sheet, detail, line_message(book, detail))
    cells = ",".join(book.places[account.code].cell for account, _ in groups)
    total = sum(book.centimes(account.code) for account, _ in groups)
    sheet.write_string(block.total_row, 0, f"Total des {name}", styles["total"])
    write_live(
        sheet, block.total_row, 1, Live(f"SUM({cells})", total / 100),
        styles["total_amount"],
    )  # fmt: skip
    sheet.write_blank(block.total_row, 2, None, styles["total"])


def _write_line(
    book: DepositBook, sheet: Worksheet, line: BudgetText, message: Live
) -> None:
    place = book.places[line.code]
    label, amount = ("detail", "input_detail") if line.is_detail else ("label", "")
    if line.is_detail:
        sheet.set_row(place.row, _DETAIL_POINTS)
    sheet.write_string(place.row, 0, budget_label(line), book.styles[label])
    book.write_answer(sheet, line.code, FieldKind.MONTANT, style=amount)
    write_live(sheet, place.row, 2, message, book.styles["hint"])
