"""Which cells of a sheet hold a formula: a reader gives their results only.

Read in a stream, from a workbook already checked part by part.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from xml.parsers import expat

from contrat_de_ville.adapters.sheet_scan import cell_name, column_number, elements


_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RANGE = re.compile(
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)
# One formula for a whole range: only its first cell holds it.
_SPREAD = frozenset({"array", "dataTable"})
_MOST_SPREAD = 100_000


def formula_cells(content: bytes, sheet: str) -> frozenset[str]:
    """Return the names of the cells of *sheet* that a formula fills.

    ``content`` was checked by :func:`xlsx_guard.checked_workbook`; a sheet that is
    not there has none.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        part = _part_of(archive, sheet)
        return _formulas(archive.read(part)) if part else frozenset()


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in elements(archive.read(_LINKS), "Relationship")
    }
    for one in elements(archive.read(_BOOK), "sheet"):
        if one.get("name") == sheet:
            link = next((one[key] for key in one if key.endswith(":id")), "")
            part = posixpath.join("xl", targets.get(link, "")).strip("/")
            return part if part in archive.namelist() else ""
    return ""


def _formulas(part: bytes) -> frozenset[str]:
    scan = _FormulaScan()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = scan.start
    parser.Parse(part, True)  # noqa: FBT003 (expat's own signature)
    return frozenset(scan.found)


class _FormulaScan:
    """Follows cells, which may bear no reference, and notes those of formulas."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self.found: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one element of the sheet."""
        element = name.rpartition(":")[2]
        if element == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif element == "c":
            self._enter_cell(attributes.get("r"))
        elif element == "f":
            self.found.add(cell_name(self._row, self._column))
            if attributes.get("t") in _SPREAD:
                self.found |= _spread(attributes.get("ref", ""))

    def _enter_cell(self, reference: str | None) -> None:
        known = _RANGE.fullmatch(reference or "")
        if known is None:
            self._column += 1
            return
        self._column, self._row = column_number(known[1]), int(known[2])


def _spread(reference: str) -> set[str]:
    """Return the cells of a range such as « L6:L9 »; none of one too large."""
    known = _RANGE.fullmatch(reference)
    if known is None or known[3] is None:
        return set()
    columns = range(column_number(known[1]), column_number(known[3]) + 1)
    rows = range(int(known[2]), int(known[4]) + 1)
    if len(columns) * len(rows) > _MOST_SPREAD:
        return set()
    return {cell_name(row, column) for row in rows for column in columns}
