"""Decides what becomes of each row of a list: set aside, refused or accepted.

Markers first (empty, repeated header, total), then the checks that refuse, then
duplicates. Every row is judged once, and all its reasons are said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contrat_de_ville.domain.list_checks import (
    Found,
    read_amounts,
    refusals,
    remarks,
)
from contrat_de_ville.domain.list_rules import RowRules, squeeze
from contrat_de_ville.domain.lists import ListRow, RowLabel, RowOutcome


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """The cells of one row as text, before anything is decided."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the columns are: the position of each code, and the header's width.

    ``untitled`` are the positions no header names: nothing may be written there.
    """

    positions: Mapping[str, int]
    width: int
    untitled: tuple[int, ...] = ()

    def fits(self, cells: tuple[str, ...]) -> bool:
        """Tell whether every cell of a row is under a header."""
        right_count = len(cells) == self.width
        return right_count and not any(cells[at] for at in self.untitled)


@dataclass(kw_only=True)
class _Decision:
    """Goes down the list; remembers the header in force and the rows accepted."""

    rules: RowRules
    layout: Layout
    other_header: str = ""
    accepted: dict[tuple[str, ...], int] = field(default_factory=dict)

    def decide(self, row: RawRow) -> ListRow:
        cells = tuple(squeeze(cell) for cell in row.cells)
        if not any(cells):
            return _row(row, RowOutcome.ECARTEE, [(RowLabel.VIDE, "Ligne vide.")])
        if not self.layout.fits(cells):
            # Which cell is under which header is unknown: nothing is shifted.
            misshapen = _misshapen(cells, self.layout.width)
            return _row(row, RowOutcome.REFUSEE, [misshapen])
        values = {
            code: self.rules.spelled(code, cells[at])
            for code, at in self.layout.positions.items()
        }
        if _is_header(values, self.rules):
            self.other_header = _header_change(row.number, values, self.rules)
            found = (RowLabel.ENTETE, f"En-tête répété. {self.other_header}".strip())
            return _row(row, RowOutcome.ECARTEE, [found], values)
        return self._judge(row, cells, values)

    def _judge(
        self, row: RawRow, cells: tuple[str, ...], values: dict[str, str]
    ) -> ListRow:
        amounts, unreadable = read_amounts(values, self.rules)
        if is_total(values, self.rules):
            total = (RowLabel.TOTAL, "Ligne de total : elle n'est pas une demande.")
            return _row(row, RowOutcome.ECARTEE, [total, *unreadable], values, amounts)
        refused = [*refusals(values, amounts, self.rules), *unreadable]
        if self.other_header:
            refused.append((RowLabel.AUTRE_ENTETE, self.other_header))
        if refused:
            return _row(row, RowOutcome.REFUSEE, refused, values, amounts)
        outcome, found = self._duplicate(row.number, cells)
        if outcome is RowOutcome.ACCEPTEE:
            found += remarks(values, self.rules)
        return _row(row, outcome, found, values, amounts)

    def _duplicate(
        self, number: int, cells: tuple[str, ...]
    ) -> tuple[RowOutcome, list[Found]]:
        first = self.accepted.setdefault(cells, number)
        if first == number:
            return RowOutcome.ACCEPTEE, []
        if self.rules.keep_duplicates:
            text = f"Identique à la ligne {first} : à vérifier."
            return RowOutcome.ACCEPTEE, [(RowLabel.DOUBLON, text)]
        text = f"Doublon exact de la ligne {first}."
        return RowOutcome.ECARTEE, [(RowLabel.DOUBLON, text)]


def decide_rows(
    rows: Iterable[RawRow], rules: RowRules, layout: Layout
) -> tuple[ListRow, ...]:
    """Decide the outcome of every row, one for one and in their order."""
    decision = _Decision(rules=rules, layout=layout)
    return tuple(decision.decide(row) for row in rows)


def is_total(values: Mapping[str, str], rules: RowRules) -> bool:
    """Tell a total: no structure is named, and the declared word or shape is there."""
    total = rules.total
    if values[rules.name]:
        return False
    word = total.text.casefold()
    if word and any(values[code].casefold() == word for code in total.columns):
        return True
    filled = {code for code, value in values.items() if value}
    return total.lone_amount and filled <= set(rules.amounts)


def _is_header(values: Mapping[str, str], rules: RowRules) -> bool:
    return all(values[code] == rules.columns[code] for code in rules.header_columns)


def _header_change(number: int, values: Mapping[str, str], rules: RowRules) -> str:
    """Say which columns a repeated header renames; a blank cell renames nothing."""
    changed = [
        f"« {values[code]} » au lieu de « {title} »"
        for code, title in rules.columns.items()
        if values[code] not in {"", title, *rules.variants.get(code, ())}
    ]
    if not changed:
        return ""
    return f"L'en-tête de la ligne {number} porte {', '.join(changed)}."


def _misshapen(cells: tuple[str, ...], width: int) -> Found:
    text = (
        f"{len(cells)} cellules pour {width} colonnes : « {' | '.join(cells)} ». "
        "Vérifiez les séparateurs et les cellules sans en-tête."
    )
    return RowLabel.CELLULES, text


def _row(
    row: RawRow,
    outcome: RowOutcome,
    found: list[Found],
    values: Mapping[str, str] | None = None,
    amounts: Mapping[str, int | None] | None = None,
) -> ListRow:
    return ListRow(
        row_number=row.number,
        outcome=outcome,
        reason=" ".join(text for _, text in found),
        values=values or {},
        amounts=amounts or {},
        labels=tuple(dict.fromkeys(label for label, _ in found)),
    )
