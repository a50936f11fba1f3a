"""Reading a year from the store, as the workbook and the report show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.action_rows import Named, action_row
from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.assembling import envelope_constraints
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Programmation,
    Rang,
    VersionDepot,
)
from contrat_de_ville.adapters.store.outbox import messages_by_state
from contrat_de_ville.domain.balance import is_admissible
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.campaign import Funder
from contrat_de_ville.domain.campaign_checks import MILESTONE_LABELS
from contrat_de_ville.domain.constraint_standing import constraint_rows
from contrat_de_ville.domain.envelopes import EnvelopeStand
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.overview import (
    AciRow,
    ActionRow,
    EnvelopePartRow,
    EnvelopeRow,
    FunderLine,
    MilestoneRow,
    OrientationRow,
    Overview,
)
from contrat_de_ville.domain.programming_choices import terms_of


def read_overview(session: Session, cycle: Cycle, at: datetime) -> Overview:
    """Gather everything the outputs show of one cycle, as of now."""
    frozen = frozen_of(cycle)
    depots = _depots(session, cycle)
    ranks = {one.depot_id: one for one in session.scalars(select(Rang))}
    named = Named(
        frozen=frozen,
        communes=_communes(frozen),
        conseils={one.code: one.name for one in frozen.campaign.conseils},
    )
    actions = tuple(action_row(one, ranks.get(one.id), named) for one in depots)
    frozen_version = _last_version(session, cycle)
    return Overview(
        contrat=cycle.contrat,
        contrat_name=frozen.campaign.contrat_name,
        annee=cycle.annee,
        as_of=at,
        axes=frozen.axes(),
        quartiers={one.code: one.name for one in frozen.campaign.quartiers},
        actions=actions,
        envelopes=_envelopes(session, cycle, actions),
        milestones=_milestones(cycle, depots, frozen, at),
        orientations=_orientations(frozen, actions),
        aci=tuple(_aci_row(one) for one in depots if one.aide is not None),
        demonstration=frozen.campaign.demonstration_values,
        version=frozen_version.version if frozen_version else 0,
        sha256=frozen_version.sha256 if frozen_version else "",
        frozen_at=frozen_version.frozen_at if frozen_version else None,
        frozen_author=frozen_version.author if frozen_version else "",
        frozen_minute=frozen_version.minute if frozen_version else "",
        frozen_reason=frozen_version.reason if frozen_version else "",
        council_at=frozen.campaign.calendar.conseil_communautaire,
        messages_count=messages_by_state(session, cycle.id),
        findings_count=_findings_count(depots),
        constraints=constraint_rows(
            actions,
            (
                *envelope_constraints(session, cycle),
                *terms_of(frozen.campaign).constraints,
            ),
        ),
    )


def _last_version(session: Session, cycle: Cycle) -> Programmation | None:
    return session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version.desc())
    ).first()


def _communes(frozen: Frozen) -> dict[str, str]:
    """Name the communes: a quartier may reach into another agglomération."""
    named = dict(frozen.campaign.communes)
    for quartier in frozen.campaign.quartiers:
        named |= quartier.communes
    return named


def _depots(session: Session, cycle: Cycle) -> list[Depot]:
    return list(
        session.scalars(
            select(Depot)
            .where(Depot.cycle_id == cycle.id)
            .order_by(Depot.numero)
            .options(
                selectinload(Depot.versions).selectinload(VersionDepot.constats),
                selectinload(Depot.lines),
                selectinload(Depot.avis),
                selectinload(Depot.aide),
                selectinload(Depot.bilan),
            )
        )
    )


def _envelopes(
    session: Session, cycle: Cycle, actions: tuple[ActionRow, ...]
) -> tuple[EnvelopeRow, ...]:
    """Return each funder's envelope as it stands, its parts within it.

    A part is under its envelope, never beside it: nothing is counted twice.
    """
    known = read_envelopes(session, cycle)
    admitted = filter(is_admissible, actions)
    lines = [line for action in admitted for line in action.lines]
    return tuple(
        _envelope_row(
            funder,
            known.get(funder.code),
            [one for one in lines if one.funder == funder.code],
        )
        for funder in frozen_of(cycle).campaign.funders
    )


def _envelope_row(
    funder: Funder, envelope: EnvelopeStand | None, lines: list[FunderLine]
) -> EnvelopeRow:
    return EnvelopeRow(
        funder=funder.code,
        name=funder.name,
        envelope_centimes=envelope.amount_centimes if envelope else None,
        asked_centimes=sum(one.asked_centimes for one in lines),
        programmed_centimes=_programmed(lines),
        override_centimes=envelope.overrun_centimes if envelope else 0,
        parts=tuple(
            EnvelopePartRow(
                part=one.code,
                label=one.label,
                envelope_centimes=one.amount_centimes,
                programmed_centimes=_programmed(
                    line for line in lines if line.part == one.code
                ),
                is_reserved=one.is_reserved,
                override_centimes=one.overrun_centimes,
            )
            for one in (envelope.parts if envelope else ())
        ),
    )


def _programmed(lines: Iterable[FunderLine]) -> int:
    return sum(one.arbitrated_centimes or 0 for one in lines)


def _milestones(
    cycle: Cycle, depots: list[Depot], frozen: Frozen, at: datetime
) -> tuple[MilestoneRow, ...]:
    """Say of each date when its step was done; a date alone is past or to come."""
    copil = frozen.campaign.calendar.copil
    done = {
        "ouverture": cycle.opened_at,
        "ouverture_consultation": cycle.consultation_opened_at,
        "cloture_consultation": cycle.consultation_closed_at,
        "copil": _met_at(copil, depots) if copil <= at else None,
        "fin_cycle": cycle.closed_at,
    }
    return tuple(
        MilestoneRow(
            label=MILESTONE_LABELS[name],
            at=planned,
            done_at=done.get(name, planned if planned <= at else None),
        )
        for name, planned in frozen.campaign.calendar.in_order()
    )


def _met_at(planned: datetime, depots: list[Depot]) -> datetime | None:
    """Say when the COPIL was done: its last arbitration of the day, if it had any.

    What is arbitrated another day is an amendment, or a record made afterwards: the
    committee met when it was planned. Nothing arbitrated, it is not known to have.
    """
    instants = [
        line.arbitre_at for one in depots for line in one.lines if line.arbitre_at
    ]
    day = planned.astimezone(PARIS).date()
    of_day = [one for one in instants if one.astimezone(PARIS).date() == day]
    return max(of_day, default=planned) if instants else None


def _orientations(
    frozen: Frozen, actions: tuple[ActionRow, ...]
) -> tuple[OrientationRow, ...]:
    deposited = Counter(one.orientation for one in actions)
    programmed = Counter(
        one.orientation for one in actions if one.programmed_centimes() > 0
    )
    return tuple(
        OrientationRow(
            code=code,
            axe=int(one["axe"]),
            label=str(one["label"]),
            deposited_count=deposited[code],
            programmed_count=programmed[code],
        )
        for code, one in frozen.referentials["orientations"].items()
    )


def _aci_row(depot: Depot) -> AciRow:
    assert depot.aide is not None
    explanation = depot.aide.explanation
    inputs = explanation["inputs"]
    return AciRow(
        numero=depot.numero,
        chantier=str(depot.versions[-1].action["porteur_name"]),
        salaries_count=inputs["salaries"],
        previous_centimes=inputs["aide_precedente_centimes"],
        per_salarie_centimes=inputs["par_salarie_centimes"],
        utilite_centimes=inputs["utilite_centimes"],
        amount_centimes=depot.aide.montant_centimes,
        formula=explanation["formula"],
        explanation=explanation,
    )


def _findings_count(depots: list[Depot]) -> dict[str, int]:
    counts = Counter(
        finding.severity
        for depot in depots
        for version in depot.versions
        for finding in version.constats
    )
    return dict(counts.most_common())
