"""Write in a committee's workbook, as a hand would in a spreadsheet.

The demonstration's committees use it, and the tests: only the cells given change,
in the sheet « Lignes » of the file as it was exported.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO

from contrat_de_ville.adapters.committee.reading import read_committee
from contrat_de_ville.domain.committee import FINANCEUR, NUMERO
from contrat_de_ville.domain.committee_rows import CellRead, SheetRead


Value = str | int | float | None
"""A text, a number (euros), or nothing; « =… » is a formula."""

LINES_PART = "xl/worksheets/sheet1.xml"
_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_TYPE = re.compile(r'\s+t="\w+"')


def filled(
    content: bytes, answers: Mapping[tuple[str, str], Mapping[str, Value]]
) -> bytes:
    """Return the workbook with these values: by number and name of funder, heading.

    Raises:
        KeyError: the workbook has no such line, heading or cell.
    """
    places = _places(read_committee(content, "seance.xlsx").sheet)
    return with_cells(
        content,
        {
            places[key, heading]: value
            for key, row in answers.items()
            for heading, value in row.items()
        },
    )


def cell_of(content: bytes, numero: str, funder: str, heading: str) -> str:
    """Return the name of the cell of a line under a heading, funder by its name."""
    sheet = read_committee(content, "seance.xlsx").sheet
    return _places(sheet)[(numero, funder), heading]


def with_cells(content: bytes, cells: Mapping[str, Value]) -> bytes:
    """Return the workbook with these values, by name of cell.

    Raises:
        KeyError: a cell is not in the sheet.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    left = dict(cells)

    def written(found: re.Match[str]) -> str:
        if found[1] not in left:
            return found[0]
        style = _TYPE.sub("", found[2])
        return _cell(found[1], style, left.pop(found[1]))

    parts[LINES_PART] = _CELL.sub(written, parts[LINES_PART].decode()).encode()
    if left:
        raise KeyError(*left)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _places(sheet: SheetRead) -> dict[tuple[tuple[str, str], str], str]:
    """Return the name of each cell, by line then heading."""
    top = next(n for n, row in sorted(sheet.rows.items()) if _says(row, NUMERO))
    columns = {cell.text: letters for letters, cell in sheet.rows[top].items()}
    return {
        ((row[columns[NUMERO]].text, row[columns[FINANCEUR]].text), heading): (
            f"{letters}{number}"
        )
        for number, row in sheet.rows.items()
        if number > top and columns[NUMERO] in row
        for heading, letters in columns.items()
    }


def _says(row: Mapping[str, CellRead], text: str) -> bool:
    return any(cell.text == text for cell in row.values())


def _cell(name: str, style: str, value: Value) -> str:
    if value is None:
        return f'<c r="{name}"{style}/>'
    if isinstance(value, str):
        if value.startswith("="):
            return f'<c r="{name}"{style}><f>{escape(value[1:])}</f><v>1</v></c>'
        text = escape(value)
        return f'<c r="{name}"{style} t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c r="{name}"{style}><v>{value}</v></c>'
