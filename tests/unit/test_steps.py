"""What a step leaves to be read."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.steps import CycleRef, StepReport, plural


REPORT = StepReport(step="fund_aci", title="Financement des ACI", summary="1 chantier.")


class TestStepReport:
    """A report is read on the screen of the run."""

    def test_a_report_without_table(self) -> None:
        """A title and a sentence."""
        assert REPORT.as_markdown() == "## Financement des ACI\n\n1 chantier."

    def test_a_rehearsal_says_so(self) -> None:
        """Nobody takes a rehearsal for the act."""
        report = StepReport(
            step="remind", title="Relances", summary="Rien.", a_blanc=True
        )

        assert report.as_markdown() == (
            "## Relances\n\nRien.\n\n"
            "*Passage à blanc : rien n'a été enregistré ni envoyé.*"
        )

    def test_a_table_has_its_columns(self) -> None:
        """A number is written, nothing is left empty."""
        report = StepReport(
            step="fund_aci",
            title="ACI",
            summary="Deux.",
            columns=("Dépôt", "Aide"),
            rows=(("2017-0001", 3), ("2017-0002", None)),
        )

        assert report.as_markdown().splitlines()[4:] == [
            "| Dépôt | Aide |",
            "| --- | --- |",
            "| 2017-0001 | 3 |",
            "| 2017-0002 |  |",
        ]

    def test_notes_come_under_the_table(self) -> None:
        """What is too long for a cell is a paragraph, on one line."""
        report = StepReport(
            step="x",
            title="X",
            summary="Y",
            columns=("Z",),
            rows=(("voir [1]",),),
            notes=("[1] Un motif\nlong.", "[2] Un autre."),
        )

        assert report.as_markdown().splitlines()[-4:] == [
            "",
            "[1] Un motif long.",
            "",
            "[2] Un autre.",
        ]

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("a|b", "| a/b |"),
            ("a\nb", "| a b |"),
            ("1\u202f200\u00a0€", "| 1\u202f200\u00a0€ |"),
        ],
    )
    def test_a_cell_never_breaks_the_table(self, cell: str, expected: str) -> None:
        """File names come from outside: bars and line ends are replaced."""
        report = StepReport(
            step="x", title="X", summary="Y", columns=("Z",), rows=((cell,),)
        )

        assert expected == report.as_markdown().split("\n")[-1]


class TestPlural:
    """French nouns agree with their number: zero and one are singular."""

    @pytest.mark.parametrize(
        ("count", "many", "expected"),
        [
            (0, None, "0 dépôt"),
            (1, None, "1 dépôt"),
            (2, None, "2 dépôts"),
            (0, "dépôts reçus", "0 dépôt"),
            (3, "dépôts reçus", "3 dépôts reçus"),
        ],
    )
    def test_a_noun_agrees(self, count: int, many: str | None, expected: str) -> None:
        """An irregular plural is given."""
        assert expected == plural(count, "dépôt", many)


def test_a_cycle_is_named_by_its_contrat_and_its_year() -> None:
    """The name stands in the journal and in keys."""
    assert CycleRef(contrat="CV195", annee=2017).code == "CV195-2017"
