"""What scenarios change, file by file, counted by hand."""

from __future__ import annotations

from decimal import Decimal

from contrat_de_ville.domain.scenario_effects import (
    ActionCompared,
    Move,
    side_by_side,
)
from tests.assembly_builder import plain
from tests.scenario_builder import (
    FIRST,
    NAMES,
    compared,
    programming,
    sides,
)


def file_of(numero: int) -> ActionCompared:
    """Return one file of the comparison."""
    found = sides().actions[numero - 1]
    assert found.numero == f"2017-{numero:04d}"
    return found


def test_each_file_has_its_move() -> None:
    """Down then unchanged; up then out; in then out still; out then otherwise."""
    assert [one.moves[1:] for one in sides().actions] == [
        (Move.DESCEND, None),
        (Move.MONTE, Move.SORT),
        (Move.ENTRE, None),
        (Move.SORT, Move.AUTREMENT),
    ]


def test_the_proposal_moves_nothing() -> None:
    """Beside itself no file changes."""
    assert {one.moves[0] for one in sides().actions} == {None}


def test_a_file_has_its_amounts_and_its_gaps() -> None:
    """2017-0002: 2 000 €, 5 000 €, nothing."""
    found = file_of(2)

    assert found.centimes == (2_000_00, 5_000_00, 0)
    assert [found.change(rank) for rank in range(3)] == [0, 3_000_00, -2_000_00]
    assert (found.asked_centimes, found.porteur, found.axe) == (
        5_000_00,
        "Association B",
        5,
    )


def test_a_file_has_the_sentence_of_each_scenario() -> None:
    """The proposal, not explained here, has none."""
    base, first, second = map(plain, file_of(2).sentences)

    assert base == ""
    assert first.startswith("Retenue en entier : 5 000 €")
    assert second.startswith("Non retenue (5 000 € demandés)")


def test_the_largest_change_comes_first() -> None:
    """+3 000, then −2 000 twice by number, then +1 000."""
    assert [one.numero[-1] for one in sides().moved(1)] == ["2", "1", "4", "3"]
    assert [one.numero for one in sides().moved(1, Move.ENTRE)] == ["2017-0003"]
    assert sides().moved(0) == ()


def test_a_headline_says_what_it_costs() -> None:
    """Proposal 36+8+4 thousand points; first 24+20+3; second 36+4."""
    base, first, second = sides().headlines
    values = [str(one.points) for one in (base, first, second)]
    changes = [str(one.change_points) for one in (base, first, second)]

    assert (values, changes) == (["48000", "47000", "40000"], ["0", "-1000", "-8000"])
    assert (base.change_pct, second.change_pct) == (Decimal(0), Decimal("-16.7"))
    assert plain(second.change_text) == "8 000 points"
    assert (second.centimes, second.change_centimes) == (8_000_00, -2_000_00)
    assert second.retained_count == 2


def test_a_proposal_worth_nothing_gives_no_percentage() -> None:
    """Nothing to divide by."""
    nothing = programming("Proposition", {})
    _, own = side_by_side([nothing, programming("x", FIRST)], NAMES, {}).headlines

    assert own.change_pct is None
    assert own.change_points == Decimal(47_000)


def test_unanswered_orientations_are_those_some_programming_leaves() -> None:
    """4.1 always, 5.2 under the second; the others are answered everywhere."""
    assert compared().unexplored() == (
        ("4.1", (False, False, False)),
        ("5.2", (True, True, False)),
    )
