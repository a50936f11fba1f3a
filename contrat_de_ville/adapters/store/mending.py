"""What a correction request tells of a deposit: its form, its findings, its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Constat, Depot, VersionDepot
from contrat_de_ville.domain.deposit_records import form_from_dict
from contrat_de_ville.domain.depots import DepositForm, Finding, Severity


@dataclass(frozen=True, kw_only=True)
class ToMend:
    """A deposit sent back: what stands in the way first, then what is to be checked.

    ``opened_at`` says since when, finding by finding; ``mended_count`` how many of
    the findings of before its present version has mended.
    """

    numero: str
    title: str
    version: int
    channel: str
    findings: tuple[Finding, ...]
    opened_at: tuple[datetime, ...]
    mended_count: int


def read_to_mend(session: Session, depot: Depot) -> ToMend:
    """Return what a correction request says of the current version of *depot*."""
    version = session.scalars(
        select(VersionDepot).where(
            VersionDepot.depot_id == depot.id,
            VersionDepot.version == depot.current_version,
        )
    ).one()
    constats = _blocking_first(
        session.scalars(
            select(Constat).where(Constat.version_id == version.id).order_by(Constat.id)
        ).all()
    )
    return ToMend(
        numero=depot.numero,
        title=depot.title,
        version=depot.current_version,
        channel=depot.channel,
        findings=tuple(as_finding(one) for one in constats),
        opened_at=tuple(one.opened_at for one in constats),
        mended_count=_mended_count(session, depot),
    )


def read_form(session: Session, depot: Depot) -> DepositForm:
    """Return the form of the current version of *depot*."""
    query = select(VersionDepot.form).where(
        VersionDepot.depot_id == depot.id,
        VersionDepot.version == depot.current_version,
    )
    return form_from_dict(session.scalars(query).one())


def as_finding(constat: Constat) -> Finding:
    """Return a recorded finding as the domain knows it."""
    return Finding(
        rule=constat.rule,
        severity=Severity(constat.severity),
        field=constat.field,
        sentence=constat.sentence,
        remedy=constat.remedy,
        value=constat.value,
        cell=constat.cell,
        source=constat.source,
    )


def _blocking_first(constats: Sequence[Constat]) -> list[Constat]:
    return sorted(constats, key=lambda one: one.severity != Severity.BLOQUANT)


def _mended_count(session: Session, depot: Depot) -> int:
    query = (
        select(func.count())
        .select_from(Constat)
        .join(VersionDepot)
        .where(
            VersionDepot.depot_id == depot.id,
            Constat.closed_by_version == depot.current_version,
        )
    )
    return session.scalar(query) or 0
