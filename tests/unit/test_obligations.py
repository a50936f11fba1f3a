from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.obligations import (
    DueReminder,
    Obligation,
    ReminderRule,
    due_reminders,
)


RULES = tuple(
    ReminderRule(
        code=f"correction_{days}",
        kind="CORRECTION",
        offset_days=days,
        template="to_porteur_rappel_correction",
    )
    for days in (-7, -2, 7)
)
OWED = Obligation(
    kind="CORRECTION",
    subject_key="2017-0042",
    recipient="contact@association.example",
    due_at=paris(date(2017, 1, 13), time(23, 59, 59)),
    since=paris(date(2016, 12, 20)),
    items=("2017-0042 Ateliers de parents",),
)


def day(number: int, month: int = 1) -> datetime:
    """Return nine in the morning of a day of 2017, when the round is made."""
    return paris(date(2017, month, number), time(9))


def due(
    at: datetime,
    *,
    owed: Obligation = OWED,
    already: Collection[str] = (),
) -> tuple[DueReminder, ...]:
    """Return what is due for one obligation."""
    return due_reminders([owed], RULES, frozenset(already), at)


def codes(reminders: Collection[DueReminder]) -> list[str]:
    """Return the codes of the rules alone."""
    return [one.rule.code for one in reminders]


class TestDueReminders:
    """Which reminder is due is a question about state, asked each day."""

    def test_nothing_is_due_before_the_first_moment(self) -> None:
        """Seven days before 13 January 23:59:59 is 6 January 23:59:59, not before."""
        moment = paris(date(2017, 1, 6), time(23, 59, 59))

        assert codes(due(moment - timedelta(seconds=1))) == []
        assert codes(due(moment)) == ["correction_-7"]

    def test_days_of_downtime_give_exactly_one(self) -> None:
        """Machine stopped from 6 to 10 January: one reminder, and then none."""
        first = due(day(10))
        again = due(day(10), already=[one.intention for one in first])

        assert codes(first) == ["correction_-7"]
        assert codes(again) == []

    def test_of_two_missed_moments_only_the_latest_counts(self) -> None:
        """Stopped over both moments: the second alone, and never the first after."""
        first = due(day(12))
        again = due(day(13), already=[one.intention for one in first])

        assert codes(first) == ["correction_-2"]
        assert codes(again) == []

    def test_a_later_moment_comes_after_an_earlier_one(self) -> None:
        """What was sent seven days before does not hide what is due two days before."""
        sent = [one.intention for one in due(day(7))]

        assert codes(due(day(12), already=sent)) == ["correction_-2"]

    def test_a_late_one_is_reminded_after_its_deadline(self) -> None:
        """A positive offset counts after the deadline: 20 January 23:59:59."""
        sent = [one.intention for at in (day(7), day(12)) for one in due(at)]

        assert codes(due(day(20), already=sent)) == []
        assert codes(due(day(21), already=sent)) == ["correction_7"]

    def test_an_obligation_is_not_reminded_of_what_was_before_it(self) -> None:
        """Asked on 8 January: the moment of the 6th does not apply, the 11th does."""
        owed = replace(OWED, since=day(8))

        assert codes(due(day(9), owed=owed)) == []
        assert codes(due(day(12), owed=owed)) == ["correction_-2"]

    def test_an_obligation_born_at_a_moment_is_not_reminded_of_it(self) -> None:
        """The request itself has just been written."""
        moment = paris(date(2017, 1, 6), time(23, 59, 59))

        assert codes(due(moment, owed=replace(OWED, since=moment))) == []

    def test_a_sunday_is_a_day_like_another(self) -> None:
        """A deadline on Sunday 15 January moves nothing: its -2 is Friday 13."""
        owed = replace(OWED, due_at=paris(date(2017, 1, 15), time(23, 59, 59)))
        moment = paris(date(2017, 1, 13), time(23, 59, 59))

        assert codes(due(moment - timedelta(seconds=1), owed=owed)) == ["correction_-7"]
        assert codes(due(moment, owed=owed)) == ["correction_-2"]

    def test_moments_keep_the_legal_time_over_a_change_of_hour(self) -> None:
        """Clocks change on 26 March 2017: seven days before the 31st is still 23:59."""
        owed = replace(OWED, due_at=paris(date(2017, 3, 31), time(23, 59, 59)))
        moment = paris(date(2017, 3, 24), time(23, 59, 59))

        assert codes(due(moment - timedelta(seconds=1), owed=owed)) == []
        assert codes(due(moment, owed=owed)) == ["correction_-7"]

    def test_an_extension_moves_the_moments(self) -> None:
        """Deadline moved to 27 January before any reminder: nothing on the 12th."""
        owed = replace(OWED, due_at=paris(date(2017, 1, 27), time(23, 59, 59)))

        assert codes(due(day(12), owed=owed)) == []
        assert codes(due(day(21), owed=owed)) == ["correction_-7"]

    def test_another_kind_is_not_concerned(self) -> None:
        """Rules of one kind never remind of another."""
        assert codes(due(day(12), owed=replace(OWED, kind="AVIS"))) == []

    def test_each_obligation_has_its_own_reminder(self) -> None:
        """Two recipients, or two subjects, are never taken for one."""
        owed = [
            OWED,
            replace(OWED, recipient="autre@association.example"),
            replace(OWED, subject_key="2017-0043"),
        ]
        reminders = due_reminders(owed, RULES, frozenset(), day(12))

        assert len({one.intention for one in reminders}) == 3


OFFSETS = st.lists(st.integers(-60, 60), min_size=1, max_size=5, unique=True)
DAYS = st.integers(-100, 100)


class TestWhateverTheCalendar:
    """Properties over rules, births of obligations and days of downtime."""

    @given(offsets=OFFSETS, born=DAYS, rounds=st.sets(DAYS, max_size=30))
    def test_never_twice_and_never_early(
        self, offsets: list[int], born: int, rounds: set[int]
    ) -> None:
        """One at most a round, each rule once at most, never before its moment."""
        rules = [
            ReminderRule(code=str(n), kind="BILAN", offset_days=n, template="t")
            for n in offsets
        ]
        owed = replace(OWED, kind="BILAN", since=OWED.due_at + timedelta(days=born))
        sent: dict[str, int] = {}
        for number in sorted(rounds):
            at = OWED.due_at + timedelta(days=number)
            found = due_reminders([owed], rules, frozenset(sent), at)

            assert len(found) <= 1
            for one in found:
                assert one.intention not in sent
                assert born < one.rule.offset_days <= number
                sent[one.intention] = one.rule.offset_days
        # In the order of their moments: a missed one is never sent after a later.
        assert list(sent.values()) == sorted(sent.values())

    @given(offsets=OFFSETS, born=DAYS)
    def test_without_downtime_nothing_is_missed(
        self, offsets: list[int], born: int
    ) -> None:
        """With a round each day, each moment after the birth has its reminder."""
        rules = [
            ReminderRule(code=str(n), kind="BILAN", offset_days=n, template="t")
            for n in offsets
        ]
        owed = replace(OWED, kind="BILAN", since=OWED.due_at + timedelta(days=born))
        sent: set[str] = set()
        reminded: list[int] = []
        for number in range(-100, 101):
            at = OWED.due_at + timedelta(days=number)
            for one in due_reminders([owed], rules, frozenset(sent), at):
                sent.add(one.intention)
                reminded.append(one.rule.offset_days)

        assert reminded == sorted(n for n in offsets if n > born)
