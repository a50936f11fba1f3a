"""The rows of a committee's sheet, found again whatever was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.committee import ExportedLine, Standing
from contrat_de_ville.domain.committee_rows import (
    CellRead,
    Matched,
    SheetRead,
    match_rows,
)


HEADINGS = ("N°", "Financeur", "Intitulé", "Demandé", "Montant arbitré", "Motif")
TO_FILL, COMPUTED = ("Montant arbitré", "Motif"), ("À vérifier",)
LETTERS = "ABCDEFGH"


def exported(numero: str, funder: str, title: str, asked: int) -> ExportedLine:
    """Return a row as it left, its funder shown by another name than its code."""
    return ExportedLine(
        numero=numero,
        funder=funder,
        standing=Standing(part="", asked_centimes=asked),
        shown={
            "N°": numero,
            "Financeur": {"ETAT": "État"}.get(funder, funder),
            "Intitulé": title,
            "Demandé": asked,
        },
    )


LINES = (
    exported("2017-0001", "ETAT", "Ateliers de parents", 4_000_00),
    exported("2017-0001", "CAPH", "Ateliers de parents", 2_000_50),
    exported("2017-0002", "CAF", "Fête\nde quartier", 1_500_00),
)


def text(words: str) -> CellRead:
    """Return a cell of text."""
    return CellRead(text=words)


def number(written: str) -> CellRead:
    """Return a cell that is a number."""
    return CellRead(text=written, number=written)


def row_of(line: ExportedLine) -> dict[str, CellRead]:
    """Return the row of a line as it left, by heading."""
    shown = dict(line.shown)
    euros = int(shown["Demandé"] or 0)
    return {
        "N°": text(str(shown["N°"])),
        "Financeur": text(str(shown["Financeur"])),
        "Intitulé": text(str(shown["Intitulé"])),
        "Demandé": number(f"{euros // 100}.{euros % 100:02d}"),
    }


def sheet(
    *rows: Mapping[str, CellRead], headings: tuple[str, ...] = HEADINGS
) -> SheetRead:
    """Return a sheet of these rows, from row 6 on, under its headings on row 5."""
    where = dict(zip(headings, LETTERS, strict=False))
    placed = {
        rank: {
            where[heading]: cell for heading, cell in row.items() if heading in where
        }
        for rank, row in enumerate(rows, start=6)
    }
    top = {letters: text(heading) for heading, letters in where.items()}
    return SheetRead(rows={1: {"A": text("Comité de pilotage")}, 5: top, **placed})


def matched(given_sheet: SheetRead) -> Matched:
    """Return what is found of the three lines in a sheet."""
    return match_rows(given_sheet, LINES, TO_FILL, COMPUTED)


def said(given_sheet: SheetRead) -> list[str]:
    """Return the problems of a sheet, as a person reads them."""
    return [str(one) for one in matched(given_sheet).problems]


AS_IT_LEFT = tuple(row_of(one) for one in LINES)


class TestWhatIsFound:
    """A row is known by its number and funder, a column by its heading."""

    def test_as_it_left(self) -> None:
        """Every row is found where it stands, and nothing is to mend."""
        found = matched(sheet(*AS_IT_LEFT))

        assert [row.number for row in found.rows] == [6, 7, 8]
        assert (found.problems, found.notes) == ((), ())

    @given(st.permutations(AS_IT_LEFT), st.permutations(HEADINGS))
    def test_order_does_not_matter(
        self, rows: list[dict[str, CellRead]], headings: list[str]
    ) -> None:
        """Rows and columns in any order: the same lines, nothing to mend."""
        found = matched(sheet(*rows, headings=tuple(headings)))

        assert sorted(row.line.key for row in found.rows) == [
            ("2017-0001", "CAPH"),
            ("2017-0001", "ETAT"),
            ("2017-0002", "CAF"),
        ]
        assert found.problems == ()

    def test_blank_rows_and_line_ends_are_nothing(self) -> None:
        """An empty row between two is skipped; « Fête de quartier » reads the same."""
        title = {**AS_IT_LEFT[2], "Intitulé": text("Fête de quartier ")}
        found = matched(
            sheet(AS_IT_LEFT[0], {"Motif": text(" ")}, AS_IT_LEFT[1], title)
        )

        assert [row.number for row in found.rows] == [6, 8, 9]
        assert found.problems == ()

    def test_a_column_added_is_told_and_not_read(self) -> None:
        """A column of notes is no fault, and is said not to be read."""
        rows = [{**row, "Mes notes": text("à revoir")} for row in AS_IT_LEFT]
        found = matched(sheet(*rows, headings=(*HEADINGS, "Mes notes")))

        assert found.problems == ()
        assert found.notes == ("Colonnes ajoutées, non lues : « Mes notes ».",)

    def test_our_own_live_cells_are_not_read(self) -> None:
        """What a formula of ours shows changes as cells are filled: it is no change."""
        live = CellRead(text="✓ rempli", is_formula=True)
        rows = [{**row, "À vérifier": live} for row in AS_IT_LEFT]
        found = matched(sheet(*rows, headings=(*HEADINGS, "À vérifier")))

        assert (found.problems, found.notes) == ((), ())


class TestWhatWasTouched:
    """Each thing that is not as it left is named, with its cell."""

    @pytest.mark.parametrize(
        ("heading", "cell", "expected"),
        [
            (
                "Intitulé",
                text("Ateliers de mères"),
                (
                    "Lignes!C6 (2017-0001, État) : « Intitulé » a été changé : « "
                    "Ateliers de "
                    "mères » au lieu de « Ateliers de parents ». Rétablissez ce qui y "
                    "était : seules les cases jaunes se remplissent."
                ),
            ),
            ("Intitulé", text(""), "une case vide au lieu de « Ateliers de parents »"),
            ("Demandé", number("40000"), "« 40000 » au lieu de « 4"),
            ("Demandé", number("4000.01"), "« 4000.01 » au lieu de"),
            ("Demandé", text("4000"), "« 4000 » au lieu de"),
            (
                "Demandé",
                CellRead(text="4000", number="4000", is_formula=True),
                "Lignes!D6 (2017-0001, État) : « Demandé » est devenu une formule.",
            ),
        ],
    )
    def test_a_locked_cell(self, heading: str, cell: CellRead, expected: str) -> None:
        """A changed cell is named with what it holds and what it held."""
        rows = ({**AS_IT_LEFT[0], heading: cell}, *AS_IT_LEFT[1:])
        problems = said(sheet(*rows))

        assert len(problems) == 1
        assert expected in problems[0].replace("\u202f", " ")

    def test_a_missing_row(self) -> None:
        """A row that is gone is named by its line."""
        assert said(sheet(*AS_IT_LEFT[:2])) == [
            (
                "Feuille « Lignes » : la ligne 2017-0002, CAF manque. Repartez du "
                "classeur "
                "exporté, sans ajouter ni retirer de ligne."
            )
        ]

    def test_an_added_row(self) -> None:
        """A row of another number, or without any, is named by its place."""
        added = {**AS_IT_LEFT[0], "N°": text("2017-0099")}
        nameless = {"Montant arbitré": number("100")}
        problems = said(sheet(*AS_IT_LEFT, added, nameless))

        assert [one.partition(" Repartez")[0] for one in problems] == [
            (
                "Lignes, ligne 9 : cette ligne (2017-0099, État) n'était pas dans le "
                "classeur exporté."
            ),
            (
                "Lignes, ligne 10 : cette ligne (sans numéro ni financeur) n'était pas "
                "dans le classeur exporté."
            ),
        ]

    def test_a_repeated_row(self) -> None:
        """A row copied under another is named with the first."""
        problems = said(sheet(*AS_IT_LEFT, AS_IT_LEFT[1]))

        assert [one.partition(" Repartez")[0] for one in problems] == [
            "Lignes, ligne 9 : elle répète la ligne 7 (2017-0001, CAPH)."
        ]

    def test_a_renamed_column(self) -> None:
        """A column whose heading is gone is named; rows are not guessed without it."""
        renamed = tuple("Titre" if one == "Intitulé" else one for one in HEADINGS)
        found = matched(sheet(*AS_IT_LEFT, headings=renamed))

        assert [one.found for one in found.problems] == [
            "la colonne « Intitulé » manque."
        ]
        assert found.rows == ()

    def test_everything_is_told_at_once(self) -> None:
        """A missing row, an added one and a changed cell make three problems."""
        changed = {**AS_IT_LEFT[0], "Intitulé": text("x")}
        added = {**AS_IT_LEFT[2], "N°": text("2017-0077")}

        assert len(said(sheet(changed, AS_IT_LEFT[1], added))) == 3

    def test_an_export_without_lines(self) -> None:
        """A workbook of no line comes back with none."""
        empty = match_rows(sheet(), (), TO_FILL, COMPUTED)

        assert (empty.rows, empty.problems) == ((), ())

    def test_an_amount_that_was_empty(self) -> None:
        """A locked cell that showed nothing must show nothing still."""
        line = replace(LINES[0], shown={**LINES[0].shown, "Demandé": None})
        kept = {**AS_IT_LEFT[0], "Demandé": CellRead()}
        results = [
            len(match_rows(sheet(row), (line,), TO_FILL, COMPUTED).problems)
            for row in (kept, AS_IT_LEFT[0])
        ]

        assert results == [0, 1]
