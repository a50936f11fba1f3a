from __future__ import annotations

import warnings
import zipfile
from io import BytesIO

import pytest

from contrat_de_ville.adapters.xlsx_guard import checked_workbook
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import example_bytes, parts_of, zipped


def sheet(rows):
    """Return a workbook of one sheet with these rows."""
    return zipped(
        {"xl/worksheets/sheet1.xml": f"<x><sheetData>{rows}</sheetData></x>".encode()}
    )


def refusal(content):
    """Return what was found in a file that must be refused."""
    with pytest.raises(BadFileError) as caught:
        checked_workbook(content, "recu.xlsx")
    return caught.value.found


class TestArchive:
    """An archive is opened only within its limits."""

    def test_keeps_every_xml_part_and_nothing_else(self, tmp_path):
        """What comes out is the XML of what came in; macros and images are left."""
        parts = parts_of(example_bytes(tmp_path))
        content = zipped({**parts, "xl/vbaProject.bin": b"macro"})

        assert parts == parts_of(checked_workbook(content, "recu.xlsx"))

    def test_an_opendocument_workbook(self):
        """An .ods is named for what it is, with the format to save it in."""
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(
                "mimetype", "application/vnd.oasis.opendocument.spreadsheet"
            )

        assert "OpenDocument (.ods)" in refusal(content.getvalue())

    def test_too_many_parts(self):
        """More than 200 parts are refused."""
        parts = {f"{rank}.xml": b"<x/>" for rank in range(201)}

        assert refusal(zipped(parts)) == "il contient 201 parties, 200 sont acceptées."

    def test_a_high_ratio(self):
        """A part that unfolds a thousand times is refused before it is unfolded."""
        assert "plus de 100 fois" in refusal(zipped({"a.xml": b" " * 5_000_000}))

    def test_too_much_once_unpacked(self):
        """Sixty megabytes declared are refused."""
        assert "60 Mo" in refusal(zipped({"a.bin": b"\0" * 60 * 1024 * 1024}))

    def test_two_parts_of_one_name(self):
        """Two parts of one name are refused: readers differ on which one counts."""
        content = BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(content, "w") as archive:
            warnings.simplefilter("ignore")
            archive.writestr("a.xml", "<a/>")
            archive.writestr("a.xml", "<b/>")

        assert "le même nom" in refusal(content.getvalue())

    def test_a_size_that_lies(self):
        """A part larger than it declares is refused, not unpacked to its end."""
        content = bytearray(zipped({"a.xml": b"<a>" + b"b" * 5_000 + b"</a>"}))
        directory = content.index(b"PK\x01\x02")
        content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

        assert "abîmée" in refusal(bytes(content))

    def test_an_encrypted_part(self):
        """A part under password is refused."""
        content = bytearray(zipped({"a.xml": b"<a/>"}))
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1

        assert "abîmée" in refusal(bytes(content))


class TestCells:
    """No cell takes the reader where it would fail."""

    @pytest.mark.parametrize(
        "rows",
        [
            '<row r="501"><c r="A501"><v>1</v></c></row>',
            '<row r="1"><c r="AY1"><v>1</v></c></row>',
            '<row r="1"><c r="AY1" t="inlineStr"><is><t>a</t></is></c></row>',
            '<row r="500"/><row><c><v>1</v></c></row>',
            '<row r="1"><c r="AX1"/><c><v>1</v></c></row>',
            '<row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></row>',
        ],
    )
    def test_a_filled_cell_too_far(self, rows):
        """Row 501 and column 51 are refused, referenced, implied or prefixed."""
        assert "500 lignes et 50 colonnes" in refusal(sheet(rows))

    @pytest.mark.parametrize(
        "rows",
        [
            '<row r="500"><c r="AX500"><v>1</v></c></row>',
            '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        ],
    )
    def test_the_last_cell_and_a_formatted_one_far_away(self, rows):
        """Row 500 and column 50 are read; a format without value is harmless."""
        content = sheet(rows)

        assert parts_of(content) == parts_of(checked_workbook(content, "recu.xlsx"))

    @pytest.mark.parametrize("reference", ["ZZZZZZZZ1", "A0", "a1", "1", "", "A٣"])
    def test_a_malformed_reference(self, reference):
        """A cell that cannot exist is refused: it would end the whole process."""
        rows = f'<row r="1"><c r="{reference}"><v>1</v></c></row>'

        assert "n'existe pas" in refusal(sheet(rows))

    def test_a_formula_never_computed(self):
        """A formula without a result would read as an empty answer: refused."""
        rows = '<row r="7"><c r="B7"><f>1+1</f></c></row>'

        assert refusal(sheet(rows)) == (
            "la formule de la cellule B7 n'a pas été calculée."
        )

    def test_an_error_of_calculation(self):
        """An answer such as #DIV/0! would read as empty: refused, with its cell."""
        rows = '<row r="7"><c r="B7" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'

        assert "la cellule B7 contient une erreur de calcul" in refusal(sheet(rows))

    @pytest.mark.parametrize("texts", ["4294967295", "-1", "beaucoup"])
    def test_a_false_number_of_texts(self, texts):
        """Four billion texts announced are refused: room would be made for them."""
        part = f'<sst count="1" uniqueCount="{texts}"/>'.encode()

        assert "textes" in refusal(zipped({"xl/sharedStrings.xml": part}))

    def test_a_doctype(self):
        """A document type declaration is refused: it can unfold without end."""
        part = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

        assert "DOCTYPE" in refusal(zipped({"xl/workbook.xml": part}))

    def test_what_is_not_xml(self):
        """A part that is not XML is refused."""
        assert "illisible" in refusal(zipped({"xl/workbook.xml": b"bonjour"}))

    @pytest.mark.parametrize("rank", ["deux", "-1", "0", "1_0", "٣", "99999999"])
    def test_a_row_that_cannot_exist(self, rank):
        """A row whose number is not one is refused."""
        assert "le numéro de ligne" in refusal(sheet(f'<row r="{rank}"/>'))
