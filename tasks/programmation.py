"""Propose a programming to the committees: compute it, record it with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.highs import SolverGaveUpError
from contrat_de_ville.adapters.pricing import price_constraints
from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, Ligne, Proposition, Rang
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.assembly.conflict import InfeasibleError
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.assembly.record import problem_record
from contrat_de_ville.domain.assembly.scenario import Scenario
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.assembly.verifying import UnverifiedProgrammingError
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.journal import SYSTEM, Plain, sha256_hex
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming import RULE, Ranked
from contrat_de_ville.domain.proposal import (
    Obstacle,
    Proposal,
    ProposedLine,
    proposed_lines,
    summary_of,
)
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.assembling import Assembling, assembling_of, read_assembling
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Programmation"
_PRICING_SECONDS = 20.0
_WAY_OUT = (
    "Un scénario sans cette contrainte s'essaie par « programmation scenario » ; "
    "adopté, avec son motif, il devient la proposition."
)


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """The scenario a proposal comes from: its name, who adopts it, and why."""

    name: str
    author: str
    reason: str


@step_task("lire-question")
def read_question(ref: CycleRef) -> Assembling | None:
    """Return what is to be proposed on; nothing once it is, or before its time."""
    with reading(ref) as (_, cycle, _):
        is_due = cycle.consultation_closed_at is not None and cycle.proposed_at is None
    return read_assembling(ref) if is_due else None


@step_task("calculer-proposition")
def compute_proposal(
    assembling: Assembling,
    scenario: Scenario | None = None,
    near: Amounts | None = None,
) -> Proposal | Obstacle:
    """Find the best programming, explain it, price what holds it.

    What makes one impossible is returned, to be said: the year goes on meanwhile.

    Args:
        assembling: the official question.
        scenario: what is changed of it.
        near: of the programmings worth the same, the one people saw.

    Raises:
        BadInputError: the scenario is about what the year does not have.
    """
    problem = assembling.problem
    if scenario is not None:
        problem = scenario.applied_to(problem)
    try:
        solution = solve(problem, near=near)
    except (InfeasibleError, SolverGaveUpError, UnverifiedProgrammingError) as error:
        return Obstacle(sentence=str(error))
    explanation = explain(problem, solution)
    # The useful minimum keeps lines out without ever being tight.
    slots = sorted({*explanation.tight(), problem.minimum.slot})
    prices = price_constraints(problem, solution, slots, _PRICING_SECONDS)
    changes = [one.text for one in scenario.changes] if scenario else []
    return Proposal(
        lines=proposed_lines(problem, explanation),
        ranking=assembling.ranking,
        official=assembling.problem,
        problem=problem,
        solution=solution,
        inputs_sha256=assembling.sha256,
        summary=summary_of(problem, solution, explanation, prices, changes),
    )


@step_task("enregistrer-proposition")
def record_proposal(
    ref: CycleRef, computed: Proposal | Obstacle | None, at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record the proposal for the committees; a second one is never recorded.

    Nothing is recorded where no programming holds: the report says which constraints
    cannot be held together.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        cycle = act.cycle
        is_due = cycle.consultation_closed_at is not None and cycle.proposed_at is None
        lines: Sequence[ProposedLine] = ()
        if isinstance(computed, Obstacle):
            summary = f"Rien n'est proposé. {computed.sentence} {_WAY_OUT}"
        elif computed is None or not is_due:
            summary = (
                "La proposition est déjà enregistrée."
                if cycle.proposed_at is not None
                else "La consultation n'est pas close : rien à proposer encore."
            )
        else:
            write_proposal(act, computed, a_blanc=a_blanc)
            lines, summary = computed.lines, said_of(computed)
        return report_of(act, summary, lines, a_blanc=a_blanc)


def write_proposal(
    act: Act, proposal: Proposal, adopted: Adopted | None = None, *, a_blanc: bool
) -> int:
    """Write a proposal in place of the one there is, as a new version; return it.

    Raises:
        BadInputError: the files or the envelopes changed while it was computed.
    """
    _require_current(act, proposal)
    signed = adopted or Adopted(name="", author=SYSTEM, reason="")
    act.cycle.proposed_at = act.cycle.proposed_at or act.at
    _write_ranks(act, proposal.ranking)
    _write_lines(act, proposal.lines, signed.author)
    version = _next(act)
    inputs, sha256 = _keep(act, proposal, version, a_blanc=a_blanc)
    act.session.add(
        Proposition(
            cycle_id=act.cycle.id,
            version=version,
            rule=RULE,
            inputs_sha256=proposal.inputs_sha256,
            sha256=sha256,
            scenario=signed.name,
            author=signed.author,
            reason=signed.reason,
            summary=proposal.summary,
            computed_at=act.at,
        )
    )
    act.tell(
        "programmation.proposee",
        f"cycle:{act.cycle.code}",
        actor=signed.author,
        rule=RULE,
        inputs=(act.cycle.campaign_sha256, *inputs),
        outputs=(sha256,),
        data={
            "version": version,
            **_data(adopted),
            **{f"{one}_centimes": n for one, n in _totals(proposal.lines).items()},
        },
    )
    return version


def _data(adopted: Adopted | None) -> dict[str, Plain]:
    """Return what the journal tells of an adoption; words of people stay out of it."""
    if adopted is None:
        return {}
    return {
        "scenario": adopted.name,
        "empreinte_motif": sha256_hex(adopted.reason.encode()),
    }


def _next(act: Act) -> int:
    """Return the number of the next version of the proposal."""
    last = act.session.scalar(
        select(func.max(Proposition.version)).where(
            Proposition.cycle_id == act.cycle.id
        )
    )
    return (last or 0) + 1


def _require_current(act: Act, proposal: Proposal) -> None:
    """Look again, now that nobody else writes: the computation took some seconds."""
    now = assembling_of(act.session, act.cycle, act.frozen)
    if now.sha256 != proposal.inputs_sha256:
        raise BadInputError(
            "Les dossiers ou les enveloppes ont changé pendant le calcul de la "
            "proposition : rien n'est enregistré.",
            "Relancez le calcul.",
        )


def _keep(
    act: Act, proposal: Proposal, version: int, *, a_blanc: bool
) -> tuple[tuple[str, ...], str]:
    """Keep as evidence the questions and the amounts; return their hashes."""
    questions = [canonical_json(problem_record(proposal.official))]
    if proposal.problem is not proposal.official:
        questions.append(canonical_json(problem_record(proposal.problem)))
    amounts = canonical_json({"montants_centimes": proposal.solution.amounts})
    named = zip(("question", "question-du-scenario"), questions, strict=False)
    for name, content in (*named, ("montants", amounts)):
        if not a_blanc:
            evidence.keep(current_workspace().pieces, content)
        file_name = f"proposition-{act.cycle.code}-v{version}-{name}.json"
        keep_piece(act.session, sha256_hex(content), file_name, len(content), act.at)
    return tuple(map(sha256_hex, questions)), sha256_hex(amounts)


def _write_ranks(act: Act, ranking: Sequence[Ranked]) -> None:
    for one in ranking:
        depot = require_depot(act.session, act.cycle, one.numero)
        found = act.session.scalars(select(Rang).where(Rang.depot_id == depot.id))
        row = found.first() or Rang(depot_id=depot.id)
        row.rank, row.points, row.criteria = one.rank, one.points, dict(one.criteria)
        act.session.add(row)


def _write_lines(act: Act, lines: Sequence[ProposedLine], author: str) -> None:
    rows = act.session.scalars(
        select(Ligne)
        .join(Depot)
        .where(Ligne.cycle_id == act.cycle.id, Depot.state == DepotState.RECEVABLE)
        .options(contains_eager(Ligne.depot))
    )
    found = {(one.depot.numero, one.funder): one for one in rows}
    for one in lines:
        row = found[one.numero, one.funder]
        row.propose_centimes, row.propose_reason = one.amount_centimes, one.reason
        row.propose_author, row.propose_at = author, act.at


def said_of(proposal: Proposal) -> str:
    """Say in one sentence what a proposal comes to."""
    total = sum(one.amount_centimes for one in proposal.lines)
    retained = len(proposal.solution.retained)
    return (
        f"Proposition pour {plural(len(proposal.ranking), 'action')} : "
        f"{plural(retained, 'retenue')}, {format_euros(total)} "
        f"({proposal.solution.said()})."
    )


def report_of(
    act: Act, summary: str, lines: Sequence[ProposedLine], *, a_blanc: bool
) -> StepReport:
    """Report what was proposed, funder by funder."""
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=summary,
        columns=("Financeur", "Proposé"),
        rows=tuple(
            (name, format_euros(total)) for name, total in _totals(lines).items()
        ),
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )


def _totals(lines: Sequence[ProposedLine]) -> dict[str, int]:
    funders = sorted({one.funder for one in lines})
    return {
        funder: sum(one.amount_centimes for one in lines if one.funder == funder)
        for funder in funders
    }
