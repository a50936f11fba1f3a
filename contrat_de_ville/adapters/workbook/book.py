"""The workbook itself: its options, its sheets, their heading and their paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter.chart import Chart
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.wording import frozen_label, safe_text
from contrat_de_ville.adapters.workbook.table import (
    Column,
    Row,
    Styles,
    as_text,
    set_widths,
    write_table,
)
from contrat_de_ville.domain.calendar import as_utc, french_instant
from contrat_de_ville.domain.overview import Overview


TABLE_TOP = 4
_A3, _A4 = 8, 9
_LONGEST_SHEET_NAME = 31
_LONGEST_FOOTER = 80
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


class PlainBook:
    """One workbook, written in memory: the same facts give the same bytes.

    What porteurs write is text for good: no formula, no link, no number is ever
    made of it.
    """

    def __init__(self, title: str, subject: str, as_of: datetime, state: str) -> None:
        """Open a workbook.

        Args:
            title: what it is about, on each sheet and each page.
            subject: what kind of document it is.
            as_of: the instant it shows.
            state: what to add to the instant, at the top of each sheet.
        """
        self._title, self._as_of, self._state = title, as_of, state
        self._stream = BytesIO()
        self._book = Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.styles = Styles(self._book)
        self._names: set[str] = set()
        self._book.set_properties(
            {
                "title": as_text(title),
                "subject": subject,
                "created": as_utc(as_of).replace(tzinfo=None),
            }
        )

    def add_sheet(self, name: str, heading: str, *, is_wide: bool = False) -> Worksheet:
        """Add a sheet with its heading, ready for paper.

        One page of A4 wide; the working table, which no eye could read so, takes
        two pages of A3 side by side.
        """
        sheet = self._book.add_worksheet(self._free_name(name))
        sheet.write_string(0, 0, as_text(heading), self.styles.title)
        sheet.write_string(1, 0, as_text(self._title), self.styles.label)
        state = f"État au {french_instant(self._as_of)}{self._state}"
        sheet.write_string(2, 0, as_text(state), self.styles.note)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A3 if is_wide else _A4)
        sheet.fit_to_pages(2 if is_wide else 1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8{self._footer()}&C&8&A&R&8Page &P sur &N")
        return sheet

    def add_chart(self, kind: str) -> Chart:
        """Add a chart of that kind, to be put on a sheet."""
        return self._book.add_chart({"type": kind})

    def _footer(self) -> str:
        return safe_text(self._title)[:_LONGEST_FOOTER].replace("&", "&&")

    def _free_name(self, name: str) -> str:
        """Make a name the format accepts, and that no other sheet has."""
        words = _FORBIDDEN_IN_SHEET_NAME.sub(" ", safe_text(name)).split()
        plain = " ".join(words)[:_LONGEST_SHEET_NAME].strip(" '") or "Feuille"
        free, rank = plain, 2
        while free.casefold() in self._names:
            suffix = f" ({rank})"
            free = plain[: _LONGEST_SHEET_NAME - len(suffix)].strip() + suffix
            rank += 1
        self._names.add(free.casefold())
        return free

    def fill(
        self,
        sheet: Worksheet,
        columns: Sequence[Column[Row]],
        rows: Sequence[Row],
        total_label: str,
        frozen_columns: int = 1,
    ) -> int:
        """Write the one table of a sheet: frozen, filtered, headers on every page."""
        set_widths(sheet, columns)
        end = write_table(sheet, self.styles, TABLE_TOP, columns, rows, total_label)
        sheet.freeze_panes(TABLE_TOP + 1, frozen_columns)
        sheet.repeat_rows(TABLE_TOP)
        if rows:
            last_row = TABLE_TOP + len(rows)
            sheet.autofilter(TABLE_TOP, 0, last_row, len(columns) - 1)
        return end

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self._book.close()
        return self._stream.getvalue()


class Book(PlainBook):
    """The workbook of one overview."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview
        super().__init__(
            f"{overview.contrat_name} – programmation {overview.annee}",
            "Programmation annuelle du contrat de ville",
            overview.as_of,
            f" – programmation {frozen_label(overview)}",
        )
