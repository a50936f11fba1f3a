"""The sheet « Enveloppes »: what is left of each, as the cells are filled.

Each formula is ours, with the result it has now: a reader that computes nothing
shows the same.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.committee.book import (
    ENVELOPES,
    FIRST_ROW,
    CommitteeBook,
    SheetRoom,
)
from contrat_de_ville.adapters.committee.columns import COMPTE, PART
from contrat_de_ville.adapters.deposit_live import (
    RIGHT,
    WRONG,
    Live,
    euros,
    text,
    write_live,
)
from contrat_de_ville.adapters.workbook.book import TABLE_TOP
from contrat_de_ville.adapters.workbook.table import Kind, as_text, write_cell
from contrat_de_ville.domain.committee import FINANCEUR, CommitteeKind


_HEADINGS = (
    (FINANCEUR, 34), ("Dont", 34), ("Crédits", 16), ("Compté", 16), ("Reste", 16),
    ("Situation", 34),
)  # fmt: skip
_FUNDER, _PART, _CREDIT, _COUNTED, _LEFT, _SAID = range(len(_HEADINGS))
_NOTE = {
    CommitteeKind.TECHNIQUE: (
        "Compté : le montant proposé par le comité, ou la proposition tant que la case "
        "est vide. Une part (« dont ») est dans l'enveloppe, jamais en plus."
    ),
    CommitteeKind.COPIL: (
        "Compté : le montant arbitré dans ce classeur, ou celui déjà enregistré. Une "
        "ligne pas encore vue ne compte pas. Une part (« dont ») est dans l'enveloppe."
    ),
}


def write_envelopes(book: CommitteeBook) -> None:
    """Write each envelope and each part, and what filling leaves of it."""
    sheet = book.add_sheet(ENVELOPES, "Enveloppes : ce qu'il reste")
    sheet.write_string(3, 0, _NOTE[book.contents.kind], book.styles.note)
    for column, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(TABLE_TOP, column, heading, book.styles.header)
    for place, room in enumerate(book.contents.rooms, start=FIRST_ROW):
        _write_room(book, sheet, place, room)
    last = FIRST_ROW + max(len(book.contents.rooms), 1) - 1
    for style, test in ((book.wrong, "<0"), (book.right, ">=0")):
        rule = {
            "type": "formula",
            "criteria": f"=$E{FIRST_ROW + 1}{test}",
            "format": style,
        }
        sheet.conditional_format(FIRST_ROW, _LEFT, last, _SAID, rule)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def remaining(book: CommitteeBook) -> Live:
    """Return one line that says what is left of each envelope, as it is filled."""
    said = text("Reste à répartir")
    for place, one in enumerate(book.contents.rooms, start=FIRST_ROW):
        if one.room.is_whole:
            cell, mark = f"{ENVELOPES}!$E${place + 1}", f" {WRONG.strip()}"
            left = one.room.credit_centimes - one.counted_centimes
            warning = Live(f'IF({cell}<0,"{mark}","")', mark if left < 0 else "")
            name = text(f"   ·   {as_text(one.funder_name)} : ")
            said = said + name + euros(cell, left) + warning
    return said


def _formula(book: CommitteeBook, place: int, one: SheetRoom) -> str:
    """Sum the lines of a room; what reserved parts hold is not for the others."""
    amounts, funders = book.whole(COMPTE), book.whole(FINANCEUR)
    whole = f"SUMIFS({amounts},{funders},$A{place + 1}"
    if one.room.only is not None:
        formula = f"{whole},{book.whole(PART)},$B{place + 1})"
    else:
        reserved = (
            f"-SUMIFS({amounts},{funders},$A{rank + 1},{book.whole(PART)},$B{rank + 1})"
            for rank, other in enumerate(book.contents.rooms, start=FIRST_ROW)
            if other.funder == one.funder and other.room.only in one.room.without
        )
        formula = f"{whole}){''.join(reserved)}"
    elsewhere = one.elsewhere_centimes
    return f"{formula}+{elsewhere / 100}" if elsewhere else formula


def _write_room(
    book: CommitteeBook, sheet: Worksheet, place: int, one: SheetRoom
) -> None:
    styles, credit = book.styles, one.room.credit_centimes
    left = credit - one.counted_centimes
    for column, value in ((_FUNDER, one.funder_name), (_PART, one.part_name)):
        write_cell(sheet, place, column, value, Kind.TEXT, styles.cell(Kind.TEXT))
    write_cell(sheet, place, _CREDIT, credit, Kind.EUROS, styles.cell(Kind.EUROS))
    formula = f"={_formula(book, place, one)}"
    shown = one.counted_centimes / 100
    sheet.write_formula(place, _COUNTED, formula, book.counted, shown)
    # Rounded: binary sums of euros may leave a billionth below zero.
    formula = f"=ROUND(C{place + 1}-D{place + 1},2)"
    sheet.write_formula(place, _LEFT, formula, book.counted, left / 100)
    cell = f"E{place + 1}"
    over = text(f"{WRONG}dépassée de ") + euros(f"-{cell}", -left)
    held = text(f"{RIGHT}tenue")
    live = Live(
        f"IF({cell}<0,{over.formula},{held.formula})",
        (over if left < 0 else held).shown,
    )
    write_live(sheet, place, _SAID, live, book.checked)
