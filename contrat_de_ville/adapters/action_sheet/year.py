"""What every sheet of a year needs, read once: neighbours, envelopes, ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.deposits import CURRENT
from contrat_de_ville.adapters.store.judged import accepted_with, innovation_scores
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Enveloppe,
    Ligne,
    Programmation,
    Proposition,
    Rang,
    VersionDepot,
)
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.depots import DepotState


LIVE = (DepotState.DEPOSE, DepotState.A_CORRIGER, DepotState.RECEVABLE)
"""Deposits that are still in the year: not late, not refused, not a duplicate."""
_ORIENTATION = VersionDepot.action["orientation"].as_string()


@dataclass(frozen=True, kw_only=True)
class Year:
    """What is known of a year outside any one deposit.

    ``retained_before`` counts, by orientation, the actions that the year before
    retained; nothing at all where that year is not in the database. ``summary`` is
    what the last computed proposal kept, empty before it.
    """

    deposits: Mapping[str, int]
    retained_before: Mapping[str, int] | None
    innovation: Mapping[int, tuple[InnovationScore, ...]]
    accepted: Mapping[str, tuple[str, ...]]
    envelopes: Mapping[str, int]
    asked: Mapping[str, int]
    ranks: Mapping[int, Rang]
    version: int
    sha256: str
    summary: Mapping[str, Any]


def read_year(session: Session, cycle: Cycle) -> Year:
    """Read what the sheets of a cycle have in common."""
    frozen_version = session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version.desc())
    ).first()
    ranks = session.scalars(
        select(Rang).join(Depot, Depot.id == Rang.depot_id)
        .where(Depot.cycle_id == cycle.id)
    )  # fmt: skip
    return Year(
        deposits=_deposits(session, cycle),
        retained_before=_retained_before(session, cycle),
        innovation=innovation_scores(session, cycle),
        accepted=accepted_with(session, cycle),
        envelopes=_envelopes(session, cycle),
        asked=_asked(session, cycle),
        ranks={one.depot_id: one for one in ranks},
        version=frozen_version.version if frozen_version else 0,
        sha256=frozen_version.sha256 if frozen_version else "",
        summary=_summary(session, cycle),
    )


def _summary(session: Session, cycle: Cycle) -> Mapping[str, Any]:
    last = session.scalars(
        select(Proposition)
        .where(Proposition.cycle_id == cycle.id)
        .order_by(Proposition.version.desc())
        .limit(1)
    ).first()
    return {} if last is None else last.summary


def _deposits(session: Session, cycle: Cycle) -> Counter[str]:
    rows = session.execute(
        select(_ORIENTATION, func.count())
        .select_from(Depot)
        .join(VersionDepot, CURRENT)
        .where(Depot.cycle_id == cycle.id, Depot.state.in_(LIVE))
        .group_by(_ORIENTATION)
    )
    return Counter({code or "": count for code, count in rows})


def _retained_before(session: Session, cycle: Cycle) -> Counter[str] | None:
    """Count the actions retained the year before, or say that nothing tells."""
    before = session.scalars(
        select(Cycle).where(
            Cycle.contrat == cycle.contrat, Cycle.annee == cycle.annee - 1
        )
    ).first()
    if before is None or before.frozen_at is None:
        return None
    rows = session.execute(
        select(_ORIENTATION, func.count(Depot.id.distinct()))
        .select_from(Depot)
        .join(VersionDepot, CURRENT)
        .join(Ligne, Ligne.depot_id == Depot.id)
        .where(Depot.cycle_id == before.id, Ligne.arbitre_centimes > 0)
        .group_by(_ORIENTATION)
    )
    return Counter({code or "": count for code, count in rows})


def _envelopes(session: Session, cycle: Cycle) -> dict[str, int]:
    """Return what each funder may spend, authorised overruns included."""
    return {
        one.funder: one.montant_centimes + one.depassement_centimes
        for one in session.scalars(
            select(Enveloppe).where(Enveloppe.cycle_id == cycle.id)
        )
    }


def _asked(session: Session, cycle: Cycle) -> dict[str, int]:
    rows = session.execute(
        select(Ligne.funder, func.sum(Ligne.demande_centimes))
        .join(Depot, Depot.id == Ligne.depot_id)
        .where(Ligne.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
        .group_by(Ligne.funder)
    )
    return {funder: int(total) for funder, total in rows}
