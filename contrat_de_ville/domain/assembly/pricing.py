"""What the best programming loses by each constraint, in points and in actions."""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Enveloppe,
    PartEnveloppe,
    PlafondAxe,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.wording import (
    capital,
    listed,
    points,
    share,
    the,
)
from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class Price:
    """The price of one constraint.

    Attributes:
        slot, name: the constraint.
        lost: value lost by it, in the unit of ``Problem.value``.
        is_exact: computed on proven optima; else estimated by linear relaxation, or
            to the gap of a search cut short.
        sentence: what a committee reads.
    """

    slot: str
    name: str
    lost: int
    is_exact: bool
    sentence: str


def exact_price(
    problem: Problem, constraint: Constraint, base: Solution, free: Solution
) -> Price:
    """Compare the programming with the best one *free* of that constraint."""
    lost = max(0, free.value - base.value)
    is_exact = base.is_proven and free.is_proven
    about = "" if is_exact else "environ "
    said = capital(the(constraint))
    if lost:
        effect = _without(problem, constraint, base, free)
        said += f" coûte {about}{points(problem, lost)} ; sans {constraint.pronoun}, "
        said += effect
    else:
        said += " ne coûte rien : la meilleure programmation s'en accommode"
    return Price(
        slot=constraint.slot,
        name=constraint.name,
        lost=lost,
        is_exact=is_exact,
        sentence=f"{said}.",
    )


def relaxed_price(
    problem: Problem, constraint: Constraint, bound: int, free_bound: int
) -> Price:
    """Compare two bounds of the linear relaxation, where solving twice is too long."""
    lost = max(0, free_bound - bound)
    return Price(
        slot=constraint.slot,
        name=constraint.name,
        lost=lost,
        is_exact=False,
        sentence=(
            f"{capital(the(constraint))} coûte environ {points(problem, lost)} "
            "(estimation par relaxation linéaire)."
        ),
    )


def _without(
    problem: Problem, constraint: Constraint, base: Solution, free: Solution
) -> str:
    parts = _effect(problem, constraint, base, free)
    came = [problem.by_key[key].numero for key in set(free.amounts) - set(base.amounts)]
    left = [problem.by_key[key].numero for key in set(base.amounts) - set(free.amounts)]
    for moved, verb in ((came, "entre"), (left, "sort")):
        if moved:
            verbs = f"{verb}nt" if verb == "entre" else "sortent"
            parts.append(f"{listed(sorted(moved))} {verbs if moved[1:] else verb}")
    return ", ".join(parts) or "les mêmes actions sont retenues"


def _effect(
    problem: Problem, constraint: Constraint, base: Solution, free: Solution
) -> list[str]:
    """Say what becomes of what the constraint was about."""
    before, after = base.tally(problem), free.tally(problem)
    match constraint:
        case Enveloppe(funder=funder):
            more = after.by_funder[funder] - before.by_funder[funder]
            return [f"il faudrait {format_euros(more)} de plus"] if more > 0 else []
        case PlancherAxe(axe=axe) | PlafondAxe(axe=axe):
            had = share(before.by_axe[axe], before.total)
            has = share(after.by_axe[axe], after.total)
            return [f"l'axe {axe} passerait de {had} à {has}"]
        case PartEnveloppe(funder=funder, part=part):
            more = after.by_part[funder, part] - before.by_part[funder, part]
            return [f"il faudrait {format_euros(more)} de plus"] if more > 0 else []
        case _:
            return []
