"""Check deposits against their contract, settle their state, ask for corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete

from contrat_de_ville.adapters.quality.run import check_deposits
from contrat_de_ville.adapters.quality.shipped import shipped_contract
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.checking import (
    checked_depots,
    current_actions,
    duplicates_of,
    findings_counts,
    read_inputs,
    slices,
    unchecked,
)
from contrat_de_ville.adapters.store.deposit_past import read_context
from contrat_de_ville.adapters.store.derogations import admitted_numeros
from contrat_de_ville.adapters.store.models import Depot, Ligne
from contrat_de_ville.domain.admissibility import Standing, settle
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.envelopes import part_of
from contrat_de_ville.domain.labels import STATE_LABELS
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.annotating import Annotator, Checkup
from tasks.corrections import ask_for_corrections, tell_refusals
from tasks.findings import record_all
from tasks.running import step_task


STEP = "check_depots"
TITLE = "Contrôle de qualité"
# Deposits in memory at once: their forms weigh more than all the rest.
_BATCH = 5_000


@step_task("lire-depots-a-controler")
def read_unchecked(ref: CycleRef) -> list[str]:
    """Return the numbers of the deposits whose present version was never checked."""
    with reading(ref) as (session, cycle, _):
        return unchecked(session, cycle)


@step_task("controler-qualite")
def check_quality(
    ref: CycleRef, numeros: Sequence[str], at: datetime
) -> dict[str, Checkup]:
    """Run the contract of deposits over these, in batches of thousands.

    The workbooks to send back are annotated here, while nothing is locked. *at* says
    which bilans are late by then, and whether there is time left to mend.

    Raises:
        QualityCheckFailedError: a rule could not be run; nothing is concluded.
    """
    found: dict[str, Checkup] = {}
    if not numeros:
        return found
    with reading(ref) as (session, cycle, frozen):
        annotator, context = Annotator(frozen), read_context(session, cycle, at)
        calendar = frozen.campaign.calendar
        has_time = calendar.meets(at, calendar.fin_corrections)
        for part in slices(numeros, _BATCH):
            inputs = read_inputs(session, cycle, part, annotator.definition)
            results = check_deposits(
                [one.given for one in inputs],
                frozen.campaign,
                frozen.orientations(),
                shipped_contract("depots"),
                context,
            )
            for one in inputs:
                key = one.given.key
                found[key] = annotator.checkup(one, results[key], copied=has_time)
    return found


@step_task("enregistrer-constats")
def record_findings(
    ref: CycleRef, checkups: Mapping[str, Checkup], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record what was found, settle every state, write to each porteur once."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        record_all(act, checkups)
        changed = settle_depots(act, checkups=checkups)
        counts = findings_counts(act.session, changed)
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=(
                f"{plural(len(checkups), 'dépôt contrôlé', 'dépôts contrôlés')}, "
                f"{plural(len(changed), 'état changé', 'états changés')}."
            ),
            columns=("Dépôt", "État", "Constats", "Motif"),
            rows=tuple(
                (
                    one.numero,
                    STATE_LABELS[DepotState(one.state)],
                    counts.get(one.id, 0),
                    one.state_reason,
                )
                for one in changed
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def settle_depots(
    act: Act, *, only: str = "", checkups: Mapping[str, Checkup] | None = None
) -> list[Depot]:
    """Settle the state of the checked deposits, write to their porteurs.

    Args:
        act: the act in which it happens.
        only: the number of the one deposit to settle; all of them otherwise.
        checkups: what was just found, with the workbooks annotated beforehand.

    Returns:
        The deposits whose state changed.
    """
    changed = _settle_all(act, only)
    _draw_lines(act, changed)
    ask_for_corrections(act, changed, checkups or {})
    tell_refusals(act, changed)
    return changed


def _settle_all(act: Act, only: str) -> list[Depot]:
    """Settle the state of every checked deposit; return those that changed."""
    admitted = admitted_numeros(act.session, act.cycle, act.at)
    unsettled = checked_depots(act.session, act.cycle, also=admitted, only=only)
    duplicates = duplicates_of(act.session, act.cycle) if unsettled else {}
    changed = []
    for one in unsettled:
        standing = Standing(
            is_late=one.is_late,
            has_derogation=one.depot.numero in admitted,
            has_blocking=one.has_blocking,
            duplicate_of=duplicates.get(one.depot.numero, ""),
        )
        state, reason = settle(standing, act.frozen.campaign.calendar, act.at)
        if state != one.depot.state:
            _change_state(act, one.depot, state, reason)
            changed.append(one.depot)
    return changed


def _change_state(act: Act, depot: Depot, state: DepotState, reason: str) -> None:
    act.tell(
        "depot.etat",
        f"depot:{depot.numero}",
        data={"avant": depot.state, "apres": state.value},
    )
    depot.state, depot.state_reason, depot.state_since = state, reason, act.at


def _draw_lines(act: Act, changed: Sequence[Depot]) -> None:
    """Give an admissible deposit one line per funder of the campaign it asks.

    A version that is no longer admissible asks nothing of anyone.
    """
    for part in slices([one.id for one in changed]):
        act.session.execute(
            delete(Ligne)
            .where(Ligne.depot_id.in_(part))
            .execution_options(synchronize_session=False)
        )
    admissible = [one for one in changed if one.state == DepotState.RECEVABLE]
    for depot, action in current_actions(act.session, admissible):
        act.session.add_all(
            Ligne(
                cycle_id=act.cycle.id,
                depot_id=depot.id,
                funder=funder,
                part=part_of(act.frozen.campaign, funder, action),
                demande_centimes=asked,
            )
            for funder, asked in sorted(action.requests().items())
            if act.frozen.campaign.funder(funder) is not None
        )
