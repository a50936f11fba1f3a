"""Hostile lists: each named case has its outcome, and the next honest file is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.list_files import read_bytes
from contrat_de_ville.adapters.list_report import write_list_report
from contrat_de_ville.domain.lists import RowOutcome
from contrat_de_ville.errors import BadFileError
from tests.list_builder import (
    SCDL_ROW,
    cells,
    csv_text,
    read,
    read_row,
    said,
    sheet_bytes,
)


@pytest.fixture(autouse=True)
def next_file_is_read() -> Iterator[None]:
    """Read an honest list after each case: nothing of the case is left behind."""
    yield
    assert said(read_row()) == ("acceptée",)


def refusal(content: bytes | str, file_name: str = "liste.csv") -> str:
    """Return what is said of a file that is refused."""
    with pytest.raises(BadFileError) as caught:
        read(content, file_name)
    return str(caught.value)


def dated(order: str, day: float, *, is_1904: bool = False) -> bytes:
    """Write a workbook of one row whose date is a number, formatted as *order*."""
    stream = BytesIO()
    with Workbook(stream, {"date_1904": is_1904}) as book:
        page = book.add_worksheet("Feuil1")
        page.write_row(0, 0, list(SCDL_ROW))
        page.write_row(1, 0, cells())
        style = book.add_format({"num_format": order}) if order else None
        page.write_number(1, 2, day, style)
    return stream.getvalue()


class TestFormulas:
    """H23-H29: text is kept as it is written, and said when it could compute."""

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            (
                '=HYPERLINK("http://x.example","y")',
                '=HYPERLINK("http://x.example","y")',
            ),
            ("@SUM(A1)", "@SUM(A1)"),
            ("\t=1+1", "=1+1"),
            ('"\r=1+1"', "=1+1"),
            ("\u00a0=1+1", "=1+1"),
            ('"Jardin\n=cmd|x"', "Jardin =cmd|x"),
            ("+1+cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0"),
        ],
    )
    def test_what_a_spreadsheet_would_compute(self, text: str, kept: str) -> None:
        """The row is accepted, its text kept, and the likeness pointed out."""
        row = read_row(objet=text)

        assert said(row) == ("acceptée", "texte qui ressemble à une formule")
        assert row.values["objet"] == kept

    @pytest.mark.parametrize("text", ["+33 3 27 00 00 00", "-5", "- à revoir"])
    def test_what_it_would_not(self, text: str) -> None:
        """A telephone, a number or a dash stay readable, without a word."""
        row = read_row(objet=text)

        assert (said(row), row.values["objet"]) == (("acceptée",), text)

    def test_the_report_holds_no_formula(self, tmp_path: Path) -> None:
        """What we write of such a text is text, in every sheet of the report."""
        path = tmp_path / "rapport.xlsx"
        hostile = cells(
            objet="=7*191", nomAttribuant="=7*191", nomBeneficiaire="@SUM(1)"
        )
        write_list_report(path, read(csv_text(hostile, header=[*SCDL_ROW])))
        book = CalamineWorkbook.from_path(path)
        shown = [
            cell
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]

        assert {"=7*191", "@SUM(1)"} <= {str(cell) for cell in shown}
        assert 7 * 191 not in shown


class TestLetters:
    """H30, H50, H61, H62: letters that hide or damage."""

    @pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b[31m", "\x7f"])
    def test_control_characters(self, letter: str) -> None:
        """A null or an escape damages a row: refused, shown as a lost letter."""
        row = read_row(objet=f"a{letter}b")

        assert said(row) == ("refusée", "caractère interdit")
        assert row.values["objet"].startswith("a\ufffd")

    @pytest.mark.parametrize("letter", ["\u200b", "\u202e", "\u2066", "\ufeff"])
    def test_invisible_signs(self, letter: str) -> None:
        """A sign without width or of direction is kept and pointed out."""
        row = read_row(objet=f"a{letter}b")

        assert said(row) == ("acceptée", "caractère invisible")

    @pytest.mark.parametrize(
        "text",
        [
            "NA",
            "null",
            "None",
            "#N/A",
            "<script>",
            "{{7*7}}",
            "%s",
            "' OR 1=1 --",
            "🏠",
        ],
    )
    def test_words_of_machines_are_text(self, text: str) -> None:
        """« NA » is a name like another, and so is a piece of code."""
        row = read_row(nomBeneficiaire=text)

        assert (said(row), row.values["nom_beneficiaire"]) == (("acceptée",), text)

    def test_typographic_line_ends(self) -> None:
        """A line separator inside a cell does not cut the row."""
        row = read_row(objet="a\u2028b\u0085c")

        assert (said(row), row.values["objet"]) == (("acceptée",), "a b c")


class TestShape:
    """H31-H42: rows, headers and files of another shape."""

    def test_longer_and_shorter_rows(self) -> None:
        """Nothing is shifted: a row of another length is refused without values."""
        longer, shorter = [*cells(), "x"], cells()[:-1]
        reading = read(csv_text(longer, shorter))

        assert [said(row) for row in reading.rows] == [
            ("refusée", "nombre de cellules inattendu")
        ] * 2
        assert [dict(row.values) for row in reading.rows] == [{}, {}]

    def test_mixed_separators(self) -> None:
        """Rows cut by another sign than the file's are refused, one by one."""
        text = csv_text(cells()) + ",".join(cells()) + "\n"

        assert [row.outcome.value for row in read(text).rows] == ["acceptée", "refusée"]

    def test_a_doubled_header(self) -> None:
        """Two columns of one name that disagree refuse the row."""
        text = csv_text([*cells(), "Autre"], header=[*SCDL_ROW, "Objet"])

        assert said(read(text).rows[0]) == (
            "refusée",
            "colonne en double, valeurs différentes",
        )

    def test_a_huge_cell(self) -> None:
        """A cell above 131 072 letters refuses the file, with its line."""
        found = refusal(csv_text(cells(), cells(objet="x" * 140_000)))

        assert "une cellule commencée ligne 3 dépasse 131 072 caractères" in found

    def test_an_unclosed_quote(self) -> None:
        """The line where the quote was opened is named."""
        found = refusal(csv_text(cells(), cells(objet='"Jardiner'), cells()))

        assert "guillemets ouverts ligne 3 et jamais fermés" in found

    def test_too_many_rows(self) -> None:
        """Above 100 000 rows the file is refused at once, whatever it holds."""
        text = csv_text() + (";".join(cells()) + "\n") * 100_001

        assert "plus de 100 000 lignes" in refusal(text)

    def test_too_many_cells(self) -> None:
        """Thousands of cells on a line are no list."""
        assert "aucun séparateur ne s'y montre" in refusal(";" * 100_000)
        assert "la ligne 2 a plus de 500 cellules" in refusal(
            csv_text([*cells(), *[""] * 600], *[cells()] * 3)
        )

    def test_a_line_of_500_megabytes(self, tmp_path: Path) -> None:
        """The size is looked at before anything is read."""
        path = tmp_path / "liste.csv"
        with path.open("wb") as file:
            file.truncate(500 * 2**20)
        with pytest.raises(BadFileError, match="il pèse 500 Mio"):
            read_bytes(path)

    def test_bytes_above_the_limit(self) -> None:
        """Bytes that came another way have the same limit."""
        assert "il pèse 33 Mio" in refusal(b"a" * (33 * 2**20))

    def test_empty_and_header_only(self) -> None:
        """Nothing is refused; a header alone is a list without rows."""
        assert "il est vide." in refusal(b"")
        assert "aucun séparateur" in refusal(b"\n\n")
        assert read(csv_text()).rows == ()

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_other_line_ends(self, end: str) -> None:
        """CRLF and CR cut rows like LF."""
        text = csv_text(cells(), cells(objet="b")).replace("\n", end)

        assert read(text).counts()[RowOutcome.ACCEPTEE] == 2

    def test_mixed_line_ends(self) -> None:
        """Three sorts of line ends in one file are read, counted and said."""
        text = csv_text(cells(), cells(objet="b"), cells(objet="c"))
        first, second, third, fourth = text.split("\n")[:4]
        reading = read(f"{first}\r\n{second}\r{third}\n{fourth}\n")

        assert reading.counts()[RowOutcome.ACCEPTEE] == 3
        assert [str(one.label) for one in reading.remarks] == ["fins de ligne mêlées"]
        assert "LF (2), CRLF (1), CR (1)" in reading.remarks[0].sentence

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"%PDF-1.4", "c'est un document PDF"),
            (b"PK\x03\x04abc", "c'est un classeur .xlsx"),
            (bytes(range(256)) * 8, "son encodage ne se laisse pas établir"),
            (b"\0" * 4096, "aucun séparateur ne s'y montre"),
        ],
    )
    def test_what_is_no_text(self, content: bytes, found: str) -> None:
        """A document under the name of a CSV, or plain bytes, are named."""
        assert found in refusal(content)


class TestNumbers:
    """H43-H51: amounts that a careless reader would take."""

    @pytest.mark.parametrize(
        "text",
        ["1e400", "inf", "NaN", "1" + "0" * 18, "١٢", "１２", "²", "0.005", "2,43E+13"],
    )
    def test_unreadable(self, text: str) -> None:
        """None of them is an amount; the row says so."""
        assert said(read_row(montant=text)) == ("refusée", "montant illisible")

    def test_a_column_that_shows_it(self) -> None:
        """« 1,500 € » is 1 500 € beside « 1,200.50 », refused beside « 1 200,50 »."""
        english = read(csv_text(cells(montant="1,500 €"), cells(montant="1,200.50")))
        french = read(csv_text(cells(montant="1,500 €"), cells(montant="1 200,50")))

        assert english.rows[0].amounts == {"montant": 150_000}
        assert said(french.rows[0]) == ("refusée", "montant à deux lectures")

    @pytest.mark.parametrize(
        "number", [1e20, 1234.567, 1e-7], ids=["far", "thousandths", "nothing"]
    )
    def test_numbers_of_a_workbook(self, number: float) -> None:
        """A number beyond reason or with parts of a cent is no amount either."""
        row: list[object] = [*cells()]
        row[7] = number
        content = sheet_bytes([*SCDL_ROW], row)

        assert said(read(content, "liste.xlsx").rows[0]) == (
            "refusée",
            "montant illisible",
        )


class TestDates:
    """H53-H56: days that do not exist, or have two readings."""

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("29/02/2027", "date illisible"),
            ("03/04/2027", "date à deux lectures"),
            ("31/12/9999", "date illisible"),
            ("01/01/1900", "date illisible"),
        ],
    )
    def test_each(self, text: str, label: str) -> None:
        """The year of a grant is not guessed: the row is refused."""
        assert said(read_row(dateConvention=text)) == ("refusée", label)

    @pytest.mark.parametrize(
        ("content", "day"),
        [
            (dated("dd/mm/yyyy", 42822), "2017-03-28"),
            (dated("", 42822), "2017-03-28"),
            (dated("", 42822 - 1462, is_1904=True), "2017-03-28"),
        ],
        ids=["formatted", "serial", "serial of 1904"],
    )
    def test_serials(self, content: bytes, day: str) -> None:
        """A day number is a date of the workbook's own calendar."""
        (row,) = read(content, "liste.xlsx").rows

        assert (said(row), row.values["date_convention"]) == (("acceptée",), day)

    def test_serials_are_said(self) -> None:
        """In a CSV the calendar is the usual one, and the report says so."""
        reading = read(csv_text(cells(dateConvention="42822")))

        assert reading.rows[0].values["date_convention"] == "2017-03-28"
        assert [str(one.label) for one in reading.remarks] == [
            "dates écrites en numéros de jour"
        ]

    def test_dates_with_hours_in_a_workbook(self) -> None:
        """The hour of a cell is left out."""
        row: list[object] = [*cells()]
        row[2] = datetime(2017, 3, 28, 23, 59)  # noqa: DTZ001 (cells have no zone)
        content = sheet_bytes([*SCDL_ROW], row)

        assert (
            read(content, "liste.xlsx").rows[0].values["date_convention"]
            == "2017-03-28"
        )


class TestSheets:
    """H19, H21: other sheets, a header below, hidden figures."""

    def test_other_sheets_are_named(self) -> None:
        """The sheet that is read is said, and so are the others, hidden ones too."""
        stream = BytesIO()
        with Workbook(stream) as book:
            book.add_worksheet("Notes").write(0, 0, "Bonjour")
            page = book.add_worksheet("Données")
            page.write_row(6, 0, list(SCDL_ROW))
            page.write_row(7, 0, cells())
            book.add_worksheet("Totaux").hide()
        reading = read(stream.getvalue(), "liste.xlsx")

        assert (reading.sheet, reading.header_row) == ("Données", 7)
        assert reading.remarks[0].sentence == "« Notes », « Totaux » (masquée)."

    def test_two_sheets_that_fit(self) -> None:
        """Two sheets of the same shape: the choice is a person's."""
        stream = BytesIO()
        with Workbook(stream) as book:
            for name in ("2016", "2017"):
                page = book.add_worksheet(name)
                page.write_row(0, 0, list(SCDL_ROW))
        found = refusal(stream.getvalue(), "liste.xlsx")

        assert "plusieurs feuilles conviennent : « 2016 », « 2017 »." in found
