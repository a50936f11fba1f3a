"""The sheets of questions of the deposit workbook: label, answer, hint."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_inputs import add_check, height_for, write_input
from contrat_de_ville.adapters.deposit_lists_sheet import LISTS_SHEET, ListRange
from contrat_de_ville.adapters.deposit_style import FIRST_ROW, add_headings, add_sheet
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    VERSION_LABEL,
    FieldKind,
    FormDefinition,
    FormField,
)


_TITLES = {IDENTITE: "La structure qui porte l'action", ACTION: "L'action proposée"}
# The field that opens a part of the sheet, and the title of that part.
_BANDS = {
    "action_intitule": "Le projet",
    "quartiers": "Le territoire et les publics",
    "date_debut": "Le calendrier et la conduite",
    "aci_salaries": "Atelier ou chantier d'insertion (ACI) : laissez vide sinon",
}
_WIDTHS = (38, 48, 36)
_LONG_POINTS = 90.0
_LONG = frozenset({"action_description", "mutualisation", "aci_utilite_18_25"})
_HINTS = {
    FieldKind.TEXTE: "",
    FieldKind.ENTIER: "Un nombre entier, sans unité",
    FieldKind.MONTANT: "En euros, par exemple 1 200,50",
    FieldKind.DATE: "Sous la forme 28/03/2017",
    FieldKind.OUI_NON: "oui ou non",
    FieldKind.LISTE: "Un code : Listes, ligne {line}",
    FieldKind.MULTIPLE: "Séparés par « ; » : Listes, ligne {line}",
}


def write_fields(
    workbook: Workbook,
    styles: dict[str, Format],
    definition: FormDefinition,
    key: str,
    ranges: Mapping[str, ListRange],
    values: Mapping[str, str],
) -> None:
    """Write one sheet of questions: label, answer, hint."""
    sheet = add_sheet(workbook, styles, definition.sheets[key], _TITLES[key])
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(1, 0, VERSION_LABEL, styles["version"])
    sheet.write_string(1, 1, definition.version, styles["version"])
    add_headings(sheet, styles, ["Rubrique", "Votre réponse", "Aide"])
    row = FIRST_ROW
    for field in (one for one in definition.fields if one.sheet == key):
        if field.code in _BANDS:
            sheet.write_row(row, 0, [_BANDS[field.code], "", ""], styles["band"])
            row += 1
        _write_field(sheet, styles, row, field, ranges, values.get(field.code, ""))
        row += 1


def _write_field(
    sheet: Worksheet,
    styles: dict[str, Format],
    row: int,
    field: FormField,
    ranges: Mapping[str, ListRange],
    text: str,
) -> None:
    codes = ranges.get(field.list_name)
    height = max(
        height_for(field.label, _WIDTHS[0]),
        height_for(text, _WIDTHS[1], _LONG_POINTS if field.code in _LONG else 0),
    )
    sheet.set_row(row, height)
    sheet.write_string(row, 0, field.label, styles["label"])
    write_input(sheet, row, field.kind, text, styles)
    add_check(sheet, row, field.kind, codes.source() if codes else None)
    if codes is None:
        sheet.write_string(row, 2, _HINTS[field.kind], styles["hint"])
    else:
        hint = _HINTS[field.kind].format(line=codes.first)
        place = f"internal:'{LISTS_SHEET}'!A{codes.first}"
        sheet.write_url(row, 2, place, styles["hint"], string=hint)
