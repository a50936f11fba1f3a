"""Finds an OSIRIS export in a workbook: its kind, its two header rows, its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from contrat_de_ville.adapters.channels.osiris_map import OsirisMap, title_key
from contrat_de_ville.adapters.deposit_reader import as_text
from contrat_de_ville.errors import BadFileError


_HEADER_WITHIN = 10
_FEWEST_ROWS = 2


@dataclass(frozen=True, kw_only=True)
class Export:
    """One sheet recognised as an export.

    ``columns`` gives the place of each column found, by code, from 0; ``unread``
    the titles no code stands for. ``header_row`` is the first of the two, from 1.
    """

    sheet: str
    reading: OsirisMap
    header_row: int
    columns: dict[str, int]
    unread: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def body(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row under the header that is not blank, with its number."""
        for number, row in enumerate(self.rows, start=1):
            if number > self.header_row + 1 and any(cell.strip() for cell in row):
                yield number, row

    def is_header(self, row: tuple[str, ...]) -> bool:
        """Tell whether *row* repeats one of the two header rows."""
        first, second = self.rows[self.header_row - 1 : self.header_row + 1]
        return row in {first, second}

    def text(self, row: tuple[str, ...], code: str) -> str:
        """Return what a row has in a column; nothing where there is none."""
        at = self.columns.get(code)
        return row[at].strip() if at is not None and at < len(row) else ""

    def cell(self, number: int, code: str) -> str:
        """Return the address of a cell, « Feuille!C12 »; nothing without column."""
        at = self.columns.get(code)
        return "" if at is None else f"{self.sheet}!{column_letters(at)}{number}"


def find_export(
    content: bytes, file_name: str, readings: Sequence[OsirisMap]
) -> Export | None:
    """Return the first sheet that is an export of a known kind.

    *content* was checked by the guards; it is an xls or an xlsx.

    Raises:
        BadFileError: the workbook cannot be read, or an export lacks a column.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                top = sheet.to_python(skip_empty_area=False, nrows=_HEADER_WITHIN)
                if _recognised(_texts(top), readings):
                    rows = _texts(sheet.to_python(skip_empty_area=False))
                    return _export(name, rows, readings, file_name)
    except CalamineError as error:
        raise BadFileError(
            file_name,
            "ce n'est pas un classeur lisible.",
            "Ouvrez-le dans un tableur et enregistrez-le à nouveau, sans mot de passe.",
        ) from error
    return None


def column_letters(at: int) -> str:
    """Name a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(79)
    ('A', 'Z', 'CB')
    """
    letters, left = "", at + 1
    while left:
        left, rank = divmod(left - 1, 26)
        letters = chr(ord("A") + rank) + letters
    return letters


def _texts(rows: list[list[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(as_text(cell) for cell in row) for row in rows)


def _recognised(
    rows: tuple[tuple[str, ...], ...], readings: Sequence[OsirisMap]
) -> tuple[int, OsirisMap] | None:
    """Return where the header is and which kind of export it announces.

    Where two kinds fit, the one that asks for more columns is the right one.
    """
    for at in range(min(_HEADER_WITHIN, len(rows)) - _FEWEST_ROWS + 1):
        fitting = [
            one
            for one in readings
            if set(one.known_by) <= set(_titles(rows[at], rows[at + 1], one))
        ]
        if fitting:
            return at, max(fitting, key=lambda one: len(one.known_by))
    return None


def _titles(
    groups: tuple[str, ...], titles: tuple[str, ...], reading: OsirisMap
) -> list[str]:
    """Return the key of each column; a group holds until the next one."""
    keys, group = [], reading.default_group
    for above, title in zip(groups, titles, strict=True):
        group = above if above.strip() else group
        keys.append(title_key(group, title))
    return keys


def _export(
    name: str,
    rows: tuple[tuple[str, ...], ...],
    readings: Sequence[OsirisMap],
    file_name: str,
) -> Export | None:
    found = _recognised(rows, readings)
    if found is None:
        return None
    at, reading = found
    titles = _titles(rows[at], rows[at + 1], reading)
    columns = {
        code: titles.index(known[0])
        for code, names in reading.columns.items()
        if (known := [key for key in names if key in titles])
    }
    _check_columns(name, titles, columns, reading, file_name)
    unread = [rows[at + 1][i] for i in range(len(titles)) if i not in columns.values()]
    return Export(
        sheet=name,
        reading=reading,
        header_row=at + 1,
        columns=columns,
        unread=tuple(" ".join(title.split()) for title in unread if title.strip()),
        rows=rows,
    )


def _check_columns(
    sheet: str,
    titles: list[str],
    columns: dict[str, int],
    reading: OsirisMap,
    file_name: str,
) -> None:
    missing = [reading.titles[one] for one in reading.required if one not in columns]
    doubled = [
        reading.titles[code]
        for code, at in columns.items()
        if titles.count(titles[at]) > 1
    ]
    for problem, listed in (("il manque", missing), ("sont en double", doubled)):
        if listed:
            quoted = ", ".join(f"« {title} »" for title in listed)
            raise BadFileError(
                file_name,
                f"feuille « {sheet} », export d'OSIRIS : {problem} {quoted}.",
                "Demandez l'export complet, sans en ôter ni en ajouter de colonne.",
            )
