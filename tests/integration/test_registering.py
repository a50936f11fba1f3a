"""What is received is registered whole or not at all, every row with its outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contrat_de_ville.adapters.store.models import (
    Depot,
    FichierRefuse,
    JournalLine,
    Message,
    RepriseCanal,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    Workspace,
    current_workspace,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.received import (
    Channel,
    FunderLine,
    LineStatus,
    Received,
    ReceivedDeposit,
    SetAside,
)
from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadFileError, BadInputError
from tasks.depots import record_deposits, record_received
from tasks.derogations import record_derogation, record_porteur_derogation
from tasks.inbox import keep_originals, read_files, read_inbox
from tasks.received import ReceivedItem
from tasks.versions import read_versions
from tests.builders import build_action, build_form
from tests.store_builder import REF, add_cycle


IN_TIME = paris(date(2016, 12, 1), time(10))
NEXT_DAY = paris(date(2016, 12, 2), time(10))
LATE = paris(date(2016, 12, 17), time(10))
LATER = paris(date(2016, 12, 20), time(10))
OTHER, OTHER_EMAIL = "90000000200015", "bureau@autre.example"


@pytest.fixture
def opened(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """Give a workspace where the call is open."""
    yield from open_call(sqlite_url, tmp_path, monkeypatch)


@pytest.fixture
def opened_on_each(
    blank_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """Give a workspace where the call is open, on each kind of database in turn."""
    yield from open_call(blank_url, tmp_path, monkeypatch)


def open_call(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """Open the call in a database of nothing, and close it at the end."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder / "annee"))
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    space = current_workspace()
    with space.store().writing() as session:
        add_cycle(session)
    yield space
    space.store().close()


def deposit(action: Action | None = None, **changes: Any) -> ReceivedDeposit:
    """Return a deposit of a file, as its channel's reader gives it."""
    return replace(ReceivedDeposit(form=build_form(action)), **changes)


def other_action(**changes: Any) -> Action:
    """Return the action of another porteur."""
    return build_action(porteur_siret=OTHER, porteur_email=OTHER_EMAIL, **changes)


def item(
    *deposits: ReceivedDeposit,
    content: bytes = b"un fichier",
    at: datetime = IN_TIME,
    aside: tuple[SetAside, ...] = (),
    channel: Channel = Channel.LISTE,
    **changes: Any,
) -> ReceivedItem:
    """Return a file of these deposits, received at that instant."""
    received = Received(
        channel=channel,
        file_name="liste.csv",
        rows_count=len(deposits) + len(aside),
        deposits=deposits,
        aside=aside,
        conventions=("séparateur « ; »",),
    )
    one = ReceivedItem(
        name="liste.csv", content=content, received=received, received_at=at
    )
    return replace(one, **changes)


def record(*items: ReceivedItem, at: datetime = LATER, **options: Any) -> StepReport:
    """Register these items as of *at*."""
    return record_received(REF, items, at, **{"a_blanc": False, **options})


def rows(table: Any) -> list[Any]:
    """Return every row of a table, in order."""
    with current_workspace().store().reading() as session:
        found = list(session.scalars(select(table).order_by(table.id)))
        session.expunge_all()
        return found


def journal(act: str) -> list[dict[str, Any]]:
    """Return the lines of the journal that tell this act."""
    with current_workspace().store().reading() as session:
        lines = session.scalars(select(JournalLine.ligne).order_by(JournalLine.seq))
        told = [json.loads(one) for one in lines]
    return [one for one in told if one["acte"] == act]


def letters() -> list[tuple[str, str, str]]:
    """Return the recipient, the subject and the text of each letter."""
    found = []
    for one in rows(Message):
        message = message_from_bytes(one.eml, policy=default)
        body = message.get_body(("plain",))
        assert body is not None
        found.append((one.recipient, one.subject, body.get_content()))
    return found


@pytest.mark.usefixtures("opened_on_each")
class TestAFileOfSeveralDeposits:
    """Each row is a deposit, or is kept with its reason."""

    def test_every_row_is_in_the_database_and_in_the_report(self) -> None:
        """Two deposits, one of another year, a refused row and a total: five."""
        report = record(
            item(
                deposit(place="ligne 2"),
                deposit(other_action(), place="ligne 3", exercice=2017),
                deposit(other_action(title="Autre"), place="ligne 4", exercice=2016),
                aside=(
                    SetAside(place="ligne 5", reason="Sans SIRET.", is_refused=True),
                    SetAside(place="ligne 6", reason="Ligne de total."),
                ),
            )
        )

        assert [(one.numero, one.channel, one.state) for one in rows(Depot)] == [
            ("2017-0001", "LISTE", "DEPOSE"),
            ("2017-0002", "LISTE", "DEPOSE"),
        ]
        assert [one.place for one in rows(VersionDepot)] == ["ligne 2", "ligne 3"]
        refused = {
            one.place: (one.reason, one.is_refused) for one in rows(FichierRefuse)
        }
        assert refused == {
            "ligne 4": (
                (
                    "Dossier de l'exercice 2016 : ce cycle est celui de 2017. "
                    "Enregistrez-le dans le cycle de 2016 ; s'il est bien pour 2017, "
                    "faites corriger son exercice là où il a été déposé."
                ),
                True,
            ),
            "ligne 5": ("Sans SIRET.", True),
            "ligne 6": ("Ligne de total.", False),
        }
        assert report.summary == (
            "1 fichier reçu : 2 nouveaux dépôts, 2 refus, 1 ligne écartée."
        )
        assert report.rows[0][3] == (
            "5 lignes : 2 nouveaux dépôts, 2 refus, 1 ligne écartée"
        )
        assert report.notes[0].endswith(", lecture : séparateur « ; ».")
        assert report.notes[1].startswith("[1] Dossier de l'exercice 2016")
        assert {str(row[0]).strip(): row[3] for row in report.rows[1:4]} == {
            "ligne 4": "écarté : voir [1]",
            "ligne 5": "écarté : Sans SIRET.",
            "ligne 6": "écarté : Ligne de total.",
        }
        assert sorted(str(row[0]).strip() for row in report.rows[1:]) == [
            f"ligne {rank}" for rank in range(2, 7)
        ]

    def test_what_the_channel_says_is_kept(self) -> None:
        """Reference, number of the porteur, funders and notes are on record."""
        line = FunderLine(
            label="Ville",
            place="E2",
            funder="CAPH",
            asked_centimes=0,
            status=LineStatus.REFUSE,
        )
        record(
            item(
                deposit(
                    reference="D-7",
                    applicant_number="88",
                    funders=(line,),
                    notes=("Un montant sans unité.",),
                ),
                channel=Channel.DAUPHIN,
            )
        )
        (depot,), (version,) = rows(Depot), rows(VersionDepot)

        assert (depot.channel, depot.reference) == ("DAUPHIN", "D-7")
        assert depot.applicant_number == "88"
        assert version.notes == ["Un montant sans unité."]
        assert version.funders[0]["asked_centimes"] == 0
        assert version.funders[0]["proposed_centimes"] is None

    def test_the_journal_tells_the_file_and_each_deposit(self) -> None:
        """How many rows, what became of them, and by which channel."""
        record(item(deposit(place="2"), deposit(other_action(), place="3")))

        (told,) = journal("fichier.lu")
        assert told["donnees"]["lignes"] == 2
        assert told["donnees"]["nouveau"] == 2
        assert [one["donnees"]["canal"] for one in journal("depot.enregistre")] == [
            "LISTE",
            "LISTE",
        ]

    def test_a_porteur_is_written_to_once_for_its_deposits_of_a_file(self) -> None:
        """Two deposits of one porteur in one letter, the third to another."""
        record(
            item(
                deposit(place="2"),
                deposit(other_action(), place="3"),
                deposit(build_action(title="Jardin"), place="4"),
            )
        )
        first, second = letters()

        assert first[0] == "contact@association.example"
        assert first[1].endswith("2 dépôts\u00a0: accusé de réception")
        assert "2017-0001" in first[2]
        assert "2017-0003 «\u00a0Jardin\u00a0», version 1" in first[2]
        assert second[0] == OTHER_EMAIL
        assert second[1].endswith(
            "Dépôt 2017-0002\u00a0: accusé de réception (version 1)"
        )

    def test_two_rows_alike_are_two_deposits(self) -> None:
        """A list that repeats a row loses none; a person will say if it is a double."""
        record(item(deposit(place="2"), deposit(place="3"), deposit(place="3")))

        assert [(one.numero, one.current_version) for one in rows(Depot)] == [
            ("2017-0001", 1),
            ("2017-0002", 1),
            ("2017-0003", 1),
        ]
        assert [one.place for one in rows(VersionDepot)] == ["2", "3", "3 (2)"]

    def test_a_file_without_any_row_leaves_its_trace(self) -> None:
        """It is kept and said, as one that cannot be read."""
        unreadable = BadFileError(
            "photo.png", "c'est une image.", "Envoyez autre chose."
        )
        record(
            item(),
            item(content=b"une photo", received=unreadable, name="photo.png"),
        )

        assert [(one.file_name, one.reason) for one in rows(FichierRefuse)] == [
            ("liste.csv", "Le fichier ne contient aucun dépôt."),
            ("photo.png", str(unreadable)),
        ]

    def test_numbers_follow_the_order_of_arrival(self) -> None:
        """By instant, then by name, then in the order of the file: 10 after 9."""
        record(
            item(
                deposit(build_action(title="Cinq")),
                content=b"e", at=NEXT_DAY, name="a.csv",
            ),
            item(
                deposit(build_action(title="Quatre")), content=b"d", name="b.csv"
            ),
            item(
                *(
                    deposit(build_action(title=title), place=f"ligne {rank}")
                    for rank, title in ((9, "Un"), (10, "Deux"), (11, "Trois"))
                ),
                content=b"a", name="a.csv",
            ),
        )  # fmt: skip

        assert [one.title for one in rows(Depot)] == [
            "Un", "Deux", "Trois", "Quatre", "Cinq",
        ]  # fmt: skip


@pytest.mark.usefixtures("opened_on_each")
class TestAgain:
    """What is received twice changes nothing, what changed is a new version."""

    def test_the_same_arrival_is_passed(self) -> None:
        """An interrupted run goes on: nothing is recorded twice, nothing is written."""
        one = item(deposit(place="2"), deposit(other_action(), place="3"))
        record(one)
        again = record(one)

        assert (again.effects_count, again.rows) == (0, ())
        assert again.summary == "0 fichier reçu ; 1 déjà enregistré."
        assert len(rows(VersionDepot)) == 2
        assert len(rows(Message)) == 2

    def test_the_same_file_later_is_known_row_by_row(self) -> None:
        """Each row says which deposit it repeats; nobody is written to."""
        record(item(deposit(place="2"), deposit(other_action(), place="3")))
        report = record(
            item(deposit(place="2"), deposit(other_action(), place="3"), at=NEXT_DAY)
        )

        assert report.summary == "1 fichier reçu : 2 doublons."
        assert [one.numero for one in rows(FichierRefuse)] == ["2017-0001", "2017-0002"]
        assert len(rows(Message)) == 2

    def test_an_export_sent_again_changes_what_changed(self) -> None:
        """One answer changed, one deposit new, one the same."""
        record(
            item(
                deposit(reference="1", place="2"),
                deposit(other_action(), reference="2", place="3"),
                channel=Channel.DAUPHIN,
            )
        )
        report = record(
            item(
                deposit(other_action(title="Neuf"), reference="3", place="2"),
                deposit(reference="1", place="3"),
                deposit(
                    other_action(description="Mieux dit."), reference="2", place="4"
                ),
                content=b"un autre export",
                at=NEXT_DAY,
                channel=Channel.DAUPHIN,
            )
        )

        assert report.summary == (
            "1 fichier reçu : 1 nouveau dépôt, 1 nouvelle version, 1 dépôt inchangé."
        )
        assert [(one.numero, one.current_version) for one in rows(Depot)] == [
            ("2017-0001", 1),
            ("2017-0002", 2),
            ("2017-0003", 1),
        ]
        (unchanged,) = rows(FichierRefuse)
        assert (unchanged.numero, unchanged.is_refused) == ("2017-0001", False)

    def test_the_receipt_of_a_new_version_says_how_much_changed(self) -> None:
        """A title of the same letters is the same deposit; two answers changed."""
        record(item(deposit()))
        changed = build_action(title="ateliers de PARENTS", women_count=12)
        record(item(deposit(changed), content=b"autre", at=NEXT_DAY))

        assert "2 réponses ont changé depuis la version précédente." in letters()[1][2]
        assert "version précédente" not in letters()[0][2]

    def test_the_versions_show_what_changed(self) -> None:
        """The second version tells the answer before and after, with its cell."""
        record(item(deposit(place="ligne 2")))
        changed = build_action(women_count=12)
        record(item(deposit(changed), content=b"autre", at=NEXT_DAY))
        first, second = read_versions(REF, "2017-0001")

        assert (first.version, first.place, first.changes) == (1, "ligne 2", ())
        assert second.received_at == NEXT_DAY
        assert [
            (one.field, one.before, one.after, one.cell) for one in second.changes
        ] == [("beneficiaires_femmes", "30", "12", "Action!B10")]

    def test_an_account_is_told_to_have_changed_and_no_more(self) -> None:
        """Country, key and end of each account: who reads the versions pays nobody."""
        old, new = "FR76 3000 6000 0112 3456 7890 189", "FR1420041010050500013M02606"
        first, then = (
            ReceivedDeposit(form=build_form(porteur_iban=one)) for one in (old, new)
        )
        record(item(first))
        record(item(then, content=b"autre", at=NEXT_DAY))
        _, second = read_versions(REF, "2017-0001")
        (account,) = second.changes

        assert (account.field, account.before, account.after) == (
            "porteur_iban",
            "FR76…189",
            "FR14…606",
        )


@pytest.mark.usefixtures("opened")
class TestAllOrNothing:
    """A batch is recorded whole, with its place in the channel, or not at all."""

    def test_the_cursor_is_recorded_with_the_deposits(self) -> None:
        """The last page of a source says where to resume."""
        record(
            item(deposit(), source="demarche-7", cursor="abc"),
            item(
                deposit(other_action()),
                content=b"page 2", source="demarche-7", cursor="def",
            ),
        )  # fmt: skip
        record(item(content=b"page 3", source="demarche-7", cursor="ghi"))

        assert [(one.source, one.cursor) for one in rows(RepriseCanal)] == [
            ("demarche-7", "ghi")
        ]

    def test_a_failure_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stopped while it writes its letters, a batch leaves no deposit, no cursor."""

        def fail(*_: Any) -> None:
            raise RuntimeError

        monkeypatch.setattr("tasks.registering.acknowledge", fail)
        with pytest.raises(RuntimeError):
            record(item(deposit(), source="demarche-7", cursor="abc"))

        assert (rows(Depot), rows(RepriseCanal), journal("depot.enregistre")) == (
            [],
            [],
            [],
        )

    def test_a_rehearsal_says_the_same_and_keeps_nothing(
        self, opened: Workspace
    ) -> None:
        """Same rows of the report; no row, no letter, no file."""
        one = item(deposit(place="2"), deposit(other_action(), place="3"))
        tried = record(one, a_blanc=True)
        kept = list(opened.pieces.rglob("*")) if opened.pieces.exists() else []

        assert (rows(Depot), rows(Message), kept) == ([], [], [])
        assert tried.a_blanc
        assert record(one).rows == tried.rows

    def test_the_bytes_are_kept_under_their_hash(self, opened: Workspace) -> None:
        """What was received is in the evidence, whatever became of it."""
        content = b"ce qui est arriv\xc3\xa9"
        record(item(content=content))
        sha256 = sha256_hex(content)

        assert (opened.pieces / sha256[:2] / sha256).read_bytes() == content


@pytest.mark.usefixtures("opened")
class TestOriginals:
    """A file is kept before anything is read of it."""

    def test_what_kills_the_reading_is_kept(
        self, opened: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing reads while originals are kept, and all of them are."""
        monkeypatch.setattr("tasks.inbox.SafeReading", None)
        box = opened.inbox(REF)
        box.mkdir(parents=True)
        for name in ("a.xlsx", "b.csv"):
            (box / name).write_bytes(name.encode())
        originals = keep_originals(read_inbox(REF))

        assert {one.sha256 for one in originals} == {
            sha256_hex(b"a.xlsx"),
            sha256_hex(b"b.csv"),
        }
        assert all(
            (opened.pieces / one.sha256[:2] / one.sha256).exists() for one in originals
        )

    def test_a_missing_file_stops_all(self, tmp_path: Path) -> None:
        """One wrong name among those handed over, and none is taken."""
        (tmp_path / "a.xlsx").write_bytes(b"a")

        with pytest.raises(BadFileError, match=r"absent\.xlsx"):
            read_files([tmp_path / "a.xlsx", tmp_path / "absent.xlsx"], LATER)

    def test_nothing_received_is_nothing_done(self) -> None:
        """An empty inbox has no effect."""
        report = record_deposits(REF, [], LATER, a_blanc=False)

        assert (report.summary, report.effects_count) == ("0 fichier reçu.", 0)


@pytest.mark.usefixtures("opened")
class TestLate:
    """Late is said, and admitted only by someone."""

    def test_a_channel_says_when_it_was_deposited(self) -> None:
        """Deposited on time, collected late: on time, and the journal says by whom."""
        record(item(deposit(deposited_at=IN_TIME), at=LATE))
        (version,) = rows(VersionDepot)

        assert (version.is_late, version.deposited_at) == (False, IN_TIME)
        assert journal("depot.enregistre")[0]["donnees"]["instant_retenu"] == "CANAL"

    def test_an_instant_to_come_decides_nothing(self) -> None:
        """Said deposited after we received it: our reception decides."""
        record(item(deposit(deposited_at=LATE + timedelta(seconds=1)), at=LATE))
        (version,) = rows(VersionDepot)

        assert version.is_late
        assert journal("depot.enregistre")[0]["donnees"]["instant_retenu"] == (
            "RECEPTION"
        )

    def test_a_porteur_admitted_beforehand_is_told_so(self) -> None:
        """Another establishment of the same body, before the term, is admitted."""
        record(item(deposit()))
        self.admit("90000000100017")
        record(
            item(
                deposit(build_action(porteur_siret="90000000100025", title="Neuf")),
                content=b"tard",
                at=LATE,
            )
        )
        _, late = rows(VersionDepot)

        assert late.is_late
        assert "dérogation qui vous a été accordée" in letters()[-1][2]

    def admit(self, siret: str, until: datetime = LATER) -> StepReport:
        """Admit a porteur until *until*, as of the first day after the closing."""
        return record_porteur_derogation(
            REF,
            siret,
            until=until,
            author="coordination",
            reason="Sinistre dans ses locaux.",
            at=paris(date(2016, 12, 17)),
        )

    def test_who_until_when_and_why_is_on_record(self) -> None:
        """The journal has the function, the term and the hash of the words."""
        record(item(deposit()), at=IN_TIME)
        self.admit("90000000100017")
        (told,) = journal("derogation.accordee")

        assert (told["objet"], told["acteur"]) == ("porteur:900000001", "coordination")
        assert told["donnees"] == {
            "empreinte_motif": sha256_hex(b"Sinistre dans ses locaux."),
            "jusqu_au": "2016-12-20T09:00:00+00:00",
        }

    @pytest.mark.parametrize(
        ("siret", "until", "said"),
        [
            ("123", LATER, "n'est pas un SIRET"),
            (OTHER, LATER, "Aucun porteur connu"),
            ("90000000100017", IN_TIME, "est passé"),
        ],
    )
    def test_nonsense_is_refused(self, siret: str, until: datetime, said: str) -> None:
        """No SIRET, nobody known, a term that has passed."""
        record(item(deposit()), at=IN_TIME)

        with pytest.raises(BadInputError, match=said):
            self.admit(siret, until)

    def test_a_term_before_the_closing_admits_nothing(self) -> None:
        """Given in November until the 10th of December: nothing is late by then."""
        record(item(deposit()), at=IN_TIME)
        with pytest.raises(BadInputError, match="rien n'est hors délai"):
            record_porteur_derogation(
                REF,
                "90000000100017",
                until=paris(date(2016, 12, 10)),
                author="coordination",
                reason="x",
                at=IN_TIME,
            )

    def test_a_porteur_is_admitted_once(self) -> None:
        """A second derogation, for another establishment of the body, is refused."""
        record(item(deposit()), at=IN_TIME)
        self.admit("90000000100017")

        with pytest.raises(BadInputError, match="déjà accordée au porteur"):
            self.admit("90000000100017")

    def test_a_deposit_is_admitted_once(self) -> None:
        """A late deposit admitted twice would have two authors."""
        record(item(deposit(), at=LATE))
        decision = {
            "until": LATER, "author": "coordination", "reason": "Panne.", "at": LATER,
        }  # fmt: skip
        record_derogation(REF, "2017-0001", **decision)  # type: ignore[arg-type]

        with pytest.raises(BadInputError, match="déjà accordée au dépôt 2017-0001"):
            record_derogation(REF, "2017-0001", **decision)  # type: ignore[arg-type]
