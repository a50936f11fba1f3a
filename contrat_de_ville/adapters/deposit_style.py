"""How the deposit workbook looks: one palette, A4 pages, labels locked."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet


_A4 = 9
_BLUE, _PALE_BLUE, _YELLOW = "#1F3864", "#D9E2F3", "#FFF8DC"
_GREY, _LINE = "#595959", "#BFBFBF"
_CELL = {
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
    "border": 1,
    "border_color": _LINE,
}
_INPUT = {**_CELL, "bg_color": _YELLOW, "locked": False, "align": "left"}
_STRONG = {**_CELL, "bold": True, "bg_color": _PALE_BLUE}
_AMOUNT = '#,##0.00 "€"'
_STYLES: dict[str, dict[str, Any]] = {
    "title": {
        "bold": True,
        "font_size": 16,
        "font_color": "white",
        "bg_color": _BLUE,
        "valign": "vcenter",
        "indent": 1,
    },
    "version": {
        "bold": True,
        "font_size": 12,
        "font_color": "#C00000",
        "valign": "vcenter",
        "indent": 1,
    },
    "header": {**_CELL, "bold": True, "font_color": "white", "bg_color": _BLUE},
    "band": {
        "bold": True,
        "font_color": _BLUE,
        "bg_color": _PALE_BLUE,
        "valign": "vcenter",
        "indent": 1,
    },
    "label": _CELL,
    "hint": {
        "italic": True,
        "font_color": _GREY,
        "font_size": 10,
        "valign": "vcenter",
        "text_wrap": True,
        "indent": 1,
    },
    "prose": {"text_wrap": True, "valign": "top"},
    "input": {**_INPUT, "num_format": "@"},
    "input_count": {**_INPUT, "num_format": "0"},
    "input_date": {**_INPUT, "num_format": "dd/mm/yyyy"},
    "input_amount": {**_INPUT, "num_format": _AMOUNT, "align": "right"},
    "total": _STRONG,
    "total_amount": {**_STRONG, "num_format": _AMOUNT, "align": "right"},
    "good": {"bg_color": "#C6EFCE", "font_color": "#006100"},
    "bad": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
}
LINE_POINTS = 20.0
# The first row of the answers, under the title, the version and the headings.
FIRST_ROW = 3


def make_styles(workbook: Workbook) -> dict[str, Format]:
    """Create the formats of the workbook, by name."""
    return {name: workbook.add_format(look) for name, look in _STYLES.items()}


def add_sheet(
    workbook: Workbook, styles: dict[str, Format], name: str, title: str
) -> Worksheet:
    """Add a protected A4 sheet with its title band over three columns.

    The protection has no password: it keeps the labels in place, by which the
    workbook is read back, and still lets rows and columns be resized.
    """
    sheet = workbook.add_worksheet(name)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&8&F&C&8&A&R&8page &P / &N")
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_default_row(LINE_POINTS)
    sheet.set_row(0, 32)
    sheet.set_row(1, 24)
    sheet.write_row(0, 0, [title, "", ""], styles["title"])
    return sheet


def add_headings(
    sheet: Worksheet, styles: dict[str, Format], headings: list[str]
) -> None:
    """Write the headings over the answers, kept in sight and on every page."""
    sheet.write_row(FIRST_ROW - 1, 0, headings, styles["header"])
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)
