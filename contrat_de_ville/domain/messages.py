"""Messages: one intention to write to one recipient, and the states it goes through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from contrat_de_ville.domain.journal import sha256_hex


MODE_VARIABLE = "PROGRAMMATION_MODE"
PRODUCTION = "production"
"""Unless the environment says so, everything is a rehearsal."""


class MessageState(StrEnum):
    """Where an intention stands. What is uncertain is never sent again by itself."""

    A_ENVOYER = "A_ENVOYER"
    RESERVE = "RESERVE"
    DATA = "DATA"
    ACCEPTE = "ACCEPTE"
    REFUSE = "REFUSE"
    INCERTAIN = "INCERTAIN"


MESSAGE_LABELS = {
    MessageState.A_ENVOYER: "à envoyer",
    MessageState.RESERVE: "réservé",
    MessageState.DATA: "en cours d'envoi",
    MessageState.ACCEPTE: "accepté par le relais",
    MessageState.REFUSE: "refusé par le relais",
    MessageState.INCERTAIN: "incertain, à vérifier",
}
SETTLED = frozenset({MessageState.ACCEPTE, MessageState.REFUSE, MessageState.INCERTAIN})

# Made by us, never by a porteur: read the same by every system, no path, no header.
_ATTACHMENT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\.xlsx")
_RETRY_AFTER = tuple(
    timedelta(minutes=minutes) for minutes in (5, 30, 120, 240, 24 * 60)
)


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many temporary refusals; nothing: stop.

    >>> retry_after(1), retry_after(6)
    (datetime.timedelta(seconds=300), None)

    Raises:
        ValueError: nothing was refused yet (a fault of our own).
    """
    if attempts < 1:
        message = f"no refusal to wait after: {attempts}"
        raise ValueError(message)
    return _RETRY_AFTER[attempts - 1] if attempts <= len(_RETRY_AFTER) else None


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A workbook that goes with a letter, under a name of our own making.

    Raises:
        ValueError: the name could be read as a path, a header or another kind of
            file (a fault of our own).
    """

    name: str
    content: bytes

    def __post_init__(self) -> None:
        if _ATTACHMENT_NAME.fullmatch(self.name) is None:
            message = f"not a name for an attachment: {self.name!r}"
            raise ValueError(message)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What to write, to whom, about what; ``intention`` makes it unique."""

    intention: str
    recipient: str
    template: str
    about: str
    context: dict[str, object]
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the relay answered to one attempt."""

    state: MessageState
    answer: str


def message_id(cycle_code: str, intention: str, domain: str) -> str:
    """Return the Message-ID of an intention: the same whenever it is composed."""
    return f"<{sha256_hex(f'{cycle_code}|{intention}'.encode())[:32]}@{domain}>"
