"""Finding a cycle and its deposits, or saying clearly that they are not there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Cycle, Depot, Ligne
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.labels import STATE_LABELS
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


def require_line(session: Session, cycle: Cycle, numero: str, funder: str) -> Ligne:
    """Return one funder's line of one deposit.

    Raises:
        BadInputError: no such deposit, or it asks nothing of that funder.
    """
    depot = require_depot(session, cycle, numero)
    line = next((one for one in depot.lines if one.funder == funder), None)
    if line is None:
        asked = ", ".join(one.funder for one in depot.lines) or "aucun"
        raise BadInputError(
            f"Le dépôt {numero} ne demande rien à « {funder} » (financeurs : {asked}).",
            "Vérifiez le financeur.",
        )
    return line


def require_admissible(
    session: Session, cycle: Cycle, numero: str, funder: str
) -> Ligne:
    """Return one funder's line of one deposit that may be programmed.

    Raises:
        BadInputError: no such line, or its deposit is not admissible: nothing of it
            would be in the programming that is frozen.
    """
    line = require_line(session, cycle, numero, funder)
    state = DepotState(line.depot.state)
    if state is not DepotState.RECEVABLE:
        raise BadInputError(
            f"Le dépôt {numero} est à l'état « {STATE_LABELS[state]} » : aucun montant "
            "ne peut lui être attribué.",
            "Seul un dépôt recevable se programme.",
        )
    return line
