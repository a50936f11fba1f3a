"""Files read through a declared map, good and bad, built on the spot."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.list_files import (
    ListMap,
    find_list_map,
    load_list_map,
    read_list,
)
from contrat_de_ville.adapters.list_report import write_list_report
from contrat_de_ville.domain.lists import ListReading, RowOutcome
from contrat_de_ville.errors import BadFileError


MAPS = Path(__file__).resolve().parents[2] / "config" / "listes"
CSV_MAP = """\
version: essai-1
fichier: {sorte: csv, encodage: utf-8, separateur: ";", ligne_entete: 1}
colonnes: {code: Code, nom: Structure, etape: Étape, demande: Montant demandé}
colonnes_ignorees: []
identite: {code: code, nom: nom, format_code: "[0-9]+"}
regroupement: etape
montants:
  colonnes: [demande]
  decimale: ","
  milliers: " "
  symbole: "€"
  au_moins_un: [demande]
lignes_ecartees:
  entete_repete: [code, nom]
  variantes_entete: {}
  total: {mot: Total, colonnes: [code], montant_seul: false}
  doublons: ecarter
controles:
  valeurs_admises: {}
  vides_a_verifier: []
"""
SHEET_MAP = CSV_MAP.replace(
    'sorte: csv, encodage: utf-8, separateur: ";"', "sorte: xlsx, feuille: Demandes"
)
HEADER = "Code;Structure;Étape;Montant demandé\n"
ROW = "1;Les Jardins;Instruction;1 500,50 €\n"


def list_map(folder: Path, text: str = CSV_MAP, name: str = "essai.yaml") -> ListMap:
    """Write a map, then load it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_list_map(path)


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    path = folder / "liste.csv"
    path.write_bytes(text.encode(encoding))
    return path


def sheet_file(folder: Path, rows: list[list[object]], sheet: str = "Demandes") -> Path:
    """Write a workbook of one sheet."""
    path = folder / "liste.xlsx"
    with Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return path


def refusal(path: Path, declared: ListMap) -> str:
    """Return what is said of a file that is refused."""
    with pytest.raises(BadFileError) as caught:
        read_list(path, declared)
    return str(caught.value)


class TestCsv:
    """A CSV is read with the declared encoding and separator."""

    def test_a_good_file(self, tmp_path: Path) -> None:
        """Rows keep the numbers a spreadsheet shows; the file's hash is kept."""
        path = csv_file(tmp_path, HEADER + ROW + "\n" + ROW.replace("1;", "2;", 1))
        reading = read_list(path, list_map(tmp_path))

        assert [(row.row_number, row.outcome.value) for row in reading.rows] == [
            (2, "acceptée"),
            (3, "écartée"),
            (4, "acceptée"),
        ]
        assert reading.sums_by("etape", "demande") == {"Instruction": 300_100}
        assert reading.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()

    def test_longer_and_shorter_rows_are_refused(self, tmp_path: Path) -> None:
        """A row with another number of cells is refused, even when they are empty."""
        text = HEADER + ROW + "2;B;C;4;5\n" + "3;B;4\n" + "4;B;C;5;\n"
        reading = read_list(csv_file(tmp_path, text), list_map(tmp_path))

        assert [row.outcome.value for row in reading.rows] == [
            "acceptée",
            "refusée",
            "refusée",
            "refusée",
        ]
        assert reading.rows[1].reason.startswith("5 cellules pour 4 colonnes")

    def test_a_line_break_inside_quotes_is_one_row(self, tmp_path: Path) -> None:
        """Rows are counted as a spreadsheet shows them, not as lines of the file."""
        text = HEADER + '1;"Les\nJardins";Instruction;5\n' + ROW
        reading = read_list(csv_file(tmp_path, text), list_map(tmp_path))

        assert [row.row_number for row in reading.rows] == [2, 3]
        assert reading.rows[0].values["nom"] == "Les Jardins"

    def test_open_quotes_are_refused(self, tmp_path: Path) -> None:
        """Quotes left open would swallow the rest: the file is refused."""
        path = csv_file(tmp_path, HEADER + '1;"Les Jardins;I;5\n' + ROW)

        assert "la ligne 3 ne se lit pas" in refusal(path, list_map(tmp_path))

    def test_another_encoding_is_said(self, tmp_path: Path) -> None:
        """A file that is not in the declared encoding names the line."""
        path = csv_file(tmp_path, HEADER, "cp1252")

        assert "ligne 1, il n'est pas écrit en utf-8." in refusal(
            path, list_map(tmp_path)
        )

    def test_utf8_read_as_cp1252_is_said(self, tmp_path: Path) -> None:
        """Every byte is a cp1252 letter: UTF-8 is recognised, not misread."""
        declared = list_map(tmp_path, CSV_MAP.replace("utf-8", "cp1252"))
        text = refusal(csv_file(tmp_path, HEADER + ROW), declared)

        assert "il est écrit en UTF-8, le plan déclare cp1252." in text

    def test_a_byte_order_mark_is_said(self, tmp_path: Path) -> None:
        """A file that begins with a mark asks for utf-8-sig, which reads it."""
        path = csv_file(tmp_path, HEADER + ROW, "utf-8-sig")
        declared = list_map(tmp_path, CSV_MAP.replace("utf-8", "utf-8-sig"))

        assert "Déclarez l'encodage utf-8-sig." in refusal(path, list_map(tmp_path))
        assert len(read_list(path, declared).rows) == 1


class TestSheet:
    """A workbook's cells are read as the text they show."""

    def test_a_good_sheet(self, tmp_path: Path) -> None:
        """Whole numbers have no « .0 »; an amount with decimals is exact."""
        rows: list[list[object]] = [
            ["Code", " Structure", "Étape", "Montant  demandé"],
            [1005, "Les Jardins", "Instruction", 1500.5],
            ["0102", "Autre", "Instruction", 0.1 + 0.2],
            [],
            [7, "Tiers", True, 12],
        ]
        declared = list_map(tmp_path, SHEET_MAP)
        reading = read_list(sheet_file(tmp_path, rows), declared)

        assert [row.values.get("code") for row in reading.rows] == [
            "1005",
            "0102",
            None,
            "7",
        ]
        assert reading.sums_by("etape", "demande") == {
            "Instruction": 150_080,
            "VRAI": 1_200,
        }

    def test_a_cell_beyond_the_header_is_refused(self, tmp_path: Path) -> None:
        """A value right of the last header is not dropped in silence."""
        rows: list[list[object]] = [
            ["Code", "Structure", "Étape", "Montant demandé"],
            [1, "A", "I", 5, "note"],
        ]
        reading = read_list(sheet_file(tmp_path, rows), list_map(tmp_path, SHEET_MAP))

        assert reading.counts()[RowOutcome.REFUSEE] == 1

    def test_the_wrong_sheet_is_said(self, tmp_path: Path) -> None:
        """The sheets present are listed."""
        path = sheet_file(tmp_path, [["Code"]], sheet="Feuil1")
        text = refusal(path, list_map(tmp_path, SHEET_MAP))

        assert "pas de feuille « Demandes » (présentes : « Feuil1 »)" in text

    def test_a_cell_in_error_is_said(self, tmp_path: Path) -> None:
        """The reader takes « #DIV/0! » for an empty cell: the file is refused."""
        path = tmp_path / "liste.xlsx"
        with Workbook(path) as book:
            page = book.add_worksheet("Demandes")
            page.write_row(0, 0, ["Code", "Structure", "Étape", "Montant demandé"])
            page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        text = refusal(path, list_map(tmp_path, SHEET_MAP))

        assert "feuille « Demandes » : erreur de calcul (#…) en D2." in text

    def test_a_far_cell_is_said(self, tmp_path: Path) -> None:
        """A cell at the far corner would exhaust the memory: it is refused."""
        path = tmp_path / "liste.xlsx"
        with Workbook(path) as book:
            book.add_worksheet("Demandes").write(1_048_575, 16_383, 1)
        text = refusal(path, list_map(tmp_path, SHEET_MAP))

        assert "la cellule « XFD1048576 » est hors limites" in text

    @pytest.mark.parametrize("content", [b"Code", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
    @pytest.mark.parametrize("kind", ["xls", "xlsx"])
    def test_what_is_no_workbook_is_said(
        self, tmp_path: Path, content: bytes, kind: str
    ) -> None:
        """A file that only bears the name of a workbook is refused."""
        path = tmp_path / f"liste.{kind}"
        path.write_bytes(content)
        declared = list_map(tmp_path, SHEET_MAP.replace("xlsx", kind))

        assert f"ce n'est pas un classeur .{kind} lisible." in refusal(path, declared)


class TestHeader:
    """The header must be the declared one, column for column."""

    @pytest.mark.parametrize(
        ("header", "found"),
        [
            (
                "Code;Structure;Étape",
                "il manque « Montant demandé » (trouvées : « Code »",
            ),
            (HEADER.strip() + ";Étape", "sont en double « Étape »"),
            (HEADER.strip() + ";Avis", "ne sont pas déclarées « Avis »"),
        ],
    )
    def test_another_header_is_said(
        self, tmp_path: Path, header: str, found: str
    ) -> None:
        """A missing, doubled or undeclared column is named, with those found."""
        path = csv_file(tmp_path, header + "\n")

        assert found in refusal(path, list_map(tmp_path))

    def test_an_ignored_column_is_declared(self, tmp_path: Path) -> None:
        """A column may be left unread, when the map says so."""
        declared = list_map(
            tmp_path, CSV_MAP.replace("ignorees: []", "ignorees: [Avis]")
        )
        path = csv_file(tmp_path, HEADER.strip() + ";Avis\n" + ROW.strip() + ";oui\n")

        assert "avis" not in read_list(path, declared).rows[0].values

    def test_a_file_without_its_header_row(self, tmp_path: Path) -> None:
        """A file shorter than its header says how many rows it has."""
        declared = list_map(
            tmp_path, CSV_MAP.replace("ligne_entete: 1", "ligne_entete: 3")
        )
        path = csv_file(tmp_path, HEADER)

        assert "il n'a que 1 ligne(s)" in refusal(path, declared)


class TestBadFiles:
    """A file that cannot be used says why."""

    def test_missing(self, tmp_path: Path) -> None:
        """A missing file is said to be missing."""
        text = refusal(tmp_path / "absent.csv", list_map(tmp_path))

        assert "Fichier « absent.csv » : il est introuvable" in text

    def test_empty(self, tmp_path: Path) -> None:
        """An empty file is said to be empty."""
        assert "il est vide." in refusal(csv_file(tmp_path, ""), list_map(tmp_path))

    def test_too_large(self, tmp_path: Path) -> None:
        """A file above the limit is not even opened."""
        path = tmp_path / "liste.csv"
        with path.open("wb") as file:
            file.truncate(33 * 2**20)

        assert "il pèse 33 Mio" in refusal(path, list_map(tmp_path))

    def test_another_kind(self, tmp_path: Path) -> None:
        """A map for workbooks does not read a CSV."""
        text = refusal(csv_file(tmp_path, HEADER), list_map(tmp_path, SHEET_MAP))

        assert "le plan « essai.yaml » décrit un fichier .xlsx." in text


class TestMaps:
    """A map is strict, and is found by what the file is."""

    @pytest.mark.parametrize(
        ("before", "after", "found"),
        [
            ("version: essai-1", "version: 1", "« 1 » n'est pas un texte"),
            ("regroupement: etape", "regroupement: avis", "« avis » ne fait pas"),
            ("sorte: csv", "sorte: ods", "« ods » ne fait pas partie"),
            ("ligne_entete: 1", "ligne_entete: 0", "n'est pas un numéro de ligne"),
            ("encodage: utf-8", "encodage: hex", "« hex » n'est pas un encodage"),
            ('separateur: ";"', 'separateur: "ab"', "un seul signe est attendu"),
            ('milliers: " "', 'milliers: ","', "décimales et milliers"),
            ('format_code: "[0-9]+"', 'format_code: "["', "forme lisible"),
            ("au_moins_un: [demande]", "au_moins_un: [code]", "n'est pas un montant"),
            ("au_moins_un: [demande]", "au_moins_un: []", "est vide"),
            ("nom: Structure", "nom: Code", "deux codes ont le même intitulé"),
            ("colonnes_ignorees: []", "colonnes_ignorees: Avis", "pas une liste"),
            ("variantes_entete: {}", "variantes_entete: []", "pas une suite"),
            ("montant_seul: false", "montant_seul: non", "true ou false"),
            ("mot: Total", "mot: 3", "« total.mot » n'est pas un texte"),
            ('symbole: "€"', "symbole: 3", "symbole » n'est pas un texte"),
            ("doublons: ecarter", "doublon: ecarter", "clé inattendue « doublon »"),
            ('separateur: ";"', "feuille: F", "clé inattendue « feuille »"),
            ("ligne_entete: 1", "ligne_entete: 1, entete: large", "« large » ne fait"),
            ("ligne_entete: 1", "ligne_entete: 1, entete_parmi: 0", "nombre de lignes"),
            ("nom: Structure", "nom: {intitule: code}", "même intitulé (code, nom)"),
            ("nom: Structure", "nom: {titre: Nom}", "clé inattendue « titre »"),
            ("nom: Structure", "nom: {intitule: N, presence: x}", "« x » ne fait pas"),
            ("montants:", "annee: l'an\nmontants:", "n'est pas une année"),
            (
                "  decimale:",
                "  convention: fr\n  decimale:",
                "clé inattendue « decimale",
            ),
            (
                'decimale: ","\n  milliers: " "\n  symbole: "€"',
                "convention: fr",
                "« fr » ne fait pas partie",
            ),
            ("controles:", "cellules: {siret: [x]}\ncontroles:", "« x » ne fait pas"),
            ("controles:", "cellules: {un_parmi: a}\ncontroles:", "pas une liste"),
            (
                "controles:",
                "cellules: {longueur: {nom: 0}}\ncontroles:",
                "n'est pas une longueur",
            ),
            (
                "controles:",
                "dates: {colonnes: [nom], convention: us}\ncontroles:",
                "« us » ne fait pas partie",
            ),
        ],
    )
    def test_a_wrong_map_is_said(
        self, tmp_path: Path, before: str, after: str, found: str
    ) -> None:
        """A key or a value that means nothing is refused, and named."""
        with pytest.raises(BadFileError) as caught:
            list_map(tmp_path, CSV_MAP.replace(before, after))

        assert found in str(caught.value)

    @pytest.mark.parametrize(
        "path", sorted(MAPS.glob("*.yaml")), ids=lambda one: one.stem
    )
    def test_our_maps_are_readable(self, path: Path) -> None:
        """Every map that ships is read without a complaint."""
        assert load_list_map(path).version.startswith(path.stem.replace("_", "-"))

    def test_the_map_that_fits_is_found(self, tmp_path: Path) -> None:
        """Of several maps, the one with this sheet and these headers is chosen."""
        list_map(tmp_path, SHEET_MAP, "classeur.yaml")
        list_map(tmp_path, CSV_MAP.replace("Étape", "Avis"), "autre.yaml")
        list_map(tmp_path, CSV_MAP, "bon.yaml")
        found = find_list_map(tmp_path, csv_file(tmp_path, HEADER + ROW))

        assert found.name == "bon.yaml"

    def test_no_map_fits(self, tmp_path: Path) -> None:
        """The known maps are listed, each with what does not fit."""
        list_map(tmp_path, SHEET_MAP, "classeur.yaml")
        with pytest.raises(BadFileError) as caught:
            find_list_map(tmp_path, csv_file(tmp_path, HEADER))

        assert "classeur.yaml : le plan « classeur.yaml » décrit" in str(caught.value)

    def test_no_map_at_all(self, tmp_path: Path) -> None:
        """A folder without maps is said to have none."""
        with pytest.raises(BadFileError, match="aucun plan dans"):
            find_list_map(tmp_path, csv_file(tmp_path, HEADER))

    def test_two_maps_fit(self, tmp_path: Path) -> None:
        """Two maps that fit are both named: the choice is a person's."""
        list_map(tmp_path, CSV_MAP, "a.yaml")
        list_map(tmp_path, CSV_MAP, "b.yaml")
        with pytest.raises(BadFileError, match=r"a\.yaml, b\.yaml"):
            find_list_map(tmp_path, csv_file(tmp_path, HEADER))


class TestReport:
    """The report shows every row, and what the reading adds up to."""

    def reading(self, folder: Path) -> ListReading:
        """Read a list with a row of each outcome."""
        text = HEADER + ROW + "2;=1+1;Instruction;\n" + "3;B;;10\n" + "Total;;;1 511\n"
        return read_list(csv_file(folder, text), list_map(folder))

    def test_both_sheets(self, tmp_path: Path) -> None:
        """Amounts are numbers in euros, texts stay texts, every row is there."""
        path = tmp_path / "rapport.xlsx"
        write_list_report(path, self.reading(tmp_path))
        book = CalamineWorkbook.from_path(path)
        summary = book.get_sheet_by_name("Synthèse").to_python()
        lines = book.get_sheet_by_name("Lignes").to_python()

        assert book.sheet_names == ["Synthèse", "Lignes"]
        assert [row[:3] for row in summary if row[0] == "Instruction"] == [
            ["Instruction", 1, 1500.5]
        ]
        assert [row[:3] for row in summary if row[0] == "(non renseigné)"] == [
            ["(non renseigné)", 1, 10]
        ]
        assert [row[:2] for row in summary if row[0] == "Lignes lues"] == [
            ["Lignes lues", "4 = 2 acceptées + 1 refusée + 1 écartée"],
            ["Lignes lues", 4],
        ]
        assert [row[4] for row in summary if row[1] == 5] == ["ÉCART"]
        assert [row[0] for row in lines[1:]] == [2, 3, 4, 5]
        assert lines[2][1:5] == [
            "refusée",
            "Aucun montant : « Montant demandé ».",
            "2",
            "=1+1",
        ]

    def test_the_same_reading_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Nothing of the moment enters the report."""
        one, two = tmp_path / "un.xlsx", tmp_path / "deux.xlsx"
        write_list_report(one, self.reading(tmp_path))
        write_list_report(two, self.reading(tmp_path))

        assert one.read_bytes() == two.read_bytes()

    def test_a_reading_without_rows(self, tmp_path: Path) -> None:
        """A list with only its header still has its report."""
        path = tmp_path / "rapport.xlsx"
        empty = read_list(csv_file(tmp_path, HEADER), list_map(tmp_path))
        write_list_report(path, empty)
        content = BytesIO(path.read_bytes())

        assert CalamineWorkbook.from_filelike(content).sheet_names == [
            "Synthèse",
            "Lignes",
        ]
