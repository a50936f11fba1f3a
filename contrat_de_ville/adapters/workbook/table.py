"""A table of a sheet: columns say what to read of a row and how to show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from textwrap import wrap
from typing import Generic, TypeVar

from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.calendar import PARIS, as_utc


Row = TypeVar("Row")
Value = str | int | Decimal | datetime | None
_INK = "#1F2A37"
_BLUE = "#1F4E79"
_LINE = "#C5CDD6"
_LINE_HEIGHT, _TALLEST = 13.5, 400.0


class Kind(StrEnum):
    """What a cell holds; euros come in as centimes, rates as percents."""

    TEXT = "@"
    COUNT = "#,##0"
    NUMBER = "General"
    EUROS = r'#,##0.00\ "€";[Red]-#,##0.00\ "€"'
    RATE = r"0.0\ %"
    DATE = "dd/mm/yyyy"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column: nothing to show is an empty cell, zero is a zero."""

    header: str
    width: int
    value: Callable[[Row], Value]
    kind: Kind = Kind.TEXT
    is_summed: bool = False


class Styles:
    """The formats of a workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 10, "font_color": _INK}
        self.title = book.add_format({**base, "bold": True, "font_size": 15})
        self.subtitle = book.add_format({**base, "bold": True, "font_size": 12})
        self.note = book.add_format({**base, "italic": True, "font_color": "#4B5563"})
        self.notice = book.add_format({**base, "bold": True, "font_color": "#8A3B00"})
        self.label = book.add_format({**base, "bold": True})
        self.plain = book.add_format({**base, "quote_prefix": True, "align": "left"})
        cell = {**base, "border": 1, "border_color": _LINE, "valign": "top"}
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE}
        centred = {"text_wrap": True, "valign": "vcenter", "align": "center"}
        self.header = book.add_format({**cell, **head, **centred})
        total = {"bold": True, "bg_color": "#E6EDF5", "top": 2, "top_color": _BLUE}
        self._cells = {kind: book.add_format({**cell, **_shown(kind)}) for kind in Kind}
        self._totals = {
            kind: book.add_format({**cell, **_shown(kind), **total}) for kind in Kind
        }

    def cell(self, kind: Kind) -> object:
        """Return the format of an ordinary cell."""
        return self._cells[kind]

    def total(self, kind: Kind) -> object:
        """Return the format of a cell of the line of totals."""
        return self._totals[kind]


def _shown(kind: Kind) -> dict[str, object]:
    """Text keeps the mark that makes a spreadsheet never read it as a formula."""
    if kind is Kind.TEXT:
        return {"num_format": kind.value, "text_wrap": True, "quote_prefix": True}
    return {"num_format": kind.value, "align": "right"}


def as_text(text: str) -> str:
    """Make *text* plain for a cell.

    The writer takes a text between ``<r>`` and ``</r>`` for markup of its own and
    copies it raw into the file; a leading space keeps it a text.
    """
    cleaned = safe_text(text)
    return f" {cleaned}" if cleaned.startswith("<r>") else cleaned


def write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, kind: Kind, style: object
) -> None:
    """Write one value as what it is: number, date, text, or nothing."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, datetime):
        local = as_utc(value).astimezone(PARIS).replace(tzinfo=None)
        sheet.write_datetime(row, column, local, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, as_text(value), style)
    else:
        sheet.write_number(row, column, as_shown(value, kind), style)


def as_shown(value: int | Decimal, kind: Kind) -> Decimal:
    """Turn centimes into euros and percents into fractions, exactly."""
    whole = Decimal(value)
    return whole / 100 if kind in {Kind.EUROS, Kind.RATE} else whole


def write_table(
    sheet: Worksheet,
    styles: Styles,
    top: int,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    total_label: str = "",
) -> int:
    """Write headers, rows and, when there are rows, the sums; return the next row."""
    _write_headers(sheet, styles, top, columns)
    for place, row in enumerate(rows, start=top + 1):
        _write_row(sheet, styles, place, columns, row)
    if not rows:
        sheet.write_string(top + 1, 0, "Aucune ligne.", styles.note)
        return top + 2
    if total_label:
        _write_totals(sheet, styles, top, columns, rows, total_label)
    return top + 1 + len(rows) + bool(total_label)


def _write_headers(
    sheet: Worksheet, styles: Styles, top: int, columns: Sequence[Column[Row]]
) -> None:
    for number, column in enumerate(columns):
        sheet.write_string(top, number, column.header, styles.header)
    tallest = max(_lines(column.header, column.width - 2) for column in columns)
    sheet.set_row(top, _height(tallest) + 4)


def _write_row(
    sheet: Worksheet,
    styles: Styles,
    place: int,
    columns: Sequence[Column[Row]],
    row: Row,
) -> None:
    """Write one row, tall enough for its text: not every reader does it itself."""
    tallest = 1
    for number, column in enumerate(columns):
        value = column.value(row)
        write_cell(sheet, place, number, value, column.kind, styles.cell(column.kind))
        if isinstance(value, str):
            tallest = max(tallest, _lines(value, column.width))
    sheet.set_row(place, _height(tallest))


def _lines(text: str, width: int) -> int:
    """Estimate how many lines *text* takes in a cell *width* characters wide.

    Widths are told in characters of 11 points; ours have 10.
    """
    lines = text.split("\n")
    return sum(max(1, len(wrap(line, max(width * 11 // 10, 4)))) for line in lines)


def _height(lines: int) -> float:
    return min(_LINE_HEIGHT * lines + 2, _TALLEST)


def _write_totals(
    sheet: Worksheet,
    styles: Styles,
    top: int,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    label: str,
) -> None:
    """Write the sums as formulas, each with the value we computed.

    A column where nothing is decided yet has no sum: it would read as a refusal.
    """
    first, last = top + 1, top + len(rows)
    for number, column in enumerate(columns):
        style = styles.total(column.kind if column.is_summed else Kind.TEXT)
        values = [one for row in rows if isinstance(one := column.value(row), int)]
        if not column.is_summed or not values:
            sheet.write_blank(last + 1, number, None, style)
            continue
        formula = f"=SUM({xl_range(first, number, last, number)})"
        shown = as_shown(sum(values), column.kind)
        sheet.write_formula(last + 1, number, formula, style, shown)
    sheet.write_string(last + 1, 0, label, styles.total(Kind.TEXT))
    sheet.set_row(last + 1, _height(_lines(label, columns[0].width - 1)))


def set_widths(sheet: Worksheet, columns: Sequence[Column[Row]]) -> None:
    """Give the columns of the sheet their widths, in characters."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
