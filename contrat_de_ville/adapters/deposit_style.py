"""How the deposit workbook looks: one palette, A4 pages, labels locked."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_layout import FIRST_ROW
from contrat_de_ville.domain.depots import Severity


_A4 = 9
_BLUE, _PALE_BLUE, _YELLOW = "#1F3864", "#D9E2F3", "#FFF8DC"
_RED, _AMBER = "#F8B4B4", "#FFD166"
_GREY, _LINE = "#595959", "#BFBFBF"
_CELL = {
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
    "border": 1,
    "border_color": _LINE,
}
_HEADER = {"bold": True, "font_color": "white", "bg_color": _BLUE}
# An indented cell is never centred.
_CENTER = {"align": "center", "indent": 0}
_STRONG = {**_CELL, "bold": True, "bg_color": _PALE_BLUE}
_LIGHT = {"font_size": 9, "font_color": _GREY}
_PROSE = {"text_wrap": True, "valign": "vcenter"}
_AMOUNT = '#,##0.00 "€"'
# The built-in format of texts, by its number: a typed 2.2 stays a text.
_TEXT = 49
_STYLES: dict[str, dict[str, Any]] = {
    "title": {
        "bold": True,
        "font_size": 16,
        "font_color": "white",
        "bg_color": _BLUE,
        "valign": "vcenter",
        "indent": 1,
    },
    "version": {**_LIGHT, "italic": True, "valign": "vcenter", "indent": 1},
    "header": {**_CELL, **_HEADER},
    "header_center": {**_CELL, **_HEADER, **_CENTER},
    "band": {
        "bold": True,
        "font_color": _BLUE,
        "bg_color": _PALE_BLUE,
        "valign": "vcenter",
        "indent": 1,
    },
    "label": _CELL,
    "detail": {**_CELL, **_LIGHT, "indent": 4},
    "hint": {
        **_PROSE,
        "italic": True,
        "font_color": _GREY,
        "font_size": 10,
        "indent": 1,
    },
    "prose": _PROSE,
    "rank": {**_PROSE, "bold": True, "font_color": _BLUE, "align": "center"},
    "link": {**_PROSE, "font_color": "#0563C1", "underline": 1, "indent": 1},
    "cell_link": {**_CELL, "font_color": "#0563C1", "underline": 1},
    "total": _STRONG,
    "total_count": {**_STRONG, **_CENTER, "num_format": "#,##0"},
    "total_amount": {**_STRONG, "num_format": _AMOUNT, "align": "right"},
    "total_share": {**_STRONG, "num_format": '0.0" %"', "align": "right"},
    "severity": {**_CELL, "bold": True},
    "count": {**_CELL, **_CENTER, "num_format": "#,##0"},
    "good": {"font_color": "#006100", "bg_color": "#E2F0D9"},
    "bad": {"font_color": "#9C0006", "bg_color": "#FFE1E1"},
}
_INPUT = {**_CELL, "locked": False, "align": "left"}
_INPUTS: dict[str, dict[str, Any]] = {
    "input": {**_INPUT, "num_format": _TEXT},
    "input_count": {**_INPUT, "num_format": "0"},
    "input_decimal": {**_INPUT, "num_format": "0.00"},
    "input_date": {**_INPUT, "num_format": "dd/mm/yyyy"},
    "input_amount": {**_INPUT, "num_format": _AMOUNT, "align": "right"},
    "input_grid": {**_INPUT, **_CENTER, "num_format": "#,##0"},
    "input_detail": {**_INPUT, **_LIGHT, "num_format": _AMOUNT, "align": "right"},
}
# What is facultative is paler, unless something is to be said of it.
_PALE_INPUTS = {"input_detail": {"bg_color": "#FFFDF3"}}
_TONES = {"": _YELLOW, Severity.BLOQUANT: _RED, Severity.A_VERIFIER: _AMBER}
LINE_POINTS = 20.0
_POINTS_PER_LINE = 15.0
_MOST_POINTS = 400.0


def make_styles(workbook: Workbook) -> dict[str, Format]:
    """Create the formats of the workbook, by name; an input's name has its tone."""
    looks = _STYLES | {
        f"{name}{tone}": {**look, "bg_color": colour}
        for name, look in _INPUTS.items()
        for tone, colour in _TONES.items()
    }
    looks |= {name: looks[name] | pale for name, pale in _PALE_INPUTS.items()}
    looks |= {
        f"{name}{tone}": {**_STYLES[name], "bg_color": colour}
        for name in ("severity", "total_count", "total_amount")
        for tone, colour in _TONES.items()
        if tone
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def add_sheet(
    workbook: Workbook,
    styles: dict[str, Format],
    name: str,
    title: str,
    widths: tuple[float, ...],
) -> Worksheet:
    """Add a protected A4 sheet, its columns and its title band over all of them.

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
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 32)
    sheet.write_row(0, 0, [title] + [""] * (len(widths) - 1), styles["title"])
    return sheet


def add_headings(
    sheet: Worksheet,
    styles: dict[str, Format],
    headings: list[str],
    style: str = "header",
) -> None:
    """Write the headings over the answers, kept in sight and on every page."""
    sheet.write_string(FIRST_ROW - 1, 0, headings[0], styles["header"])
    sheet.write_row(FIRST_ROW - 1, 1, headings[1:], styles[style])
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)


def height_for(words: str, width: float, least: float = LINE_POINTS) -> float:
    """Return the height, in points, at which *words* are read in a column.

    ``width`` is that of the column, in characters.
    """
    lines = sum(int(len(line) // width) + 1 for line in words.split("\n"))
    needed = lines * _POINTS_PER_LINE + LINE_POINTS - _POINTS_PER_LINE
    return min(max(least, needed), _MOST_POINTS)
