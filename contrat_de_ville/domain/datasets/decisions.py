"""Each funder's part in each action, stage after stage: none skipped, none above."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class LineOnRecord:
    """One funder's line; an amount that does not exist yet is None, zero is refused."""

    numero: str
    funder: str
    asked_centimes: int
    proposed_centimes: int | None
    arbitrated_centimes: int | None
    arbitrated_reason: str
    decided_centimes: int | None
    act: str
    act_on: date | None
    notified_at: datetime | None


def decision_row(one: LineOnRecord, funders: Collection[str]) -> dict[str, object]:
    """Return the row of one line; ``funders`` are the codes of the campaign."""
    decided = one.decided_centimes
    return {
        "depot": one.numero,
        "financeur": one.funder,
        "demande_centimes": one.asked_centimes,
        "propose_centimes": one.proposed_centimes,
        "arbitre_centimes": one.arbitrated_centimes,
        "decide_centimes": decided,
        "financeur_inconnu": "" if one.funder in funders else one.funder,
        "refus_sans_motif": _bare_refusal(one),
        "decide_sans_arbitrage": format_euros(decided)
        if decided is not None and one.arbitrated_centimes is None
        else "",
        "decide_sans_acte": format_euros(decided)
        if decided is not None and (not one.act.strip() or one.act_on is None)
        else "",
        "notifie_sans_decision": one.numero
        if one.notified_at is not None and decided is None
        else "",
    }


def _bare_refusal(one: LineOnRecord) -> str:
    is_bare = one.arbitrated_centimes == 0 and not one.arbitrated_reason.strip()
    return one.funder if is_bare else ""
