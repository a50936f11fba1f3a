"""What persons judged: innovation, and groups of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    InnovationNotee,
    Mutualisation,
)
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.mutualisation_records import DecidedGroup


class StoredGroups:
    """The decisions of one cycle on its groups, in its table."""

    def __init__(self, session: Session, cycle: Cycle) -> None:
        self._session, self._cycle = session, cycle

    def read(self) -> tuple[DecidedGroup, ...]:
        """Return every decision, the first one first."""
        rows = self._session.scalars(
            select(Mutualisation)
            .where(Mutualisation.cycle_id == self._cycle.id)
            .order_by(Mutualisation.id)
        )
        return tuple(
            DecidedGroup(
                numeros=tuple(one.numeros),
                is_accepted=one.is_accepted,
                author=one.author,
                reason=one.reason,
                at=one.decided_at,
            )
            for one in rows
        )

    def add(self, decided: DecidedGroup) -> None:
        """Keep one decision."""
        self._session.add(
            Mutualisation(
                cycle_id=self._cycle.id,
                numeros=list(decided.numeros),
                is_accepted=decided.is_accepted,
                author=decided.author,
                reason=decided.reason,
                decided_at=decided.at,
            )
        )
        self._session.flush()


def accepted_with(session: Session, cycle: Cycle) -> dict[str, tuple[str, ...]]:
    """Return, by number, the deposits accepted to be brought together with it."""
    found: dict[str, tuple[str, ...]] = {}
    for group in StoredGroups(session, cycle).read():
        if group.is_accepted:
            for numero in group.numeros:
                others = tuple(one for one in group.numeros if one != numero)
                found[numero] = found.get(numero, ()) + others
    return found


def innovation_scores(
    session: Session, cycle: Cycle
) -> Mapping[int, tuple[InnovationScore, ...]]:
    """Return what was scored of the deposits of a cycle, by the key of the deposit."""
    found: dict[int, tuple[InnovationScore, ...]] = defaultdict(tuple)
    rows = session.scalars(
        select(InnovationNotee)
        .join(Depot, Depot.id == InnovationNotee.depot_id)
        .where(Depot.cycle_id == cycle.id)
        .order_by(InnovationNotee.id)
    )
    for one in rows:
        found[one.depot_id] += (
            InnovationScore(
                criterion=one.criterion,
                is_met=one.is_met,
                evidence=one.evidence,
                author=one.author,
                at=one.decided_at,
            ),
        )
    return found
