"""Sound deposit workbooks with one answer changed."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

from contrat_de_ville.adapters.deposit_layout import places
from tests.deposit_builder import (
    AMOUNTS,
    FORM,
    VALUES,
    filled_bytes,
    parts_of,
    zipped,
)


TITLE = "Ateliers du parc"
BUDGET_SHEET = 5


@cache
def deposit(**answers: str) -> bytes:
    """Return a sound deposit with some answers replaced; « budget.2 » is a row."""
    amounts = {code: one for code, one in answers.items() if code[:7] == "budget."}
    fields = {code: one for code, one in answers.items() if code not in amounts}
    with tempfile.TemporaryDirectory() as folder:
        return filled_bytes(
            Path(folder),
            {**VALUES, "action_intitule": TITLE, **fields},
            {**AMOUNTS, **amounts},
        )


def with_raw_title(workbook: bytes, xml: str) -> bytes:
    """Put XML where the title is, without the care a spreadsheet takes."""
    parts = parts_of(workbook)
    name = "xl/sharedStrings.xml"
    assert TITLE.encode() in parts[name]
    parts[name] = parts[name].replace(TITLE.encode(), xml.encode())
    return zipped(parts)


def in_budget(workbook: bytes, code: str, cell: str) -> bytes:
    """Replace the cell of a budget row by *cell*, where « {} » is its reference."""
    place = places(FORM)[code].cell
    parts = parts_of(workbook)
    name = f"xl/worksheets/sheet{BUDGET_SHEET}.xml"
    pattern = rf'<c r="{place}"(?:[^>]*/>|.*?</c>)'.encode()
    parts[name], count = re.subn(pattern, cell.format(place).encode(), parts[name])
    assert count == 1, place
    return zipped(parts)


def sheet_replaced(workbook: bytes, rows: str) -> bytes:
    """Replace the cells of the budget sheet by these rows."""
    parts = parts_of(workbook)
    name = f"xl/worksheets/sheet{BUDGET_SHEET}.xml"
    parts[name] = re.sub(
        rb"<sheetData>.*</sheetData>",
        lambda _: f"<sheetData>{rows}</sheetData>".encode(),
        parts[name],
        flags=re.DOTALL,
    )
    return zipped(parts)


def dimension_replaced(workbook: bytes, reference: str) -> bytes:
    """Make the budget sheet announce another size than its own."""
    parts = parts_of(workbook)
    name = f"xl/worksheets/sheet{BUDGET_SHEET}.xml"
    parts[name], count = re.subn(
        rb'<dimension ref="[^"]*"/>',
        f'<dimension ref="{reference}"/>'.encode(),
        parts[name],
    )
    assert count == 1
    return zipped(parts)


def with_sheet(workbook: bytes, name: str, state: str, rows: str) -> bytes:
    """Add a sheet, shown, hidden or very hidden."""
    parts = parts_of(workbook)
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    parts[book] = parts[book].replace(
        b"</sheets>",
        f'<sheet name="{name}" sheetId="99" state="{state}" r:id="rId99"/></sheets>'
        .encode(),
    )  # fmt: skip
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts[links] = parts[links].replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}/worksheet" '
        f'Target="worksheets/sheet99.xml"/></Relationships>'.encode(),
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet99.xml"] = (
        f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
    return zipped(parts)
