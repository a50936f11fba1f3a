"""Remind those who owe something, and empty the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import or_, select

from contrat_de_ville.adapters.clock import now
from contrat_de_ville.adapters.mail import Relay, RelaySettings, declared_relay
from contrat_de_ville.adapters.reminder_files import load_reminder_rules
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.sink import local_sink
from contrat_de_ville.adapters.store.acts import acting, reading
from contrat_de_ville.adapters.store.models import Message
from contrat_de_ville.adapters.store.obligations import open_obligations
from contrat_de_ville.adapters.store.outbox import known_intentions, last_reminded
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.messages import (
    MESSAGE_LABELS,
    Letter,
    MessageState,
    Outcome,
    retry_after,
)
from contrat_de_ville.domain.obligations import (
    DueReminder,
    ReminderRule,
    due_reminders,
    spaced_out,
)
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.running import step_task


STEP = "remind"
TITLE = "Relances"
_LONGEST_REASON = 60
_LONGEST_ATTEMPT = timedelta(minutes=15)


@step_task("calculer-relances")
def compute_reminders(ref: CycleRef, at: datetime) -> list[DueReminder]:
    """Return the reminders due at *at*, from who owes what today.

    A recipient is reminded once at a time, with the campaign's hours in between.
    """
    with reading(ref) as (session, cycle, frozen):
        due = due_reminders(
            open_obligations(session, cycle, frozen),
            _rules(),
            frozenset(known_intentions(session, cycle.id)),
            at,
        )
        hours = frozen.campaign.choice("relances.plafond_par_destinataire_heures")
        last = last_reminded(session, cycle.id)
        return list(spaced_out(due, last, timedelta(hours=hours), at))


@step_task("enregistrer-relances")
def record_reminders(
    ref: CycleRef, due: Sequence[DueReminder], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Put each reminder in the outbox, once."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        for one in due:
            act.write(
                Letter(
                    intention=one.intention,
                    recipient=one.obligation.recipient,
                    template=one.rule.template,
                    about=f"cycle:{ref.code}",
                    context={
                        "campagne": act.frozen.campaign,
                        "echeance": one.obligation.due_at,
                        "elements": list(one.obligation.items),
                        "en_retard": at > one.obligation.due_at,
                    },
                )
            )
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=f"{plural(len(due), 'relance')} à envoyer.",
            columns=("Règle", "À", "Échéance", "Objet"),
            rows=tuple(
                (
                    one.rule.code,
                    one.obligation.recipient.partition("@")[2],
                    french_date(one.obligation.due_at.date()),
                    "; ".join(one.obligation.items)[:_LONGEST_REASON],
                )
                for one in due
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("envoyer-courrier")
def send_messages(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Empty the outbox through the declared relay, or the local sink in rehearsal.

    Each message is reserved, then marked as being handed over, then settled, each
    in its own commit: whatever is found half-way at the next start is uncertain,
    shown, and never sent again by itself.

    Raises:
        RelayError: the relay is not usable; every message still waits.
    """
    if not a_blanc:
        settle_interrupted(ref, at)
    waiting = [] if a_blanc else _waiting(ref, at)
    outcomes: list[Outcome] = []
    if waiting:
        with ExitStack() as stack:
            relay = stack.enter_context(_relay(stack, ref))
            for message in waiting:
                relay.ready()
                outcome = _send(ref, relay, message, at)
                outcomes += [] if outcome is None else [outcome]
    counts = {
        state: sum(one.state is state for one in outcomes) for state in MessageState
    }
    return StepReport(
        step="send_messages",
        title="Envoi du courrier",
        summary=f"{plural(len(outcomes), 'message traité', 'messages traités')}.",
        columns=("Suite", "Nombre"),
        rows=tuple(
            (MESSAGE_LABELS[state], count) for state, count in counts.items() if count
        ),
        effects_count=len(outcomes),
        a_blanc=a_blanc,
    )


def settle_interrupted(ref: CycleRef, at: datetime) -> int:
    """Settle what a killed process left: reserved waits again, handed is uncertain.

    An attempt that began less than a quarter of an hour ago may be going on in
    another process, and is left to it.
    """
    with acting(ref, step=STEP, at=at) as act:
        left = act.session.scalars(
            select(Message).where(
                Message.cycle_id == act.cycle.id,
                Message.state.in_([MessageState.RESERVE, MessageState.DATA]),
                or_(
                    Message.handed_at.is_(None),
                    Message.handed_at <= now() - _LONGEST_ATTEMPT,
                ),
            )
        ).all()
        for message in left:
            if message.state == MessageState.RESERVE:
                message.state = MessageState.A_ENVOYER
                continue
            message.state, message.settled_at = MessageState.INCERTAIN, at
            message.answer = "interrompu pendant la remise"
            act.tell(
                "message.incertain",
                message.objet,
                inputs=(message.eml_sha256,),
                data={"message": message.message_id},
            )
        return len(left)


@lru_cache(maxsize=1)
def _rules() -> tuple[ReminderRule, ...]:
    return load_reminder_rules(resource_folder("config") / "relances" / "regles.yaml")


def _relay(stack: ExitStack, ref: CycleRef) -> Relay:
    settings: RelaySettings | None = declared_relay()
    if settings is None:
        settings = stack.enter_context(local_sink(current_workspace().mail))
    with reading(ref) as (_, _, frozen):
        return Relay(settings, frozen.campaign.coordinator_email)


def _waiting(ref: CycleRef, at: datetime) -> list[int]:
    with reading(ref) as (session, cycle, _):
        return list(
            session.scalars(
                select(Message.id)
                .where(
                    Message.cycle_id == cycle.id,
                    Message.state == MessageState.A_ENVOYER,
                    Message.not_before <= at,
                )
                .order_by(Message.id)
            )
        )


def _send(ref: CycleRef, relay: Relay, message_id: int, at: datetime) -> Outcome | None:
    """Hand one message over: a commit before, one after; nothing if it was taken."""
    with acting(ref, step=STEP, at=at) as act:
        message = act.session.get_one(Message, message_id)
        if message.state != MessageState.A_ENVOYER:
            return None  # another process took it since the list was made
        message.state, message.attempts = MessageState.DATA, message.attempts + 1
        message.handed_at = now()
        recipient, eml = message.recipient, message.eml
    outcome = relay.deliver(recipient, eml)
    with acting(ref, step=STEP, at=at) as act:
        message = act.session.get_one(Message, message_id)
        outcome = _after_refusals(outcome, message.attempts)
        message.state, message.answer = outcome.state, outcome.answer
        wait = retry_after(message.attempts)
        if outcome.state is MessageState.A_ENVOYER and wait is not None:
            message.not_before = at + wait
        else:
            message.settled_at = at
        act.tell(
            f"message.{outcome.state.value.lower()}",
            message.objet,
            inputs=(message.eml_sha256,),
            data={"message": message.message_id, "tentative": message.attempts},
        )
    return outcome


def _after_refusals(outcome: Outcome, attempts: int) -> Outcome:
    """Stop a message refused « for now » too many times: a person must look."""
    is_temporary = outcome.state is MessageState.A_ENVOYER
    if is_temporary and retry_after(attempts) is None:
        answer = f"{outcome.answer} ({plural(attempts, 'tentative')})"
        return Outcome(MessageState.REFUSE, answer)
    return outcome
