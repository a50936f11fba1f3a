"""Scenarios side by side in the terminal, and what is said of work under way."""

from __future__ import annotations

import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows.cli import scenarios_progress
from flows.cli.scenarios_compared import show_compared
from flows.cli.scenarios_progress import progress
from tests.assembly_builder import plain
from tests.scenario_builder import compared, sides


@pytest.fixture
def shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Print a comparison at a hundred columns and give its lines."""
    monkeypatch.setenv("COLUMNS", "100")
    long = "Un scénario dont le nom est vraiment très long pour une colonne"[:60]
    show_compared(compared(sides=sides(first=long)), [Path("scenarios.xlsx")])
    return plain(capsys.readouterr().out).split("\n")


def test_it_fits_and_no_amount_is_cut(shown: list[str]) -> None:
    """No line above a hundred columns, « 5 000 € » whole on its line."""
    assert max(map(len, shown)) <= 100
    assert any("│ 5 000 € │" in " ".join(one.split()) for one in shown)


def test_last_year_is_beside_the_proposal_where_known(shown: list[str]) -> None:
    """Axes have theirs, a dash where one axe has none; quartiers have no column."""
    text = " ".join(" ".join(shown).split())

    assert "│ Axe 5 – Apprentissages │ – │ 2 000 € │ 5 000 € │ 0 € │" in text
    assert text.count("N-1") == 1


def test_what_is_written_is_said(shown: list[str]) -> None:
    """The last line names the file."""
    assert "Écrit : scenarios.xlsx" in shown


def test_nothing_is_said_of_the_work_to_a_script(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error stream stays empty where nobody looks."""
    monkeypatch.setattr(scenarios_progress, "PATIENCE_SECONDS", 0.0)
    with progress() as tell:
        tell("Calcul…")

    assert capsys.readouterr().err == ""


def test_a_long_work_is_said_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the patience it shows, and controls in a name do not."""
    screen = StringIO()
    monkeypatch.setattr(
        scenarios_progress,
        "Console",
        lambda **_: Console(file=screen, force_terminal=True, width=80),
    )
    monkeypatch.setattr(scenarios_progress, "PATIENCE_SECONDS", 0.0)
    with progress() as tell:
        tell("Calcul de « a\x07b »…")
        for _ in range(500):
            if "ab" in screen.getvalue():
                break
            time.sleep(0.01)

    assert "Calcul de « ab »…" in screen.getvalue()
