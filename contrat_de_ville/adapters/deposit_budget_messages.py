"""What is said beside a line of the budget while one types."""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_live import (
    NOT_A_NUMBER,
    RIGHT,
    WRONG,
    Live,
    euros,
    first_true,
    text,
)
from contrat_de_ville.domain.depots import BudgetText
from contrat_de_ville.domain.form import ACTION, DEMANDE, FieldKind


_IN_KIND = ("86", "87")
_SUBSIDIES = "74"


def line_message(
    book: DepositBook, line: BudgetText, details: Sequence[BudgetText] = ()
) -> Live:
    """Return what is said beside an account, or beside one of its details."""
    cell, value = book.places[line.code].cell, book.value(line.code, FieldKind.MONTANT)
    is_text = isinstance(value, str) and value != ""
    if details:
        said = _details(book, line, details)
    elif line.funder and f"{DEMANDE}.{line.funder}" in book.places:
        said = _requested(book, line, line.funder)
    else:
        said = text(_hint(line))
    return first_true([(f"ISTEXT({cell})", is_text, text(NOT_A_NUMBER))], said)


def _hint(line: BudgetText) -> str:
    if line.is_detail:
        return ""
    if line.account.startswith(_IN_KIND):
        return "Bénévolat, prêts : même total en 86 et en 87"
    return "Montant demandé ou attendu" if line.account == _SUBSIDIES else ""


def _details(
    book: DepositBook, account: BudgetText, details: Sequence[BudgetText]
) -> Live:
    """Say whether the details, where there are some, make up their account."""
    cells = [book.places[line.code].cell for line in details]
    block, here = f"{cells[0]}:{cells[-1]}", book.places[account.code].cell
    filled = [
        line
        for line in details
        if isinstance(book.value(line.code, FieldKind.MONTANT), float)
    ]
    total = sum(book.centimes(line.code) for line in filled)
    fits = total == book.centimes(account.code)
    return first_true(
        [
            (f"COUNT({block})=0", not filled, text(_hint(account))),
            (
                f"ROUND(SUM({block})-N({here}),2)=0",
                fits,
                text(f"{RIGHT}Les détails font le compte"),
            ),
        ],
        text(f"{WRONG}Les détails font ") + euros(f"SUM({block})", total),
    )


def _requested(book: DepositBook, line: BudgetText, funder: str) -> Live:
    """Show beside a funder's line what the sheet of the action asks of it."""
    question = f"{DEMANDE}.{funder}"
    here, there = book.places[line.code].cell, book.places[question].reference
    asked, budgeted = book.centimes(question), book.centimes(line.code)
    numbers = [book.value(code, FieldKind.MONTANT) for code in (question, line.code)]
    is_empty = not any(isinstance(one, float) for one in numbers)
    name = book.definition.sheets[ACTION]
    return first_true(
        [
            (f"COUNT({here},{there})=0", is_empty, text("Montant demandé")),
            (
                f"ROUND(N({here})-N({there}),2)=0",
                asked == budgeted,
                text(f"{RIGHT}Comme demandé, feuille {name}"),
            ),
        ],
        text(f"{WRONG}Demandé, feuille {name} : ") + euros(f"N({there})", asked),
    )
