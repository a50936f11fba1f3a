"""Solve again without each constraint: what it costs is the difference."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from contrat_de_ville.adapters.highs import SolverGaveUpError
from contrat_de_ville.adapters.solver import Effort, relaxed_bound, solve
from contrat_de_ville.domain.assembly.constraints import Constraint
from contrat_de_ville.domain.assembly.pricing import Price, exact_price, relaxed_price
from contrat_de_ville.domain.assembly.problem import Problem, TieBreak
from contrat_de_ville.domain.assembly.solution import Solution


_SOLVED_AGAIN_UP_TO = 300


def price_constraints(
    problem: Problem, solution: Solution, slots: Sequence[str], seconds: float = 30.0
) -> tuple[Price, ...]:
    """Return the price of the constraints in *slots*, the dearest first.

    Up to 300 dossiers, and while *seconds* last, the problem is solved again without
    each one; beyond, prices are estimated by linear relaxation, and say so. *slots*
    are the constraints that hold or keep something (``Explanation.tight``): the
    others change nothing by going.
    """
    deadline = time.monotonic() + seconds
    problem = replace(problem, tie_break=TieBreak.AUCUN)
    asked = [one for one in problem.sorted_constraints if one.slot in set(slots)]
    prices, estimated = [], []
    for one in asked:
        found = _solved_again(problem, solution, one, deadline - time.monotonic())
        if found is None:
            estimated.append(one)
        else:
            prices.append(found)
    prices += _estimates(problem, estimated)
    return tuple(sorted(prices, key=lambda one: (-one.lost, one.slot)))


def _solved_again(
    problem: Problem, solution: Solution, constraint: Constraint, seconds: float
) -> Price | None:
    if len(problem.dossiers) > _SOLVED_AGAIN_UP_TO or seconds <= 0:
        return None
    try:
        free = solve(problem.without(constraint), Effort(seconds=seconds))
    except SolverGaveUpError:
        return None
    return exact_price(problem, constraint, solution, free)


def _estimates(problem: Problem, constraints: Sequence[Constraint]) -> list[Price]:
    bound = relaxed_bound(problem) if constraints else None
    if bound is None:
        return []
    found = []
    for one in constraints:
        free = relaxed_bound(problem.without(one))
        if free is not None:
            found.append(relaxed_price(problem, one, bound, free))
    return found
