"""Reads a list of requests through its declared map, every row accounted for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from contrat_de_ville.adapters.list_fitting import Fit, best_fit, fit, maps_of
from contrat_de_ville.adapters.list_guard import check_xlsx
from contrat_de_ville.adapters.list_maps import ListMap, load_list_map
from contrat_de_ville.adapters.list_source import ListSource
from contrat_de_ville.adapters.list_summary_sheet import compared, summary_remark
from contrat_de_ville.adapters.list_tables import CSV, XLSX, read_bytes
from contrat_de_ville.adapters.list_writing import (
    conventions_said,
    established,
    laid_out,
    remarks_said,
)
from contrat_de_ville.domain.list_decision import Layout, RawRow, decide_rows
from contrat_de_ville.domain.lists import ListReading


__all__ = [
    "ListMap",
    "find_list_map",
    "load_list_map",
    "read_bytes",
    "read_fit",
    "read_list",
    "read_list_content",
]


def read_list(path: Path, list_map: ListMap) -> ListReading:
    """Read a list: each row accepted, refused or set aside, with its reason.

    Raises:
        BadFileError: the file, its sheet or its header is not what the map declares.
    """
    return read_list_content(path.name, read_bytes(path), list_map)


def read_list_content(file_name: str, content: bytes, list_map: ListMap) -> ListReading:
    """Read a list whose bytes are known; see :func:`read_list`.

    Raises:
        BadFileError: the file, its sheet or its header is not what the map declares.
    """
    source = ListSource(file_name, content)
    return read_fit(source, fit(source, list_map))


def find_list_map(folder: Path, path: Path) -> Path:
    """Choose, among the maps of *folder*, the one that fits the file best.

    Fitting is having the kind, the sheet and the headers; the best recognises the
    most columns.

    Raises:
        BadFileError: no map fits, or several as well; the text says why for each.
    """
    source = ListSource(path.name, read_bytes(path))
    return best_fit(source, maps_of(folder), folder).list_map.path


def read_fit(source: ListSource, found: Fit) -> ListReading:
    """Read the rows of a file once the place of its header is known.

    Raises:
        BadFileError: the sheet has cells in error.
    """
    list_map, table = found.list_map, found.table
    if source.kind == XLSX:
        check_xlsx(source.file_name, source.content, table.sheet)
    rules, layout = laid_out(found)
    below = table.rows[found.header_row :]
    body = [_shaped(row, layout, source.kind) for row in below]
    rules = established(found, rules, layout, body)
    rows = decide_rows(body, rules, layout)
    summary = compared(source, list_map, rows)
    return ListReading(
        source=source.file_name,
        sheet=table.sheet,
        file_sha256=hashlib.sha256(source.content).hexdigest(),
        map_version=list_map.version,
        header_row=found.header_row,
        columns=rules.columns,
        amounts=rules.amounts,
        group=rules.group,
        rows=rows,
        conventions=conventions_said(found, rules),
        remarks=(*remarks_said(found, rules), *summary_remark(list_map, summary)),
        summary=summary,
    )


def _shaped(row: RawRow, layout: Layout, kind: str) -> RawRow:
    """Complete a sheet's row up to the header; a CSV row stays as it is written."""
    missing = layout.width - len(row.cells)
    if kind == CSV or missing <= 0:
        return row
    return RawRow(
        number=row.number, cells=row.cells + ("",) * missing, natives=row.natives
    )
