"""The best programming of a problem, verified in whole centimes.

The solver works in floating point: what it gives is rounded, completed, then checked
against every constraint in integers. A programming that fails is never returned.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from contrat_de_ville.adapters.highs import Found, Limits, SolverGaveUpError, maximise
from contrat_de_ville.adapters.nearest import nearest
from contrat_de_ville.domain.assembly.conflict import (
    InfeasibleError,
    conflict_of,
    evident_conflicts,
)
from contrat_de_ville.domain.assembly.model import Model, build_model
from contrat_de_ville.domain.assembly.polishing import polished
from contrat_de_ville.domain.assembly.problem import (
    SHARE_SCALE,
    Funding,
    Objective,
    Problem,
    TieBreak,
)
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.assembly.verifying import require_verified, violations


_PROVEN_UP_TO, _LARGE_GAP = 1_000, 1e-5
_WHOLE_PROVEN_UP_TO, _WHOLE_GAP = 100, 2e-4
_PARTS_OF_POINT = 10_000
_TIE_UP_TO, _TIE_NODES = 300, 500
_NEAR, _SAME = 100, 1e-9
_MENDING_SECONDS, _SECOND_LOOK_SECONDS = 5.0, 10.0


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How hard to look.

    ``rel_gap`` is where to stop, as a share of the value. By default the optimum is
    proven up to 1 000 dossiers (100 where grants are full or nothing, a far harder
    question), within 0,001 % beyond (0,02 %). A few problems in a thousand have more
    nodes than that is worth: their gap, of some euros, is said. Nodes are the same on
    every machine; the seconds are a safety, and a search they cut short may not be.
    """

    rel_gap: float | None = None
    nodes: int = 2_000
    seconds: float = 60.0


def solve(
    problem: Problem, effort: Effort | None = None, *, near: Amounts | None = None
) -> Solution:
    """Return the best programming, verified.

    The same problem gives the same programming, whatever the order of its dossiers,
    its lines and its constraints, unless the time given runs out.

    Args:
        problem: the question.
        effort: how hard to look.
        near: what is proposed already: of the programmings worth the same, one that
            stays near it is preferred, itself where it is one of them.

    Raises:
        InfeasibleError: the constraints cannot be held together; it names which.
        SolverGaveUpError: nothing was found in the time given.
        UnverifiedProgrammingError: what was found breaks a constraint.
    """
    evident = evident_conflicts(problem)
    if evident:
        raise InfeasibleError(evident)
    limits = _limits(problem, effort or Effort())
    model = build_model(problem)
    found = _searched(model, _worths(problem, model), limits)
    if found is None:
        raise InfeasibleError(conflict_of(problem, is_feasible))
    tied = _most_actions(problem, model, found)
    amounts: Amounts = model.amounts((tied or found).values)
    if not violations(problem, amounts):
        amounts = polished(problem, amounts)
    require_verified(problem, amounts)
    if near and tied is None:
        amounts = nearest(problem, model, amounts, near) or amounts
    value = problem.value(amounts)
    return Solution(
        amounts=amounts,
        value=value,
        bound=max(value, round(found.bound * _scale(problem))),
        is_tie_broken=tied is not None,
    )


def is_feasible(problem: Problem) -> bool:
    """Tell whether any programming holds every constraint, whatever its value.

    Raises:
        SolverGaveUpError: no answer in a minute.
    """
    model = build_model(problem)
    return _searched(model, [0.0] * len(model.upper), Limits()) is not None


def relaxed_bound(problem: Problem) -> int | None:
    """Return a value no programming exceeds, from the linear relaxation.

    Nothing is returned where even the relaxation holds no programming.
    """
    model = build_model(problem)
    every = range(len(model.upper))
    found = maximise(model, _worths(problem, model), Limits(), loose=every)
    return None if found is None else round(found.bound * _scale(problem))


def _searched(model: Model, worths: list[float], limits: Limits) -> Found | None:
    """Search with amounts that need not be whole, which is far quicker, then mend.

    Mostly they are whole all the same, or whole ones nearby are worth as much. Where
    they are not, the search is made with whole amounts, and the better of both kept.
    """
    loose = _tried(model, worths, limits, model.units)
    if loose is None or loose.is_whole:
        return loose
    near = _mended(model, worths, limits, loose)
    if near is None:
        return _tried(model, worths, limits)
    if near.value >= loose.value * (1 - max(limits.rel_gap, _SAME)):
        return near
    short = replace(limits, seconds=min(limits.seconds, _SECOND_LOOK_SECONDS))
    try:
        whole = maximise(model, worths, short)
    except SolverGaveUpError:
        return near
    best = near if whole is None or whole.value < near.value else whole
    return replace(best, bound=min(near.bound, whole.bound if whole else near.bound))


def _tried(
    model: Model, worths: list[float], limits: Limits, loose: Collection[int] = ()
) -> Found | None:
    try:
        return maximise(model, worths, limits, loose=loose)
    except SolverGaveUpError:
        # Nothing at all in so many nodes: only time may say whether there is.
        return maximise(model, worths, replace(limits, nodes=None), loose=loose)


def _mended(
    model: Model, worths: list[float], limits: Limits, loose: Found
) -> Found | None:
    """Look for whole amounts near those found, the same actions being retained."""
    around = enumerate(zip(loose.values, model.lower, model.upper, strict=True))
    bounds = [
        (max(low, value - _NEAR), min(high, value + _NEAR))
        if column in model.units
        else (value, value)
        for column, (value, low, high) in around
    ]
    nearby = replace(
        model,
        lower=[low for low, _ in bounds],
        upper=[high for _, high in bounds],
    )
    try:
        found = maximise(nearby, worths, replace(limits, seconds=_MENDING_SECONDS))
    except SolverGaveUpError:
        return None
    return None if found is None else replace(found, bound=loose.bound)


def _limits(problem: Problem, effort: Effort) -> Limits:
    is_partial = problem.funding is Funding.PARTIEL
    small = _PROVEN_UP_TO if is_partial else _WHOLE_PROVEN_UP_TO
    large_gap = _LARGE_GAP if is_partial else _WHOLE_GAP
    gap = 0.0 if len(problem.dossiers) <= small else large_gap
    return Limits(
        rel_gap=gap if effort.rel_gap is None else effort.rel_gap,
        seconds=effort.seconds,
        nodes=effort.nodes,
    )


def _scale(problem: Problem) -> int:
    """Return what a worth is divided by, so that the solver sees usual numbers."""
    if problem.objective is Objective.ACTIONS:
        return SHARE_SCALE // _PARTS_OF_POINT
    return problem.unit_centimes


def _worths(problem: Problem, model: Model) -> list[float]:
    scale = _scale(problem)
    return [worth / scale for worth in model.worths(problem)]


def _most_actions(problem: Problem, model: Model, found: Found) -> Found | None:
    """Return, of the programmings of that value, the one with the most actions.

    Only where it is cheap: nothing is returned where the search is not soon over.
    """
    is_asked = problem.tie_break is TieBreak.NOMBRE_ACTIONS
    if not is_asked or len(problem.dossiers) > _TIE_UP_TO:
        return None
    worths = model.worths(problem)
    value = sum(n * one for n, one in zip(worths, found.values, strict=True))
    tied = replace(model, rows=list(model.rows))
    tied.row(enumerate(worths), low=value)
    counted = set(model.retained.values())
    counts = [float(column in counted) for column in range(len(worths))]
    try:
        better = maximise(tied, counts, Limits(nodes=_TIE_NODES))
    except SolverGaveUpError:
        return None
    return better if better is not None and better.is_finished else None
