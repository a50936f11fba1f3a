"""Turns the sheets of a workbook into rows of cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from contrat_de_ville.adapters.list_guard import check_xls, check_xlsx
from contrat_de_ville.adapters.list_map_values import ETABLIR
from contrat_de_ville.adapters.list_tables import MOST_ROWS, XLSX, Table
from contrat_de_ville.domain.list_decision import RawRow
from contrat_de_ville.domain.lists import FileLabel, FileRemark
from contrat_de_ville.errors import BadFileError


_1904 = re.compile(rb"<(?:\w+:)?workbookPr[^>]*\bdate1904=\"(?:1|true)\"")


def sheet_tables(file_name: str, content: bytes, kind: str, sheet: str) -> list[Table]:
    """Return the named sheet as a table, or every sheet when it is to be established.

    Raises:
        BadFileError: not such a workbook, no such sheet, cells in error in the named
            sheet, or more than 100 000 rows.
    """
    if kind == XLSX:
        content = check_xlsx(file_name, content, "" if sheet == ETABLIR else sheet)
    else:
        check_xls(file_name, content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names if sheet == ETABLIR else [sheet]
        is_1904 = kind == XLSX and _counts_from_1904(content)
        if set(names) <= set(workbook.sheet_names):
            return [
                Table(
                    sheet=name,
                    rows=_rows(file_name, name, workbook),
                    conventions=(f"Feuille : « {name} ».",),
                    remarks=_unread(name, workbook),
                    is_1904=is_1904,
                )
                for name in names
            ]
    except CalamineError as error:
        raise BadFileError(
            file_name,
            f"ce n'est pas un classeur .{kind} lisible.",
            "Ouvrez-le dans un tableur et enregistrez-le à nouveau, sans mot de passe.",
        ) from error
    present = ", ".join(f"« {name} »" for name in workbook.sheet_names)
    raise BadFileError(
        file_name,
        f"il n'a pas de feuille « {sheet} » (présentes : {present}).",
        "Choisissez un autre plan, ou renommez la feuille.",
    )


def _rows(file_name: str, name: str, workbook: CalamineWorkbook) -> list[RawRow]:
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if len(cells) > MOST_ROWS + 1:
        found = f"la feuille « {name} » a plus de {MOST_ROWS // 1000} 000 lignes."
        raise BadFileError(file_name, found, "Découpez la liste en plusieurs fichiers.")
    return [
        RawRow(number=at, cells=_trimmed(row), natives=_natives(row))
        for at, row in enumerate(cells, start=1)
    ]


def _unread(name: str, workbook: CalamineWorkbook) -> tuple[FileRemark, ...]:
    """Name the other sheets: they may hold other figures, and may be hidden."""
    others = [
        f"« {one.name} »" + " (masquée)" * (one.visible != SheetVisibleEnum.Visible)
        for one in workbook.sheets_metadata
        if one.name != name
    ]
    said = f"{', '.join(others)}."
    remark = FileRemark(label=FileLabel.FEUILLE_NON_LUE, sentence=said)
    return (remark,) if others else ()


def _counts_from_1904(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _1904.search(archive.read("xl/workbook.xml")) is not None


def _trimmed(row: Sequence[Any]) -> tuple[str, ...]:
    """Give the cells as text, without the empty ones a sheet has on its right."""
    cells = [_text(cell) for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _natives(row: Sequence[Any]) -> dict[int, str]:
    """Return the numbers and dates of a row, which need no convention to be read."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            found[at] = f"{cell:.15g}"
        elif isinstance(cell, date):
            found[at] = cell.strftime("%Y-%m-%d")
    return found


def _text(cell: Any) -> str:
    """Write a cell as a spreadsheet shows it: 15 digits at most, no « .0 »."""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, int | float):
        return f"{cell:.15g}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)
