"""A committee's workbook whose sheet was tampered with."""

from __future__ import annotations

import re

from contrat_de_ville.adapters.committee.filling import LINES_PART
from contrat_de_ville.adapters.committee.formulas import formula_cells
from tests.deposit_builder import parts_of, zipped


def with_sheet(content: bytes, before: str, after: str) -> bytes:
    """Replace a text of the sheet « Lignes », by a regular expression."""
    parts = parts_of(content)
    sheet = parts[LINES_PART].decode()
    changed, count = re.subn(before, after, sheet, flags=re.DOTALL)
    assert count
    return zipped({**parts, LINES_PART: changed.encode()})


def formulas(content: bytes) -> frozenset[str]:
    """Return the cells of « Lignes » that hold a formula."""
    return formula_cells(content, "Lignes")
