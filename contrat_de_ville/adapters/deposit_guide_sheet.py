"""The first sheet of the deposit workbook: how to fill it, and how far it is filled."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_balance import balance_message
from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_layout import (
    AGES,
    FIRST_ROW,
    field_rows,
    quoted,
)
from contrat_de_ville.adapters.deposit_lists import LISTS_SHEET
from contrat_de_ville.adapters.deposit_live import (
    Live,
    colour_messages,
    text,
    write_live,
)
from contrat_de_ville.adapters.deposit_publics_sheet import grid_message
from contrat_de_ville.adapters.deposit_style import height_for
from contrat_de_ville.domain.form import (
    ACTION,
    BUDGET,
    IDENTITE,
    PUBLICS,
    VERSION_LABEL,
)


GUIDE_SHEET = "Guide"
_WIDTHS = (6, 26, 76)
_ADVICE = """\
Un classeur décrit une seule action. Pour une autre action, repartez du \
formulaire vide.
Remplissez les cellules jaunes des feuilles « {identite} », « {action} », \
« {publics} » et « {budget} ». Les autres sont verrouillées : les réponses sont \
relues grâce à leurs libellés. Les colonnes et les lignes peuvent être élargies.
Les codes attendus (quartiers, communes, publics…) sont proposés dans chaque \
cellule et expliqués dans la feuille « {lists} ». Quand plusieurs codes sont \
possibles, séparez-les par un point-virgule.
Dans le budget, une cellule vide veut dire « rien de prévu ». Le total des \
charges doit égaler celui des produits, et le compte 86 le compte 87.
Pendant la saisie, ✓ dit ce qui s'accorde et ⚠ ce qui reste à revoir. Rien ne \
vous empêche d'enregistrer : ce qui reste à corriger vous sera dit, cellule par \
cellule.
Enregistrez le classeur au format .xlsx, sans mot de passe, et renvoyez-le \
avec les pièces demandées."""


def write_guide(book: DepositBook) -> None:
    """Write the version of the form, the numbered advice, and what is done."""
    definition, styles = book.definition, book.styles
    sheet = book.add_sheet(GUIDE_SHEET, "Déposer une action", *_WIDTHS)
    version = f"{VERSION_LABEL} : {definition.version}"
    sheet.write_string(1, 0, version, styles["version"])
    advice = _ADVICE.format(lists=LISTS_SHEET, **definition.sheets).splitlines()
    row = FIRST_ROW
    for rank, sentence in enumerate(advice, start=1):
        sheet.set_row(row, height_for(sentence, _WIDTHS[1] + _WIDTHS[2]) + 6)
        sheet.write_string(row, 0, f"{rank}.", styles["rank"])
        sheet.merge_range(row, 1, row, 2, sentence, styles["prose"])
        row += 1
    _write_progress(book, sheet, row + 1)


def _write_progress(book: DepositBook, sheet: Worksheet, row: int) -> None:
    """Show how far each sheet is filled, with a link to it."""
    sheet.write_row(row, 0, ["Où en est votre dossier", "", ""], book.styles["band"])
    for number, (name, said) in enumerate(_progress(book), start=row + 1):
        sheet.set_row(number, 24)
        target = f"internal:{quoted(name)}!A1"
        sheet.write_url(number, 1, target, book.styles["link"], string=name)
        write_live(sheet, number, 2, said, book.styles["label"])
    colour_messages(sheet, 2, row + 5, book.styles)


def _progress(book: DepositBook) -> Iterator[tuple[str, Live]]:
    names = book.definition.sheets
    for key in (IDENTITE, ACTION):
        yield names[key], _answers(book, key)
    control = f"{quoted(names[PUBLICS])}!$B${book.places[AGES].row + 3}"
    yield names[PUBLICS], Live(control, grid_message(book).shown)
    balance = f"{quoted(names[BUDGET])}!$C${book.places[BUDGET].row + 1}"
    yield names[BUDGET], Live(balance, balance_message(book).shown)


def _answers(book: DepositBook, key: str) -> Live:
    """Count the answers of a sheet of questions."""
    rows = field_rows(book.definition, key)
    filled = sum(book.text(field.code) != "" for _, field in rows)
    cells = f"$B${FIRST_ROW + 1}:$B${rows[-1][0] + 1}"
    name = quoted(book.definition.sheets[key])
    said = text("Questions remplies : ") + Live(f"COUNTA({name}!{cells})", str(filled))
    return said + text(f" sur {len(rows)}")
