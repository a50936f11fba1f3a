"""The workbook of a committee: which cells may be filled, and where each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from contrat_de_ville.adapters.committee.columns import (
    COMPUTED,
    CommitteeColumn,
    CommitteeRow,
)
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, PlainBook
from contrat_de_ville.adapters.workbook.table import Kind
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.committee import (
    COMMITTEE_LABELS,
    TO_FILL,
    CommitteeKind,
)
from contrat_de_ville.domain.envelopes import Room
from contrat_de_ville.domain.overview import Overview


LINES, ENVELOPES, GUIDE = "Lignes", "Enveloppes", "Mode d'emploi"
FIRST_ROW = TABLE_TOP + 1
_YELLOW, _GREY = "#FFF8DC", "#F3F5F7"
_INPUT = {
    "font_name": "Calibri",
    "font_size": 10,
    "border": 1,
    "border_color": "#C5CDD6",
    "valign": "top",
    "bg_color": _YELLOW,
    "locked": False,
    "text_wrap": True,
}
_RED = {"font_color": "#9C0006", "bg_color": "#FFE1E1"}
_AMBER = {"font_color": "#7A4B00", "bg_color": "#FFE8B3"}
_GREEN = {"font_color": "#006100"}


@dataclass(frozen=True, kw_only=True)
class SheetRoom:
    """One envelope, or a part of one, and the lines of its funder by part.

    ``elsewhere_centimes`` counts in it and is in no row of the workbook.
    """

    funder: str
    funder_name: str
    part_name: str
    room: Room
    counted_centimes: int
    elsewhere_centimes: int


@dataclass(frozen=True, kw_only=True)
class Contents:
    """All that one workbook shows: its lines, its envelopes, and its jeton."""

    kind: CommitteeKind
    overview: Overview
    columns: tuple[CommitteeColumn, ...]
    rows: tuple[CommitteeRow, ...]
    rooms: tuple[SheetRoom, ...]
    jeton: str
    meeting: datetime

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading of the sheet of lines, in order."""
        return (*(one.header for one in self.columns), *self.filled, *COMPUTED)

    @property
    def filled(self) -> tuple[str, ...]:
        """The headings of the cells to fill."""
        return TO_FILL[self.kind]


class CommitteeBook(PlainBook):
    """The workbook of one committee, with the formats of what is filled."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        overview = contents.overview
        label = COMMITTEE_LABELS[contents.kind]
        super().__init__(
            f"{overview.contrat_name} – programmation {overview.annee}",
            label,
            overview.as_of,
            f" – séance du {french_instant(contents.meeting)} – jeton {contents.jeton}",
        )
        self.inputs = {
            Kind.TEXT: self._format(_INPUT, num_format="@"),
            Kind.EUROS: self._format(
                _INPUT, num_format=Kind.EUROS.value, align="right"
            ),
        }
        computed = {**_INPUT, "locked": True, "bg_color": _GREY}
        self.counted = self._format(
            computed, num_format=Kind.EUROS.value, align="right"
        )
        self.checked = self._format(computed)
        self.strip = self._format({}, font_size=11, bold=True, valign="vcenter")
        self.step = self._format({}, text_wrap=True, valign="top", font_size=11)
        self.wrong, self.pending, self.right = (
            self._format(one) for one in (_RED, _AMBER, _GREEN)
        )

    def _format(self, look: Mapping[str, object], **more: object) -> Format:
        return self._book.add_format({**look, **more})

    def column(self, heading: str) -> int:
        """Return where a heading stands, from zero."""
        return self.contents.headings.index(heading)

    def cell(self, heading: str, row: int, *, is_fixed: bool = True) -> str:
        """Return the reference of a cell of the sheet of lines, its column fixed."""
        return str(xl_rowcol_to_cell(row, self.column(heading), col_abs=is_fixed))

    def whole(self, heading: str) -> str:
        """Return the reference of a whole column of the lines, from another sheet."""
        letters = xl_col_to_name(self.column(heading))
        last = FIRST_ROW + max(len(self.contents.rows), 1)
        return f"{LINES}!${letters}${FIRST_ROW + 1}:${letters}${last}"
