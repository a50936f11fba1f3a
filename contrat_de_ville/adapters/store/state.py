"""Where the year stands, read fast: what ``programmation etat`` shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.models import (
    Bilan,
    Cycle,
    Depot,
    JournalLine,
    Ligne,
    Message,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.envelopes import EnvelopeStand, PartStand, spoken
from contrat_de_ville.domain.steps import CycleRef


_SUMS = ("demande", "propose", "arbitre", "decide")
_STAGES = (
    Ligne.demande_centimes,
    Ligne.propose_centimes,
    Ligne.arbitre_centimes,
    Ligne.decide_centimes,
)


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
    """Sum the lines of each envelope, and of each part under it, stage by stage.

    A stage that no line has reached has no sum, where zero would be a refusal.
    """
    rows = [
        tuple(row)
        for row in session.execute(
            select(Ligne.funder, Ligne.part, *map(_sum, _STAGES))
            .where(Ligne.cycle_id == cycle.id)
            .group_by(Ligne.funder, Ligne.part)
        )
    ]
    return [
        {
            "financeur": one.funder,
            **_figures(one),
            **_sums(row[2:] for row in rows if row[0] == one.funder),
            "parts": [
                {
                    "part": part.code,
                    "libelle": part.label,
                    **_figures(part),
                    **_sums(
                        row[2:]
                        for row in rows
                        if (row[0], row[1]) == (one.funder, part.code)
                    ),
                }
                for part in one.parts
            ],
        }
        for one in read_envelopes(session, cycle).values()
    ]


def _sum(column: InstrumentedAttribute[Any]) -> ColumnElement[int]:
    # PostgreSQL sums whole numbers into decimals.
    return cast(func.sum(column), BigInteger)


def _figures(one: EnvelopeStand | PartStand) -> dict[str, int]:
    return {"enveloppe": one.amount_centimes, "depassement": one.overrun_centimes}


def _sums(rows: Iterable[tuple[int | None, ...]]) -> dict[str, int | None]:
    """Sum by stage; what is asked is never nothing."""
    by_stage = list(zip(*rows, strict=True)) or [()] * len(_STAGES)
    sums = dict(zip(_SUMS, map(spoken, by_stage), strict=True))
    return sums | {"demande": sums["demande"] or 0}


def _bilans(session: Session, cycle: Cycle) -> dict[str, int]:
    received, asked = session.execute(
        select(func.count(Bilan.received_at), func.count()).where(
            Bilan.cycle_id == cycle.id
        )
    ).one()
    return {"demandes": asked, "recus": received}
