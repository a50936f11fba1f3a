"""The bilan an action owes: when, and what it says once received.

Loi 2000-321, art. 10: within six months after the end of the exercise for which
the grant was given. The exercise is the action's own, not always the calendar year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from contrat_de_ville.domain.calendar import END_OF_DAY, add_months, paris
from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class BilanReceived:
    """What a porteur reports: money spent on the grant, people reached."""

    numero: str
    received_on: date
    realise_centimes: int
    beneficiaries_count: int
    comment: str = ""


def bilan_due_on(ends_on: date, delay_months: int) -> date:
    """Return the last day on which the bilan of an exercise may arrive.

    >>> bilan_due_on(date(2017, 12, 31), 6)
    datetime.date(2018, 6, 30)
    """
    return add_months(ends_on, delay_months)


def asked_from(ends_on: date) -> datetime:
    """Return the instant from which the bilan is asked: the exercise has ended."""
    return paris(ends_on, END_OF_DAY)


def due_at(due_on: date) -> datetime:
    """Return the last instant of the day a bilan is due."""
    return paris(due_on, time(23, 59, 59))


def to_recover_centimes(granted: int, realised: int) -> int:
    """Return what was granted and not spent, to be recovered or set off."""
    return max(0, granted - realised)


def bilan_label(due_on: date, received_on: date | None, recover: int) -> str:
    """Say where a bilan stands, for a table."""
    if received_on is None:
        return f"attendu pour le {due_on:%d/%m/%Y}"
    late = ", en retard" if received_on > due_on else ""
    left = f", {format_euros(recover)} non consommés" if recover else ""
    return f"reçu le {received_on:%d/%m/%Y}{late}{left}"
