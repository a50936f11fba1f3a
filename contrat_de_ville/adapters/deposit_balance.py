"""The end of the budget sheet: what its totals tell, as one types."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_layout import budget_blocks
from contrat_de_ville.adapters.deposit_live import (
    RIGHT,
    WRONG,
    Live,
    first_true,
    text,
    write_live,
)
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.form import BALANCE_LABEL, BUDGET, blank_budget
from contrat_de_ville.domain.money import rate


_TITLE = "Ce que le budget montre"
_IN_KIND_USED, _IN_KIND_RECEIVED, _SUBSIDIES = "86", "87", "74"


@dataclass(frozen=True)
class Amount:
    """An amount of the sheet: its formula, and its present value in centimes."""

    formula: str
    centimes: int

    def __sub__(self, other: Amount) -> Amount:
        """Return the gap between two amounts."""
        formula = f"ROUND({self.formula}-{other.formula},2)"
        return Amount(formula, self.centimes - other.centimes)


def write_balance(book: DepositBook, sheet: Worksheet) -> int:
    """Write the balance, the gap of contributions in kind, and the public share.

    The public share is on what must be paid: with contributions in kind in its
    base, the same real budget goes from 84 % to 46 %. Returns the last row.
    """
    row, styles = book.places[BUDGET].row, book.styles
    sheet.write_row(row - 1, 0, [_TITLE, "", ""], styles["band"])
    base = _total(book, Side.CHARGE) - _sum(book, _IN_KIND_USED)
    public = _sum(book, _SUBSIDIES)
    lines = [
        (BALANCE_LABEL, _gap(book), balance_message(book)),
        ("Contributions en nature : 86 − 87", _in_kind_gap(book), _in_kind(book)),
        ("Charges sans les contributions en nature (86)", base, text("")),
        ("Subventions publiques (comptes 74)", public, text("")),
    ]
    for number, (label, amount, said) in enumerate(lines, start=row):
        sheet.write_string(number, 0, label, styles["total"])
        stored = Live(amount.formula, amount.centimes / 100)
        look = book.toned("total_amount", BUDGET if number == row else "")
        write_live(sheet, number, 1, stored, look)
        write_live(sheet, number, 2, said, styles["total"])
    _write_share(book, sheet, row + len(lines), public, base)
    return row + len(lines)


def balance_message(book: DepositBook) -> Live:
    """Say whether the charges equal the produits, once there are some."""
    wrong = "Les deux totaux doivent être égaux"
    filled = _total(book, Side.CHARGE)
    empty = "Remplissez les charges et les produits"
    return _said(_gap(book), filled, wrong, "Budget équilibré", empty)


def _in_kind(book: DepositBook) -> Live:
    wrong = "Les comptes 86 et 87 doivent être égaux"
    filled = _sum(book, _IN_KIND_USED)
    return _said(_in_kind_gap(book), filled, wrong, "86 et 87 sont égaux")


def _gap(book: DepositBook) -> Amount:
    return _total(book, Side.CHARGE) - _total(book, Side.PRODUIT)


def _in_kind_gap(book: DepositBook) -> Amount:
    return _sum(book, _IN_KIND_USED) - _sum(book, _IN_KIND_RECEIVED)


def _said(
    gap: Amount, filled: Amount, wrong: str, right: str, otherwise: str = ""
) -> Live:
    return first_true(
        [
            (f"{gap.formula}<>0", gap.centimes != 0, text(f"{WRONG}{wrong}")),
            (f"{filled.formula}>0", filled.centimes > 0, text(f"{RIGHT}{right}")),
        ],
        text(otherwise),
    )


def _total(book: DepositBook, side: Side) -> Amount:
    """Return the total of one side, which the sheet already shows."""
    charges, produits = budget_blocks(book.definition)
    block = charges if side is Side.CHARGE else produits
    accounts = (row for row in blank_budget(book.definition) if not row.is_detail)
    total = sum(book.centimes(row.code) for row in accounts if row.side is side)
    return Amount(f"$B${block.total_row + 1}", total)


def _sum(book: DepositBook, account: str) -> Amount:
    """Add the lines of one account, without its details."""
    codes = [
        row.code
        for row in blank_budget(book.definition)
        if row.account.startswith(account) and not row.is_detail
    ]
    cells = ",".join(book.places[code].cell for code in codes) or "0"
    return Amount(f"SUM({cells})", sum(book.centimes(code) for code in codes))


def _write_share(
    book: DepositBook, sheet: Worksheet, row: int, public: Amount, base: Amount
) -> None:
    share = rate(public.centimes, base.centimes)
    formula = f"ROUND(100*{public.formula}/{base.formula},1)"
    said = Live(
        f'IF({base.formula}>0,{formula},"")', "" if share is None else float(share)
    )
    sheet.write_string(row, 0, "Part publique de ces charges", book.styles["total"])
    write_live(sheet, row, 1, said, book.styles["total_share"])
    note = "Hors contributions en nature"
    sheet.write_string(row, 2, note, book.styles["total"])
