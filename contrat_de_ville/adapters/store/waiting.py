"""What waits for someone: figures, avis, lines to arbitrate, bilans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from contrat_de_ville.adapters.store.chantiers import without_figure
from contrat_de_ville.adapters.store.models import Avis, Bilan, Cycle, Depot, Ligne
from contrat_de_ville.adapters.store.motives import computed_motives
from contrat_de_ville.domain.depots import DepotState


@dataclass(frozen=True, kw_only=True)
class WaitingChantier:
    """A chantier whose utilité sociale the committee has not set."""

    numero: str
    siret: str
    title: str


@dataclass(frozen=True, kw_only=True)
class WaitingAvis:
    """An avis asked and not rendered."""

    numero: str
    title: str
    conseil: str


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """A proposed line the COPIL has not arbitrated. Amounts in centimes.

    ``reason`` explains the proposal to the committee; ``motive`` is what the porteur
    is told when it is adopted.
    """

    numero: str
    title: str
    axe: int | None
    funder: str
    asked_centimes: int
    proposed_centimes: int
    reason: str
    motive: str


@dataclass(frozen=True, kw_only=True)
class WaitingBilan:
    """A bilan asked and not received. Amount in centimes."""

    numero: str
    title: str
    granted_centimes: int
    ends_on: date
    due_on: date


def waiting_chantiers(session: Session, cycle: Cycle) -> list[WaitingChantier]:
    """Return the admissible chantiers without a figure, new unjustified ones apart.

    One whose structure has its figure, where the campaign sets one for all its
    chantiers, waits for none.
    """
    return [
        WaitingChantier(numero=one.numero, siret=one.porteur_siret, title=one.title)
        for one in without_figure(session, cycle)
        if one.state == DepotState.RECEVABLE
    ]


def waiting_avis(session: Session, cycle: Cycle) -> list[WaitingAvis]:
    """Return what was asked of the conseils and not answered."""
    rows = session.scalars(
        select(Avis)
        .join(Depot)
        .where(Avis.cycle_id == cycle.id, Avis.avis.is_(None))
        .order_by(Avis.conseil, Depot.numero)
    )
    return [
        WaitingAvis(numero=one.depot.numero, title=one.depot.title, conseil=one.conseil)
        for one in rows
    ]


def waiting_lines(session: Session, cycle: Cycle) -> list[WaitingLine]:
    """Return the proposed lines of admissible deposits that wait for the COPIL."""
    rows = session.scalars(
        select(Ligne)
        .join(Depot)
        .where(
            Ligne.cycle_id == cycle.id,
            Depot.state == DepotState.RECEVABLE,
            Ligne.propose_centimes.is_not(None),
            Ligne.arbitre_centimes.is_(None),
        )
        .order_by(Depot.numero, Ligne.funder)
        .options(contains_eager(Ligne.depot).selectinload(Depot.versions))
    )
    computed = computed_motives(session, cycle)
    return [
        WaitingLine(
            numero=one.depot.numero,
            title=one.depot.title,
            axe=one.depot.versions[-1].action["axe"],
            funder=one.funder,
            asked_centimes=one.demande_centimes,
            proposed_centimes=one.propose_centimes or 0,
            reason=one.propose_reason,
            motive=computed.of(one),
        )
        for one in rows
    ]


def waiting_bilans(session: Session, cycle: Cycle) -> list[WaitingBilan]:
    """Return the bilans asked and not received."""
    rows = session.scalars(
        select(Bilan)
        .join(Depot)
        .where(Bilan.cycle_id == cycle.id, Bilan.received_at.is_(None))
        .order_by(Depot.numero)
    )
    return [
        WaitingBilan(
            numero=one.depot.numero,
            title=one.depot.title,
            granted_centimes=one.accorde_centimes,
            ends_on=one.depot.ends_on,
            due_on=one.due_on,
        )
        for one in rows
        if one.depot.ends_on is not None
    ]
