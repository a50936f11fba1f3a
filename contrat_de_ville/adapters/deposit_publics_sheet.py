"""The sheet of publics of the deposit workbook: a grid by age band and by sex."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_layout import AGES, TOTAL, grid_rows
from contrat_de_ville.adapters.deposit_live import (
    RIGHT,
    WRONG,
    Live,
    colour_messages,
    first_true,
    text,
    write_live,
)
from contrat_de_ville.adapters.deposit_style import add_headings
from contrat_de_ville.domain.form import ACTION, FEMMES, HOMMES, PUBLICS, FieldKind


_INTRODUCTION = "Une personne n'est comptée qu'une fois. Une case vide : non prévu."
_BAND = "Les bénéficiaires prévus, par âge et par sexe"
_HEADINGS = ["Tranche d'âge", "Femmes", "Hommes", "Total"]
_WIDTHS = (46, 18, 18, 18)
_LETTERS = {FEMMES: "B", HOMMES: "C"}
_EMPTY = "Répartissez ici les bénéficiaires de l'action"
_UNREAD = f"{WRONG}Une case n'est pas lue comme un nombre entier"
_UNSAID = f"{WRONG}La feuille de l'action n'annonce pas leur nombre"
_COUNT, _WOMEN = "beneficiaires", "beneficiaires_femmes"


def write_publics(book: DepositBook) -> None:
    """Write the grid, its totals, and whether it agrees with the sheet Action."""
    definition, styles = book.definition, book.styles
    sheet = book.add_sheet(definition.sheets[PUBLICS], "Les publics", *_WIDTHS)
    sheet.write_string(1, 0, _INTRODUCTION, styles["version"])
    add_headings(sheet, styles, _HEADINGS, "header_center")
    rows = grid_rows(definition)
    first = min(rows.values())
    sheet.write_row(first - 1, 0, [_BAND, "", "", ""], styles["band"])
    for band, row in rows.items():
        _write_band(book, sheet, band, row)
    _write_totals(book, sheet, first)
    _write_check(book, sheet)


def _write_band(book: DepositBook, sheet: Worksheet, band: str, row: int) -> None:
    label = book.definition.age_bands[band]
    sheet.write_string(row, 0, label, book.styles["label"])
    codes = [f"{sex}.{band}" for sex in (FEMMES, HOMMES)]
    for code in codes:
        book.write_answer(sheet, code, FieldKind.ENTIER, style="input_grid")
    block = f"B{row + 1}:C{row + 1}"
    said = Live(f'IF(COUNT({block})=0,"",SUM({block}))', _shown(book, codes))
    write_live(sheet, row, TOTAL, said, book.styles["count"])


def _shown(book: DepositBook, codes: Iterable[str]) -> float | str:
    counts = [one for one in map(book.count, codes) if one is not None]
    return sum(counts) if counts else ""


def _codes(book: DepositBook, *sexes: str) -> list[str]:
    return [f"{sex}.{band}" for band in book.definition.age_bands for sex in sexes]


def _sum(book: DepositBook, *sexes: str) -> int:
    return sum(book.count(code) or 0 for code in _codes(book, *sexes))


def _write_totals(book: DepositBook, sheet: Worksheet, first: int) -> None:
    row, style = book.places[AGES].row, book.styles["total_count"]
    sheet.write_string(row, 0, "Total", book.styles["total"])
    for column, sex in enumerate((FEMMES, HOMMES), start=1):
        letter = _LETTERS[sex]
        said = Live(f"SUM({letter}{first + 1}:{letter}{row})", _sum(book, sex))
        write_live(sheet, row, column, said, style)
    whole = Live(f"B{row + 1}+C{row + 1}", _sum(book, FEMMES, HOMMES))
    write_live(sheet, row, TOTAL, whole, book.toned("total_count", AGES))


def _write_check(book: DepositBook, sheet: Worksheet) -> None:
    """Show what the sheet Action announces, and say whether the grid agrees."""
    row, styles = book.places[AGES].row + 1, book.styles
    name = book.definition.sheets[ACTION]
    sheet.write_string(row, 0, f"Annoncé, feuille « {name} »", styles["label"])
    for column, code in ((1, _WOMEN), (3, _COUNT)):
        there, count = book.places[code].reference, book.count(code)
        said = Live(f'IF(COUNT({there})=0,"",{there})', "" if count is None else count)
        write_live(sheet, row, column, said, styles["count"])
    sheet.write_blank(row, 2, None, styles["count"])
    sheet.write_string(row + 1, 0, "Contrôle", styles["label"])
    sheet.merge_range(row + 1, 1, row + 1, 3, "", styles["label"])
    write_live(sheet, row + 1, 1, grid_message(book), styles["label"])
    sheet.set_row(row + 1, 36)
    colour_messages(sheet, 1, row + 1, styles)


def grid_message(book: DepositBook) -> Live:
    """Say whether the grid makes up the beneficiaries announced."""
    first = min(grid_rows(book.definition).values())
    end = book.places[AGES].row
    codes = _codes(book, FEMMES, HOMMES)
    filled = sum(book.text(code) != "" for code in codes)
    counted = sum(book.count(code) is not None for code in codes)
    block = f"B{first + 1}:C{end}"
    announced = book.places[_COUNT].reference
    people = Live(f"D{end + 1}", _sum(book, FEMMES, HOMMES))
    women = Live(f"B{end + 1}", _sum(book, FEMMES))
    return first_true(
        [
            (f"COUNTA({block})=0", filled == 0, text(_EMPTY)),
            (f"COUNT({block})<COUNTA({block})", counted < filled, text(_UNREAD)),
            (f"COUNT({announced})=0", book.count(_COUNT) is None, text(_UNSAID)),
            _gap(book, people, "personnes", _COUNT),
            _gap(book, women, "femmes", _WOMEN),
        ],
        text(f"{RIGHT}Le tableau et le nombre annoncé s'accordent"),
    )


def _gap(
    book: DepositBook, found: Live, what: str, code: str
) -> tuple[str, bool, Live]:
    """Return the case where the grid and an announced number differ."""
    there, announced = book.places[code].reference, book.count(code)
    said = text(f"{WRONG}Le tableau compte ") + found + text(f" {what}, la feuille ")
    said += text(f"« {book.definition.sheets[ACTION]} » en annonce ")
    said += Live(there, "" if announced is None else announced)
    differs = announced is not None and announced != found.shown
    return f"AND(COUNT({there})=1,{found.formula}<>{there})", differs, said
