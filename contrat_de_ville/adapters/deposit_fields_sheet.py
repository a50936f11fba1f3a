"""The sheets of questions of the deposit workbook: label, answer, help."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_field_messages import field_message, hint_of
from contrat_de_ville.adapters.deposit_layout import field_rows
from contrat_de_ville.adapters.deposit_lists import LISTS_SHEET
from contrat_de_ville.adapters.deposit_live import colour_messages, write_live
from contrat_de_ville.adapters.deposit_style import (
    LINE_POINTS,
    add_headings,
    height_for,
)
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    NUMERO_LABEL,
    VERSION_LABEL,
    FieldKind,
    FormField,
)


_TITLES = {IDENTITE: "La structure qui porte l'action", ACTION: "L'action proposée"}
_WIDTHS = _LABEL, _ANSWER, _ = 44, 50, 44
# The help is in smaller letters: more of them hold in the column.
_HELP_READ = 52
_LONG_POINTS = 66.0


def write_fields(book: DepositBook, key: str) -> None:
    """Write one sheet of questions: label, answer, and help that follows the answer."""
    definition, styles = book.definition, book.styles
    sheet = book.add_sheet(definition.sheets[key], _TITLES[key], *_WIDTHS)
    sheet.write_string(1, 0, VERSION_LABEL, styles["version"])
    sheet.write_string(1, 1, definition.version, styles["version"])
    if book.numero:
        sheet.write_string(1, 2, f"{NUMERO_LABEL} {book.numero}", styles["version"])
    add_headings(sheet, styles, ["Rubrique", "Votre réponse", "Aide"])
    rows = field_rows(definition, key)
    for row, field in rows:
        if field.band:
            sheet.write_row(row - 1, 0, [field.band, "", ""], styles["band"])
        _write_field(book, sheet, row, field)
    last = rows[-1][0] if rows else 0
    colour_messages(sheet, 2, last, styles)
    sheet.ignore_errors({"number_stored_as_text": f"B1:B{last + 1}"})


def _write_field(
    book: DepositBook, sheet: Worksheet, row: int, field: FormField
) -> None:
    sheet.set_row(row, _height(book, field))
    sheet.write_string(row, 0, field.label, book.styles["label"])
    book.write_answer(sheet, field.code, field.kind, list_name=field.list_name)
    if field.list_name:
        line = book.ranges[field.list_name].first
        sheet.write_url(row, 2, f"internal:'{LISTS_SHEET}'!A{line}")
    message = field_message(book, field)
    if message is None:
        sheet.write_string(row, 2, hint_of(book, field), book.styles["hint"])
    else:
        write_live(sheet, row, 2, message, book.styles["hint"])


def _height(book: DepositBook, field: FormField) -> float:
    """Return the height at which the label, the answer and any help are read."""
    is_looked_up = field.kind is FieldKind.LISTE
    labels = book.lists[field.list_name].values() if is_looked_up else ()
    return max(
        height_for(field.label, _LABEL),
        height_for(book.text(field.code), _ANSWER),
        _LONG_POINTS if field.is_long else LINE_POINTS,
        *(height_for(words, _HELP_READ) for words in (hint_of(book, field), *labels)),
    )
