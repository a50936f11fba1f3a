"""Opening the database: pragmas, immediate transactions, up-to-date schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from contrat_de_ville.errors import ContratDeVilleError


HEAD = "0004"
_READ_ONLY = "is_reading"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE passes the journal's guard
)


class OverEnvelopeError(ContratDeVilleError):
    """The database refused to programme more than an envelope holds."""

    def __str__(self) -> str:
        return (
            "La programmation dépasserait l'enveloppe d'un financeur : rien n'a été "
            "enregistré. Baissez un montant, ou faites autoriser un dépassement."
        )


class UnusableDatabaseError(ContratDeVilleError):
    """The database cannot be opened: not one, damaged, or out of reach."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self) -> str:
        return (
            f"La base {self.place} ne s'ouvre pas ({self.reason}). Rien n'a été écrit. "
            "Vérifiez son adresse et ses droits, ou rétablissez une sauvegarde."
        )


class NewerDatabaseError(ContratDeVilleError):
    """The database was written by a later version of the software."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found

    def __str__(self) -> str:
        return (
            f"La base est à la version {self.found}, que ce logiciel (version {HEAD}) "
            "ne connaît pas : rien n'a été écrit. Installez la version récente."
        )


class Store:
    """One database, holding any number of contrats and years."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        try:
            _bring_up_to_date(self.engine)
        except DBAPIError as error:
            place = self.engine.url.render_as_string(hide_password=True)
            raise UnusableDatabaseError(place, str(error.orig)) from error
        self._for_reading = _reading_engine(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that reads one consistent state and hinders no writer."""
        with Session(self._for_reading) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self, *, a_blanc: bool = False) -> Iterator[Session]:
        """Give a session committed whole at the end, or not at all.

        With *a_blanc* everything is done and then undone: a rehearsal goes through
        the very code, constraints and triggers of the real act.

        Raises:
            OverEnvelopeError: an envelope would be exceeded.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.flush()
            except (IntegrityError, DBAPIError) as error:
                session.rollback()
                if "ENVELOPPE_DEPASSEE" in str(error.orig):
                    raise OverEnvelopeError from error
                raise
            if a_blanc:
                session.rollback()
            else:
                session.commit()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """Return an engine on that database, whatever the version of its schema."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def _reading_engine(engine: Engine) -> Engine:
    """Return the same engine for sessions that see one state from end to end."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_READ_ONLY: True})
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _set_pragmas(connection: sqlite3.Connection, _: Any) -> None:
    # The driver must not open transactions of its own: ours are immediate.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once under concurrency,
    # whatever the busy timeout.
    is_reading = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _bring_up_to_date(engine: Engine) -> None:
    found = _schema_version(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise NewerDatabaseError(found)
    # Alembic is imported only when there is something to migrate.
    from contrat_de_ville.adapters.store.migrate import upgrade  # noqa: PLC0415

    upgrade(engine)


def _schema_version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)
