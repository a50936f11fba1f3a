"""The wheel is whole: it runs from any folder, without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest


pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contrat_de_ville", "deployments", "flows", "tasks")
DATA = {
    "config": "contrat_de_ville/_data/config",
    "data_contracts": "contrat_de_ville/_data/data_contracts",
    "docs/sources": "contrat_de_ville/_data/docs/sources",
}
COMMAND = "from flows.cli import main; main()"
MINUTES = 60


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Give the files of the repository, by their path in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tracked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel built from a copy of those files, and of nothing else."""
    copy = tmp_path_factory.mktemp("copie")
    for name in tracked:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    _python("-m", "hatchling", "build", "-t", "wheel", cwd=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder the wheel is installed in, without asking any network."""
    target = tmp_path_factory.mktemp("installe")
    options = ("--quiet", "--no-deps", "--no-index", "--no-compile", "--target")
    _python("-m", "pip", "install", *options, str(target), str(wheel), cwd=target)
    return target


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that has nothing to do with the checkout."""
    return tmp_path_factory.mktemp("ailleurs")


def _python(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    """Run Python elsewhere, with *path* first among its packages; return its output."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PROGRAMMATION_", "PREFECT_", "PYTHONPATH"))
    }
    environment |= {"PYTHONPATH": str(path)} if path else {}
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=10 * MINUTES,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def _programmation(installed: Path, away: Path, arguments: Sequence[str]) -> str:
    return _python("-c", COMMAND, *arguments, cwd=away, path=installed)


def test_every_file_of_the_application_is_in_the_wheel(
    wheel: Path, tracked: list[str]
) -> None:
    """Code, parameters, contracts, the note, templates and scripts are there."""
    expected = {name for name in tracked if name.split("/")[0] in PACKAGES}
    for folder, place in DATA.items():
        inside = [name for name in tracked if name.startswith(f"{folder}/")]
        assert inside
        expected |= {place + name.removeprefix(folder) for name in inside}

    with ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert found == expected


@pytest.mark.parametrize(
    "ending",
    [
        "_data/config/campagnes/cv195_2017.yaml",
        "_data/config/messages/fin_de_message.txt",
        "_data/data_contracts/depots.odcs.yaml",
        "_data/docs/sources/note_orientations_2017.txt",
        "store/migrations/versions/m0001_first_year.py",
        "rapport.html.j2",
        "verif.sh",
    ],
)
def test_what_is_not_code_is_in_the_wheel_too(wheel: Path, ending: str) -> None:
    """Each kind of file that is read at work is in the wheel."""
    with ZipFile(wheel) as archive:
        assert any(name.endswith(ending) for name in archive.namelist())


def test_the_installed_code_is_the_one_that_runs(installed: Path, away: Path) -> None:
    """From elsewhere, code and data are those of the wheel, not of the checkout."""
    script = (
        "import contrat_de_ville, flows\n"
        "from contrat_de_ville.adapters.resources import resource_folder\n"
        "print(contrat_de_ville.__file__)\n"
        "print(flows.__file__)\n"
        "print(resource_folder('config'))\n"
    )

    places = _python("-c", script, cwd=away, path=installed).splitlines()

    assert [Path(one).is_relative_to(installed) for one in places] == [True] * 3


def test_help_is_shown(installed: Path, away: Path) -> None:
    """The command line answers, in French."""
    shown = _programmation(installed, away, ["--help"])

    assert "Conduire la programmation annuelle d'un contrat de ville." in shown


def test_a_year_is_opened_and_its_state_shown(installed: Path, away: Path) -> None:
    """The call opens from the wheel, and the state says when."""
    opening = ["ouvrir", "2017", "--au", "2016-10-17T09:00", "--sans-prefect"]

    opened = _programmation(installed, away, opening)
    state = _programmation(installed, away, ["etat"])

    assert "L'appel 2017 du contrat CV195 est ouvert" in " ".join(opened.split())
    assert "Cycle CV195-2017" in state
    assert "17 octobre 2016 à 9 h 00" in state


@pytest.mark.skipif(not os.environ.get("CI"), reason="the whole year: in CI only")
def test_the_whole_year_is_played(installed: Path, away: Path) -> None:
    """The demonstration year runs from the wheel, to its report."""
    _programmation(installed, away, ["demo", "annee", "--sans-prefect"])

    report = away / "annee" / "CV195-2017" / "sorties" / "rapport-2017.html"

    assert report.is_file()
