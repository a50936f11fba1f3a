"""Legal time: what is read, when it is, and how it is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.calendar import (
    PARIS,
    add_months,
    as_utc,
    french_date,
    french_instant,
    paris,
    parse_date,
    parse_instant,
)
from contrat_de_ville.errors import BadInputError


# The legal hour of Paris in 2016-2017: +02:00 until 30 October 2016 at 3:00, then
# +01:00 until 26 March 2017 at 2:00.
LEGAL_TIME = [
    # (date, time, the same instant in UTC)
    (date(2016, 10, 29), time(23, 59, 59), "2016-10-29T21:59:59+00:00"),
    (date(2016, 10, 30), time(0, 0), "2016-10-29T22:00:00+00:00"),
    (date(2016, 10, 30), time(23, 59, 59), "2016-10-30T22:59:59+00:00"),
    (date(2016, 12, 16), time(23, 59, 59), "2016-12-16T22:59:59+00:00"),
    (date(2017, 3, 26), time(0, 0), "2017-03-25T23:00:00+00:00"),
    (date(2017, 3, 26), time(23, 59, 59), "2017-03-26T21:59:59+00:00"),
    (date(2017, 3, 28), time(14, 0), "2017-03-28T12:00:00+00:00"),
]


class TestParis:
    """A legal time is one instant, in winter and in summer."""

    @pytest.mark.parametrize(("on", "at", "expected"), LEGAL_TIME)
    def test_a_legal_time_is_an_instant(
        self, on: date, at: time, expected: str
    ) -> None:
        """The offset is the one in force that day at that time."""
        assert expected == as_utc(paris(on, at)).isoformat()

    def test_the_day_of_the_winter_hour_lasts_25_hours(self) -> None:
        """From 30 to 31 October 2016 at midnight there are 25 hours."""
        begins, ends = paris(date(2016, 10, 30)), paris(date(2016, 10, 31))

        assert as_utc(ends) - as_utc(begins) == timedelta(hours=25)

    def test_the_day_of_the_summer_hour_lasts_23_hours(self) -> None:
        """From 26 to 27 March 2017 at midnight there are 23 hours."""
        begins, ends = paris(date(2017, 3, 26)), paris(date(2017, 3, 27))

        assert as_utc(ends) - as_utc(begins) == timedelta(hours=23)

    def test_an_instant_without_zone_is_refused(self) -> None:
        """A naive instant is a fault of our own, never taken for Paris or UTC."""
        naive = datetime(2017, 3, 28, 14)  # noqa: DTZ001 (what must be refused)

        with pytest.raises(ValueError, match="naive instant"):
            as_utc(naive)


class TestParseDate:
    """ISO and French dates, and nothing that could be read two ways."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2017-03-28", date(2017, 3, 28)),
            ("28/03/2017", date(2017, 3, 28)),
            # Day first, always: 3 April, never 4 March.
            ("03/04/2017", date(2017, 4, 3)),
            ("1/3/2017", date(2017, 3, 1)),
            ("2017-3-1", date(2017, 3, 1)),
            ("  28/03/2017 ", date(2017, 3, 28)),
            ("29/02/2016", date(2016, 2, 29)),
            ("31/12/9999", date(9999, 12, 31)),
            ("01/01/1900", date(1900, 1, 1)),
        ],
    )
    def test_a_date_is_read(self, text: str, expected: date) -> None:
        """Year first with hyphens, day first with slashes."""
        assert expected == parse_date(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "29/02/2017",
            "29/02/1900",
            "31/04/2017",
            "32/01/2017",
            "00/01/2017",
            "01/13/2017",
            "2017-13-01",
            "2017-02-30",
            "0000-01-01",
            "28/03/17",
            "17-03-28",
            "28-03-2017",
            "28.03.2017",
            "2017/03/28",
            "2017-28-03",
            "20170328",
            "28/03",
            "28 mars 2017",
            "28/ 3/2017",
            "2017-03- 1",
            "2017-03-28T14:00",
            "42822",
            "-2017-03-28",
            "٢٨/٠٣/٢٠١٧",
            "２８/０３/２０１７",
            "2017-03-2٨",
            "28/03/2017\n29/03/2017",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        """Days that do not exist, short years, other orders and other digits."""
        with pytest.raises(BadInputError, match="n'est pas une date lisible"):
            parse_date(text)

    @given(st.dates())
    def test_both_writings_are_read_back(self, on: date) -> None:
        """A date written the ISO or the French way is read as itself."""
        french = f"{on.day:02d}/{on.month:02d}/{on.year:04d}"

        assert on == parse_date(on.isoformat()) == parse_date(french)


class TestParseInstant:
    """A date, or a date and its legal time."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # A date alone is due by the end of its day.
            ("16/12/2016", "2016-12-16T23:59:59+01:00"),
            ("2016-10-30", "2016-10-30T23:59:59+01:00"),
            ("2017-03-26", "2017-03-26T23:59:59+02:00"),
            ("2016-12-16T23:59:59", "2016-12-16T23:59:59+01:00"),
            ("2017-03-28T14:00", "2017-03-28T14:00:00+02:00"),
            ("28/03/2017 14:00", "2017-03-28T14:00:00+02:00"),
            ("28/03/2017T14:00", "2017-03-28T14:00:00+02:00"),
            ("2017-03-28 14:00:30.250", "2017-03-28T14:00:30.250000+02:00"),
            # An offset is kept, whatever Paris said that day.
            ("2016-12-16T22:59:59Z", "2016-12-16T22:59:59+00:00"),
            ("2016-12-16T22:59:59+00:00", "2016-12-16T22:59:59+00:00"),
            ("16/12/2016 18:59-04:00", "2016-12-16T18:59:00-04:00"),
            # On both sides of the changes of clocks.
            ("2016-10-30T01:59:59", "2016-10-30T01:59:59+02:00"),
            ("2016-10-30T03:00", "2016-10-30T03:00:00+01:00"),
            ("2017-03-26T01:59:59", "2017-03-26T01:59:59+01:00"),
            ("2017-03-26T03:00", "2017-03-26T03:00:00+02:00"),
            ("2016-10-30T02:30+02:00", "2016-10-30T02:30:00+02:00"),
            ("2016-10-30T02:30+01:00", "2016-10-30T02:30:00+01:00"),
        ],
    )
    def test_an_instant_is_read(self, text: str, expected: str) -> None:
        """Legal time of Paris, unless an offset is written."""
        assert expected == parse_instant(text).isoformat()

    @pytest.mark.parametrize(
        "text",
        [
            "2016-12-16T24:00",
            "16/12/2016 24:00",
            "2016-12-16T23:60",
            "2016-12-16T23:59:60",
            "2016-12-16T14",
            "2016-12-16T1400",
            "2016-12-16T",
            "16/12/2016 14h00",
            "16/12/2016 à 14:00",
            "16/12/2016 2:00 PM",
            "16/12/2016  14:00",
            "2016-12-16T14:00+1",
            "2016-12-16T14:00+25:00",
            "2016-12-16T14:00 Europe/Paris",
            "2016-12-16T١٤:٠٠",
            "16/12/2016 １４:００",
            "hier 14:00",
        ],
    )
    def test_another_time_is_refused(self, text: str) -> None:
        """24:00, half-written hours and other digits are never guessed."""
        with pytest.raises(BadInputError, match="n'est pas un instant lisible"):
            parse_instant(text)

    @pytest.mark.parametrize(
        "text", ["", "demain", "29/02/2017", "29/02/2017 14:00", "2017-02-30T14:00"]
    )
    def test_a_time_needs_a_date_that_exists(self, text: str) -> None:
        """The date is refused as a date."""
        with pytest.raises(BadInputError, match="n'est pas une date lisible"):
            parse_instant(text)

    @pytest.mark.parametrize(
        "text",
        [
            "2016-10-30T02:00",
            "30/10/2016 02:30",
            "2016-10-30T02:59:59",
            "2017-03-26T02:00",
            "26/03/2017 02:30",
            "2017-03-26T02:59:59",
        ],
    )
    def test_a_doubtful_hour_is_refused(self, text: str) -> None:
        """The hour repeated on 30 October, and the one skipped on 26 March."""
        with pytest.raises(BadInputError, match="tombe dans un changement d'heure"):
            parse_instant(text)

    @given(st.datetimes(timezones=st.just(UTC)))
    def test_what_is_written_with_its_offset_is_read_back(self, at: datetime) -> None:
        """An instant written the ISO way comes back to the microsecond."""
        assert at == parse_instant(at.isoformat())


class TestAddMonths:
    """Delays count in months, to the same day or to the last of its month."""

    @pytest.mark.parametrize(
        ("on", "months", "expected"),
        [
            (date(2017, 12, 31), 6, date(2018, 6, 30)),
            (date(2017, 8, 31), 6, date(2018, 2, 28)),
            (date(2019, 8, 31), 6, date(2020, 2, 29)),
            (date(2018, 8, 30), 6, date(2019, 2, 28)),
            (date(2017, 6, 30), 6, date(2017, 12, 30)),
            (date(2016, 2, 29), 12, date(2017, 2, 28)),
            (date(2016, 2, 29), 48, date(2020, 2, 29)),
            (date(2017, 11, 15), 1, date(2017, 12, 15)),
            (date(2017, 12, 15), 1, date(2018, 1, 15)),
            (date(2017, 1, 31), 0, date(2017, 1, 31)),
            (date(2017, 3, 31), -1, date(2017, 2, 28)),
            (date(2017, 1, 15), -1, date(2016, 12, 15)),
        ],
    )
    def test_months_are_added(self, on: date, months: int, expected: date) -> None:
        """A day that does not exist becomes the last of its month."""
        assert expected == add_months(on, months)


class TestFrench:
    """Dates and instants as they are said."""

    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2017, 3, 1), "1er mars 2017"),
            (date(2017, 3, 2), "2 mars 2017"),
            (date(2017, 8, 31), "31 août 2017"),
            (date(2016, 2, 29), "29 février 2016"),
            (date(2016, 12, 11), "11 décembre 2016"),
        ],
    )
    def test_a_date_is_written_in_full(self, on: date, expected: str) -> None:
        """Only the first day of the month is an ordinal."""
        assert expected == french_date(on)

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (paris(date(2017, 3, 28), time(14, 0)), "28 mars 2017 à 14 h 00"),
            (paris(date(2017, 1, 1), time(0, 5)), "1er janvier 2017 à 0 h 05"),
            # Written in UTC, said in Paris: the next day, the next year.
            (
                datetime(2016, 12, 31, 23, 30, tzinfo=UTC),
                "1er janvier 2017 à 0 h 30",
            ),
            (
                datetime(2017, 7, 1, 0, 0, tzinfo=timezone(timedelta(hours=-4))),
                "1er juillet 2017 à 6 h 00",
            ),
        ],
    )
    def test_an_instant_is_said_in_legal_time(
        self, at: datetime, expected: str
    ) -> None:
        """Whatever zone it is kept in, it is said as in Paris."""
        assert expected == french_instant(at)

    def test_the_zone_is_that_of_paris(self) -> None:
        """The legal time is Europe/Paris, by its name."""
        assert str(PARIS) == "Europe/Paris"
