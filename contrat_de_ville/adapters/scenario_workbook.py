"""The workbook of a comparison: scenarios side by side, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from textwrap import wrap

from contrat_de_ville.adapters.scenario_sheets import (
    write_actions,
    write_moves,
    write_spread,
    write_unexplored,
)
from contrat_de_ville.adapters.scenario_wording import COUNTED, HEADINGS
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.workbook.book import PlainBook
from contrat_de_ville.adapters.workbook.table import Column, Kind, as_text
from contrat_de_ville.domain.scenario_effects import Compared, Headline


_DRAFT = "Un scénario est un essai : rien n'est décidé, rien d'officiel n'est changé."
_LETTERS_A_LINE = 150


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One programming and how many files change under it; none for the proposal."""

    headline: Headline
    counts: tuple[int, ...]


def write_scenario_workbook(path: Path, compared: Compared) -> None:
    """Write the whole workbook at *path*; the same comparison gives the same bytes.

    Raises:
        BadFileError: the place cannot be written.
    """
    book = PlainBook(
        f"{compared.contrat_name} – scénarios {compared.annee}",
        "Comparaison de scénarios de programmation",
        compared.as_of,
        " – essais, sans rien d'officiel",
    )
    _write_headlines(book, compared)
    write_moves(book, compared)
    tables = {one.heading: one for one in compared.sides.comparison.tables}
    for heading, title in HEADINGS.items():
        write_spread(book, title, compared.names, tables[heading])
    write_unexplored(book, compared)
    write_actions(book, compared)
    write_whole(path, book.content())


def _write_headlines(book: PlainBook, compared: Compared) -> None:
    sheet = book.add_sheet("Synthèse", f"Scénarios {compared.annee}")
    sheet.write_string(3, 0, _DRAFT, book.styles.notice)
    lines = [
        _Line(headline=one, counts=_counts(compared, rank))
        for rank, one in enumerate(compared.sides.headlines)
    ]
    below = book.fill(sheet, list(_columns()), lines, "")
    said = (*compared.notes, *compared.demonstration)
    # Cut here: a text that runs beyond the table would shrink the printed page.
    cut = [line for one in said for line in wrap(as_text(one), _LETTERS_A_LINE)]
    for row, line in enumerate(cut, start=below + 1):
        sheet.write_string(row, 0, line, book.styles.note)


def _counts(compared: Compared, rank: int) -> tuple[int, ...]:
    if rank == 0:
        return ()
    return tuple(len(compared.sides.moved(rank, move)) for move in COUNTED)


def _columns() -> Iterator[Column[_Line]]:
    yield Column(header="Programmation", width=26, value=lambda one: one.headline.name)
    yield Column(header="Changements", width=34, value=lambda one: one.headline.said)
    figures: tuple[tuple[str, Kind, Callable[[_Line], int | Decimal | None]], ...] = (
        ("Total", Kind.EUROS, lambda one: one.headline.centimes),
        (
            "Écart avec la proposition",
            Kind.EUROS,
            lambda one: one.headline.change_centimes if one.counts else None,
        ),
        ("Actions retenues", Kind.COUNT, lambda one: one.headline.retained_count),
        ("Valeur, en points", Kind.COUNT, lambda one: one.headline.points),
        (
            "Écart de valeur, en points",
            Kind.COUNT,
            lambda one: one.headline.change_points if one.counts else None,
        ),
        (
            "Écart de valeur, en %",
            Kind.RATE,
            lambda one: one.headline.change_pct if one.counts else None,
        ),
    )
    for header, kind, value in figures:
        yield Column(header=header, width=14, value=value, kind=kind)
    yield Column(header="Qualité", width=18, value=lambda one: one.headline.quality)
    for rank, label in enumerate(COUNTED.values()):
        yield _count_column(rank, label)


def _count_column(rank: int, label: str) -> Column[_Line]:
    return Column(
        header=label,
        width=11,
        value=lambda one: one.counts[rank] if one.counts else None,
        kind=Kind.COUNT,
    )
