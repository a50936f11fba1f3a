"""The sheet « Lignes »: one row per action and funder, and the cells to fill."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.committee.book import (
    FIRST_ROW,
    LINES,
    CommitteeBook,
)
from contrat_de_ville.adapters.committee.columns import (
    COMPTE,
    CONTROLE,
    COUNTED_FROM,
    DEMANDE,
)
from contrat_de_ville.adapters.committee.envelopes_sheet import remaining
from contrat_de_ville.adapters.deposit_live import RIGHT, WRONG, Live, text, write_live
from contrat_de_ville.adapters.workbook.book import TABLE_TOP
from contrat_de_ville.adapters.workbook.table import Kind, set_widths, write_table
from contrat_de_ville.domain.committee import (
    AVIS,
    AVIS_TECHNIQUE_LABELS,
    COMMENTAIRE,
    COMMITTEE_LABELS,
    MONTANT_ARBITRE,
    MONTANT_PROPOSE,
    MOTIF,
    AvisTechnique,
    CommitteeKind,
)


_STRIP_ROW = 3
_WIDTHS = {
    AVIS: 12, MONTANT_PROPOSE: 13, COMMENTAIRE: 30, MONTANT_ARBITRE: 13, MOTIF: 30,
    COMPTE: 13, CONTROLE: 22,
}  # fmt: skip
_HEADINGS_HEIGHT = 44
AMOUNT_OF = {
    CommitteeKind.TECHNIQUE: MONTANT_PROPOSE,
    CommitteeKind.COPIL: MONTANT_ARBITRE,
}
REASON_OF = {
    CommitteeKind.TECHNIQUE: COMMENTAIRE,
    CommitteeKind.COPIL: MOTIF,
}
_FROZEN_COLUMNS = 3


def write_lines(book: CommitteeBook) -> None:
    """Write the lines, what is to fill, and what warns while it is filled."""
    contents = book.contents
    label = COMMITTEE_LABELS[contents.kind]
    sheet = book.add_sheet(LINES, f"{label} : lignes à remplir", is_wide=True)
    sheet.fit_to_pages(1, 0)
    set_widths(sheet, contents.columns)
    write_table(sheet, book.styles, TABLE_TOP, contents.columns, contents.rows)
    for heading in contents.headings[len(contents.columns) :]:
        column = book.column(heading)
        sheet.set_column(column, column, _WIDTHS[heading])
        sheet.write_string(TABLE_TOP, column, heading, book.styles.header)
    for row in range(FIRST_ROW, FIRST_ROW + len(contents.rows)):
        _write_inputs(book, sheet, row)
        _write_counted(book, sheet, row)
        write_live(sheet, row, book.column(CONTROLE), _control(book, row), book.checked)
    write_live(sheet, _STRIP_ROW, 0, remaining(book), book.strip)
    if contents.rows:
        _validate(book, sheet)
        _colour(book, sheet)
    _lock(book, sheet)


def _lock(book: CommitteeBook, sheet: Worksheet) -> None:
    """Keep headings in sight and on each page, and all but the yellow cells locked."""
    sheet.freeze_panes(FIRST_ROW, _FROZEN_COLUMNS)
    sheet.repeat_rows(TABLE_TOP)
    sheet.set_row(TABLE_TOP, _HEADINGS_HEIGHT)
    last = FIRST_ROW + max(len(book.contents.rows), 1) - 1
    sheet.autofilter(TABLE_TOP, 0, last, len(book.contents.headings) - 1)
    # What is computed serves on the screen; on paper it would only take room.
    sheet.print_area(0, 0, last, book.column(COMPTE) - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _write_inputs(book: CommitteeBook, sheet: Worksheet, row: int) -> None:
    for heading in book.contents.filled:
        is_amount = heading == AMOUNT_OF[book.contents.kind]
        style = book.inputs[Kind.EUROS if is_amount else Kind.TEXT]
        sheet.write_blank(row, book.column(heading), None, style)


def _write_counted(book: CommitteeBook, sheet: Worksheet, row: int) -> None:
    """Count the cell once it is filled; until then, what stands."""
    kind = book.contents.kind
    amount = book.cell(AMOUNT_OF[kind], row)
    standing = book.cell(COUNTED_FROM[kind], row)
    formula = f'=IF(ISNUMBER({amount}),{amount},IF({standing}="","",{standing}))'
    now = book.contents.rows[row - FIRST_ROW].standing
    centimes = (
        now.arbitrated_centimes
        if kind is CommitteeKind.COPIL
        else now.proposed_centimes
    )
    shown = "" if centimes is None else centimes / 100
    sheet.write_formula(row, book.column(COMPTE), formula, book.counted, shown)


def _control(book: CommitteeBook, row: int) -> Live:
    """Say of a row what will be refused when it is read back."""
    kind = book.contents.kind
    amount, asked = book.cell(AMOUNT_OF[kind], row), book.cell(DEMANDE, row)
    reason = f'TRIM({book.cell(REASON_OF[kind], row)})=""'
    amount_tests = (
        (f"NOT(ISNUMBER({amount}))", "pas un nombre"),
        (f"{amount}<0", "négatif"),
        (f"{amount}>{asked}", "au-dessus de la demande"),
        (f"ROUND({amount},2)<>{amount}", "plus de deux décimales"),
        (f"AND({amount}<{asked},{reason})", "motif attendu"),
    )
    formula = text(f"{RIGHT}rempli").formula
    for test, said in reversed(amount_tests):
        formula = f"IF({test},{text(WRONG + said).formula},{formula})"
    empty = _without_amount(book, row, reason)
    return Live(f'IF({amount}="",{empty},{formula})', "")


def _without_amount(book: CommitteeBook, row: int, reason: str) -> str:
    """Say what an empty amount calls for: nothing, or the words of an avis."""
    alone = text(f"{WRONG}montant attendu").formula
    if book.contents.kind is CommitteeKind.COPIL:
        return f'IF({reason},"",{alone})'
    avis = book.cell(AVIS, row)
    refused = text(AVIS_TECHNIQUE_LABELS[AvisTechnique.DEFAVORABLE]).formula
    wanted = text(f"{WRONG}commentaire attendu").formula
    without = text(f"{WRONG}avis attendu").formula
    given = text(f"{RIGHT}rempli").formula
    return (
        f'IF({avis}="",IF({reason},"",{without}),'
        f"IF(AND({avis}={refused},{reason}),{wanted},{given}))"
    )


def _validate(book: CommitteeBook, sheet: Worksheet) -> None:
    kind = book.contents.kind
    _validate_column(book, sheet, AMOUNT_OF[kind], _amount_rule(book))
    if kind is CommitteeKind.TECHNIQUE:
        _validate_column(book, sheet, AVIS, _AVIS_RULE)
    hint = {
        "validate": "any",
        "input_title": REASON_OF[kind],
        "input_message": "Obligatoire pour un refus ou une réduction : il sera écrit "
        "au porteur.",
    }
    _validate_column(book, sheet, REASON_OF[kind], hint)


_AVIS_RULE = {
    "validate": "list",
    "source": list(AVIS_TECHNIQUE_LABELS.values()),
    "input_title": "Avis technique",
    "input_message": "Choisissez dans la liste ; vide : pas d'avis.",
    "error_title": "Avis inconnu",
    "error_message": "Choisissez favorable, réservé, défavorable ou ajourné.",
}


def _amount_rule(book: CommitteeBook) -> dict[str, Any]:
    asked = book.cell(DEMANDE, FIRST_ROW)
    empty = (
        "pas encore vu"
        if book.contents.kind is CommitteeKind.COPIL
        else "la proposition est gardée"
    )
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": f"={asked}",
        "input_title": "Montant en euros",
        "input_message": f"De 0 (refus) à la demande. Vide : {empty}.",
        "error_title": "Montant hors de la demande",
        "error_message": "Le montant va de 0 à la demande ; il serait refusé à la "
        "lecture du classeur.",
        "error_type": "warning",
    }


def _validate_column(
    book: CommitteeBook, sheet: Worksheet, heading: str, rule: dict[str, Any]
) -> None:
    column, last = book.column(heading), FIRST_ROW + len(book.contents.rows) - 1
    sheet.data_validation(FIRST_ROW, column, last, column, rule)


def _colour(book: CommitteeBook, sheet: Worksheet) -> None:
    """Show in red what will be refused, in amber a reason that is awaited."""
    kind = book.contents.kind
    amount, asked = (
        book.cell(AMOUNT_OF[kind], FIRST_ROW),
        book.cell(DEMANDE, FIRST_ROW),
    )
    reason = book.cell(REASON_OF[kind], FIRST_ROW)
    wrong = f"OR(ISTEXT({amount}),{amount}<0,{amount}>{asked})"
    awaited = f'AND(ISNUMBER({amount}),{amount}<{asked},TRIM({reason})="")'
    control = book.cell(CONTROLE, FIRST_ROW)
    for heading, test, style in (
        (AMOUNT_OF[kind], f'AND({amount}<>"",{wrong})', book.wrong),
        (REASON_OF[kind], awaited, book.pending),
        (CONTROLE, f'LEFT({control},1)="{WRONG[0]}"', book.wrong),
        (CONTROLE, f'LEFT({control},1)="{RIGHT[0]}"', book.right),
    ):
        column, last = book.column(heading), FIRST_ROW + len(book.contents.rows) - 1
        rule = {"type": "formula", "criteria": f"={test}", "format": style}
        sheet.conditional_format(FIRST_ROW, column, last, column, rule)
    strip = {
        "type": "text", "criteria": "containing", "value": WRONG[0],
        "format": book.wrong,
    }  # fmt: skip
    sheet.conditional_format(_STRIP_ROW, 0, _STRIP_ROW, 0, strip)
