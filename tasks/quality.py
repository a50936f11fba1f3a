"""Check deposits against their contract, settle their state, ask for corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.quality.contract import DepositContract
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import CheckInput, check_deposits
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.models import (
    Constat,
    Cycle,
    Depot,
    Derogation,
    Ligne,
    VersionDepot,
)
from contrat_de_ville.domain.admissibility import Standing, settle
from contrat_de_ville.domain.deposit_records import action_from_dict, form_from_dict
from contrat_de_ville.domain.depots import (
    DepotState,
    Finding,
    Severity,
    finding_from_dict,
)
from contrat_de_ville.domain.duplicates import Candidate, find_duplicates
from contrat_de_ville.domain.labels import STATE_LABELS
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.corrections import ask_for_corrections, tell_refusals
from tasks.running import step_task


STEP = "check_depots"
TITLE = "Contrôle de qualité"
RULE = "depots.odcs@1"
_UNSETTLED = (DepotState.DEPOSE, DepotState.A_CORRIGER)


@step_task("lire-depots-a-controler")
def read_unchecked(ref: CycleRef) -> list[CheckInput]:
    """Return the current version of each deposit that was never checked."""
    with reading(ref) as (session, cycle, _):
        return [
            CheckInput(
                key=depot.numero,
                form=form_from_dict(version.form),
                action=action_from_dict(version.action),
                unreadable=frozenset(one["field"] for one in version.unreadable),
            )
            for depot in _depots(session, cycle)
            if (version := depot.versions[-1]).checked_at is None
        ]


@step_task("controler-qualite")
def check_quality(
    ref: CycleRef, inputs: Sequence[CheckInput]
) -> dict[str, tuple[Finding, ...]]:
    """Run the contract of deposits over all of them in one batch.

    Raises:
        QualityCheckFailedError: a rule could not be run; nothing is concluded.
    """
    contract = _contract()
    with reading(ref) as (_, _, frozen):
        return check_deposits(inputs, frozen.campaign, frozen.orientations(), contract)


@step_task("enregistrer-constats")
def record_findings(
    ref: CycleRef,
    findings: Mapping[str, tuple[Finding, ...]],
    at: datetime,
    *,
    a_blanc: bool,
) -> StepReport:
    """Record what was found, settle every state, write to each porteur once."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        depots = _depots(act.session, act.cycle)
        for depot in depots:
            if depot.numero in findings:
                _record(act, depot, findings[depot.numero])
        act.session.flush()
        changed = settle_depots(act)
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=(
                f"{plural(len(findings), 'dépôt contrôlé', 'dépôts contrôlés')}, "
                f"{plural(len(changed), 'état changé', 'états changés')}."
            ),
            columns=("Dépôt", "État", "Constats", "Motif"),
            rows=tuple(
                (
                    one.numero,
                    STATE_LABELS[DepotState(one.state)],
                    len(one.versions[-1].constats),
                    one.state_reason,
                )
                for one in changed
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def settle_depots(act: Act, *, only: str = "") -> list[Depot]:
    """Settle the state of the checked deposits, write to their porteurs.

    Args:
        act: the act in which it happens.
        only: the number of the one deposit to settle; all of them otherwise.

    Returns:
        The deposits whose state changed.
    """
    depots = _depots(act.session, act.cycle)
    changed = _settle_all(
        act, [one for one in depots if one.numero == (only or one.numero)]
    )
    ask_for_corrections(act, changed)
    tell_refusals(act, changed)
    return changed


@lru_cache(maxsize=1)
def _contract() -> DepositContract:
    return load_contract(resource_folder("data_contracts") / "depots.odcs.yaml")


def _depots(session: Session, cycle: Cycle) -> list[Depot]:
    return list(
        session.scalars(
            select(Depot)
            .where(Depot.cycle_id == cycle.id)
            .order_by(Depot.numero)
            .options(selectinload(Depot.versions).selectinload(VersionDepot.constats))
        )
    )


def _record(act: Act, depot: Depot, found: tuple[Finding, ...]) -> None:
    version = depot.versions[-1]
    unreadable = tuple(finding_from_dict(one) for one in version.unreadable)
    version.checked_at = act.at
    version.constats = [Constat(**one.as_dict()) for one in (*unreadable, *found)]
    blocking = sum(one.severity == Severity.BLOQUANT for one in version.constats)
    act.tell(
        "depot.controle",
        f"depot:{depot.numero}",
        rule=RULE,
        inputs=(version.piece_sha256,),
        data={
            "version": version.version,
            "bloquants": blocking,
            "a_verifier": len(version.constats) - blocking,
        },
    )


def _settle_all(act: Act, depots: Sequence[Depot]) -> list[Depot]:
    """Settle the state of every checked deposit; return those that changed."""
    duplicates = _duplicates(depots)
    admitted = set(
        act.session.scalars(
            select(Derogation.numero).where(
                Derogation.cycle_id == act.cycle.id, Derogation.until >= act.at
            )
        )
    )
    changed = []
    for depot in depots:
        is_late = DepotState(depot.state) is DepotState.HORS_DELAI
        if depot.state not in _UNSETTLED and not (is_late and depot.numero in admitted):
            continue
        version = depot.versions[-1]
        if version.checked_at is None:
            continue
        standing = Standing(
            is_late=version.is_late,
            has_derogation=depot.numero in admitted,
            has_blocking=any(c.severity == Severity.BLOQUANT for c in version.constats),
            duplicate_of=duplicates.get(depot.numero, ""),
        )
        state, reason = settle(standing, act.frozen.campaign.calendar, act.at)
        if state != depot.state:
            _change_state(act, depot, state, reason)
            changed.append(depot)
    return changed


def _duplicates(depots: Sequence[Depot]) -> dict[str, str]:
    candidates = [
        Candidate(
            numero=one.numero,
            sha256=one.versions[-1].piece_sha256,
            siret=one.porteur_siret,
            title=one.title,
        )
        for one in depots
    ]
    return {pair.duplicate: pair.original for pair in find_duplicates(candidates)}


def _change_state(act: Act, depot: Depot, state: DepotState, reason: str) -> None:
    act.tell(
        "depot.etat",
        f"depot:{depot.numero}",
        data={"avant": depot.state, "apres": state.value},
    )
    depot.state, depot.state_reason = state, reason
    # A version that is no longer admissible asks nothing of anyone.
    act.session.execute(delete(Ligne).where(Ligne.depot_id == depot.id))
    if state is DepotState.RECEVABLE:
        _draw_lines(act, depot)


def _draw_lines(act: Act, depot: Depot) -> None:
    """Give an admissible deposit one line per funder of the campaign it asks."""
    action = action_from_dict(depot.versions[-1].action)
    for funder, asked in sorted(action.requests().items()):
        if act.frozen.campaign.funder(funder) is not None:
            act.session.add(
                Ligne(
                    cycle_id=act.cycle.id,
                    depot_id=depot.id,
                    funder=funder,
                    demande_centimes=asked,
                )
            )
