"""The workbook of the programming: what the coordinator brings to the COPIL."""

from __future__ import annotations

from pathlib import Path

from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.workbook.aci_sheet import write_aci
from contrat_de_ville.adapters.workbook.actions import (
    write_axes,
    write_funders,
    write_programming,
    write_quartiers,
)
from contrat_de_ville.adapters.workbook.balance_sheet import write_balance
from contrat_de_ville.adapters.workbook.book import Book
from contrat_de_ville.adapters.workbook.checks import write_checks
from contrat_de_ville.adapters.workbook.summary import write_summary
from contrat_de_ville.domain.overview import Overview


def write_programming_workbook(path: Path, overview: Overview) -> None:
    """Write the whole workbook at *path*; the same overview gives the same bytes.

    Amounts are numbers in euros; an empty cell is « no decision yet », zero is
    « refused ». The only formulas are our sums.

    Raises:
        BadFileError: the place cannot be written.
    """
    book = Book(overview)
    write_summary(book)
    write_balance(book)
    write_programming(book)
    write_axes(book)
    write_quartiers(book)
    write_funders(book)
    write_aci(book)
    write_checks(book)
    write_whole(path, book.content())
