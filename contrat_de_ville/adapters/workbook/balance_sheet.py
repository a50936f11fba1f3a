"""The sheet of the balance: how the programming spreads, and on whom it gathers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.wording import held
from contrat_de_ville.adapters.workbook.balance_charts import Block, write_charts
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.adapters.workbook.figures import Figures
from contrat_de_ville.adapters.workbook.table import Column, write_table
from contrat_de_ville.domain.answers import unexplored
from contrat_de_ville.domain.balance import (
    BalanceRow,
    by_axis,
    by_commune,
    by_novelty,
    by_public,
    by_quartier,
    totals,
)
from contrat_de_ville.domain.concentration import (
    Concentration,
    PorteurRow,
    concentration_of,
)
from contrat_de_ville.domain.money import rate
from contrat_de_ville.domain.overview import ConstraintRow, OrientationRow, Overview
from contrat_de_ville.domain.reached import Reached


NAME = "Équilibre"
_LABEL = 46
_FIGURES = Figures(count_width=12, euros_width=15, rate_width=12)
_LAST_COLUMN = 7
_SCALE = 72
_LARGEST_SHOWN = 20
_FIRST = (5, 10)
_SPLIT_NOTE = (
    "Plusieurs quartiers, communes ou publics : l'action compte dans chacun, son "
    "montant est partagé à parts égales, au centime. Seules les actions recevables "
    "sont comptées."
)


@dataclass(frozen=True, kw_only=True)
class _Gathering:
    """One line of the concentration: how many porteurs, how much, what part."""

    label: str
    count: int
    amount: int | None
    part: Decimal | None


def write_balance(book: Book) -> None:
    """Write the tables of the balance, and their pictures on the next sheet."""
    overview = book.overview
    sheet = book.add_sheet(NAME, "Équilibre de la programmation")
    sheet.set_column(0, 0, _LABEL)
    sheet.set_column(1, 2, _FIGURES.count_width)
    sheet.set_column(3, 5, _FIGURES.euros_width)
    sheet.set_column(6, 7, _FIGURES.rate_width)
    sheet.write_string(3, 0, _SPLIT_NOTE, book.styles.note)
    blocks, row = _write_spreads(book, sheet)
    starts = [blocks["Commune"].head, row]
    found = concentration_of(overview)
    block, row = _write_concentration(book, sheet, row, found)
    blocks["Porteur"] = block
    row = _write_unexplored(book, sheet, row) + 1
    end = _write_constraints(book, sheet, row)
    sheet.freeze_panes(3, 0)
    # Pages are cut between tables, which « one page wide » would not let one do.
    sheet.set_print_scale(_SCALE)
    sheet.set_h_pagebreaks(starts)
    sheet.print_area(0, 0, end, _LAST_COLUMN)
    write_charts(book, NAME, blocks, found)


def _write_spreads(book: Book, sheet: Worksheet) -> tuple[dict[str, Block], int]:
    overview = book.overview
    spreads = {
        "Axe": by_axis(overview),
        "Quartier": by_quartier(overview),
        "Commune": by_commune(overview),
        "Public": by_public(overview),
        "Nouveau ou reconduit": by_novelty(overview),
    }
    blocks: dict[str, Block] = {}
    row = TABLE_TOP
    for name, rows in spreads.items():
        is_whole = name in {"Axe", "Nouveau ou reconduit"}
        columns = _spread_columns(name, overview, counts_are_summed=is_whole)
        blocks[name] = Block(head=row, count=len(rows))
        row = write_table(sheet, book.styles, row, columns, rows, "Total") + 1
    return blocks, row


def _spread_columns(
    name: str, overview: Overview, *, counts_are_summed: bool
) -> list[Column[BalanceRow]]:
    """Show each stage once it is reached, and the part of the whole."""
    whole, reached = totals(overview), Reached.of(overview)
    label: Column[BalanceRow] = Column(
        header=name, width=_LABEL, value=lambda row: row.label
    )
    part: Column[BalanceRow] = _FIGURES.rate(
        "Part du programmé",
        lambda row: reached.rate(row.programmed_centimes, whole.programmed_centimes),
    )
    columns = _FIGURES.spread(label, reached, counts_are_summed=counts_are_summed)
    return [*columns, part]


def _write_concentration(
    book: Book, sheet: Worksheet, top: int, found: Concentration
) -> tuple[Block, int]:
    columns: list[Column[_Gathering]] = [
        Column(
            header=f"Concentration (montants {found.stage})",
            width=_LABEL,
            value=lambda row: row.label,
        ),
        _FIGURES.count("Porteurs", lambda row: row.count),
        _FIGURES.rate("Part", lambda row: row.part),
        _FIGURES.euros("Montant", lambda row: row.amount, is_summed=False),
    ]
    row = write_table(sheet, book.styles, top, columns, _gatherings(found)) + 1
    shown = found.porteurs[:_LARGEST_SHOWN]
    block = Block(head=row, count=len(shown))
    row = write_table(sheet, book.styles, row, _porteur_columns(found), shown)
    left = len(found.porteurs) - len(shown)
    if left > 0:
        said = f"et {left} autres porteurs, moins servis"
        sheet.write_string(row, 0, said, book.styles.note)
    return block, row + 2


def _gatherings(found: Concentration) -> list[_Gathering]:
    count = len(found.porteurs)
    return [
        _gathering("Porteurs qui ont déposé", count),
        _gathering(
            "dont plusieurs actions",
            found.several_count,
            part=rate(found.several_count, count),
        ),
        _gathering("Porteurs servis", found.served_count, found.total_centimes),
        *(
            _gathering(
                f"Les {first} premiers porteurs",
                min(first, count),
                found.first_centimes(first),
                found.first_rate(first),
            )
            for first in _FIRST
        ),
    ]


def _gathering(
    label: str, count: int, amount: int | None = None, part: Decimal | None = None
) -> _Gathering:
    return _Gathering(label=label, count=count, amount=amount, part=part)


def _porteur_columns(found: Concentration) -> list[Column[PorteurRow]]:
    whole = found.total_centimes
    return [
        Column(
            header="Porteur (SIREN), du plus au moins servi",
            width=_LABEL,
            value=lambda row: f"{row.name} ({row.siren})",
        ),
        _FIGURES.count("Actions", lambda row: row.actions_count),
        _FIGURES.count("dont programmées", lambda row: row.programmed_count),
        _FIGURES.euros("Demandé", lambda row: row.asked_centimes, is_summed=False),
        _FIGURES.euros(
            f"Montant ({found.stage})", lambda row: row.amount_centimes, is_summed=False
        ),
        _FIGURES.euros("Cumulé", lambda row: row.cumulated_centimes, is_summed=False),
        _FIGURES.rate("Part", lambda row: rate(row.amount_centimes, whole)),
        _FIGURES.rate("Part cumulée", lambda row: rate(row.cumulated_centimes, whole)),
    ]


def _write_unexplored(book: Book, sheet: Worksheet, top: int) -> int:
    """List the orientations of the note that no programmed action answers."""
    found = unexplored(book.overview)
    rows: Sequence[OrientationRow] = (*found.without_deposit, *found.deposited_only)
    columns: list[Column[OrientationRow]] = [
        Column(
            header="Champs inexplorés : orientations sans action programmée",
            width=_LABEL,
            value=lambda row: f"{row.code} – {row.label}",
        ),
        _FIGURES.count("Axe", lambda row: row.axe),
        _FIGURES.count("Dépôts", lambda row: row.deposited_count),
    ]
    return write_table(sheet, book.styles, top, columns, rows)


def _write_constraints(book: Book, sheet: Worksheet, top: int) -> int:
    """Set what people arbitrated beside what the campaign asks, in plain words."""

    def text(
        header: str, value: Callable[[ConstraintRow], str]
    ) -> Column[ConstraintRow]:
        return Column(header=header, width=_FIGURES.count_width, value=value)

    columns: list[Column[ConstraintRow]] = [
        Column(
            header="Contraintes de la campagne",
            width=_LABEL,
            value=lambda row: row.name,
        ),
        text("Limite", lambda row: row.limit),
        text("Proposé", lambda row: row.proposed),
        text("Tenue par la proposition", lambda row: held(row.is_proposed_held)),
        text("Programmé", lambda row: row.arbitrated),
        text("Tenue par le programmé", lambda row: held(row.is_held)),
    ]
    return write_table(sheet, book.styles, top, columns, book.overview.constraints)
