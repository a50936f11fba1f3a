"""What is recorded of the files of a cycle that tells for whom each one waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.chantiers import (
    without_figure,
    without_headcount,
)
from contrat_de_ville.adapters.store.models import Avis, Bilan, Cycle, Ligne


Pending = dict[int, dict[str, Any]]
"""Fields of :class:`FileFacts`, by key of the deposit; what is not said is default."""


def read_pending(session: Session, cycle: Cycle) -> Pending:
    """Return what each file of the cycle lacks, stage by stage."""
    pending: Pending = defaultdict(dict)
    readers: tuple[Callable[[Session, Cycle, Pending], None], ...] = (
        _add_avis,
        _add_chantiers,
        _add_lines,
        _add_bilans,
    )
    for add in readers:
        add(session, cycle, pending)
    return dict(pending)


def _add_avis(session: Session, cycle: Cycle, pending: Pending) -> None:
    names = {one.code: one.name for one in frozen_of(cycle).campaign.conseils}
    rows = session.execute(
        select(Avis.depot_id, Avis.conseil, Avis.asked_at)
        .where(Avis.cycle_id == cycle.id, Avis.avis.is_(None))
        .order_by(Avis.id)
    )
    for depot_id, conseil, asked_at in rows:
        silent = pending[depot_id].get("silent_conseils", ())
        asked = (names.get(conseil, conseil), asked_at)
        pending[depot_id]["silent_conseils"] = (*silent, asked)


def _add_chantiers(session: Session, cycle: Cycle, pending: Pending) -> None:
    """Note what the grant of each chantier lacks: the figure, the headcount."""
    for depot in without_figure(session, cycle):
        pending[depot.id]["wants_figure"] = True
    for depot in without_headcount(session, cycle):
        pending[depot.id]["wants_headcount"] = True


def _add_lines(session: Session, cycle: Cycle, pending: Pending) -> None:
    """Note what is left to propose, to arbitrate, to vote; a refusal needs no act."""
    rows = session.execute(
        select(
            Ligne.depot_id,
            func.count(Ligne.id) == func.count(Ligne.propose_centimes),
            func.count(Ligne.propose_centimes) > func.count(Ligne.arbitre_centimes),
        )
        .where(Ligne.cycle_id == cycle.id)
        .group_by(Ligne.depot_id)
    )
    for depot_id, is_proposed, awaits_copil in rows:
        pending[depot_id]["is_proposed"] = bool(is_proposed)
        if awaits_copil and cycle.proposed_at is not None:
            pending[depot_id]["awaits_copil_since"] = cycle.proposed_at
    unvoted = session.execute(
        select(Ligne.depot_id, func.min(Ligne.arbitre_at))
        .where(
            Ligne.cycle_id == cycle.id,
            or_(
                (Ligne.arbitre_centimes > 0) & Ligne.decide_centimes.is_(None),
                # Amended since the act that decided it: another act is awaited.
                Ligne.decide_centimes != Ligne.arbitre_centimes,
            ),
        )
        .group_by(Ligne.depot_id)
    )
    for depot_id, arbitrated_at in unvoted:
        pending[depot_id]["awaits_acts_since"] = arbitrated_at


def _add_bilans(session: Session, cycle: Cycle, pending: Pending) -> None:
    rows = session.execute(
        select(Bilan.depot_id, Bilan.asked_at).where(
            Bilan.cycle_id == cycle.id, Bilan.received_at.is_(None)
        )
    )
    for depot_id, asked_at in rows:
        pending[depot_id]["awaits_bilan_since"] = asked_at
