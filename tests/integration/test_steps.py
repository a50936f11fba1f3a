"""A small year of six deposits, step by step, without Prefect, on a moved clock."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.mail import RELAY_VARIABLE, Relay, RelayError
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.models import Message
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    Workspace,
    current_workspace,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.messages import Outcome
from contrat_de_ville.domain.steps import StepReport
from flows.avancer import FLOWS, avancer
from flows.open_appel import open_appel
from tasks import messages
from tests import small_year
from tests.small_year import (
    ATELIERS,
    CHANTIER,
    FETE,
    MUET,
    OPENING,
    OUBLI,
    REF,
    RETARD,
    arrive,
    arrive_corrected,
    tables,
)


Rows = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Pass:
    """One step run twice as of one instant: what each run said and left."""

    step: str
    at: datetime
    first: StepReport
    second: StepReport
    after_first: dict[str, Rows]
    after_second: dict[str, Rows]
    faults: tuple[str, ...]


@dataclass(kw_only=True)
class Year:
    """The year as it was played, and the database at each halt."""

    folder: Path
    passes: list[Pass] = field(default_factory=list)
    halts: dict[str, dict[str, Rows]] = field(default_factory=dict)
    end: dict[str, Rows] = field(default_factory=dict)

    def step(self, code: str, at: datetime) -> None:
        """Run a step twice on a clock moved to *at*, and look after each run."""
        with moved_to(at):
            first = run_step(code)
            after_first = tables()
            second = run_step(code)
        self.passes.append(
            Pass(
                step=code,
                at=at,
                first=first,
                second=second,
                after_first=after_first,
                after_second=tables(),
                faults=verify_cycle(REF).faults,
            )
        )

    def halt(self, name: str) -> None:
        """Keep the tables as they are at this point of the year."""
        self.halts[name] = tables()


def run_step(code: str) -> StepReport:
    """Run one step as plain functions, at the clock's instant."""
    return FLOWS[code].fn(REF.annee, REF.contrat)


def advance(at: datetime) -> list[StepReport]:
    """Do what is due at *at*, as plain functions."""
    return avancer.fn(REF.annee, REF.contrat, at)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Play the small year once, each step twice."""
    folder = tmp_path_factory.mktemp("petite-annee")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        patch.delenv(DATABASE_VARIABLE, raising=False)
        patch.delenv(RELAY_VARIABLE, raising=False)
        played = Year(folder=folder)
        small_year.play(played.step, played.halt)
        played.end = tables()
        yield played
        current_workspace().store().close()


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    """Give a workspace where the call is open, nothing sent yet."""
    open_appel.fn(REF.annee, REF.contrat, OPENING)
    return workspace


def states(rows: dict[str, Rows]) -> dict[str, str]:
    """Return the state of each deposit."""
    return {row["numero"]: row["state"] for row in rows["depot"]}


def by_intention(rows: dict[str, Rows]) -> dict[str, dict[str, Any]]:
    """Return the messages by what they are about."""
    return {row["intention"]: row for row in rows["message"]}


def sent(folder: Path) -> Counter[str]:
    """Count what the sink received, by Message-ID."""
    return Counter(
        str(message_from_bytes(one.read_bytes(), policy=default)["Message-ID"])
        for one in folder.glob("courrier/*.eml")
    )


class TestEveryStep:
    """What holds of each step, whichever it is."""

    def test_every_step_of_the_year_was_run(self, year: Year) -> None:
        """The small year goes through all nine steps, each with an effect."""
        useful = {one.step for one in year.passes if one.first.effects_count}

        assert useful == set(FLOWS)

    def test_a_second_run_records_nothing(self, year: Year) -> None:
        """A step run again at once says it did nothing."""
        repeated = [(p.step, p.at) for p in year.passes if p.second.effects_count]

        assert repeated == []

    def test_a_second_run_leaves_every_table_identical(self, year: Year) -> None:
        """A step run again at once changes no row of any table."""
        changed = [
            (p.step, p.at) for p in year.passes if p.after_first != p.after_second
        ]

        assert changed == []

    def test_the_journal_and_the_evidence_are_sound_after_each(
        self, year: Year
    ) -> None:
        """After each step the chain holds and nothing is missing or altered."""
        faults = [(p.step, p.at, p.faults) for p in year.passes if p.faults]

        assert faults == []

    def test_no_message_is_sent_twice(self, year: Year) -> None:
        """The sink received each message of the outbox exactly once."""
        expected = Counter(row["message_id"] for row in year.end["message"])

        assert sent(year.folder) == expected
        assert {row["state"] for row in year.end["message"]} == {"ACCEPTE"}
        assert {row["attempts"] for row in year.end["message"]} == {1}


class TestTheOpening:
    """The call opens once."""

    def test_the_opening_writes_to_each_partner_once(self, year: Year) -> None:
        """The eighteen partners of the campaign each have one message."""
        messages = year.halts["ouvert"]["message"]

        assert len(messages) == 18
        assert {row["intention"].partition(":")[0] for row in messages} == {"ouverture"}

    def test_the_second_opening_says_so(self, year: Year) -> None:
        """Opening an open cycle is said, not done again."""
        opening = year.passes[0]

        assert opening.first.summary == (
            "L'appel 2017 du contrat CV195 est ouvert ; 18 messages à envoyer."
        )
        assert opening.second.summary == "Le cycle est déjà ouvert : rien à faire."


class TestDeposits:
    """What arrives, and what becomes of it."""

    def test_the_last_second_is_on_time_and_the_next_minute_late(
        self, year: Year
    ) -> None:
        """At 23:59:59 a deposit is on time; sixty-one seconds later it is late."""
        versions = year.halts["collecte"]["version_depot"]

        assert [row["is_late"] for row in versions] == [False] * 5 + [True]
        assert states(year.halts["collecte"]) == {
            ATELIERS: "RECEVABLE",
            CHANTIER: "RECEVABLE",
            MUET: "A_CORRIGER",
            OUBLI: "A_CORRIGER",
            FETE: "RECEVABLE",
            RETARD: "HORS_DELAI",
        }

    def test_a_copy_and_an_unreadable_file_are_kept_with_their_reason(
        self, year: Year
    ) -> None:
        """Neither becomes a deposit; both are kept, and the reason is said."""
        refused = year.halts["collecte"]["fichier_refuse"]

        assert [row["file_name"] for row in refused] == [
            "photo.xlsx",
            "fete (copie).xlsx",
        ]
        assert "photo.xlsx" in refused[0]["reason"]
        assert refused[1]["reason"] == (f"Fichier déjà reçu, identique : dépôt {FETE}.")
        kept = {row["sha256"] for row in year.halts["collecte"]["piece"]}
        assert {row["piece_sha256"] for row in refused} <= kept

    def test_the_inbox_is_empty_and_no_file_is_lost(self, year: Year) -> None:
        """Every file of the inbox was moved aside, under its name."""
        box = year.folder / REF.code / "boite"

        assert [one.name for one in box.iterdir()] == ["traites"]
        assert sorted(one.name for one in (box / "traites").iterdir()) == sorted(
            [
                *small_year.ACTIONS,
                "photo.xlsx",
                "fete (copie).xlsx",
                "muet-corrige.xlsx",
            ]
        )

    def test_a_correction_in_time_is_a_second_version(self, year: Year) -> None:
        """The corrected file makes its deposit admissible, under the same number."""
        muet = next(row for row in year.end["depot"] if row["numero"] == MUET)

        assert (muet["state"], muet["current_version"]) == ("RECEVABLE", 2)

    def test_what_was_not_corrected_is_refused_after_the_deadline(
        self, year: Year
    ) -> None:
        """A deposit without its correction is not admissible, and its porteur told."""
        assert states(year.end)[OUBLI] == "IRRECEVABLE"
        assert f"ecarte:{OUBLI}:v1" in by_intention(year.end)

    def test_a_derogation_admits_the_late_one(self, year: Year) -> None:
        """The late deposit becomes admissible, by someone and for a reason."""
        (derogation,) = year.end["derogation"]

        assert states(year.end)[RETARD] == "RECEVABLE"
        assert (derogation["numero"], derogation["author"], derogation["reason"]) == (
            RETARD,
            "coordination",
            "Panne de réseau attestée par la commune.",
        )

    def test_each_deposit_is_acknowledged_by_version(self, year: Year) -> None:
        """Six deposits, one of them in two versions, make seven receipts."""
        receipts = [key for key in by_intention(year.end) if key.startswith("accuse:")]

        assert receipts == [
            *(f"accuse:2017-{rank:04d}:v1" for rank in range(1, 7)),
            f"accuse:{MUET}:v2",
        ]


class TestCommittees:
    """From the ACI committee to the legal acts."""

    def test_the_chantier_gets_what_the_note_gives(self, year: Year) -> None:
        """Twelve salariés at 1 000 € and 8 000 € of utilité sociale: 20 000 €."""
        (aide,) = year.end["aide_aci"]

        assert aide["montant_centimes"] == 20_000_00

    def test_silence_becomes_non_rendu(self, year: Year) -> None:
        """One avis was given out of five; the four others are noted at the close."""
        avis = Counter(row["avis"] for row in year.end["avis"])

        assert avis == {"FAVORABLE": 1, "NON_RENDU": 4}

    def test_a_proposal_decides_nothing(self, year: Year) -> None:
        """Once proposed, every line has an amount and none is arbitrated."""
        lines = year.halts["propose"]["ligne"]

        assert len(lines) == 9
        assert None not in [row["propose_centimes"] for row in lines]
        assert {row["arbitre_centimes"] for row in lines} == {None}

    def test_the_frozen_programming_adds_up(self, year: Year) -> None:
        """Arbitrated: 3 × 2 000 + 20 000 of CAPH, one refusal, 4 × 4 000 of ETAT."""
        lines = year.halts["fige"]["ligne"]
        (frozen,) = year.halts["fige"]["programmation"]

        assert sum(row["arbitre_centimes"] for row in lines) == 42_000_00
        assert len(frozen["rows"]) == 9
        assert {row["decide_centimes"] for row in lines} == {None}

    def test_an_act_decides_for_its_funder_only(self, year: Year) -> None:
        """What is decided by each act is what was arbitrated, at its own date."""
        decided = {
            (row["funder"], row["acte"], row["acte_on"]) for row in year.end["ligne"]
        }

        assert decided == {
            ("CAPH", "Acte de CAPH", date(2017, 4, 10)),
            ("ETAT", "Acte de ETAT", date(2017, 4, 20)),
        }

    def test_a_porteur_is_notified_once_per_act(self, year: Year) -> None:
        """A porteur with two actions has one letter for both."""
        letters = [
            (row["recipient"], key.rpartition(":")[2])
            for key, row in by_intention(year.end).items()
            if key.startswith("notification:CAPH:")
        ]

        assert letters == [
            ("contact@association.example", f"{ATELIERS},{CHANTIER}"),
            ("muet@trois.example", MUET),
            ("fete@autre.example", FETE),
            ("tard@quatre.example", RETARD),
        ]


class TestBilans:
    """What is owed after the exercise, and the closing."""

    def test_a_bilan_is_asked_for_what_was_granted(self, year: Year) -> None:
        """Each funded action owes one bilan, by the end of June."""
        asked = {row["accorde_centimes"] for row in year.halts["bilans"]["bilan"]}

        assert len(year.halts["bilans"]["bilan"]) == 5
        assert asked == {6_000_00, 20_000_00, 4_000_00}
        assert {row["due_on"] for row in year.end["bilan"]} == {date(2018, 6, 30)}

    def test_days_of_downtime_make_one_reminder(self, year: Year) -> None:
        """Due on the 15th, asked for again on the 19th and the 20th: sent once."""
        reminders = {
            one.at.date(): one.first.effects_count
            for one in year.passes
            if one.step == "remind" and date(2018, 6, 1) < one.at.date()
        }

        assert reminders == {
            date(2018, 6, 15): 0,
            date(2018, 6, 19): 4,
            date(2018, 6, 20): 0,
            date(2018, 7, 15): 0,
        }

    def test_what_was_received_is_reminded_no_more(self, year: Year) -> None:
        """The porteur of a received bilan is reminded of its other action alone."""
        key = "relance:bilan_j_moins_15:BILAN:2018-06-30:contact@association.example"
        eml = by_intention(year.end)[key]["eml"]
        body = message_from_bytes(eml, policy=default).get_content()

        assert CHANTIER in body
        assert ATELIERS not in body

    def test_the_cycle_closes_on_what_is_missing(self, year: Year) -> None:
        """At the last date the cycle is closed; the four missing bilans are said."""
        closing = next(one for one in year.passes if one.at == small_year.END)

        assert closing.first.summary == "1 bilan reçu sur 5."
        assert [row[0] for row in closing.first.rows] == [CHANTIER, MUET, FETE, RETARD]
        assert year.end["cycle"][0]["closed_at"] == small_year.END


# Days after which things happened in the catch-up and not on the day itself: what
# may differ is when we did them, and what is made of it (hashes of the journal's
# chain, bytes of a message, which hold its Date).
_WHEN_WE_ACTED = {
    "id",
    "registered_at",
    "checked_at",
    "stored_at",
    "not_before",
    "created_at",
    "handed_at",
    "settled_at",
    "eml",
    "eml_sha256",
    "seq",
    "prev",
    "hash",
    "ligne",
    "opened_at",
    "closed_at",
    "state_since",
}


def facts() -> dict[str, list[str]]:
    """Return every table without when we acted, whatever the order of the rows."""
    return {
        name: sorted(
            str({key: row[key] for key in row if key not in _WHEN_WE_ACTED})
            for row in rows
        )
        for name, rows in tables().items()
    }


def played(folder: Path, days: list[int], patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Play the end of the call with a pass on these days of December, at eight."""
    patch.setenv(FOLDER_VARIABLE, str(folder))
    advance(OPENING)
    for name in small_year.ACTIONS:
        arrive(name)
    arrive_corrected()
    small_year.stamp(
        small_year.inbox() / "muet-corrige.xlsx",
        paris(date(2016, 12, 17), time(10, 0)),
    )
    # A file cannot be collected before it has arrived.
    away = folder / "en-route"
    small_year.inbox().rename(away)
    small_year.inbox()
    for day in days:
        at = paris(date(2016, 12, day), time(8, 0))
        for path in sorted(away.iterdir()):
            if path.stat().st_mtime <= at.timestamp():
                path.rename(small_year.inbox() / path.name)
        advance(at)
    left = facts()
    current_workspace().store().close()
    return left


class TestDowntime:
    """A machine that was off for some days leaves the same year behind it."""

    def test_a_missed_day_changes_nothing_but_when_it_was_done(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Two days without a pass, after the closing, give the same as daily passes."""
        monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
        daily = played(tmp_path / "a", [12, 13, 14, 15, 16, 17, 18, 19], monkeypatch)
        caught_up = played(tmp_path / "b", [12, 13, 14, 15, 16, 19], monkeypatch)

        assert caught_up == daily
        assert sum("RECEVABLE" in row for row in daily["depot"]) == 4


class TestMail:
    """Nothing is sent twice, nothing is lost."""

    def test_a_process_killed_during_the_handover_leaves_it_uncertain(
        self, opened: Workspace
    ) -> None:
        """A message found half handed over is shown, and never sent again."""
        with acting(REF, step="remind", at=OPENING) as act:
            killed = act.session.get_one(Message, 1)
            killed.state, killed.attempts = "DATA", 1
            identity = killed.message_id
        for days in range(3):
            FLOWS["remind"].fn(REF.annee, REF.contrat, OPENING + timedelta(days=days))

        (row,) = [row for row in tables()["message"] if row["id"] == 1]
        assert row["state"] == "INCERTAIN"
        assert row["answer"] == "interrompu pendant la remise"
        assert identity not in sent(opened.folder)
        assert len(sent(opened.folder)) == 17

    def test_a_relay_that_is_not_there_loses_nothing(
        self, opened: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Every message waits for the next pass, and then leaves once."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        monkeypatch.setenv(RELAY_VARIABLE, f"smtp://127.0.0.1:{port}")
        before = tables()["message"]
        with pytest.raises(RelayError):
            FLOWS["remind"].fn(REF.annee, REF.contrat, OPENING)

        assert tables()["message"] == before

        monkeypatch.delenv(RELAY_VARIABLE)
        FLOWS["remind"].fn(REF.annee, REF.contrat, OPENING)

        assert sorted(sent(opened.folder).values()) == [1] * 18

    def test_two_processes_at_once_send_each_message_once(
        self, opened: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A second process that starts while one is sending repeats nothing."""
        deliver = Relay.deliver
        calls: list[str] = []

        def interrupted(relay: Relay, recipient: str, eml: bytes) -> Outcome:
            calls.append(recipient)
            if len(calls) == 1:
                messages.send_messages(REF, OPENING, a_blanc=False)
            return deliver(relay, recipient, eml)

        monkeypatch.setattr(Relay, "deliver", interrupted)
        messages.send_messages(REF, OPENING, a_blanc=False)

        assert sorted(sent(opened.folder).values()) == [1] * 18

    def test_a_rehearsal_settles_nothing(self, opened: Workspace) -> None:
        """A rehearsal leaves even an interrupted message as it was found."""
        del opened
        with acting(REF, step="remind", at=OPENING) as act:
            act.session.get_one(Message, 1).state = "DATA"
        before = tables()
        FLOWS["remind"].fn(REF.annee, REF.contrat, OPENING, a_blanc=True)

        assert tables() == before

    def test_nothing_of_the_year_left_this_machine(self, year: Year) -> None:
        """No relay is declared: all that was sent is in the sink's folder."""
        assert os.environ.get(RELAY_VARIABLE) is None
        assert sum(sent(year.folder).values()) == len(year.end["message"])
