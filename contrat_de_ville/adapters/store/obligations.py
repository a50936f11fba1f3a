"""Who owes what today, read from the recorded state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Avis, Bilan, Cycle, Depot, Porteur
from contrat_de_ville.domain.bilans import due_at
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.obligations import Obligation


T = TypeVar("T")


def open_obligations(
    session: Session, cycle: Cycle, frozen: Frozen
) -> tuple[Obligation, ...]:
    """Return every open obligation, one per recipient and kind (and due date).

    A closed cycle reminds no one: what is missing stays visible in its closing.
    """
    if cycle.closed_at is not None:
        return ()
    return (
        *_deposits_awaited(session, cycle, frozen),
        *_corrections_awaited(session, cycle, frozen),
        *_avis_awaited(session, cycle, frozen),
        *_bilans_awaited(session, cycle, frozen),
    )


def _deposits_awaited(
    session: Session, cycle: Cycle, frozen: Frozen
) -> Iterator[Obligation]:
    """Known porteurs of whom nothing arrived; one who deposited owes nothing."""
    deposited = set(
        session.scalars(select(Depot.porteur_email).where(Depot.cycle_id == cycle.id))
    )
    known = session.scalars(select(Porteur.email).distinct().order_by(Porteur.email))
    for email in known:
        if email not in deposited:
            yield Obligation(
                kind="DEPOT",
                subject_key=frozen.campaign.calendar.cloture_depots.isoformat(),
                recipient=email,
                due_at=frozen.campaign.calendar.cloture_depots,
                since=cycle.opened_at,
                items=(f"Appel à projets {cycle.annee}",),
            )


def _corrections_awaited(
    session: Session, cycle: Cycle, frozen: Frozen
) -> Iterator[Obligation]:
    depots = session.scalars(
        select(Depot)
        .where(Depot.cycle_id == cycle.id, Depot.state == DepotState.A_CORRIGER)
        .order_by(Depot.numero)
    )
    for email, owed in _by_porteur((one, one) for one in depots).items():
        since = max(_checked(one) for one in owed)
        yield Obligation(
            kind="CORRECTION",
            subject_key=frozen.campaign.calendar.fin_corrections.isoformat(),
            recipient=email,
            due_at=frozen.campaign.calendar.fin_corrections,
            since=since,
            items=tuple(f"{one.numero} {one.title}" for one in owed),
        )


def _avis_awaited(
    session: Session, cycle: Cycle, frozen: Frozen
) -> Iterator[Obligation]:
    emails = {one.code: one.email for one in frozen.campaign.conseils}
    awaited: dict[str, list[Avis]] = {}
    rows = session.scalars(
        select(Avis)
        .join(Depot)
        .where(Avis.cycle_id == cycle.id, Avis.avis.is_(None))
        .order_by(Depot.numero)
    )
    for row in rows:
        awaited.setdefault(row.conseil, []).append(row)
    for conseil, owed in awaited.items():
        yield Obligation(
            kind="AVIS",
            subject_key=conseil,
            recipient=emails[conseil],
            due_at=frozen.campaign.calendar.cloture_consultation,
            since=owed[0].asked_at,
            items=tuple(f"{one.depot.numero} {one.depot.title}" for one in owed),
        )


def _bilans_awaited(
    session: Session, cycle: Cycle, frozen: Frozen
) -> Iterator[Obligation]:
    """Bilans not received: their porteur owes them, the coordination follows them."""
    bilans = list(
        session.scalars(
            select(Bilan)
            .join(Depot)
            .where(Bilan.cycle_id == cycle.id, Bilan.received_at.is_(None))
            .order_by(Bilan.due_on, Depot.numero)
        )
    )
    for due_on in sorted({one.due_on for one in bilans}):
        owed_then = [one for one in bilans if one.due_on == due_on]
        for email, owed in _by_porteur((b.depot, b) for b in owed_then).items():
            yield _bilan_obligation("BILAN", email, owed)
        coordinator = frozen.campaign.coordinator_email
        yield _bilan_obligation("RETARD_BILAN", coordinator, owed_then)


def _bilan_obligation(kind: str, recipient: str, owed: list[Bilan]) -> Obligation:
    return Obligation(
        kind=kind,
        subject_key=owed[0].due_on.isoformat(),
        recipient=recipient,
        due_at=due_at(owed[0].due_on),
        since=min(one.asked_at for one in owed),
        items=tuple(f"{one.depot.numero} {one.depot.title}" for one in owed),
    )


def _by_porteur(pairs: Iterable[tuple[Depot, T]]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = {}
    for depot, owed in pairs:
        if is_email(depot.porteur_email):
            grouped.setdefault(depot.porteur_email, []).append(owed)
    return grouped


def _checked(depot: Depot) -> datetime:
    version = depot.versions[-1]
    return version.checked_at or version.registered_at
