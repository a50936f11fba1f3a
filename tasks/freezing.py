"""Freeze the programming, version after version: its rows, their hash, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.models import Depot, Ligne, Programmation
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.envelopes import spoken
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.datasets import require_sound
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Programmation"
FROZEN_WITH = ("lignes_budget", "chantiers_aci", "avis", "decisions")
"""The data sets a programming rests on: one that breaks its contract stops it."""
FIRST_REASON = "Décision du comité de pilotage"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What a version of the programming rests on: motive, function, minute."""

    reason: str
    author: str
    minute: str


@step_task("figer-programmation")
def record_freeze(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Freeze the programming once the COPIL met and every line is arbitrated."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        lines = programmed_lines(act)
        missing = [one for one in lines if one.arbitre_centimes is None]
        if act.cycle.frozen_at is not None:
            summary = "La programmation est déjà figée."
        elif missing or at < act.frozen.campaign.calendar.copil or not lines:
            summary = f"{plural(len(missing), 'ligne')} à arbitrer avant de figer."
        else:
            summary = f"Programmation figée : {_freeze(act, lines, a_blanc=a_blanc)}."
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=summary,
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def programmed_lines(act: Act) -> list[Ligne]:
    """Return every funder's line of every admissible deposit, in their order."""
    return list(
        act.session.scalars(
            select(Ligne)
            .join(Depot)
            .where(Ligne.cycle_id == act.cycle.id, Depot.state == DepotState.RECEVABLE)
            .order_by(Depot.numero, Ligne.funder)
            .options(contains_eager(Ligne.depot))
        )
    )


def add_version(
    act: Act, lines: Sequence[Ligne], version: int, signed: Signed, *, a_blanc: bool
) -> Programmation:
    """Add a version of the programming, and keep as evidence the bytes of its hash.

    Args:
        act: the act that makes it.
        lines: every line, as it is from now on.
        version: its number, one more than the last.
        signed: why, by whom, under which minute.
        a_blanc: whether the bytes are only hashed.
    """
    rows = [frozen_row(one) for one in lines]
    content = canonical_json({"lignes": rows})
    sha256 = sha256_hex(content)
    if not a_blanc:
        evidence.keep(current_workspace().pieces, content)
    name = f"programmation-{act.cycle.code}-v{version}.json"
    keep_piece(act.session, sha256, name, len(content), act.at)
    kept = Programmation(
        cycle_id=act.cycle.id,
        version=version,
        rows=rows,
        sha256=sha256,
        reason=signed.reason,
        author=signed.author,
        minute=signed.minute,
        frozen_at=act.at,
    )
    act.session.add(kept)
    return kept


def frozen_row(line: Ligne) -> dict[str, Any]:
    """Return all that is frozen of a line; no amount yet stays no amount."""
    return {
        "numero": line.depot.numero,
        "financeur": line.funder,
        "part": line.part,
        "demande_centimes": line.demande_centimes,
        "avis_technique": line.avis_technique,
        "propose_centimes": line.propose_centimes,
        "arbitre_centimes": line.arbitre_centimes,
        "motif": line.arbitre_reason,
        "auteur": line.arbitre_author,
        "proces_verbal": line.arbitre_minute,
    }


def _freeze(act: Act, lines: Sequence[Ligne], *, a_blanc: bool) -> str:
    require_sound(act, FROZEN_WITH, "Programmation à figer")
    act.cycle.frozen_at = act.at
    signed = Signed(
        reason=FIRST_REASON,
        author=_all_of(one.arbitre_author for one in lines),
        minute=_all_of(one.arbitre_minute for one in lines),
    )
    kept = add_version(act, lines, 1, signed, a_blanc=a_blanc)
    total = spoken(one.arbitre_centimes for one in lines)
    act.tell(
        "programmation.figee",
        f"cycle:{act.cycle.code}",
        outputs=(kept.sha256,),
        data={"version": 1, "lignes": len(lines), "total_centimes": total},
    )
    return f"version 1, {format_euros(total)}, empreinte {kept.sha256[:12]}"


def _all_of(said: Iterable[str]) -> str:
    return ", ".join(sorted({one for one in said if one}))
