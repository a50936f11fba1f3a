"""The workbook read back: what is a number, what is empty, what stays text."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.workbook import write_programming_workbook
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.overview import AgeRow, EnvelopePartRow
from contrat_de_ville.errors import BadFileError
from tests.overview_builder import HOSTILE_TITLE, action, funder_line, overview


HEADER_ROW = 4
COPIL = paris(date(2017, 3, 28), time(14))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Write the year of the builder."""
    path = tmp_path / "programmation.xlsx"
    write_programming_workbook(path, overview())
    return path


def sheet_rows(path: Path, name: str) -> list[list[Any]]:
    """Read a sheet back, every row from the first."""
    book = CalamineWorkbook.from_path(str(path))
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(
        skip_empty_area=False
    )
    return rows


def table(path: Path, name: str) -> list[dict[str, Any]]:
    """Read the one table of a sheet: a dictionary per row, the totals last."""
    rows = sheet_rows(path, name)
    headers = [str(cell) for cell in rows[HEADER_ROW]]
    return [dict(zip(headers, row, strict=True)) for row in rows[HEADER_ROW + 1 :]]


def xml_parts(path: Path, prefix: str) -> str:
    """Join the raw parts of the archive under *prefix*."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        return "".join(archive.read(name).decode() for name in names)


class TestSheets:
    """Which sheets, under which names."""

    def test_has_one_sheet_per_heading(self, written: Path) -> None:
        """Synthèse, balance, actions, axes, quartiers, funders, ACI, checks."""
        assert CalamineWorkbook.from_path(str(written)).sheet_names == [
            "Synthèse",
            "Équilibre",
            "Équilibre en images",
            "Programmation",
            "Axe 1",
            "Axe 2",
            "Axe 3",
            "Centre",
            "Boulevard de la Liberté",
            "Gambetta",
            "Sans quartier désigné",
            "État",
            "La Porte du Hainaut",
            "Département du Nord",
            "CAF",
            "ACI",
            "Contrôles",
        ]

    def test_names_no_format_accepts_are_mended(self, tmp_path: Path) -> None:
        """Two quartiers of forbidden, long and equal names still have each a sheet."""
        path = tmp_path / "noms.xlsx"
        name = "Quartier [nord] : rues, places / cours"
        write_programming_workbook(
            path, overview(quartiers={"A": name, "B": name}, actions=())
        )
        names = CalamineWorkbook.from_path(str(path)).sheet_names
        expected = ["Quartier nord rues, places cour", "Quartier nord rues, places (2)"]

        assert expected == [one for one in names if one.startswith("Quartier")]


class TestCells:
    """What each cell holds."""

    def test_amounts_are_numbers_in_euros(self, written: Path) -> None:
        """Centimes become euros, as numbers."""
        row = table(written, "Programmation")[2]

        assert (
            row["La Porte du Hainaut\ndemandé"],
            row["Total programmé"],
        ) == (22000.5, 20000.0)

    def test_no_decision_is_empty_and_refusal_is_zero(self, written: Path) -> None:
        """Action 6 waits, action 7 is refused: an empty cell and a zero."""
        rows = table(written, "Programmation")

        assert rows[5]["CAF\narbitré COPIL"] == ""
        assert rows[6]["CAF\narbitré COPIL"] == 0.0
        assert (rows[5]["Total programmé"], rows[6]["Total programmé"]) == ("", 0.0)

    def test_a_siret_keeps_its_zeros(self, written: Path) -> None:
        """The SIRET is text, its leading zeros are not lost."""
        assert table(written, "Programmation")[0]["SIRET"] == "00000000100008"

    def test_a_formula_in_a_title_stays_text(self, written: Path) -> None:
        """A title that looks like a formula or a link is written as it is."""
        assert table(written, "Programmation")[11]["Intitulé"] == HOSTILE_TITLE
        assert "hyperlink" not in xml_parts(written, "xl/worksheets/sheet").lower()

    def test_the_only_formulas_are_our_sums(self, written: Path) -> None:
        """Every formula of every sheet is a SUM over one column."""
        formulas = re.findall(r"<f>(.*?)</f>", xml_parts(written, "xl/worksheets/"))

        assert formulas
        assert [
            one
            for one in formulas
            if not re.fullmatch(r"SUM\([A-Z]+\d+(:[A-Z]+\d+)?\)", one)
        ] == []

    @pytest.mark.parametrize(
        ("hostile", "shown"),
        [
            ("+33 3 27 00 00 00", "+33 3 27 00 00 00"),
            ("\t=1+1", "\t=1+1"),
            ("bien\n=cmd", "bien\n=cmd"),
            ("nul\x00\x07 et seul \ud800", "nul et seul "),
            ("<r><t>x</t></r>", " <r><t>x</t></r>"),
            ("https://x.example", "https://x.example"),
        ],
    )
    def test_hostile_titles_are_read_back_as_text(
        self, tmp_path: Path, hostile: str, shown: str
    ) -> None:
        """Signs, tabulations, controls, markup and links end as plain text."""
        path = tmp_path / "hostile.xlsx"
        one = action(1, 1, funder_line("CAF", 100), title=hostile)
        write_programming_workbook(path, overview(actions=(one,)))

        assert shown == table(path, "Programmation")[0]["Intitulé"]
        assert "hyperlink" not in xml_parts(path, "xl/worksheets/sheet").lower()


class TestWorkingTable:
    """The columns of the working table: each stage of each funder, with its words."""

    def test_has_every_column(self, written: Path) -> None:
        """Who, where, for whom, how much, then eight columns for each funder."""
        headers = list(table(written, "Programmation")[0])
        state = [one for one in headers if one.startswith("État\n")]

        assert headers[:14] == [
            "N°", "Axe", "Orien-\ntation", "Intitulé", "Porteur", "SIRET", "Quartiers",
            "Communes", "Publics prioritaires", "Bénéfi-\nciaires", "dont femmes",
            "dont hommes", "Âges", "Type",
        ]  # fmt: skip
        assert headers[14:18] == [
            "Coût total", "Coût hors contri-\nbutions volontaires",
            "Autofinan-\ncement", "Accordé N-1\n(déclaré)",
        ]  # fmt: skip
        assert [one.removeprefix("État\n") for one in state] == [
            "demandé", "avis technique", "proposé", "arbitré COPIL", "décidé",
            "statut", "date", "acte",
        ]  # fmt: skip
        assert headers[50:] == [
            "Total programmé", "Taux*", "Avis des conseils citoyens", "État",
            "Décision du COPIL", "Motif",
        ]  # fmt: skip

    def test_a_line_tells_its_stages(self, tmp_path: Path) -> None:
        """What is not known is empty, what is nothing is zero, a day is a day."""
        line = funder_line(
            "ETAT", 6_000_00, 4_200_00, avis="RESERVE", avis_text="Public à préciser",
            proposed_centimes=4_200_00, arbitrated_at=COPIL, reason="Plafond de 50 %",
        )  # fmt: skip
        one = action(
            1, 1, line, men_count=18, own_funds_centimes=0,
            ages=(AgeRow(band="0_5", women=2, men=1),
                  AgeRow(band="18_25", women=None, men=None),
                  AgeRow(band="26_64", women=20, men=17)),
        )  # fmt: skip
        path = tmp_path / "une.xlsx"
        write_programming_workbook(path, overview(actions=(one,)))
        row = table(path, "Programmation")[0]

        assert row["Âges"] == "0 à 5 ans : 3 ; 26 à 64 ans : 37"
        assert row["dont hommes"] == 18.0
        assert (row["Autofinan-\ncement"], row["Accordé N-1\n(déclaré)"]) == (0.0, "")
        assert row["État\navis technique"] == "réservé : Public à préciser"
        assert (row["État\nproposé"], row["État\ndécidé"]) == (4200.0, "")
        assert row["État\nstatut"] == "Arbitré"
        assert row["État\ndate"].isoformat()[:10] == "2017-03-28"
        assert row["Décision du COPIL"] == "Réduite"
        assert row["Motif"] == "État : Plafond de 50 %"

    def test_one_motive_for_several_funders_is_written_once(
        self, tmp_path: Path
    ) -> None:
        """The funders that share it are named together, in their order."""
        lines = (
            funder_line("CAF", 100, reason="Enveloppe épuisée"),
            funder_line("CAPH", 100, reason="Aide ACI de la note"),
            funder_line("ETAT", 100, reason="Enveloppe épuisée"),
        )
        path = tmp_path / "motif.xlsx"
        write_programming_workbook(path, overview(actions=(action(1, 1, *lines),)))

        assert table(path, "Programmation")[0]["Motif"] == (
            "CAF, État : Enveloppe épuisée\nLa Porte du Hainaut : Aide ACI de la note"
        )


class TestBalance:
    """The sheet of the balance: every spreading ends on the same totals."""

    def test_each_spread_sums_to_the_year(self, written: Path) -> None:
        """Axes, quartiers, communes, publics, new and renewed: 83 250,51 €."""
        rows = [row for row in sheet_rows(written, "Équilibre") if row[0] == "Total"]

        assert [row[3] for row in rows] == [83250.51] * 5
        assert [row[5] for row in rows] == [64250.01] * 5

    def test_a_stage_not_reached_is_empty(self, tmp_path: Path) -> None:
        """Before the proposal and the COPIL, only what is asked is shown."""
        path = tmp_path / "avant.xlsx"
        waiting = (action(1, 1, funder_line("CAF", 100_00)),)
        write_programming_workbook(path, overview(actions=waiting))
        row = next(r for r in sheet_rows(path, "Équilibre") if str(r[0])[:5] == "Axe 1")

        assert row[1:8] == [1.0, 0.0, 100.0, "", "", "", ""]

    def test_says_how_much_the_money_gathers(self, written: Path) -> None:
        """One porteur carries the twelve actions: it has everything."""
        rows = {str(row[0]): row for row in sheet_rows(written, "Équilibre")}

        assert rows["Porteurs qui ont déposé"][1] == 1.0
        assert rows["dont plusieurs actions"][1:3] == [1.0, 1.0]
        assert rows["Les 5 premiers porteurs"][1:4] == [1.0, 1.0, 64250.01]

    def test_lists_the_fields_still_empty(self, written: Path) -> None:
        """3.2 drew no deposit, 3.3 drew one that is not programmed."""
        rows = sheet_rows(written, "Équilibre")
        head = next(n for n, row in enumerate(rows) if str(row[0]).startswith("Champs"))

        assert [row[:3] for row in rows[head + 1 : head + 3]] == [
            ["3.2 – Prévenir les grossesses précoces", 3.0, 0.0],
            ["3.3 – Prévenir les pratiques à risque", 3.0, 1.0],
        ]

    def test_pictures_are_charts_over_the_cells(self, written: Path) -> None:
        """Four charts, each reading the tables of the sheet « Équilibre »."""
        charts = xml_parts(written, "xl/charts/")

        assert charts.count("<c:barChart>") >= 4
        assert "Équilibre!$D$" in charts or "'Équilibre'!$D$" in charts


class TestTotals:
    """What is summed, and how it is labelled."""

    def test_sums_the_programmation(self, written: Path) -> None:
        """The last row sums what the actions ask and get."""
        total = table(written, "Programmation")[12]

        assert (
            total["N°"],
            total["Total programmé"],
            total["État\ndemandé"],
        ) == ("Total", 64250.01, 29850.01)

    def test_a_column_without_decision_has_no_sum(self, written: Path) -> None:
        """Nothing proposed anywhere: the total is empty, not zero."""
        assert table(written, "Programmation")[12]["CAF\nproposé"] == ""

    def test_a_quartier_shows_whole_amounts_and_its_part(self, written: Path) -> None:
        """Action 5 is whole in Gambetta; its third is the quartier's part."""
        rows = table(written, "Gambetta")
        shared = next(row for row in rows if row["N°"] == "2017-0005")

        assert (
            shared["Total programmé"],
            shared["Part du quartier\nprogrammée"],
        ) == (100.0, 33.33)
        assert shared["Note"] == "montant compté une fois dans la Synthèse"
        assert (
            rows[-1]["N°"],
            rows[-1]["Part du quartier\nprogrammée"],
        ) == ("Total, montants entiers", 12533.33)

    def test_the_summary_gives_each_spread_the_same_totals(self, written: Path) -> None:
        """Funders, axes and quartiers all end on 83 250,51 € and 64 250,01 €."""
        rows = [row for row in sheet_rows(written, "Synthèse") if row[0] == "Total"]

        assert [
            rows[0][2],
            *(row[3] for row in rows[1:]),
        ] == [83250.51, 83250.51, 83250.51]
        assert [rows[0][4], *(row[5] for row in rows[1:])] == [64250.01] * 3

    def test_before_the_copil_nothing_is_programmed(self, tmp_path: Path) -> None:
        """What is proposed is summed, what is not yet arbitrated is empty, not zero."""
        line = funder_line("CAPH", 100_00, proposed_centimes=60_00)
        path = tmp_path / "avant.xlsx"
        write_programming_workbook(path, overview(actions=(action(1, 1, line),)))
        first = next(r for r in sheet_rows(path, "Synthèse") if r[0] == "Total")

        assert first[2:5] == [100.0, 60.0, ""]

    def test_what_is_within_an_envelope_is_not_added_to_it(
        self, tmp_path: Path
    ) -> None:
        """A « dont » of 30 000 € stands apart: the envelopes still make 71 000 €."""
        part = EnvelopePartRow(
            part="aci", label="ACI", envelope_centimes=30_000_00,
            programmed_centimes=17_000_00, is_reserved=True, override_centimes=500_00,
        )  # fmt: skip
        rows = tuple(
            replace(one, parts=(part,), override_centimes=1_000_00)
            if one.funder == "CAPH"
            else one
            for one in overview().envelopes
        )
        path = tmp_path / "dont.xlsx"
        write_programming_workbook(path, overview(envelopes=rows))
        found = {str(row[0]): row for row in sheet_rows(path, "Synthèse")}
        caph = "La Porte du Hainaut, crédits spécifiques"
        first = next(r for r in sheet_rows(path, "Synthèse") if r[0] == "Total")

        assert found[f"{caph} – ACI"][1:5] == [30000.0, "oui", 17000.0, 13500.0]
        assert found[caph][5] == 1000.0
        assert first[1] == 71000.0

    def test_the_checks_find_no_gap(self, written: Path) -> None:
        """Every amount reached by two ways is the same."""
        rows = sheet_rows(written, "Contrôles")
        gaps = [
            row[3]
            for row in rows
            if str(row[0]).startswith(("Demandé :", "Programmé :"))
        ]

        assert gaps == [0.0] * 18


class TestReferences:
    """What leads back to the facts."""

    def test_a_funder_line_carries_its_reference(self, written: Path) -> None:
        """The first column is what « programmation tracer » takes."""
        rows = table(written, "Département du Nord")

        assert [row["Référence"] for row in rows] == [
            "2017-0004/DEPARTEMENT",
            "2017-0011/DEPARTEMENT",
            "Total",
        ]

    def test_a_notification_is_dated_in_paris(self, written: Path) -> None:
        """Half past midnight on 20 April is still 20 April."""
        row = table(written, "État")[0]

        assert row["Notifié le"].isoformat()[:10] == "2017-04-20"

    def test_the_summary_says_what_is_shown(self, written: Path) -> None:
        """Version, hash and the values invented for the demonstration."""
        texts = [str(cell) for row in sheet_rows(written, "Synthèse") for cell in row]

        assert f"version 1, empreinte SHA-256 {'ab' * 32}" in texts
        assert "Les enveloppes sont inventées." in texts

    def test_a_year_not_frozen_says_so(self, tmp_path: Path) -> None:
        """Without a hash the programming is « non figée »."""
        path = tmp_path / "avant.xlsx"
        write_programming_workbook(path, overview(version=0, sha256=""))
        texts = [cell for row in sheet_rows(path, "Synthèse") for cell in row]

        assert "non figée" in texts


class TestFile:
    """The file as a whole."""

    def test_the_same_facts_give_the_same_bytes(self, tmp_path: Path) -> None:
        """Two writings of one overview cannot be told apart."""
        first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        write_programming_workbook(first, overview())
        write_programming_workbook(second, overview())

        assert first.read_bytes() == second.read_bytes()

    def test_sheets_are_ready_for_paper(self, written: Path) -> None:
        """Landscape, one page wide, headers repeated, page numbers, panes frozen."""
        with zipfile.ZipFile(written) as archive:
            sheet = archive.read("xl/worksheets/sheet5.xml").decode()
            names = archive.read("xl/workbook.xml").decode()

        assert 'paperSize="9"' in sheet
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert "Page &amp;P sur &amp;N" in sheet
        assert 'state="frozen"' in sheet
        assert "<autoFilter" in sheet
        assert "'Axe 1'!$5:$5" in names

    def test_a_year_without_actions_is_written(self, tmp_path: Path) -> None:
        """Before the first deposit every table says it has no line."""
        path = tmp_path / "vide.xlsx"
        write_programming_workbook(path, overview(actions=(), aci=()))

        assert sheet_rows(path, "Programmation")[5][0] == "Aucune ligne."

    def test_a_place_that_cannot_be_written_is_said(self, tmp_path: Path) -> None:
        """A folder in the way is told in French, and nothing is left behind."""
        target = tmp_path / "programmation.xlsx"
        target.mkdir()

        with pytest.raises(BadFileError, match="ne peut pas être écrit"):
            write_programming_workbook(target, overview())
        assert [target] == list(tmp_path.iterdir())
