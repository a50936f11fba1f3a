"""Complete a programming that stopped short of the best one.

Each line takes what it still may, the worthiest first: nothing that could be granted
at no one's expense is left. A programming that is already the best is left alone.
"""

from __future__ import annotations

from contrat_de_ville.domain.assembly.constraints import Summed
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.grid import Grid, grids_of
from contrat_de_ville.domain.assembly.problem import Funding, Problem
from contrat_de_ville.domain.assembly.rooms import broken_by, limiting, rooms
from contrat_de_ville.domain.assembly.tally import Amounts, Tally


def polished(problem: Problem, amounts: Amounts) -> dict[str, dict[str, int]]:
    """Return *amounts*, which hold every constraint, with whatever may be added."""
    granted = {key: dict(lines) for key, lines in amounts.items()}
    tally, limits = Tally(problem.dossiers, amounts), limiting(problem)
    for dossier in sorted(
        problem.dossiers, key=lambda one: (-problem.worth(one.key), one.key)
    ):
        if not problem.worth(dossier.key):
            continue
        lines = granted.get(dossier.key, {})
        grids = grids_of(problem, dossier)
        if problem.funding is Funding.ACTION_ENTIERE:
            whole = {funder: grid.full for funder, grid in grids.items()}
            is_open = not lines and sum(whole.values()) >= problem.action_minimum(
                dossier
            )
            added = _whole(limits, tally, dossier, whole) if is_open else {}
        else:
            added = _raised(problem, limits, tally, dossier, grids)
        for funder, centimes in added.items():
            lines[funder] = lines.get(funder, 0) + centimes
        if lines:
            granted[dossier.key] = lines
    return granted


def _whole(
    limits: tuple[Summed, ...], tally: Tally, dossier: Dossier, whole: dict[str, int]
) -> dict[str, int]:
    """Grant the whole of an action, if nothing forbids it."""
    if not whole or broken_by(limits, tally, dossier, whole):
        return {}
    for funder, centimes in whole.items():
        tally.add(dossier, funder, centimes)
    return whole


def _raised(
    problem: Problem,
    limits: tuple[Summed, ...],
    tally: Tally,
    dossier: Dossier,
    grids: dict[str, Grid],
) -> dict[str, int]:
    """Raise each line of an action as far as nothing forbids it."""
    added: dict[str, int] = {}
    for funder, grid in grids.items():
        left = [room for _, room in rooms(limits, tally, dossier, funder)]
        before = tally.line(dossier.key, funder)
        after = grid.at_most(before + max(min(left, default=grid.full), 0))
        total = tally.of[dossier.key] + after - before
        if after > before and total >= problem.action_minimum(dossier):
            tally.add(dossier, funder, after - before)
            added[funder] = after - before
    return added
