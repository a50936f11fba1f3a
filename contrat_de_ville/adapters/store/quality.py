"""Reading the quality of a cycle from the store, as its report shows it.

Columns are asked for by name: no form and no action is read, whatever their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.deposits import CURRENT
from contrat_de_ville.adapters.store.imports import read_imports
from contrat_de_ville.adapters.store.models import (
    Constat,
    Cycle,
    Depot,
    FichierRefuse,
    VersionDepot,
)
from contrat_de_ville.adapters.store.pending import read_pending
from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.quality_report import (
    FileRow,
    FindingRow,
    QualityReport,
    RefusedRow,
    RuleText,
    VersionRow,
    shown_value,
)
from contrat_de_ville.domain.waiting_for import FileFacts, waits


def read_quality(
    session: Session, cycle: Cycle, at: datetime, rules: Mapping[str, RuleText]
) -> QualityReport:
    """Gather what the quality report of a cycle shows, as of *at*."""
    findings = tuple(_findings(session, cycle))
    return QualityReport(
        contrat=cycle.contrat,
        contrat_name=frozen_of(cycle).campaign.contrat_name,
        annee=cycle.annee,
        as_of=at,
        rules=rules,
        files=tuple(_files(session, cycle, findings)),
        findings=findings,
        versions=tuple(_versions(session, cycle, findings)),
        refused=tuple(_refused(session, cycle)),
        imports=tuple(read_imports(session, cycle)),
    )


def _findings(session: Session, cycle: Cycle) -> Iterator[FindingRow]:
    """Yield what is open in the present versions, and what was closed since.

    A finding that a version kept is on its row as on that of the version before:
    only the present one is shown.
    """
    query = (
        select(Depot.numero, VersionDepot.version, Constat)
        .join(VersionDepot, VersionDepot.depot_id == Depot.id)
        .join(Constat, Constat.version_id == VersionDepot.id)
        .where(
            Depot.cycle_id == cycle.id,
            or_(
                VersionDepot.version == Depot.current_version,
                Constat.closed_at.is_not(None),
            ),
        )
        .order_by(Depot.numero, VersionDepot.version, Constat.id)
    )
    for numero, version, one in session.execute(query):
        yield FindingRow(
            numero=numero,
            version=version,
            rule=one.rule,
            severity=Severity(one.severity),
            cell=one.cell,
            value=shown_value(one.field, one.value),
            sentence=one.sentence,
            remedy=one.remedy,
            source=one.source,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            closed_by_version=one.closed_by_version,
        )


def _files(
    session: Session, cycle: Cycle, findings: tuple[FindingRow, ...]
) -> Iterator[FileRow]:
    open_counts = Counter((one.numero, one.severity) for one in findings if one.is_open)
    pending = read_pending(session, cycle)
    query = (
        select(
            Depot,
            VersionDepot.received_at,
            # The one text needed of the action: the database reads it out.
            VersionDepot.action["porteur_name"].as_string(),
        )
        .join(VersionDepot, CURRENT)
        .where(Depot.cycle_id == cycle.id)
        .order_by(Depot.numero)
    )
    for depot, received_at, porteur in session.execute(query):
        state, since = DepotState(depot.state), depot.state_since or received_at
        facts = FileFacts(
            state=state,
            since=since,
            email=depot.porteur_email,
            **pending.get(depot.id, {}),
        )
        yield FileRow(
            numero=depot.numero,
            title=depot.title,
            porteur=porteur or f"SIRET {depot.porteur_siret or 'non lu'}",
            channel=depot.channel,
            version=depot.current_version,
            state=state,
            state_since=since,
            reason=depot.state_reason,
            complete_at=depot.complete_at,
            blocking_count=open_counts[depot.numero, Severity.BLOQUANT],
            to_check_count=open_counts[depot.numero, Severity.A_VERIFIER],
            waits=waits(facts),
        )


def _versions(
    session: Session, cycle: Cycle, findings: tuple[FindingRow, ...]
) -> Iterator[VersionRow]:
    mended = Counter((one.numero, one.closed_by_version) for one in findings)
    found = (
        select(func.count())
        .where(Constat.version_id == VersionDepot.id)
        .scalar_subquery()
    )
    query = (
        select(
            Depot.numero,
            VersionDepot.version,
            VersionDepot.channel,
            VersionDepot.file_name,
            VersionDepot.received_at,
            VersionDepot.is_late,
            VersionDepot.checked_at,
            VersionDepot.notes,
            found.label("found_count"),
        )
        .join(VersionDepot, VersionDepot.depot_id == Depot.id)
        .where(Depot.cycle_id == cycle.id)
        .order_by(Depot.numero, VersionDepot.version)
    )
    for row in session.execute(query):
        yield _version_row(row, mended[row.numero, row.version])


def _version_row(row: Row[Any], mended_count: int) -> VersionRow:
    return VersionRow(
        numero=row.numero,
        version=row.version,
        channel=row.channel,
        file_name=row.file_name,
        received_at=row.received_at,
        is_late=row.is_late,
        is_checked=row.checked_at is not None,
        found_count=row.found_count,
        mended_count=mended_count,
        notes=tuple(row.notes),
    )


def _refused(session: Session, cycle: Cycle) -> Iterator[RefusedRow]:
    rows = session.scalars(
        select(FichierRefuse)
        .where(FichierRefuse.cycle_id == cycle.id)
        .order_by(FichierRefuse.received_at, FichierRefuse.id)
    )
    for one in rows:
        yield RefusedRow(
            file_name=one.file_name,
            place=one.place,
            received_at=one.received_at,
            reason=one.reason,
            is_refused=one.is_refused,
        )
