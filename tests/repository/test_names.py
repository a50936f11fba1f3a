"""What holds of the files of the repository themselves."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.adapters.channels.maps import load_channel_map
from contrat_de_ville.adapters.demarches.mapping_file import load_demarche_map
from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.list_maps import load_list_map
from contrat_de_ville.adapters.parameter_files import load_parameters
from contrat_de_ville.adapters.referential_files import load_referentials
from contrat_de_ville.adapters.reminder_files import load_reminder_rules
from contrat_de_ville.errors import ContratDeVilleError
from flows.avancer import FLOWS, avancer


ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
RUNBOOK = ROOT / "docs" / "runbook_cycle.md"
PACKAGES = ("contrat_de_ville", "flows", "tasks", "deployments")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 45
MIGRATIONS = ROOT / "contrat_de_ville" / "adapters" / "store" / "migrations"
# Migrations are generated: a statement per column, and never changed once run.
WRITTEN = [path for path in MODULES if MIGRATIONS not in path.parents]
# One declaration a table, read as a list: cutting it would hide the whole.
TABLES = ROOT / "contrat_de_ville" / "adapters" / "store" / "models.py"

# What reads each folder of the configuration: a file at a time, or the folder.
READERS: dict[str, tuple[bool, Callable[[Path], Any]]] = {
    "campagnes": (True, load_campaign),
    "canaux": (True, load_channel_map),
    "demarches": (True, load_demarche_map),
    "formulaires": (True, load_form),
    "listes": (True, load_list_map),
    "parameters": (False, load_parameters),
    "referentiels": (False, load_referentials),
    "relances": (True, load_reminder_rules),
}
YAML_FILES = sorted(CONFIG.rglob("*.y*ml"))


def named(path: Path) -> str:
    """Return a path as the tests show it."""
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> Any:
    """Read a file of a configuration, by the reader of its folder."""
    parts = path.parts
    at = len(parts) - 1 - parts[::-1].index("config")
    is_file_by_file, reader = READERS[parts[at + 1]]
    return reader(path if is_file_by_file else Path(*parts[: at + 2]))


def tree(path: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Return the modules one module imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def clock_calls(path: Path) -> list[str]:
    """Return the calls that ask the machine what time it is."""
    asking = {"now", "utcnow", "today"}
    return [
        ast.unparse(node)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asking
        and ast.unparse(node.func.value).rpartition(".")[2] in {"datetime", "date"}
    ]


def kept_files() -> list[Path]:
    """Return the files of the repository, those about to be added included."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("ce n'est pas un dépôt git : la liste de ses fichiers manque")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def places(pattern: str) -> Iterator[str]:
    """Yield where a pattern is found in the files of the repository."""
    wanted = re.compile(pattern, re.IGNORECASE)
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if found := wanted.search(line):
                yield f"{named(path)}:{number}: {found[0]}"


class TestFlows:
    """The flows, their names and what is in them."""

    @pytest.mark.skipif(not RUNBOOK.is_file(), reason="le guide de l'année manque")
    @pytest.mark.parametrize("code", FLOWS)
    def test_each_flow_is_in_the_runbook(self, code: str) -> None:
        """The runbook of a year names each flow as the Prefect screen shows it."""
        assert FLOWS[code].name in RUNBOOK.read_text(encoding="utf-8")

    def test_each_flow_has_the_name_of_its_module(self) -> None:
        """A step's code is its module and its function."""
        expected = {code: (f"flows.{code}", code) for code in FLOWS}

        assert {
            code: (flow.fn.__module__, flow.fn.__name__) for code, flow in FLOWS.items()
        } == expected

    @pytest.mark.parametrize("flow", [*FLOWS.values(), avancer], ids=lambda f: f.name)
    def test_a_flow_has_no_arithmetic(self, flow: Any) -> None:
        """A flow composes tasks: no operation, but the union of types."""
        module = sys.modules[flow.fn.__module__]
        path = Path(str(module.__file__))
        found = [
            ast.unparse(node)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr)
        ]

        assert found == []


class TestConfiguration:
    """Every file of config/ is read by a strict reader."""

    @pytest.mark.parametrize("path", YAML_FILES, ids=named)
    def test_each_file_is_accepted(self, path: Path) -> None:
        """The reader of its folder takes the file as it is."""
        assert read(path) is not None

    @pytest.mark.parametrize("path", YAML_FILES, ids=named)
    def test_each_file_is_really_read(self, path: Path, tmp_path: Path) -> None:
        """One unknown key in the file, and its reader refuses it."""
        copy = shutil.copytree(CONFIG, tmp_path / "config")
        spoiled = copy / path.relative_to(CONFIG)
        text = path.read_text(encoding="utf-8")
        spoiled.write_text(f"{text}\ninconnu: 1\n", encoding="utf-8")

        with pytest.raises(ContratDeVilleError):
            read(spoiled)


class TestModules:
    """Modules short enough to be read at once, each with its part."""

    @pytest.mark.parametrize("path", sorted({*WRITTEN} - {TABLES}), ids=named)
    def test_no_module_is_long(self, path: Path) -> None:
        """A module has three hundred lines at most."""
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE

    @pytest.mark.parametrize("path", WRITTEN, ids=named)
    def test_no_function_is_long(self, path: Path) -> None:
        """A function has forty-five lines at most."""
        lengths = {
            node.name: (node.end_lineno or 0) - node.lineno + 1
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

        assert {k: n for k, n in lengths.items() if n > LONGEST_FUNCTION} == {}

    def test_only_the_mail_adapter_speaks_to_a_mail_server(self) -> None:
        """One module imports what opens a connection to a relay."""
        speaking = [named(p) for p in MODULES if {"smtplib", "yagmail"} & imported(p)]

        assert speaking == ["contrat_de_ville/adapters/mail.py"]

    def test_only_the_clock_asks_the_time(self) -> None:
        """One module asks the machine what time it is, once."""
        asking = {
            named(path): calls for path in MODULES if (calls := clock_calls(path))
        }

        assert asking == {"contrat_de_ville/adapters/clock.py": ["datetime.now(UTC)"]}


class TestWhatIsPublished:
    """Nothing in the repository says where it was made."""

    def test_no_address_of_a_package_index(self) -> None:
        """Which index is used is the business of the machine, not of the project."""
        index = r"pypi\.org|pythonhosted|index[-_]url|artifactory|/simple/"

        assert list(places(index)) == []

    def test_no_path_of_a_machine(self) -> None:
        """No absolute path of a person's or a machine's folders is in a file."""
        path = r"(?<![\w.:/-])/(?:home|root|Users|work|private|mnt)/\w|[A-Z]:\\Users"

        assert list(places(path)) == []
