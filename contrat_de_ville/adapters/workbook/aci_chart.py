"""The picture of the sheet of the chantiers: per salarié, the year before to the year.

A true chart over the cells of the table: its dots are the figures one reads there.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.workbook.book import Book


# Where the columns of the table stand (see ``aci_sheet``).
_LABEL, _BEFORE, _AFTER, _RISE, _FALL = 1, 9, 10, 11, 12
_LIGHT, _LIGHT_LINE, _DARK, _GREY = "#C3D3E6", "#4A6785", "#1F4E79", "#9AA5B1"
_FONT = {"name": "Calibri", "size": 9, "color": "#1F2A37"}
_WIDTH, _HEADROOM, _PER_CHANTIER = 1050, 240, 14


def insert_chart(
    book: Book,
    sheet: Worksheet,
    row: int,
    first: int,
    count: int,
) -> None:
    """Put the chart under the tables.

    Args:
        book: the workbook the chart belongs to.
        sheet: the sheet of the chantiers.
        row: where its top left corner stands.
        first: the first row of the table.
        count: how many chantiers it has.
    """
    chart = book.add_chart("line")
    last, name = first + count - 1, sheet.get_name()
    years = (str(book.overview.annee - 1), str(book.overview.annee))
    looks = ((_BEFORE, years[0], _LIGHT, _LIGHT_LINE), (_AFTER, years[1], _DARK, _DARK))
    joined = _lines(name, first, last)
    for column, year, fill, line in looks:
        chart.add_series(
            {
                "name": year,
                "categories": [name, first, _LABEL, last, _LABEL],
                "values": [name, first, column, last, column],
                "line": {"none": True},
                "marker": _marker(fill, line),
                "y_error_bars": joined if column == _BEFORE else None,
            }
        )
    _dress(chart, years)
    chart.set_size({"width": _WIDTH, "height": _HEADROOM + _PER_CHANTIER * count})
    sheet.insert_chart(row, 0, chart, {"description": _description(years)})


def _dress(chart: Chart, years: tuple[str, str]) -> None:
    """Give the chart its title, its axes and its letters: those of the workbook."""
    chart.set_title(
        {
            "name": f"Aide par salarié en insertion, {years[0]} et {years[1]}",
            "name_font": {**_FONT, "size": 12, "bold": True},
        }
    )
    chart.set_legend({"position": "top", "font": _FONT})
    chart.set_x_axis({"num_font": _FONT, "line": {"color": _GREY}})
    chart.set_y_axis(
        {
            "min": 0,
            "num_font": _FONT,
            "num_format": '#,##0 "€"',
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
            "line": {"none": True},
        }
    )
    chart.show_na_as_empty_cell()


def _lines(name: str, first: int, last: int) -> dict[str, Any]:
    """Join the two dots, up or down: error bars over cells are what readers draw."""
    sheet = quote_sheetname(name)
    up, down = (
        f"={sheet}!{xl_range_abs(first, column, last, column)}"
        for column in (_RISE, _FALL)
    )
    return {
        "type": "custom",
        "plus_values": up,
        "minus_values": down,
        "end_style": 0,
        "line": {"color": _GREY, "width": 1.5},
    }


def _marker(fill: str, line: str) -> dict[str, Any]:
    return {
        "type": "circle",
        "size": 9,
        "fill": {"color": fill},
        "border": {"color": line},
    }


def _description(years: tuple[str, str]) -> str:
    """Tell those who do not see it where to read the same figures."""
    return (
        f"Aide par salarié de chaque chantier en {years[0]} et en {years[1]} : les "
        "mêmes chiffres sont dans le tableau de cette feuille."
    )
