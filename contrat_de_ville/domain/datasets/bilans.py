"""Bilans: due when the law says, and received with what they must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contrat_de_ville.domain.bilans import bilan_due_on
from contrat_de_ville.domain.calendar import PARIS, french_date
from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class BilanOnRecord:
    """One bilan asked; ``ends_on`` is the last day of the action's own exercise."""

    numero: str
    ends_on: date | None
    due_on: date
    granted_centimes: int
    asked_at: datetime
    received_at: datetime | None
    realised_centimes: int | None
    beneficiaries_count: int | None


def bilan_row(one: BilanOnRecord, delay_months: int) -> dict[str, object]:
    """Return the row of one bilan; the date it is due is computed again."""
    is_received = one.received_at is not None
    return {
        "accorde_centimes": one.granted_centimes,
        "realise_centimes": one.realised_centimes,
        "beneficiaires": one.beneficiaries_count,
        "echeance": one.due_on.isoformat(),
        "echeance_autre": _other_term(one, delay_months),
        "recu_sans_montant": one.numero
        if is_received and one.realised_centimes is None
        else "",
        "recu_avant_demande": _too_early(one),
        "realise_au_dela": _overspent(one),
    }


def _other_term(one: BilanOnRecord, delay_months: int) -> str:
    if one.ends_on is None:
        return ""
    expected = bilan_due_on(one.ends_on, delay_months)
    if one.due_on == expected:
        return ""
    return f"{french_date(one.due_on)} au lieu du {french_date(expected)}"


def _too_early(one: BilanOnRecord) -> str:
    if one.received_at is None or one.received_at >= one.asked_at:
        return ""
    return french_date(one.received_at.astimezone(PARIS).date())


def _overspent(one: BilanOnRecord) -> str:
    realised = one.realised_centimes
    if realised is None or realised <= one.granted_centimes:
        return ""
    return (
        f"{format_euros(realised)} pour {format_euros(one.granted_centimes)} accordés"
    )
