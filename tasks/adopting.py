"""Make a scenario the proposal: computed again, recorded, signed, with its motive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.acts import acting, reading
from contrat_de_ville.adapters.store.models import Cycle, Ligne
from contrat_de_ville.adapters.store.scenarios import Granted
from contrat_de_ville.domain.assembly.scenario import Scenario
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.habilitations import Power
from contrat_de_ville.domain.proposal import Obstacle, Proposal
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.assembling import Assembling, read_assembling
from tasks.habilitations import signed_by
from tasks.programmation import (
    STEP,
    Adopted,
    compute_proposal,
    report_of,
    said_of,
    write_proposal,
)
from tasks.running import step_task


@step_task("adopter-scenario")
def adopt(  # noqa: PLR0913 (keyword-only, what a signed act needs)
    ref: CycleRef,
    changes: Sequence[str],
    *,
    name: str,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
    seen: Granted | None = None,
) -> StepReport:
    """Record what a scenario gives as the proposal, in a new version.

    It is computed again on the official state of now. It may be the first proposal,
    where the constraints of the campaign cannot be held together.

    Args:
        ref: the cycle.
        changes: what the scenario changes, as it was written.
        name: of the scenario.
        author: the function that adopts it, by its code or its French name.
        reason: why.
        at: when.
        a_blanc: undo everything once it was tried.
        seen: what it gave when people looked at it, kept among equals.

    Raises:
        UnauthorisedError: the campaign does not empower this function to adopt.
        BadInputError: nobody signs, no motive, a change that cannot be read, a
            consultation still open, or amounts already arbitrated; no programming
            holds the constraints of the scenario.
    """
    said = _signed(name, author, reason)
    scenario = parse_scenario(name, list(changes))
    by = signed_by(ref, Power.ADOPTION, said.author, step=STEP, at=at, a_blanc=a_blanc)
    adopted = replace(said, author=by)
    with reading(ref) as (session, cycle, _):
        _require_open(session, cycle)  # before a computation of some seconds
    computed = _computed(ref, scenario, seen)
    return _record(ref, computed, adopted, at, a_blanc=a_blanc)


def _computed(ref: CycleRef, scenario: Scenario, seen: Granted | None) -> Proposal:
    assembling = read_assembling(ref)
    computed = compute_proposal(assembling, scenario, _near(assembling, seen))
    if isinstance(computed, Obstacle):
        raise BadInputError(
            f"Scénario « {scenario.name} » : {computed.sentence}",
            "Rien n'est enregistré.",
        )
    return computed


def _record(
    ref: CycleRef, computed: Proposal, adopted: Adopted, at: datetime, *, a_blanc: bool
) -> StepReport:
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _require_open(act.session, act.cycle)
        version = write_proposal(act, computed, adopted, a_blanc=a_blanc)
        summary = (
            f"Version {version}, d'après le scénario « {adopted.name} ». "
            f"{said_of(computed)}"
        )
        return report_of(act, summary, computed.lines, a_blanc=a_blanc)


def _near(assembling: Assembling, seen: Granted | None) -> Amounts | None:
    """Return what was seen by key of file; a file that is gone has none."""
    keys = {one.numero: one.key for one in assembling.problem.dossiers}
    found = (seen or {}).items()
    return {keys[one]: lines for one, lines in found if one in keys} or None


def _signed(name: str, author: str, reason: str) -> Adopted:
    adopted = Adopted(
        name=one_line(name), author=one_line(author), reason=one_line(reason)
    )
    if not adopted.author:
        raise BadInputError(
            "Personne ne signe l'adoption du scénario.", "Donnez la fonction (--par)."
        )
    if not adopted.reason:
        raise BadInputError(
            "L'adoption du scénario est sans motif.", "Dites pourquoi (--motif)."
        )
    return adopted


def _require_open(session: Session, cycle: Cycle) -> None:
    """Refuse to propose before the avis, or once the COPIL has begun to arbitrate."""
    if cycle.consultation_closed_at is None:
        raise BadInputError(
            f"La consultation du cycle {cycle.code} n'est pas close.",
            "Un scénario s'adopte quand les avis sont rendus.",
        )
    count = session.scalar(
        select(func.count(Ligne.arbitre_centimes)).where(Ligne.cycle_id == cycle.id)
    )
    if count or cycle.frozen_at is not None:
        raise BadInputError(
            f"Le comité a déjà arbitré des lignes du cycle {cycle.code} : la "
            "proposition ne change plus.",
            "Ce qui change ensuite est un arbitrage, ou un avenant.",
        )
