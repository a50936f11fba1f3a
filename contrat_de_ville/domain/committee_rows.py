"""Finding the rows of an export in the sheet that came back, and what was touched.

Rows may have moved and columns too: each is known by its heading, each row by its
number and its funder. Anything else that changed is named, cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from contrat_de_ville.domain.committee import (
    FINANCEUR,
    NUMERO,
    ExportedLine,
    Problem,
    Shown,
)
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.money import format_euros


SHEET = "Lignes"
_EXPORT_AGAIN = "Repartez du classeur exporté, sans ajouter ni retirer de ligne."
_PUT_BACK = "Rétablissez ce qui y était : seules les cases jaunes se remplissent."


@dataclass(frozen=True, kw_only=True)
class CellRead:
    """One cell as read: its text, its number exactly when it is one."""

    text: str = ""
    number: str = ""
    is_formula: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands there."""
        return not (self.text.strip() or self.is_formula)


EMPTY = CellRead()


@dataclass(frozen=True, kw_only=True)
class SheetRead:
    """The sheet of lines that came back: cells by row, then by letters of column."""

    rows: Mapping[int, Mapping[str, CellRead]]


@dataclass(frozen=True, kw_only=True)
class FoundRow:
    """A row of the export, found in what came back."""

    line: ExportedLine
    number: int
    columns: Mapping[str, str]
    cells: Mapping[str, CellRead]

    def cell(self, heading: str) -> CellRead:
        """Return the cell under that heading."""
        return self.cells.get(self.columns[heading], EMPTY)

    def place(self, heading: str) -> str:
        """Name a cell, and what its row is about."""
        return f"{SHEET}!{self.columns[heading]}{self.number} ({self.line.name})"


@dataclass(frozen=True, kw_only=True)
class Matched:
    """The rows found, and everything that is not as it left."""

    rows: tuple[FoundRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())


def match_rows(
    sheet: SheetRead,
    exported: Sequence[ExportedLine],
    to_fill: Sequence[str],
    computed: Sequence[str],
) -> Matched:
    """Find each row of the export; name what is missing, added, repeated or changed.

    Args:
        sheet: what came back.
        exported: the rows as they left.
        to_fill: the headings of the cells to fill.
        computed: the headings of our own live cells, of which nothing is read.
    """
    locked = tuple(exported[0].shown) if exported else (NUMERO, FINANCEUR)
    top, columns = _headings(sheet)
    lacking = [one for one in (*locked, *to_fill) if one not in columns]
    if lacking:
        return Matched(problems=tuple(_lacking(one) for one in lacking))
    known = {_identity(one): one for one in exported}
    found, strange = _sorted_out(sheet, top, columns, known)
    problems = (
        *strange,
        *_missing(exported, found),
        *_repeated(found),
        *(problem for row in found for problem in _changed(row, locked)),
    )
    others = sorted(set(columns) - {*locked, *to_fill, *computed})
    return Matched(rows=tuple(found), problems=problems, notes=_unread(others))


def _headings(sheet: SheetRead) -> tuple[int, Mapping[str, str]]:
    """Return the row of the headings, and the column of each."""
    for number, cells in sorted(sheet.rows.items()):
        columns = {one_line(cell.text): letters for letters, cell in cells.items()}
        if {NUMERO, FINANCEUR} <= columns.keys():
            return number, {name: where for name, where in columns.items() if name}
    return 0, {}


def _sorted_out(
    sheet: SheetRead,
    top: int,
    columns: Mapping[str, str],
    known: Mapping[tuple[str, str], ExportedLine],
) -> tuple[list[FoundRow], list[Problem]]:
    found: list[FoundRow] = []
    strange: list[Problem] = []
    for number, cells in sorted(sheet.rows.items()):
        said = tuple(
            one_line(cells.get(columns[heading], EMPTY).text)
            for heading in (NUMERO, FINANCEUR)
        )
        written = any(
            not cells[one].is_empty for one in columns.values() if one in cells
        )
        if number <= top or not written:
            continue
        line = known.get((said[0], said[1]))
        if line is None:
            strange.append(_added(number, said))
        else:
            found.append(
                FoundRow(line=line, number=number, columns=columns, cells=cells)
            )
    return found, strange


def _identity(line: ExportedLine) -> tuple[str, str]:
    return one_line(str(line.shown[NUMERO])), one_line(str(line.shown[FINANCEUR]))


def _lacking(heading: str) -> Problem:
    return Problem(
        place=f"Feuille « {SHEET} »",
        found=f"la colonne « {heading} » manque.",
        remedy="Repartez du classeur exporté, sans retirer ni renommer de colonne.",
    )


def _added(number: int, said: Sequence[str]) -> Problem:
    name = ", ".join(one for one in said if one) or "sans numéro ni financeur"
    return Problem(
        place=f"{SHEET}, ligne {number}",
        found=f"cette ligne ({name}) n'était pas dans le classeur exporté.",
        remedy=_EXPORT_AGAIN,
    )


def _missing(
    exported: Sequence[ExportedLine], found: Sequence[FoundRow]
) -> Iterator[Problem]:
    present = {row.line.key for row in found}
    for line in exported:
        if line.key not in present:
            yield Problem(
                place=f"Feuille « {SHEET} »",
                found=f"la ligne {line.name} manque.",
                remedy=_EXPORT_AGAIN,
            )


def _repeated(found: Sequence[FoundRow]) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for row in found:
        before = first.setdefault(row.line.key, row.number)
        if before != row.number:
            yield Problem(
                place=f"{SHEET}, ligne {row.number}",
                found=f"elle répète la ligne {before} ({row.line.name}).",
                remedy=_EXPORT_AGAIN,
            )


def _changed(row: FoundRow, locked: Sequence[str]) -> Iterator[Problem]:
    """Name each locked cell that no longer shows what it showed."""
    for heading in locked:
        cell, shown = row.cell(heading), row.line.shown.get(heading)
        if cell.is_formula:
            found = f"« {heading} » est devenu une formule."
        elif _same(cell, shown):
            continue
        else:
            found = (
                f"« {heading} » a été changé : {_said(cell.text)} au lieu de "
                f"{_said(_shown_text(shown))}."
            )
        yield Problem(place=row.place(heading), found=found, remedy=_PUT_BACK)


def _same(cell: CellRead, shown: Shown) -> bool:
    if isinstance(shown, int):
        return bool(cell.number) and Decimal(cell.number) * 100 == shown
    return one_line(cell.text) == one_line(shown or "")


def _shown_text(shown: Shown) -> str:
    return format_euros(shown) if isinstance(shown, int) else shown or ""


def _said(text: str) -> str:
    """Quote a cell, short enough to be read in a list."""
    plain = one_line(text)
    if not plain:
        return "une case vide"
    return f"« {plain[:60]}… »" if len(plain) > 60 else f"« {plain} »"  # noqa: PLR2004 (as cut)


def _unread(headings: Sequence[str]) -> tuple[str, ...]:
    if not headings:
        return ()
    listed = ", ".join(f"« {one} »" for one in headings)
    return (f"Colonnes ajoutées, non lues : {listed}.",)
