"""What the database itself refuses, whoever writes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.engine import OverEnvelopeError, Store
from contrat_de_ville.adapters.store.journal import JournalWriter, read_lines
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Enveloppe,
    JournalLine,
    Ligne,
)
from contrat_de_ville.domain.journal import Fact, first_break
from contrat_de_ville.domain.steps import CycleRef
from tests.builders import build_action
from tests.store_builder import COPIL, REF, add_cycle, add_depot


# The campaign of 2017 gives 560 000 € to CAPH.
ENVELOPE = 560_000_00
STAGES = ["arbitre_centimes", "decide_centimes"]


def _cycle(store: Store, ref: CycleRef = REF, *, count: int = 2) -> list[int]:
    """Open a cycle with *count* deposits and return their keys."""
    with store.writing() as session:
        cycle = add_cycle(session, ref)
        depots = [
            add_depot(session, cycle, f"2017-000{n}", "RECEVABLE", build_action())
            for n in range(1, count + 1)
        ]
        for n in range(2):
            _tell(session, cycle, f"depot:{n}")
            session.flush()
        return [one.id for one in depots]


def _tell(session: Session, cycle: Cycle, about: str) -> None:
    JournalWriter(session, cycle, COPIL).tell(Fact(act="essai", about=about, step="s"))


def _line(session: Session, depot_id: int, **amounts: int | None) -> Ligne:
    depot = session.get_one(Depot, depot_id)
    line = Ligne(
        cycle_id=depot.cycle_id,
        depot_id=depot_id,
        funder="CAPH",
        **{"demande_centimes": 2 * ENVELOPE, **amounts},
    )
    session.add(line)
    session.flush()
    return line


def _execute(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


class TestEnvelope:
    """A programming never exceeds its envelope, by one centime."""

    @pytest.mark.parametrize("stage", STAGES)
    def test_the_whole_envelope_may_be_programmed(
        self, store: Store, stage: str
    ) -> None:
        """The very amount of the envelope is accepted."""
        first, _ = _cycle(store)
        with store.writing() as session:
            _line(session, first, **{stage: ENVELOPE})

        with store.reading() as session:
            assert session.scalar(select(func.count(Ligne.id))) == 1

    @pytest.mark.parametrize("stage", STAGES)
    def test_one_centime_more_is_refused_at_insert(
        self, store: Store, stage: str
    ) -> None:
        """A second line that brings the total one centime above is not written."""
        first, second = _cycle(store)
        with store.writing() as session:
            _line(session, first, **{stage: ENVELOPE})

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            _line(session, second, **{stage: 1})

        with store.reading() as session:
            assert session.scalar(select(func.count(Ligne.id))) == 1

    @pytest.mark.parametrize("stage", STAGES)
    def test_one_centime_more_is_refused_at_update(
        self, store: Store, stage: str
    ) -> None:
        """A line raised one centime above keeps what it had."""
        first, _ = _cycle(store)
        with store.writing() as session:
            _line(session, first, **{stage: ENVELOPE})

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(update(Ligne).values({stage: ENVELOPE + 1}))

        with store.reading() as session:
            assert session.scalars(select(getattr(Ligne, stage))).one() == ENVELOPE

    @pytest.mark.parametrize("stage", STAGES)
    def test_an_envelope_is_not_lowered_under_its_programming(
        self, store: Store, stage: str
    ) -> None:
        """Taking one centime from a used-up envelope is refused."""
        first, _ = _cycle(store)
        with store.writing() as session:
            _line(session, first, **{stage: ENVELOPE})

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(
                update(Enveloppe)
                .where(Enveloppe.funder == "CAPH")
                .values(montant_centimes=ENVELOPE - 1)
            )

    def test_an_authorised_overrun_is_granted_to_the_centime(
        self, store: Store
    ) -> None:
        """With one centime authorised above, one passes and two do not."""
        first, _ = _cycle(store)
        with store.writing() as session:
            session.execute(update(Enveloppe).values(depassement_centimes=1))
            _line(session, first, arbitre_centimes=ENVELOPE + 1)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(update(Ligne).values(arbitre_centimes=ENVELOPE + 2))

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM enveloppe WHERE funder = 'CAPH'",
            "UPDATE enveloppe SET funder = 'AUTRE' WHERE funder = 'CAPH'",
        ],
    )
    def test_an_envelope_is_not_taken_away(self, store: Store, statement: str) -> None:
        """An envelope deleted or renamed would leave its funder without limit."""
        _cycle(store)

        with pytest.raises(DBAPIError, match="ENVELOPPE_INALTERABLE"):
            _execute(store.engine, statement)

    def test_an_envelope_announced_late_must_hold_what_is_programmed(
        self, store: Store
    ) -> None:
        """An envelope added under what its funder already programmed is refused."""
        first, _ = _cycle(store)
        with store.writing() as session:
            _line(session, first, arbitre_centimes=100).funder = "AUTRE"

        with store.reading() as session:
            cycle_id = session.get_one(Depot, first).cycle_id
        late = Enveloppe(cycle_id=cycle_id, funder="AUTRE", montant_centimes=99)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.add(late)

    def test_a_rehearsal_meets_the_same_refusal(self, store: Store) -> None:
        """What the real act would be refused, the rehearsal is refused too."""
        first, _ = _cycle(store)

        with pytest.raises(OverEnvelopeError), store.writing(a_blanc=True) as session:
            _line(session, first, arbitre_centimes=ENVELOPE + 1)

    def test_replacing_an_envelope_is_refused(self, sqlite: Store) -> None:
        """INSERT OR REPLACE does not get round the guard of an envelope."""
        _cycle(sqlite)

        with pytest.raises(DBAPIError, match="ENVELOPPE_INALTERABLE"):
            _execute(
                sqlite.engine,
                "INSERT OR REPLACE INTO enveloppe SELECT id, cycle_id, funder, 1, 0 "
                "FROM enveloppe WHERE funder = 'CAPH'",
            )


class TestAmounts:
    """An amount is never negative, never above what is asked."""

    @pytest.mark.parametrize("stage", STAGES)
    def test_nothing_is_granted_above_the_demand(
        self, store: Store, stage: str
    ) -> None:
        """One centime above the demand is refused, the demand itself accepted."""
        first, second = _cycle(store)
        with store.writing() as session:
            _line(session, first, **{"demande_centimes": 100, stage: 100})

        with pytest.raises(IntegrityError), store.writing() as session:
            _line(session, second, **{"demande_centimes": 100, stage: 101})

    @pytest.mark.parametrize("stage", ["demande_centimes", "propose_centimes", *STAGES])
    def test_a_negative_amount_is_refused(self, store: Store, stage: str) -> None:
        """Minus one centime is no amount, at any stage."""
        first, _ = _cycle(store)

        with pytest.raises(IntegrityError), store.writing() as session:
            _line(session, first, **{stage: -1})

    @pytest.mark.parametrize("column", ["montant_centimes", "depassement_centimes"])
    def test_a_negative_envelope_is_refused(self, store: Store, column: str) -> None:
        """An envelope and its authorised overrun are never negative."""
        _cycle(store)

        with pytest.raises(IntegrityError), store.writing() as session:
            session.execute(update(Enveloppe).values({column: -1}))

    def test_an_amount_above_32_bits_is_kept_exactly(self, store: Store) -> None:
        """A demand of a hundred million euros comes back to the centime."""
        first, _ = _cycle(store)
        with store.writing() as session:
            _line(session, first, demande_centimes=10_000_000_001)

        with store.reading() as session:
            assert session.scalars(select(Ligne.demande_centimes)).one() == (
                10_000_000_001
            )


class TestJournal:
    """A journal line is never changed nor removed."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE journal SET ligne = 'autre' WHERE seq = 1",
            "DELETE FROM journal WHERE seq = 1",
            "DELETE FROM journal",
        ],
    )
    def test_no_line_is_changed_nor_removed(self, store: Store, statement: str) -> None:
        """UPDATE and DELETE are refused, and the chain still holds."""
        _cycle(store)

        with pytest.raises(DBAPIError, match="JOURNAL_INALTERABLE"):
            _execute(store.engine, statement)

        assert _journal_of(store, REF) == 2

    def test_insert_or_replace_is_refused(self, sqlite: Store) -> None:
        """INSERT OR REPLACE does not get round the guard."""
        _cycle(sqlite)

        with pytest.raises(DBAPIError, match="JOURNAL_INALTERABLE"):
            _execute(
                sqlite.engine,
                "INSERT OR REPLACE INTO journal "
                "SELECT cycle_id, seq, prev, hash, 'autre' FROM journal",
            )

        assert _journal_of(sqlite, REF) == 2

    @pytest.mark.parametrize(
        "columns",
        [
            "cycle_id, seq, 'p', 'h', 'autre'",
            "cycle_id, 9, prev, 'h', 'autre'",
            "cycle_id, 9, 'p', hash, 'autre'",
        ],
    )
    def test_another_program_cannot_replace_a_line_either(
        self, sqlite: Store, columns: str
    ) -> None:
        """Without our pragmas, replacing by rank, by link or by hash is refused."""
        _cycle(sqlite)
        other = sqlite3.connect(str(sqlite.engine.url.database))

        with pytest.raises(sqlite3.IntegrityError, match="JOURNAL_INALTERABLE"):
            other.execute(
                f"INSERT OR REPLACE INTO journal SELECT {columns} "
                "FROM journal WHERE seq = 1"
            )
        other.close()

    @pytest.mark.parametrize(
        "statement",
        [
            "TRUNCATE journal",
            """INSERT INTO journal SELECT * FROM journal
            ON CONFLICT (hash) DO UPDATE SET ligne = 'autre'""",
        ],
    )
    def test_postgresql_refuses_truncate_and_upsert(
        self, postgresql: Store, statement: str
    ) -> None:
        """The other ways PostgreSQL has to remove or change a line are refused."""
        _cycle(postgresql)

        with pytest.raises(DBAPIError, match="JOURNAL_INALTERABLE"):
            _execute(postgresql.engine, statement)

        assert _journal_of(postgresql, REF) == 2


class TestCycles:
    """Several contrats and years live in one database without touching."""

    def test_a_second_year_does_not_touch_the_first(self, store: Store) -> None:
        """Each year has its own envelope, its own numbers, its own chain."""
        years = [REF, CycleRef(contrat="CV195", annee=2018)]
        depots = [_cycle(store, ref, count=1)[0] for ref in years]
        with store.writing() as session:
            for depot in depots:
                _line(session, depot, arbitre_centimes=ENVELOPE)

        assert [_journal_of(store, ref) for ref in years] == [2, 2]

    def test_a_year_is_opened_once(self, store: Store) -> None:
        """The same contrat and year cannot be opened twice."""
        _cycle(store)

        with pytest.raises(IntegrityError):
            _cycle(store)


def test_every_pooled_connection_has_its_pragmas(sqlite: Store) -> None:
    """Durability, foreign keys and triggers hold on each connection, not on one."""
    names = [
        "journal_mode", "synchronous", "foreign_keys", "busy_timeout",
        "recursive_triggers",
    ]  # fmt: skip
    connections = [sqlite.engine.raw_connection() for _ in range(4)]
    found = []
    for one in connections:
        cursor = one.cursor()
        found.append([cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names])
        one.close()

    assert found == [["wal", 2, 1, 15000, 1]] * 4


def test_a_line_of_no_deposit_is_refused(store: Store) -> None:
    """Foreign keys hold on both databases."""
    _cycle(store)

    with pytest.raises(IntegrityError):
        _execute(
            store.engine,
            "INSERT INTO ligne (cycle_id, depot_id, funder, demande_centimes, "
            "propose_reason, arbitre_reason, acte) VALUES (1, 999, 'CAPH', 1, '', "
            "'', '')",
        )


class TestTwoAtOnce:
    """Two sessions on one envelope: exactly one passes."""

    def test_when_they_start_together(self, store: Store) -> None:
        """Two transactions begun at the same moment take turns."""
        first, second = _cycle(store)
        start = threading.Barrier(2)
        outcomes: list[str] = []
        threads = [
            threading.Thread(target=_programme, args=(store, one, outcomes, start))
            for one in (first, second)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join(timeout=30)

        assert sorted(outcomes) == ["passed", "refused"]

    def test_when_one_has_written_and_not_committed(self, postgresql: Store) -> None:
        """On PostgreSQL the second waits for the first, then counts what it wrote."""
        first, second = _cycle(postgresql)
        outcomes: list[str] = []
        other = threading.Thread(target=_programme, args=(postgresql, second, outcomes))
        with postgresql.writing() as session:
            _line(session, first, arbitre_centimes=ENVELOPE * 60 // 100)
            other.start()
            # Long enough to pass, were it not made to wait.
            other.join(timeout=1)
            waited = other.is_alive()
        other.join(timeout=30)

        assert (waited, outcomes) == (True, ["refused"])


def _programme(
    store: Store,
    depot_id: int,
    outcomes: list[str],
    start: threading.Barrier | None = None,
) -> None:
    """Programme 60 % of the envelope and note what became of it."""
    if start is not None:
        start.wait()
    try:
        with store.writing() as session:
            _line(session, depot_id, arbitre_centimes=ENVELOPE * 60 // 100)
        outcomes.append("passed")
    except OverEnvelopeError:
        outcomes.append("refused")


def _journal_of(store: Store, ref: CycleRef) -> int:
    """Return how many lines the journal of a cycle has, its chain verified."""
    with store.reading() as session:
        cycle_id = session.scalars(
            select(Cycle.id).where(Cycle.annee == ref.annee)
        ).one()
        lines = read_lines(session, cycle_id)
        count = session.scalar(
            select(func.count())
            .select_from(JournalLine)
            .where(JournalLine.cycle_id == cycle_id)
        )
    assert first_break(lines) is None
    assert count == len(lines)
    return len(lines)
