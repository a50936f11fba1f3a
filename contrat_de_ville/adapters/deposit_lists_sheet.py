"""The sheet of codes of the deposit workbook."""

from __future__ import annotations

from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_lists import LISTS_SHEET, list_titles
from contrat_de_ville.adapters.deposit_style import add_headings, height_for


_LABEL_WIDTH = 95


def write_lists(book: DepositBook) -> None:
    """Write every list the form uses: code and label, one list under the other."""
    styles = book.styles
    sheet = book.add_sheet(LISTS_SHEET, "Codes à utiliser", 26, _LABEL_WIDTH)
    hint = "Choisissez dans la liste de chaque cellule, ou recopiez le code."
    sheet.write_string(1, 0, hint, styles["version"])
    add_headings(sheet, styles, ["Code", "Libellé"])
    for name, title in list_titles(book.definition).items():
        first = book.ranges[name].first - 1
        sheet.write_row(first - 1, 0, [title, ""], styles["band"])
        for row, (code, label) in enumerate(book.lists[name].items(), start=first):
            sheet.set_row(row, height_for(label, _LABEL_WIDTH))
            sheet.write_string(row, 0, code, styles["label"])
            sheet.write_string(row, 1, label, styles["label"])
    sheet.ignore_errors({"number_stored_as_text": "A1:A500"})
