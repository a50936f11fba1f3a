"""The question as a linear one in whole numbers, ready for any solver.

Everything is an integer here, coefficients included, and each row is divided by what
its coefficients share: the bounds are then rounded the safe way, and a solver works
on small numbers. Columns follow the order of the keys of the dossiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import gcd

from contrat_de_ville.domain.assembly.constraints import (
    Continuite,
    Counting,
    Enveloppe,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
    Summed,
    counted_slots,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.grid import Grid, grids_of
from contrat_de_ville.domain.assembly.problem import Funding, Problem


@dataclass(frozen=True, kw_only=True)
class Row:
    """``low <= sum of terms <= high``; ``None`` is no bound."""

    terms: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None


@dataclass(kw_only=True)
class Model:
    """Columns from ``lower`` to ``upper``, rows, and what is to be made largest.

    ``parts`` gives each line's amount as columns times centimes, by key and funder;
    ``retained`` the column that may be one only where an action gets something;
    ``units`` the columns that count units, where the others are yes or no.
    """

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    parts: dict[tuple[str, str], tuple[tuple[int, int], ...]] = field(
        default_factory=dict
    )
    retained: dict[str, int] = field(default_factory=dict)
    units: set[int] = field(default_factory=set)

    def column(self, upper: int, lower: int = 0) -> int:
        """Add a column and return its rank."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(
        self,
        terms: Iterable[tuple[int, int]],
        *,
        low: int | None = None,
        high: int | None = None,
    ) -> None:
        """Add a row: terms on one column summed, all divided by what they share."""
        sums: dict[int, int] = {}
        for column, times in terms:
            sums[column] = sums.get(column, 0) + times
        kept = tuple((column, times) for column, times in sums.items() if times)
        shared = gcd(*(times for _, times in kept)) or 1
        self.rows.append(
            Row(
                terms=tuple((column, times // shared) for column, times in kept),
                low=None if low is None else -(-low // shared),
                high=None if high is None else high // shared,
            )
        )

    def amounts(self, values: Sequence[int]) -> dict[str, dict[str, int]]:
        """Read the centimes of each line in the whole *values* of the columns."""
        found: dict[str, dict[str, int]] = {}
        for (key, funder), parts in self.parts.items():
            centimes = sum(times * values[column] for column, times in parts)
            if centimes:
                found.setdefault(key, {})[funder] = centimes
        return found

    def worths(self, problem: Problem) -> list[int]:
        """Return what one step of each column adds to the value."""
        worths = [0] * len(self.upper)
        for (key, _), parts in self.parts.items():
            for column, times in parts:
                worths[column] += times * problem.worth(key)
        return worths


def build_model(problem: Problem) -> Model:
    """Write the question as columns and rows."""
    model = Model()
    for dossier in problem.sorted_dossiers:
        _add_dossier(model, problem, dossier)
    counted = _counted(model, problem)
    for constraint in problem.summed:
        _add_constraint(model, problem, constraint, counted)
    return model


def _add_dossier(model: Model, problem: Problem, dossier: Dossier) -> None:
    grids = grids_of(problem, dossier)
    imposed = {one.funder for one in dossier.lines if one.is_imposed}
    if (dossier.is_imposed and not grids) or imposed - set(grids):
        # Nothing may be granted where something must be: no programming holds.
        model.row((), low=1)
    if not grids:
        return
    is_one = len(grids) == 1 or problem.funding is Funding.ACTION_ENTIERE
    retained = model.column(1, int(dossier.is_imposed or bool(is_one and imposed)))
    model.retained[dossier.key] = retained
    granted = {
        funder: retained if is_one else model.column(1, int(funder in imposed))
        for funder in grids
    }
    for funder, grid in grids.items():
        model.parts[dossier.key, funder] = _line(model, grid, granted[funder])
    if not is_one:
        model.row([(retained, 1), *((one, -1) for one in granted.values())], high=0)
    least = problem.action_minimum(dossier)
    if least:
        # Only there must a line granted be an action retained: where actions are
        # counted, the constraints themselves ask for as many as they can have.
        for one in sorted(set(granted.values()) - {retained}):
            model.row([(one, 1), (retained, -1)], high=0)
        parts = (model.parts[dossier.key, funder] for funder in grids)
        model.row([*chain.from_iterable(parts), (retained, -least)], low=0)


def _line(model: Model, grid: Grid, granted: int) -> tuple[tuple[int, int], ...]:
    """Add the column of a line, where it needs one, and return its amount."""
    if grid.is_whole:
        return ((granted, grid.full),)
    units = model.column(grid.high)
    model.units.add(units)
    model.row([(units, 1), (granted, -grid.high)], high=0)
    model.row([(units, 1), (granted, -grid.low)], low=0)
    return ((units, grid.unit),)


def _counted(model: Model, problem: Problem) -> dict[str, list[int]]:
    """Return the columns of the actions that count for each constraint, by slot."""
    counted: dict[str, list[int]] = {}
    for key, column in model.retained.items():
        for slot in counted_slots(problem.by_key[key]):
            counted.setdefault(slot, []).append(column)
    return counted


def _add_constraint(
    model: Model,
    problem: Problem,
    constraint: Summed,
    counted: Mapping[str, Sequence[int]],
) -> None:
    match constraint:
        case Enveloppe():
            _add_envelope(model, problem, constraint)
        case PartEnveloppe(funder=funder, part=part, centimes=centimes):
            lines = [
                one
                for (key, other), one in model.parts.items()
                if other == funder and problem.by_key[key].parts.get(funder) == part
            ]
            model.row(chain.from_iterable(lines), high=centimes)
        case PlafondPorteur(centimes=centimes):
            _add_porteurs(model, problem, centimes)
        case PlancherAxe(axe=axe, pct=pct):
            model.row(_weighted(model, problem.by_key, axe, pct), low=0)
        case PlafondAxe(axe=axe, pct=pct):
            model.row(_weighted(model, problem.by_key, axe, pct), high=0)
        case _:
            columns = counted.get(constraint.slot, [])
            model.row([(one, 1) for one in columns], low=_least(problem, constraint))


def _add_envelope(model: Model, problem: Problem, envelope: Enveloppe) -> None:
    lines = {
        key: one
        for (key, funder), one in model.parts.items()
        if funder == envelope.funder
    }
    model.row(chain.from_iterable(lines.values()), high=envelope.centimes)
    if envelope.reserved:
        others = (
            one
            for key, one in lines.items()
            if envelope.is_open_to(problem.by_key[key])
        )
        model.row(chain.from_iterable(others), high=envelope.open_centimes)


def _least(problem: Problem, constraint: Counting) -> int:
    """Return how many actions must be retained for a constraint that counts them."""
    if isinstance(constraint, Continuite):
        renewals = sum(one.is_renewal for one in problem.dossiers)
        return -(-constraint.pct * renewals // 100)
    return constraint.count


def _add_porteurs(model: Model, problem: Problem, centimes: int) -> None:
    by_porteur: dict[str, list[tuple[tuple[int, int], ...]]] = {}
    for (key, _), parts in model.parts.items():
        by_porteur.setdefault(problem.by_key[key].porteur, []).append(parts)
    for lines in by_porteur.values():
        model.row(chain.from_iterable(lines), high=centimes)


def _weighted(
    model: Model, by_key: Mapping[str, Dossier], axe: int, pct: int
) -> list[tuple[int, int]]:
    """Return a hundred times what the axe has, less *pct* times the whole."""
    return [
        (column, times * (100 * (by_key[key].axe == axe) - pct))
        for (key, _), parts in model.parts.items()
        for column, times in parts
    ]
