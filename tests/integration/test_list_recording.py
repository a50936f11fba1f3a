"""A list is recorded once, every row with what became of it, and reported."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from contrat_de_ville.adapters.store.models import Liste, RangListe
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.steps import StepReport
from tasks.lists import find_map, read_list_file, record_list
from tests.list_builder import cells, csv_text
from tests.store_builder import REF, add_cycle


AT = paris(date(2017, 1, 12), time(10))


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    """Give a workspace with an open cycle."""
    with workspace.store().writing() as session:
        add_cycle(session)
    return workspace


def record(folder: Path, *, a_blanc: bool = False) -> StepReport:
    """Record a list of two rows in Windows letters, one of them damaged."""
    path = folder / "liste.csv"
    text = csv_text(
        cells(objet="Été"), cells(idBeneficiaire="2,43E+13", objet="=1+1\x00")
    )
    path.write_bytes(text.encode("cp1252"))
    return record_list(REF, read_list_file(path, find_map(path)), AT, a_blanc=a_blanc)


def counts(workspace: Workspace) -> list[tuple[str, int]]:
    """Count the rows kept by outcome."""
    with workspace.store().reading() as session:
        query = select(RangListe.outcome, func.count()).group_by(RangListe.outcome)
        return sorted((outcome, count) for outcome, count in session.execute(query))


class TestRecording:
    """What is kept is what was read, once."""

    def test_rows_reasons_and_remarks(self, opened: Workspace, tmp_path: Path) -> None:
        """Each row is kept; the sentence names the reasons and the file's dirt."""
        said = record(tmp_path)

        assert counts(opened) == [("acceptée", 1), ("refusée", 1)]
        assert said.summary == (
            "liste.csv : 2 lignes lues = 1 acceptée, 1 refusée, 0 écartée. "
            "Motifs de refus : SIRET en notation scientifique (1), caractère interdit "
            "(1). À savoir du fichier : encodage autre qu'UTF-8. Détail ligne à ligne "
            "et conventions du fichier : listes/liste.csv.xlsx."
        )
        assert said.columns == ("nomAttribuant", "Lignes", "montant")
        assert len(said.rows) == 1

    def test_a_preview_announces_no_workbook(
        self, opened: Workspace, tmp_path: Path
    ) -> None:
        """What a preview did not write is not said to be there."""
        said = record(tmp_path, a_blanc=True)

        assert said.summary.endswith(
            "Sans --a-blanc, le détail ligne à ligne est écrit dans un classeur."
        )
        assert not (opened.outputs(REF) / "listes").exists()
        assert counts(opened) == []

    def test_twice_is_once(self, opened: Workspace, tmp_path: Path) -> None:
        """The same list adds nothing the second time, and says so."""
        record(tmp_path)
        again = record(tmp_path)

        assert (again.effects_count, counts(opened)) == (
            0,
            [("acceptée", 1), ("refusée", 1)],
        )
        assert "Déjà importée : rien n'a été ajouté." in again.summary

    def test_the_report_says_how_it_is_written(
        self, opened: Workspace, tmp_path: Path
    ) -> None:
        """Conventions and remarks are in the workbook beside the rows."""
        record(tmp_path)
        path = opened.outputs(REF) / "listes" / "liste.csv.xlsx"
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Synthèse")
        first = [str(row[0]) for row in sheet.to_python()]

        assert "Encodage : Windows-1252 (ce n'est pas de l'UTF-8)." in first
        assert "encodage autre qu'UTF-8" in first

    def test_a_dry_run_keeps_nothing(self, opened: Workspace, tmp_path: Path) -> None:
        """À blanc, neither the list nor its report is written."""
        record(tmp_path, a_blanc=True)
        with opened.store().reading() as session:
            kept = session.scalar(select(func.count()).select_from(Liste))

        assert kept == 0
        assert not (opened.outputs(REF) / "listes").exists()
