"""Where the year stands, read fast: what ``programmation etat`` shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.models import (
    Bilan,
    Cycle,
    Depot,
    Enveloppe,
    JournalLine,
    Ligne,
    Message,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.steps import CycleRef


def known_years(contrat: str) -> list[int]:
    """Return the years open in the database for this contrat."""
    with current_workspace().store().reading() as session:
        years = select(Cycle.annee).where(Cycle.contrat == contrat)
        return list(session.scalars(years.order_by(Cycle.annee)))


def read_state(ref: CycleRef) -> dict[str, Any]:
    """Count the deposits, the money and the messages of a cycle.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with current_workspace().store().reading() as session:
        cycle = require_cycle(session, ref, lock=False)
        return {
            "cycle": cycle.code,
            "etapes": _milestones(cycle),
            "depots": _count_by(session, Depot, Depot.state, cycle),
            "messages": _count_by(session, Message, Message.state, cycle),
            "enveloppes": _envelopes(session, cycle),
            "bilans": _bilans(session, cycle),
            "journal": session.scalar(
                select(func.count())
                .select_from(JournalLine)
                .where(JournalLine.cycle_id == cycle.id)
            ),
        }


def read_depots(ref: CycleRef) -> list[dict[str, Any]]:
    """Return the deposits of a cycle, one short record each."""
    with current_workspace().store().reading() as session:
        cycle = require_cycle(session, ref, lock=False)
        depots: Sequence[Depot] = session.scalars(
            select(Depot).where(Depot.cycle_id == cycle.id).order_by(Depot.numero)
        ).all()
        return [
            {
                "numero": one.numero,
                "etat": one.state,
                "version": one.current_version,
                "siret": one.porteur_siret,
                "intitule": one.title,
                "chantier": one.is_chantier,
                "motif": one.state_reason,
            }
            for one in depots
        ]


def _milestones(cycle: Cycle) -> dict[str, datetime | None]:
    return {
        "ouverture": cycle.opened_at,
        "consultation ouverte": cycle.consultation_opened_at,
        "consultation close": cycle.consultation_closed_at,
        "proposition": cycle.proposed_at,
        "programmation figée": cycle.frozen_at,
        "clôture du cycle": cycle.closed_at,
    }


def _count_by(
    session: Session, table: Any, column: Any, cycle: Cycle
) -> dict[str, int]:
    rows = session.execute(
        select(column, func.count())
        .where(table.cycle_id == cycle.id)
        .group_by(column)
        .order_by(column)
    )
    return {str(row[0]): row[1] for row in rows}


def _envelopes(session: Session, cycle: Cycle) -> list[dict[str, Any]]:
    rows = session.execute(
        select(
            Enveloppe.funder,
            Enveloppe.montant_centimes,
            func.coalesce(func.sum(Ligne.demande_centimes), 0),
            func.sum(Ligne.arbitre_centimes),
            func.sum(Ligne.decide_centimes),
        )
        .outerjoin(
            Ligne,
            (Ligne.cycle_id == Enveloppe.cycle_id) & (Ligne.funder == Enveloppe.funder),
        )
        .where(Enveloppe.cycle_id == cycle.id)
        .group_by(Enveloppe.funder, Enveloppe.montant_centimes)
        .order_by(Enveloppe.funder)
    )
    names = ("financeur", "enveloppe", "demande", "arbitre", "decide")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _bilans(session: Session, cycle: Cycle) -> dict[str, int]:
    received, asked = session.execute(
        select(func.count(Bilan.received_at), func.count()).where(
            Bilan.cycle_id == cycle.id
        )
    ).one()
    return {"demandes": asked, "recus": received}
