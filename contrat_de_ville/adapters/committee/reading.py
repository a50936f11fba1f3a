"""Read a committee's workbook back: its jeton, and every cell of its lines.

Nothing is judged here: what a cell holds is told as it stands, and the domain says
what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from contrat_de_ville.adapters.committee.formulas import formula_cells
from contrat_de_ville.adapters.deposit_reader import as_text
from contrat_de_ville.adapters.sheet_scan import SheetLimits, cell_name
from contrat_de_ville.adapters.workbook.book import TABLE_TOP
from contrat_de_ville.adapters.xlsx_guard import checked_workbook
from contrat_de_ville.domain.committee_rows import SHEET, CellRead, SheetRead
from contrat_de_ville.errors import BadFileError


_USE_EXPORT = (
    "Repartez du classeur exporté par « programmation seance » et remplissez-en les "
    "cases jaunes."
)
# An action may ask four funders, and a national programming has thousands of them.
_LIMITS = SheetLimits(rows=50_000, columns=100, remedy=_USE_EXPORT)
_JETON = re.compile(r"\bjeton ([0-9a-f]{24})\b")
_LETTERS = re.compile(r"[0-9]+$")


@dataclass(frozen=True, kw_only=True)
class CommitteeFile:
    """What came back: which export it says it is, and its sheet of lines."""

    jeton: str
    sheet: SheetRead


def read_committee(content: bytes, file_name: str) -> CommitteeFile:
    """Read the sheet « Lignes » of a committee's workbook.

    Raises:
        BadFileError: not a sound xlsx (see :func:`xlsx_guard.checked_workbook`), or
            it has no such sheet, or no jeton.
    """
    checked = checked_workbook(content, file_name, visible=(SHEET,), limits=_LIMITS)
    rows = _rows(checked, file_name)
    jeton = _jeton(rows)
    if not jeton:
        raise BadFileError(
            file_name,
            f"la feuille « {SHEET} » ne porte pas de jeton : ce classeur n'a pas été "
            "exporté pour une séance.",
            _USE_EXPORT,
        )
    formulas = formula_cells(checked, SHEET)
    return CommitteeFile(jeton=jeton, sheet=_sheet(rows, formulas))


def _rows(content: bytes, file_name: str) -> list[list[Any]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            if SHEET in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(SHEET)
                return list(sheet.to_python(skip_empty_area=False))
            listed = ", ".join(workbook.sheet_names[:10])
    except CalamineError as error:
        found = "le classeur est illisible."
        raise BadFileError(file_name, found, _USE_EXPORT) from error
    found = f"la feuille « {SHEET} » manque (feuilles trouvées : {listed})."
    raise BadFileError(file_name, found, _USE_EXPORT)


def _jeton(rows: Sequence[Sequence[Any]]) -> str:
    """Find the jeton above the headings, wherever it was put."""
    for row in rows[: TABLE_TOP + 1]:
        for cell in row:
            found = _JETON.search(str(cell))
            if found:
                return found[1]
    return ""


def _sheet(rows: Sequence[Sequence[Any]], formulas: Collection[str]) -> SheetRead:
    return SheetRead(
        rows={
            number: {
                _LETTERS.sub("", name): _cell(value, is_formula=name in formulas)
                for column, value in enumerate(row, start=1)
                for name in (cell_name(number, column),)
                if value != "" or name in formulas
            }
            for number, row in enumerate(rows, start=1)
        }
    )


def _cell(value: Any, *, is_formula: bool) -> CellRead:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = as_text(value)
    return CellRead(text=text, number=text if is_number else "", is_formula=is_formula)
