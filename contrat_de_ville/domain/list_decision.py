"""Decides what becomes of each row of a list: set aside, refused or accepted.

Markers first (empty, repeated header, total), then the checks that refuse, then
duplicates. Every row is judged once, and all its reasons are said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contrat_de_ville.domain.list_checks import read_amounts, refusals, remarks
from contrat_de_ville.domain.list_fields import Found, read_fields
from contrat_de_ville.domain.list_headers import header_key
from contrat_de_ville.domain.list_rules import RowRules, squeeze
from contrat_de_ville.domain.list_text import (
    forbidden,
    harmless,
    suspicious,
)
from contrat_de_ville.domain.lists import ListRow, RowLabel, RowOutcome


_LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """The cells of one row as text, before anything is decided.

    ``natives`` are the cells a workbook holds as a number or a date, by position:
    « 1500.5 », « 2017-03-28 », which no convention is needed to read.
    """

    number: int
    cells: tuple[str, ...]
    natives: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where the columns are: the position of each code, and the header's width.

    ``untitled`` are the positions no header names: nothing may be written there.
    ``doubled`` are all the positions of a column that is there several times: its
    cells must agree, or all but one be empty.
    """

    positions: Mapping[str, int]
    width: int
    untitled: tuple[int, ...] = ()
    doubled: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def fits(self, cells: tuple[str, ...]) -> bool:
        """Tell whether every cell of a row is under a header."""
        right_count = len(cells) == self.width
        return right_count and not any(cells[at] for at in self.untitled)

    def place(self, code: str, cells: tuple[str, ...]) -> int:
        """Return where the value of a column is: its first filled place."""
        first = self.positions[code]
        places = self.doubled.get(code, (first,))
        return next((at for at in places if cells[at]), first)

    def disagreeing(self, cells: tuple[str, ...]) -> list[str]:
        """Return the doubled columns whose cells say different things."""
        return [
            code
            for code, places in self.doubled.items()
            if len({cells[at] for at in places if cells[at]}) > 1
        ]


@dataclass(kw_only=True)
class _Decision:
    """Goes down the list; remembers the header in force and the rows accepted."""

    rules: RowRules
    layout: Layout
    other_header: str = ""
    accepted: dict[tuple[str, ...], int] = field(default_factory=dict)
    refused: dict[tuple[str, ...], int] = field(default_factory=dict)

    def decide(self, row: RawRow) -> ListRow:
        cells = tuple(squeeze(harmless(cell)) for cell in row.cells)
        broken = forbidden(row.cells)
        if not any(cells) and not broken:
            return _row(row, RowOutcome.ECARTEE, [(RowLabel.VIDE, "Ligne vide.")])
        if not self.layout.fits(cells):
            # Which cell is under which header is unknown: nothing is shifted.
            misshapen = _misshapen(cells, self.layout.width)
            return _row(row, RowOutcome.REFUSEE, [misshapen, *broken])
        places = {
            code: self.layout.place(code, cells) for code in self.layout.positions
        }
        values = {
            code: self.rules.spelled(code, cells[at]) for code, at in places.items()
        }
        if _is_header(values, self.rules):
            self.other_header = _header_change(row.number, values, self.rules)
            found = (RowLabel.ENTETE, f"En-tête répété. {self.other_header}".strip())
            return _row(row, RowOutcome.ECARTEE, [found], values)
        natives = {code: row.natives.get(at, "") for code, at in places.items()}
        known = {code: native for code, native in natives.items() if native}
        return self._judge(row, cells, values, known, broken)

    def _judge(
        self,
        row: RawRow,
        cells: tuple[str, ...],
        values: dict[str, str],
        natives: dict[str, str],
        broken: list[Found],
    ) -> ListRow:
        amounts, unreadable = read_amounts(values, self.rules, natives)
        if is_total(values, self.rules):
            total = (RowLabel.TOTAL, "Ligne de total : elle n'est pas une demande.")
            return _row(row, RowOutcome.ECARTEE, [total, *unreadable], values, amounts)
        read = read_fields(values, self.rules.fields, self.rules.columns, natives)
        refused = [
            *broken,
            *self._disagreements(cells),
            *refusals(values, amounts, self.rules),
            *unreadable,
            *read.refused(),
        ]
        if self.other_header:
            refused.append((RowLabel.AUTRE_ENTETE, self.other_header))
        outcome, found = self._duplicate(row.number, cells, is_refused=bool(refused))
        if refused:
            reasons = [*refused, *found]
            return _row(row, RowOutcome.REFUSEE, reasons, read.values, amounts)
        if outcome is RowOutcome.ACCEPTEE:
            found += remarks(read.values, self.rules) + read.to_verify()
            found += suspicious(row.cells)
        return _row(row, outcome, found, read.values, amounts)

    def _disagreements(self, cells: tuple[str, ...]) -> list[Found]:
        found: list[Found] = []
        for code in self.layout.disagreeing(cells):
            title = self.rules.columns[code]
            text = f"« {title} » est deux fois dans l'en-tête, avec deux valeurs."
            found.append((RowLabel.COLONNE_DOUBLE, text))
        return found

    def _duplicate(
        self, number: int, cells: tuple[str, ...], *, is_refused: bool
    ) -> tuple[RowOutcome, list[Found]]:
        seen = self.refused if is_refused else self.accepted
        first = seen.setdefault(cells, number)
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
    if any(values.get(code) for code in total.blank or (rules.name,)):
        return False
    words = total.keys()
    if words and any(header_key(values[code]) in words for code in total.columns):
        return True
    filled = {code for code, value in values.items() if value}
    return total.lone_amount and filled <= set(rules.amounts)


def _is_header(values: Mapping[str, str], rules: RowRules) -> bool:
    return bool(rules.header_columns) and all(
        header_key(values[code]) in rules.header_keys(code)
        for code in rules.header_columns
    )


def _header_change(number: int, values: Mapping[str, str], rules: RowRules) -> str:
    """Say which columns a repeated header renames; a blank cell renames nothing."""
    changed = [
        f"« {values[code]} » au lieu de « {title} »"
        for code, title in rules.columns.items()
        if values[code] and header_key(values[code]) not in rules.header_keys(code)
    ]
    if not changed:
        return ""
    return f"L'en-tête de la ligne {number} porte {', '.join(changed)}."


def _misshapen(cells: tuple[str, ...], width: int) -> Found:
    text = (
        f"{len(cells)} cellules pour {width} colonnes : "
        f"« {' | '.join(cells)[:_LONGEST]} ». "
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
