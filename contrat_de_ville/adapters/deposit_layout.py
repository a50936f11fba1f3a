"""Where each answer of the deposit workbook stands; rows and columns count from 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from contrat_de_ville.domain.depots import BudgetText, Side
from contrat_de_ville.domain.form import (
    ACTION,
    BALANCE_LABEL,
    BUDGET,
    HOMMES,
    IDENTITE,
    PUBLICS,
    FormDefinition,
    FormField,
    age_codes,
    blank_budget,
    budget_label,
)


# Under the title, the version and the headings.
FIRST_ROW = 3
ANSWER, SECOND_ANSWER, TOTAL = 1, 2, 3
# What a finding may point at besides an answer: the grid as a whole, the balance.
AGES = "ages"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell of the workbook, and the label beside it."""

    sheet: str
    row: int
    column: int
    label: str

    @property
    def cell(self) -> str:
        """Return the cell as its own sheet names it: « B5 »."""
        return str(xl_rowcol_to_cell(self.row, self.column))

    @property
    def reference(self) -> str:
        """Return the cell as any sheet's formula names it: « 'Action'!B5 »."""
        return f"{quoted(self.sheet)}!{self.cell}"


@dataclass(frozen=True, kw_only=True)
class Block:
    """One side of the budget: its title, its rows by code, its total."""

    side: Side
    title_row: int
    rows: dict[str, int]

    @property
    def total_row(self) -> int:
        """Return the row of the total, under the last account."""
        return self.title_row + len(self.rows) + 1


def quoted(sheet: str) -> str:
    """Return the name of a sheet as a formula writes it."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def field_rows(
    definition: FormDefinition, key: str
) -> tuple[tuple[int, FormField], ...]:
    """Return the fields of one sheet with their rows; a band takes the row before."""
    placed = []
    row = FIRST_ROW
    for field in (one for one in definition.fields if one.sheet == key):
        row += 1 if field.band else 0
        placed.append((row, field))
        row += 1
    return tuple(placed)


def grid_rows(definition: FormDefinition) -> dict[str, int]:
    """Return the row of each age band; one row of title stands above them."""
    return {
        band: FIRST_ROW + 1 + rank for rank, band in enumerate(definition.age_bands)
    }


def budget_blocks(definition: FormDefinition) -> tuple[Block, Block]:
    """Return the charges, then the produits, one empty row between them."""
    rows = blank_budget(definition)
    charges = _block(Side.CHARGE, FIRST_ROW, rows)
    return charges, _block(Side.PRODUIT, charges.total_row + 2, rows)


def _block(side: Side, title_row: int, rows: tuple[BudgetText, ...]) -> Block:
    codes = [row.code for row in rows if row.side is side]
    return Block(
        side=side,
        title_row=title_row,
        rows={code: title_row + rank for rank, code in enumerate(codes, start=1)},
    )


def places(definition: FormDefinition) -> dict[str, Place]:
    """Return the place of each answer by code, in the order of the workbook.

    Two more places gather what concerns no single answer: ``ages``, the total of
    the grid of publics, and ``budget``, the balance.
    """
    found = {}
    for key in (IDENTITE, ACTION):
        for row, field in field_rows(definition, key):
            found[field.code] = Place(
                sheet=definition.sheets[key],
                row=row,
                column=ANSWER,
                label=field.label,
            )
    return found | dict(_grid(definition)) | dict(_budget(definition))


def _grid(definition: FormDefinition) -> Iterator[tuple[str, Place]]:
    sheet, rows = definition.sheets[PUBLICS], grid_rows(definition)
    for band, sex, code in age_codes(definition):
        yield (
            code,
            Place(
                sheet=sheet,
                row=rows[band],
                column=SECOND_ANSWER if sex == HOMMES else ANSWER,
                label=f"{definition.age_bands[band]}, {sex}",
            ),
        )
    total = FIRST_ROW + 1 + len(rows)
    yield AGES, Place(sheet=sheet, row=total, column=TOTAL, label="Total des publics")


def _budget(definition: FormDefinition) -> Iterator[tuple[str, Place]]:
    sheet = definition.sheets[BUDGET]
    charges, produits = budget_blocks(definition)
    rows = charges.rows | produits.rows
    for line in blank_budget(definition):
        yield (
            line.code,
            Place(
                sheet=sheet,
                row=rows[line.code],
                column=ANSWER,
                label=budget_label(line),
            ),
        )
    balance = produits.total_row + 3
    yield BUDGET, Place(sheet=sheet, row=balance, column=ANSWER, label=BALANCE_LABEL)
