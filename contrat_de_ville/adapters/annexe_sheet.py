"""The annex of an act as a sheet: what a council's own document is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.annexe_wording import (
    amount_header,
    annexe_title,
    left_out,
    notices,
    remark,
    remark_header,
    seal_lines,
    total_sentence,
)
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, PlainBook
from contrat_de_ville.adapters.workbook.table import (
    Column,
    Kind,
    as_text,
    set_widths,
    write_table,
)
from contrat_de_ville.domain.annexe import (
    SECTION_LABELS,
    SECTION_NOTES,
    Annexe,
    AnnexeLine,
    AnnexeSection,
)


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A line, and its axe in full."""

    line: AnnexeLine
    axe: str


def write_annexe_book(path: Path, annexe: Annexe) -> None:
    """Write the annex as a workbook at *path*: a sheet for each way of deciding.

    Amounts are numbers in euros; the only formulas are the sums.

    Raises:
        BadFileError: the place cannot be written.
    """
    title = f"{annexe.contrat_name} – {annexe.funder_name}"
    state = f" – version {annexe.seal.version}" if annexe.seal.version else ""
    book = PlainBook(title, "Annexe de l'acte d'attribution", annexe.as_of, state)
    for section in annexe.sections:
        _write_section(book, annexe, section)
    _write_seal(book, annexe)
    write_whole(path, book.content())


def _write_section(book: PlainBook, annexe: Annexe, section: AnnexeSection) -> None:
    label = SECTION_LABELS[section.path]
    sheet = book.add_sheet(label, f"{annexe_title(annexe)} : {label}")
    sheet.write_string(3, 0, SECTION_NOTES[section.path], book.styles.note)
    rows = [
        _Row(line=line, axe=f"{axe.axe} – {axe.name}")
        for axe in section.axes
        for line in axe.lines
    ]
    end = book.fill(sheet, _columns(annexe, section), rows, "Total", frozen_columns=2)
    if section is annexe.grants:
        for place, text in enumerate(_words(annexe), start=end + 1):
            sheet.write_string(place, 0, as_text(text), book.styles.label)


def _words(annexe: Annexe) -> list[str]:
    told = [total_sentence(annexe), left_out(annexe), *notices(annexe)]
    return [one for one in told if one]


def _columns(annexe: Annexe, section: AnnexeSection) -> list[Column[_Row]]:
    """Return the columns; the act has its own, even where it is the same for all."""
    header = remark_header(annexe, section)
    is_granted = section is annexe.grants
    columns = [
        _text("N°", 11, lambda row: row.line.numero),
        _text("Bénéficiaire", 34, lambda row: row.line.beneficiary),
        _text("SIRET", 17, lambda row: row.line.siret),
        _text("Axe", 30, lambda row: row.axe),
        _text("Action", 44, lambda row: row.line.title),
        Column(
            header=amount_header(section),
            width=16,
            value=lambda row: row.line.amount_centimes,
            kind=Kind.EUROS,
            is_summed=True,
        ),
    ]
    if header or is_granted:
        last = _text(header or "Acte", 28, lambda row: remark(row.line, section))
        columns.append(last)
    return columns


def _text(header: str, width: int, value: Callable[[_Row], str]) -> Column[_Row]:
    return Column(header=header, width=width, value=value)


def _write_seal(book: PlainBook, annexe: Annexe) -> None:
    """Write what proves the annex, on a sheet of its own."""
    sheet: Worksheet = book.add_sheet("Preuve", "Ce qui prouve cette liste")
    columns: list[Column[tuple[str, str]]] = [
        Column(header="Quoi", width=42, value=lambda row: row[0]),
        Column(header="Valeur", width=80, value=lambda row: row[1]),
    ]
    set_widths(sheet, columns)
    write_table(sheet, book.styles, TABLE_TOP, columns, seal_lines(annexe))
