"""Where a cycle stands: what has been recorded, counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.finding import find_cycle
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Ligne,
    Message,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.cycle import CycleFacts
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.messages import MessageState
from contrat_de_ville.domain.steps import CycleRef
from tasks.aci import read_chantiers
from tasks.bilans import bilans_to_ask_count
from tasks.messages import compute_reminders
from tasks.running import step_task


@step_task("lire-etat-du-cycle")
def read_facts(ref: CycleRef, at: datetime) -> tuple[Calendar, CycleFacts]:
    """Return the calendar of the cycle and everything recorded so far, counted.

    The calendar is the frozen one, or the campaign file's while nothing is open.
    """
    workspace = current_workspace()
    with workspace.store().reading() as session:
        cycle = find_cycle(session, ref, lock=False)
        if cycle is None:
            return read_calendar(ref), CycleFacts()
        frozen = frozen_of(cycle)
        facts = _facts(session, cycle, frozen.campaign.calendar, at)
        bilans = bilans_to_ask_count(session, cycle, at)
    is_closed = facts.closed_at is not None
    inbox = workspace.inbox(ref)
    waiting = (
        [one for one in inbox.glob("*") if one.is_file()] if inbox.exists() else []
    )
    return frozen.campaign.calendar, CycleFacts(
        **{
            **vars(facts),
            "waiting_files_count": len(waiting),
            "bilans_to_ask_count": bilans,
            "chantiers_ready_count": 0 if is_closed else len(read_chantiers(ref)),
            "reminders_due_count": 0 if is_closed else len(compute_reminders(ref, at)),
        }
    )


def read_calendar(ref: CycleRef) -> Calendar:
    """Return the calendar of the campaign file, before anything is open."""
    return frozen_from(campaign_to_freeze(ref)).campaign.calendar


def _facts(
    session: Session, cycle: Cycle, calendar: Calendar, at: datetime
) -> CycleFacts:
    return CycleFacts(
        opened_at=cycle.opened_at,
        unchecked_count=_count(
            session,
            VersionDepot,
            VersionDepot.cycle_id == cycle.id,
            VersionDepot.checked_at.is_(None),
            VersionDepot.depot.has(Depot.current_version == VersionDepot.version),
        ),
        to_settle_count=_to_settle(session, cycle, calendar, at),
        consultation_opened_at=cycle.consultation_opened_at,
        consultation_closed_at=cycle.consultation_closed_at,
        proposed_at=cycle.proposed_at,
        unarbitrated_count=_count(
            session,
            Ligne,
            Ligne.cycle_id == cycle.id,
            Ligne.arbitre_centimes.is_(None),
        ),
        frozen_at=cycle.frozen_at,
        to_notify_count=_count(
            session,
            Ligne,
            Ligne.cycle_id == cycle.id,
            Ligne.decide_centimes.is_not(None),
            Ligne.notified_at.is_(None),
        ),
        closed_at=cycle.closed_at,
        messages_to_send_count=_count(
            session,
            Message,
            Message.cycle_id == cycle.id,
            Message.not_before <= at,
            Message.state.in_(
                [MessageState.A_ENVOYER, MessageState.RESERVE, MessageState.DATA]
            ),
        ),
    )


def _to_settle(session: Session, cycle: Cycle, calendar: Calendar, at: datetime) -> int:
    """Count the files whose corrections did not come in time."""
    if calendar.meets(at, calendar.fin_corrections):
        return 0
    return _count(
        session,
        Depot,
        Depot.cycle_id == cycle.id,
        Depot.state == DepotState.A_CORRIGER,
    )


def _count(session: Session, table: type, *conditions: ColumnElement[bool]) -> int:
    return (
        session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
    )
