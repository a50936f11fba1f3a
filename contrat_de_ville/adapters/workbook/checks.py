"""The last sheet: what a check would ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contrat_de_ville.adapters.wording import (
    MESSAGES,
    SEVERITIES,
    short_name,
    state_label,
)
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.adapters.workbook.table import Column, Kind, Row, write_table
from contrat_de_ville.domain.balance import (
    by_axis,
    by_commune,
    by_funder,
    by_novelty,
    by_public,
    by_quartier,
    totals,
)
from contrat_de_ville.domain.overview import ActionRow, Overview


@dataclass(frozen=True, kw_only=True)
class _Crossing:
    """One amount reached by two ways; the gap must be zero."""

    label: str
    one_way: int
    other_way: int


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """How many of one thing."""

    label: str
    count: int


def write_checks(book: Book) -> None:
    """Write the tallies, the amounts reached by two ways, and the findings."""
    overview, styles = book.overview, book.styles
    sheet = book.add_sheet("Contrôles", "Contrôles")
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 3, 22)
    sheet.set_column(4, 4, 60)
    findings = _tallies(overview.findings_count, SEVERITIES)
    messages = _tallies(overview.messages_count, MESSAGES)
    row = write_table(sheet, styles, TABLE_TOP, _tally_columns("Constats"), findings)
    row = write_table(sheet, styles, row + 1, _tally_columns("Messages"), messages)
    crossings = list(_crossings(overview))
    row = write_table(sheet, styles, row + 1, _crossing_columns(), crossings)
    noted = [one for one in overview.actions if one.findings]
    write_table(sheet, styles, row + 1, _finding_columns(), noted)
    sheet.freeze_panes(3, 0)


def _tallies(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[_Tally]:
    return [
        _Tally(label=labels.get(key, key), count=count) for key, count in counts.items()
    ]


def _tally_columns(name: str) -> list[Column[_Tally]]:
    return [
        Column(header=name, width=46, value=lambda row: row.label),
        Column(header="Nombre", width=22, value=lambda row: row.count, kind=Kind.COUNT),
    ]


def _crossings(overview: Overview) -> Iterator[_Crossing]:
    """Reach the same totals by every spreading, by funder and by envelope."""
    whole = totals(overview)
    spreads = {
        "axes": by_axis(overview),
        "quartiers": by_quartier(overview),
        "communes": by_commune(overview),
        "publics": by_public(overview),
        "nouveau ou reconduit": by_novelty(overview),
    }
    for name, rows in spreads.items():
        asked = sum(row.asked_centimes for row in rows)
        kept = sum(row.programmed_centimes for row in rows)
        yield _crossing(f"Demandé : actions, {name}", whole.asked_centimes, asked)
        yield _crossing(f"Programmé : actions, {name}", whole.programmed_centimes, kept)
    known = {row.funder: row for row in overview.envelopes}
    for funder in by_funder(overview):
        if row := known.get(funder.funder):
            name = short_name(row.funder, row.name)
            asked, kept = row.asked_centimes, row.programmed_centimes
            yield _crossing(f"Demandé : {name}", funder.asked_centimes, asked)
            yield _crossing(f"Programmé : {name}", funder.programmed_centimes, kept)


def _crossing(label: str, one_way: int, other_way: int) -> _Crossing:
    return _Crossing(label=label, one_way=one_way, other_way=other_way)


def _crossing_columns() -> list[Column[_Crossing]]:
    return [
        Column(header="Rapprochements", width=46, value=lambda row: row.label),
        _plain_euros("Somme des actions", lambda row: row.one_way),
        _plain_euros("Autre voie", lambda row: row.other_way),
        _plain_euros("Écart (attendu : 0)", lambda row: row.other_way - row.one_way),
    ]


def _finding_columns() -> list[Column[ActionRow]]:
    return [
        Column(header="N°", width=46, value=lambda row: row.numero),
        Column(header="Intitulé", width=22, value=lambda row: row.title),
        Column(header="Porteur", width=22, value=lambda row: row.porteur),
        Column(header="État", width=22, value=lambda row: state_label(row.state)),
        Column(header="Constats", width=60, value=lambda row: "\n".join(row.findings)),
    ]


def _plain_euros(header: str, value: Callable[[Row], int | None]) -> Column[Row]:
    return Column(header=header, width=22, value=value, kind=Kind.EUROS)
