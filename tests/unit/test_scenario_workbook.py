"""The workbook of a comparison: sheets, numbers as numbers, sums, hostile names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.scenario_workbook import write_scenario_workbook
from contrat_de_ville.domain.scenario_effects import Compared
from contrat_de_ville.errors import BadFileError
from tests.scenario_builder import compared, sides


HEADERS = 4


def written(folder: Path, found: Compared | None = None) -> CalamineWorkbook:
    """Write the workbook and open it."""
    path = folder / "scenarios.xlsx"
    write_scenario_workbook(path, found or compared())
    return CalamineWorkbook.from_path(path)


def table(book: CalamineWorkbook, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of the one table of a sheet, by header."""
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [dict(zip(rows[HEADERS], row, strict=True)) for row in rows[HEADERS + 1 :]]


def test_it_has_a_sheet_for_each_reading(tmp_path: Path) -> None:
    """Summary first, then what changes, then each heading, then every action."""
    assert written(tmp_path).sheet_names == [
        "Synthèse", "Dossiers qui changent", "Financeurs", "Axes", "Quartiers",
        "Publics", "Porteurs", "Champs inexplorés", "Actions",
    ]  # fmt: skip


def test_the_summary_has_numbers(tmp_path: Path) -> None:
    """Euros, points and percents are numbers; the proposal has no gap."""
    base, first, second = table(written(tmp_path), "Synthèse")[:3]

    assert (base["Total"], base["Écart avec la proposition"]) == (10_000, "")
    assert (first["Total"], first["Valeur, en points"]) == (10_000, 47_000)
    assert (second["Écart avec la proposition"], second["Sortent"]) == (-2_000, 1)
    assert second["Écart de valeur, en %"] == pytest.approx(-0.167)
    assert second["Changements"] == "axe 5 au moins 30 %"


def test_a_spreading_sums_to_each_programming(tmp_path: Path) -> None:
    """Three axes and their total, last year's beside them."""
    rows = table(written(tmp_path), "Axes")

    assert [row["Premier"] for row in rows] == [4_000, 5_000, 1_000, 10_000]
    assert [row["Second\nécart"] for row in rows] == [0, -2_000, 0, -2_000]
    assert [row["N-1"] for row in rows] == [5_000, "", 1_500, 6_500]


def test_last_year_has_no_column_where_nothing_is_known(tmp_path: Path) -> None:
    """Quartiers of the year before are not known."""
    assert "N-1" not in table(written(tmp_path), "Quartiers")[0]


def test_files_that_change_have_their_sentence(tmp_path: Path) -> None:
    """Four under the first scenario, two under the second."""
    rows = table(written(tmp_path), "Dossiers qui changent")

    assert [(row["Scénario"], row["N°"][-1]) for row in rows] == [
        ("Premier", "3"), ("Premier", "4"), ("Premier", "2"), ("Premier", "1"),
        ("Second", "2"), ("Second", "4"),
    ]  # fmt: skip
    assert rows[2]["Écart"] == 3_000
    assert rows[2]["Pourquoi"].startswith("Retenue en entier")


def test_every_action_is_there(tmp_path: Path) -> None:
    """Four files and their total under each programming."""
    rows = table(written(tmp_path), "Actions")

    assert len(rows) == 5
    assert [row["Second"] for row in rows] == [6_000, 0, 0, 2_000, 8_000]


def test_unexplored_fields_are_answered_by_words(tmp_path: Path) -> None:
    """Yes or no under each programming."""
    first, second = table(written(tmp_path), "Champs inexplorés")

    assert (first["Code"], first["Second"]) == ("4.1", "non")
    assert (second["Code"], second["Premier"], second["Second"]) == (
        "5.2",
        "oui",
        "non",
    )


def test_a_name_is_only_ever_text(tmp_path: Path) -> None:
    """Neither a formula nor the writer's own markup."""
    evil = "<r>=1+1</r>"
    book = written(tmp_path, compared(sides=sides(first=evil, second="=2+2")))
    row = table(book, "Axes")[0]

    assert f" {evil}" in row
    assert "=2+2" in row


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the moment is written in it."""
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_scenario_workbook(one, compared())
    write_scenario_workbook(other, compared())

    assert one.read_bytes() == other.read_bytes()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """The sentence names the file."""
    (tmp_path / "pris").write_text("")

    with pytest.raises(BadFileError, match=r"scenarios\.xlsx"):
        write_scenario_workbook(tmp_path / "pris" / "scenarios.xlsx", compared())
