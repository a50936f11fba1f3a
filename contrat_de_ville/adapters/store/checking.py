"""What the quality check reads of the store: only what is still to be decided.

A year may hold tens of thousands of deposits: what was checked and settled is never
loaded again, and no form is read but those being checked or sent back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, defer

from contrat_de_ville.adapters.quality.run import CheckInput
from contrat_de_ville.adapters.store.deposits import CURRENT
from contrat_de_ville.adapters.store.models import (
    Constat,
    Cycle,
    Depot,
    VersionDepot,
)
from contrat_de_ville.domain.deposit_context import unknown_fields
from contrat_de_ville.domain.deposit_records import action_from_dict, form_from_dict
from contrat_de_ville.domain.depots import (
    Action,
    DepotState,
    Finding,
    Severity,
    finding_from_dict,
)
from contrat_de_ville.domain.duplicates import Candidate, find_duplicates
from contrat_de_ville.domain.findings_life import OpenFinding
from contrat_de_ville.domain.form import FormDefinition


T = TypeVar("T")
# Databases limit how many values one query may name.
_AT_ONCE = 500
UNSETTLED = (DepotState.DEPOSE, DepotState.A_CORRIGER)


@dataclass(frozen=True, kw_only=True)
class Unchecked:
    """A version to check, with what its reading has already found."""

    version: int
    given: CheckInput
    unreadable: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A deposit whose current version was checked, and what decides of its state."""

    depot: Depot
    is_late: bool
    has_blocking: bool


def unchecked(session: Session, cycle: Cycle) -> list[str]:
    """Return the numbers of the deposits whose current version was never checked."""
    query = select(Depot.numero).join(VersionDepot, CURRENT)
    return list(
        session.scalars(
            query.where(
                Depot.cycle_id == cycle.id, VersionDepot.checked_at.is_(None)
            ).order_by(Depot.numero)
        )
    )


def read_inputs(
    session: Session,
    cycle: Cycle,
    numeros: Sequence[str],
    definition: FormDefinition,
) -> list[Unchecked]:
    """Return the current version of these deposits, as the check wants them.

    *definition* is the form of the campaign: what another channel cannot carry of it
    is not missing.
    """
    query = select(
        Depot.numero,
        VersionDepot.version,
        VersionDepot.form,
        VersionDepot.action,
        VersionDepot.unreadable,
    ).join(VersionDepot, CURRENT)
    return [
        _unchecked(row, definition) for row in _rows(session, query, cycle, numeros)
    ]


def _unchecked(row: Row[Any], definition: FormDefinition) -> Unchecked:
    form = form_from_dict(row.form)
    unreadable = tuple(finding_from_dict(one) for one in row.unreadable)
    return Unchecked(
        version=row.version,
        unreadable=unreadable,
        given=CheckInput(
            key=row.numero,
            form=form,
            action=action_from_dict(row.action),
            unreadable=frozenset(one.field for one in unreadable),
            unknown_fields=unknown_fields(form, definition),
        ),
    )


def current_versions(
    session: Session, cycle: Cycle, numeros: Sequence[str]
) -> Iterator[tuple[Depot, VersionDepot]]:
    """Give these deposits with their current version, all but its form."""
    query = (
        select(Depot, VersionDepot)
        .join(VersionDepot, CURRENT)
        .options(
            defer(VersionDepot.form),
            defer(VersionDepot.unreadable),
            defer(VersionDepot.funders),
            defer(VersionDepot.notes),
        )
    )
    rows = _rows(session, query, cycle, numeros)
    return ((depot, version) for depot, version in rows)


def open_findings(
    session: Session, versions: Collection[VersionDepot]
) -> dict[int, list[OpenFinding]]:
    """Return what was open before each version, by deposit.

    It is what the last checked version before it was found to have: versions that
    arrived together may never have been checked one by one.
    """
    found: dict[int, tuple[int, list[OpenFinding]]] = {}
    rank = {one.depot_id: one.version for one in versions}
    query = (
        select(VersionDepot.depot_id, VersionDepot.version, Constat)
        .outerjoin(Constat, Constat.version_id == VersionDepot.id)
        .where(VersionDepot.checked_at.is_not(None))
        .order_by(VersionDepot.version, Constat.id)
    )
    for part in slices([key for key, version in rank.items() if version > 1]):
        rows = session.execute(query.where(VersionDepot.depot_id.in_(part)))
        for depot_id, version, constat in rows:
            if version >= rank[depot_id]:
                continue
            if found.get(depot_id, (0, []))[0] != version:
                found[depot_id] = (version, [])
            if constat is not None:
                found[depot_id][1].append(_open(constat))
    return {depot_id: findings for depot_id, (_, findings) in found.items()}


def checked_depots(
    session: Session, cycle: Cycle, *, also: Collection[str] = (), only: str = ""
) -> list[Checked]:
    """Return the checked deposits whose state may still change.

    Args:
        session: where to read.
        cycle: whose deposits.
        also: the numbers of the late deposits that someone admitted.
        only: the number of the one deposit looked at; all of them otherwise.
    """
    blocking = exists().where(
        Constat.version_id == VersionDepot.id, Constat.severity == Severity.BLOQUANT
    )
    query = (
        select(Depot, VersionDepot.is_late, blocking)
        .join(VersionDepot, CURRENT)
        .where(
            Depot.cycle_id == cycle.id,
            VersionDepot.checked_at.is_not(None),
            or_(
                Depot.state.in_(UNSETTLED),
                and_(
                    Depot.state == DepotState.HORS_DELAI,
                    Depot.numero.in_(also),
                ),
            ),
        )
        .order_by(Depot.numero)
    )
    if only:
        query = query.where(Depot.numero == only)
    return [
        Checked(depot=depot, is_late=is_late, has_blocking=has_blocking)
        for depot, is_late, has_blocking in session.execute(query)
    ]


def read_candidates(session: Session, cycle: Cycle) -> list[Candidate]:
    """Return every deposit of the cycle as duplicates are looked for, form unread."""
    rows = session.execute(
        select(
            Depot.numero,
            VersionDepot.piece_sha256,
            VersionDepot.place,
            Depot.porteur_siret,
            Depot.title,
            Depot.channel,
            Depot.applicant_number,
        )
        .join(VersionDepot, CURRENT)
        .where(Depot.cycle_id == cycle.id)
    )
    return [
        Candidate(
            numero=numero,
            sha256=sha256,
            place=place,
            siret=siret,
            title=title,
            channel=channel,
            applicant_number=applicant_number,
        )
        for numero, sha256, place, siret, title, channel, applicant_number in rows
    ]


def duplicates_of(session: Session, cycle: Cycle) -> dict[str, str]:
    """Return the number of each repeated deposit with that of its original."""
    pairs = find_duplicates(read_candidates(session, cycle))
    return {pair.duplicate: pair.original for pair in pairs}


def findings_counts(session: Session, depots: Sequence[Depot]) -> dict[int, int]:
    """Count the findings of the current version of each deposit, by its key."""
    query = (
        select(Depot.id, func.count())
        .join(VersionDepot, CURRENT)
        .join(Constat, Constat.version_id == VersionDepot.id)
        .group_by(Depot.id)
    )
    return {
        key: count
        for part in slices([one.id for one in depots])
        for key, count in session.execute(query.where(Depot.id.in_(part)))
    }


def current_actions(
    session: Session, depots: Sequence[Depot]
) -> Iterator[tuple[Depot, Action]]:
    """Give these deposits with their action as it is now, no form read."""
    query = select(VersionDepot.depot_id, VersionDepot.action).join(Depot, CURRENT)
    for part in slices(depots):
        keys = [one.id for one in part]
        rows = session.execute(query.where(Depot.id.in_(keys)))
        actions = {key: action for key, action in rows}  # noqa: C416 (rows are not tuples)
        for depot in part:
            yield depot, action_from_dict(actions[depot.id])


def _open(constat: Constat) -> OpenFinding:
    return OpenFinding(
        ident=constat.id,
        rule=constat.rule,
        field=constat.field,
        opened_at=constat.opened_at,
    )


def _rows(
    session: Session, query: Select[Any], cycle: Cycle, numeros: Sequence[str]
) -> Iterator[Row[Any]]:
    for part in slices(numeros):
        yield from session.execute(
            query.where(Depot.cycle_id == cycle.id, Depot.numero.in_(part)).order_by(
                Depot.numero
            )
        )


def slices(values: Sequence[T], size: int = _AT_ONCE) -> Iterator[Sequence[T]]:
    """Cut *values* in parts small enough for one query, or for one check."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
