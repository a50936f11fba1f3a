"""Programmings side by side: who gets what under each, against last year.

Shared actions are split as everywhere else (``balance.share_of``): each table sums
to what is programmed, to the centime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.funder_names import the_funder
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.balance import NO_PUBLIC, NO_QUARTIER, PUBLICS, share_of


class Heading(StrEnum):
    """What a table spreads the money over."""

    AXE = "axe"
    QUARTIER = "quartier"
    PUBLIC = "public"
    PORTEUR = "porteur"
    FINANCEUR = "financeur"


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """A named programming, with the problem it answers. The first is the base."""

    name: str
    problem: Problem
    solution: Solution


@dataclass(frozen=True, kw_only=True)
class ComparedRow:
    """One heading under each programming, in centimes and in retained actions.

    ``previous_centimes`` is nothing where last year's amount is not known.
    """

    key: str
    label: str
    previous_centimes: int | None
    centimes: tuple[int, ...]
    actions_count: tuple[int, ...]

    def changes(self) -> tuple[int, ...]:
        """Return what each programming gives more than the base."""
        return tuple(one - self.centimes[0] for one in self.centimes)


@dataclass(frozen=True, kw_only=True)
class ComparedTable:
    """All the rows of one heading, sorted by key."""

    heading: Heading
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Programmings side by side.

    Attributes:
        names: of the programmings, the base first; every tuple follows this order.
        totals, retained, values: centimes, retained actions, and value by the rule
            of each problem.
        entered, left: numbers of the actions that each has more, or less, than the
            base.
        unanswered: orientations of the note no retained action answers.
    """

    names: tuple[str, ...]
    totals: tuple[int, ...]
    retained: tuple[int, ...]
    values: tuple[int, ...]
    entered: tuple[tuple[str, ...], ...]
    left: tuple[tuple[str, ...], ...]
    unanswered: tuple[tuple[str, ...], ...]
    tables: tuple[ComparedTable, ...]


@dataclass(frozen=True, kw_only=True)
class Names:
    """What people call axes, quartiers and porteurs; orientations are codes."""

    axes: Mapping[int, str]
    porteurs: Mapping[str, str]
    orientations: Sequence[str]


_Keys = Callable[[Dossier], tuple[str, ...]]
_KEYS: Mapping[Heading, _Keys] = {
    Heading.AXE: lambda one: (str(one.axe),),
    Heading.QUARTIER: lambda one: tuple(dict.fromkeys(one.quartiers)) or ("",),
    Heading.PUBLIC: lambda one: tuple(dict.fromkeys(one.publics)) or ("",),
    Heading.PORTEUR: lambda one: (one.porteur,),
}


def compare(
    assembled: Sequence[Assembled],
    names: Names,
    previous: Mapping[Heading, Mapping[str, int]] | None = None,
) -> Comparison:
    """Set programmings side by side.

    Args:
        assembled: the base first, then the scenarios.
        names: how headings are called, and the orientations of the note.
        previous: last year's centimes, by heading then key.
    """
    retained = [_retained(one) for one in assembled]
    base = set(retained[0])
    tables = tuple(
        ComparedTable(
            heading=heading,
            rows=_rows(assembled, heading, names, (previous or {}).get(heading, {})),
        )
        for heading in Heading
    )
    return Comparison(
        names=tuple(one.name for one in assembled),
        totals=tuple(
            sum(map(one.solution.granted, one.solution.retained)) for one in assembled
        ),
        retained=tuple(map(len, retained)),
        values=tuple(one.solution.value for one in assembled),
        entered=tuple(tuple(sorted(set(one) - base)) for one in retained),
        left=tuple(tuple(sorted(base - set(one))) for one in retained),
        unanswered=tuple(_unanswered(one, names.orientations) for one in assembled),
        tables=tables,
    )


def _retained(one: Assembled) -> tuple[str, ...]:
    return tuple(one.problem.by_key[key].numero for key in one.solution.retained)


def _unanswered(one: Assembled, orientations: Iterable[str]) -> tuple[str, ...]:
    answered = {one.problem.by_key[key].orientation for key in one.solution.retained}
    return tuple(code for code in orientations if code not in answered)


def _rows(
    assembled: Sequence[Assembled],
    heading: Heading,
    names: Names,
    previous: Mapping[str, int],
) -> tuple[ComparedRow, ...]:
    spread = [_spread(one, heading) for one in assembled]
    known = {
        Heading.AXE: {str(axe) for axe in names.axes},
        Heading.QUARTIER: set(assembled[0].problem.quartiers),
        Heading.PUBLIC: set(PUBLICS),
    }.get(heading, set())
    keys = sorted(known.union(previous, *spread))
    return tuple(
        ComparedRow(
            key=key,
            label=_label(assembled[0].problem, heading, key, names),
            previous_centimes=previous.get(key),
            centimes=tuple(one.get(key, (0, 0))[0] for one in spread),
            actions_count=tuple(one.get(key, (0, 0))[1] for one in spread),
        )
        for key in keys
    )


def _spread(one: Assembled, heading: Heading) -> dict[str, tuple[int, int]]:
    """Return centimes and retained actions by key of a heading."""
    found: dict[str, tuple[int, int]] = {}
    for key in one.solution.retained:
        for part, centimes in _parts(one, heading, key):
            had, count = found.get(part, (0, 0))
            found[part] = had + centimes, count + 1
    return found


def _parts(one: Assembled, heading: Heading, key: str) -> Iterable[tuple[str, int]]:
    if heading is Heading.FINANCEUR:
        return one.solution.amounts[key].items()
    granted = one.solution.granted(key)
    parts = _KEYS[heading](one.problem.by_key[key])
    return [(part, share_of(granted, parts, part)) for part in parts]


def _label(problem: Problem, heading: Heading, key: str, names: Names) -> str:
    match heading:
        case Heading.AXE:
            return f"Axe {key} – {names.axes.get(int(key), 'inconnu du contrat')}"
        case Heading.QUARTIER:
            return problem.quartiers.get(key, key) or NO_QUARTIER
        case Heading.PUBLIC:
            return PUBLICS.get(key, key) or NO_PUBLIC
        case Heading.PORTEUR:
            return names.porteurs.get(key, key)
        case Heading.FINANCEUR:
            return the_funder(key)
