"""Where the year stands and what is due: the cycle as a question about state.

Nothing sleeps between two steps. Each time it is asked, ``due_steps`` looks at
what has been recorded and at the instant, and names the steps that have something
to do; a missed day is caught up because dates are compared with « at or after ».
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.campaign import Calendar


STEPS = {
    "open_appel": "Ouverture de l'appel",
    "collect_depots": "Collecte des dépôts",
    "check_depots": "Contrôle de qualité",
    "fund_aci": "Financement des ACI",
    "consult_conseils": "Consultation des conseils citoyens",
    "assemble_programmation": "Programmation",
    "notify_decisions": "Notification",
    "collect_bilans": "Bilans et évaluation",
    "remind": "Relances",
}


@dataclass(frozen=True, kw_only=True)
class CycleFacts:
    """What has been recorded so far, counted; ``None`` dates have not come yet."""

    opened_at: datetime | None = None
    waiting_files_count: int = 0
    unchecked_count: int = 0
    to_settle_count: int = 0
    chantiers_ready_count: int = 0
    consultation_opened_at: datetime | None = None
    consultation_closed_at: datetime | None = None
    proposed_at: datetime | None = None
    unarbitrated_count: int = 0
    frozen_at: datetime | None = None
    to_notify_count: int = 0
    bilans_to_ask_count: int = 0
    closed_at: datetime | None = None
    reminders_due_count: int = 0
    messages_to_send_count: int = 0


def due_steps(calendar: Calendar, facts: CycleFacts, at: datetime) -> tuple[str, ...]:
    """Return the codes of the steps that have something to do at *at*, in order."""
    if facts.opened_at is None:
        return ("open_appel",) if at >= calendar.ouverture else ()
    if facts.closed_at is not None:
        return ("remind",) if facts.messages_to_send_count else ()
    due = {
        "collect_depots": facts.waiting_files_count > 0,
        "check_depots": facts.unchecked_count > 0 or facts.to_settle_count > 0,
        "fund_aci": facts.chantiers_ready_count > 0 and at >= calendar.comite_aci,
        "consult_conseils": _consultation_is_due(calendar, facts, at),
        "assemble_programmation": _programming_is_due(calendar, facts, at),
        "notify_decisions": facts.to_notify_count > 0,
        "collect_bilans": facts.bilans_to_ask_count > 0 or at >= calendar.fin_cycle,
        "remind": facts.reminders_due_count > 0 or facts.messages_to_send_count > 0,
    }
    return tuple(step for step in STEPS if due.get(step, False))


def _consultation_is_due(calendar: Calendar, facts: CycleFacts, at: datetime) -> bool:
    if facts.consultation_opened_at is None:
        return at >= calendar.ouverture_consultation
    return facts.consultation_closed_at is None and at > calendar.cloture_consultation


def _programming_is_due(calendar: Calendar, facts: CycleFacts, at: datetime) -> bool:
    if facts.proposed_at is None:
        return facts.consultation_closed_at is not None
    is_decided = facts.unarbitrated_count == 0 and at >= calendar.copil
    return facts.frozen_at is None and is_decided


def upcoming_dates(
    calendar: Calendar, after: datetime
) -> tuple[tuple[str, datetime], ...]:
    """Return the milestones still to come, the nearest first."""
    coming = [(name, at) for name, at in calendar.in_order() if at > after]
    return tuple(sorted(coming, key=lambda milestone: milestone[1]))
