"""The demonstration's people judge headcounts, innovation, and what could be shared."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.demonstration import judged
from contrat_de_ville.demonstration.calendrier import Event
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.steps import CycleRef
from tasks.aci_headcounts import record_headcounts
from tasks.innovation import record_score
from tasks.mutualisation import Choice, read_groups, record_choice


_DECIDED_COUNT = 8
"""Groups the committee has the time to look at (demonstration value)."""


def judged_events(ref: CycleRef, calendar: Calendar) -> list[Event]:
    """Return what is judged before any proposal: headcounts, innovation, sharing."""
    meeting = calendar.ouverture_consultation + timedelta(days=18, hours=5)
    visit = calendar.comite_aci - timedelta(days=4)
    return [
        (visit, "un effectif est retenu sur place", partial(_keep_headcount, ref)),
        (meeting, "l'innovation est notée", partial(_score, ref)),
        (meeting, "les actions proches sont regardées", partial(_bring_together, ref)),
    ]


def _score(ref: CycleRef, at: datetime) -> None:
    with reading(ref) as (session, cycle, _):
        declared = [
            (one.numero, one.title, one.versions[-1].action["criteres_innovation"])
            for one in session.scalars(
                select(Depot)
                .where(Depot.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
                .order_by(Depot.numero)
            )
        ]
    for numero, title, criteria in declared:
        for criterion, is_met, evidence in judged.innovation(title, criteria):
            score = InnovationScore(
                criterion=criterion,
                is_met=is_met,
                evidence=evidence,
                author=judged.AUTHOR,
                at=at,
            )
            record_score(ref, numero, score)


def _keep_headcount(ref: CycleRef, at: datetime) -> None:
    """Find one salarié fewer than declared, in the largest chantier."""
    with reading(ref) as (session, cycle, _):
        declared = {
            one.numero: one.versions[-1].action["chantier"]["salaries_count"]
            for one in session.scalars(
                select(Depot).where(
                    Depot.cycle_id == cycle.id,
                    Depot.is_chantier,
                    Depot.state == DepotState.RECEVABLE,
                )
            )
        }
    numero = max(sorted(declared), key=lambda one: declared[one] or 0)
    record_headcounts(
        ref,
        {numero: (declared[numero] - 1) * 100},
        author=judged.HEADCOUNT_AUTHOR,
        reason=judged.HEADCOUNT_REASON,
        at=at,
    )


def _bring_together(ref: CycleRef, at: datetime) -> None:
    for group in read_groups(ref).groups[:_DECIDED_COUNT]:
        is_accepted, reason = judged.mutualisation([one.title for one in group.members])
        choice = Choice(
            code=group.code,
            is_accepted=is_accepted,
            author=judged.AUTHOR,
            reason=reason,
        )
        record_choice(ref, choice, at=at)
