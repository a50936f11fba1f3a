"""The report of a reading: what was read, what it sums to, and every row's fate."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.list_report_columns import (
    group_columns,
    label_columns,
    outcome_columns,
    remark_columns,
    row_columns,
    summary_columns,
    total_columns,
)
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.workbook.table import (
    Styles,
    as_text,
    set_widths,
    write_table,
)
from contrat_de_ville.domain.lists import ListReading, RowOutcome
from contrat_de_ville.domain.steps import plural


_NOTE = (
    "Case vide : aucun montant n'est donné ; 0,00 € : zéro est écrit dans la liste. "
    "Seules les lignes acceptées sont sommées."
)
_COLOURS = {RowOutcome.REFUSEE: "#F8D7DA", RowOutcome.ECARTEE: "#E9ECEF"}


def write_list_report(path: Path, reading: ListReading) -> None:
    """Write the report of *reading* as an xlsx; the same reading, the same bytes.

    Raises:
        BadFileError: the place cannot be written.
    """
    stream = BytesIO()
    book = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # No clock here: the fingerprint of the list says more than an hour would.
    book.set_properties({"created": datetime(1980, 1, 1)})  # noqa: DTZ001 (the format has no zone)
    styles = Styles(book)
    _write_summary(book.add_worksheet("Synthèse"), styles, reading)
    _write_rows(book, styles, reading)
    book.close()
    write_whole(path, stream.getvalue())


def _write_summary(sheet: Worksheet, styles: Styles, reading: ListReading) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    at = _write_heading(sheet, styles, reading)
    groups = list(reading.counts_by(reading.group))
    totals = reading.total_checks()
    labels = sorted(reading.labels().items(), key=lambda one: (one[0][0], -one[1]))
    outcomes = list(reading.counts().items())
    at = _section(sheet, styles, at, "Ce qui a été lu")
    at = write_table(sheet, styles, at, outcome_columns(), outcomes, "Lignes lues")
    at = _section(
        sheet, styles, at, f"Sommes par « {reading.columns[reading.group]} »", _NOTE
    )
    at = write_table(sheet, styles, at, group_columns(reading), groups, "Total")
    note = "Une ligne peut porter plusieurs motifs."
    at = _section(sheet, styles, at, "Motifs", note)
    at = write_table(sheet, styles, at, label_columns(), labels)
    note = "Recalculés sur toutes les lignes qu'ils closent, même refusées."
    at = _section(sheet, styles, at, "Totaux écrits dans la liste", note)
    at = write_table(sheet, styles, at, total_columns(reading), totals)
    if reading.summary:
        at = _section(sheet, styles, at, "Récapitulatif d'une autre feuille")
        at = write_table(sheet, styles, at, summary_columns(), reading.summary)
    _write_file_facts(sheet, styles, at, reading)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 6, 24)


def _write_file_facts(
    sheet: Worksheet, styles: Styles, at: int, reading: ListReading
) -> None:
    """Say how the file is written, how that is known, and what to know of it."""
    note = "Établi sur le fichier et les colonnes entières, jamais case par case."
    at = _section(sheet, styles, at, "Comment le fichier est écrit", note)
    for sentence in reading.conventions:
        sheet.write_string(at, 0, as_text(sentence), styles.plain)
        at += 1
    at = _section(sheet, styles, at, "À savoir du fichier")
    write_table(sheet, styles, at, remark_columns(), reading.remarks)


def _write_heading(sheet: Worksheet, styles: Styles, reading: ListReading) -> int:
    counts = [plural(count, of.value) for of, count in reading.counts().items()]
    title = as_text(f"Lecture de « {reading.source} »")
    sheet.write_string(0, 0, title, styles.title)
    facts = (
        ("Feuille", reading.sheet or "(fichier CSV)"),
        ("En-tête", f"ligne {reading.header_row}"),
        ("Plan de lecture", reading.map_version),
        ("Empreinte SHA-256", reading.file_sha256),
        ("Lignes lues", f"{len(reading.rows)} = {' + '.join(counts)}"),
    )
    for place, (label, value) in enumerate(facts, start=2):
        sheet.write_string(place, 0, label, styles.label)
        sheet.write_string(place, 1, value, styles.plain)
    return 2 + len(facts)


def _section(
    sheet: Worksheet, styles: Styles, at: int, title: str, note: str = ""
) -> int:
    """Write a subtitle one row below, its note if any; return the next row."""
    sheet.write_string(at + 1, 0, title, styles.subtitle)
    if not note:
        return at + 2
    sheet.write_string(at + 2, 0, note, styles.note)
    return at + 3


def _write_rows(book: Workbook, styles: Styles, reading: ListReading) -> None:
    sheet = book.add_worksheet("Lignes")
    columns = row_columns(reading)
    end = write_table(sheet, styles, 0, columns, reading.rows)
    set_widths(sheet, columns)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, end - 1, len(columns) - 1)
    for outcome, colour in _COLOURS.items():
        sheet.conditional_format(
            1,
            0,
            end - 1,
            len(columns) - 1,
            {
                "type": "formula",
                "criteria": f'=$B2="{outcome}"',
                "format": book.add_format({"bg_color": colour}),
            },
        )
