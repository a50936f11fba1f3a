"""The input cells of the deposit workbook: typed values, checks that only warn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_layout import Place
from contrat_de_ville.domain.deposit_values import (
    parse_count,
    parse_day,
    parse_hundredths,
)
from contrat_de_ville.domain.form import FieldKind
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


LONGEST_TEXT = 32_767
NUMBERS = frozenset({FieldKind.ENTIER, FieldKind.DECIMAL, FieldKind.MONTANT})
_EXCEL_FIRST_YEAR = 1901
_WARNING = {"error_type": "warning", "error_title": "À vérifier"}
_CHECKS: dict[FieldKind, dict[str, Any]] = {
    FieldKind.ENTIER: {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_message": "Un nombre entier est attendu, par exemple 25.",
    },
    FieldKind.DECIMAL: {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_message": "Un nombre est attendu, par exemple 14,23.",
    },
    FieldKind.MONTANT: {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_message": "Un montant en euros est attendu, par exemple 1200,50.",
    },
    FieldKind.DATE: {
        "validate": "date",
        "criteria": ">=",
        "value": date(2000, 1, 1),
        "error_message": "Une date est attendue, par exemple 28/03/2017.",
    },
    FieldKind.OUI_NON: {
        "validate": "list",
        "source": ["oui", "non"],
        "error_message": "Répondez par oui ou par non.",
    },
}


def write_value(
    sheet: Worksheet, place: Place, kind: FieldKind, text: str, style: Format
) -> None:
    """Write one answer at its place: a number or a date where it reads as one."""
    value = typed(kind, text)
    at = (place.row, place.column)
    if isinstance(value, date):
        sheet.write_datetime(*at, value, style)
    elif not isinstance(value, str):
        sheet.write_number(*at, value, style)
    elif value:
        sheet.write_string(*at, value, style)
    else:
        sheet.write_blank(*at, None, style)


def typed(kind: FieldKind, text: str) -> str | float | date:
    """Return *text* as the value a spreadsheet keeps, or as is when it reads as none.

    >>> typed(FieldKind.MONTANT, "1 200,50"), typed(FieldKind.ENTIER, "beaucoup")
    (1200.5, 'beaucoup')
    """
    read = _TYPED.get(kind)
    if read is None:
        return text
    try:
        return read(text)
    except BadInputError:
        return text


def add_check(
    sheet: Worksheet, place: Place, kind: FieldKind, list_range: str = ""
) -> None:
    """Warn about a value of another kind; an honest mistake can still be sent.

    Where several codes are possible, the list is offered and nothing is checked:
    the choice gives the first code, the others are added to it.
    """
    check = _CHECKS.get(kind)
    if list_range:
        check = {
            "validate": "list",
            "source": list_range,
            "error_message": "Cette valeur n'est pas un code de la liste.",
            "show_error": kind is FieldKind.LISTE,
        }
    if check is not None:
        row, column = place.row, place.column
        sheet.data_validation(row, column, row, column, {**check, **_WARNING})


def _sheet_amount(text: str) -> float:
    # A spreadsheet keeps no other number; centimes come back whole from it.
    return parse_centimes(text) / 100


def _sheet_decimal(text: str) -> float:
    return parse_hundredths(text) / 100


def _sheet_date(text: str) -> str | date:
    day = parse_day(text)
    return day if day.year >= _EXCEL_FIRST_YEAR else text


_TYPED: dict[FieldKind, Callable[[str], str | float | date]] = {
    FieldKind.ENTIER: parse_count,
    FieldKind.DECIMAL: _sheet_decimal,
    FieldKind.MONTANT: _sheet_amount,
    FieldKind.DATE: _sheet_date,
}
