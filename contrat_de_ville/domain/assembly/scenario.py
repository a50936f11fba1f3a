"""A scenario: a name, and what it changes of the problem. Nothing official moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    CouverturePublic,
    CouvertureQuartier,
    Enveloppe,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.wording import plain
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


class Fate(StrEnum):
    """What a person sets on an action."""

    IMPOSEE = "imposée"
    IMPOSEE_EN_ENTIER = "imposée en entier"
    EXCLUE = "exclue"
    LIBRE = "libre"


@dataclass(frozen=True, kw_only=True)
class ChangeEnvelope:
    """Another amount for one envelope, or for all (no funder): in percent or centimes.

    One of the three is given. A percentage is rounded down to the centime.
    """

    text: str
    funder: str = ""
    pct: int | None = None
    delta_centimes: int | None = None
    to_centimes: int | None = None

    def setting(self, _: Problem) -> tuple[str, object]:
        """Return the envelope, and the amount set: a percentage adds to what is."""
        return f"enveloppe {self.funder}", self.to_centimes

    @property
    def is_cumulative(self) -> bool:
        """Whether it is counted from what the changes before it have set."""
        return self.to_centimes is None

    def applied_to(self, problem: Problem) -> Problem:
        """Return the problem with the envelope changed.

        Raises:
            BadInputError: no such envelope, or nothing would be left of it.
        """
        found = [
            one
            for one in problem.sorted_constraints
            if isinstance(one, Enveloppe) and self.funder in {"", one.funder}
        ]
        if not found and self.to_centimes is not None and self.funder:
            # A funder that had announced nothing may be given an envelope.
            found = [Enveloppe(funder=self.funder, centimes=self.to_centimes)]
        if not found:
            known = _known(
                one.funder for one in problem.constraints if isinstance(one, Enveloppe)
            )
            raise BadInputError(
                f"« {self.text} » : aucune enveloppe ne porte ce nom (enveloppes : "
                f"{known}).",
                "Écrivez le code du financeur, par exemple « enveloppe ETAT -10 % ».",
            )
        for one in found:
            problem = problem.having(replace(one, centimes=self._changed(one.centimes)))
        return problem

    def _changed(self, centimes: int) -> int:
        if self.pct is not None:
            changed = centimes * (100 + self.pct) // 100
        elif self.delta_centimes is not None:
            changed = centimes + self.delta_centimes
        else:
            changed = self.to_centimes or 0
        if changed < 0:
            raise BadInputError(
                f"« {self.text} » : il resterait {format_euros(changed)} d'une "
                f"enveloppe de {format_euros(centimes)}.",
                "Une enveloppe ne descend pas sous zéro.",
            )
        return changed


@dataclass(frozen=True, kw_only=True)
class SetFate:
    """An action retained in any case, left out, or left to the computation again."""

    text: str
    numero: str
    fate: Fate
    is_cumulative: ClassVar[bool] = False

    def setting(self, _: Problem) -> tuple[str, object]:
        """Return the action, and what is set on it."""
        return f"action {self.numero}", self.fate

    def applied_to(self, problem: Problem) -> Problem:
        """Return the problem with that action's fate set.

        Raises:
            BadInputError: no action has that number.
        """
        for one in problem.dossiers:
            if one.numero == self.numero:
                return problem.changing(_fated(one, self.fate))
        raise BadInputError(
            f"« {self.text} » : aucune action recevable ne porte le numéro "
            f"{self.numero}.",
            "Vérifiez le numéro dans la liste des actions recevables.",
        )


def _fated(dossier: Dossier, fate: Fate) -> Dossier:
    free = replace(dossier, is_imposed=False, is_excluded=False)
    if fate is Fate.IMPOSEE_EN_ENTIER:
        whole = tuple(
            replace(one, least_centimes=one.most_centimes, is_imposed=True)
            if one.most_centimes
            else one
            for one in dossier.lines
        )
        return replace(free, is_imposed=True, lines=whole)
    if fate is Fate.EXCLUE:
        # An aid computed by the note's rule is imposed until a person says otherwise.
        lines = tuple(replace(one, is_imposed=False) for one in dossier.lines)
        return replace(free, is_excluded=True, lines=lines)
    return replace(free, is_imposed=fate is Fate.IMPOSEE)


@dataclass(frozen=True, kw_only=True)
class SetConstraint:
    """A constraint added, or another value for the one there is."""

    text: str
    constraint: Constraint
    is_cumulative: ClassVar[bool] = False

    def setting(self, problem: Problem) -> tuple[str, object]:
        """Return what the constraint is about, and the constraint."""
        one = self._found(problem)
        return one.slot, one

    def applied_to(self, problem: Problem) -> Problem:
        """Return the problem with that constraint.

        Raises:
            BadInputError: it is about a quartier nobody knows.
        """
        return problem.having(self._found(problem))

    def _found(self, problem: Problem) -> Constraint:
        one = self.constraint
        if isinstance(one, CouvertureQuartier):
            return _named(self.text, one, problem)
        return one


def _named(
    text: str, constraint: CouvertureQuartier, problem: Problem
) -> CouvertureQuartier:
    """Find a quartier by its code or by its name."""
    names = {code: code for one in problem.dossiers for code in one.quartiers}
    names |= dict(problem.quartiers)
    for code, name in names.items():
        if plain(constraint.nom) in {plain(code), plain(name)}:
            return replace(constraint, code=code, nom=name)
    raise BadInputError(
        f"« {text} » : le quartier « {constraint.nom} » n'est pas connu (quartiers : "
        f"{_known(names.values())}).",
        "Écrivez son code ou son nom.",
    )


@dataclass(frozen=True, kw_only=True)
class DropConstraint:
    """A constraint taken away, by what it is about."""

    text: str
    slot: str
    is_cumulative: ClassVar[bool] = False

    def setting(self, problem: Problem) -> tuple[str, object]:
        """Return what the constraint is about, and that nothing is left of it."""
        return self._found(problem).slot, None

    def applied_to(self, problem: Problem) -> Problem:
        """Return the problem without that constraint.

        Raises:
            BadInputError: there is no such constraint.
        """
        return problem.without(self._found(problem))

    def _found(self, problem: Problem) -> Constraint:
        for one in problem.constraints:
            names = {plain(one.slot)}
            if isinstance(one, CouvertureQuartier | CouverturePublic):
                names.add(plain(f"{one.slot.split()[0]} {one.nom}"))
            if plain(self.slot) in names:
                return one
        known = _known(one.slot for one in problem.constraints)
        raise BadInputError(
            f"« {self.text} » : aucune contrainte de ce nom (il y a : {known}).",
            "Recopiez l'un de ces noms après « sans ».",
        )


Change = ChangeEnvelope | SetFate | SetConstraint | DropConstraint


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A name and its changes, applied one after the other."""

    name: str
    changes: tuple[Change, ...] = ()

    def applied_to(self, problem: Problem) -> Problem:
        """Return the problem as this scenario has it; *problem* is left as it is.

        Raises:
            BadInputError: a change is about something the problem does not have, or
                two changes set the same thing otherwise.
        """
        seen: dict[str, tuple[Change, object]] = {}
        for change in self.changes:
            about, what = change.setting(problem)
            first, before = seen.setdefault(about, (change, what))
            if before != what and not change.is_cumulative:
                raise _contradiction(first, change)
            problem = change.applied_to(problem)
        return problem

    def said(self) -> str:
        """Say what it changes, as it was written."""
        return " ; ".join(one.text for one in self.changes) or "aucun changement"


def _contradiction(first: Change, second: Change) -> BadInputError:
    return BadInputError(
        f"« {first.text} » et « {second.text} » se contredisent : ils portent sur la "
        "même chose et n'en font pas la même.",
        "Gardez l'un des deux.",
    )


def _known(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names))) or "aucune"
