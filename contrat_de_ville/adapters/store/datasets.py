"""Read the data sets of a cycle as the rows their contracts check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.models import (
    AideAci,
    Avis,
    Bilan,
    Cycle,
    Depot,
    Ligne,
    Programmation,
    UtiliteSociale,
)
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.domain.aci import FUNDER, bareme_of
from contrat_de_ville.domain.conseils import conseils_for
from contrat_de_ville.domain.datasets.avis import AvisOnRecord, avis_row
from contrat_de_ville.domain.datasets.bilans import BilanOnRecord, bilan_row
from contrat_de_ville.domain.datasets.budget_lines import budget_line_rows
from contrat_de_ville.domain.datasets.chantiers import ChantierGranted, chantier_row
from contrat_de_ville.domain.datasets.decisions import LineOnRecord, decision_row
from contrat_de_ville.domain.datasets.published import published_rows
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.frozen import Frozen


Rows = dict[str, dict[str, object]]
Reader = Callable[[Session, Cycle, Frozen, datetime], Rows]


def _budget_lines(session: Session, cycle: Cycle, frozen: Frozen, _: datetime) -> Rows:
    funders = {one.code for one in frozen.campaign.funders}
    rows: Rows = {}
    for depot in _admissible(session, cycle):
        action = action_from_dict(depot.versions[-1].action)
        rows |= budget_line_rows(depot.numero, action, funders)
    return rows


def _chantiers(session: Session, cycle: Cycle, frozen: Frozen, _: datetime) -> Rows:
    query = (
        select(Depot, AideAci, UtiliteSociale)
        .join(AideAci, AideAci.depot_id == Depot.id)
        .outerjoin(UtiliteSociale, UtiliteSociale.depot_id == Depot.id)
        .where(Depot.cycle_id == cycle.id)
        .order_by(Depot.numero)
    )
    bareme = bareme_of(frozen)
    return {
        depot.numero: chantier_row(_granted(depot, aide, figure), bareme)
        for depot, aide, figure in session.execute(query)
    }


def _granted(
    depot: Depot, aide: AideAci, figure: UtiliteSociale | None
) -> ChantierGranted:
    action = action_from_dict(depot.versions[-1].action)
    chantier = action.chantier
    inputs = aide.explanation["inputs"]
    declared = chantier.salaries_count if chantier else None
    smoothed = [
        step["amount_centimes"]
        for step in aide.explanation.get("steps", ())
        if step["code"] == "lissage"
    ]
    return ChantierGranted(
        numero=depot.numero,
        salaries_count=declared,
        utilite_centimes=figure.montant_centimes if figure else None,
        utilite_author=figure.author if figure else "",
        asked_centimes=action.requests().get(FUNDER, 0),
        granted_centimes=aide.montant_centimes,
        part_centimes=inputs.get("utilite_centimes") or 0,
        effectif_centiemes=inputs.get("effectif_centiemes") or 100 * (declared or 0),
        smoothed_centimes=smoothed[0] if smoothed else None,
        is_refused=aide.is_refused,
        is_new=chantier is not None and chantier.is_new,
        utilite_18_25=chantier.utilite_18_25 if chantier else "",
    )


def _avis(session: Session, cycle: Cycle, frozen: Frozen, _: datetime) -> Rows:
    query = (
        select(Avis)
        .where(Avis.cycle_id == cycle.id)
        .options(selectinload(Avis.depot).selectinload(Depot.versions))
    )
    conseils = frozen.campaign.conseils
    known = {one.code for one in conseils}
    rows: Rows = {}
    for one in session.scalars(query):
        quartiers = one.depot.versions[-1].action["quartiers"]
        record = AvisOnRecord(
            numero=one.depot.numero,
            conseil=one.conseil,
            avis=one.avis,
            text=one.text,
            members_present=one.members_present,
            asked_at=one.asked_at,
            rendered_at=one.rendered_at,
        )
        rows[f"{record.numero}/{record.conseil}"] = avis_row(
            record,
            {conseil.code for conseil in conseils_for(quartiers, conseils)},
            known,
            is_closed=cycle.consultation_closed_at is not None,
        )
    return rows


def _decisions(session: Session, cycle: Cycle, frozen: Frozen, _: datetime) -> Rows:
    funders = {one.code for one in frozen.campaign.funders}
    query = (
        select(Ligne, Depot.numero)
        .join(Depot, Ligne.depot_id == Depot.id)
        .where(Ligne.cycle_id == cycle.id)
        .order_by(Depot.numero, Ligne.funder)
    )
    return {
        f"{numero}/{line.funder}": decision_row(_line(line, numero), funders)
        for line, numero in session.execute(query)
    }


def _line(line: Ligne, numero: str) -> LineOnRecord:
    return LineOnRecord(
        numero=numero,
        funder=line.funder,
        asked_centimes=line.demande_centimes,
        proposed_centimes=line.propose_centimes,
        arbitrated_centimes=line.arbitre_centimes,
        arbitrated_reason=line.arbitre_reason,
        decided_centimes=line.decide_centimes,
        act=line.acte,
        act_on=line.acte_on,
        notified_at=line.notified_at,
    )


def _bilans(session: Session, cycle: Cycle, frozen: Frozen, _: datetime) -> Rows:
    query = (
        select(Bilan, Depot)
        .join(Depot, Bilan.depot_id == Depot.id)
        .where(Bilan.cycle_id == cycle.id)
        .order_by(Depot.numero)
    )
    delay = int(frozen.parameters["bilans.delai_mois"])
    return {
        depot.numero: bilan_row(
            BilanOnRecord(
                numero=depot.numero,
                ends_on=depot.ends_on,
                due_on=one.due_on,
                granted_centimes=one.accorde_centimes,
                asked_at=one.asked_at,
                received_at=one.received_at,
                realised_centimes=one.realise_centimes,
                beneficiaries_count=one.beneficiaries_count,
            ),
            delay,
        )
        for one, depot in session.execute(query)
    }


def _published(session: Session, cycle: Cycle, _: Frozen, at: datetime) -> Rows:
    version = session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version.desc())
    ).first()
    kept: dict[str, int] = {}
    for row in version.rows if version else ():
        amount = kept.get(row["numero"], 0) + (row["arbitre_centimes"] or 0)
        kept[row["numero"]] = amount
    overview = read_overview(session, cycle, at)
    admissible = [
        one for one in overview.actions if one.state == DepotState.RECEVABLE.value
    ]
    return published_rows(tuple(admissible), kept)


def _admissible(session: Session, cycle: Cycle) -> list[Depot]:
    return list(
        session.scalars(
            select(Depot)
            .where(Depot.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
            .order_by(Depot.numero)
            .options(selectinload(Depot.versions))
        )
    )


DATASETS: dict[str, Reader] = {
    "lignes_budget": _budget_lines,
    "chantiers_aci": _chantiers,
    "avis": _avis,
    "decisions": _decisions,
    "bilans": _bilans,
    "export_programmation": _published,
}
"""How each data set is read, by the name of its contract, in the order of the year."""
