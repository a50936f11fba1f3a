"""The input cells of the deposit workbook: typed values, checks that only warn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_style import LINE_POINTS
from contrat_de_ville.domain.deposit_values import parse_count, parse_day
from contrat_de_ville.domain.form import FieldKind
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


LONGEST_TEXT = 32_767
_EXCEL_FIRST_YEAR = 1901
_POINTS_PER_LINE = 15.0
_MOST_POINTS = 400.0
_STYLE = {
    FieldKind.ENTIER: "input_count",
    FieldKind.DATE: "input_date",
    FieldKind.MONTANT: "input_amount",
}
_WARNING = {"error_type": "warning", "error_title": "À vérifier"}
_CHECKS: dict[FieldKind, dict[str, Any]] = {
    FieldKind.ENTIER: {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_message": "Un nombre entier est attendu, par exemple 25.",
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


def write_input(
    sheet: Worksheet, row: int, kind: FieldKind, text: str, styles: dict[str, Format]
) -> None:
    """Write one answer in column B: a number or a date where it reads as one."""
    style = styles[_STYLE.get(kind, "input")]
    value = typed(kind, text)
    if isinstance(value, date):
        sheet.write_datetime(row, 1, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, 1, value, style) if value else sheet.write_blank(
            row, 1, None, style
        )
    else:
        sheet.write_number(row, 1, value, style)


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
    sheet: Worksheet, row: int, kind: FieldKind, list_range: str | None
) -> None:
    """Warn about a value of another kind; an honest mistake can still be sent."""
    check = _CHECKS.get(kind)
    if kind is FieldKind.LISTE:
        check = {
            "validate": "list",
            "source": list_range,
            "error_message": "Cette valeur n'est pas un code de la liste.",
        }
    if check is not None:
        sheet.data_validation(row, 1, row, 1, {**check, **_WARNING})


def height_for(text: str, width: int, least: float = LINE_POINTS) -> float:
    """Return the height, in points, at which *text* is read in a column.

    ``width`` is that of the column, in characters.
    """
    lines = sum(len(line) // width + 1 for line in text.split("\n"))
    needed = lines * _POINTS_PER_LINE + LINE_POINTS - _POINTS_PER_LINE
    return min(max(least, needed), _MOST_POINTS)


def _sheet_amount(text: str) -> float:
    # A spreadsheet keeps no other number; centimes come back whole from it.
    return parse_centimes(text) / 100


def _sheet_date(text: str) -> str | date:
    day = parse_day(text)
    return day if day.year >= _EXCEL_FIRST_YEAR else text


_TYPED: dict[FieldKind, Callable[[str], str | float | date]] = {
    FieldKind.ENTIER: parse_count,
    FieldKind.MONTANT: _sheet_amount,
    FieldKind.DATE: _sheet_date,
}
