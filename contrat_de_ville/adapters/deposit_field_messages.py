"""What is said beside an answer: how to write it, then what was understood of it."""

from __future__ import annotations

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_inputs import NUMBERS
from contrat_de_ville.adapters.deposit_lists import LISTS_SHEET
from contrat_de_ville.adapters.deposit_live import (
    NOT_A_NUMBER,
    RIGHT,
    WRONG,
    Live,
    euros,
    first_true,
    text,
)
from contrat_de_ville.domain.form import FieldKind, FormField, blank_budget


_HINTS = {
    FieldKind.TEXTE: "",
    FieldKind.ENTIER: "Un nombre entier, sans unité",
    FieldKind.DECIMAL: "Deux décimales au plus, par exemple 14,23",
    FieldKind.MONTANT: "En euros, par exemple 1 200,50",
    FieldKind.DATE: "Sous la forme 28/03/2017",
    FieldKind.OUI_NON: "oui ou non",
    FieldKind.LISTE: "Choisissez un code (feuille {sheet}, ligne {line})",
    FieldKind.MULTIPLE: "Codes de la feuille {sheet}, ligne {line}, séparés par « ; »",
}
_LONGEST_LOOKED_UP = 255
# What separates codes: as a formula names it, as it is, and what it becomes.
_SEPARATORS = (
    ('" "', " ", ""),
    ('","', ",", ";"),
    ("CHAR(10)", "\n", ";"),
    ('";;"', ";;", ";"),
)
_NOT_A_DATE = f"{WRONG}Pas lu comme une date : écrivez 28/03/2017"


def hint_of(book: DepositBook, field: FormField) -> str:
    """Return the help of an empty answer: the form's own, else that of its kind."""
    line = book.ranges[field.list_name].first if field.list_name else 0
    return field.hint or _HINTS[field.kind].format(sheet=LISTS_SHEET, line=line)


def field_message(book: DepositBook, field: FormField) -> Live | None:
    """Return the help that follows the answer, or nothing where it never changes."""
    if field.kind is FieldKind.LISTE:
        return _chosen(book, field)
    if field.kind is FieldKind.MULTIPLE:
        return _counted(book, field)
    if field.kind is FieldKind.DATE:
        return _typed(book, field, _NOT_A_DATE, text(hint_of(book, field)))
    if field.kind in NUMBERS:
        said = _requested(book, field) if field.funder else text(hint_of(book, field))
        return _typed(book, field, NOT_A_NUMBER, said)
    return None


def _typed(book: DepositBook, field: FormField, wrong: str, said: Live) -> Live:
    """Warn where a number or a date is expected and a text stands."""
    value, cell = book.value(field.code, field.kind), book.places[field.code].cell
    is_text = isinstance(value, str) and value != ""
    return first_true([(f"ISTEXT({cell})", is_text, text(wrong))], said)


def _chosen(book: DepositBook, field: FormField) -> Live:
    """Say what the chosen code means."""
    cell, written = book.places[field.code].cell, book.text(field.code)
    source = book.ranges[field.list_name]
    labels = {
        code.casefold(): label for code, label in book.lists[field.list_name].items()
    }
    short = len(written) <= _LONGEST_LOOKED_UP
    label = labels.get(written.casefold()) if short else None
    match = f"MATCH({cell},{source.codes},0)"
    unknown = (
        f"{WRONG}Code inconnu : voir la feuille {LISTS_SHEET}, ligne {source.first}"
    )
    return first_true(
        [
            (f'{cell}=""', not written, text(hint_of(book, field))),
            (f"ISERROR({match})", label is None, text(unknown)),
        ],
        text(RIGHT) + Live(f"INDEX({source.labels},{match})", label or ""),
    )


def _counted(book: DepositBook, field: FormField) -> Live:
    """Say how many of the codes written are in the list."""
    cell, source = book.places[field.code].cell, book.ranges[field.list_name]
    split, written = _split(cell, book.text(field.code))
    known = sum(f";{code};" in written for code in book.lists[field.list_name])
    count = written.count(";") - 1
    found = f'SUMPRODUCT(--ISNUMBER(FIND(";"&{source.codes}&";",{split})))'
    total = f'(LEN({split})-LEN(SUBSTITUTE({split},";",""))-1)'
    tally = text("Codes reconnus : ") + Live(found, str(known))
    tally += text(" sur ") + Live(total, str(count))
    return first_true(
        [
            (f'{cell}=""', not book.text(field.code), text(hint_of(book, field))),
            (f"{found}={total}", known == count, text(RIGHT) + tally),
        ],
        text(WRONG) + tally,
    )


def _split(cell: str, written: str) -> tuple[str, str]:
    """Return the codes between semicolons, without spaces: formula, and result."""
    formula, result = f'";"&{cell}&";"', f";{written};"
    for expression, old, new in _SEPARATORS:
        formula = f'SUBSTITUTE({formula},{expression},"{new}")'
        result = result.replace(old, new)
    return formula, result


def _requested(book: DepositBook, field: FormField) -> Live:
    """Compare what is asked of a funder with its line under account 74."""
    codes = {row.funder: row.code for row in blank_budget(book.definition)}
    line = codes[field.funder]
    here, there = book.places[field.code].cell, book.places[line].reference
    asked, budgeted = book.centimes(field.code), book.centimes(line)
    is_empty = not (_is_amount(book, field.code) or _is_amount(book, line))
    return first_true(
        [
            (f"COUNT({here},{there})=0", is_empty, text(hint_of(book, field))),
            (
                f"ROUND(N({here})-N({there}),2)=0",
                asked == budgeted,
                text(f"{RIGHT}Comme au compte 74 du budget"),
            ),
        ],
        text(f"{WRONG}Au compte 74 du budget : ") + euros(f"N({there})", budgeted),
    )


def _is_amount(book: DepositBook, code: str) -> bool:
    return isinstance(book.value(code, FieldKind.MONTANT), float)
