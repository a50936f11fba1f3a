"""Which evidence a cycle names: kept as files, or held by its own rows."""

from __future__ import annotations

import json
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.models import (
    Avis,
    ClasseurComite,
    Cycle,
    FichierRefuse,
    Liste,
    Message,
    Programmation,
    VersionDepot,
)
from contrat_de_ville.domain.journal import sha256_hex


_SHA256 = re.compile(r"[0-9a-f]{64}")


def named_pieces(session: Session, cycle: Cycle) -> set[str]:
    """Return the hashes of the files the rows of the cycle rest on."""
    named = {cycle.campaign_sha256}
    for table in (VersionDepot, FichierRefuse, Liste):
        named |= set(
            session.scalars(
                select(table.piece_sha256).where(table.cycle_id == cycle.id)
            )
        )
    # A committee's workbook is a piece once it has come back and been read.
    named |= set(
        session.scalars(
            select(ClasseurComite.piece_sha256).where(
                ClasseurComite.cycle_id == cycle.id, ClasseurComite.piece_sha256 != ""
            )
        )
    )
    return named


def named_in_journal(lines: list[str]) -> set[str]:
    """Return the hashes cited by the journal; an unreadable line cites none."""
    return {one for line in lines for one in _cited(line) if _SHA256.fullmatch(one)}


def contents_of_rows(session: Session, cycle: Cycle) -> dict[str, bytes]:
    """Return the evidence the rows hold themselves, by the hash they gave it.

    Messages as composed, texts of avis, rows of a frozen programming. What a row
    holds now is returned as it is: verification tells whether it is still what
    was hashed.
    """
    messages = session.execute(
        select(Message.eml_sha256, Message.eml).where(Message.cycle_id == cycle.id)
    )
    contents = {sha256: bytes(eml) for sha256, eml in messages}
    texts = session.scalars(
        select(Avis.text).where(Avis.cycle_id == cycle.id, Avis.text != "")
    )
    contents |= {sha256_hex(text.encode()): text.encode() for text in texts}
    frozen = session.scalars(
        select(Programmation).where(Programmation.cycle_id == cycle.id)
    )
    return contents | {one.sha256: programming_bytes(one) for one in frozen}


def programming_bytes(programming: Programmation) -> bytes:
    """Write the rows of a frozen programming as they were hashed."""
    return canonical_json({"lignes": programming.rows})


def _cited(line: str) -> list[str]:
    try:
        record = json.loads(line)
        return [str(one) for one in (*record["entrees"], *record["sorties"])]
    except (ValueError, KeyError, TypeError):
        return []
