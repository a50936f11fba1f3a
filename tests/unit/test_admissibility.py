"""On time or late, new or the same again, to be mended or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from contrat_de_ville.domain.admissibility import (
    Arrival,
    KnownDepot,
    Registration,
    Standing,
    Verdict,
    register,
    settle,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import DepotState
from tests.builders import CALENDAR


# The builders' calendar: closing on 16 December 2016 at 23:59:59, corrections until
# 13 January 2017 at 23:59:59.
IN_TIME = paris(date(2016, 12, 1), time(10))
LAST_SECOND = paris(date(2016, 12, 16), time(23, 59, 59))
MIDNIGHT = paris(date(2016, 12, 17))
LAST_CORRECTION = paris(date(2017, 1, 13), time(23, 59, 59))
TOO_LATE = paris(date(2017, 1, 14))
ARRIVAL = Arrival(
    sha256="b" * 64,
    siret="90000000100017",
    email="contact@association.example",
    title_key="ateliers de parents",
    received_at=IN_TIME,
)
KNOWN = KnownDepot(
    numero="2017-0042",
    siret="90000000100017",
    email="contact@association.example",
    title_key="ateliers de parents",
    state=DepotState.DEPOSE,
    sha256s=frozenset({"a" * 64}),
)
WAITING = replace(KNOWN, state=DepotState.A_CORRIGER)


def registered(*known: KnownDepot, **changes: Any) -> Verdict:
    """Return the verdict on the arrival, with *changes*, among *known* deposits."""
    return register(replace(ARRIVAL, **changes), known, CALENDAR)


class TestDeadline:
    """The closing is an instant, to the second, whatever zone it is told in."""

    @pytest.mark.parametrize(
        ("received_at", "is_late"),
        [
            (IN_TIME, False),
            (LAST_SECOND - timedelta(seconds=1), False),
            (LAST_SECOND, False),
            (LAST_SECOND + timedelta(microseconds=1), True),
            (MIDNIGHT, True),
            # The same instants told in UTC: Paris is one hour ahead in December.
            (datetime(2016, 12, 16, 22, 59, 59, tzinfo=UTC), False),
            (datetime(2016, 12, 16, 23, 0, 0, tzinfo=UTC), True),
            (datetime(2016, 12, 16, 23, 59, 59, tzinfo=UTC), True),
            # And in Guadeloupe, where it is still the afternoon or the evening.
            (
                datetime(
                    2016, 12, 16, 18, 59, 59, tzinfo=timezone(timedelta(hours=-4))
                ),
                False,
            ),
            (
                datetime(2016, 12, 16, 19, 0, 0, tzinfo=timezone(timedelta(hours=-4))),
                True,
            ),
        ],
    )
    def test_the_last_second_is_in_and_midnight_is_out(
        self, received_at: datetime, *, is_late: bool
    ) -> None:
        """23:59:59 is on time, the instant after is late and still registered."""
        expected = Verdict(kind=Registration.NOUVEAU, is_late=is_late)

        assert expected == registered(received_at=received_at)

    def test_a_closing_on_the_day_of_the_winter_hour_is_told_in_winter_time(
        self,
    ) -> None:
        """30 October 2016 at 23:59:59 in Paris is 22:59:59 UTC, not 21:59:59."""
        calendar = replace(
            CALENDAR, cloture_depots=paris(date(2016, 10, 30), time(23, 59, 59))
        )
        on_time = replace(
            ARRIVAL, received_at=datetime(2016, 10, 30, 22, 59, 59, tzinfo=UTC)
        )
        late = replace(ARRIVAL, received_at=datetime(2016, 10, 30, 23, 0, tzinfo=UTC))

        assert not register(on_time, (), calendar).is_late
        assert register(late, (), calendar).is_late


class TestRegister:
    """A file is new, a version of a deposit, the same file, or too late."""

    def test_another_title_is_another_deposit(self) -> None:
        """One porteur deposits several actions."""
        verdict = registered(KNOWN, title_key="chantier de printemps")

        assert verdict == Verdict(kind=Registration.NOUVEAU)

    def test_the_same_title_of_another_porteur_is_another_deposit(self) -> None:
        """Two associations may name their action alike, and share no SIRET."""
        verdict = registered(WAITING, siret="41539765200025", email="b@b.example")

        assert verdict == Verdict(kind=Registration.NOUVEAU)

    @pytest.mark.parametrize("state", list(DepotState))
    def test_before_the_closing_a_porteur_replaces_its_deposit(
        self, state: DepotState
    ) -> None:
        """Same SIRET and title on time: a new version, whatever was said of the old."""
        verdict = registered(replace(KNOWN, state=state))

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0042")

    @pytest.mark.parametrize("received_at", [IN_TIME, MIDNIGHT, TOO_LATE])
    def test_the_same_file_again_changes_nothing(self, received_at: datetime) -> None:
        """Its hash is known: it is neither a version nor late."""
        verdict = registered(WAITING, sha256="a" * 64, received_at=received_at)

        assert verdict == Verdict(
            kind=Registration.DOUBLON_EXACT,
            numero="2017-0042",
            reason="Fichier déjà reçu, identique : dépôt 2017-0042.",
        )

    def test_an_old_version_sent_again_is_the_same_file(self) -> None:
        """Every version's hash is remembered, not only the last."""
        known = replace(KNOWN, sha256s=frozenset({"a" * 64, "b" * 64}))

        assert registered(known).kind is Registration.DOUBLON_EXACT

    def test_after_the_closing_only_a_requested_correction_enters(self) -> None:
        """A porteur asked for nothing does not improve its deposit."""
        asked = registered(WAITING, received_at=MIDNIGHT)
        not_asked = registered(KNOWN, received_at=MIDNIGHT)

        assert asked == Verdict(kind=Registration.VERSION, numero="2017-0042")
        assert not_asked == Verdict(
            kind=Registration.TROP_TARD,
            numero="2017-0042",
            is_late=True,
            reason=(
                "Nouvelle version du dépôt 2017-0042 reçue le 17 décembre 2016 à "
                "0 h 00, après le délai : la version déjà enregistrée reste seule."
            ),
        )

    @pytest.mark.parametrize(
        ("received_at", "expected"),
        [
            (LAST_CORRECTION, Registration.VERSION),
            (LAST_CORRECTION + timedelta(microseconds=1), Registration.TROP_TARD),
            (TOO_LATE, Registration.TROP_TARD),
        ],
    )
    def test_corrections_end_to_the_second(
        self, received_at: datetime, expected: Registration
    ) -> None:
        """13 January 23:59:59 is in, 14 January 00:00:00 is out."""
        assert expected is registered(WAITING, received_at=received_at).kind

    @pytest.mark.parametrize("received_at", [IN_TIME, MIDNIGHT, LAST_CORRECTION])
    def test_a_mended_siret_is_recognised_by_address_and_title(
        self, received_at: datetime
    ) -> None:
        """The SIRET may be what had to be mended."""
        verdict = registered(
            replace(WAITING, siret="90000000100018"), received_at=received_at
        )

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0042")

    def test_a_mended_siret_after_the_corrections_is_too_late(self) -> None:
        """It is recognised, and does not become a new deposit by the back door."""
        verdict = registered(
            replace(WAITING, siret="90000000100018"), received_at=TOO_LATE
        )

        assert (verdict.kind, verdict.numero) == (Registration.TROP_TARD, "2017-0042")

    def test_an_address_recognises_nobody_who_was_not_asked(self) -> None:
        """A commune and its CCAS may share an address and a title."""
        verdict = registered(replace(KNOWN, siret="21590172900016"))

        assert verdict == Verdict(kind=Registration.NOUVEAU)

    def test_the_siret_comes_before_the_address(self) -> None:
        """The CCAS mends its own deposit, not that of the commune listed first."""
        commune = replace(WAITING, numero="2017-0041", siret="21590172900016")

        assert registered(commune, WAITING).numero == "2017-0042"
        assert registered(WAITING, commune).numero == "2017-0042"

    @pytest.mark.parametrize("empty", ["siret", "email"])
    def test_what_is_left_empty_recognises_nobody(self, empty: str) -> None:
        """Two forms without SIRET, or without address, are not of one porteur."""
        other = {"siret": "41539765200025", "email": "autre@association.example"}
        changes = other | {empty: ""}
        known = replace(WAITING, **{empty: ""})  # type: ignore[arg-type]

        assert registered(known, **changes).kind is Registration.NOUVEAU

    def test_a_deposit_without_title_is_always_new(self) -> None:
        """Nothing says which of the porteur's actions it would replace."""
        verdict = registered(replace(WAITING, title_key=""), title_key="")

        assert verdict == Verdict(kind=Registration.NOUVEAU)


SOUND = Standing(is_late=False, has_derogation=False, has_blocking=False)


class TestSettle:
    """A checked deposit has one state, and its reason."""

    @pytest.mark.parametrize(
        ("standing", "at", "expected"),
        [
            (SOUND, IN_TIME, (DepotState.RECEVABLE, "")),
            (SOUND, TOO_LATE, (DepotState.RECEVABLE, "")),
            (
                replace(SOUND, has_blocking=True),
                IN_TIME,
                (
                    DepotState.A_CORRIGER,
                    "À corriger avant le 13 janvier 2017 à 23 h 59.",
                ),
            ),
            (
                replace(SOUND, has_blocking=True),
                LAST_CORRECTION,
                (
                    DepotState.A_CORRIGER,
                    "À corriger avant le 13 janvier 2017 à 23 h 59.",
                ),
            ),
            (
                replace(SOUND, has_blocking=True),
                TOO_LATE,
                (
                    DepotState.IRRECEVABLE,
                    "Points bloquants non corrigés dans le délai.",
                ),
            ),
            (
                replace(SOUND, is_late=True),
                TOO_LATE,
                (
                    DepotState.HORS_DELAI,
                    "Reçu après la clôture du 16 décembre 2016 à 23 h 59.",
                ),
            ),
            (
                replace(SOUND, is_late=True, has_blocking=True),
                TOO_LATE,
                (
                    DepotState.HORS_DELAI,
                    "Reçu après la clôture du 16 décembre 2016 à 23 h 59.",
                ),
            ),
            (
                replace(SOUND, is_late=True, has_derogation=True),
                TOO_LATE,
                (DepotState.RECEVABLE, ""),
            ),
            (
                replace(SOUND, is_late=True, has_derogation=True, has_blocking=True),
                MIDNIGHT,
                (
                    DepotState.A_CORRIGER,
                    "À corriger avant le 13 janvier 2017 à 23 h 59.",
                ),
            ),
            # A derogation lets a late file in; it does not make it sound.
            (
                replace(SOUND, is_late=True, has_derogation=True, has_blocking=True),
                TOO_LATE,
                (
                    DepotState.IRRECEVABLE,
                    "Points bloquants non corrigés dans le délai.",
                ),
            ),
            # A double is a double before it is anything else.
            (
                Standing(
                    is_late=True,
                    has_derogation=False,
                    has_blocking=True,
                    duplicate_of="2017-0001",
                ),
                TOO_LATE,
                (DepotState.DOUBLON, "Répète le dépôt 2017-0001."),
            ),
        ],
    )
    def test_a_standing_has_its_state(
        self, standing: Standing, at: datetime, expected: tuple[DepotState, str]
    ) -> None:
        """Double, then late, then sound, then to be mended while there is time."""
        assert expected == settle(standing, CALENDAR, at)
