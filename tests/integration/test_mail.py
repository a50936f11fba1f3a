from __future__ import annotations

import pickle
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import yagmail
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from contrat_de_ville.adapters import mail
from contrat_de_ville.adapters.letters import compose
from contrat_de_ville.adapters.mail import (
    Relay,
    RelayError,
    RelaySettings,
    declared_relay,
    is_rehearsal,
)
from contrat_de_ville.adapters.sink import local_sink
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.messages import Attachment, Letter, MessageState, Outcome
from contrat_de_ville.errors import BadInputError
from tests.builders import build_campaign
from tests.smtp_server import DROP, ScriptedServer, scripted_server


SENDER = "coordination@agglo.example"
PORTEUR = "contact@association.example"
EML = b"From: a@b.example\r\nMessage-ID: <ab12@b.example>\r\n\r\nBonjour\r\n"


def settings_of(server: ScriptedServer, **changes: str) -> RelaySettings:
    """Return the way to a scripted server."""
    return RelaySettings(host="127.0.0.1", port=server.port, **changes)  # type: ignore[arg-type]


def deliver(server: ScriptedServer, copies: int = 1) -> list[Outcome]:
    """Deliver the same bytes on one connection, *copies* times."""
    with Relay(settings_of(server), SENDER) as relay:
        outcomes = []
        for _ in range(copies):
            relay.ready()
            outcomes.append(relay.deliver(PORTEUR, EML))
        return outcomes


def states(outcomes: Sequence[Outcome]) -> list[MessageState]:
    """Return the states alone."""
    return [one.state for one in outcomes]


class TestTheLocalSink:
    """What goes through the sink is on disk, unchanged."""

    @pytest.mark.parametrize(
        "attachments",
        [
            (),
            # Nearly what one message may weigh: 4 MB make 5.5 MB in base64.
            (
                Attachment(name="depot-2017-0042.xlsx", content=b"PK.\r\n." * 570_000),
                Attachment(name="depot-2017-0043.xlsx", content=b"\r\n.\r\n"),
            ),
        ],
        ids=["text", "workbooks"],
    )
    def test_a_message_arrives_byte_for_byte(
        self, tmp_path: Path, attachments: tuple[Attachment, ...]
    ) -> None:
        """The .eml kept by the sink is the bytes that were composed and stored."""
        _, identity, eml = compose(
            Letter(
                intention="ouverture:a",
                recipient=PORTEUR,
                template="to_porteur_ouverture",
                about="cycle:CV195-2017",
                context={"campagne": build_campaign(), "nom": ".\n.. 👩‍👧"},
                attachments=attachments,
            ),
            cycle_code="CV195-2017",
            sender=("Service politique de la ville", SENDER),
            at=paris(date(2016, 10, 17)),
            is_rehearsal=True,
        )
        with local_sink(tmp_path) as settings, Relay(settings, SENDER) as relay:
            outcome = relay.deliver(PORTEUR, eml)

        assert outcome == Outcome(MessageState.ACCEPTE, "250")
        stem = identity.strip("<>").partition("@")[0]
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
            f"{stem}.eml": eml
        }

    def test_lines_that_begin_with_a_dot_are_kept(self, tmp_path: Path) -> None:
        """A dot alone on its line neither ends the message nor disappears."""
        eml = EML + b".\r\n..\r\n.fin\r\n"
        with local_sink(tmp_path) as settings, Relay(settings, SENDER) as relay:
            relay.deliver(PORTEUR, eml)

        assert (tmp_path / "ab12.eml").read_bytes() == eml

    def test_a_second_copy_is_seen(self, tmp_path: Path) -> None:
        """A duplicate is a second file, never a silent overwriting."""
        with local_sink(tmp_path) as settings, Relay(settings, SENDER) as relay:
            relay.deliver(PORTEUR, EML)
            relay.deliver(PORTEUR, EML)

        assert sorted(p.name for p in tmp_path.iterdir()) == [
            "ab12 (2).eml",
            "ab12.eml",
        ]

    def test_an_identity_is_never_a_path(self, tmp_path: Path) -> None:
        """A Message-ID that climbs out of the folder is kept under its own hash."""
        folder = tmp_path / "courrier"
        eml = b"Message-ID: <../dehors@b.example>\r\n\r\nBonjour\r\n"
        with local_sink(folder) as settings, Relay(settings, SENDER) as relay:
            relay.deliver(PORTEUR, eml)

        assert [p.name for p in tmp_path.iterdir()] == ["courrier"]
        assert [len(p.stem) for p in folder.iterdir()] == [64]


class TestOneAttempt:
    """Each delivery is one attempt, and its answer is one state."""

    @pytest.mark.parametrize(
        ("script", "expected", "copies"),
        [
            ({}, "ACCEPTE", 1),
            ({"RCPT": ["550 5.1.1 inconnu"]}, "REFUSE", 0),
            ({"RCPT": ["451 4.7.1 plus tard"]}, "A_ENVOYER", 0),
            ({"RCPT": ["999 quoi"]}, "A_ENVOYER", 0),
            # Where the connection was lost cannot be known from here.
            ({"RCPT": [DROP]}, "INCERTAIN", 0),
            # The relay refuses the sender: the message is not to blame.
            ({"MAIL": ["550 5.7.1 pas vous"]}, "A_ENVOYER", 0),
            ({"DATA": ["554 5.3.0 non"]}, "REFUSE", 0),
            ({"DATA": ["451 4.3.0 plus tard"]}, "A_ENVOYER", 0),
            ({"END": ["554 5.7.1 contenu"]}, "REFUSE", 1),
            ({"END": ["451 4.3.0 plus tard"]}, "A_ENVOYER", 1),
            ({"END": ["999 quoi"]}, "INCERTAIN", 1),
            ({"END": [DROP]}, "INCERTAIN", 1),
        ],
    )
    def test_what_an_answer_means(
        self, script: dict[str, list[str]], expected: str, copies: int
    ) -> None:
        """The state follows the answer, and no scenario hands over two copies."""
        with scripted_server(script) as server:
            outcomes = deliver(server)

        assert [one.state.value for one in outcomes] == [expected]
        assert len(server.messages) == copies

    def test_the_answer_is_kept_on_one_line(self) -> None:
        """What the relay said of a refusal is evidence."""
        script = {"END": ["554-5.7.1 contenu\r\n554 5.7.1 refusé"]}
        with scripted_server(script) as server:
            outcomes = deliver(server)

        assert [one.answer for one in outcomes] == ["554 5.7.1 contenu 5.7.1 refusé"]

    def test_bytes_sender_and_recipient_arrive_as_given(self) -> None:
        """The envelope names the coordination and one recipient."""
        with scripted_server() as server:
            deliver(server)

        assert server.messages == [EML]
        assert f"mail FROM:<{SENDER}>" in server.commands
        assert f"rcpt TO:<{PORTEUR}>" in server.commands

    def test_a_refusal_does_not_spoil_the_next_message(self) -> None:
        """After a refused recipient the same connection serves the next one."""
        with scripted_server({"RCPT": ["550 5.1.1 inconnu"]}) as server:
            outcomes = deliver(server, 2)

        assert states(outcomes) == [MessageState.REFUSE, MessageState.ACCEPTE]
        assert server.verbs().count("EHLO") == 1


class TestALostConnection:
    """What is uncertain is never sent again, and stays alone."""

    def test_a_drop_after_the_final_dot_leaves_one_copy(self) -> None:
        """The relay has one copy of the uncertain message; the next one goes on."""
        with scripted_server({"END": [DROP]}) as server:
            outcomes = deliver(server, 2)

        assert states(outcomes) == [MessageState.INCERTAIN, MessageState.ACCEPTE]
        assert len(server.messages) == 2

    def test_yagmail_alone_would_leave_several(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Witness: the library's own sending makes three copies of that message."""
        monkeypatch.setattr("yagmail.sender.time.sleep", lambda _: None)
        with scripted_server({"END": [DROP] * 9}) as server:
            client = yagmail.SMTP(
                user=SENDER,
                host="127.0.0.1",
                port=server.port,
                smtp_ssl=False,
                smtp_starttls=False,
                smtp_skip_login=True,
            )
            answer = client.send(PORTEUR, "Objet", "Texte", prettify_html=False)
            client.close()

        assert answer is False
        assert len(server.messages) == 3

    def test_a_connection_closed_between_messages_is_opened_again(self) -> None:
        """A relay that limits messages per connection delays nobody."""
        script = {"RSET": ["250 2.0.0 Ok", DROP, DROP]}
        with scripted_server(script) as server:
            outcomes = deliver(server, 3)

        assert states(outcomes) == [MessageState.ACCEPTE] * 3
        assert server.verbs().count("EHLO") == 3
        assert len(server.messages) == 3

    def test_a_relay_that_is_gone_is_said_before_anything_is_tried(self) -> None:
        """When it cannot be opened again nothing is handed over: all still wait."""
        with scripted_server() as server:
            relay = Relay(settings_of(server), SENDER).__enter__()
            server.script["RSET"] = [DROP]
            server.socket.close()
            with pytest.raises(RelayError, match="rien n'est perdu"):
                relay.ready()

        assert server.messages == []


class TestWhoIsTrusted:
    """A password only goes to the relay that was named."""

    def test_a_relay_that_is_not_there_is_said_in_french(self) -> None:
        """A refused connection tells what waits and what to check."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            settings = RelaySettings(host="127.0.0.1", port=probe.getsockname()[1])
        with pytest.raises(RelayError) as caught, Relay(settings, SENDER):
            pass

        assert "Rien n'est parti, rien n'est perdu" in str(caught.value)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)

    def test_a_self_signed_certificate_gets_no_password(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A relay nobody vouches for is refused before the account is offered."""
        monkeypatch.setattr(mail, "LOOPBACK", frozenset())
        with scripted_server(tls=server_context(tmp_path)) as server:
            settings = settings_of(server, user="compte", password="secret")
            with pytest.raises(RelayError), Relay(settings, SENDER):
                pass

        assert server.verbs() == ["EHLO", "STARTTLS"]

    def test_a_relay_without_tls_gets_no_password(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A relay that does not offer STARTTLS is refused."""
        monkeypatch.setattr(mail, "LOOPBACK", frozenset())
        with scripted_server() as server:
            settings = settings_of(server, user="compte", password="secret")
            with pytest.raises(RelayError), Relay(settings, SENDER):
                pass

        assert "AUTH" not in server.verbs()

    @pytest.mark.parametrize(("user", "logins"), [("compte", 1), ("", 0)])
    def test_a_trusted_relay_gets_the_account_as_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str, logins: int
    ) -> None:
        """With a known certificate the account logs in, and without one nobody."""
        monkeypatch.setattr(mail, "LOOPBACK", frozenset())
        context = server_context(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "relais.pem"))
        with scripted_server(tls=context) as server:
            settings = settings_of(server, user=user, password="secret")
            with Relay(settings, SENDER) as relay:
                outcome = relay.deliver(PORTEUR, EML)

        assert outcome.state is MessageState.ACCEPTE
        # base64 of "\0compte\0secret"
        expected = ["AUTH PLAIN AGNvbXB0ZQBzZWNyZXQ="] * logins
        assert [c for c in server.commands if c.startswith("AUTH")] == expected
        assert f"mail FROM:<{SENDER}>" in server.commands

    def test_a_refused_account_is_a_relay_error(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A wrong password, or one the protocol cannot carry, stops the round."""
        monkeypatch.setattr(mail, "LOOPBACK", frozenset())
        context = server_context(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "relais.pem"))
        with scripted_server({"AUTH": ["535 5.7.8 non"]}, tls=context) as server:
            for password in ("faux", "été"):
                settings = settings_of(server, user="compte", password=password)
                with pytest.raises(RelayError), Relay(settings, SENDER):
                    pass

        assert "MAIL" not in server.verbs()


class TestDeclaredRelay:
    """The environment says where mail goes, and a rehearsal never leaves."""

    def test_nothing_declared_is_a_rehearsal_without_relay(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """By default nothing can leave the machine."""
        declare(monkeypatch)

        assert declared_relay() is None
        assert is_rehearsal()

    def test_a_production_relay_is_read_whole(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Host, port, account and kind of TLS come from the environment."""
        declare(
            monkeypatch,
            relais="smtps://relais.example:465",
            mode="production",
            relais_utilisateur="compte",
            relais_mot_de_passe="secret",
        )

        assert declared_relay() == RelaySettings(
            host="relais.example",
            port=465,
            user="compte",
            password="secret",
            is_tls_from_start=True,
        )
        assert not is_rehearsal()

    @pytest.mark.parametrize(
        "address",
        [
            "smtp://relais.example:587",
            # A mail server of this machine passes on what it gets.
            "smtp://localhost:25",
            "smtp://127.0.0.1:587",
        ],
    )
    def test_a_rehearsal_refuses_what_could_leave(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        """A real relay in a rehearsal is refused, and the error says both ways out."""
        declare(monkeypatch, relais=address, mode="Production")
        with pytest.raises(BadInputError) as caught:
            declared_relay()

        assert "pendant une répétition" in str(caught.value)
        assert "PROGRAMMATION_MODE=production" in str(caught.value)

    def test_a_rehearsal_accepts_a_sink(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A mail catcher on loopback keeps what it gets."""
        declare(monkeypatch, relais="smtp://[::1]:1025")

        assert declared_relay() == RelaySettings(host="::1", port=1025)

    @pytest.mark.parametrize(
        "address",
        [
            "relais.example",
            "smtp://relais.example",
            "smtp://relais.example:abc",
            "smtp://relais.example:99999",
            "http://relais.example:80",
            "smtp://:587",
            "smtp://[::1:587",
            "smtp://compte:secret@relais.example:587",
        ],
    )
    def test_an_address_that_is_not_one_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        """The error shows how to write it, and never a password."""
        declare(monkeypatch, relais=address, mode="production")
        with pytest.raises(BadInputError) as caught:
            declared_relay()

        assert "smtp://relais.exemple:587" in str(caught.value)
        assert "secret" not in str(caught.value)

    def test_an_account_needs_its_password(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An account without password is refused here, not asked for at a prompt."""
        declare(
            monkeypatch,
            relais="smtp://relais.example:587",
            mode="production",
            relais_utilisateur="compte",
        )
        with pytest.raises(BadInputError, match="sans son mot de passe"):
            declared_relay()


def declare(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Set our variables, and no other of ours."""
    names = ("relais", "relais_utilisateur", "relais_mot_de_passe", "mode")
    for name in names:
        monkeypatch.delenv(f"PROGRAMMATION_{name.upper()}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"PROGRAMMATION_{name.upper()}", value)


def server_context(folder: Path) -> ssl.SSLContext:
    """Make a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relais.example")])
    # Its validity is compared with the real clock.
    now = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "relais.pem", folder / "relais.key"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    return context
