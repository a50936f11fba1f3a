from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.list_guard import check_xls, check_xlsx
from contrat_de_ville.errors import BadFileError
from tests.hostile import archives


def refusal(content, sheet="Feuil1"):
    """Return what was found in a list that must be refused."""
    with pytest.raises(BadFileError) as caught:
        check_xlsx("liste.xlsx", content, sheet)
    return caught.value.found


class TestCheckXlsx:
    """A list is looked into before the library that reads it."""

    def test_gives_back_what_was_checked(self):
        """The list given back reads as the one received."""
        content = archives.sheet('<row r="2"><c r="B2"><v>5</v></c></row>')
        clean = check_xlsx("liste.xlsx", content, "Feuil1")
        book = CalamineWorkbook.from_filelike(BytesIO(clean))

        assert book.get_sheet_by_index(0).to_python() == [[5.0]]

    @pytest.mark.parametrize(
        ("cell", "problem"),
        [
            ('<c r="D2" t="e"><v>#N/A</v></c>', "erreur de calcul (#…)"),
            ('<c r="D2"><f>1+1</f></c>', "formule jamais calculée"),
        ],
    )
    def test_a_cell_that_would_read_as_empty(self, cell, problem):
        """An error or a formula without result is said with its place."""
        found = refusal(archives.sheet(f'<row r="2">{cell}</row>'))

        assert found == f"feuille « Feuil1 » : {problem} en D2."

    def test_an_error_on_another_sheet(self):
        """On a sheet that is not named, an error is given back as its text."""
        content = archives.sheet('<row r="2"><c r="D2" t="e"><v>#N/A</v></c></row>')
        clean = check_xlsx("liste.xlsx", content, "")
        book = CalamineWorkbook.from_filelike(BytesIO(clean))

        assert book.get_sheet_by_index(0).to_python() == [["#N/A"]]

    def test_a_hidden_sheet(self):
        """The sheet that is read must be one people see."""
        parts = archives.sheet_parts("")
        book = parts["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')
        content = archives.with_parts(archives.sheet(""), {"xl/workbook.xml": book})

        assert refusal(content) == "la feuille « Feuil1 » est masquée."

    def test_the_last_row_accepted(self):
        """A list of 100 000 rows is read, one more is not."""
        row = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
        last, beyond = row.format(100_000), row.format(100_001)

        assert check_xlsx("liste.xlsx", archives.sheet(last), "Feuil1")
        assert refusal(archives.sheet(beyond)) == (
            "la cellule « A100001 » est hors limites (ligne 100001, colonne 1 ; "
            "100\u202f000 lignes et 200 colonnes sont lues)."
        )

    @pytest.mark.parametrize("content", [b"Code", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
    def test_what_is_no_workbook(self, content):
        """A file that only bears the name of a workbook is refused."""
        assert refusal(content) == "ce n'est pas un classeur .xlsx lisible."


class TestCheckXls:
    """Of an old workbook, what can be seen from outside is checked."""

    def test_an_old_workbook(self):
        """A container without password nor macros goes on to the reader."""
        check_xls("liste.xls", archives.old_container("Workbook"))

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"Code;Nom", "ce n'est pas un classeur .xls lisible."),
            (
                archives.old_container("EncryptedPackage"),
                "il est protégé par un mot de passe.",
            ),
            (
                archives.old_container("Workbook", "_VBA_PROJECT_CUR"),
                "il contient des macros.",
            ),
            (
                archives.old_container("Workbook", "\x01Ole10Native"),
                "il contient un objet incorporé.",
            ),
            (
                archives.old_container("Workbook") + b"\x00" * 33 * 2**20,
                "il pèse 33 Mio, la limite est de 32 Mio.",
            ),
        ],
    )
    def test_what_is_refused(self, content, found):
        """A text, a password, macros, an object and a giant are refused."""
        with pytest.raises(BadFileError) as caught:
            check_xls("liste.xls", content)

        assert caught.value.found == found
