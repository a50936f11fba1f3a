"""Which amounts a line may be granted: nothing, or whole units.

A request is read in whole units, rounded down: 4 200,50 € asked is 4 200 € at most,
as deliberations are written in euros. Where no whole unit fits (an exact aid, a
request under a unit), the one amount possible is the line's own, to the centime.
"""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.problem import Funding, Problem


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The amounts of one line: ``low`` to ``high`` units, or ``full`` alone.

    ``full`` is the largest, in centimes. Where it is the only one, there are no
    units: ``low`` and ``high`` are zero.
    """

    unit: int
    low: int
    high: int
    full: int

    @property
    def is_whole(self) -> bool:
        """Whether the line is granted in full or not at all."""
        return self.high == 0

    @property
    def lowest(self) -> int:
        """The smallest grant, in centimes."""
        return self.full if self.is_whole else self.low * self.unit

    def at_most(self, centimes: int) -> int:
        """Return the largest amount within *centimes*; nothing where none is."""
        if centimes >= self.full:
            return self.full
        units = centimes // self.unit
        return 0 if self.is_whole or units < self.low else units * self.unit

    def at_least(self, centimes: int) -> int | None:
        """Return the smallest grant of *centimes* or more, if there is one."""
        if centimes > self.full:
            return None
        units = -(-max(centimes, self.lowest) // self.unit)
        return self.full if self.is_whole else units * self.unit


def grid_of(problem: Problem, dossier: Dossier, line: AskedLine) -> Grid | None:
    """Return the amounts *line* may be granted, or nothing where none is possible."""
    least, unit = problem.line_minimum(line), problem.unit_centimes
    if dossier.is_excluded or line.most_centimes < least or not line.most_centimes:
        return None
    low, high = -(-least // unit), line.most_centimes // unit
    if line.is_fixed or high < low:
        return Grid(unit=unit, low=0, high=0, full=line.most_centimes)
    if problem.funding is not Funding.PARTIEL:
        low = 0
    return Grid(unit=unit, low=low, high=high if low else 0, full=high * unit)


def grids_of(problem: Problem, dossier: Dossier) -> dict[str, Grid]:
    """Return the amounts of each line that may be granted something, by funder."""
    found = {
        line.funder: grid_of(problem, dossier, line) for line in dossier.sorted_lines
    }
    return {funder: grid for funder, grid in found.items() if grid is not None}
