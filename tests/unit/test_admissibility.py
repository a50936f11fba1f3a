"""On time or late, new or the same again, to be mended or not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from contrat_de_ville.domain.admissibility import (
    Decider,
    Registration,
    Standing,
    Verdict,
    admit,
    register,
    settle,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.campaign import Window
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.known_depots import Arrival, KnownDepot, KnownDepots
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
    pieces=frozenset({("a" * 64, "")}),
)
WAITING = replace(KNOWN, state=DepotState.A_CORRIGER)
RENAMED = {"replaces": "2017-0042", "title_key": "un autre titre"}


def registered(*known: KnownDepot, **changes: Any) -> Verdict:
    """Return the verdict on the arrival, with *changes*, among *known* deposits."""
    return register(replace(ARRIVAL, **changes), KnownDepots.of(known), CALENDAR)


class TestDeadline:
    """The closing is an instant, to the second, whatever zone it is told in."""

    @pytest.mark.parametrize(
        ("received_at", "is_late"),
        [
            (IN_TIME, False),
            (LAST_SECOND - timedelta(seconds=1), False),
            (LAST_SECOND, False),
            (LAST_SECOND + timedelta(milliseconds=1), False),
            (LAST_SECOND + timedelta(milliseconds=999), False),
            (MIDNIGHT - timedelta(microseconds=1), False),
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

        assert not register(on_time, KnownDepots(), calendar).is_late
        assert register(late, KnownDepots(), calendar).is_late


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
        known = replace(KNOWN, pieces=frozenset({("a" * 64, ""), ("b" * 64, "")}))

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
            (TOO_LATE - timedelta(milliseconds=1), Registration.VERSION),
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
        """The CCAS mends its own deposit, not that of the commune of lower number."""
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


class TestWindows:
    """A call may have several windows; a deposit counts for the first it meets."""

    CALENDAR = replace(
        CALENDAR,
        fenetres=(
            Window(
                libelle="Première",
                ouverture=CALENDAR.ouverture,
                cloture=paris(date(2016, 10, 30), time(2, 30)).replace(fold=1),
            ),
            Window(
                libelle="Seconde",
                ouverture=paris(date(2016, 12, 1)),
                cloture=CALENDAR.cloture_depots,
            ),
        ),
    )

    @pytest.mark.parametrize(
        ("received_at", "window", "is_late"),
        [
            # The clocks went back: 2 h 30 came twice, the second time at 1 h 30 UTC.
            (datetime(2016, 10, 30, 0, 30, tzinfo=UTC), "Première", False),
            (datetime(2016, 10, 30, 1, 30, 0, 999_000, tzinfo=UTC), "Première", False),
            (datetime(2016, 10, 30, 1, 30, 1, tzinfo=UTC), "Seconde", False),
            (paris(date(2016, 11, 15)), "Seconde", False),
            (LAST_SECOND, "Seconde", False),
            (MIDNIGHT, "", True),
        ],
    )
    def test_a_deposit_counts_for_the_first_window_it_meets(
        self, received_at: datetime, window: str, *, is_late: bool
    ) -> None:
        """Between two windows it counts for the next; after the last it is late."""
        arrival = replace(ARRIVAL, received_at=received_at)
        verdict = register(arrival, KnownDepots(), self.CALENDAR)

        assert (verdict.window, verdict.is_late) == (window, is_late)

    @pytest.mark.parametrize(
        ("received_at", "is_late"),
        [
            (MIDNIGHT - timedelta(milliseconds=1), False),
            (MIDNIGHT, True),
        ],
    )
    def test_a_closing_may_be_said_not_included(
        self, received_at: datetime, *, is_late: bool
    ) -> None:
        """Closed at midnight, not included: one must arrive before."""
        calendar = replace(CALENDAR, cloture_depots=MIDNIGHT, cloture_incluse=False)
        arrival = replace(ARRIVAL, received_at=received_at)

        assert register(arrival, KnownDepots(), calendar).is_late is is_late

    def test_the_closing_of_spring_is_in_summer_time(self) -> None:
        """26 March 2017 at 23:59:59 in Paris is 21:59:59 UTC."""
        calendar = replace(
            CALENDAR, cloture_depots=paris(date(2017, 3, 26), time(23, 59, 59))
        )
        last = datetime(2017, 3, 26, 21, 59, 59, 999_000, tzinfo=UTC)

        assert calendar.meets(last, calendar.cloture_depots)
        assert not calendar.meets(
            last + timedelta(milliseconds=1), calendar.cloture_depots
        )


class TestWhoseInstant:
    """A channel says when it was deposited; it is believed when it can be."""

    def test_deposited_on_time_and_collected_later_is_on_time(self) -> None:
        """The platform's own instant decides, and the verdict says so."""
        verdict = registered(received_at=TOO_LATE, deposited_at=LAST_SECOND)

        assert verdict == Verdict(kind=Registration.NOUVEAU, decider=Decider.CANAL)

    def test_what_we_received_was_not_deposited_afterwards(self) -> None:
        """An instant after our reception is not plausible: ours decides."""
        verdict = registered(received_at=LAST_SECOND, deposited_at=TOO_LATE)

        assert verdict == Verdict(kind=Registration.NOUVEAU)

    def test_deposited_late_is_late_however_it_was_collected(self) -> None:
        """A deposit late on its platform is late here."""
        verdict = registered(received_at=TOO_LATE, deposited_at=MIDNIGHT)

        assert (verdict.is_late, verdict.decider) == (True, Decider.CANAL)

    @pytest.mark.parametrize(
        ("deposited_at", "expected"),
        [
            (IN_TIME, (Registration.TROP_TARD, Decider.RECEPTION)),
            (LAST_SECOND, (Registration.VERSION, Decider.CANAL)),
        ],
    )
    def test_a_change_is_not_dated_by_the_deposit_it_changes(
        self, deposited_at: datetime, expected: tuple[Registration, Decider]
    ) -> None:
        """Changed after the closing, still said deposited before: it is late."""
        known = replace(
            KNOWN, references=frozenset({("DEMARCHE", "7")}), deposited_at=IN_TIME
        )
        verdict = registered(
            known,
            channel="DEMARCHE",
            reference="7",
            received_at=TOO_LATE,
            deposited_at=deposited_at,
        )

        assert (verdict.kind, verdict.decider) == expected


class TestChannels:
    """What a channel numbers is known by its number."""

    NUMBERED = replace(KNOWN, references=frozenset({("DAUPHIN", "D-1")}))

    def test_the_same_reference_is_a_new_version(self) -> None:
        """Same number of the same channel, another title, another SIRET."""
        verdict = registered(
            self.NUMBERED,
            channel="DAUPHIN",
            reference="D-1",
            title_key="autre titre",
            siret="41539765200025",
        )

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0042")

    def test_the_same_reference_elsewhere_is_not(self) -> None:
        """Numbers of two channels may happen to be equal."""
        verdict = registered(
            self.NUMBERED, channel="OSIRIS", reference="D-1", title_key="autre titre"
        )

        assert verdict.kind is Registration.NOUVEAU

    def test_another_reference_of_the_channel_is_another_deposit(self) -> None:
        """Same porteur and title under two numbers: two files, for a person to see."""
        verdict = registered(self.NUMBERED, channel="DAUPHIN", reference="D-2")

        assert verdict.kind is Registration.NOUVEAU

    def test_a_channel_takes_up_what_came_as_a_workbook(self) -> None:
        """A deposit without a number yet is recognised by its porteur and title."""
        verdict = registered(KNOWN, channel="DAUPHIN", reference="D-1")

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0042")

    def test_what_is_sent_again_unchanged_is_no_version(self) -> None:
        """An export holds all that was ever deposited; nobody is written to again."""
        known = replace(self.NUMBERED, contents="c")
        again = {"channel": "DAUPHIN", "reference": "D-1", "contents": "c"}

        assert registered(known, **again, received_at=TOO_LATE) == Verdict(
            kind=Registration.INCHANGE,
            numero="2017-0042",
            reason="Rien n'a changé depuis le dépôt 2017-0042.",
        )

    def test_a_workbook_sent_again_unchanged_is_a_version(self) -> None:
        """Its porteur meant something by it, and must be answered."""
        known = replace(KNOWN, contents="c")

        assert registered(known, contents="c").kind is Registration.VERSION


class TestSentBack:
    """A workbook sent back carries the number of the deposit it mends."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, Registration.VERSION),
            # The SIRET was wrong and the title was missing: the address is the same.
            ({"siret": "20004219000013"}, Registration.VERSION),
            ({"email": "autre@association.example"}, Registration.VERSION),
            # Nobody we know: a number that anyone may type opens nothing.
            (
                {"siret": "20004219000013", "email": "autre@association.example"},
                Registration.NOUVEAU,
            ),
            ({"siret": "", "email": ""}, Registration.NOUVEAU),
            ({"replaces": "2017-0043"}, Registration.NOUVEAU),
            ({"replaces": ""}, Registration.NOUVEAU),
        ],
    )
    def test_it_is_the_next_version(
        self, changes: dict[str, str], expected: Registration
    ) -> None:
        """Whatever was mended, the title too, if the porteur is the same."""
        waiting = replace(WAITING, siret="90000000100017", title_key="")
        verdict = registered(waiting, **(RENAMED | changes))

        assert verdict.kind is expected

    def test_only_while_it_is_waited_for(self) -> None:
        """Used again for another action once it is in order, it is another deposit."""
        assert registered(KNOWN, **RENAMED).kind is Registration.NOUVEAU

    def test_another_action_of_that_title_comes_first(self) -> None:
        """The porteur and the title are said by the porteur, the number by us."""
        other = replace(KNOWN, numero="2017-0050", title_key="un autre titre")
        verdict = registered(WAITING, other, **RENAMED)

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0050")


class TestPorteurs:
    """A porteur is its SIREN, whichever establishment signs."""

    def test_two_establishments_are_one_porteur(self) -> None:
        """Another NIC of the same SIREN replaces the deposit."""
        verdict = registered(KNOWN, siret="90000000100025", email="autre@a.example")

        assert verdict == Verdict(kind=Registration.VERSION, numero="2017-0042")

    def test_zeros_are_nobody(self) -> None:
        """Two forms filled with zeros are not of one porteur."""
        zeros = "0" * 14
        verdict = registered(
            replace(KNOWN, siret=zeros), siret=zeros, email="autre@a.example"
        )

        assert verdict.kind is Registration.NOUVEAU

    def test_two_rows_of_one_file_are_two_deposits(self) -> None:
        """A list that repeats a porteur and a title loses none of its rows."""
        known = replace(KNOWN, pieces=frozenset({("b" * 64, "Feuil1!A2")}))

        assert registered(known, place="Feuil1!A3").kind is Registration.NOUVEAU
        assert registered(known, place="Feuil1!A2").kind is Registration.DOUBLON_EXACT


class TestDerogationBeforehand:
    """A porteur who may be late replaces its deposit until its term."""

    @pytest.mark.parametrize(
        ("received_at", "expected"),
        [
            (MIDNIGHT, Verdict(kind=Registration.VERSION, numero="2017-0042")),
            (TOO_LATE, None),
        ],
    )
    def test_its_late_version_enters_until_the_term(
        self, received_at: datetime, expected: Verdict | None
    ) -> None:
        """Before the term it is a late version, after it too late."""
        arrival = replace(ARRIVAL, received_at=received_at)
        admitted = {"900000001": LAST_CORRECTION}
        verdict = register(arrival, KnownDepots.of([KNOWN]), CALENDAR, admitted)

        assert verdict.is_late
        if expected is None:
            assert verdict.kind is Registration.TROP_TARD
        else:
            assert verdict == replace(expected, is_late=True, is_admitted=True)


def plain_verdict(
    arrival: Arrival, known: dict[str, KnownDepot], calendar: Any
) -> tuple[Registration, str]:
    """Decide as the rules say it, looking at every deposit in order of number."""
    ordered = [known[numero] for numero in sorted(known)]
    for one in ordered:
        if (arrival.sha256, arrival.place) in one.pieces:
            return Registration.DOUBLON_EXACT, one.numero
    same = [
        one for one in ordered if (arrival.channel, arrival.reference) in one.references
    ]
    others = [
        one
        for one in ordered
        if one.title_key == arrival.title_key != ""
        and arrival.sha256 not in {sha256 for sha256, _ in one.pieces}
        and not (
            arrival.reference
            and arrival.channel in {channel for channel, _ in one.references}
        )
    ]
    same += [one for one in others if one.siret[:9] == arrival.siret[:9] != ""]
    same += [one for one in others if one.email == arrival.email and one.is_waiting]
    if not same:
        return Registration.NOUVEAU, ""
    first = same[0]
    is_late = calendar.window_at(arrival.received_at) is None
    is_correction = first.is_waiting and calendar.meets(
        arrival.received_at, calendar.fin_corrections
    )
    kind = Registration.VERSION if not is_late or is_correction else None
    return kind or Registration.TROP_TARD, first.numero


def drawn_arrivals(draw: random.Random, count: int) -> list[Arrival]:
    """Draw arrivals among few porteurs, titles, files and numbers: they meet."""
    return [
        Arrival(
            sha256=f"file {draw.randrange(6)}",
            place=f"row {draw.randrange(4)}",
            siret=draw.choice(["", "11111111100011", "11111111100022", "222222222"]),
            email=draw.choice(["a@a.example", "b@b.example"]),
            title_key=draw.choice(["", "ateliers", "jardin"]),
            received_at=draw.choice([IN_TIME, MIDNIGHT, TOO_LATE]),
            channel=draw.choice(["DAUPHIN", "LISTE"]),
            reference=draw.choice(["", "1", "2"]),
        )
        for _ in range(count)
    ]


class TestTheIndex:
    """The index answers as one would by looking at every deposit."""

    @pytest.mark.parametrize("seed", range(40))
    def test_it_decides_as_the_plain_reading_of_the_rules(self, seed: int) -> None:
        """Sixty arrivals one after the other, some deposits waiting in between."""
        draw = random.Random(seed)
        index = KnownDepots()
        numeros = (f"2017-{rank:04d}" for rank in range(1, 999))
        for arrival in drawn_arrivals(draw, 60):
            kind, numero = plain_verdict(arrival, dict(index.depots), CALENDAR)
            verdict = admit(arrival, index, CALENDAR, {}, numeros)

            assert verdict.kind is kind
            assert numero in {"", verdict.numero}
            if index.depots and draw.random() < 0.5:
                one = draw.choice(list(index.depots.values()))
                index.note(replace(one, state=draw.choice(list(DepotState))))

    @pytest.mark.parametrize("seed", range(20))
    def test_the_order_in_which_it_learnt_changes_nothing(self, seed: int) -> None:
        """The same deposits, learnt in another order, give the same verdicts."""
        draw = random.Random(seed)
        index = KnownDepots()
        numeros = (f"2017-{rank:04d}" for rank in range(1, 999))
        for arrival in drawn_arrivals(draw, 40):
            admit(arrival, index, CALENDAR, {}, numeros)
        known = list(index.depots.values())
        draw.shuffle(known)
        other = KnownDepots.of(known)

        for arrival in drawn_arrivals(draw, 40):
            expected = register(arrival, index, CALENDAR)
            assert register(arrival, other, CALENDAR) == expected

    def test_a_long_list_of_one_porteur_and_one_title_is_not_slow(self) -> None:
        """Five thousand rows alike are five thousand deposits, within seconds."""
        index = KnownDepots()
        numeros = (f"2017-{rank:05d}" for rank in range(1, 9_999))
        kinds = {
            admit(replace(ARRIVAL, place=f"A{rank}"), index, CALENDAR, {}, numeros).kind
            for rank in range(5_000)
        }

        assert kinds == {Registration.NOUVEAU}
        assert len(index.depots) == 5_000


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
