"""What one line may still take before a constraint is no longer held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from contrat_de_ville.domain.assembly.constraints import (
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    PlafondPorteur,
    Summed,
    counted_slots,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.tally import Tally


_COUNTING = (CouvertureQuartier, CouverturePublic, Continuite)


def limiting(problem: Problem) -> tuple[Summed, ...]:
    """Return the constraints that more money may break."""
    return tuple(one for one in problem.summed if not isinstance(one, _COUNTING))


def counting(problem: Problem, dossier: Dossier) -> tuple[Summed, ...]:
    """Return the constraints an action counts for, when it is retained."""
    slots = counted_slots(dossier)
    found = [problem.by_slot[one] for one in slots if one in problem.by_slot]
    return tuple(cast("Summed", one) for one in found)


def rooms(
    limits: tuple[Summed, ...], tally: Tally, dossier: Dossier, funder: str
) -> Iterator[tuple[Summed, int]]:
    """Yield each constraint that limits a line, with the centimes it leaves it."""
    for one in limits:
        left = one.room(tally, dossier, funder)
        if left is not None:
            yield one, left


def broken_by(
    constraints: tuple[Summed, ...],
    tally: Tally,
    dossier: Dossier,
    changes: Mapping[str, int],
) -> tuple[Summed, ...]:
    """Return what is broken when the lines of *dossier* change by so many centimes.

    Every constraint is held before, and the tally is left as it was.
    """
    for funder, centimes in changes.items():
        tally.add(dossier, funder, centimes)
    broken = tuple(one for one in constraints if _excess(one, tally, dossier) > 0)
    for funder, centimes in changes.items():
        tally.add(dossier, funder, -centimes)
    return broken


def _excess(constraint: Summed, tally: Tally, dossier: Dossier) -> int:
    """Return the excess a change of *dossier* may have caused."""
    if isinstance(constraint, PlafondPorteur):
        return tally.by_porteur[dossier.porteur] - constraint.centimes
    return constraint.excess(tally)
