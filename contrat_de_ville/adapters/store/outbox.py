"""The outbox: intentions to write, committed with the decision that causes them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.letters import compose
from contrat_de_ville.adapters.mail import is_rehearsal
from contrat_de_ville.adapters.store.journal import JournalWriter
from contrat_de_ville.adapters.store.models import Cycle, Message
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.journal import Fact, sha256_hex
from contrat_de_ville.domain.messages import Letter, MessageState
from contrat_de_ville.domain.obligations import REMINDER


class Outbox:
    """Adds the letters of one act; an intention already on record adds nothing."""

    def __init__(
        self,
        session: Session,
        cycle: Cycle,
        campaign: Campaign,
        journal: JournalWriter,
        at: datetime,
    ) -> None:
        self._session, self._cycle, self._at = session, cycle, at
        self._journal = journal
        self._sender = (campaign.coordinator_name, campaign.coordinator_email)
        self._known = known_intentions(session, cycle.id)

    def write(self, letter: Letter, *, step: str) -> bool:
        """Put *letter* in the outbox, and tell whether it is a new intention.

        Raises:
            BadInputError: the letter cannot be composed or addressed.
        """
        if letter.intention in self._known:
            return False
        subject, identity, eml = compose(
            letter,
            cycle_code=self._cycle.code,
            sender=self._sender,
            at=self._at,
            is_rehearsal=is_rehearsal(),
        )
        message = Message(
            cycle_id=self._cycle.id,
            intention=letter.intention,
            message_id=identity,
            recipient=letter.recipient,
            template=letter.template,
            objet=letter.about,
            subject=subject,
            eml=eml,
            eml_sha256=sha256_hex(eml),
            state=MessageState.A_ENVOYER,
            not_before=self._at,
            created_at=self._at,
        )
        self._session.add(message)
        self._known.add(letter.intention)
        self._journal.tell(
            Fact(
                act="message.prevu",
                about=letter.about,
                step=step,
                outputs=(message.eml_sha256,),
                data={"modele": letter.template, "message": identity},
            )
        )
        return True


def known_intentions(session: Session, cycle_id: int) -> set[str]:
    """Return the keys of every intention of the cycle."""
    return set(
        session.scalars(select(Message.intention).where(Message.cycle_id == cycle_id))
    )


def messages_by_state(session: Session, cycle_id: int) -> dict[str, int]:
    """Count the messages of the cycle by state."""
    rows = session.execute(
        select(Message.state, func.count())
        .where(Message.cycle_id == cycle_id)
        .group_by(Message.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 (rows are not tuples)


def last_reminded(session: Session, cycle_id: int) -> dict[str, datetime]:
    """Return when each recipient was last reminded of anything."""
    rows = session.execute(
        select(Message.recipient, func.max(Message.created_at))
        .where(Message.cycle_id == cycle_id, Message.intention.startswith(REMINDER))
        .group_by(Message.recipient)
    )
    return {row[0]: row[1] for row in rows}
