"""A programming seen from each line: what holds it down, what keeps it in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Enveloppe,
    PartEnveloppe,
    Summed,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.grid import Grid, grids_of
from contrat_de_ville.domain.assembly.problem import Funding, Problem
from contrat_de_ville.domain.assembly.rooms import broken_by, counting, limiting, rooms
from contrat_de_ville.domain.assembly.solution import Solution


_OF_FUNDER = (Enveloppe, PartEnveloppe)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A constraint that forbids a line its next step: what is left, what it takes."""

    constraint: Constraint
    room: int
    need: int


@dataclass(frozen=True, kw_only=True)
class Served:
    """A line that is granted something, and why it would not be taken away.

    ``kept_by`` names what would be broken without it, imposition included.
    """

    key: str
    numero: str
    worth: int
    centimes: int
    kept_by: tuple[Constraint, ...]
    is_imposed: bool


class Situation:
    """A verified programming, ready to be questioned."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.tally = solution.tally(problem)
        self._limits = limiting(problem)
        self._envelopes: tuple[Summed, ...] = tuple(
            one for one in self._limits if isinstance(one, _OF_FUNDER)
        )
        self.served: dict[str, list[Served]] = {}
        for key in solution.retained:
            for funder in sorted(solution.amounts[key]):
                one = self._served(problem.by_key[key], funder)
                self.served.setdefault(funder, []).append(one)
        for lines in self.served.values():
            lines.sort(key=_by_worth)

    def _served(self, dossier: Dossier, funder: str) -> Served:
        centimes = self.solution.granted(dossier.key, funder)
        return Served(
            key=dossier.key,
            numero=dossier.numero,
            worth=self.problem.worth(dossier.key),
            centimes=centimes,
            kept_by=self._broken_without(dossier, {funder: centimes}),
            is_imposed=dossier.is_imposed or dossier.line(funder).is_imposed,
        )

    def _broken_without(
        self, dossier: Dossier, granted: Mapping[str, int]
    ) -> tuple[Constraint, ...]:
        concerned = (*self._limits, *counting(self.problem, dossier))
        changes = {funder: -centimes for funder, centimes in granted.items()}
        return broken_by(concerned, self.tally, dossier, changes)

    def kept_by(self, dossier: Dossier) -> tuple[Constraint, ...]:
        """Return what would be broken if the action got nothing."""
        granted = self.solution.amounts.get(dossier.key, {})
        return self._broken_without(dossier, granted)

    def rivals(
        self, dossier: Dossier, funder: str
    ) -> tuple[list[Served], list[Served], Served | None]:
        """Return what a funder serves beside *dossier*, imposed lines left out.

        First those of less worth, then those of the same worth, then the least worthy
        of those above.
        """
        worth, lines = self.problem.worth(dossier.key), self.served.get(funder, [])
        low = bisect_left(lines, worth, key=lambda one: one.worth)
        high = bisect_right(lines, worth, key=lambda one: one.worth)
        less = [one for one in lines[:low] if self._is_rival(dossier, one, funder)]
        same = [
            one
            for one in lines[low:high]
            if one.key != dossier.key and self._is_rival(dossier, one, funder)
        ]
        more = (
            one
            for one in islice(lines, high, None)
            if self._is_rival(dossier, one, funder)
        )
        return less, same, next(more, None)

    def _is_rival(self, dossier: Dossier, other: Served, funder: str) -> bool:
        """Tell whether two lines draw on the same money: a reserved part is apart."""
        envelope = self.problem.envelope(funder)
        if other.is_imposed or envelope is None or not envelope.reserved:
            return not other.is_imposed
        served = self.problem.by_key[other.key]
        return envelope.is_open_to(dossier) == envelope.is_open_to(served)

    def holds(self, dossier: Dossier, line: AskedLine) -> tuple[Hold, ...]:
        """Return what forbids *line* its next step, envelopes first."""
        grids = grids_of(self.problem, dossier)
        grid = grids.get(line.funder)
        if grid is None:
            return ()
        need = self._need(dossier, line.funder, grid)
        whole, largest = need, grid.full
        if self.problem.funding is Funding.ACTION_ENTIERE:
            whole = largest = sum(one.full for one in grids.values())
        found = [
            Hold(constraint=one, room=room, need=need)
            for one, room in rooms(self._limits, self.tally, dossier, line.funder)
            if room < (need if isinstance(one, _OF_FUNDER) else whole)
        ]
        if self.problem.funding is Funding.ACTION_ENTIERE:
            found += self._holds_elsewhere(dossier, grids, line.funder)
        least = self.problem.action_minimum(dossier)
        if not self.tally.of[dossier.key] and largest < least:
            minimum = self.problem.minimum
            found.append(Hold(constraint=minimum, room=largest, need=least))
        return tuple(
            sorted(found, key=lambda one: not isinstance(one.constraint, _OF_FUNDER))
        )

    def _holds_elsewhere(
        self, dossier: Dossier, grids: Mapping[str, Grid], funder: str
    ) -> list[Hold]:
        """Return the other envelopes that an action, whole or nothing, runs into."""
        return [
            Hold(constraint=one, room=room, need=grid.full)
            for other, grid in grids.items()
            if other != funder
            for one, room in rooms(self._envelopes, self.tally, dossier, other)
            if room < grid.full
        ]

    def _need(self, dossier: Dossier, funder: str, grid: Grid) -> int:
        granted = self.solution.granted(dossier.key, funder)
        if granted:
            return (grid.at_least(granted + 1) or grid.full) - granted
        if self.tally.of[dossier.key]:
            return grid.lowest
        least = self.problem.action_minimum(dossier)
        return grid.at_least(max(grid.lowest, least)) or grid.full

    def entry(self, funder: str) -> Served | None:
        """Return the least worthy line that entered a funder's envelope on its own."""
        for one in self.served.get(funder, ()):
            if not one.kept_by and not one.is_imposed:
                return one
        return None


def _by_worth(one: Served) -> tuple[int, str]:
    return one.worth, one.key
