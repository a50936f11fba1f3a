"""The flows on a real Prefect server: what its screen shows, and what it must not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.workspace import FOLDER_VARIABLE, current_workspace
from contrat_de_ville.domain.calendar import paris
from flows.avancer import avancer
from flows.open_appel import open_appel
from tests.builders import build_action
from tests.flows.prefect_records import Records, launch
from tests.small_year import OPENING, inbox, stamp, tables, write_deposit


pytestmark = pytest.mark.usefixtures("prefect_harness")

AT = paris(date(2016, 11, 5), time(8, 0))
ARRIVAL = paris(date(2016, 11, 2), time(10, 0))
EUROS = {"charge": 8_000, "ETAT": 4_000, "CAPH": 2_000, "autres": 2_000}
PORTEUR = build_action()
# The check is due once the deposits are collected: in the second pass.
STEPS = ["collecte-depots", "relances", "controle-qualite"]


def _arrive(count: int) -> None:
    for rank in range(count):
        action = build_action(title=f"Atelier {rank}", ends_on=date(2017, 12, 31))
        stamp(write_deposit(inbox() / f"depot-{rank}.xlsx", action, EUROS), ARRIVAL)


def _names(records: Records) -> list[str]:
    """Return the names of the tasks, without what Prefect adds to each."""
    return [one.name.rpartition("-")[0] for one in records.tasks]


@pytest.fixture(scope="module")
def opened(
    prefect_harness: None,  # noqa: ARG001 (a fixture asks for another)
    folder: Path,  # noqa: ARG001 (the same)
) -> tuple[Any, Records]:
    """Give what is known of the opening of the call."""
    return launch(open_appel, 2017, "CV195", OPENING)


@pytest.fixture(scope="module")
def advanced(
    opened: tuple[Any, Records],  # noqa: ARG001 (a fixture asks for another)
) -> tuple[Any, Records]:
    """Give what is known of a day on which two deposits arrived."""
    _arrive(2)
    return launch(avancer, 2017, "CV195", AT)


@pytest.fixture
def other_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a second working folder for the time of a test."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "autre"))
    yield tmp_path
    current_workspace().store().close()


def test_a_run_is_named_in_french_after_its_cycle(
    opened: tuple[Any, Records], advanced: tuple[Any, Records]
) -> None:
    """Runs bear the French name of the step, the contrat and the year."""
    _, records = advanced

    assert opened[1].run.name == "ouverture-appel-CV195-2017"
    assert records.run.name == "avancer-CV195-2017"
    assert [one.name for one in records.steps] == [f"{x}-CV195-2017" for x in STEPS]


def test_every_run_completes(
    opened: tuple[Any, Records], advanced: tuple[Any, Records]
) -> None:
    """Opening the call and advancing end completed, and so does each step."""
    runs = [*opened[1].runs, *advanced[1].runs]

    assert [run.state_name for run in runs] == ["Completed"] * 5


def test_two_deposits_are_registered_and_checked(
    advanced: tuple[Any, Records],
) -> None:
    """The flow on Prefect really does the work: two deposits, both checked."""
    assert advanced[0].is_completed()
    versions = tables()["version_depot"]
    assert len(versions) == 2
    assert all(one["checked_at"] is not None for one in versions)


def test_each_step_leaves_a_report_on_the_screen(
    advanced: tuple[Any, Records],
) -> None:
    """Each step leaves a markdown artifact in French."""
    shown = {one.key: one for one in advanced[1].artifacts}

    assert set(shown) == {
        "collecte-des-depots",
        "controle-de-qualite",
        "relances",
    }
    assert {one.type for one in shown.values()} == {"markdown"}
    collected = shown["collecte-des-depots"]
    assert collected.description == "Collecte des dépôts"
    assert "## Collecte des dépôts\n\n2 fichiers reçus." in collected.data


def test_a_run_is_given_the_cycle_and_the_instant_only(
    opened: tuple[Any, Records], advanced: tuple[Any, Records]
) -> None:
    """No run has another parameter than year, contrat, instant and rehearsal."""
    expected = {"annee": 2017, "contrat": "CV195", "a_blanc": False}

    for run in [*opened[1].runs, *advanced[1].runs]:
        given = dict(run.parameters)
        assert datetime.fromisoformat(given.pop("au")) in {OPENING, AT}
        assert given == expected


def test_tasks_are_given_nothing_that_could_be_shown(
    advanced: tuple[Any, Records],
) -> None:
    """Prefect is told no input of any task."""
    inputs = [one.task_inputs for one in advanced[1].tasks]

    assert all(not any(values.values()) for values in inputs)


def test_no_personal_data_reaches_the_server(advanced: tuple[Any, Records]) -> None:
    """No name, identifier or address of a porteur is in what Prefect stores."""
    stored = advanced[1].as_text()

    for personal in (
        PORTEUR.porteur_email,
        PORTEUR.porteur_siret,
        PORTEUR.porteur_name,
    ):
        assert personal not in stored
    assert "@" not in stored


@pytest.mark.usefixtures("other_folder")
def test_tasks_are_per_step_and_never_per_deposit(
    advanced: tuple[Any, Records],
) -> None:
    """Twenty deposits make the same task runs as two."""
    launch(open_appel, 2017, "CV195", OPENING)
    _arrive(20)

    _, records = launch(avancer, 2017, "CV195", AT)

    assert len(tables()["depot"]) == 20
    assert Counter(_names(records)) == Counter(_names(advanced[1]))


@pytest.mark.usefixtures("advanced")
def test_running_again_changes_nothing() -> None:
    """A second run as of the same instant has no effect on any table."""
    before = tables()

    state, _ = launch(avancer, 2017, "CV195", AT)

    assert sum(one.effects_count for one in state.result()) == 0
    assert tables() == before


@pytest.mark.usefixtures("folder")
def test_an_unknown_year_fails_with_our_sentence() -> None:
    """A year without a campaign fails, and the screen says why, in French."""
    state, records = launch(open_appel, 1999, "CV195", OPENING)

    assert state.is_failed()
    assert records.run.state_name == "Failed"
    assert "1999" in records.run.state.message
    assert "campagne" in records.run.state.message
