"""When a bilan is owed, and what is left to recover."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from contrat_de_ville.domain.bilans import (
    asked_from,
    bilan_due_on,
    bilan_label,
    due_at,
    to_recover_centimes,
)
from contrat_de_ville.domain.calendar import as_utc


class TestDueDates:
    """Six months after the end of the action's own exercise."""

    @pytest.mark.parametrize(
        ("ends_on", "expected"),
        [
            # The calendar year.
            (date(2017, 12, 31), date(2018, 6, 30)),
            # A school year: 31 August has no counterpart in February.
            (date(2017, 8, 30), date(2018, 2, 28)),
            (date(2018, 8, 31), date(2019, 2, 28)),
            # The same in a leap year.
            (date(2019, 8, 30), date(2020, 2, 29)),
            (date(2019, 8, 31), date(2020, 2, 29)),
            (date(2019, 8, 28), date(2020, 2, 28)),
            # From the end of February.
            (date(2020, 2, 29), date(2020, 8, 29)),
            (date(2017, 2, 28), date(2017, 8, 28)),
            # From the end of a month of thirty days to one of thirty-one.
            (date(2017, 6, 30), date(2017, 12, 30)),
        ],
    )
    def test_a_bilan_is_due_six_months_after(
        self, ends_on: date, expected: date
    ) -> None:
        """The same day six months later, or the last day of that month."""
        assert expected == bilan_due_on(ends_on, 6)

    def test_another_delay_may_be_set(self) -> None:
        """The delay is a parameter: three months from 30 November is 28 February."""
        assert date(2018, 2, 28) == bilan_due_on(date(2017, 11, 30), 3)

    @pytest.mark.parametrize(
        ("ends_on", "expected"),
        [
            (date(2017, 12, 31), datetime(2017, 12, 31, 22, 59, 59, tzinfo=UTC)),
            (date(2017, 8, 30), datetime(2017, 8, 30, 21, 59, 59, tzinfo=UTC)),
        ],
    )
    def test_it_is_asked_once_the_last_day_is_over(
        self, ends_on: date, expected: datetime
    ) -> None:
        """At the last second of the exercise in Paris, in winter and in summer."""
        assert expected == as_utc(asked_from(ends_on))

    def test_it_may_arrive_until_the_end_of_the_day(self) -> None:
        """30 June 2018 at 23:59:59 in Paris is 21:59:59 UTC."""
        expected = datetime(2018, 6, 30, 21, 59, 59, tzinfo=UTC)

        assert expected == as_utc(due_at(date(2018, 6, 30)))

    def test_it_is_never_due_before_it_is_asked(self) -> None:
        """Every day of four years, a leap one among them, leaves over 180 days."""
        days = (date(2016, 1, 1) + timedelta(days=n) for n in range(4 * 365 + 1))

        assert all((bilan_due_on(one, 6) - one).days > 180 for one in days)


class TestRecovery:
    """What was granted and not spent comes back, nothing else does."""

    @pytest.mark.parametrize(
        ("granted", "realised", "expected"),
        [
            (10_000_00, 8_765_43, 1_234_57),
            (10_000_00, 10_000_00, 0),
            (10_000_00, 12_000_00, 0),
            (10_000_00, 0, 10_000_00),
            (0, 0, 0),
        ],
    )
    def test_what_was_not_spent_is_recovered(
        self, granted: int, realised: int, expected: int
    ) -> None:
        """Spending more than the grant gives no right to more."""
        assert expected == to_recover_centimes(granted, realised)


class TestLabel:
    """Where a bilan stands, in a table."""

    @pytest.mark.parametrize(
        ("received_on", "recover", "expected"),
        [
            (None, 0, "attendu pour le 30/06/2018"),
            (date(2018, 6, 30), 0, "reçu le 30/06/2018"),
            (date(2018, 7, 1), 0, "reçu le 01/07/2018, en retard"),
            (
                date(2018, 7, 1),
                50_50,
                "reçu le 01/07/2018, en retard, 50,50\u00a0€ non consommés",
            ),
            (date(2018, 2, 1), 3_00, "reçu le 01/02/2018, 3\u00a0€ non consommés"),
        ],
    )
    def test_a_bilan_is_said(
        self, received_on: date | None, recover: int, expected: str
    ) -> None:
        """Awaited, received, late, with what was not spent."""
        assert expected == bilan_label(date(2018, 6, 30), received_on, recover)
