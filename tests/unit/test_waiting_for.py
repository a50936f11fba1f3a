from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.waiting_for import Actor, FileFacts, Wait, waits


SINCE = paris(date(2017, 1, 6), time(8))
ASKED = paris(date(2017, 1, 26), time(9))
COPIL = paris(date(2017, 3, 28), time(17))


def facts(state: DepotState, **changes: Any) -> FileFacts:
    """Return the facts of a file in that state since 6 January."""
    given: dict[str, Any] = {
        "since": SINCE,
        "email": "contact@association.example",
    } | changes
    return FileFacts(state=state, **given)


def awaited(one: FileFacts) -> list[tuple[Actor, str, datetime]]:
    """Return who a file waits for, which one, and since when."""
    return [(wait.actor, wait.name, wait.since) for wait in waits(one)]


class TestWaits:
    """A file waits for someone, or it is said to wait for nobody."""

    @pytest.mark.parametrize(
        ("state", "actor"),
        [
            (DepotState.DEPOSE, Actor.COORDINATION),
            (DepotState.A_CORRIGER, Actor.PORTEUR),
        ],
    )
    def test_before_it_is_admissible(self, state: DepotState, actor: Actor) -> None:
        """A deposit waits for its check, then for its correction."""
        assert awaited(facts(state)) == [(actor, "", SINCE)]

    def test_a_porteur_nobody_can_write_to_waits_for_us(self) -> None:
        """Without a readable address, it is for the coordination to call."""
        one = facts(DepotState.A_CORRIGER, email="contact@association,example")

        assert awaited(one) == [(Actor.COORDINATION, "", SINCE)]

    @pytest.mark.parametrize(
        "state", [DepotState.IRRECEVABLE, DepotState.HORS_DELAI, DepotState.DOUBLON]
    )
    def test_what_is_set_aside_waits_for_nobody(self, state: DepotState) -> None:
        """What is refused, late or repeated is over."""
        assert waits(facts(state)) == ()

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, []),
            ({"is_proposed": False}, [(Actor.COORDINATION, "", SINCE)]),
            (
                {"silent_conseils": (("Conseil Centre", ASKED),), "is_proposed": False},
                [(Actor.CONSEIL, "Conseil Centre", ASKED)],
            ),
            (
                {"wants_figure": True, "is_proposed": False},
                [(Actor.COMITE, "Comité ACI", SINCE)],
            ),
            (
                {"wants_headcount": True, "is_proposed": False},
                [(Actor.COORDINATION, "", SINCE)],
            ),
            (
                {"awaits_copil_since": ASKED},
                [(Actor.COMITE, "Comité de pilotage", ASKED)],
            ),
            ({"awaits_acts_since": COPIL}, [(Actor.FINANCEUR, "", COPIL)]),
            ({"awaits_bilan_since": COPIL}, [(Actor.PORTEUR, "", COPIL)]),
        ],
    )
    def test_an_admissible_file_goes_from_one_to_the_next(
        self, changes: dict[str, Any], expected: list[tuple[Actor, str, datetime]]
    ) -> None:
        """Conseil, comité, coordination, financeur, then the porteur's bilan."""
        assert awaited(facts(DepotState.RECEVABLE, **changes)) == expected

    def test_a_chantier_says_both_things_its_grant_lacks(self) -> None:
        """The committee's figure, the headcount; the proposal comes after both."""
        one = facts(
            DepotState.RECEVABLE,
            wants_figure=True,
            wants_headcount=True,
            is_proposed=False,
        )

        assert [wait.what for wait in waits(one)] == [
            "montant d'utilité sociale",
            "effectif du chantier",
        ]

    def test_days_are_legal_dates_apart(self) -> None:
        """From 23 h 59 to one minute after midnight, one day has gone by."""
        wait = Wait(
            actor=Actor.PORTEUR,
            what="corrections",
            since=paris(date(2017, 1, 6), time(23, 59)),
        )

        assert wait.days(paris(date(2017, 1, 7), time(0, 1))) == 1
        assert wait.days(paris(date(2017, 1, 6), time(23, 59, 30))) == 0
