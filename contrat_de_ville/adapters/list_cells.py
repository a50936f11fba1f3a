"""Turns a file into rows of text cells, without deciding anything about them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from contrat_de_ville.adapters.list_guard import check_xlsx
from contrat_de_ville.adapters.list_maps import CSV, XLSX, ListMap
from contrat_de_ville.domain.list_decision import RawRow
from contrat_de_ville.errors import BadFileError


_LARGEST_BYTES = 32 * 2**20


def read_bytes(path: Path) -> bytes:
    """Read a whole list file, once: what is hashed is what is read.

    Raises:
        BadFileError: the file is missing, unreadable, empty or larger than 32 Mio.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= _LARGEST_BYTES else b""
    except OSError as error:
        raise BadFileError(
            path.name,
            "il est introuvable ou illisible.",
            "Vérifiez son emplacement et qu'il n'est pas ouvert ailleurs.",
        ) from error
    if size > _LARGEST_BYTES:
        found = f"il pèse {size // 2**20} Mio, la limite est de 32 Mio."
        raise BadFileError(path.name, found, "Ne gardez que la liste à lire.")
    if not content:
        raise BadFileError(path.name, "il est vide.", "Demandez-le à nouveau.")
    return content


def read_rows(path: Path, content: bytes, list_map: ListMap) -> list[RawRow]:
    """Return every row of the file, numbered as a spreadsheet numbers them.

    Raises:
        BadFileError: the file is not what the map declares.
    """
    if path.suffix.lower() != f".{list_map.kind}":
        raise BadFileError(
            path.name,
            f"le plan « {list_map.path.name} » décrit un fichier .{list_map.kind}.",
            "Choisissez un autre plan, ou un autre fichier.",
        )
    if list_map.kind == CSV:
        rows = _csv_rows(path, content, list_map)
    else:
        if list_map.kind == XLSX:
            check_xlsx(path.name, content, list_map.sheet)
        rows = _sheet_rows(path, content, list_map)
    return [RawRow(number=at, cells=cells) for at, cells in enumerate(rows, start=1)]


def _csv_rows(path: Path, content: bytes, list_map: ListMap) -> list[tuple[str, ...]]:
    text = _decoded(path, content, list_map.encoding)
    # strict: quotes left open would otherwise swallow the rest of the file.
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=list_map.separator, strict=True
    )
    try:
        return [tuple(row) for row in rows]
    except csv.Error as error:
        raise BadFileError(
            path.name,
            f"la ligne {rows.line_num} ne se lit pas (guillemets mal fermés, ou "
            "cellule démesurée).",
            "Corrigez cette ligne dans le fichier, ou demandez un nouvel export.",
        ) from error


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    """Decode with the declared encoding; UTF-8 read as anything else is refused."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"ligne {line}, il n'est pas écrit en {encoding}."
        raise BadFileError(
            path.name, found, "Corrigez l'encodage déclaré par le plan de lecture."
        ) from error
    if "utf" not in encoding.lower() and not content.isascii() and _is_utf8(content):
        found = f"il est écrit en UTF-8, le plan déclare {encoding}."
        raise BadFileError(path.name, found, "Corrigez l'encodage du plan de lecture.")
    if text.startswith("\ufeff"):
        found = f"il commence par une marque d'UTF-8 (BOM), le plan déclare {encoding}."
        raise BadFileError(path.name, found, "Déclarez l'encodage utf-8-sig.")
    return text


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sheet_rows(path: Path, content: bytes, list_map: ListMap) -> list[tuple[str, ...]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if list_map.sheet in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(list_map.sheet)
            cells = sheet.to_python(skip_empty_area=False)
            return [_trimmed(row, list_map) for row in cells]
    except CalamineError as error:
        raise BadFileError(
            path.name,
            f"ce n'est pas un classeur .{list_map.kind} lisible.",
            "Ouvrez-le dans un tableur et enregistrez-le à nouveau, sans mot de passe.",
        ) from error
    present = ", ".join(f"« {name} »" for name in workbook.sheet_names)
    raise BadFileError(
        path.name,
        f"il n'a pas de feuille « {list_map.sheet} » (présentes : {present}).",
        "Choisissez un autre plan, ou renommez la feuille.",
    )


def _trimmed(row: list[Any], list_map: ListMap) -> tuple[str, ...]:
    """Give the cells as text, without the empty ones a sheet has on its right."""
    cells = [_text(cell, list_map.rules.convention.decimal_mark) for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _text(cell: Any, decimal_mark: str) -> str:
    """Write a cell as a spreadsheet shows it: 15 digits at most, no « .0 »."""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, int | float):
        return f"{cell:.15g}".replace(".", decimal_mark)
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return str(cell)
