"""The first sheet of the deposit workbook: how to fill it and send it back."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.deposit_style import FIRST_ROW, add_sheet
from contrat_de_ville.domain.form import VERSION_LABEL, FormDefinition


_GUIDE = """\
Un classeur décrit une seule action. Pour une autre action, repartez du \
formulaire vide.
Remplissez les cellules jaunes des feuilles « {identite} », « {action} » et \
« {budget} ». Les autres sont verrouillées : les réponses sont relues grâce à \
leurs libellés.
Les codes attendus (quartiers, communes, publics…) sont dans la feuille \
« Listes ». Quand plusieurs codes sont possibles, séparez-les par un \
point-virgule.
Dans le budget, une cellule vide veut dire « rien de prévu ». Le total des \
charges doit égaler celui des produits : la dernière ligne le montre.
Un message « À vérifier » signale une valeur inattendue sans vous empêcher \
d'enregistrer. Ce qui reste à corriger vous sera dit, cellule par cellule.
Enregistrez le classeur au format .xlsx, sans mot de passe, et renvoyez-le \
avec les pièces demandées."""


def write_guide(
    workbook: Workbook, styles: dict[str, Format], definition: FormDefinition
) -> None:
    """Write the version of the form and the numbered advice."""
    sheet = add_sheet(workbook, styles, "Mode d'emploi", "Déposer une action")
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 95)
    sheet.set_column(2, 2, 2)
    version = f"{VERSION_LABEL} : {definition.version}"
    sheet.write_string(1, 0, version, styles["version"])
    advice = _GUIDE.format(**definition.sheets).splitlines()
    for rank, sentence in enumerate(advice, start=1):
        row = FIRST_ROW + rank - 1
        sheet.set_row(row, 36)
        sheet.write_string(row, 0, f"{rank}.", styles["prose"])
        sheet.write_string(row, 1, sentence, styles["prose"])
