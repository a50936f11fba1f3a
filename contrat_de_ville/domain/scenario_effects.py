"""What a scenario changes against the official proposal, file by file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from contrat_de_ville.domain.assembly.comparing import (
    Assembled,
    Comparison,
    Heading,
    Names,
    compare,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.explaining import Explanation
from contrat_de_ville.domain.assembly.wording import points


_TENTH = Decimal("0.1")


class Move(StrEnum):
    """What becomes of a file under a scenario, against the proposal."""

    ENTRE = "entre"
    SORT = "sort"
    MONTE = "monte"
    DESCEND = "descend"
    AUTREMENT = "financée autrement"


@dataclass(frozen=True, kw_only=True)
class Programming:
    """A programming to be set beside others.

    Attributes:
        said: its changes as they were written, or what it is.
        quality: how near the best one it is known to be, in French.
        explanation: why each file has what it has; none for one recorded long ago.
    """

    assembled: Assembled
    said: str
    quality: str
    explanation: Explanation | None = None


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One programming in a line. Changes are against the first one.

    ``points`` are the value as people read it, ``change_text`` its change without a
    sign; ``change_pct`` is nothing where the first one is worth nothing.
    """

    name: str
    said: str
    quality: str
    centimes: int
    change_centimes: int
    retained_count: int
    points: Decimal
    points_text: str
    change_points: Decimal
    change_text: str
    change_pct: Decimal | None


@dataclass(frozen=True, kw_only=True)
class ActionCompared:
    """One file under each programming, the proposal first.

    ``moves`` is nothing where the file has what the proposal gives it; ``sentences``
    say why it has what it has, and are empty for the proposal.
    """

    numero: str
    title: str
    porteur: str
    axe: int
    asked_centimes: int
    centimes: tuple[int, ...]
    moves: tuple[Move | None, ...]
    sentences: tuple[str, ...]

    def change(self, rank: int) -> int:
        """Return what that programming gives it more than the proposal."""
        return self.centimes[rank] - self.centimes[0]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Programmings side by side, the proposal first: figures, tables and files."""

    headlines: tuple[Headline, ...]
    comparison: Comparison
    actions: tuple[ActionCompared, ...]

    def moved(self, rank: int, move: Move | None = None) -> tuple[ActionCompared, ...]:
        """Return the files that change under a programming, the largest change first.

        With *move*, those of that kind only.
        """
        found = [
            one
            for one in self.actions
            if one.moves[rank] is not None and move in {None, one.moves[rank]}
        ]
        found.sort(key=lambda one: (-abs(one.change(rank)), one.numero))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A comparison as a meeting reads it, in the terminal, in a workbook, on a page.

    Attributes:
        orientations: the words of the note, by code.
        notes: what must be known of the proposal and of the scenarios.
        demonstration: which values of the campaign are invented.
    """

    contrat: str
    contrat_name: str
    annee: int
    as_of: datetime
    sides: SideBySide
    orientations: Mapping[str, str]
    notes: tuple[str, ...] = ()
    demonstration: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the programmings, the proposal first."""
        return self.sides.comparison.names

    def unexplored(self) -> tuple[tuple[str, tuple[bool, ...]], ...]:
        """Return the orientations some programming leaves unanswered.

        Each with whether each programming answers it.
        """
        empty = [set(one) for one in self.sides.comparison.unanswered]
        return tuple(
            (code, tuple(code not in one for one in empty))
            for code in self.orientations
            if any(code in one for one in empty)
        )


def side_by_side(
    programmings: Sequence[Programming],
    names: Names,
    previous: Mapping[Heading, Mapping[str, int]],
) -> SideBySide:
    """Set programmings side by side.

    Args:
        programmings: the proposal first, then the scenarios on the same dossiers.
        names: how headings are called, and the orientations of the note.
        previous: last year's centimes, by heading then key.
    """
    assembled = [one.assembled for one in programmings]
    comparison = compare(assembled, names, previous)
    return SideBySide(
        headlines=tuple(
            _headline(one, comparison, rank) for rank, one in enumerate(programmings)
        ),
        comparison=comparison,
        actions=_actions(programmings, names),
    )


def _headline(one: Programming, comparison: Comparison, rank: int) -> Headline:
    problem = one.assembled.problem
    base, value = comparison.values[0], comparison.values[rank]
    return Headline(
        name=one.assembled.name,
        said=one.said,
        quality=one.quality,
        centimes=comparison.totals[rank],
        change_centimes=comparison.totals[rank] - comparison.totals[0],
        retained_count=comparison.retained[rank],
        points=problem.points(value),
        points_text=points(problem, value),
        change_points=problem.points(value - base),
        change_text=points(problem, abs(value - base)),
        change_pct=_change_pct(value, base),
    )


def _change_pct(value: int, base: int) -> Decimal | None:
    if base <= 0:
        return None
    share = Decimal(value - base) * 100 / base
    return share.quantize(_TENTH, rounding=ROUND_HALF_UP)


def _actions(
    programmings: Sequence[Programming], names: Names
) -> tuple[ActionCompared, ...]:
    dossiers = programmings[0].assembled.problem.dossiers
    told = [_sentences(one.explanation) for one in programmings]
    return tuple(
        ActionCompared(
            numero=one.numero,
            title=one.title,
            porteur=names.porteurs.get(one.porteur, one.porteur),
            axe=one.axe,
            asked_centimes=one.asked_centimes,
            centimes=tuple(
                each.assembled.solution.granted(one.key) for each in programmings
            ),
            moves=tuple(_move(programmings[0], each, one) for each in programmings),
            sentences=tuple(each.get(one.key, "") for each in told),
        )
        for one in sorted(dossiers, key=lambda one: one.numero)
    )


def _sentences(explanation: Explanation | None) -> dict[str, str]:
    found = explanation.dossiers if explanation else ()
    return {one.key: one.sentence for one in found}


def _move(base: Programming, other: Programming, dossier: Dossier) -> Move | None:
    before = base.assembled.solution.granted(dossier.key)
    after = other.assembled.solution.granted(dossier.key)
    if before == after:
        had = base.assembled.solution.amounts.get(dossier.key, {})
        has = other.assembled.solution.amounts.get(dossier.key, {})
        return None if had == has else Move.AUTREMENT
    if not before:
        return Move.ENTRE
    if not after:
        return Move.SORT
    return Move.MONTE if after > before else Move.DESCEND
