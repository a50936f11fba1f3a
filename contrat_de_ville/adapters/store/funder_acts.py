"""The acts of the funders, as the journal tells them: order, and what was replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Cycle, JournalLine
from contrat_de_ville.domain.annexe_acts import (
    FunderAct,
    ReplacedDecision,
    act_named,
)


_RECORDED, _REPLACED = "acte.enregistre", "decision.remplacee"


@dataclass(frozen=True, kw_only=True)
class ToldActs:
    """The acts in the order they were recorded, and the decisions they replaced."""

    recorded: tuple[FunderAct, ...]
    replaced: tuple[ReplacedDecision, ...]


def read_told_acts(session: Session, cycle: Cycle) -> ToldActs:
    """Read the acts of a cycle in its journal: only there is what they replaced."""
    entries = list(_entries(session, cycle))
    return ToldActs(
        recorded=tuple(
            _act(entry["objet"].removeprefix("financeur:"), entry["donnees"])
            for entry in entries
            if entry["acte"] == _RECORDED
        ),
        replaced=tuple(
            _replaced(entry)
            for entry in entries
            if entry["acte"] == _REPLACED and entry["donnees"]["date"]
        ),
    )


def _entries(session: Session, cycle: Cycle) -> Iterator[dict[str, Any]]:
    lines = session.scalars(
        select(JournalLine.ligne)
        .where(
            JournalLine.cycle_id == cycle.id,
            or_(
                *(
                    JournalLine.ligne.contains(f'"acte":"{one}"')
                    for one in (_RECORDED, _REPLACED)
                )
            ),
        )
        .order_by(JournalLine.seq)
    )
    return map(json.loads, lines)


def _act(funder: str, data: Mapping[str, Any]) -> FunderAct:
    return act_named(funder, data["acte"], date.fromisoformat(data["date"]))


def _replaced(entry: Mapping[str, Any]) -> ReplacedDecision:
    numero, _, funder = entry["objet"].removeprefix("ligne:").partition("/")
    data = entry["donnees"]
    return ReplacedDecision(
        act=_act(funder, data), numero=numero, amount_centimes=data["avant_centimes"]
    )
