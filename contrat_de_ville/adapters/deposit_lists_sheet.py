"""The sheet of codes of the deposit workbook, and where each list stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.deposit_inputs import height_for
from contrat_de_ville.adapters.deposit_style import FIRST_ROW, add_headings, add_sheet
from contrat_de_ville.domain.form import FormDefinition


LISTS_SHEET = "Listes"
_LABEL_WIDTH = 95


@dataclass(frozen=True)
class ListRange:
    """Where the codes of one list stand: first and last row, from 1."""

    first: int
    last: int

    def source(self) -> str:
        """Return the range of the codes, as a check of a cell names it."""
        return f"={LISTS_SHEET}!$A${self.first}:$A${self.last}"


def list_ranges(
    definition: FormDefinition, lists: Mapping[str, Mapping[str, str]]
) -> dict[str, ListRange]:
    """Place the lists one under the other, each under its title."""
    ranges = {}
    title = FIRST_ROW + 1
    for name in _list_titles(definition):
        ranges[name] = ListRange(title + 1, title + len(lists[name]))
        title = ranges[name].last + 2
    return ranges


def write_lists(
    workbook: Workbook,
    styles: dict[str, Format],
    definition: FormDefinition,
    lists: Mapping[str, Mapping[str, str]],
    ranges: Mapping[str, ListRange],
) -> None:
    """Write every list the form uses: code and label, one list under the other."""
    sheet = add_sheet(workbook, styles, LISTS_SHEET, "Codes à utiliser")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _LABEL_WIDTH)
    sheet.set_column(2, 2, 2)
    add_headings(sheet, styles, ["Code", "Libellé"])
    for name, title in _list_titles(definition).items():
        first = ranges[name].first - 1
        sheet.write_row(first - 1, 0, [title, ""], styles["band"])
        for row, (code, label) in enumerate(lists[name].items(), start=first):
            sheet.set_row(row, height_for(label, _LABEL_WIDTH))
            sheet.write_string(row, 0, code, styles["label"])
            sheet.write_string(row, 1, label, styles["label"])


def _list_titles(definition: FormDefinition) -> dict[str, str]:
    """Return the lists the form uses, titled by the first field that uses each."""
    titles: dict[str, str] = {}
    for field in definition.fields:
        if field.list_name:
            titles.setdefault(field.list_name, field.label.partition(" (")[0])
    return titles
