"""What a check knows besides the deposit: bilans owed, grants of before, numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.checking import read_candidates
from contrat_de_ville.adapters.store.models import Bilan, Cycle, Depot, Ligne
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.duplicates import other_sirens
from contrat_de_ville.domain.known_depots import siren_of


def read_context(session: Session, cycle: Cycle, at: datetime) -> CheckContext:
    """Return what is known at *at* of the porteurs of a cycle from other years.

    Only the years of the same contrat count: what another territory granted or
    waits for is not ours to say.
    """
    return CheckContext(
        owed_bilans=_owed_bilans(session, cycle, at),
        previous_grants=_previous_grants(session, cycle),
        other_sirens=other_sirens(read_candidates(session, cycle)),
    )


def _owed_bilans(
    session: Session, cycle: Cycle, at: datetime
) -> dict[str, tuple[str, ...]]:
    """Return, by SIREN, the actions of earlier years whose bilan is late."""
    rows = session.execute(
        select(Depot.porteur_siret, Depot.numero, Depot.title)
        .join(Bilan, Bilan.depot_id == Depot.id)
        .join(Cycle, Cycle.id == Depot.cycle_id)
        .where(
            Cycle.contrat == cycle.contrat,
            Cycle.annee < cycle.annee,
            Bilan.received_at.is_(None),
            Bilan.due_on < at.astimezone(PARIS).date(),
        )
        .order_by(Depot.numero)
    )
    owed: dict[str, tuple[str, ...]] = {}
    for siret, numero, title in rows:
        siren = siren_of(siret)
        owed[siren] = (*owed.get(siren, ()), f"{numero} {title}")
    return owed


def _previous_grants(session: Session, cycle: Cycle) -> dict[tuple[str, str], int]:
    """Return the centimes decided the year before, by SIREN and folded title."""
    rows = session.execute(
        select(Depot.porteur_siret, Depot.title_key, func.sum(Ligne.decide_centimes))
        .join(Ligne, Ligne.depot_id == Depot.id)
        .join(Cycle, Cycle.id == Depot.cycle_id)
        .where(
            Cycle.contrat == cycle.contrat,
            Cycle.annee == cycle.annee - 1,
            Ligne.decide_centimes.is_not(None),
        )
        .group_by(Depot.id, Depot.porteur_siret, Depot.title_key)
    )
    granted: dict[tuple[str, str], int] = {}
    for siret, title_key, centimes in rows:
        key = siren_of(siret), title_key
        granted[key] = granted.get(key, 0) + int(centimes)
    return granted
