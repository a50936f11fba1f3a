"""What each constraint costs, and the files on either side of the last euro."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.adapters.pricing import price_constraints
from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.adapters.store.scenarios import RecordedProposal
from contrat_de_ville.domain.assembly.constraints import MinimumUtile
from contrat_de_ville.domain.assembly.explaining import Borderline, explain
from contrat_de_ville.domain.assembly.pricing import Price
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.assembly.wording import points
from contrat_de_ville.domain.steps import CycleRef
from tasks.running import step_task
from tasks.scenario_base import Official, as_computed, read_official
from tasks.scenarios import Tell


@dataclass(frozen=True, kw_only=True)
class PricedConstraint:
    """A constraint and what it costs; ``lost_text`` is empty where it is nothing."""

    name: str
    lost: int
    lost_text: str
    is_exact: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The dearest constraint first, then what costs nothing, by name.

    Attributes:
        about: whose constraints they are, in French.
        free: names of the constraints that hold nothing back.
        borderline: the files around the last euro of each spent envelope.
        notes: what must be known of what was priced.
    """

    about: str
    quality: str
    prices: tuple[PricedConstraint, ...]
    free: tuple[str, ...]
    borderline: tuple[Borderline, ...]
    notes: tuple[str, ...]


@step_task("chiffrer-contraintes")
def read_prices(
    ref: CycleRef, name: str = "", *, tell: Tell = lambda _: None
) -> Prices:
    """Return the prices of the best programming's constraints, or of a scenario's.

    Those recorded with the proposal, or computed where it rests on other data.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: no scenario of that name, or one about what is no longer.
        InfeasibleError: the constraints cannot be held together; it names them.
    """
    official = read_official(ref)
    if name:
        kept = official.scenario(name)
        scenario = parse_scenario(kept.name, list(kept.changes))
        about = f"Les contraintes du scénario « {kept.name} » ({scenario.said()})"
        near = as_computed(official, kept).assembled.solution.amounts
        problem = scenario.applied_to(official.problem)
        return _priced(official, about, problem, tell, near)
    proposal = official.proposal
    if proposal and proposal.inputs_sha256 == official.assembling.sha256:
        return _recorded(official, proposal)
    about = "Les contraintes de la programmation, sur les données d'aujourd'hui"
    near = official.base.assembled.solution.amounts
    return _priced(official, about, official.problem, tell, near)


def _recorded(official: Official, proposal: RecordedProposal) -> Prices:
    """Return the prices as they were computed with the proposal."""
    summary = proposal.summary
    priced = {one["slot"] for one in summary["prices"]}
    return Prices(
        about=f"Les contraintes de la proposition, {official.base.said}",
        quality=summary["optimum"],
        prices=tuple(
            _shown(official.problem, _price(one)) for one in summary["prices"]
        ),
        free=tuple(
            one["name"]
            for one in summary["constraints"]
            if one["slot"] not in priced | {MinimumUtile.slot}
        ),
        borderline=tuple(_borderline(one) for one in summary["borderline"]),
        notes=official.notes,
    )


def _price(record: Mapping[str, Any]) -> Price:
    return Price(
        slot=record["slot"],
        name=record["name"],
        lost=int(record["lost"]),
        is_exact=record["is_exact"],
        sentence=record["sentence"],
    )


def _borderline(record: Mapping[str, Any]) -> Borderline:
    sides = {side: tuple(record[side]) for side in ("last_in", "first_out")}
    return Borderline(**{**record, **sides})


def _priced(
    official: Official, about: str, problem: Problem, tell: Tell, near: Amounts
) -> Prices:
    tell("Calcul de la meilleure programmation…")
    solution = solve(problem, near=near)
    explanation = explain(problem, solution)
    # The useful minimum leaves small requests out without holding any line.
    slots = {*explanation.tight(), problem.minimum.slot}
    tell(f"Nouveau calcul sans chacune des contraintes ({len(slots)})…")
    prices = price_constraints(problem, solution, sorted(slots))
    return Prices(
        about=about,
        quality=solution.quality,
        prices=tuple(_shown(problem, one) for one in prices),
        free=_free(problem, prices),
        borderline=explanation.borderline,
        notes=official.notes,
    )


def _shown(problem: Problem, one: Price) -> PricedConstraint:
    return PricedConstraint(
        name=one.name,
        lost=one.lost,
        lost_text=points(problem, one.lost) if one.lost else "",
        is_exact=one.is_exact,
        sentence=one.sentence,
    )


def _free(problem: Problem, prices: Sequence[Price]) -> tuple[str, ...]:
    priced = {one.slot for one in prices}
    return tuple(
        one.name for one in problem.sorted_constraints if one.slot not in priced
    )
