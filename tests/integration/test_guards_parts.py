"""What the database refuses within an envelope, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from contrat_de_ville.adapters.store.engine import OverEnvelopeError, Store
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Enveloppe,
    EnveloppePart,
    Ligne,
)
from tests.builders import build_action
from tests.store_builder import REF, add_cycle, add_depot


# The campaign of 2017: 620 000 € of ETAT, of which 120 000 € for DRE.
ENVELOPE, PART = 620_000_00, 120_000_00
REST = ENVELOPE - PART
STAGES = ["arbitre_centimes", "decide_centimes"]


def _year(store: Store, *, is_reserved: bool = False) -> list[int]:
    """Open a cycle with two deposits; return their keys."""
    with store.writing() as session:
        cycle = add_cycle(session)
        session.execute(update(EnveloppePart).values(is_reserved=is_reserved))
        return [
            add_depot(session, cycle, f"2017-000{n}", "RECEVABLE", build_action()).id
            for n in (1, 2)
        ]


def _line(store: Store, depot_id: int, part: str, **amounts: int) -> None:
    """Write a line of ETAT in a transaction of its own."""
    with store.writing() as session:
        session.add(
            Ligne(
                cycle_id=session.get_one(Depot, depot_id).cycle_id,
                depot_id=depot_id,
                funder="ETAT",
                part=part,
                demande_centimes=2 * ENVELOPE,
                **amounts,
            )
        )


def _amounts(store: Store, stage: str = "arbitre_centimes") -> list[int | None]:
    with store.reading() as session:
        return list(session.scalars(select(getattr(Ligne, stage)).order_by(Ligne.id)))


@pytest.mark.parametrize("stage", STAGES)
class TestPart:
    """Lines of a part hold together in what is set for it."""

    def test_the_whole_part_may_be_programmed(self, store: Store, stage: str) -> None:
        """Two lines may take the very amount of the part."""
        first, second = _year(store)
        _line(store, first, "DRE", **{stage: PART - 1})
        _line(store, second, "DRE", **{stage: 1})

        assert sum(one or 0 for one in _amounts(store, stage)) == PART

    def test_one_centime_over_a_part_is_refused(self, store: Store, stage: str) -> None:
        """One centime above the part is refused though the envelope has room."""
        first, second = _year(store)
        _line(store, first, "DRE", **{stage: PART})

        with pytest.raises(OverEnvelopeError):
            _line(store, second, "DRE", **{stage: 1})

        assert _amounts(store, stage) == [PART]

    def test_a_part_is_in_its_envelope_not_beside_it(
        self, store: Store, stage: str
    ) -> None:
        """Where others took the whole envelope, the part has nothing left."""
        first, second = _year(store)
        _line(store, first, "", **{stage: ENVELOPE})

        with pytest.raises(OverEnvelopeError):
            _line(store, second, "DRE", **{stage: 1})

    def test_over_what_reserved_parts_leave(self, store: Store, stage: str) -> None:
        """What is reserved is not for the others, even while nobody takes it."""
        first, second = _year(store, is_reserved=True)
        _line(store, first, "", **{stage: REST})

        with pytest.raises(OverEnvelopeError):
            _line(store, second, "", **{stage: 1})
        _line(store, second, "DRE", **{stage: PART})

        assert _amounts(store, stage) == [REST, PART]


class TestChanges:
    """Parts and lines that change under what is programmed."""

    def test_a_line_that_changes_part_is_counted_in_the_new_one(
        self, store: Store
    ) -> None:
        """Moved into a part that is full, a line is refused."""
        first, second = _year(store)
        _line(store, first, "DRE", arbitre_centimes=PART)
        _line(store, second, "", arbitre_centimes=1)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(
                update(Ligne).where(Ligne.depot_id == second).values(part="DRE")
            )

    def test_a_part_is_not_lowered_under_its_lines(self, store: Store) -> None:
        """Taking one centime from a used-up part is refused."""
        first, _ = _year(store)
        _line(store, first, "DRE", arbitre_centimes=PART)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(update(EnveloppePart).values(montant_centimes=PART - 1))

    def test_a_part_is_not_reserved_over_what_others_took(self, store: Store) -> None:
        """Reserved late, a part cannot take back what is programmed."""
        first, _ = _year(store)
        _line(store, first, "", arbitre_centimes=REST + 1)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(update(EnveloppePart).values(is_reserved=True))

    @pytest.mark.parametrize(
        "statement",
        ["DELETE FROM enveloppe_part", "UPDATE enveloppe_part SET part = 'AUTRE'"],
    )
    def test_a_part_is_not_taken_away(self, store: Store, statement: str) -> None:
        """A part deleted or renamed would leave its lines without limit."""
        _year(store)

        with (
            pytest.raises(DBAPIError, match="ENVELOPPE_INALTERABLE"),
            store.engine.begin() as connection,
        ):
            connection.execute(text(statement))

    def test_an_overrun_of_a_part_and_the_contrary_act(self, store: Store) -> None:
        """One centime authorised passes; taken back once used, it is refused."""
        first, _ = _year(store)
        with store.writing() as session:
            session.execute(update(EnveloppePart).values(depassement_centimes=1))
        _line(store, first, "DRE", arbitre_centimes=PART + 1)

        with pytest.raises(OverEnvelopeError), store.writing() as session:
            session.execute(update(EnveloppePart).values(depassement_centimes=0))

        with store.writing() as session:
            session.execute(update(Ligne).values(arbitre_centimes=PART))
            session.execute(update(EnveloppePart).values(depassement_centimes=0))

        assert _amounts(store) == [PART]


def _move(store: Store, *amounts: tuple[int, int]) -> None:
    """Write amounts by deposit, in that order, in one transaction."""
    with store.writing() as session:
        for depot_id, amount in amounts:
            session.execute(
                update(Ligne)
                .where(Ligne.depot_id == depot_id)
                .values(arbitre_centimes=amount)
            )


class TestTransfer:
    """Money that goes from a line to another, in one transaction."""

    def test_what_goes_down_first_passes(self, store: Store) -> None:
        """In a full part, 500 € go from a line to the other."""
        first, second = _year(store)
        _line(store, first, "DRE", arbitre_centimes=PART)
        _line(store, second, "DRE", arbitre_centimes=0)
        _move(store, (first, PART - 500_00), (second, 500_00))

        assert _amounts(store) == [PART - 500_00, 500_00]

    def test_what_goes_up_first_is_refused_whole(self, store: Store) -> None:
        """The other way round the database refuses, and nothing moved."""
        first, second = _year(store)
        _line(store, first, "DRE", arbitre_centimes=PART)
        _line(store, second, "DRE", arbitre_centimes=0)

        with pytest.raises(OverEnvelopeError):
            _move(store, (second, 500_00), (first, PART - 500_00))

        assert _amounts(store) == [PART, 0]


def test_two_sessions_at_once_on_one_part(store: Store) -> None:
    """Each takes 60 % of the part: exactly one passes."""
    depots = _year(store)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def programme(depot_id: int) -> None:
        start.wait()
        try:
            _line(store, depot_id, "DRE", arbitre_centimes=PART * 60 // 100)
            outcomes.append("passed")
        except OverEnvelopeError:
            outcomes.append("refused")

    threads = [threading.Thread(target=programme, args=(one,)) for one in depots]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)

    assert sorted(outcomes) == ["passed", "refused"]


def test_the_opening_writes_the_parts_within_their_envelope(store: Store) -> None:
    """ETAT has its 620 000 € and, within, its 120 000 €; the others have no part."""
    _year(store)
    with store.reading() as session:
        whole = session.execute(
            select(Enveloppe.funder, Enveloppe.montant_centimes)
            .join(Cycle, Enveloppe.cycle_id == Cycle.id)
            .where(Cycle.annee == REF.annee, Enveloppe.funder == "ETAT")
        ).all()
        parts = session.execute(
            select(
                EnveloppePart.funder, EnveloppePart.part, EnveloppePart.montant_centimes
            )
        ).all()

    assert [tuple(one) for one in whole] == [("ETAT", ENVELOPE)]
    assert [tuple(one) for one in parts] == [("ETAT", "DRE", PART)]
