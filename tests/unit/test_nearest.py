"""Of programmings worth the same, the one people saw is kept."""

from __future__ import annotations

from contrat_de_ville.adapters.nearest import distance
from contrat_de_ville.adapters.solver import solve
from tests.assembly_builder import dossier, envelope, granting, in_euros, line, problem


TIED = (dossier(1, 5, line("ETAT", 4_000)), dossier(2, 5, line("ETAT", 4_000)))


class TestNearest:
    """Two actions of the same points share an envelope that has not enough."""

    def test_an_equal_proposal_is_returned_unchanged(self) -> None:
        """2 500 € and 2 500 € are worth what 4 000 € and 1 000 € are."""
        question = problem(*TIED, envelope("ETAT", 5_000))
        seen = granting(question, {1: {"ETAT": 2_500}, 2: {"ETAT": 2_500}}).amounts

        assert solve(question, near=seen).amounts == seen

    def test_only_what_must_move_moves(self) -> None:
        """One thousand euros less: what is kept is as much as can be."""
        question = problem(*TIED, envelope("ETAT", 4_000))
        seen = granting(question, {1: {"ETAT": 2_500}, 2: {"ETAT": 2_500}}).amounts
        found = solve(question, near=seen)

        assert sum(sum(one.values()) for one in in_euros(found).values()) == 4_000
        assert distance(found.amounts, seen) == 1_000_00

    def test_a_worse_proposal_is_left(self) -> None:
        """1 000 € left unspent are worth more than staying as it was."""
        question = problem(*TIED, envelope("ETAT", 5_000))
        seen = granting(question, {1: {"ETAT": 4_000}}).amounts
        found = solve(question, near=seen)

        assert in_euros(found) == {1: {"ETAT": 4_000}, 2: {"ETAT": 1_000}}
