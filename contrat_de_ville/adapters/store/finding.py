"""Finding a cycle and its deposits, or saying clearly that they are not there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Cycle, Depot
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError, UnknownCycleError


def find_cycle(session: Session, ref: CycleRef, *, lock: bool = True) -> Cycle | None:
    """Return the cycle, or nothing while it is not open.

    To write, the row is locked where the database can: two sessions take turns.
    """
    query = select(Cycle).where(Cycle.contrat == ref.contrat, Cycle.annee == ref.annee)
    return session.scalars(query.with_for_update() if lock else query).first()


def require_cycle(session: Session, ref: CycleRef, *, lock: bool = True) -> Cycle:
    """Return the open cycle; see :func:`find_cycle`.

    Raises:
        UnknownCycleError: it was never opened.
    """
    cycle = find_cycle(session, ref, lock=lock)
    if cycle is None:
        known = session.scalars(select(Cycle).order_by(Cycle.contrat, Cycle.annee))
        raise UnknownCycleError(
            ref.contrat, ref.annee, tuple(one.code for one in known)
        )
    return cycle


def require_depot(session: Session, cycle: Cycle, numero: str) -> Depot:
    """Return the deposit of that number.

    Raises:
        BadInputError: the cycle has no such deposit.
    """
    depot = session.scalars(
        select(Depot).where(Depot.cycle_id == cycle.id, Depot.numero == numero)
    ).first()
    if depot is None:
        raise BadInputError(
            f"Aucun dépôt {numero} dans le cycle {cycle.code}.",
            "« programmation etat --depots » en donne la liste.",
        )
    return depot
