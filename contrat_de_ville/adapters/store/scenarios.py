"""Scenarios as they are kept, and the proposal they are held against.

Amounts are kept by number of file: the keys of a problem follow its contents, which
a corrected deposit changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Ligne,
    Proposition,
    Scenario,
)
from contrat_de_ville.domain.scenario_names import same_name, unknown_scenario


Granted = Mapping[str, Mapping[str, int]]
"""Centimes by number of file, then by funder; what is absent is nothing."""


@dataclass(frozen=True, kw_only=True)
class KeptScenario:
    """A scenario as it was computed last; value and bound are whole numbers."""

    name: str
    changes: tuple[str, ...]
    inputs_sha256: str
    amounts: Granted
    value: int
    bound: int
    computed_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordedProposal:
    """The official proposal: what each line was proposed, and the version behind it.

    ``version`` is 0, and the summary empty, for a proposal of before versions.
    """

    version: int
    scenario: str
    inputs_sha256: str
    summary: Mapping[str, Any]
    proposed_at: datetime
    amounts: Granted

    @property
    def is_touched(self) -> bool:
        """Whether a committee has other amounts than those that were computed."""
        computed = {
            one["numero"]: one["granted_centimes"]
            for one in self.summary.get("dossiers", ())
            if one["granted_centimes"]
        }
        sums = {numero: sum(one.values()) for numero, one in self.amounts.items()}
        return bool(self.version) and computed != sums


def kept_scenarios(session: Session, cycle: Cycle) -> tuple[KeptScenario, ...]:
    """Return every scenario of a cycle, the first one made first."""
    return tuple(_kept(one) for one in _rows(session, cycle))


def require_scenario(session: Session, cycle: Cycle, name: str) -> KeptScenario:
    """Return a scenario by its name, capitals and accents apart.

    Raises:
        BadInputError: there is none of that name.
    """
    return _kept(_require(session, cycle, name))


def keep_scenario(session: Session, cycle: Cycle, kept: KeptScenario) -> bool:
    """Record a scenario, in place of the one of its name; tell whether there was."""
    row = _find(session, cycle, kept.name)
    is_replaced = row is not None
    if row is None:
        row = Scenario(cycle_id=cycle.id, name=kept.name)
        session.add(row)
    row.changes = list(kept.changes)
    row.inputs_sha256 = kept.inputs_sha256
    row.amounts = {numero: dict(one) for numero, one in kept.amounts.items()}
    row.value, row.bound = str(kept.value), str(kept.bound)
    row.created_at = kept.computed_at
    session.flush()
    return is_replaced


def drop_scenario(session: Session, cycle: Cycle, name: str) -> str:
    """Delete a scenario; return its name as it was kept.

    Raises:
        BadInputError: there is none of that name.
    """
    row = _require(session, cycle, name)
    session.delete(row)
    session.flush()
    return row.name


def recorded_proposal(session: Session, cycle: Cycle) -> RecordedProposal | None:
    """Return the official proposal; nothing while there is none."""
    if cycle.proposed_at is None:
        return None
    last = session.scalars(
        select(Proposition)
        .where(Proposition.cycle_id == cycle.id)
        .order_by(Proposition.version.desc())
    ).first()
    return RecordedProposal(
        version=last.version if last else 0,
        scenario=last.scenario if last else "",
        inputs_sha256=last.inputs_sha256 if last else "",
        summary=last.summary if last else {},
        proposed_at=last.computed_at if last else cycle.proposed_at,
        amounts=_proposed(session, cycle),
    )


def _proposed(session: Session, cycle: Cycle) -> Granted:
    rows = session.execute(
        select(Depot.numero, Ligne.funder, Ligne.propose_centimes)
        .join(Depot, Depot.id == Ligne.depot_id)
        .where(Ligne.cycle_id == cycle.id, Ligne.propose_centimes > 0)
        .order_by(Depot.numero, Ligne.funder)
    )
    found: dict[str, dict[str, int]] = {}
    for numero, funder, centimes in rows:
        found.setdefault(numero, {})[funder] = centimes
    return found


def _rows(session: Session, cycle: Cycle) -> list[Scenario]:
    query = select(Scenario).where(Scenario.cycle_id == cycle.id).order_by(Scenario.id)
    return list(session.scalars(query))


def _find(session: Session, cycle: Cycle, name: str) -> Scenario | None:
    rows = _rows(session, cycle)
    return next((one for one in rows if same_name(one.name, name)), None)


def _require(session: Session, cycle: Cycle, name: str) -> Scenario:
    row = _find(session, cycle, name)
    if row is None:
        raise unknown_scenario(name, [one.name for one in _rows(session, cycle)])
    return row


def _kept(row: Scenario) -> KeptScenario:
    return KeptScenario(
        name=row.name,
        changes=tuple(row.changes),
        inputs_sha256=row.inputs_sha256,
        amounts=row.amounts,
        value=int(row.value),
        bound=int(row.bound),
        computed_at=row.created_at,
    )
