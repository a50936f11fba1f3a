"""Appending to the journal, in the transaction of the fact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville import __version__
from contrat_de_ville.adapters.store.models import Cycle, JournalLine
from contrat_de_ville.domain.journal import GENESIS, Fact, compose_line, line_hash


class JournalWriter:
    """Writes the lines of one act; they are committed with the act or not at all."""

    def __init__(self, session: Session, cycle: Cycle, at: datetime) -> None:
        self._session, self._cycle, self._at = session, cycle, at
        last = session.scalars(
            select(JournalLine)
            .where(JournalLine.cycle_id == cycle.id)
            .order_by(JournalLine.seq.desc())
            .limit(1)
        ).first()
        self._seq = 0 if last is None else last.seq + 1
        self._prev = GENESIS if last is None else last.hash

    def tell(self, fact: Fact) -> None:
        """Add one line at the head of the chain."""
        line = compose_line(
            fact,
            seq=self._seq,
            prev=self._prev,
            cycle=self._cycle.code,
            at=self._at,
            code=f"contrat-de-ville {__version__}",
        )
        head = line_hash(line)
        self._session.add(
            JournalLine(
                cycle_id=self._cycle.id,
                seq=self._seq,
                prev=self._prev,
                hash=head,
                ligne=line,
            )
        )
        self._seq, self._prev = self._seq + 1, head


def read_lines(session: Session, cycle_id: int) -> list[str]:
    """Return the lines of one cycle, in order, exactly as stored."""
    return list(
        session.scalars(
            select(JournalLine.ligne)
            .where(JournalLine.cycle_id == cycle_id)
            .order_by(JournalLine.seq)
        )
    )
