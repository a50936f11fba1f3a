"""The database as its migrations make it, and a database that is ahead of us."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from contrat_de_ville.adapters.store.engine import HEAD, NewerDatabaseError, Store
from contrat_de_ville.adapters.store.guards import guard_statements
from contrat_de_ville.adapters.store.guards_parts import part_guard_statements
from contrat_de_ville.adapters.store.migrate import MIGRATIONS
from contrat_de_ville.adapters.store.models import Cycle


def test_a_migrated_database_is_what_the_models_say(store: Store) -> None:
    """On SQLite and on PostgreSQL, nothing is left to migrate."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Cycle.metadata)

    assert differences == []


def test_the_constraints_are_those_of_the_models(sqlite: Store) -> None:
    """Checks and unicities, which the comparison does not see, are there by name."""
    found, expected = set(), set()
    with sqlite.engine.connect() as connection:
        inspector = inspect(connection)
        for table in Cycle.metadata.sorted_tables:
            found |= {
                one["name"] for one in inspector.get_check_constraints(table.name)
            }
            found |= {
                one["name"] for one in inspector.get_unique_constraints(table.name)
            }
            expected |= {
                str(one.name)
                for one in table.constraints
                if str(one.name).startswith(("ck_", "uq_"))
            }

    assert found == expected


def test_the_guards_are_installed(sqlite: Store) -> None:
    """The database holds a trigger for each guard."""
    with sqlite.engine.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).scalars()
        installed = set(names)

    expected = guard_statements("sqlite") + part_guard_statements("sqlite")

    assert len(installed) == len(expected)


def test_the_code_knows_the_last_migration() -> None:
    """The version the code compares with is the head of the migrations."""
    scripts = ScriptDirectory(str(MIGRATIONS))

    assert scripts.get_heads() == [HEAD]


def test_a_database_brought_up_to_date_stays_so(tmp_path: Path) -> None:
    """Opening the same database again migrates nothing and loses nothing."""
    url = f"sqlite:///{tmp_path / 'essai.db'}"
    Store(url).close()
    before = (tmp_path / "essai.db").read_bytes()
    Store(url).close()

    assert (tmp_path / "essai.db").read_bytes() == before


def test_a_later_database_is_refused_untouched(tmp_path: Path) -> None:
    """A database of a later version is refused with its sentence, and not written."""
    url = f"sqlite:///{tmp_path / 'essai.db'}"
    store = Store(url)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = (tmp_path / "essai.db").read_bytes()

    with pytest.raises(NewerDatabaseError) as refusal:
        Store(url)
    assert str(refusal.value) == (
        f"La base est à la version 9999, que ce logiciel (version {HEAD}) ne connaît "
        "pas : rien n'a été écrit. Installez la version récente."
    )
    assert (tmp_path / "essai.db").read_bytes() == before
