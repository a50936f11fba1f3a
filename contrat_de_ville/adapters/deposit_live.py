"""Messages that change while one types: each formula with the result it has now.

The result is stored beside the formula, so that a preview or a reader that computes
nothing shows the same as the spreadsheet. Formulas are made of cells and of texts
of the form, never of what a porteur wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.domain.money import NARROW_NBSP, NBSP


RIGHT, WRONG = "✓ ", "⚠ "
NOT_A_NUMBER = f"{WRONG}Pas lu comme un nombre : chiffres et virgule"


@dataclass(frozen=True)
class Live:
    """An expression of the spreadsheet, without « = », and its present result."""

    formula: str
    shown: str | float

    def __add__(self, other: Live) -> Live:
        """Join two texts."""
        return Live(f"{self.formula}&{other.formula}", f"{self.shown}{other.shown}")


def text(words: str) -> Live:
    """Return words that do not change."""
    doubled = words.replace('"', '""')
    return Live(f'"{doubled}"', words)


def euros(expression: str, centimes: int) -> Live:
    """Return an amount as text, with its two decimals."""
    sign = "-" if centimes < 0 else ""
    whole, cents = divmod(abs(centimes), 100)
    spaced = f"{whole:,}".replace(",", NARROW_NBSP)
    return Live(
        f'FIXED({expression},2)&"{NBSP}€"', f"{sign}{spaced},{cents:02d}{NBSP}€"
    )


def first_true(cases: Sequence[tuple[str, bool, Live]], otherwise: Live) -> Live:
    """Return the message of the first case that holds: its test, its truth, it."""
    formula = otherwise.formula
    for test, _, said in reversed(cases):
        formula = f"IF({test},{said.formula},{formula})"
    shown = next((said.shown for _, holds, said in cases if holds), otherwise.shown)
    return Live(formula, shown)


def write_live(
    sheet: Worksheet, row: int, column: int, live: Live, style: Format
) -> None:
    """Write the formula with its result."""
    sheet.write_formula(row, column, f"={live.formula}", style, live.shown)


def colour_messages(
    sheet: Worksheet, column: int, last_row: int, styles: dict[str, Format]
) -> None:
    """Show in green what is right and in red what is not, as it changes."""
    for mark, style in ((RIGHT, "good"), (WRONG, "bad")):
        rule = {
            "type": "text",
            "criteria": "begins with",
            "value": mark,
            "format": styles[style],
        }
        sheet.conditional_format(0, column, last_row, column, rule)
