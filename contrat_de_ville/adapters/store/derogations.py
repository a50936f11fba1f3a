"""Who was admitted although late: one deposit, or what a porteur would send."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.deposits import CURRENT
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Derogation,
    VersionDepot,
)
from contrat_de_ville.domain.known_depots import siren_of


DEPOT, PORTEUR = "DEPOT", "PORTEUR"


def porteurs_admitted(session: Session, cycle: Cycle) -> dict[str, datetime]:
    """Return until when each porteur may be late, by SIREN: one body, one term."""
    found: dict[str, datetime] = {}
    for siret, until in session.execute(
        select(Derogation.porteur_siret, Derogation.until).where(
            Derogation.cycle_id == cycle.id, Derogation.kind == PORTEUR
        )
    ):
        siren = siren_of(siret)
        found[siren] = max(until, found.get(siren, until))
    return found


def admitted_numeros(session: Session, cycle: Cycle, at: datetime) -> set[str]:
    """Return the late deposits that a derogation admits, as of *at*.

    One given to a deposit holds while its term has not come; one given to a porteur
    holds for what arrived before its term, whenever it is looked at.
    """
    admitted = set(
        session.scalars(
            select(Derogation.numero).where(
                Derogation.cycle_id == cycle.id,
                Derogation.kind == DEPOT,
                Derogation.until >= at,
            )
        )
    )
    for siren, until in porteurs_admitted(session, cycle).items():
        admitted |= set(late_numeros(session, cycle, siren, until))
    return admitted


def late_numeros(
    session: Session, cycle: Cycle, siren: str, until: datetime
) -> list[str]:
    """Return the late deposits of a porteur that arrived by *until*, in order."""
    rows = session.execute(
        select(Depot.numero, VersionDepot.received_at, VersionDepot.deposited_at)
        .join(VersionDepot, CURRENT)
        .where(
            Depot.cycle_id == cycle.id,
            VersionDepot.is_late,
            Depot.porteur_siret.startswith(siren, autoescape=True),
        )
        .order_by(Depot.numero)
    )
    return [
        numero
        for numero, received_at, deposited_at in rows
        if min(received_at, deposited_at or received_at) <= until
    ]
