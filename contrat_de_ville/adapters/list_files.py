"""Reads a list of requests through its declared map, every row accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

from contrat_de_ville.adapters.list_cells import read_bytes, read_rows
from contrat_de_ville.adapters.list_maps import CSV, ListMap, load_list_map
from contrat_de_ville.domain.list_decision import Layout, RawRow, decide_rows
from contrat_de_ville.domain.list_rules import squeeze
from contrat_de_ville.domain.lists import ListReading
from contrat_de_ville.errors import BadFileError


__all__ = ["ListMap", "find_list_map", "load_list_map", "read_list"]


def read_list(path: Path, list_map: ListMap) -> ListReading:
    """Read a list: each row accepted, refused or set aside, with its reason.

    Raises:
        BadFileError: the file, its sheet or its header is not what the map declares.
    """
    content = read_bytes(path)
    rows = read_rows(path, content, list_map)
    layout = _layout(path, rows, list_map)
    body = [_shaped(row, layout, list_map) for row in rows[list_map.header_row :]]
    return ListReading(
        source=path.name,
        sheet=list_map.sheet,
        file_sha256=hashlib.sha256(content).hexdigest(),
        map_version=list_map.version,
        header_row=list_map.header_row,
        columns=list_map.rules.columns,
        amounts=list_map.rules.amounts,
        group=list_map.rules.group,
        rows=decide_rows(body, list_map.rules, layout),
    )


def find_list_map(folder: Path, path: Path) -> Path:
    """Choose, among the maps of *folder*, the one that fits the file.

    Fitting is having the declared kind, sheet and headers.

    Raises:
        BadFileError: no map fits, or several; the text says why for each.
    """
    content = read_bytes(path)
    fitting: list[Path] = []
    refused: list[str] = []
    for candidate in sorted(folder.glob("*.yaml")):
        list_map = load_list_map(candidate)
        try:
            _layout(path, read_rows(path, content, list_map), list_map)
        except BadFileError as error:
            refused.append(f"{candidate.name} : {error.found}")
        else:
            fitting.append(candidate)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        listed = ", ".join(one.name for one in fitting)
        found = f"plusieurs plans de lecture lui conviennent : {listed}."
        raise BadFileError(path.name, found, "Indiquez lequel employer.")
    known = " ".join(refused) or f"aucun plan dans « {folder.name} »."
    raise BadFileError(
        path.name,
        f"aucun plan de lecture ne lui convient. {known}",
        "Écrivez un plan pour ce fichier sur le modèle de ceux-là.",
    )


def _layout(path: Path, rows: list[RawRow], list_map: ListMap) -> Layout:
    """Find each declared column in the header; none missing, doubled or unknown."""
    if len(rows) < list_map.header_row:
        found = f"il n'a que {len(rows)} ligne(s), l'en-tête est attendu en ligne "
        found += f"{list_map.header_row}."
        raise BadFileError(path.name, found, "Vérifiez le fichier.")
    header = [squeeze(cell) for cell in rows[list_map.header_row - 1].cells]
    declared = list_map.rules.columns
    counted = Counter(header)
    expected = [*declared.values(), *list_map.ignored]
    missing = [title for title in expected if counted[title] == 0]
    doubled = [title for title in expected if counted[title] > 1]
    unknown = [title for title in header if title and title not in expected]
    for problem, titles in (
        ("il manque", missing),
        ("sont en double", doubled),
        ("ne sont pas déclarées", unknown),
    ):
        if titles:
            raise _bad_header(path, list_map, f"{problem} {_quoted(titles)}", header)
    positions = {code: header.index(title) for code, title in declared.items()}
    untitled = tuple(at for at, title in enumerate(header) if not title)
    return Layout(positions=positions, width=len(header), untitled=untitled)


def _bad_header(
    path: Path, list_map: ListMap, problem: str, header: list[str]
) -> BadFileError:
    return BadFileError(
        path.name,
        f"colonnes de la ligne {list_map.header_row} : {problem} "
        f"(trouvées : {_quoted(header)}).",
        f"Corrigez le plan « {list_map.path.name} », ou prenez le bon fichier.",
    )


def _quoted(titles: list[str]) -> str:
    return ", ".join(f"« {title} »" for title in titles)


def _shaped(row: RawRow, layout: Layout, list_map: ListMap) -> RawRow:
    """Complete a sheet's row up to the header; a CSV row stays as it is written."""
    if list_map.kind == CSV:
        return row
    missing = layout.width - len(row.cells)
    return RawRow(number=row.number, cells=row.cells + ("",) * missing)
