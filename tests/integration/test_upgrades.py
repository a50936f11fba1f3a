"""A database of before, full of a year's work, brought up to date without loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from contrat_de_ville.adapters.store.engine import (
    HEAD,
    OverEnvelopeError,
    Store,
    open_engine,
)
from contrat_de_ville.adapters.store.migrate import upgrade


A, B = "a" * 64, "b" * 64
AT, LATER = "2016-12-01T09:00:00.000000Z", "2016-12-02T09:00:00.000000Z"
TRUE, FALSE = True, False

# One row at least of each table that the second revision writes anew, and of those
# that refer to them.
YEAR: list[tuple[str, dict[str, Any]]] = [
    ("cycle", {"id": 1, "contrat": "CV195", "annee": 2017, "opened_at": AT,
               "campaign": "{}", "campaign_sha256": A, "rules_version": "1"}),
    ("piece", {"sha256": A, "file_name": "a.xlsx", "size": 1, "stored_at": AT}),
    ("piece", {"sha256": B, "file_name": "b.xlsx", "size": 1, "stored_at": AT}),
    ("depot", {"id": 7, "cycle_id": 1, "numero": "2017-0001", "porteur_siret": "1",
               "title": "Été", "title_key": "ete", "porteur_email": "a@b.example",
               "is_chantier": FALSE, "ends_on": None, "state": "RECEVABLE",
               "state_reason": "", "current_version": 2}),
    ("version_depot", {"id": 11, "cycle_id": 1, "depot_id": 7, "version": 1,
                       "piece_sha256": A, "file_name": "a.xlsx", "received_at": AT,
                       "registered_at": AT, "is_late": FALSE, "form": "{}",
                       "action": "{}", "unreadable": "[]", "checked_at": LATER}),
    ("version_depot", {"id": 12, "cycle_id": 1, "depot_id": 7, "version": 2,
                       "piece_sha256": B, "file_name": "b.xlsx", "received_at": LATER,
                       "registered_at": LATER, "is_late": TRUE, "form": "{}",
                       "action": "{}", "unreadable": "[]", "checked_at": None}),
    ("constat", {"id": 21, "version_id": 11, "rule": "R", "severity": "BLOQUANT",
                 "field": "f", "cell": "A!B2", "value": "v", "sentence": "s",
                 "remedy": "r", "source": ""}),
    ("constat", {"id": 22, "version_id": 12, "rule": "R", "severity": "BLOQUANT",
                 "field": "f", "cell": "A!B2", "value": "v", "sentence": "s",
                 "remedy": "r", "source": ""}),
    ("fichier_refuse", {"id": 31, "cycle_id": 1, "piece_sha256": A,
                        "file_name": "a.xlsx", "received_at": LATER, "reason": "x"}),
    ("derogation", {"id": 41, "cycle_id": 1, "numero": "2017-0001", "kind": "DEPOT",
                    "until": LATER, "author": "a", "reason": "r", "decided_at": AT}),
    ("enveloppe", {"id": 51, "cycle_id": 1, "funder": "CAPH",
                   "montant_centimes": 100, "depassement_centimes": 0}),
    ("ligne", {"id": 61, "cycle_id": 1, "depot_id": 7, "funder": "CAPH",
               "demande_centimes": 500, "propose_reason": "", "arbitre_reason": "",
               "acte": ""}),
    ("avis", {"id": 71, "cycle_id": 1, "depot_id": 7, "conseil": "cc",
              "asked_at": AT, "text": "", "is_late": FALSE}),
    ("journal", {"cycle_id": 1, "seq": 0, "prev": "0", "hash": A, "ligne": "{}"}),
]  # fmt: skip
TABLES = sorted({table for table, _ in YEAR})


def rows(connection: Connection, table: str, names: list[str]) -> list[Any]:
    """Return those columns of every row of *table*, in the order of its key."""
    listed = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {listed} FROM {table} ORDER BY {names[0]}, {names[1]}"
    return [tuple(one) for one in connection.execute(text(query))]


@pytest.fixture
def first_year(blank_url: str) -> str:
    """Write a year in a database of the first revision and give its address."""
    engine = open_engine(blank_url)
    upgrade(engine, "0001")
    with engine.begin() as connection:
        for table, values in YEAR:
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(
                text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values
            )
    engine.dispose()
    return blank_url


@pytest.fixture
def upgraded(first_year: str) -> Iterator[Store]:
    """Open that database with the present program, which brings it up to date."""
    store = Store(first_year)
    yield store
    store.close()


def test_nothing_that_was_written_is_lost_or_changed(first_year: str) -> None:
    """Each row keeps each of its values, in every table."""
    engine = create_engine(first_year)
    names = {
        table: [one["name"] for one in inspect(engine).get_columns(table)]
        for table in TABLES
    }
    with engine.connect() as connection:
        before = {table: rows(connection, table, names[table]) for table in TABLES}
    Store(first_year).close()
    with engine.connect() as connection:
        after = {table: rows(connection, table, names[table]) for table in TABLES}
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    engine.dispose()

    assert sum(len(found) for found in before.values()) == len(YEAR)
    assert after == before
    assert revision == HEAD


def test_what_was_not_known_then_is_said_plainly(upgraded: Store) -> None:
    """A deposit of before came as a workbook; a finding was open since its check."""
    with upgraded.reading() as session:
        connection = session.connection()
        depots = rows(connection, "depot", ["channel", "reference", "state_since"])
        versions = rows(connection, "version_depot", ["id", "channel", "place"])
        findings = rows(connection, "constat", ["id", "opened_at", "closed_at"])
        refused = rows(connection, "fichier_refuse", ["place", "is_refused"])

    assert depots == [("CLASSEUR", "", None)]
    assert versions == [(11, "CLASSEUR", ""), (12, "CLASSEUR", "")]
    # The second version was never checked: its registration is all that is known.
    assert findings == [(21, LATER, None), (22, LATER, None)]
    assert refused == [("", True)]


def test_foreign_keys_and_guards_still_hold(upgraded: Store) -> None:
    """What refers to a table written anew still does; the envelope is still held."""
    with pytest.raises(IntegrityError), upgraded.writing() as session:
        session.execute(text("DELETE FROM version_depot WHERE id = 11"))
    with pytest.raises(OverEnvelopeError), upgraded.writing() as session:
        session.execute(text("UPDATE ligne SET arbitre_centimes = 101"))
    with pytest.raises(DBAPIError), upgraded.writing() as session:
        session.execute(text("UPDATE journal SET ligne = ''"))


def test_one_file_may_now_hold_several_deposits(upgraded: Store) -> None:
    """The place within the file makes the difference, and only the place."""
    again = (
        "INSERT INTO fichier_refuse (cycle_id, piece_sha256, file_name, received_at, "
        "reason, place, numero, is_refused) "
        f"VALUES (1, '{A}', 'a.xlsx', '{LATER}', 'x', :p, '', true)"
    )
    with upgraded.writing() as session:
        session.execute(text(again), {"p": "Feuil1!A3"})
    with pytest.raises(IntegrityError), upgraded.writing() as session:
        session.execute(text(again), {"p": "Feuil1!A3"})


def test_a_broken_database_is_left_as_it_was(sqlite_url: str) -> None:
    """A row that refers to nothing stops the upgrade, and nothing is changed."""
    engine = open_engine(sqlite_url)
    upgrade(engine, "0001")
    engine.dispose()
    plain = create_engine(sqlite_url)  # without our pragmas, as another program
    with plain.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO aide_aci (depot_id, montant_centimes, is_refused, "
                f"explanation, computed_at) VALUES (99, 1, false, '{{}}', '{AT}')"
            )
        )
    with pytest.raises(RuntimeError, match="refer to nothing"):
        Store(sqlite_url)
    with plain.connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    plain.dispose()

    assert revision == "0001"
