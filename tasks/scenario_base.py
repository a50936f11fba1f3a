"""The official state that scenarios start from, and a scenario computed upon it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.scenarios import (
    Granted,
    KeptScenario,
    RecordedProposal,
    kept_scenarios,
    recorded_proposal,
)
from contrat_de_ville.domain.assembly.comparing import Assembled
from contrat_de_ville.domain.assembly.conflict import InfeasibleError
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.wording import listed
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.scenario_effects import Programming
from contrat_de_ville.domain.scenario_names import (
    PROPOSAL,
    same_name,
    unknown_scenario,
)
from contrat_de_ville.domain.steps import CycleRef, plural
from contrat_de_ville.errors import BadInputError
from tasks.assembling import Assembling, read_assembling


@dataclass(frozen=True, kw_only=True)
class Official:
    """The question as the official state puts it, its answer, and what was tried.

    Attributes:
        proposal: what is recorded; nothing before there is a proposal.
        base: the proposal; before there is one, what it would be, and nothing at all
            where the constraints cannot be held together.
        notes: what a reader of a comparison must know of the proposal.
    """

    assembling: Assembling
    proposal: RecordedProposal | None
    base: Programming
    kept: tuple[KeptScenario, ...]
    notes: tuple[str, ...]

    @property
    def problem(self) -> Problem:
        """The official question."""
        return self.assembling.problem

    def scenario(self, name: str) -> KeptScenario:
        """Return a scenario that was kept, capitals and accents apart.

        Raises:
            BadInputError: there is none of that name.
        """
        for one in self.kept:
            if same_name(one.name, name):
                return one
        raise unknown_scenario(name, [one.name for one in self.kept])

    def spelled(self, name: str) -> str:
        """Return a name as the scenario of that name has it, if there is one."""
        found = (one.name for one in self.kept if same_name(one.name, name))
        return next(found, name)

    def is_current(self, kept: KeptScenario) -> bool:
        """Tell whether a scenario was computed on the official data of now."""
        return kept.inputs_sha256 == self.assembling.sha256


def read_official(ref: CycleRef) -> Official:
    """Read the official state of a cycle; write nothing.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: its consultation is not over.
    """
    with reading(ref) as (session, cycle, _):
        if cycle.consultation_closed_at is None:
            raise BadInputError(
                f"La consultation du cycle {cycle.code} n'est pas close : il n'y a pas "
                "encore de programmation à essayer.",
                "Les scénarios s'essaient quand les avis sont rendus.",
            )
        proposal = recorded_proposal(session, cycle)
        kept = kept_scenarios(session, cycle)
    assembling = read_assembling(ref)
    base, notes = _base(assembling, proposal)
    return Official(
        assembling=assembling, proposal=proposal, base=base, kept=kept, notes=notes
    )


def compute_programming(
    official: Official, name: str, texts: Sequence[str], at: datetime
) -> tuple[Programming, KeptScenario]:
    """Return what a scenario gives, explained, and what is to be kept of it.

    Raises:
        BadInputError: a change cannot be read, or is about what does not exist.
        InfeasibleError: its constraints cannot be held together; it names them.
        SolverGaveUpError: nothing was found in the time given.
    """
    scenario = parse_scenario(name, list(texts))
    problem = scenario.applied_to(official.problem)
    solution = solve(problem, near=official.base.assembled.solution.amounts)
    kept = KeptScenario(
        name=name,
        changes=tuple(texts),
        inputs_sha256=official.assembling.sha256,
        amounts=by_numero(problem, solution),
        value=solution.value,
        bound=solution.bound,
        computed_at=at,
    )
    return _programming(name, scenario.said(), problem, solution), kept


def kept_programming(official: Official, kept: KeptScenario) -> Programming:
    """Return a scenario as it was computed, explained; the data are the same."""
    scenario = parse_scenario(kept.name, list(kept.changes))
    problem = scenario.applied_to(official.problem)
    solution = as_computed(official, kept).assembled.solution
    return _programming(kept.name, scenario.said(), problem, solution)


def as_computed(official: Official, kept: KeptScenario) -> Programming:
    """Return a scenario as it was computed, unexplained, whatever the data now."""
    amounts, _ = _by_key(official.problem, kept.amounts)
    solution = Solution(amounts=amounts, value=kept.value, bound=kept.bound)
    return Programming(
        assembled=Assembled(
            name=kept.name, problem=official.problem, solution=solution
        ),
        said=" ; ".join(kept.changes),
        quality=solution.quality,
    )


def by_numero(problem: Problem, solution: Solution) -> Granted:
    """Return the amounts of a programming by number of file."""
    return {
        problem.by_key[key].numero: dict(one) for key, one in solution.amounts.items()
    }


def _programming(
    name: str, said: str, problem: Problem, solution: Solution
) -> Programming:
    return Programming(
        assembled=Assembled(name=name, problem=problem, solution=solution),
        said=said,
        quality=solution.quality,
        explanation=explain(problem, solution),
    )


def _base(
    assembling: Assembling, proposal: RecordedProposal | None
) -> tuple[Programming, tuple[str, ...]]:
    """Return what scenarios are held against, and what is to be said of it."""
    if proposal is None:
        return _first(assembling.problem)
    problem = assembling.problem
    amounts, gone = _by_key(problem, proposal.amounts)
    is_current = proposal.inputs_sha256 == assembling.sha256
    value = problem.value(amounts)
    bound = int(proposal.summary["bound"]) if is_current else 0
    solution = Solution(amounts=amounts, value=value, bound=max(value, bound))
    base = Programming(
        assembled=Assembled(name=PROPOSAL, problem=problem, solution=solution),
        said=_recorded(proposal),
        quality=solution.quality if bound else "telle qu'enregistrée",
    )
    return base, _notes(proposal, gone, is_current=is_current)


def _first(problem: Problem) -> tuple[Programming, tuple[str, ...]]:
    """Answer the question itself; where it has none, scenarios are what helps."""
    try:
        solution = solve(problem)
    except InfeasibleError as error:
        nothing = Programming(
            assembled=Assembled(
                name=PROPOSAL,
                problem=problem,
                solution=Solution(amounts={}, value=0, bound=0),
            ),
            said="aucune n'est possible en l'état",
            quality="aucune",
        )
        return nothing, (str(error),)
    said = "calculée à l'instant, rien n'est encore proposé"
    return _programming(PROPOSAL, said, problem, solution), ()


def _recorded(proposal: RecordedProposal) -> str:
    version = f"version {proposal.version}, " if proposal.version else ""
    scenario = f" d'après « {proposal.scenario} »" if proposal.scenario else ""
    touched = ", retouchée depuis" if proposal.is_touched else ""
    return (
        f"{version}enregistrée le {french_instant(proposal.proposed_at)}{scenario}"
        f"{touched}"
    )


def _notes(
    proposal: RecordedProposal, gone: Sequence[str], *, is_current: bool
) -> tuple[str, ...]:
    notes = []
    if proposal.version and not is_current:
        notes.append(
            f"La proposition (version {proposal.version}) a été calculée sur d'autres "
            "données que celles d'aujourd'hui : une part des écarts vient de là."
        )
    if gone:
        count = plural(len(gone), "action proposée", "actions proposées")
        verb = "ne sont plus recevables" if len(gone) > 1 else "n'est plus recevable"
        notes.append(f"{count} {verb} : {listed(list(gone))}.")
    return tuple(notes)


def _by_key(
    problem: Problem, amounts: Granted
) -> tuple[dict[str, Mapping[str, int]], tuple[str, ...]]:
    """Return amounts by key, and the numbers of the files that are no longer there."""
    keys = {one.numero: one.key for one in problem.dossiers}
    gone = tuple(sorted(set(amounts) - set(keys)))
    return {keys[one]: amounts[one] for one in amounts if one in keys}, gone
