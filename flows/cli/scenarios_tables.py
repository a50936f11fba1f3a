"""Tables and paragraphs that can be read in a terminal of a hundred columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import fill, indent

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.money import NBSP
from flows.cli.showing import said


LABEL_WIDTH = 24
"""What the first column needs for its labels to be read, folded."""

BORDERS = 3
"""What a column takes besides its text."""

_NARROWEST, _SHORTEST_LINE = 11, 20

_HANGING = re.compile(r" (?=[;:!?%»€])|(?<=«) ")

Row = tuple[str, Sequence[str]]


def column_width(cells: Sequence[str]) -> int:
    """Return the width that keeps every amount of a column on its line."""
    lines = [line for cell in cells for line in cell.split("\n")]
    return max([_NARROWEST, *map(len, lines)])


def amounts_table(first: str, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Build a table whose first column folds and whose amounts never do."""
    built = Table(header_style="bold", border_style="dim")
    built.add_column(said(first), overflow="fold", ratio=1)
    for number, column in enumerate(columns):
        width = column_width([cells[number] for _, cells in rows])
        built.add_column(
            said(column), justify="right", min_width=width, max_width=width
        )
    for label, cells in rows:
        built.add_row(said(label), *map(said, cells))
    return built


def paragraph(console: Console, text: str, *, left: int = 0, style: str = "") -> None:
    """Print a text cut where French allows it: an amount stays on one line."""
    width = max(console.width - left, _SHORTEST_LINE)
    held = _HANGING.sub(NBSP, safe_text(text))
    lines = indent(fill(held, width), " " * left)
    console.print(Text(lines, style=style), soft_wrap=True)
