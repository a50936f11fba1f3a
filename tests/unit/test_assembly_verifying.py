"""Every rule a programming may break is caught, in whole centimes."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.problem import Funding
from contrat_de_ville.domain.assembly.verifying import (
    UnverifiedProgrammingError,
    require_verified,
    violations,
)
from tests.assembly_builder import chantier, dossier, envelope, line, plain, problem


ARENBERG = CouvertureQuartier(code="QP059059", nom="Arenberg", count=2)
FEMMES = CouverturePublic(code="femmes", nom="Femmes")
GIVEN = {
    "cle-001": {"ETAT": 6_000_00},
    "cle-002": {"ETAT": 3_000_00, "CAPH": 1_000_00},
}


def broken(*constraints: Constraint, **changes: Any) -> list[str]:
    """Return what two actions granted 6 000 € and 4 000 € break."""
    first = dossier(
        1, 6, line("ETAT", 6_000), axe=1, quartiers=("QP059059",), is_renewal=True
    )
    second = dossier(
        2, 4, line("ETAT", 5_000), line("CAPH", 2_000),
        axe=3, publics=("femmes",), porteur="000000001",
    )  # fmt: skip
    third = dossier(3, 4, line("ETAT", 5_000), quartiers=("QP059059",), is_renewal=True)
    asked = problem(first, second, third, *constraints, **changes)
    return [plain(one.name) for one in violations(asked, GIVEN)]


class TestSums:
    """A constraint held to the centime is held; one centime or one action less is not.

    10 000 € programmed: 6 000 € for axe 1, 4 000 € for axe 3, one porteur.
    """

    @pytest.mark.parametrize(
        ("held", "over"),
        [
            (envelope("ETAT", 9_000), envelope("ETAT", 8_999)),
            (PlafondPorteur(centimes=10_000_00), PlafondPorteur(centimes=9_999_99)),
            (PlancherAxe(axe=3, pct=40), PlancherAxe(axe=3, pct=41)),
            (PlafondAxe(axe=1, pct=60), PlafondAxe(axe=1, pct=59)),
            (CouvertureQuartier(code="QP059059", nom="Arenberg"), ARENBERG),
            (FEMMES, CouverturePublic(code="jeunes", nom="Jeunes")),
            (Continuite(pct=50), Continuite(pct=51)),
        ],
    )
    def test_a_constraint_is_held_to_its_limit(
        self, held: Constraint, over: Constraint
    ) -> None:
        """Exactly at the limit nothing is broken; past it the constraint is named."""
        assert broken(held) == []
        assert broken(over) == [plain(over.name)]

    def test_every_broken_rule_is_said(self) -> None:
        """Two at once are two."""
        assert len(broken(envelope("ETAT", 1), PlafondAxe(axe=1, pct=1))) == 2


class TestLines:
    """An amount out of what its line allows is caught."""

    def found(self, centimes: int, *constraints: Constraint, **facts: Any) -> list[str]:
        """Return what one line of 6 000,50 € breaks when granted *centimes*."""
        facts = {"asked_centimes": 6_000_50, "most_centimes": 6_000_50} | facts
        funding = facts.pop("funding", Funding.PARTIEL)
        asked = problem(
            dossier(1, 1, line("ETAT", 0, **facts)), *constraints, funding=funding
        )
        given = {"cle-001": {"ETAT": centimes}} if centimes else {}
        return [plain(one.name) for one in violations(asked, given)]

    @pytest.mark.parametrize("centimes", [0, 1_00, 6_000_00])
    def test_whole_euros_within_the_request_are_allowed(self, centimes: int) -> None:
        """Nothing, one euro, or the request in whole euros."""
        assert self.found(centimes) == []

    @pytest.mark.parametrize(
        ("centimes", "name"),
        [
            (6_001_00, "Maximum de la ligne"),
            (-1_00, "Maximum de la ligne"),
            (1_50, "Pas des montants"),
            (6_000_50, "Pas des montants"),
        ],
    )
    def test_other_amounts_are_caught(self, centimes: int, name: str) -> None:
        """Above, below, or between two euros."""
        assert self.found(centimes) == [name]

    def test_an_aid_under_the_useful_minimum_is_caught(self) -> None:
        """999 € where 1 000 € is the least."""
        minimum = MinimumUtile(line_centimes=1_000_00)

        assert self.found(1_000_00, minimum) == []
        assert self.found(999_00, minimum) == ["Minimum utile (1 000 € par financeur)"]

    def test_an_action_under_its_useful_minimum_is_caught(self) -> None:
        """1 999 € in all where 2 000 € is the least."""
        minimum = MinimumUtile(action_centimes=2_000_00)

        assert self.found(2_000_00, minimum) == []
        assert self.found(1_999_00, minimum) == ["Minimum utile (2 000 € par action)"]

    def test_another_amount_than_the_exact_one_is_caught(self) -> None:
        """5 000,10 € exactly: 5 000 € is not it."""
        exact = {"most_centimes": 5_000_10, "least_centimes": 5_000_10}

        assert self.found(5_000_10, **exact) == []
        assert "Montant exact" in self.found(5_000_00, **exact)

    def test_full_or_nothing_is_neither_more_nor_less(self) -> None:
        """6 000 € or nothing."""
        whole = {"funding": Funding.LIGNE_ENTIERE}

        assert (self.found(6_000_00, **whole), self.found(0, **whole)) == ([], [])
        assert self.found(5_000_00, **whole) == ["Entier ou rien"]

    def test_an_imposed_line_is_granted(self) -> None:
        """Nothing at all is not an outcome for it."""
        assert self.found(0, is_imposed=True) == ["Aide imposée"]


class TestActions:
    """What a person set on an action holds."""

    def test_an_excluded_action_gets_nothing(self) -> None:
        """Left out, and yet granted."""
        asked = problem(dossier(1, 1, line("ETAT", 6_000), is_excluded=True))
        (found,) = violations(asked, {"cle-001": {"ETAT": 100}})

        assert found.name == "Action exclue"

    def test_an_imposed_action_gets_something(self) -> None:
        """Imposed, and yet left out."""
        asked = problem(dossier(1, 1, line("ETAT", 6_000), is_imposed=True))
        (found,) = violations(asked, {})

        assert found.sentence == "action 2017-0001 : imposée et pourtant non financée"

    def test_a_whole_action_has_all_its_lines(self) -> None:
        """With the State's part alone it is not whole."""
        asked = problem(
            dossier(1, 1, line("ETAT", 6_000), line("CAPH", 1_000)),
            funding=Funding.ACTION_ENTIERE,
        )
        (found,) = violations(asked, {"cle-001": {"ETAT": 6_000_00}})

        assert (found.name, found.sentence) == (
            "Action entière ou rien",
            "action 2017-0001 : rien de CAPH",
        )

    def test_an_amount_for_nobody_is_caught(self) -> None:
        """A key that is no file's, or a funder nothing was asked of."""
        asked = problem(dossier(1, 1, line("ETAT", 6_000)))

        (stranger,) = violations(asked, {"cle-009": {"ETAT": 100}})
        (unasked,) = violations(asked, {"cle-001": {"CAF": 100}})

        assert stranger.name == "Dossier inconnu"
        assert unasked.name == "Financeur non demandé"

    def test_the_aid_of_a_chantier_needs_no_useful_minimum(self) -> None:
        """Computed by the note, it stands as it is."""
        asked = problem(
            dossier(1, 1, chantier(800)),
            MinimumUtile(line_centimes=1_000_00, action_centimes=2_000_00),
        )

        assert violations(asked, {"cle-001": {"CAPH": 800_00}}) == ()


def test_a_programming_that_breaks_a_rule_is_refused() -> None:
    """The error says which rule, and travels between processes."""
    asked = problem(dossier(1, 1, line("ETAT", 6_000)), envelope("ETAT", 5_000))

    with pytest.raises(UnverifiedProgrammingError) as caught:
        require_verified(asked, {"cle-001": {"ETAT": 6_000_00}})

    assert "contrainte non tenue : Enveloppe de l'État" in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
