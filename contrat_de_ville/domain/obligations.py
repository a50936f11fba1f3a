"""Who owes what, by when, and which reminder is due: a question about state.

A reminder is never planned ahead. Each time it is asked, the open obligations are
compared with the rules; days of downtime give one catch-up message, the latest
due, and an obligation that was met is never reminded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


# What may be owed: a first deposit, corrections, avis, bilans; and, to be followed
# by the coordination, the bilans that are overdue.
REMINDER = "relance:"
"""How the key of a reminder begins."""

OBLIGATION_KINDS = ("DEPOT", "CORRECTION", "AVIS", "BILAN", "RETARD_BILAN")


@dataclass(frozen=True, kw_only=True)
class ReminderRule:
    """One line of ``config/relances``: when a kind of obligation is reminded.

    ``offset_days`` counts from the deadline, negative before it.
    """

    code: str
    kind: str
    offset_days: int
    template: str


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """Something a recipient owes. ``subject_key`` names it within its kind."""

    kind: str
    subject_key: str
    recipient: str
    due_at: datetime
    since: datetime
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DueReminder:
    """A reminder to send now, by which rule, for which obligation."""

    rule: ReminderRule
    obligation: Obligation

    @property
    def intention(self) -> str:
        """Key that makes a second sending impossible."""
        one = self.obligation
        return (
            f"{REMINDER}{self.rule.code}:{one.kind}:{one.subject_key}:{one.recipient}"
        )


def due_reminders(
    obligations: Sequence[Obligation],
    rules: Sequence[ReminderRule],
    already: frozenset[str],
    at: datetime,
) -> tuple[DueReminder, ...]:
    """Return the reminders due at *at*, at most one per obligation.

    Of the rules whose moment has come only the latest counts: the earlier ones
    were missed and are not worth a second message. A rule whose moment passed
    before the obligation existed does not apply. *already* holds the intentions
    on record.
    """
    due = []
    for one in obligations:
        passed = [
            (moment, rule)
            for rule in rules
            if rule.kind == one.kind
            and one.since < (moment := one.due_at + timedelta(days=rule.offset_days))
            and moment <= at
        ]
        if not passed:
            continue
        _, rule = max(passed, key=lambda entry: (entry[0], entry[1].code))
        reminder = DueReminder(rule=rule, obligation=one)
        if reminder.intention not in already:
            due.append(reminder)
    return tuple(due)


def spaced_out(
    due: Sequence[DueReminder],
    last_reminded: Mapping[str, datetime],
    gap: timedelta,
    at: datetime,
) -> tuple[DueReminder, ...]:
    """Keep at most one reminder a recipient, and none within *gap* of the last one.

    What is set aside is not lost: it is due again at the next pass.
    """
    kept: dict[str, DueReminder] = {}
    for one in due:
        recipient = one.obligation.recipient
        last = last_reminded.get(recipient)
        if recipient not in kept and (last is None or at - last >= gap):
            kept[recipient] = one
    return tuple(kept.values())
