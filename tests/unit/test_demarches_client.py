from __future__ import annotations

import json
import logging
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate
from hypothesis import given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters.demarches.client import DemarchesClient, Selection
from contrat_de_ville.adapters.demarches.endpoint import (
    TOKEN_VARIABLE,
    Endpoint,
    Token,
    token_from_environment,
)
from contrat_de_ville.adapters.demarches.failures import (
    DemarcheError,
    DemarcheUnavailableError,
    query_failure,
    quoted,
)
from contrat_de_ville.adapters.demarches.guard import Limits
from contrat_de_ville.adapters.demarches.query import QUERY
from contrat_de_ville.adapters.demarches.waiting import asked_wait
from contrat_de_ville.errors import BadInputError
from tests.demarches_server import (
    DEMARCHE,
    SCHEMA,
    TOKEN,
    Fault,
    dossier,
    serving,
)


PUBLISHED = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "data" / "demarches_simplifiees" / "schema.graphql"
)  # fmt: skip
SINCE = datetime(2016, 10, 17, tzinfo=UTC)
QUICK = Limits(wait_seconds=5.0, delays=(1.0, 4.0))


def selection(**changed):
    """Return which dossiers are asked, five at a time."""
    return Selection(
        **{"number": DEMARCHE, "updated_since": SINCE, "page_size": 5} | changed
    )


def published_schema():
    """Return the published schema, or skip."""
    if not PUBLISHED.exists():
        pytest.skip("le schéma publié de démarches-simplifiées n'est pas à côté")
    return PUBLISHED.read_text(encoding="utf-8")


class Asking:
    """A client whose waits are noted instead of waited."""

    def __init__(self, server, *, token=TOKEN, limits=QUICK, clock=None):
        self.waits = []
        others = {"clock": clock} if clock else {}
        self.client = DemarchesClient(
            Endpoint(server.url),
            Token(token),
            limits=limits,
            sleep=self.waits.append,
            now=lambda: datetime(2017, 1, 2, tzinfo=UTC),
            **others,
        )

    def numbers(self, cursor="", pages=None, **chosen):
        """Return the numbers read, and the cursor after the last page."""
        found = []
        with self.client as client:
            reading = client.dossiers(selection(**chosen), cursor=cursor)
            for rank, page in enumerate(reading, start=1):
                found += [node["number"] for node in page.nodes]
                cursor = page.cursor
                if rank == pages:
                    break
        return found, cursor

    def refusal(self, **chosen):
        """Return the error met."""
        with pytest.raises(DemarcheError) as caught:
            self.numbers(**chosen)
        return caught.value


@pytest.fixture
def server():
    """Serve twelve dossiers by the schema of these tests."""
    with serving(SCHEMA, [dossier(number) for number in range(1, 13)]) as running:
        yield running


class TestQuery:
    """What is asked exists, and nothing more is asked."""

    @pytest.mark.real
    def test_the_query_is_valid_for_the_published_schema(self):
        """Every field asked is in the published schema, with its arguments."""
        faults = validate(build_schema(published_schema()), parse(QUERY))

        assert faults == []

    def test_the_query_is_valid_for_the_schema_of_the_tests(self):
        """The schema of these tests has every field asked."""
        assert validate(build_schema(SCHEMA), parse(QUERY)) == []

    @pytest.mark.parametrize("name", ["url", "annotations", "instructeurs", "nom"])
    def test_what_is_not_needed_is_not_asked(self, name):
        """No signed address of a file, no annotation, no name of a person is asked."""
        assert name not in QUERY.split()


class TestPages:
    """Every dossier once, in order, whatever the pages and the cuts."""

    def test_three_pages(self, server):
        """Twelve dossiers come in three pages of five, five and two."""
        found, _ = Asking(server).numbers()

        assert found == list(range(1, 13))
        assert [one.get("first") for one in server.asked] == [5, 5, 5]

    def test_a_cut_is_resumed(self, server):
        """Cut after the second page, the reading resumes with the eleventh dossier."""
        before, cursor = Asking(server).numbers(pages=2)
        after, _ = Asking(server).numbers(cursor)

        assert (before, after) == (list(range(1, 11)), [11, 12])

    def test_what_changes_comes_again(self, server):
        """A dossier changed after the last page comes after the cursor, alone."""
        _, cursor = Asking(server).numbers()
        server.dossiers[2] = dossier(3, "2016-12-01T10:00:00+01:00")
        found, later = Asking(server).numbers(cursor)

        assert found == [3]
        assert later != cursor

    def test_nothing_new_keeps_the_cursor(self, server):
        """Where nothing follows, the cursor stays what it was."""
        _, cursor = Asking(server).numbers()

        assert Asking(server).numbers(cursor) == ([], cursor)

    def test_a_state_can_be_chosen(self, server):
        """Only the dossiers of the state asked for come."""
        server.dossiers[3]["state"] = "accepte"

        assert Asking(server).numbers(state="accepte")[0] == [4]

    def test_the_date_is_given(self, server):
        """The server is asked for what changed since the date, in UTC."""
        Asking(server).numbers()

        assert server.asked[0]["updatedSince"] == "2016-10-17T00:00:00+00:00"
        assert "after" not in server.asked[0]

    @pytest.mark.real
    def test_pages_by_the_published_schema(self):
        """The same reading goes through a server that follows the published schema."""
        with serving(published_schema(), [dossier(n) for n in range(1, 8)]) as running:
            found, _ = Asking(running).numbers(page_size=3)

        assert found == [1, 2, 3, 4, 5, 6, 7]


def test_any_page_size_and_any_cut():
    """For any number of dossiers, page size and cut, all come once and in order."""
    with serving(SCHEMA) as running:

        @settings(max_examples=40, deadline=None)
        @given(st.integers(0, 12), st.integers(1, 7), st.integers(1, 5))
        def check(count, size, cut):
            running.dossiers = [dossier(number) for number in range(1, count + 1)]
            before, cursor = Asking(running).numbers(pages=cut, page_size=size)
            after, _ = Asking(running).numbers(cursor, page_size=size)

            assert before + after == list(range(1, count + 1))

        check()


class TestPassingFaults:
    """What passes is tried again, a limited number of times."""

    def test_too_many_requests(self, server):
        """A 429 that asks for seven seconds is waited for, then read."""
        server.faults = [Fault(status=429, headers={"Retry-After": "7"})]
        asking = Asking(server)

        assert asking.numbers()[0] == list(range(1, 13))
        assert asking.waits == [7.0]

    def test_a_longer_wait_than_accepted(self, server):
        """A 429 that asks for an hour is not waited for: it is said."""
        server.faults = [Fault(status=429, headers={"Retry-After": "3600"})]
        asking = Asking(server)

        assert isinstance(asking.refusal(), DemarcheUnavailableError)
        assert asking.waits == []

    def test_a_fault_of_the_server(self, server):
        """Two faults of the server, then an answer: it is read after two waits."""
        server.faults = [Fault(status=500), Fault(status=503)]
        asking = Asking(server)

        assert asking.numbers()[0] == list(range(1, 13))
        assert asking.waits == [1.0, 4.0]

    def test_too_many_faults(self, server):
        """A third fault is one too many; it is said with its status."""
        server.faults = [Fault(status=502)] * 3

        refusal = Asking(server).refusal()

        assert "« 502 »" in str(refusal)
        assert "reprise" in refusal.remedy

    def test_a_cut_connection(self, server):
        """A connection cut without an answer is tried again."""
        server.silence.set()
        server.faults = [Fault(is_cut=True)]

        assert Asking(server).numbers()[0] == list(range(1, 13))

    def test_a_silent_server(self, server):
        """A server that says nothing is given up after the seconds allowed."""
        server.faults = [Fault(is_cut=True)] * 2
        limits = Limits(wait_seconds=0.1, delays=(0.0,))

        refusal = Asking(server, limits=limits).refusal()

        assert refusal.found == "pas de réponse en 0 s."

    def test_an_absent_server(self):
        """Where nobody listens, it is said after the attempts allowed."""
        with serving(SCHEMA) as gone:
            pass
        asking = Asking(gone)

        assert "injoignable" in str(asking.refusal())
        assert asking.waits == [1.0, 4.0]

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ("Mon, 02 Jan 2017 00:01:00 GMT", 60.0),
            ("Sun, 01 Jan 2017 00:01:00 GMT", 0.0),
            ("Mon, 02 Jan 2017 00:01:00 -0000", 0.0),
            ("demain", 0.0),
            ("-5", 0.0),
            ("", 0.0),
            ("9" * 5000, 999999.0),
        ],
    )
    def test_how_long_is_asked(self, said, expected):
        """Both forms of Retry-After are read; what is neither asks for nothing."""
        assert asked_wait(said, datetime(2017, 1, 2, tzinfo=UTC)) == expected


class TestRefusals:
    """What does not pass is said at once, in French."""

    def refused_with(self, server, fault, **asking):
        """Return the error met after one fault, which must not be tried again."""
        server.faults = [fault]
        reading = Asking(server, **asking)
        refusal = reading.refusal()

        assert reading.waits == []
        return str(refusal)

    def test_an_invalid_token(self, server):
        """A token that the server refuses is said, without the token."""
        said = str(Asking(server, token="jeton-perime-9876").refusal())

        assert "refuse le jeton" in said
        assert "jeton-perime" not in said

    def test_a_demarche_without_access(self, server):
        """A démarche hidden by permissions is said to be out of the token's reach."""
        error = {
            "message": "An object of type Demarche was hidden due to permissions",
            "path": ["demarche"],
            "extensions": {"code": "unauthorized"},
        }
        body = json.dumps({"errors": [error], "data": None}).encode()

        assert "ne donne pas accès" in self.refused_with(server, Fault(body=body))

    def test_an_unknown_demarche(self, server):
        """A number that no démarche has is said."""
        assert "ne connaît pas" in str(Asking(server).refusal(number=3))

    def test_another_schema(self):
        """A server whose schema lacks a field is quoted, with what to do."""
        with serving(SCHEMA.replace("motivation: String", "motif: String")) as running:
            said = str(Asking(running).refusal())

        assert "Cannot query field 'motivation'" in said
        assert "son schéma a peut-être changé" in said

    def test_one_dossier_in_error(self, server):
        """An error in one dossier says its rank, and nothing is passed over."""
        server.dossiers[1]["usager"] = None

        assert "(dossier de rang 2 de la page)" in str(Asking(server).refusal())

    def test_several_errors(self):
        """The first of several errors is quoted, the others are counted."""
        said = str(query_failure(7, [{"message": "boum"}, {}, {}], ""))

        assert "« boum » (et 2 autres)" in said

    def test_an_error_that_is_not_one(self):
        """An error that is no object is still said, with nothing to quote."""
        assert "par une erreur : «  »" in str(query_failure(7, ["boum"], ""))

    def test_a_missing_dossier(self, server):
        """A dossier that comes as null stops the page, which names its rank."""
        page = {"nodes": [None], "pageInfo": {"hasNextPage": False, "endCursor": "a"}}
        body = json.dumps({"data": {"demarche": {"dossiers": page}}}).encode()

        said = self.refused_with(server, Fault(body=body))

        assert "le dossier de rang 1 de la page manque" in said

    @pytest.mark.parametrize("cursor", [None, "a"])
    def test_a_page_that_does_not_move_on(self, server, cursor):
        """A server that says more follows and gives no way forward is stopped."""
        info = {"hasNextPage": True, "endCursor": cursor}
        page = {"nodes": [], "pageInfo": info}
        body = json.dumps({"data": {"demarche": {"dossiers": page}}}).encode()
        server.faults = [Fault(body=body)]

        with pytest.raises(DemarcheError, match="répète la même page"):
            Asking(server).numbers("a")

    @pytest.mark.parametrize(
        "body",
        [
            b"<html>En maintenance</html>",
            b"",
            b"[]",
            b"5",
            b"null",
            b'{"data": null}',
            b'{"data": null, "errors": []}',
            b'{"data": {"demarche": {}}, "errors": "boum"}',
            b'{"data": {"demarche": NaN}}',
            b'{"data": {"a": 1, "a": 2}}',
            b"[" * 100_000,
        ],
    )
    def test_what_is_no_answer_of_graphql(self, server, body):
        """A page of the web, an empty body or a broken document is said as such."""
        said = self.refused_with(server, Fault(body=body))

        assert "n'est pas celle d'une API GraphQL" in said
        assert "maintenance" not in said

    def test_an_answer_without_page(self, server):
        """Data without a page of dossiers is said as such."""
        fault = Fault(body=b'{"data": {"demarche": {"dossiers": {"nodes": 3}}}}')

        assert "pas de page de dossiers" in self.refused_with(server, fault)

    def test_a_redirect(self, server):
        """A redirect is not followed; the host it names is said."""
        fault = Fault(status=307, headers={"Location": "http://ailleurs.example/v2"})

        said = self.refused_with(server, fault)

        assert "« ailleurs.example », qui n'est pas suivi" in said
        assert len(server.asked) == 1

    def test_another_status(self, server):
        """A status that means nothing here is said."""
        assert "« 404 »" in self.refused_with(server, Fault(status=404))

    def test_a_huge_answer_announced(self, server):
        """An answer announced too long is not read."""
        fault = Fault(headers={"Content-Length": str(50 * 2**20)})

        assert "dépasse 10 Mo" in self.refused_with(server, fault)

    def test_a_huge_answer_unannounced(self, server):
        """An answer that does not say its length is cut when it passes the limit."""
        headers, body = {"Connection": "close"}, b"x" * (2 * 2**20)
        fault = Fault(headers=headers, body=body, has_length=False)
        limits = Limits(answer_bytes=2**20)

        assert "dépasse 1 Mo" in self.refused_with(server, fault, limits=limits)

    def test_a_packed_answer(self, server):
        """An answer that comes packed though none was asked is not unpacked."""
        fault = Fault(headers={"Content-Encoding": "gzip"}, body=b"x")

        assert "compressée" in self.refused_with(server, fault)

    def test_a_dripping_answer(self, server):
        """An answer that lasts longer than allowed is cut, whatever each silence."""
        seconds = iter([0.0, 500.0, 500.0])

        said = self.refused_with(server, Fault(body=b"{}"), clock=lambda: next(seconds))

        assert "dure plus de 120 s" in said


class TestSecrets:
    """The token goes to the server and nowhere else."""

    def test_no_log_holds_it(self, server, caplog):
        """Neither the token nor an answer is in a log, even at its most detailed."""
        server.faults = [Fault(status=500)]
        with caplog.at_level(logging.DEBUG):
            Asking(server).numbers()

        assert TOKEN not in caplog.text
        assert "compte@asso.example" not in caplog.text

    def test_it_is_not_shown(self):
        """Printing a token shows nothing of it."""
        assert TOKEN not in repr(Token(TOKEN))

    def test_a_server_that_sends_it_back(self):
        """An error of the server that repeats the token is quoted without it."""
        assert quoted(f"Bad header {TOKEN}\nline", TOKEN) == "Bad header … line"

    def test_a_long_quotation_is_cut(self):
        """A long message of the server is cut at two hundred characters."""
        assert quoted("x" * 500, "") == "x" * 200 + "…"

    def test_from_the_environment(self, monkeypatch):
        """The token is the one of its variable, without the spaces around it."""
        monkeypatch.setenv(TOKEN_VARIABLE, f" {TOKEN}\n")

        assert token_from_environment() == Token(TOKEN)

    @pytest.mark.parametrize(
        "value", ["", "deux mots", "court", "jeton\ncoupé-en-deux"]
    )
    def test_not_a_token(self, monkeypatch, value):
        """An absent or ill-written token is refused, and not shown."""
        monkeypatch.setenv(TOKEN_VARIABLE, value)
        with pytest.raises(BadInputError, match=TOKEN_VARIABLE) as caught:
            token_from_environment()

        assert not value or value not in str(caught.value)


class TestEndpoint:
    """Only https is asked, but on this machine."""

    @pytest.mark.parametrize(
        "url",
        ["https://ds.example/graphql", "http://127.0.0.1:8000/g", "http://localhost/"],
    )
    def test_accepted(self, url):
        """Https anywhere and http on loopback are accepted."""
        assert Endpoint(url).url == url

    @pytest.mark.parametrize(
        "url",
        [
            "http://ds.example/graphql",
            "http://127.0.0.1.example/",
            "http://192.168.1.2/",
            "ftp://ds.example/",
            "https://moi:secret@ds.example/",
            "https:///graphql",
            "https://[::1",
            "ds.example",
        ],
    )
    def test_refused(self, url):
        """Plain http to another machine, a user name or no host are refused."""
        with pytest.raises(BadInputError, match="https://") as caught:
            Endpoint(url)

        assert "secret" not in str(caught.value)


def test_an_error_survives_pickling():
    """An error keeps its sentence through another process."""
    error = DemarcheUnavailableError(7, "rien.")

    assert str(pickle.loads(pickle.dumps(error))) == str(error)
