"""The files of several rows that came in, as the journal tells how each was read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Cycle, JournalLine, Piece
from contrat_de_ville.domain.quality_report import ImportRow


LIST, DEPOSITS = "liste.importee", "fichier.lu"
# What these lines say besides how many rows had each fate.
_TOTALS = {"lues", "lignes"}
_SAID = {"canal", "conventions"}


def read_imports(session: Session, cycle: Cycle) -> Iterator[ImportRow]:
    """Yield the lists and the files of deposits of a cycle, in order of arrival."""
    lines = session.scalars(
        select(JournalLine.ligne)
        .where(
            JournalLine.cycle_id == cycle.id,
            or_(
                *(
                    JournalLine.ligne.contains(f'"acte":"{act}"', autoescape=True)
                    for act in (LIST, DEPOSITS)
                )
            ),
        )
        .order_by(JournalLine.seq)
    )
    for line in lines:
        record = json.loads(line)
        piece = session.get(Piece, record["entrees"][0])
        yield _import_row(record, piece.file_name if piece else "")


def _import_row(record: dict[str, Any], file_name: str) -> ImportRow:
    data = record["donnees"]
    source = data.get("canal") or record["objet"].partition(":")[2]
    return ImportRow(
        file_name=file_name,
        source=source,
        imported_at=datetime.fromisoformat(record["paris"]),
        outcomes={
            name: count
            for name, count in data.items()
            if name not in _TOTALS | _SAID and count
        },
        conventions=tuple(
            one for one in data.get("conventions", "").split("\n") if one
        ),
    )
