"""The head of a cycle's journal: what seals everything done before it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import JournalLine


def journal_head(session: Session, cycle_id: int) -> tuple[int, str] | None:
    """Return the rank and the hash of the last line, or nothing before the first."""
    last = session.execute(
        select(JournalLine.seq, JournalLine.hash)
        .where(JournalLine.cycle_id == cycle_id)
        .order_by(JournalLine.seq.desc())
        .limit(1)
    ).first()
    return None if last is None else (last.seq, last.hash)
