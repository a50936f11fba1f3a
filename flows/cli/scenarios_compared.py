"""Showing scenarios side by side in the terminal, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from contrat_de_ville.adapters.scenario_wording import (
    ANSWERED,
    COUNTED,
    HEADINGS,
    bare_points,
    change_percent,
    moves_sentence,
    row_label,
    signed_euros,
)
from contrat_de_ville.domain.assembly.comparing import (
    ComparedRow,
    ComparedTable,
    Heading,
)
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.scenario_effects import Compared, Headline
from contrat_de_ville.domain.scenario_names import LAST_YEAR
from contrat_de_ville.domain.steps import plural
from flows.cli.scenarios_shown import headline_as_json
from flows.cli.scenarios_tables import (
    BORDERS,
    LABEL_WIDTH,
    Row,
    amounts_table,
    column_width,
    paragraph,
)
from flows.cli.showing import said


_COMPARED_TO = "C'est à elle que les autres sont comparées."

Column = tuple[str, Sequence[str]]
"""A name, and a cell for each row."""


def show_compared(found: Compared, written: Sequence[Path]) -> None:
    """Print programmings side by side; too many of them take several tables."""
    console = Console(highlight=False)
    for note in found.notes:
        paragraph(console, note)
    for one in _headlines(console, found):
        console.print(one)
    for rank, one in enumerate(found.sides.headlines):
        text = moves_sentence(found.sides, rank) if rank else _COMPARED_TO
        paragraph(console, f"{one.name} : {one.said}")
        paragraph(console, text, left=2)
    tables = {one.heading: one for one in found.sides.comparison.tables}
    for heading in HEADINGS:
        console.print()
        for one in _spread(console, found, tables[heading]):
            console.print(one)
    _show_unexplored(console, found)
    for path in written:
        console.print(f"Écrit : {path}", markup=False, soft_wrap=True)


def compared_as_json(found: Compared, written: Sequence[Path]) -> dict[str, Any]:
    """Return a comparison as JSON values; amounts in centimes, in the names' order."""
    sides = found.sides
    return {
        "cycle": f"{found.contrat}-{found.annee}",
        "notes": list(found.notes),
        "programmations": [headline_as_json(one) for one in sides.headlines],
        "repartitions": {
            one.heading.value: [_row_as_json(row) for row in one.rows]
            for one in sides.comparison.tables
        },
        "champs_inexplores": [list(one) for one in sides.comparison.unanswered],
        "dossiers": [
            {
                "numero": one.numero,
                "intitule": one.title,
                "demande_centimes": one.asked_centimes,
                "montants_centimes": list(one.centimes),
                "mouvements": list(one.moves),
                "phrases": list(one.sentences),
            }
            for one in sides.actions
        ],
        "documents": [str(path) for path in written],
    }


def _row_as_json(row: ComparedRow) -> dict[str, Any]:
    return {
        "code": row.key,
        "libelle": row.label,
        "annee_precedente_centimes": row.previous_centimes,
        "montants_centimes": list(row.centimes),
        "actions": list(row.actions_count),
    }


def _headlines(console: Console, found: Compared) -> Iterator[Any]:
    labels = (
        "Total", "Écart", "Actions retenues", "Valeur, en points", "Qualité",
        *COUNTED.values(),
    )  # fmt: skip
    columns = [
        (one.name, _figures(found, one, rank))
        for rank, one in enumerate(found.sides.headlines)
    ]
    yield from _wide(console, "Programmation", labels, columns[:1], columns[1:])


def _figures(found: Compared, one: Headline, rank: int) -> list[str]:
    figures = [
        format_euros(one.centimes),
        signed_euros(one.change_centimes),
        str(one.retained_count),
        bare_points(one.points_text),
        one.quality.replace(" ", "\n", 1),
        *(str(len(found.sides.moved(rank, move))) for move in COUNTED),
    ]
    if rank:
        figures[3] += f"\n({change_percent(one)})" * bool(change_percent(one))
        return figures
    # Beside itself the proposal has no gap, and no file moves.
    return [figures[0], "", *figures[2:5], *[""] * len(COUNTED)]


def _spread(console: Console, found: Compared, spread: ComparedTable) -> Iterator[Any]:
    rows = _shown_rows(spread)
    fixed = [(found.names[0], [format_euros(one.centimes[0]) for one in rows])]
    if any(one.previous_centimes is not None for one in spread.rows):
        known = [format_euros(one.previous_centimes) for one in rows]
        fixed.insert(0, (LAST_YEAR, known))
    others = [
        (name, [_beside(one, rank) for one in rows])
        for rank, name in enumerate(found.names)
        if rank
    ]
    labels = [row_label(one) for one in rows]
    if rows:
        yield from _wide(console, HEADINGS[spread.heading], labels, fixed, others)
    same = len(spread.rows) - len(rows)
    if same:
        many = ("porteur reçoit", "porteurs reçoivent")
        yield said(f"{plural(same, *many)} autant dans toutes les programmations.")


def _shown_rows(spread: ComparedTable) -> list[ComparedRow]:
    """Return the rows to show: of porteurs, who are many, those that differ."""
    if spread.heading is not Heading.PORTEUR:
        return list(spread.rows)
    found = [row for row in spread.rows if any(row.changes())]
    found.sort(key=lambda row: (-max(map(abs, row.changes())), row.key))
    return found


def _beside(row: ComparedRow, rank: int) -> str:
    change = row.changes()[rank]
    amount = format_euros(row.centimes[rank])
    return f"{amount}\n({signed_euros(change)})" if change else amount


def _wide(
    console: Console,
    first: str,
    labels: Sequence[str],
    fixed: Sequence[Column],
    others: Sequence[Column],
) -> Iterator[Any]:
    """Yield tables as wide as the terminal: the fixed columns begin each of them."""
    room = console.width - LABEL_WIDTH - 2 * BORDERS - _taken(fixed)
    widest = max((_taken([one]) for one in others), default=1)
    step = max(1, room // widest)
    for start in range(0, len(others) or 1, step):
        columns = [*fixed, *others[start : start + step]]
        rows: list[Row] = [
            (label, [cells[number] for _, cells in columns])
            for number, label in enumerate(labels)
        ]
        yield amounts_table(first, [name for name, _ in columns], rows)


def _taken(columns: Sequence[Column]) -> int:
    return sum(column_width(cells) + BORDERS for _, cells in columns)


def _show_unexplored(console: Console, found: Compared) -> None:
    rows = found.unexplored()
    title = f"Orientations de la note auxquelles rien ne répond ({len(rows)})"
    console.print()
    paragraph(console, title, style="bold")
    labels = [f"{code} {found.orientations[code]}" for code, _ in rows]
    columns = [
        (name, [ANSWERED[answered[rank]] for _, answered in rows])
        for rank, name in enumerate(found.names)
    ]
    if rows:
        for one in _wide(
            console, "Une action retenue y répond", labels, columns[:1], columns[1:]
        ):
            console.print(one)
