"""What is due, from what was recorded and the instant it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.calendar import PARIS, paris
from contrat_de_ville.domain.cycle import (
    STEPS,
    CycleFacts,
    due_steps,
    upcoming_dates,
)
from tests.builders import CALENDAR


SECOND = timedelta(seconds=1)
OPENED = CycleFacts(opened_at=CALENDAR.ouverture)
CONSULTING = replace(OPENED, consultation_opened_at=CALENDAR.ouverture_consultation)
CONSULTED = replace(CONSULTING, consultation_closed_at=CALENDAR.cloture_consultation)
PROPOSED = replace(CONSULTED, proposed_at=CALENDAR.comite_technique)
FROZEN = replace(PROPOSED, frozen_at=CALENDAR.copil)
CLOSED = replace(FROZEN, closed_at=CALENDAR.fin_cycle)
COUNTS = [name for name in CycleFacts.__dataclass_fields__ if name.endswith("_count")]

# The year as it goes: what is recorded, when it is asked, what is due.
YEAR = [
    ("la veille", CycleFacts(), CALENDAR.ouverture - SECOND, ()),
    ("l'ouverture", CycleFacts(), CALENDAR.ouverture, ("open_appel",)),
    ("ouvert, rien de reçu", OPENED, paris(date(2016, 11, 2)), ()),
    (
        "des fichiers attendent",
        replace(OPENED, waiting_files_count=3),
        paris(date(2016, 11, 2)),
        ("collect_depots",),
    ),
    (
        "une version à contrôler",
        replace(OPENED, unchecked_count=1),
        paris(date(2016, 11, 2)),
        ("check_depots",),
    ),
    (
        "des corrections qui ne sont pas venues",
        replace(OPENED, to_settle_count=2),
        CALENDAR.fin_corrections + SECOND,
        ("check_depots",),
    ),
    (
        "le comité n'a pas siégé",
        replace(OPENED, chantiers_ready_count=7),
        CALENDAR.comite_aci - SECOND,
        (),
    ),
    (
        "le comité siège",
        replace(OPENED, chantiers_ready_count=7),
        CALENDAR.comite_aci,
        ("fund_aci",),
    ),
    ("avant la consultation", OPENED, CALENDAR.ouverture_consultation - SECOND, ()),
    (
        "la consultation s'ouvre",
        OPENED,
        CALENDAR.ouverture_consultation,
        ("consult_conseils",),
    ),
    ("les conseils répondent", CONSULTING, paris(date(2017, 2, 10)), ()),
    # The last second is theirs: an avis received then still counts.
    ("dernière seconde des avis", CONSULTING, CALENDAR.cloture_consultation, ()),
    (
        "la consultation se ferme",
        CONSULTING,
        CALENDAR.cloture_consultation + SECOND,
        ("consult_conseils",),
    ),
    (
        "tout est dit, rien n'est proposé",
        CONSULTED,
        paris(date(2017, 2, 25)),
        ("assemble_programmation",),
    ),
    ("proposé, avant le COPIL", PROPOSED, CALENDAR.copil - SECOND, ()),
    (
        "le COPIL n'a pas tout vu",
        replace(PROPOSED, unarbitrated_count=1),
        CALENDAR.copil,
        (),
    ),
    (
        "le COPIL a tout arbitré",
        PROPOSED,
        CALENDAR.copil,
        ("assemble_programmation",),
    ),
    ("figée", FROZEN, paris(date(2017, 4, 5)), ()),
    (
        "un acte est enregistré",
        replace(FROZEN, to_notify_count=12),
        CALENDAR.conseil_communautaire,
        ("notify_decisions",),
    ),
    (
        "un exercice est fini",
        replace(FROZEN, bilans_to_ask_count=4),
        paris(date(2017, 9, 1)),
        ("collect_bilans",),
    ),
    ("avant la fin du cycle", FROZEN, CALENDAR.fin_cycle - SECOND, ()),
    ("la fin du cycle", FROZEN, CALENDAR.fin_cycle, ("collect_bilans",)),
    (
        "une relance est due",
        replace(OPENED, reminders_due_count=1),
        paris(date(2016, 12, 9)),
        ("remind",),
    ),
    (
        "un message attend",
        replace(OPENED, messages_to_send_count=1),
        paris(date(2016, 12, 9)),
        ("remind",),
    ),
    ("clos", CLOSED, paris(date(2018, 8, 1)), ()),
    (
        "clos, un message attend",
        replace(CLOSED, messages_to_send_count=1),
        paris(date(2018, 8, 1)),
        ("remind",),
    ),
]
# A machine stopped for weeks: several steps at once, in the order of the year.
DOWNTIME = [
    (
        "arrêtée avant l'ouverture, reprise après la clôture",
        CycleFacts(waiting_files_count=5),
        paris(date(2017, 1, 2)),
        ("open_appel",),
    ),
    (
        "arrêtée de décembre à la fin janvier",
        replace(
            OPENED,
            waiting_files_count=5,
            unchecked_count=2,
            chantiers_ready_count=7,
            reminders_due_count=3,
        ),
        paris(date(2017, 1, 27)),
        (
            "collect_depots",
            "check_depots",
            "fund_aci",
            "consult_conseils",
            "remind",
        ),
    ),
    (
        "arrêtée toute la consultation",
        replace(CONSULTING, messages_to_send_count=9),
        paris(date(2017, 3, 30)),
        ("consult_conseils", "remind"),
    ),
    (
        "arrêtée du COPIL à l'été",
        replace(PROPOSED, to_notify_count=3, bilans_to_ask_count=2),
        paris(date(2017, 7, 10)),
        ("assemble_programmation", "notify_decisions", "collect_bilans"),
    ),
    (
        "arrêtée jusqu'après la fin du cycle",
        replace(FROZEN, to_notify_count=1, reminders_due_count=1),
        paris(date(2018, 9, 1)),
        ("notify_decisions", "collect_bilans", "remind"),
    ),
]
MOMENTS = st.datetimes(
    datetime(2016, 9, 1),  # noqa: DTZ001 (the strategy adds the zone)
    datetime(2018, 12, 31),  # noqa: DTZ001 (the strategy adds the zone)
    timezones=st.just(PARIS),
)
FACTS = st.builds(
    lambda stage, counts: replace(stage, **counts),
    st.sampled_from(
        [CycleFacts(), OPENED, CONSULTING, CONSULTED, PROPOSED, FROZEN, CLOSED]
    ),
    st.fixed_dictionaries({name: st.integers(0, 2) for name in COUNTS}),
)


class TestDueSteps:
    """The year as a table: nothing sleeps, nothing is early, nothing is lost."""

    @pytest.mark.parametrize(
        ("facts", "at", "expected"),
        [pytest.param(*row, id=name) for name, *row in YEAR],
    )
    def test_a_day_of_the_year(
        self, facts: CycleFacts, at: datetime, expected: tuple[str, ...]
    ) -> None:
        """Each milestone makes its step due at its instant, not a second before."""
        assert expected == due_steps(CALENDAR, facts, at)

    @pytest.mark.parametrize(
        ("facts", "at", "expected"),
        [pytest.param(*row, id=name) for name, *row in DOWNTIME],
    )
    def test_a_machine_that_was_stopped(
        self, facts: CycleFacts, at: datetime, expected: tuple[str, ...]
    ) -> None:
        """Everything that was missed is due at once, in the order of the year."""
        assert expected == due_steps(CALENDAR, facts, at)

    @given(FACTS, MOMENTS)
    def test_steps_come_in_the_order_of_the_year(
        self, facts: CycleFacts, at: datetime
    ) -> None:
        """Each step is named once, in the order in which the year is told."""
        due = due_steps(CALENDAR, facts, at)

        assert list(due) == [one for one in STEPS if one in due]

    @given(FACTS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)))
    def test_what_is_due_stays_due_until_it_is_done(
        self, facts: CycleFacts, at: datetime, later: timedelta
    ) -> None:
        """With nothing recorded in between, time only adds steps."""
        due, after = (due_steps(CALENDAR, facts, one) for one in (at, at + later))

        assert set(due) <= set(after)

    @given(FACTS, MOMENTS)
    def test_no_step_comes_before_its_date(
        self, facts: CycleFacts, at: datetime
    ) -> None:
        """Opening, ACI committee, consultation: never before, whatever is recorded."""
        due = due_steps(CALENDAR, facts, at)

        assert "open_appel" not in due or at >= CALENDAR.ouverture
        assert "fund_aci" not in due or at >= CALENDAR.comite_aci
        assert "consult_conseils" not in due or at >= CALENDAR.ouverture_consultation

    @given(FACTS, MOMENTS)
    def test_nothing_but_mail_is_due_once_closed(
        self, facts: CycleFacts, at: datetime
    ) -> None:
        """A closed year only empties its outbox."""
        closed = replace(
            facts, opened_at=CALENDAR.ouverture, closed_at=CALENDAR.fin_cycle
        )
        expected = ("remind",) if closed.messages_to_send_count else ()

        assert expected == due_steps(CALENDAR, closed, at)

    @pytest.mark.parametrize(
        "done",
        [
            {"waiting_files_count": 0},
            {"unchecked_count": 0},
            {"chantiers_ready_count": 0},
            {"reminders_due_count": 0},
        ],
    )
    def test_what_is_done_is_no_longer_due(self, done: dict[str, Any]) -> None:
        """Recording what a step does takes that step, and only it, off the list."""
        step = {
            "waiting_files_count": "collect_depots",
            "unchecked_count": "check_depots",
            "chantiers_ready_count": "fund_aci",
            "reminders_due_count": "remind",
        }[next(iter(done))]
        _, facts, at, before = DOWNTIME[1]

        after = due_steps(CALENDAR, replace(facts, **done), at)

        assert tuple(one for one in before if one != step) == after


class TestUpcomingDates:
    """What the coordinator sees coming."""

    def test_the_nearest_comes_first(self) -> None:
        """On 10 February the consultation closes first; the opening is past."""
        coming = upcoming_dates(CALENDAR, paris(date(2017, 2, 10)))

        assert [name for name, _ in coming] == [
            "cloture_consultation",
            "comite_technique",
            "copil",
            "conseil_communautaire",
            "fin_cycle",
        ]
        assert coming[0][1] == paris(date(2017, 2, 24), time(23, 59, 59))

    def test_what_has_come_is_no_longer_coming(self) -> None:
        """At the very instant of the last milestone nothing is left."""
        assert upcoming_dates(CALENDAR, CALENDAR.fin_cycle) == ()
