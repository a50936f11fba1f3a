"""The columns of the report of a reading."""

from __future__ import annotations

from collections.abc import Callable

from contrat_de_ville.adapters.workbook.table import Column, Kind
from contrat_de_ville.domain.lists import (
    FileRemark,
    ListReading,
    ListRow,
    RowLabel,
    RowOutcome,
    SummaryCheck,
    TotalCheck,
)


# A cell takes 32 767 characters; the writer would drop a longer text.
_LONGEST = 32_000
_AGREEMENT = {True: "concordant", False: "ÉCART"}
_TITLES = {
    RowOutcome.ACCEPTEE: "Acceptées",
    RowOutcome.REFUSEE: "Refusées",
    RowOutcome.ECARTEE: "Écartées",
}


def outcome_columns() -> list[Column[tuple[RowOutcome, int]]]:
    """Count the rows by outcome."""
    return [
        Column(header="Sort", width=0, value=lambda one: _TITLES[one[0]]),
        Column(
            header="Lignes",
            width=0,
            value=lambda one: one[1],
            kind=Kind.COUNT,
            is_summed=True,
        ),
    ]


def group_columns(reading: ListReading) -> list[Column[str]]:
    """Sum the accepted rows by the group the map declares."""
    counts = reading.counts_by(reading.group)
    columns: list[Column[str]] = [
        Column(
            header=reading.columns[reading.group],
            width=0,
            value=lambda group: group or "(non renseigné)",
        ),
        Column(
            header="Lignes",
            width=0,
            value=lambda group: counts[group],
            kind=Kind.COUNT,
            is_summed=True,
        ),
    ]
    for code in reading.amounts:
        sums = reading.sums_by(reading.group, code)
        columns.append(
            Column(
                header=reading.columns[code],
                width=0,
                value=sums.__getitem__,
                kind=Kind.EUROS,
                is_summed=True,
            )
        )
    return columns


def label_columns() -> list[Column[tuple[tuple[RowOutcome, RowLabel], int]]]:
    """Count the rows by short reason."""
    return [
        Column(header="Motif", width=0, value=lambda one: str(one[0][1])),
        Column(header="Sort", width=0, value=lambda one: _TITLES[one[0][0]]),
        Column(header="Lignes", width=0, value=lambda one: one[1], kind=Kind.COUNT),
    ]


def remark_columns() -> list[Column[FileRemark]]:
    """Say what a person should know of the whole file."""
    return [
        Column(header="Constat", width=0, value=lambda one: str(one.label)),
        Column(header="Détail", width=0, value=lambda one: one.sentence[:_LONGEST]),
    ]


def summary_columns() -> list[Column[SummaryCheck]]:
    """Set the totals of a summary sheet beside the sums of the detail."""
    return [
        Column(header="Groupe", width=0, value=lambda one: one.group),
        Column(
            header="Total écrit",
            width=0,
            value=lambda one: one.written_centimes,
            kind=Kind.EUROS,
        ),
        Column(
            header="Somme du détail",
            width=0,
            value=lambda one: one.computed_centimes,
            kind=Kind.EUROS,
        ),
        Column(header="Constat", width=0, value=lambda one: _AGREEMENT[one.agrees]),
    ]


def total_columns(reading: ListReading) -> list[Column[TotalCheck]]:
    """Set the totals written in the list beside those recomputed."""

    def euros(header: str, value: Callable[[TotalCheck], int]) -> Column[TotalCheck]:
        return Column(header=header, width=0, value=value, kind=Kind.EUROS)

    return [
        Column(
            header="Colonne", width=0, value=lambda one: reading.columns[one.column]
        ),
        Column(
            header="Ligne", width=0, value=lambda one: one.row_number, kind=Kind.COUNT
        ),
        euros("Total écrit", lambda one: one.written_centimes),
        euros("Total recalculé", lambda one: one.computed_centimes),
        Column(
            header="Constat",
            width=0,
            value=lambda one: _AGREEMENT[one.agrees],
        ),
    ]


def row_columns(reading: ListReading) -> list[Column[ListRow]]:
    """Say of a row its number, what became of it, why, and what it holds."""
    return [
        Column(
            header="N° de ligne",
            width=9,
            value=lambda row: row.row_number,
            kind=Kind.COUNT,
        ),
        Column(header="Sort", width=10, value=lambda row: str(row.outcome)),
        Column(header="Motif", width=44, value=lambda row: row.reason[:_LONGEST]),
        *(_value_column(code, reading) for code in reading.columns),
    ]


def _value_column(code: str, reading: ListReading) -> Column[ListRow]:
    title = reading.columns[code]
    if code not in reading.amounts:
        return Column(
            header=title,
            width=20,
            value=lambda row: row.values.get(code, "")[:_LONGEST],
        )
    # An unreadable amount cannot be a number: the reason quotes it.
    return Column(
        header=title,
        width=16,
        value=lambda row: row.amounts.get(code),
        kind=Kind.EUROS,
    )
