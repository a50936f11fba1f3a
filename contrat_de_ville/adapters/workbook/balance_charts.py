"""The pictures of the balance: true charts over the cells of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart

from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.domain.balance import is_arbitrated, is_proposed
from contrat_de_ville.domain.concentration import Concentration


# Where the columns of the tables stand (see ``balance_sheet``).
_LABEL, _ASKED, _PROPOSED, _PROGRAMMED = 0, 3, 4, 5
_AMOUNT = 4
_STAGES = (
    ("Demandé", _ASKED, "#C3D3E6"),
    ("Proposé", _PROPOSED, "#6F9BC8"),
    ("Programmé", _PROGRAMMED, "#1F4E79"),
)
_FONT = {"name": "Calibri", "size": 9, "color": "#1F2A37"}
_GRID = {"visible": True, "line": {"color": "#E3E8EE"}}
_WIDTH, _HEIGHT, _COLUMNS, _ROWS = 640, 400, 7, 21
_SHOWN = {
    "Axe": "Par axe",
    "Quartier": "Par quartier",
    "Public": "Par public prioritaire",
}


@dataclass(frozen=True, kw_only=True)
class Block:
    """Where a table stands: the row of its headers, and how many rows it has."""

    head: int
    count: int

    @property
    def first(self) -> int:
        """First row of the table."""
        return self.head + 1

    @property
    def last(self) -> int:
        """Last row of the table, sums apart."""
        return self.head + max(self.count, 1)


def write_charts(
    book: Book, source: str, blocks: Mapping[str, Block], found: Concentration
) -> None:
    """Put the charts two by two on a sheet of their own."""
    sheet = book.add_sheet("Équilibre en images", "Équilibre de la programmation")
    charts = [
        _spread_chart(book, source, title, blocks[name])
        for name, title in _SHOWN.items()
    ]
    charts.append(_concentration_chart(book, source, blocks["Porteur"], found))
    for place, chart in enumerate(charts):
        row, column = TABLE_TOP + _ROWS * (place // 2), _COLUMNS * (place % 2)
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        told = "Les mêmes chiffres sont dans les tableaux de la feuille « Équilibre »."
        sheet.insert_chart(row, column, chart, {"description": told})
    sheet.set_column(0, 2 * _COLUMNS - 1, 13)
    sheet.fit_to_pages(1, 1)


def _spread_chart(book: Book, source: str, title: str, block: Block) -> Chart:
    """Draw the stages reached, heading by heading, the first heading on top."""
    overview = book.overview
    reached = {
        _ASKED: True,
        _PROPOSED: is_proposed(overview),
        _PROGRAMMED: is_arbitrated(overview),
    }
    chart = book.add_chart("bar")
    for label, column, colour in _STAGES:
        if reached[column]:
            chart.add_series(
                {
                    "name": label,
                    **_cells(source, block, column),
                    "fill": {"color": colour},
                    "gap": 60,
                    "overlap": 0,
                }
            )
    _dress(chart, title)
    return chart


def _concentration_chart(
    book: Book, source: str, block: Block, found: Concentration
) -> Chart:
    """Draw the porteurs from the most to the least served, the most on top."""
    chart = book.add_chart("bar")
    chart.add_series(
        {
            "name": f"Montants {found.stage}",
            **_cells(source, block, _AMOUNT),
            "fill": {"color": "#1F4E79"},
            "gap": 35,
        }
    )
    _dress(chart, "Concentration : les porteurs les mieux servis")
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {**_FONT, "size": 8}})
    return chart


def _dress(chart: Chart, title: str) -> None:
    """Give a chart its title, its axes and its letters; the first bar is on top."""
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12, "bold": True}})
    chart.set_legend({"position": "top", "font": _FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis(
        {
            "min": 0,
            "num_font": _FONT,
            "num_format": '#,##0 "€"',
            "major_gridlines": _GRID,
            "line": {"none": True},
            "label_position": "high",
        }
    )


def _cells(source: str, block: Block, column: int) -> dict[str, Any]:
    return {
        "categories": [source, block.first, _LABEL, block.last, _LABEL],
        "values": [source, block.first, column, block.last, column],
    }
