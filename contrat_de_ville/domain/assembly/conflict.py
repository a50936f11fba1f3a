"""Constraints that cannot be held together, by their names.

Some conflicts are evident and said at once. The others are found by taking
constraints away, half of them at a time, until none can be spared: what is left
cannot be held together, and would be without any one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    Enveloppe,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
    counted_slots,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.funder_names import of_funder
from contrat_de_ville.domain.assembly.grid import grids_of
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.wording import listed, the
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import ContratDeVilleError


IsFeasible = Callable[[Problem], bool]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Constraints no programming can hold together, and why when it is evident."""

    names: tuple[str, ...]
    sentence: str


class InfeasibleError(ContratDeVilleError):
    """No programming holds every constraint."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(conflicts)
        self.conflicts = conflicts

    def __str__(self) -> str:
        said = " ".join(one.sentence for one in self.conflicts)
        return (
            f"Aucune programmation ne tient toutes les contraintes. {said} "
            "Assouplissez ou retirez l'une des contraintes nommées."
        )


def conflict_of(problem: Problem, is_feasible: IsFeasible) -> tuple[Conflict, ...]:
    """Name a smallest set of constraints that cannot be held together.

    Args:
        problem: one that no programming holds.
        is_feasible: whether some programming holds a problem.
    """
    kept = _needed(problem, is_feasible, (), _removable(problem), is_grown=False)
    names = tuple(one.name for one in kept)
    listed = " ; ".join(names)
    return (
        Conflict(
            names=names,
            sentence=(
                f"Ces contraintes ne peuvent pas être tenues ensemble : {listed} ; "
                "en retirer une lève ce conflit."
                if len(names) > 1
                else f"Cette contrainte ne peut pas être tenue : {listed}."
            ),
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Flag:
    """What a person set on one action, taken away like a constraint."""

    key: str
    name: str


_Removable = Constraint | _Flag


def _removable(problem: Problem) -> tuple[_Removable, ...]:
    flags: list[_Removable] = []
    for one in problem.sorted_dossiers:
        if one.is_imposed:
            flags.append(_Flag(key=one.key, name=f"Action {one.numero} imposée"))
        flags += [
            _Flag(
                key=f"{one.key}\0{line.funder}",
                name=f"Aide {of_funder(line.funder)} imposée à l'action {one.numero}",
            )
            for line in one.sorted_lines
            if line.is_imposed
        ]
    return (*flags, *problem.sorted_constraints)


def _keeping(problem: Problem, kept: Sequence[_Removable]) -> Problem:
    """Return the problem with these constraints and flags alone."""
    flags = {one.key for one in kept if isinstance(one, _Flag)}
    return replace(
        problem,
        constraints=tuple(one for one in kept if not isinstance(one, _Flag)),
        dossiers=tuple(
            replace(
                one,
                is_imposed=one.key in flags,
                lines=tuple(
                    replace(line, is_imposed=f"{one.key}\0{line.funder}" in flags)
                    for line in one.lines
                ),
            )
            for one in problem.dossiers
        ),
    )


def _needed(
    problem: Problem,
    is_feasible: IsFeasible,
    base: tuple[_Removable, ...],
    doubtful: tuple[_Removable, ...],
    *,
    is_grown: bool,
) -> tuple[_Removable, ...]:
    """Return what of *doubtful* makes a conflict beside *base*."""
    if is_grown and not is_feasible(_keeping(problem, base)):
        return ()
    if len(doubtful) <= 1:
        return doubtful
    half = len(doubtful) // 2
    first, second = doubtful[:half], doubtful[half:]
    late = _needed(problem, is_feasible, (*base, *first), second, is_grown=True)
    early = _needed(problem, is_feasible, (*base, *late), first, is_grown=bool(late))
    return (*early, *late)


def evident_conflicts(problem: Problem) -> tuple[Conflict, ...]:
    """Return the conflicts that need no computation to be seen.

    The floor of an axe where nothing can be retained is one: held to the letter, it
    would leave nothing programmed at all.
    """
    able = tuple(one for one in problem.sorted_dossiers if grids_of(problem, one))
    counted = Counter(slot for one in able for slot in counted_slots(one))
    axes = {one.axe for one in able}
    found = [*_of_flags(problem), *_of_imposed_sums(problem)]
    for one in problem.sorted_constraints:
        sentence = _evident(problem, one, counted[one.slot], axes)
        if sentence:
            found.append(Conflict(names=(one.name,), sentence=sentence))
    return (*found, *_of_axes(problem))


def _of_flags(problem: Problem) -> Iterator[Conflict]:
    for one in problem.sorted_dossiers:
        name = f"Action {one.numero} imposée"
        imposed = {line.funder for line in one.lines if line.is_imposed}
        if one.is_excluded and (one.is_imposed or imposed):
            yield Conflict(
                names=(name, f"Action {one.numero} exclue"),
                sentence=f"L'action {one.numero} est à la fois imposée et exclue.",
            )
        elif (one.is_imposed and not grids_of(problem, one)) or imposed - set(
            grids_of(problem, one)
        ):
            yield Conflict(
                names=(name,),
                sentence=(
                    f"L'action {one.numero} est imposée, mais rien ne peut lui être "
                    "accordé (maximum nul ou sous le minimum utile)."
                ),
            )


def _of_imposed_sums(problem: Problem) -> Iterator[Conflict]:
    """Compare what is imposed with what there is, envelope by envelope."""
    imposed = [
        (one, line) for one in problem.sorted_dossiers for line in one.lines
        if line.is_imposed
    ]  # fmt: skip
    for one in problem.sorted_constraints:
        for what, most, concerned in _limits_of(one, imposed):
            least = sum(problem.line_minimum(line) for _, line in concerned)
            if least > most:
                yield Conflict(
                    names=(one.name, "Aides imposées"),
                    sentence=(
                        f"{_aids(concerned)} {format_euros(least)}, et {what} est de "
                        f"{format_euros(most)}."
                    ),
                )


_Imposed = Sequence[tuple[Dossier, AskedLine]]


def _limits_of(
    constraint: Constraint, imposed: _Imposed
) -> Iterator[tuple[str, int, _Imposed]]:
    """Yield what a constraint gives at most, how it is said, and who shares it."""
    match constraint:
        case Enveloppe(funder=funder, centimes=centimes):
            asked = [(one, line) for one, line in imposed if line.funder == funder]
            yield f"l'enveloppe {of_funder(funder)}", centimes, asked
            if constraint.reserved:
                others = [pair for pair in asked if constraint.is_open_to(pair[0])]
                said = f"l'enveloppe {of_funder(funder)} hors parts réservées"
                yield said, constraint.open_centimes, others
        case PartEnveloppe(funder=funder, part=part, centimes=centimes):
            within = [
                (one, line)
                for one, line in imposed
                if (line.funder, line.part) == (funder, part)
            ]
            yield the(constraint), centimes, within
        case PlafondPorteur(centimes=centimes):
            for porteur in sorted({one.porteur for one, _ in imposed}):
                own = [(one, line) for one, line in imposed if one.porteur == porteur]
                yield f"le plafond par porteur (porteur {porteur})", centimes, own
        case _:
            return


def _aids(concerned: _Imposed) -> str:
    """Name a few imposed aids: someone must look at them."""
    numeros = sorted({one.numero for one, _ in concerned})
    return f"Les aides imposées ({listed(numeros)}) font"


def _evident(
    problem: Problem, constraint: Constraint, there: int, axes: AbstractSet[int]
) -> str | None:
    """Say why a constraint cannot be met by the *there* actions that count for it."""
    match constraint:
        case CouvertureQuartier() | CouverturePublic():
            where = (
                f"ne touche le quartier {constraint.nom}"
                if isinstance(constraint, CouvertureQuartier)
                else f"ne s'adresse au public « {constraint.nom} »"
            )
            if there == 0 < constraint.count:
                return f"Aucune action recevable {where}."
            if there < constraint.count:
                only = plural(there, "action finançable", "actions finançables")
                return f"{constraint.name} : il n'y a que {only}."
        case Continuite():
            renewals = sum(one.is_renewal for one in problem.dossiers)
            if 100 * there < constraint.pct * renewals:
                many = "peuvent être financées" if there > 1 else "peut être financée"
                return f"{constraint.name} : sur {renewals}, {there} seulement {many}."
        case PlancherAxe():
            if constraint.pct and constraint.axe not in axes:
                return (
                    f"Aucune action recevable ne relève de l'axe {constraint.axe} : "
                    f"son plancher ({constraint.pct} %) ne laisserait rien programmer."
                )
        case _:
            return None
    return None


def _of_axes(problem: Problem) -> Iterator[Conflict]:
    floors = [one for one in problem.sorted_constraints if isinstance(one, PlancherAxe)]
    ceilings = {
        one.axe: one
        for one in problem.sorted_constraints
        if isinstance(one, PlafondAxe)
    }
    total = sum(one.pct for one in floors)
    if total > 100:  # noqa: PLR2004 (percent)
        yield Conflict(
            names=tuple(one.name for one in floors),
            sentence=f"Les planchers des axes font {total} % de la programmation.",
        )
    for floor in floors:
        ceiling = ceilings.get(floor.axe)
        if ceiling and ceiling.pct < floor.pct:
            yield Conflict(
                names=(floor.name, ceiling.name),
                sentence=(
                    f"Le plancher de l'axe {floor.axe} ({floor.pct} %) dépasse son "
                    f"plafond ({ceiling.pct} %)."
                ),
            )
