"""Our own verification of a cycle, from the database and the pieces on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.export.amounts import amount_faults, told_in
from contrat_de_ville.adapters.export.named import named_pieces, programming_bytes
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import (
    Cycle,
    JournalLine,
    Message,
    Programmation,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.journal import GENESIS, first_break, line_hash, sha256_hex
from contrat_de_ville.domain.steps import CycleRef, plural


@dataclass(frozen=True, kw_only=True)
class VerifyReport:
    """What was verified, said in French; ``faults`` are the sentences that worry.

    ``head`` is the head of the chain, to be compared with one kept elsewhere.
    """

    cycle: str
    head: str
    sentences: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.faults


def verify_cycle(ref: CycleRef) -> VerifyReport:
    """Verify the chain, the evidence, the campaign, the programming, the amounts.

    A tail cut off, or the whole journal rewritten, is not seen here: the head has
    to be compared with one that was kept elsewhere.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    pieces = current_workspace().pieces
    with reading(ref) as (session, cycle, _):
        rows = _journal_rows(session, cycle)
        head = rows[-1].hash if rows else GENESIS
        checks = [
            _check_chain(rows, head),
            _check_pieces(session, cycle, pieces),
            _check_messages(session, cycle),
            _check_campaign(cycle, pieces),
            _check_programming(session, cycle),
        ]
        if not checks[0].faults:  # a journal that was touched has nothing to teach
            checks.append(_check_amounts(session, cycle, [one.ligne for one in rows]))
    return VerifyReport(
        cycle=ref.code,
        head=head,
        sentences=tuple(said for one in checks for said in one.said()),
        faults=tuple(fault for one in checks for fault in one.faults),
    )


@dataclass(frozen=True)
class _Check:
    sound: str
    faults: list[str]

    def said(self) -> list[str]:
        return self.faults or [self.sound]


def _journal_rows(session: Session, cycle: Cycle) -> list[JournalLine]:
    return list(
        session.scalars(
            select(JournalLine)
            .where(JournalLine.cycle_id == cycle.id)
            .order_by(JournalLine.seq)
        )
    )


def _check_chain(rows: list[JournalLine], head: str) -> _Check:
    broken = first_break(one.ligne for one in rows)
    if broken is not None:
        fault = f"Journal rompu à la ligne {broken.seq} : {broken.reason}."
        return _Check("", [fault])
    faults = [
        f"Journal, ligne {one.seq} : l'empreinte enregistrée n'est pas celle du texte."
        for one in rows
        if line_hash(one.ligne) != one.hash
    ]
    sound = f"Journal : {plural(len(rows), 'ligne')}, chaîne entière, tête {head}."
    return _Check(sound, faults)


def _check_pieces(session: Session, cycle: Cycle, folder: Path) -> _Check:
    named = sorted(named_pieces(session, cycle))
    faults = [
        fault for sha256 in named if (fault := _piece_fault(folder, sha256)) is not None
    ]
    count = plural(len(named), "fichier")
    return _Check(f"Pièces : {count}, aucun manquant, aucun modifié.", faults)


def _piece_fault(folder: Path, sha256: str) -> str | None:
    path = evidence.path_of(folder, sha256)
    if not path.is_file():
        return f"La pièce {sha256} manque : rétablissez-la depuis une sauvegarde."
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != sha256:
        return f"La pièce {sha256} a été modifiée : son contenu n'est plus le sien."
    return None


def _check_messages(session: Session, cycle: Cycle) -> _Check:
    messages = session.execute(
        select(Message.message_id, Message.eml, Message.eml_sha256)
        .where(Message.cycle_id == cycle.id)
        .order_by(Message.id)
    ).all()
    faults = [
        f"Le message {identity} n'est plus celui qui a été composé."
        for identity, eml, sha256 in messages
        if sha256_hex(bytes(eml)) != sha256
    ]
    count = plural(len(messages), "message")
    return _Check(f"Courrier : {count}, sans changement depuis la composition.", faults)


def _check_campaign(cycle: Cycle, folder: Path) -> _Check:
    content = canonical_json(cycle.campaign)
    kept = evidence.path_of(folder, cycle.campaign_sha256)
    if sha256_hex(content) != cycle.campaign_sha256:
        return _Check("", ["La campagne en base n'est plus celle figée à l'ouverture."])
    if not kept.is_file() or kept.read_bytes() != content:
        return _Check(
            "", ["La campagne en base n'est pas celle conservée parmi les pièces."]
        )
    return _Check(f"Campagne figée : {cycle.campaign_sha256}, en base et en pièce.", [])


def _check_programming(session: Session, cycle: Cycle) -> _Check:
    versions = session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version)
    ).all()
    faults = [
        f"La programmation figée, version {one.version}, a été modifiée."
        for one in versions
        if sha256_hex(programming_bytes(one)) != one.sha256
    ]
    count = plural(len(versions), "version figée", "versions figées")
    return _Check(f"Programmation : {count}, sans changement depuis.", faults)


def _check_amounts(session: Session, cycle: Cycle, lines: list[str]) -> _Check:
    count = plural(len(told_in(lines)), "montant")
    sound = f"Montants : {count} en base, tous conformes au journal."
    return _Check(sound, amount_faults(session, cycle, lines))
