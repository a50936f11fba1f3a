from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.annotated_workbook import annotated_workbook
from contrat_de_ville.adapters.deposit_reader import read_deposit_workbook
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tests.deposit_builder import (
    AMOUNTS,
    FORM,
    LISTS,
    MORE_VALUES,
    VALUES,
    filled_bytes,
)


SOFFICE = shutil.which("soffice")
WRONG_VALUES = {
    "action_orientation": "9.9",
    "quartiers": "QP059001;Centre",
    "date_fin": "fin juin",
    "beneficiaires": "1300",
    "demande.ETAT": "900",
    "femmes.0_5": "deux",
}
WRONG_AMOUNTS = {"budget.2": "60", "budget.26": "50", "budget.18": "environ 100"}
# Computes every formula on opening, with French numbers.
PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item>
</oor:items>
"""


def saved_by_a_spreadsheet(
    folder: Path, workbooks: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Open and save workbooks in LibreOffice; return their bytes, by name."""
    profile = folder / "profil" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    for name, content in workbooks.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "relus"),
            *(str(folder / name) for name in workbooks),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (folder / "relus" / name).read_bytes() for name in workbooks}


def cells(path):
    """Return every filled cell of a workbook, no-break spaces made alike."""
    with CalamineWorkbook.from_path(path) as workbook:
        return {
            (name, row, column): held.replace(NARROW_NBSP, NBSP)
            if isinstance(held, str)
            else held
            for name in workbook.sheet_names
            for row, line in enumerate(workbook.get_sheet_by_name(name).to_python())
            for column, held in enumerate(line)
            if held != ""
        }


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) n'est pas installé")
def test_a_spreadsheet_finds_what_is_stored_and_keeps_the_answers(tmp_path):
    """Recomputed and saved by LibreOffice, every cell and every answer is the same."""
    wrong = filled_bytes(
        tmp_path, VALUES | MORE_VALUES | WRONG_VALUES, AMOUNTS | WRONG_AMOUNTS
    )
    form = read_deposit_workbook(wrong, FORM, "depot.xlsx")
    workbooks = {
        "vierge.xlsx": filled_bytes(tmp_path, {}, {}),
        "juste.xlsx": filled_bytes(tmp_path, VALUES | MORE_VALUES, AMOUNTS),
        "faux.xlsx": wrong,
        "annote.xlsx": annotated_workbook(form, understand(form)[1], FORM, LISTS),
    }
    saved = saved_by_a_spreadsheet(tmp_path, workbooks)

    assert {name: cells(tmp_path / name) for name in workbooks} == {
        name: cells(tmp_path / "relus" / name) for name in workbooks
    }
    assert {
        name: read_deposit_workbook(content, FORM, name)
        for name, content in workbooks.items()
    } == {
        name: read_deposit_workbook(content, FORM, name)
        for name, content in saved.items()
    }
