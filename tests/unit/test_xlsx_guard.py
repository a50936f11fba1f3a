from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.xlsx_guard import checked_workbook
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import example_bytes, parts_of, zipped
from tests.hostile.archives import sheet, with_parts


def refusal(content, **options):
    """Return what was found in a file that must be refused."""
    with pytest.raises(BadFileError) as caught:
        checked_workbook(content, "recu.xlsx", **options)
    return caught.value.found


def annotated():
    """Return a workbook with a comment and a picture, as an annotated copy has."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Budget")
        page.write("A1", "Montant")
        page.write("B1", 12)
        page.write_comment("B1", "Un montant est attendu.")
        page.insert_textbox("D4", "Voir le guide")
    return content.getvalue()


class TestArchive:
    """An archive is read within its limits, and only what is read is kept."""

    def test_keeps_what_is_read_and_nothing_else(self, tmp_path):
        """What comes out is what came in, without properties, theme and binaries."""
        content = with_parts(
            example_bytes(tmp_path), {"xl/printerSettings/printerSettings1.bin": b"x"}
        )
        left = {
            name
            for name in parts_of(content)
            if name.startswith(("docProps/", "xl/theme/", "xl/printerSettings/"))
        }
        kept = parts_of(checked_workbook(content, "recu.xlsx"))

        assert left | set(kept) == set(parts_of(content))
        assert all(parts_of(content)[name] == part for name, part in kept.items())

    def test_comments_and_drawings_are_left_behind(self):
        """An annotated copy that comes back is read; its comments are not kept."""
        content = annotated()
        clean = checked_workbook(content, "recu.xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(clean))

        assert "xl/comments1.xml" in parts_of(content)
        assert any(name.endswith(".vml") for name in parts_of(content))
        assert not any("omment" in name or "draw" in name for name in parts_of(clean))
        assert book.get_sheet_by_name("Budget").to_python() == [["Montant", 12.0]]

    def test_an_opendocument_workbook(self):
        """An .ods is named for what it is, with the format to save it in."""
        content = zipped({"mimetype": b"application/vnd.oasis.opendocument.x"})
        stored = content.replace(b"mimetype", b"mimetypeapplication", 1)
        text = b"PK\x03\x04" + b"application/vnd.oasis.opendocument.spreadsheet"

        assert refusal(text) == "c'est un classeur OpenDocument (.ods)."
        assert "abîmée" in refusal(stored)

    def test_a_hidden_sheet_of_the_form(self):
        """What is read must be what is shown: a hidden sheet of the form is refused."""
        parts = parts_of(sheet(""))
        book = parts["xl/workbook.xml"].replace(
            b"<sheet ", b'<sheet state="veryHidden" '
        )
        content = with_parts(sheet(""), {"xl/workbook.xml": book})
        found = refusal(content, visible=["Feuil1"])

        assert found == "la feuille « Feuil1 » est masquée."
        assert checked_workbook(content, "recu.xlsx", ["Budget"])


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
            '<row r="2"><c r="AY2"><f>1</f><v>1</v></c></row>',
            '<row r="1"><c r="A1"><v>1</v></c><c r="B501"><v>1</v></c></row>',
        ],
    )
    def test_a_filled_cell_too_far(self, rows):
        """Row 501 and column 51 are refused, referenced, implied or prefixed."""
        rows = rows.replace("<x:c ", '<x:c xmlns:x="u" ')

        assert "500 lignes et 50 colonnes sont lues" in refusal(sheet(rows))

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

    @pytest.mark.parametrize("rank", ["deux", "-1", "0", "1_0", "٣", "99999999"])
    def test_a_row_that_cannot_exist(self, rank):
        """A row whose number is not one is refused."""
        assert "le numéro de ligne" in refusal(sheet(f'<row r="{rank}"/>'))

    @pytest.mark.parametrize("cell", ["B7", "C7"])
    def test_a_formula_never_computed(self, cell):
        """A formula without a result would read as an empty answer: refused."""
        rows = f'<row r="7"><c r="{cell}"><f>1+1</f></c></row><row r="8"/>'

        assert refusal(sheet(rows)) == (
            f"la formule de la cellule {cell} n'a pas été calculée."
        )

    def test_a_formula_beside_the_answers(self):
        """A column of our own may hold a formula without result."""
        rows = '<row r="7"><c r="D7"><f>1+1</f></c></row>'

        assert checked_workbook(sheet(rows), "recu.xlsx")

    def test_an_error_becomes_its_text(self):
        """An answer such as #DIV/0! reads as this text, never as an empty cell."""
        rows = (
            '<row r="1"><c r="A1" s="2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            "<c r='B1' t='e'><v>#N/A</v></c><c r=\"C1\"><v>3</v></c></row>"
        )
        clean = checked_workbook(sheet(rows), "recu.xlsx")
        book = CalamineWorkbook.from_filelike(BytesIO(clean))

        assert book.get_sheet_by_index(0).to_python() == [["#DIV/0!", "#N/A", 3.0]]

    def test_a_formula_that_calls_a_program(self):
        """A formula that asks another program for its value (DDE) is refused."""
        rows = '<row r="3"><c r="D3"><f>cmd|\' /C calc\'!A0</f><v>1</v></c></row>'

        assert refusal(sheet(rows)) == (
            "une formule, ligne 3, appelle un autre programme (DDE)."
        )

    @pytest.mark.parametrize(
        "formula", ['IF(B2="a|b!","oui","non")', "Budget!B4+Budget!B5"]
    )
    def test_an_ordinary_formula(self, formula):
        """A bar in a text and the name of a sheet call no program."""
        rows = f'<row r="3"><c r="D3"><f>{formula}</f><v>1</v></c></row>'

        assert checked_workbook(sheet(rows), "recu.xlsx")

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
