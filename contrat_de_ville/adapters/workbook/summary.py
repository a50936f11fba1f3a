"""The first sheet: the year on one page, by funder, by axe, by quartier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.wording import frozen_label
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.adapters.workbook.table import (
    Column,
    Kind,
    Row,
    as_text,
    write_cell,
    write_table,
)
from contrat_de_ville.domain.balance import (
    BalanceRow,
    FunderBalance,
    by_axis,
    by_funder,
    by_quartier,
    totals,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.money import rate


_LABEL_WIDTH, _VALUE_WIDTH = 58, 17
_SPLIT_NOTE = (
    "Une action menée dans plusieurs quartiers est partagée entre eux à parts égales, "
    "au centime : chaque montant est compté une fois."
)
_ENVELOPE_NOTE = (
    "Enveloppe, reste et taux vides : le financeur n'a pas annoncé d'enveloppe ; le "
    "reste total ne compte que les enveloppes annoncées."
)


def write_summary(book: Book) -> None:
    """Write the year's key figures and the three tables that sum them."""
    overview = book.overview
    sheet = book.add_sheet("Synthèse", f"Synthèse {overview.annee}")
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 6, _VALUE_WIDTH)
    row = _write_identity(sheet, book, TABLE_TOP)
    row = _write_block(sheet, book, row, _funder_columns(), by_funder(overview))
    row = _write_note(sheet, book, row, _ENVELOPE_NOTE)
    row = _write_block(sheet, book, row, _spread_columns("Axe"), by_axis(overview))
    quartiers = _spread_columns("Quartier", counts_are_summed=False)
    row = _write_block(sheet, book, row + 1, quartiers, by_quartier(overview))
    _write_note(sheet, book, row, _SPLIT_NOTE)
    sheet.freeze_panes(3, 0)
    sheet.fit_to_pages(1, 1)


def _write_identity(sheet: Worksheet, book: Book, top: int) -> int:
    """Say what is shown, as of when, and which of its values are invented."""
    overview, whole = book.overview, totals(book.overview)
    lines: dict[str, str | int] = {
        "Contrat": f"{overview.contrat} – {overview.contrat_name}",
        "Année": str(overview.annee),
        "État au": french_instant(overview.as_of),
        "Programmation": frozen_label(overview),
        "Actions déposées": whole.deposited_count,
        "dont recevables": whole.admissible_count,
        "dont programmées": whole.programmed_count,
    }
    for row, (label, value) in enumerate(lines.items(), start=top):
        sheet.write_string(row, 0, label, book.styles.label)
        write_cell(sheet, row, 1, value, Kind.COUNT, book.styles.plain)
    return _write_notices(sheet, book, top + len(lines))


def _write_notices(sheet: Worksheet, book: Book, top: int) -> int:
    if not book.overview.demonstration:
        return top + 1
    sheet.write_string(top, 0, "Valeurs de démonstration :", book.styles.notice)
    for row, notice in enumerate(book.overview.demonstration, start=top):
        sheet.write_string(row, 1, as_text(notice), book.styles.notice)
    return top + len(book.overview.demonstration) + 1


def _write_note(sheet: Worksheet, book: Book, row: int, note: str) -> int:
    sheet.write_string(row, 0, note, book.styles.note)
    return row + 2


def _write_block(
    sheet: Worksheet,
    book: Book,
    top: int,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
) -> int:
    return write_table(sheet, book.styles, top, columns, rows, "Total")


def _funder_columns() -> list[Column[FunderBalance]]:
    return [
        Column(header="Financeur", width=_LABEL_WIDTH, value=lambda row: row.name),
        _euros("Enveloppe", lambda row: row.envelope_centimes),
        _euros("Demandé", lambda row: row.asked_centimes),
        _euros("Programmé", lambda row: row.programmed_centimes),
        _euros("Reste", lambda row: row.remaining_centimes),
        _rate(
            "Programmé / enveloppe",
            lambda row: rate(row.programmed_centimes, row.envelope_centimes or 0),
        ),
    ]


def _spread_columns(
    name: str, *, counts_are_summed: bool = True
) -> list[Column[BalanceRow]]:
    """Show a spreading; what counts in several headings is not summed."""
    return [
        Column(header=name, width=_LABEL_WIDTH, value=lambda row: row.label),
        _count("Actions", lambda row: row.actions_count, is_summed=counts_are_summed),
        _count(
            "Actions programmées",
            lambda row: row.programmed_count,
            is_summed=counts_are_summed,
        ),
        _euros("Demandé", lambda row: row.asked_centimes),
        _euros("Programmé", lambda row: row.programmed_centimes),
        _rate(
            "Programmé / demandé",
            lambda row: rate(row.programmed_centimes, row.asked_centimes),
        ),
    ]


def _euros(header: str, value: Callable[[Row], int | None]) -> Column[Row]:
    return Column(
        header=header,
        width=_VALUE_WIDTH,
        value=value,
        kind=Kind.EUROS,
        is_summed=True,
    )


def _count(
    header: str, value: Callable[[Row], int | None], *, is_summed: bool
) -> Column[Row]:
    return Column(
        header=header,
        width=_VALUE_WIDTH,
        value=value,
        kind=Kind.COUNT,
        is_summed=is_summed,
    )


def _rate(header: str, value: Callable[[Row], Decimal | None]) -> Column[Row]:
    return Column(header=header, width=_VALUE_WIDTH, value=value, kind=Kind.RATE)
