"""Moving the schema forward with Alembic, without its configuration file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine


MIGRATIONS = Path(__file__).parent / "migrations"
_TURN = 195_2017
"""Any number, always the same: whoever migrates holds the lock of that number."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to *revision*, in one transaction; one process at a time."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    opening = _rebuilding if engine.dialect.name == "sqlite" else _in_turn
    with engine.connect() as connection, opening(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def _in_turn(connection: Connection) -> Iterator[None]:
    with connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
        yield


@contextmanager
def _rebuilding(connection: Connection) -> Iterator[None]:
    """Open a transaction in which a table others refer to may be written anew.

    SQLite changes a constraint only by a new table in place of the old one, and
    would delete what refers to the old one; foreign keys can be put aside only
    outside a transaction. They are all checked before it is committed.

    Raises:
        RuntimeError: a row would refer to nothing; then nothing is changed.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                message = f"rows refer to nothing: {broken[:3]}"
                raise RuntimeError(message)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
