"""The first sheet: the year on one page, by funder, by axe, by quartier."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.wording import frozen_label
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.adapters.workbook.figures import Figures
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
    room_of,
    totals,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.overview import EnvelopePartRow
from contrat_de_ville.domain.reached import Reached


_LABEL_WIDTH, _VALUE_WIDTH = 58, 17
_LETTERS_A_LINE = 100
_FIGURES = Figures(
    count_width=_VALUE_WIDTH, euros_width=_VALUE_WIDTH, rate_width=_VALUE_WIDTH
)
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
    reached = Reached.of(overview)
    columns = _funder_columns(reached)
    row = _write_block(sheet, book, row, columns, by_funder(overview))
    row = _write_note(sheet, book, row, _ENVELOPE_NOTE)
    row = _write_parts(sheet, book, row, reached)
    row = _write_block(
        sheet, book, row, _spread_columns("Axe", reached), by_axis(overview)
    )
    quartiers = _spread_columns("Quartier", reached, counts_are_summed=False)
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
    lines = [
        line
        for notice in book.overview.demonstration
        for line in wrap(notice, _LETTERS_A_LINE, subsequent_indent="   ")
    ]
    for row, line in enumerate(lines, start=top):
        sheet.write_string(row, 1, as_text(line), book.styles.notice)
    return top + len(lines) + 1


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


def _write_parts(sheet: Worksheet, book: Book, top: int, reached: Reached) -> int:
    """Write what is set within the envelopes, apart: it is not added to them."""
    parts = [(row, part) for row in by_funder(book.overview) for part in row.parts]
    if not parts:
        return top
    return write_table(sheet, book.styles, top, _part_columns(reached), parts) + 1


def _part_columns(
    reached: Reached,
) -> list[Column[tuple[FunderBalance, EnvelopePartRow]]]:
    return [
        Column(
            header="Dont, dans l'enveloppe et jamais en plus",
            width=_LABEL_WIDTH,
            value=lambda row: f"{row[0].name} – {row[1].label}",
        ),
        _FIGURES.euros(
            "Montant", lambda row: row[1].envelope_centimes, is_summed=False
        ),
        Column(
            header="Réservé",
            width=_VALUE_WIDTH,
            value=lambda row: "oui" if row[1].is_reserved else "non",
        ),
        _FIGURES.euros(
            "Programmé",
            lambda row: reached.programmed(row[1].programmed_centimes),
            is_summed=False,
        ),
        _FIGURES.euros("Reste", lambda row: room_of(row[1]), is_summed=False),
    ]


def _funder_columns(reached: Reached) -> list[Column[FunderBalance]]:
    return [
        Column(header="Financeur", width=_LABEL_WIDTH, value=lambda row: row.name),
        _FIGURES.euros("Enveloppe", lambda row: row.envelope_centimes),
        _FIGURES.euros("Demandé", lambda row: row.asked_centimes),
        _FIGURES.euros("Proposé", lambda row: reached.proposed(row.proposed_centimes)),
        _FIGURES.euros(
            "Programmé", lambda row: reached.programmed(row.programmed_centimes)
        ),
        _FIGURES.euros("Reste", lambda row: row.remaining_centimes),
        _FIGURES.rate(
            "Programmé / enveloppe",
            lambda row: reached.rate(
                row.programmed_centimes, row.envelope_centimes or 0
            ),
        ),
    ]


def _spread_columns(
    name: str, reached: Reached, *, counts_are_summed: bool = True
) -> list[Column[BalanceRow]]:
    """Show a spreading; what counts in several headings is not summed."""
    label: Column[BalanceRow] = Column(
        header=name, width=_LABEL_WIDTH, value=lambda row: row.label
    )
    return _FIGURES.spread(label, reached, counts_are_summed=counts_are_summed)
