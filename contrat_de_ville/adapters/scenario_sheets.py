"""The sheets of a comparison: spreadings, orientations, files that change, actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from contrat_de_ville.adapters.scenario_wording import ANSWERED, MOVES, row_label
from contrat_de_ville.adapters.workbook.book import PlainBook
from contrat_de_ville.adapters.workbook.table import Column, Kind, Row, as_text
from contrat_de_ville.domain.assembly.comparing import ComparedRow, ComparedTable
from contrat_de_ville.domain.scenario_effects import ActionCompared, Compared
from contrat_de_ville.domain.scenario_names import LAST_YEAR, PROPOSAL


_SPLIT = (
    "Une action de plusieurs quartiers ou publics est partagée entre eux à parts "
    "égales, au centime : chaque colonne fait le total de sa programmation."
)
_ANSWERS = (
    "Une action retenue y répond-elle ? Partout oui pour les autres orientations."
)
_MOVED = "Le plus grand écart d'abord, scénario par scénario."


@dataclass(frozen=True, kw_only=True)
class _Orientation:
    """One orientation of the note, and whether each programming answers it."""

    code: str
    label: str
    answered: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class _Moved:
    """One file that changes under one scenario."""

    scenario: str
    move: str
    action: ActionCompared
    rank: int


def write_spread(
    book: PlainBook, title: str, names: Sequence[str], table: ComparedTable
) -> None:
    """Write how each programming spreads over one heading, and its gaps."""
    sheet = book.add_sheet(f"{title}s", f"Montants par {title.lower()}")
    sheet.write_string(3, 0, _SPLIT, book.styles.note)
    columns = list(_spread_columns(title, names, table))
    book.fill(sheet, columns, table.rows, "Total")


def _spread_columns(
    title: str, names: Sequence[str], table: ComparedTable
) -> Iterator[Column[ComparedRow]]:
    yield Column(header=title, width=44, value=row_label)
    if any(row.previous_centimes is not None for row in table.rows):
        yield _euros(LAST_YEAR, lambda row: row.previous_centimes)
    for rank, name in enumerate(names):
        yield from _side_columns(rank, as_text(name))


def _side_columns(rank: int, name: str) -> Iterator[Column[ComparedRow]]:
    yield _euros(name, lambda row: row.centimes[rank])
    if rank:
        yield _euros(f"{name}\nécart", lambda row: row.changes()[rank])
    yield Column(
        header=f"{name}\nactions",
        width=11,
        value=lambda row: row.actions_count[rank],
        kind=Kind.COUNT,
    )


def write_unexplored(book: PlainBook, compared: Compared) -> None:
    """Write the orientations that some programming leaves without an action."""
    sheet = book.add_sheet(
        "Champs inexplorés", "Orientations de la note auxquelles rien ne répond"
    )
    sheet.write_string(3, 0, _ANSWERS, book.styles.note)
    rows = [
        _Orientation(code=code, label=compared.orientations[code], answered=answered)
        for code, answered in compared.unexplored()
    ]
    columns: list[Column[_Orientation]] = [
        Column(header="Code", width=10, value=lambda row: row.code),
        Column(header="Orientation", width=60, value=lambda row: row.label),
        *(_answer_column(rank, name) for rank, name in enumerate(compared.names)),
    ]
    book.fill(sheet, columns, rows, "", 2)


def _answer_column(rank: int, name: str) -> Column[_Orientation]:
    return Column(
        header=as_text(name), width=16, value=lambda row: ANSWERED[row.answered[rank]]
    )


def write_moves(book: PlainBook, compared: Compared) -> None:
    """Write every file that a scenario changes, with the sentence that says why."""
    sheet = book.add_sheet("Dossiers qui changent", "Dossiers qui changent")
    sheet.write_string(3, 0, _MOVED, book.styles.note)
    rows = [
        _Moved(scenario=name, move=label, action=action, rank=rank)
        for rank, name in enumerate(compared.names)
        for move, label in MOVES.items()
        for action in compared.sides.moved(rank, move)
    ]
    book.fill(sheet, list(_moved_columns()), rows, "", 3)


def _moved_columns() -> Iterator[Column[_Moved]]:
    yield Column(header="Scénario", width=18, value=lambda row: row.scenario)
    yield Column(header="Ils…", width=13, value=lambda row: row.move.lower())
    yield Column(header="N°", width=11, value=lambda row: row.action.numero)
    yield Column(header="Intitulé", width=32, value=lambda row: row.action.title)
    yield Column(header="Porteur", width=24, value=lambda row: row.action.porteur)
    amounts: tuple[tuple[str, Callable[[_Moved], int]], ...] = (
        ("Demandé", lambda row: row.action.asked_centimes),
        (PROPOSAL, lambda row: row.action.centimes[0]),
        ("Montant", lambda row: row.action.centimes[row.rank]),
        ("Écart", lambda row: row.action.change(row.rank)),
    )
    for header, value in amounts:
        yield Column(header=header, width=13, value=value, kind=Kind.EUROS)
    yield Column(
        header="Pourquoi", width=64, value=lambda row: row.action.sentences[row.rank]
    )


def write_actions(book: PlainBook, compared: Compared) -> None:
    """Write every action with its amount in each programming."""
    sheet = book.add_sheet("Actions", "Chaque action dans chaque programmation")
    columns = list(_action_columns(compared.names))
    book.fill(sheet, columns, compared.sides.actions, "Total", 2)


def _action_columns(names: Sequence[str]) -> Iterator[Column[ActionCompared]]:
    yield Column(header="N°", width=11, value=lambda row: row.numero)
    yield Column(header="Intitulé", width=36, value=lambda row: row.title)
    yield Column(header="Porteur", width=26, value=lambda row: row.porteur)
    yield Column(header="Axe", width=6, value=lambda row: row.axe, kind=Kind.COUNT)
    yield _euros("Demandé", lambda row: row.asked_centimes)
    for rank, name in enumerate(names):
        yield from _outcome_columns(rank, as_text(name))


def _outcome_columns(rank: int, name: str) -> Iterator[Column[ActionCompared]]:
    yield _euros(name, lambda row: row.centimes[rank])
    if rank:
        yield _euros(f"{name}\nécart", lambda row: row.change(rank))


def _euros(header: str, value: Callable[[Row], int | None]) -> Column[Row]:
    return Column(header=header, width=15, value=value, kind=Kind.EUROS, is_summed=True)
