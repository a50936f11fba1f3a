"""The deposit workbook being written: its places, its answers, its remarks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_inputs import add_check, typed, write_value
from contrat_de_ville.adapters.deposit_layout import places
from contrat_de_ville.adapters.deposit_lists import list_ranges
from contrat_de_ville.adapters.deposit_style import add_sheet, make_styles
from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.domain.form import FieldKind, FormDefinition


_STYLE = {
    FieldKind.ENTIER: "input_count",
    FieldKind.DECIMAL: "input_decimal",
    FieldKind.DATE: "input_date",
    FieldKind.MONTANT: "input_amount",
}
_LINE_ENDS = re.compile(r"\r\n?")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What is said in the margin of one cell, and how much it weighs."""

    severity: Severity
    text: str


class DepositBook:
    """One deposit workbook: what its sheets share while they are written.

    Args:
        workbook: where it is written.
        definition: the version of the form.
        lists: codes and labels of each list the form names.
        answers: text by code, fields and budget rows together.
        remarks: what to say of a cell, by the code of its answer.
        numero: the deposit that the workbook is sent back to mend, if it is.
    """

    def __init__(
        self,
        workbook: Workbook,
        definition: FormDefinition,
        lists: Mapping[str, Mapping[str, str]],
        answers: Mapping[str, str],
        remarks: Mapping[str, Remark],
        numero: str = "",
    ) -> None:
        self.definition = definition
        self.numero = numero
        self.lists = lists
        self.places = places(definition)
        self.ranges = list_ranges(definition, lists)
        self.styles = make_styles(workbook)
        self.remarks = remarks
        self._workbook = workbook
        self._answers = answers

    def add_sheet(self, name: str, title: str, *widths: float) -> Worksheet:
        """Add a sheet of the workbook, with its title over columns of these widths."""
        return add_sheet(self._workbook, self.styles, name, title, widths)

    def text(self, code: str) -> str:
        """Return an answer as the workbook holds it: no control, one kind of line."""
        return safe_text(_LINE_ENDS.sub("\n", self._answers.get(code, "")))

    def value(self, code: str, kind: FieldKind) -> str | float | date:
        """Return an answer as the value its cell keeps."""
        return typed(kind, self.text(code))

    def centimes(self, code: str) -> int:
        """Return an amount as the sheet's sums take it: what is no number is zero."""
        value = self.value(code, FieldKind.MONTANT)
        return round(value * 100) if isinstance(value, float) else 0

    def count(self, code: str) -> int | None:
        """Return a number of people, or nothing where none is read."""
        value = self.value(code, FieldKind.ENTIER)
        return value if isinstance(value, int) else None

    def toned(self, style: str, code: str) -> Format:
        """Return a style, in the colour of what is said of the cell of *code*."""
        remark = self.remarks.get(code)
        return self.styles[f"{style}{remark.severity if remark else ''}"]

    def write_answer(
        self,
        sheet: Worksheet,
        code: str,
        kind: FieldKind,
        *,
        style: str = "",
        list_name: str = "",
    ) -> None:
        """Write an answer at its place, with its check, and its colour if remarked."""
        place = self.places[code]
        look = self.toned(style or _STYLE.get(kind, "input"), code)
        write_value(sheet, place, kind, self.text(code), look)
        source = self.ranges[list_name].codes if list_name else ""
        add_check(sheet, place, kind, source and f"={source}")

    def write_remarks(self) -> None:
        """Put each remark in the margin of its cell."""
        for code, remark in self.remarks.items():
            place = self.places[code]
            sheet = self._workbook.get_worksheet_by_name(place.sheet)
            lines = len(remark.text) // 45 + remark.text.count("\n") + 2
            options = {
                "author": "Contrôle du dépôt",
                "width": 320,
                "height": 18 * lines,
                "font_size": 10,
            }
            sheet.write_comment(place.row, place.column, remark.text, options)
