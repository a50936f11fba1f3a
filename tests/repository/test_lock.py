"""The lock: what is installed is named, hashed, and what pyproject admits."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
_CONTINUED = re.compile(r"\\\n\s*")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def declared() -> list[Requirement]:
    """Return the dependencies of pyproject.toml, those of its extras included."""
    content: dict[str, Any] = tomllib.loads(
        (ROOT / "pyproject.toml").read_text("utf-8")
    )
    project = content["project"]
    extras = project["optional-dependencies"].values()
    texts = [*project["dependencies"], *(one for extra in extras for one in extra)]
    return [Requirement(text) for text in texts]


def locked_lines() -> list[str]:
    """Return one line an entry, its hashes at the end; comments left out."""
    whole = _CONTINUED.sub(" ", LOCK)
    return [one for one in whole.splitlines() if one and one.lstrip()[:1] != "#"]


def locked() -> dict[str, list[Version]]:
    """Return the versions locked, by name; several where the Python decides."""
    versions: dict[str, list[Version]] = {}
    for line in locked_lines():
        entry = Requirement(line.partition(" --hash")[0])
        (exact,) = entry.specifier
        versions.setdefault(canonicalize_name(entry.name), []).append(
            Version(exact.version)
        )
    return versions


def test_every_entry_is_exact() -> None:
    """An entry names one version, and nothing else."""
    loose = [one for one in locked_lines() if "==" not in one.partition(" ")[0]]

    assert loose == []


def test_every_entry_has_its_hashes() -> None:
    """Only the very files that were locked can be installed."""
    bare = [one.partition(" ")[0] for one in locked_lines() if not _HASH.search(one)]

    assert bare == []


def test_the_lock_names_no_index() -> None:
    """Where packages come from is said by the machine, not by the lock."""
    assert re.findall(r"https?:|--index|--extra-index|--find-links| @ ", LOCK) == []
    assert [one for one in locked_lines() if one.startswith("-")] == []


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_each_dependency_is_locked_where_it_may_be(requirement: Requirement) -> None:
    """A declared dependency is locked, at versions its constraint admits."""
    versions = locked().get(canonicalize_name(requirement.name), [])

    assert versions != []
    assert [one for one in versions if one not in requirement.specifier] == []


@pytest.mark.parametrize(
    ("name", "bound"), [("sqlalchemy", "2.1"), ("fastapi", "0.151")]
)
def test_what_prefect_cannot_bear_is_kept_out(name: str, bound: str) -> None:
    """From these versions Prefect 3.8 fails, the first of them silently."""
    (requirement,) = [one for one in declared() if one.name == name]

    assert all(one < Version(bound) for one in locked()[name])
    assert Version(bound) not in requirement.specifier
