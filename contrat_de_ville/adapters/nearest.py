"""Of the programmings worth the same, one that stays near what was proposed.

A scenario that asks for nothing the proposal does not give must move nothing. What is
found here is never worth less, and is checked in whole centimes like everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from contrat_de_ville.adapters.highs import Limits, SolverGaveUpError, maximise
from contrat_de_ville.domain.assembly.model import Model
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.assembly.verifying import violations


_UP_TO, _NODES, _SECONDS = 300, 300, 10.0


def nearest(
    problem: Problem, model: Model, found: Amounts, near: Amounts
) -> Amounts | None:
    """Return amounts worth what *found* is worth, nearer to *near*.

    *near* itself is returned where it holds every constraint and is worth as much:
    nothing moves for nothing. Elsewhere it is looked for where that is cheap; nothing
    is returned where nothing nearer was found in so many nodes.
    """
    value = problem.value(found)
    if not violations(problem, near) and problem.value(near) >= value:
        return near
    if len(problem.dossiers) > _UP_TO:
        return None
    tied, worths, kept = _near_model(problem, model, near, value)
    try:
        better = maximise(
            tied, worths, Limits(nodes=_NODES, seconds=_SECONDS), loose=kept
        )
    except SolverGaveUpError:
        return None
    amounts = None if better is None else model.amounts(better.values)
    if amounts is None or violations(problem, amounts):
        return None
    is_worth_it = problem.value(amounts) >= value
    is_nearer = distance(amounts, near) < distance(found, near)
    return amounts if is_worth_it and is_nearer else None


def distance(one: Amounts, other: Amounts) -> int:
    """Return by how many centimes two programmings differ, line by line.

    >>> distance({"a": {"ETAT": 500}}, {"a": {"ETAT": 200, "CAF": 100}})
    400
    """
    lines = {(key, funder) for amounts in (one, other) for key in amounts
             for funder in amounts[key]}  # fmt: skip
    return sum(
        abs(one.get(key, {}).get(funder, 0) - other.get(key, {}).get(funder, 0))
        for key, funder in lines
    )


def _near_model(
    problem: Problem, model: Model, near: Amounts, value: int
) -> tuple[Model, list[float], list[int]]:
    """Pin the value, and make the best the one that moves the fewest centimes.

    Returns the question, its worths, and the columns that need not be whole.
    """
    tied = replace(
        model, lower=list(model.lower), upper=list(model.upper), rows=list(model.rows)
    )
    tied.row(enumerate(model.worths(problem)), low=value)
    worths: dict[int, int] = {}
    kept: list[int] = []
    for (key, funder), parts in model.parts.items():
        had = near.get(key, {}).get(funder, 0)
        for column, times in parts:
            most = times * model.upper[column]
            is_between = 0 < had < most and column in model.units
            if is_between:
                # What is kept of it is worth two steps, since each step costs one.
                kept.append(tied.column(had // times))
                tied.row([(kept[-1], 1), (column, -1)], high=0)
                worths[kept[-1]] = 2 * times
            gained = -times if is_between else _gain(most, had) // model.upper[column]
            worths[column] = worths.get(column, 0) + gained
    return tied, _scaled(worths, len(tied.upper), problem.unit_centimes), kept


def _gain(most: int, had: int) -> int:
    """Return how much nearer a line is with all it may have than with nothing."""
    return had - abs(most - had)


def _scaled(worths: Mapping[int, int], count: int, unit: int) -> list[float]:
    return [worths.get(column, 0) / unit for column in range(count)]
