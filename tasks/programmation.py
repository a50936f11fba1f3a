"""Propose a programming, record what the COPIL arbitrates, freeze it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.judged import accepted_with, innovation_scores
from contrat_de_ville.adapters.store.models import (
    Depot,
    Enveloppe,
    Ligne,
    Programmation,
    Rang,
)
from contrat_de_ville.domain.aci import FUNDER as ACI_FUNDER
from contrat_de_ville.domain.conseils import AvisKind, is_supported
from contrat_de_ville.domain.criteria import criteria_met
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming import (
    RULE,
    Candidate,
    ProposedLine,
    Ranked,
    Terms,
    propose,
    rank_candidates,
)
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.datasets import require_sound
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Programmation"
FROZEN_WITH = ("lignes_budget", "chantiers_aci", "avis", "decisions")
"""The data sets a programming rests on: one that breaks its contract stops it."""


@step_task("lire-actions-recevables")
def read_candidates(ref: CycleRef) -> tuple[list[Candidate], Terms]:
    """Return the admissible actions and the campaign's terms.

    Nothing is returned to propose when a proposal is already on record.
    """
    with reading(ref) as (session, cycle, frozen):
        terms = _terms(
            frozen,
            {
                one.funder: one.montant_centimes + one.depassement_centimes
                for one in session.scalars(
                    select(Enveloppe).where(Enveloppe.cycle_id == cycle.id)
                )
            },
        )
        if cycle.proposed_at is not None:
            return [], terms
        depots = session.scalars(
            select(Depot)
            .where(Depot.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
            .order_by(Depot.numero)
        )
        scored, shared = (
            innovation_scores(session, cycle),
            accepted_with(session, cycle),
        )
        return [
            _candidate(
                one,
                frozen,
                innovation=scored.get(one.id, ()),
                is_mutualised=one.numero in shared,
            )
            for one in depots
        ], terms


@step_task("calculer-proposition")
def compute_proposal(
    candidates: Sequence[Candidate], terms: Terms
) -> tuple[tuple[Ranked, ...], tuple[ProposedLine, ...]]:
    """Order the actions and give each line an amount with its sentence."""
    ranking = rank_candidates(candidates, terms.weights)
    return ranking, propose(candidates, ranking, terms)


@step_task("enregistrer-proposition")
def record_proposal(
    ref: CycleRef,
    ranking: Sequence[Ranked],
    lines: Sequence[ProposedLine],
    at: datetime,
    *,
    a_blanc: bool,
) -> StepReport:
    """Record the proposal for the committees; a second one is never recorded."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        cycle = act.cycle
        is_due = cycle.consultation_closed_at is not None and cycle.proposed_at is None
        if is_due:
            cycle.proposed_at = at
            _record_ranks(act, ranking)
            _record_lines(act, lines)
            act.tell(
                "programmation.proposee",
                f"cycle:{cycle.code}",
                rule=RULE,
                inputs=(cycle.campaign_sha256,),
                data={f"{one}_centimes": n for one, n in _totals(lines).items()},
            )
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=(
                f"Proposition pour {plural(len(ranking), 'action')}."
                if is_due
                else "La consultation n'est pas close : rien à proposer encore."
            ),
            columns=("Financeur", "Proposé"),
            rows=tuple(
                (name, format_euros(total)) for name, total in _totals(lines).items()
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("figer-programmation")
def record_freeze(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Freeze the programming once the COPIL met and every line is arbitrated."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        lines = _all_lines(act)
        missing = [one for one in lines if one.arbitre_centimes is None]
        if act.cycle.frozen_at is not None:
            summary = "La programmation est déjà figée."
        elif missing or at < act.frozen.campaign.calendar.copil or not lines:
            summary = f"{plural(len(missing), 'ligne')} à arbitrer avant de figer."
        else:
            summary = f"Programmation figée : {_freeze(act, lines)}."
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=summary,
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _terms(frozen: Frozen, envelopes: dict[str, int]) -> Terms:
    choice = frozen.campaign.choice
    return Terms(
        envelopes=envelopes,
        ceilings_pct=choice("programmation.taux_plafond_pct"),
        minimum_centimes=choice("programmation.montant_minimum_utile") * 100,
        weights=choice("programmation.poids"),
    )


def _candidate(
    depot: Depot,
    frozen: Frozen,
    *,
    innovation: Sequence[InnovationScore],
    is_mutualised: bool,
) -> Candidate:
    action = action_from_dict(depot.versions[-1].action)
    supported = is_supported([AvisKind(one.avis) for one in depot.avis if one.avis])
    return Candidate(
        numero=depot.numero,
        cash_centimes=action.cash_centimes(),
        asked={one.funder: one.demande_centimes for one in depot.lines},
        criteria=criteria_met(
            action,
            frozen,
            is_supported=supported,
            innovation=innovation,
            is_mutualised=is_mutualised,
        ),
        aci_funder=ACI_FUNDER,
        granted_aci=_granted_aci(depot),
        waits_for_committee=depot.is_chantier and depot.aide is None,
    )


def _granted_aci(depot: Depot) -> int | None:
    """Return what the note's rule gives a chantier: nothing yet is zero, not free."""
    if not depot.is_chantier:
        return None
    return 0 if depot.aide is None else depot.aide.montant_centimes


def _record_ranks(act: Act, ranking: Sequence[Ranked]) -> None:
    for one in ranking:
        depot = require_depot(act.session, act.cycle, one.numero)
        act.session.add(
            Rang(
                depot_id=depot.id,
                rank=one.rank,
                points=one.points,
                criteria=dict(one.criteria),
            )
        )


def _record_lines(act: Act, lines: Sequence[ProposedLine]) -> None:
    for one in lines:
        line = line_of(act, one.numero, one.funder)
        line.propose_centimes, line.propose_reason = one.amount_centimes, one.reason


def _totals(lines: Sequence[ProposedLine]) -> dict[str, int]:
    funders = sorted({one.funder for one in lines})
    return {
        funder: sum(one.amount_centimes for one in lines if one.funder == funder)
        for funder in funders
    }


def line_of(act: Act, numero: str, funder: str) -> Ligne:
    """Return one funder's line of one deposit.

    Raises:
        BadInputError: no such deposit, or it asks nothing of that funder.
    """
    depot = require_depot(act.session, act.cycle, numero)
    line = next((one for one in depot.lines if one.funder == funder), None)
    if line is None:
        asked = ", ".join(one.funder for one in depot.lines) or "aucun"
        raise BadInputError(
            f"Le dépôt {numero} ne demande rien à « {funder} » (financeurs : {asked}).",
            "Vérifiez le financeur.",
        )
    return line


def _all_lines(act: Act) -> list[Ligne]:
    return list(
        act.session.scalars(
            select(Ligne)
            .join(Depot)
            .where(Ligne.cycle_id == act.cycle.id, Depot.state == DepotState.RECEVABLE)
            .order_by(Depot.numero, Ligne.funder)
        )
    )


def _freeze(act: Act, lines: Sequence[Ligne]) -> str:
    require_sound(act, FROZEN_WITH, "Programmation à figer")
    rows = [
        {
            "numero": one.depot.numero,
            "financeur": one.funder,
            "demande_centimes": one.demande_centimes,
            "arbitre_centimes": one.arbitre_centimes,
        }
        for one in lines
    ]
    sha256 = sha256_hex(canonical_json({"lignes": rows}))
    act.cycle.frozen_at = act.at
    act.session.add(
        Programmation(
            cycle_id=act.cycle.id,
            version=1,
            rows=rows,
            sha256=sha256,
            reason="Décision du comité de pilotage",
            frozen_at=act.at,
        )
    )
    total = sum(one.arbitre_centimes or 0 for one in lines)
    act.tell(
        "programmation.figee",
        f"cycle:{act.cycle.code}",
        outputs=(sha256,),
        data={"version": 1, "lignes": len(rows), "total_centimes": total},
    )
    return f"version 1, {format_euros(total)}, empreinte {sha256[:12]}"
