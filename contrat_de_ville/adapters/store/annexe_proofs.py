"""What proves the annexes: frozen versions, the journal's head, the acts it tells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.funder_acts import ToldActs, read_told_acts
from contrat_de_ville.adapters.store.journal_head import journal_head
from contrat_de_ville.adapters.store.models import Cycle, Programmation
from contrat_de_ville.domain.annexe import Seal
from contrat_de_ville.domain.annexe_acts import FunderAct
from contrat_de_ville.domain.calendar import PARIS


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """A seal for each version of the programming, in order, and the acts told."""

    seals: tuple[Seal, ...]
    told: ToldActs

    def seal_of(self, act: FunderAct | None) -> Seal:
        """Return the seal of the version in force on the day of an act.

        A project has the last one; an act dated before the first freeze has the first.
        """
        if act is None:
            return self.seals[-1]
        in_force = [
            one
            for one in self.seals
            if one.frozen_at and one.frozen_at.astimezone(PARIS).date() <= act.on
        ]
        return in_force[-1] if in_force else self.seals[0]


def read_proofs(session: Session, cycle: Cycle) -> Proofs:
    """Read what proves the annexes of a cycle; no seal while nothing is frozen."""
    versions = session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version)
    )
    head = journal_head(session, cycle.id)
    rank, sha256 = (None, "") if head is None else head
    return Proofs(
        seals=tuple(
            replace(_seal(one), journal_rank=rank, journal_head=sha256)
            for one in versions
        ),
        told=read_told_acts(session, cycle),
    )


def _seal(one: Programmation) -> Seal:
    return Seal(
        version=one.version,
        sha256=one.sha256,
        frozen_at=one.frozen_at,
        minute=one.minute,
    )
