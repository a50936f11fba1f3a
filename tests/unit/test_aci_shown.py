"""The sheet and the picture of the chantiers, read back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.charts import Caption
from contrat_de_ville.adapters.dumbbells import Dumbbell, Reach, dumbbells
from contrat_de_ville.adapters.report import write_report
from contrat_de_ville.adapters.workbook import write_programming_workbook
from tests.overview_builder import overview


CAPTION = Caption(ident="essai", title="Essai <1>", text="a & b")
LEGEND = ("2016", "2017")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write the year of the builder."""
    written = tmp_path / "programmation.xlsx"
    write_programming_workbook(written, overview())
    return written


def sheet(path: Path) -> list[list[Any]]:
    """Read the sheet of the chantiers, every row from the first."""
    book = CalamineWorkbook.from_path(str(path))
    rows: list[list[Any]] = book.get_sheet_by_name("ACI").to_python(
        skip_empty_area=False
    )
    return rows


def charts(path: Path) -> list[str]:
    """Read the charts over the sheet of the chantiers."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "charts/chart" in name]
        texts = [archive.read(name).decode() for name in names]
    return [one for one in texts if "<c:f>ACI!" in one or "<c:f>'ACI'!" in one]


class TestSheet:
    """Each grant, then the gap between structures."""

    def test_each_chantier_has_its_two_years(self, path: Path) -> None:
        """20 000 → 17 000 over 12: −15 %, 1 666,67 → 1 416,67 a head."""
        headers, first, second = sheet(path)[4:7]
        row = dict(zip(headers, first, strict=True))

        assert (row["Écart"], row["Écart en %"]) == (-3_000.0, -0.15)
        assert (row["Par salarié 2016"], row["Par salarié 2017"]) == (1666.67, 1416.67)
        assert (row["Hausse par salarié"], row["Baisse par salarié"]) == ("", 250.0)
        assert second[headers.index("Écart")] == ""

    def test_the_gap_between_structures_is_told(self, path: Path) -> None:
        """One structure: 20 000 / 12 in 2016, (17 000 + 20 000) / 26 in 2017."""
        rows = sheet(path)
        top = next(i for i, row in enumerate(rows) if row[0] == "Année")
        shown = (0, 2, 3, 6)

        assert [rows[top + 1][one] for one in shown] == ["2016", 1.0, 1666.67, 0.0]
        assert [rows[top + 2][one] for one in shown] == ["2017", 1.0, 1423.08, 0.0]
        assert rows[top + 3][0].startswith("0 chantier gagne")

    def test_the_chart_reads_the_cells_of_the_table(self, path: Path) -> None:
        """Dots over the columns of the two years, lines over rise and fall."""
        texts = charts(path)
        columns = re.findall(r"<c:f>'?ACI'?!\$([A-Z])\$6:", texts[0])

        assert (len(texts), sorted(set(columns))) == (1, ["B", "J", "K", "L", "M"])

    def test_a_year_without_chantiers_has_no_chart(self, tmp_path: Path) -> None:
        """The sheet says that there is no line, and draws nothing."""
        written = tmp_path / "vide.xlsx"
        write_programming_workbook(written, overview(aci=()))

        assert charts(written) == []
        assert sheet(written)[5][0] == "Aucune ligne."


class TestPicture:
    """One line per chantier, from the year before to the year."""

    def test_dots_are_placed_in_proportion_and_away_from_the_edges(self) -> None:
        """0 stands at 2 %, the largest at 98 %, its half at 50 %."""
        rows = [
            Dumbbell(label="A", text="", first=0, second=200),
            Dumbbell(label="B", text="", first=None, second=100),
        ]
        svg = dumbbells(CAPTION, LEGEND, [], rows)

        assert re.findall(r'<circle class="(\w+)" cx="([\d.]+)%"', svg) == [
            ("first", "2"),
            ("second", "98"),
            ("second", "50"),
        ]
        assert re.findall(r'x1="([\d.]+)%" y1="\d+" x2="([\d.]+)%"', svg) == [
            ("2", "98")
        ]

    def test_a_reach_goes_from_the_lowest_to_the_highest(self) -> None:
        """From 50 to 100 of 200: from 26 % on, 24 % wide; a point is still seen."""
        reaches = [
            Reach(label="A", text="", lowest=50, highest=100, kind="first"),
            Reach(label="B", text="", lowest=200, highest=200, kind="second"),
        ]
        svg = dumbbells(CAPTION, LEGEND, reaches, [])

        assert re.findall(r'x="([\d.]+)%" y="\d+" width="([\d.]+)%"', svg) == [
            ("26", "24"),
            ("98", "0.5"),
        ]

    def test_words_are_escaped(self) -> None:
        """What a porteur wrote stays text."""
        rows = [Dumbbell(label="<b>", text="a & b", first=1, second=2)]
        svg = dumbbells(CAPTION, LEGEND, [], rows)

        assert ("&lt;b&gt;" in svg, "<b>" in svg) == (True, False)

    def test_the_report_shows_it_with_its_words(self, tmp_path: Path) -> None:
        """Those who do not see the picture read the same figures."""
        page = tmp_path / "rapport.html"
        write_report(page, overview())
        text = page.read_text("utf-8").replace("\u202f", " ").replace("\xa0", " ")

        assert "Aide par salarié en insertion, d&#x27;une année à l&#x27;autre" in text
        assert (
            "Chantier des berges : 1 666,67 € en 2016, 1 416,67 € en 2017 (-15,0 %)"
        ) in text
