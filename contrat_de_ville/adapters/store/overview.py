"""Reading a year from the store, as the workbook and the report show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Ligne,
    Programmation,
    Rang,
    VersionDepot,
)
from contrat_de_ville.adapters.store.outbox import messages_by_state
from contrat_de_ville.domain.bilans import bilan_label, to_recover_centimes
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.campaign_checks import MILESTONE_LABELS
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.overview import (
    AciRow,
    ActionRow,
    AvisRow,
    EnvelopeRow,
    FunderLine,
    MilestoneRow,
    OrientationRow,
    Overview,
)


@dataclass(frozen=True, kw_only=True)
class Names:
    """How communes and conseils are named, by code."""

    communes: Mapping[str, str]
    conseils: Mapping[str, str]


def read_overview(session: Session, cycle: Cycle, at: datetime) -> Overview:
    """Gather everything the outputs show of one cycle, as of now."""
    frozen = frozen_of(cycle)
    depots = _depots(session, cycle)
    ranks = {one.depot_id: one for one in session.scalars(select(Rang))}
    names = Names(
        communes=frozen.campaign.communes,
        conseils={one.code: one.name for one in frozen.campaign.conseils},
    )
    actions = tuple(_action_row(one, ranks.get(one.id), names) for one in depots)
    frozen_version = session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version.desc())
    ).first()
    return Overview(
        contrat=cycle.contrat,
        contrat_name=frozen.campaign.contrat_name,
        annee=cycle.annee,
        as_of=at,
        axes=frozen.axes(),
        quartiers={one.code: one.name for one in frozen.campaign.quartiers},
        actions=actions,
        envelopes=_envelopes(frozen, actions),
        milestones=_milestones(cycle, frozen, at),
        orientations=_orientations(frozen, actions),
        aci=tuple(_aci_row(one) for one in depots if one.aide is not None),
        demonstration=frozen.campaign.demonstration_values,
        version=frozen_version.version if frozen_version else 0,
        sha256=frozen_version.sha256 if frozen_version else "",
        messages_count=messages_by_state(session, cycle.id),
        findings_count=_findings_count(depots),
    )


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


def _action_row(depot: Depot, rank: Rang | None, names: Names) -> ActionRow:
    version = depot.versions[-1]
    action = action_from_dict(version.action)
    return ActionRow(
        numero=depot.numero,
        title=depot.title,
        porteur=action.porteur_name,
        siret=action.porteur_siret,
        axe=action.axe or 0,
        orientation=action.orientation,
        quartiers=action.quartiers,
        communes=tuple(names.communes.get(one, one) for one in action.communes),
        publics=action.publics,
        beneficiaries_count=action.beneficiaries_count,
        women_count=action.women_count,
        is_renewal=action.is_renewal,
        is_chantier=action.chantier is not None,
        state=depot.state,
        findings=tuple(one.sentence for one in version.constats),
        total_centimes=action.total_centimes(Side.CHARGE),
        cash_centimes=action.cash_centimes(),
        criteria_count=sum(points > 0 for points in rank.criteria.values())
        if rank
        else 0,
        rank=rank.rank if rank else None,
        lines=tuple(_funder_line(one) for one in depot.lines),
        avis=tuple(
            AvisRow(
                conseil=names.conseils[one.conseil],
                avis=one.avis or "",
                text=one.text,
            )
            for one in depot.avis
        ),
        bilan=_bilan(depot),
    )


def _funder_line(line: Ligne) -> FunderLine:
    act = f"{line.acte} du {line.acte_on:%d/%m/%Y}" if line.acte_on else ""
    return FunderLine(
        funder=line.funder,
        asked_centimes=line.demande_centimes,
        proposed_centimes=line.propose_centimes,
        arbitrated_centimes=line.arbitre_centimes,
        decided_centimes=line.decide_centimes,
        reason=line.arbitre_reason or line.propose_reason,
        act=act,
        notified_at=line.notified_at,
    )


def _bilan(depot: Depot) -> str:
    bilan = depot.bilan
    if bilan is None:
        return ""
    received = bilan.received_at.astimezone(PARIS).date() if bilan.received_at else None
    recover = to_recover_centimes(bilan.accorde_centimes, bilan.realise_centimes or 0)
    return bilan_label(bilan.due_on, received, recover)


def _envelopes(
    frozen: Frozen, actions: tuple[ActionRow, ...]
) -> tuple[EnvelopeRow, ...]:
    lines = [line for action in actions for line in action.lines]
    return tuple(
        EnvelopeRow(
            funder=funder.code,
            name=funder.name,
            envelope_centimes=funder.envelope_centimes,
            asked_centimes=sum(
                one.asked_centimes for one in lines if one.funder == funder.code
            ),
            programmed_centimes=sum(
                one.arbitrated_centimes or 0
                for one in lines
                if one.funder == funder.code
            ),
        )
        for funder in frozen.campaign.funders
    )


def _milestones(cycle: Cycle, frozen: Frozen, at: datetime) -> tuple[MilestoneRow, ...]:
    """Say of each date when its step was done; a date alone is past or to come."""
    done = {
        "ouverture": cycle.opened_at,
        "ouverture_consultation": cycle.consultation_opened_at,
        "cloture_consultation": cycle.consultation_closed_at,
        "copil": cycle.frozen_at,
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
