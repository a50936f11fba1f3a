"""A summary sheet set beside the detail it sums up."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.list_files import load_list_map, read_list
from contrat_de_ville.adapters.list_report import write_list_report
from contrat_de_ville.domain.list_summary import check_summary
from contrat_de_ville.domain.lists import (
    FileLabel,
    ListRow,
    RowLabel,
    RowOutcome,
    SummaryCheck,
)
from contrat_de_ville.errors import BadFileError


MAP = """\
version: essai-1
annee: 2017
fichier: {sorte: xlsx, feuille: Demandes, ligne_entete: 1}
colonnes: {code: Code, nom: Structure, theme: Thème, demande: Montant}
colonnes_ignorees: []
identite: {code: code, nom: nom, format_code: "[0-9]+"}
regroupement: theme
montants: {colonnes: [demande], convention: etablir, au_moins_un: [demande]}
lignes_ecartees:
  entete_repete: [code, nom]
  variantes_entete: {}
  total: {mot: Total, colonnes: [code], montant_seul: false}
  doublons: ecarter
controles: {valeurs_admises: {}, vides_a_verifier: []}
recapitulatif:
  {feuille: Par thème, groupes: Thème, montants: Total, total: Total général,
   groupe: theme, montant: demande}
"""


def row(theme: str, centimes: int | None, *labels: RowLabel) -> ListRow:
    """Return a row of a theme."""
    return ListRow(
        row_number=2,
        outcome=RowOutcome.ACCEPTEE,
        reason="",
        values={"theme": theme},
        amounts={"demande": centimes},
        labels=labels,
    )


def check(rows: list[ListRow], written: dict[str, int]) -> list[tuple[object, ...]]:
    """Return group, total written and sum of the detail."""
    checks = check_summary(
        rows, written, group="theme", amount="demande", total="Total général"
    )
    return [(one.group, one.written_centimes, one.computed_centimes) for one in checks]


class TestSums:
    """The sums are those of the requests, a theme holding down to its total."""

    def test_a_theme_written_once(self) -> None:
        """Rows below a theme are its own; case does not count, refused rows do."""
        rows = [
            row("Sport", 100),
            row("", 50),
            row("", 150, RowLabel.TOTAL),
            row("", 7, RowLabel.ANONYME),
            row("Culture", None),
        ]

        assert check(rows, {"SPORT": 150, "Total général": 150}) == [
            ("SPORT", 150, 150),
            ("(sans groupe)", None, 7),
            ("Total général", 150, 157),
        ]

    def test_a_theme_the_detail_has_not(self) -> None:
        """Absent from the detail is not zero."""
        assert check([], {"Sport": 0, "Total général": 0})[0] == ("Sport", 0, None)

    def test_agreeing(self) -> None:
        """Both must say the same, to the centime."""
        one = SummaryCheck(group="A", written_centimes=10, computed_centimes=10)
        two = SummaryCheck(group="A", written_centimes=0, computed_centimes=None)

        assert (one.agrees, two.agrees) == (True, False)


class TestFile:
    """A map declares the sheet; the report says what does not agree."""

    def book(self, folder: Path, *, total: float, amounts: str = "Total") -> Path:
        """Write a detail of 30 € and a summary."""
        path = folder / "liste.xlsx"
        with Workbook(path) as book:
            detail = book.add_worksheet("Demandes")
            for at, cells in enumerate(
                [
                    ["Code", "Structure", "Thème", "Montant"],
                    [1, "A", "Sport", 10],
                    [2, "B", "", 20],
                ]
            ):
                detail.write_row(at, 0, cells)
            page = book.add_worksheet("Par thème")
            page.write_row(2, 0, ["Thème", amounts])
            page.write_row(3, 0, ["Sport", 30])
            page.write_row(4, 0, ["(vide)", ""])
            page.write_row(5, 0, ["Total général", total])
        return path

    def map_path(self, folder: Path) -> Path:
        """Write the map."""
        path = folder / "essai.yaml"
        path.write_text(MAP, encoding="utf-8")
        return path

    def test_it_agrees(self, tmp_path: Path) -> None:
        """Nothing is said of a summary that agrees."""
        path = self.book(tmp_path, total=30)
        reading = read_list(path, load_list_map(self.map_path(tmp_path)))

        assert [one.agrees for one in reading.summary] == [True, True]
        assert [one.label for one in reading.remarks] == [FileLabel.FEUILLE_NON_LUE]

    def test_it_does_not(self, tmp_path: Path) -> None:
        """The totals are set side by side in a remark and in the report."""
        path, report = self.book(tmp_path, total=31.5), tmp_path / "rapport.xlsx"
        reading = read_list(path, load_list_map(self.map_path(tmp_path)))
        write_list_report(report, reading)
        sheet = CalamineWorkbook.from_path(report).get_sheet_by_name("Synthèse")

        assert reading.remarks[-1].label is FileLabel.RECAPITULATIF
        assert reading.remarks[-1].sentence.replace("\u00a0", " ") == (
            "La feuille « Par thème » annonce en tout 31,50 €, le détail donne 30 € ; "
            "1 lignes sur 2 ne concordent pas."
        )
        assert ["Total général", 31.5, 30, "ÉCART"] in [
            line[:4] for line in sheet.to_python()
        ]

    def test_the_columns_are_missing(self, tmp_path: Path) -> None:
        """A summary under other headers is a fault of the map, and said."""
        path = self.book(tmp_path, total=30, amounts="Somme")
        with pytest.raises(BadFileError, match="n'a pas les colonnes"):
            read_list(path, load_list_map(self.map_path(tmp_path)))
