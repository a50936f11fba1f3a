"""Reading the sheets of a cycle from the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.action_sheet.brief import Place, brief_of
from contrat_de_ville.adapters.action_sheet.budget import budget_short
from contrat_de_ville.adapters.action_sheet.computed import computed_of
from contrat_de_ville.adapters.action_sheet.identity import identity_of
from contrat_de_ville.adapters.action_sheet.parts import facts_of_lines, parts_of
from contrat_de_ville.adapters.action_sheet.record import (
    ActionSheet,
    AvisSaid,
    FindingSaid,
    VersionSaid,
)
from contrat_de_ville.adapters.action_sheet.source import Read, facts_of
from contrat_de_ville.adapters.action_sheet.year import LIVE, Year, read_year
from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Cycle, Depot, Rang, VersionDepot
from contrat_de_ville.adapters.tracing.record import masked
from contrat_de_ville.domain.conseils import AVIS_LABELS, AvisKind
from contrat_de_ville.domain.criteria import read_criteria
from contrat_de_ville.domain.criteria_innovation import innovation_ceiling
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.criteria_records import CriterionReading
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.labels import CHANNEL_LABELS, STATE_LABELS
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming_choices import is_kind_counted
from contrat_de_ville.domain.received import Channel


def read_sheet(
    session: Session, cycle: Cycle, numero: str, at: datetime
) -> ActionSheet:
    """Return the sheet of one deposit.

    Raises:
        BadInputError: the cycle has no such deposit.
    """
    depot = require_depot(session, cycle, numero)
    return _sheet(depot, cycle, read_year(session, cycle), at)


def read_sheets(session: Session, cycle: Cycle, at: datetime) -> Iterator[ActionSheet]:
    """Yield the sheet of each deposit still in the year, by number."""
    year = read_year(session, cycle)
    depots = session.scalars(
        select(Depot)
        .where(Depot.cycle_id == cycle.id, Depot.state.in_(LIVE))
        .order_by(Depot.numero)
        .options(
            selectinload(Depot.versions).selectinload(VersionDepot.constats),
            selectinload(Depot.lines),
            selectinload(Depot.avis),
            selectinload(Depot.aide),
        )
    )
    for one in depots:
        yield _sheet(one, cycle, year, at)


def _sheet(depot: Depot, cycle: Cycle, year: Year, at: datetime) -> ActionSheet:
    read = Read(
        depot=depot,
        version=depot.versions[-1],
        action=action_from_dict(depot.versions[-1].action),
        frozen=frozen_of(cycle),
        year=year,
    )
    action, frozen = read.action, read.frozen
    readings = read_criteria(action, frozen, facts_of(read))
    ceiling = innovation_ceiling(action, readings, frozen)
    parts, rank = parts_of(read, ceiling), year.ranks.get(depot.id)
    return ActionSheet(
        contrat=cycle.contrat,
        contrat_name=frozen.campaign.contrat_name,
        annee=cycle.annee,
        as_of=at,
        version=year.version,
        sha256=year.sha256,
        is_demonstration=bool(frozen.campaign.demonstration_values),
        state=STATE_LABELS[DepotState(depot.state)],
        state_reason=masked(depot.state_reason),
        identity=identity_of(depot.numero, action, frozen),
        path=decision_path(action, frozen),
        parts=parts,
        rank=rank.rank if rank else None,
        ranked_count=len(year.ranks),
        points=rank.points if rank else None,
        budget=budget_short(
            action, parts, is_kind_counted=is_kind_counted(frozen.campaign)
        ),
        grant=tuple(_grant(depot)),
        readings=tuple(map(_masked, readings)),
        ceiling=ceiling,
        avis=tuple(_avis(read)),
        findings=tuple(_findings(read.version)),
        mended_count=_mended_count(depot),
        versions=tuple(map(_version, depot.versions)),
        references=(
            depot.numero,
            *(f"{depot.numero}/{one.funder}" for one in parts),
        ),
        brief=brief_of(facts_of_lines(read, ceiling), readings, _place(rank, year)),
        computed=computed_of(year.summary, depot.numero),
    )


def _place(rank: Rang | None, year: Year) -> Place | None:
    return None if rank is None else (rank.rank, len(year.ranks), rank.points)


def _masked(one: CriterionReading) -> CriterionReading:
    """Hide the addresses that a porteur may have written in a text."""
    return replace(
        one,
        evidence=tuple(replace(each, text=masked(each.text)) for each in one.evidence),
    )


def _grant(depot: Depot) -> Iterator[str]:
    """Tell what the note's rule gives a chantier, and by which computation."""
    if depot.aide is None:
        return
    told = depot.aide.explanation
    yield f"Aide calculée : {format_euros(depot.aide.montant_centimes)}."
    yield f"Calcul : {told['formula']}."
    yield str(told["sentence"])
    yield (
        f"La note la borne entre {format_euros(told['lowest_centimes'])} et "
        f"{format_euros(told['highest_centimes'])} (utilité sociale au plancher, au "
        "plafond)."
    )


def _avis(read: Read) -> Iterator[AvisSaid]:
    for one in read.depot.avis:
        yield AvisSaid(
            conseil=read.conseil_name(one.conseil),
            avis=AVIS_LABELS[AvisKind(one.avis)] if one.avis else "attendu",
            asked_at=one.asked_at,
            rendered_at=one.rendered_at,
            members_present=one.members_present,
            is_late=one.is_late,
            text=masked(one.text),
        )


def _findings(version: VersionDepot) -> Iterator[FindingSaid]:
    for one in version.constats:
        if one.closed_at is None:
            yield FindingSaid(
                is_blocking=one.severity == Severity.BLOQUANT,
                cell=one.cell or one.field,
                sentence=masked(one.sentence),
                rule=one.rule,
            )


def _mended_count(depot: Depot) -> int:
    return sum(
        one.closed_at is not None
        for version in depot.versions
        for one in version.constats
    )


def _version(one: VersionDepot) -> VersionSaid:
    return VersionSaid(
        version=one.version,
        received_at=one.received_at,
        channel=CHANNEL_LABELS[Channel(one.channel)],
        file_name=one.file_name,
        is_late=one.is_late,
        findings_count=len(one.constats),
    )
