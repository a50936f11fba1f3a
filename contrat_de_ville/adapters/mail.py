"""Mail: one strict adapter over yagmail.

yagmail opens and authenticates the connection. Its ways with a message are not
used: it sends up to three copies when a connection drops, reads a file named in a
text, and accepts any certificate. Here a message is bytes already composed and
stored, for one recipient, and each call is exactly one attempt.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import yagmail

from contrat_de_ville.domain.messages import (
    MODE_VARIABLE,
    PRODUCTION,
    MessageState,
    Outcome,
)
from contrat_de_ville.errors import BadInputError, ContratDeVilleError


RELAY_VARIABLE = "PROGRAMMATION_RELAIS"
USER_VARIABLE = "PROGRAMMATION_RELAIS_UTILISATEUR"
PASSWORD_VARIABLE = "PROGRAMMATION_RELAIS_MOT_DE_PASSE"  # noqa: S105 (a name)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Where a mail server listens that passes on what it gets, even on this machine.
_FORWARDING_PORTS = frozenset({25, 465, 587})
_CONNECT_SECONDS = 30
# RFC 5321, 4.5.3.2.6: a hurried reader after the final dot makes duplicates.
_ANSWER_SECONDS = 600
_LONGEST_ANSWER = 200
_STATES = {
    2: MessageState.ACCEPTE,
    4: MessageState.A_ENVOYER,
    5: MessageState.REFUSE,
}


class RelayError(ContratDeVilleError):
    """The relay cannot be reached or refuses us; nothing was sent."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(host, reason)
        self.host, self.reason = host, reason

    def __str__(self) -> str:
        return (
            f"Le relais de courrier {self.host} n'est pas utilisable ({self.reason}). "
            "Rien n'est parti, rien n'est perdu : les messages attendent le prochain "
            "passage. Vérifiez l'adresse, le compte et le certificat du relais."
        )


@dataclass(frozen=True, kw_only=True)
class RelaySettings:
    """The declared relay; without a user, nobody logs in."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls_from_start: bool = False

    @property
    def is_local(self) -> bool:
        """Tell whether it runs on this machine: no login, no TLS."""
        return self.host in LOOPBACK

    @property
    def is_sink(self) -> bool:
        """Tell whether mail cannot leave this machine through it."""
        return self.is_local and self.port not in _FORWARDING_PORTS


def is_rehearsal() -> bool:
    """Tell whether this is a rehearsal: so unless production is asked for."""
    return os.environ.get(MODE_VARIABLE, "") != PRODUCTION


def declared_relay() -> RelaySettings | None:
    """Return the relay the environment declares, or nothing.

    Raises:
        BadInputError: the address is not of the form ``smtp://host:port``; an
            account lacks its password; or a real relay is declared in a rehearsal.
    """
    text = os.environ.get(RELAY_VARIABLE, "")
    if not text:
        return None
    scheme, host, port = _parsed(text)
    relay = RelaySettings(
        host=host,
        port=port,
        user=os.environ.get(USER_VARIABLE, ""),
        password=os.environ.get(PASSWORD_VARIABLE, ""),
        is_tls_from_start=scheme == "smtps",
    )
    if relay.user and not relay.password:
        raise BadInputError(
            f"Le compte du relais {host} est déclaré sans son mot de passe.",
            f"Posez {PASSWORD_VARIABLE}, ou retirez {USER_VARIABLE}.",
        )
    if is_rehearsal() and not relay.is_sink:
        raise BadInputError(
            f"Un relais réel ({host}, port {port}) est déclaré pendant une répétition.",
            f"Posez {MODE_VARIABLE}={PRODUCTION} pour écrire aux personnes, ou "
            f"retirez {RELAY_VARIABLE}.",
        )
    return relay


def _parsed(text: str) -> tuple[str, str, int]:
    """Return scheme, host and port; an account in the address is never repeated."""
    with suppress(ValueError):
        parts = urlsplit(text)
        is_known = parts.scheme in {"smtp", "smtps"} and "@" not in text
        if is_known and parts.hostname and parts.port:
            return parts.scheme, parts.hostname, parts.port
    raise BadInputError(
        f"{RELAY_VARIABLE} vaut « {text.rpartition('@')[2]} », qui n'est pas "
        "l'adresse d'un relais.",
        "Écrivez smtp://relais.exemple:587 (ou smtps://… pour TLS d'emblée) ; le "
        f"compte va dans {USER_VARIABLE} et {PASSWORD_VARIABLE}.",
    )


class _Client(yagmail.SMTP):
    """yagmail's client, with its sending reduced to one attempt."""

    def deliver_once(self, sender: str, recipient: str, eml: bytes) -> None:
        """Do what yagmail does to send, without its three rounds and its sleeps."""
        self.smtp.sendmail(sender, [recipient], eml)


class Relay:
    """One connection for many messages, one recipient a message.

    A message is uncertain when the connection is lost while it is handed over; the
    next one begins by opening the connection again.
    """

    def __init__(self, settings: RelaySettings, sender: str) -> None:
        self._host, self._sender = settings.host, sender
        tls = {"context": ssl.create_default_context()}
        is_plain = settings.is_local or settings.is_tls_from_start
        self._client = _Client(
            user=sender,
            password=settings.password,
            host=settings.host,
            port=settings.port,
            smtp_ssl=settings.is_tls_from_start,
            smtp_starttls=False if is_plain else tls,
            smtp_skip_login=settings.is_local or not settings.user,
            timeout=_CONNECT_SECONDS,
            # Without it smtplib asks the name servers who we are.
            local_hostname="localhost" if settings.is_local else None,
            **(tls if settings.is_tls_from_start else {}),
        )
        # Given as an argument, an account without « @ » would become a Gmail one.
        self._client.user = settings.user

    def __enter__(self) -> Self:
        """Connect and authenticate.

        Raises:
            RelayError: the relay is not there, not trusted, or refuses the account.
        """
        try:
            self._open()
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._close()
            raise RelayError(self._host, type(error).__name__) from error
        return self

    def __exit__(self, *_: object) -> None:
        """Leave; a relay that has gone already is no fault."""
        self._close()

    def ready(self) -> None:
        """Make sure the connection is there; a relay may close it between messages.

        Raises:
            RelayError: it cannot be opened again; the messages that follow wait.
        """
        if not self._is_open():
            self.__exit__()
            self.__enter__()

    def deliver(self, recipient: str, eml: bytes) -> Outcome:
        """Make one attempt and say what is known of it.

        A temporary refusal leaves the message to send; a final one stops it; a
        connection lost on the way leaves it uncertain, for a person to settle:
        whether it left cannot be known from here.
        """
        try:
            self._client.deliver_once(self._sender, recipient, eml)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = error.recipients[recipient]
            return _answered(code, answer, MessageState.A_ENVOYER)
        except smtplib.SMTPSenderRefused as error:
            # About us, not about this recipient: the message is not to blame.
            said = _on_one_line(error.smtp_code, error.smtp_error)
            return Outcome(MessageState.A_ENVOYER, said)
        except smtplib.SMTPDataError as error:
            return _answered(error.smtp_code, error.smtp_error, MessageState.INCERTAIN)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(MessageState.INCERTAIN, type(error).__name__)
        return Outcome(MessageState.ACCEPTE, "250")

    def _open(self) -> None:
        self._client.login()
        self._client.smtp.ehlo_or_helo_if_needed()
        self._client.smtp.sock.settimeout(_ANSWER_SECONDS)

    def _is_open(self) -> bool:
        try:
            self._client.smtp.rset()
        except smtplib.SMTPServerDisconnected:
            return False
        return True

    def _close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._client.close()


def _answered(code: int, answer: bytes | str, unclear: MessageState) -> Outcome:
    """Read an answer; *unclear* is for a code that means neither yes nor no."""
    state = _STATES.get(code // 100, unclear)
    return Outcome(state, _on_one_line(code, answer))


def _on_one_line(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = text.split()
    return " ".join([str(code), *words])[:_LONGEST_ANSWER]
