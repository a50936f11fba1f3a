"""The whole question: which actions are retained, and for how much.

The value of a programming is exact, in integers: for each centime granted, what
``Problem.worth`` says of its action. « Euros » counts points for each euro granted;
« actions » counts points for the share of its request that an action is granted,
so that a small request weighs as much as a large one. Base points are those of every
action, besides its own: none is then worth nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Enveloppe,
    MinimumUtile,
    Summed,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.errors import BadInputError


SHARE_SCALE = 10**12
"""One point for a whole request, under « actions »: worths are whole numbers."""


class Objective(StrEnum):
    """What the best programming has most of (a choice of the campaign)."""

    EUROS = "euros"
    ACTIONS = "actions"


class Funding(StrEnum):
    """Whether less than the request may be granted (a choice of the campaign)."""

    PARTIEL = "partiel"
    LIGNE_ENTIERE = "ligne_entiere"
    ACTION_ENTIERE = "action_entiere"


class TieBreak(StrEnum):
    """What separates two programmings of the same value."""

    AUCUN = "aucun"
    NOMBRE_ACTIONS = "nombre_actions"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The admissible actions, what is asked of a programming, and how it is valued.

    Attributes:
        unit_centimes: grants are whole multiples of it, requests rounded down to it;
            an exact aid and a request under a unit are granted to the centime.
        quartiers: names of the quartiers by code, for what people read and write.

    Raises:
        BadInputError: two dossiers share a key or a number, or two constraints are
            the same.
    """

    dossiers: tuple[Dossier, ...]
    constraints: tuple[Constraint, ...] = ()
    objective: Objective = Objective.EUROS
    funding: Funding = Funding.PARTIEL
    tie_break: TieBreak = TieBreak.AUCUN
    unit_centimes: int = 100
    base_points: int = 0
    quartiers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, names in (
            ("dossiers ont la clé", [one.key for one in self.dossiers]),
            ("dossiers ont le numéro", [one.numero for one in self.dossiers]),
            ("contraintes portent sur", [one.slot for one in self.constraints]),
        ):
            twice = sorted(one for one, n in Counter(names).items() if n > 1)
            if twice:
                raise BadInputError(
                    f"Deux {what} « {twice[0]} ».", "Gardez-en une seule fois l'énoncé."
                )
        if self.unit_centimes <= 0:
            raise BadInputError(
                "Le pas des montants est nul.", "Donnez-le en centimes."
            )

    @cached_property
    def sorted_dossiers(self) -> tuple[Dossier, ...]:
        """Dossiers by key: the order of deposit is forgotten here."""
        return tuple(sorted(self.dossiers, key=lambda one: one.key))

    @cached_property
    def sorted_constraints(self) -> tuple[Constraint, ...]:
        """Constraints in an order of their own."""
        return tuple(sorted(self.constraints, key=lambda one: one.slot))

    @cached_property
    def summed(self) -> tuple[Summed, ...]:
        """The constraints judged on sums."""
        return tuple(
            one for one in self.sorted_constraints if not isinstance(one, MinimumUtile)
        )

    @cached_property
    def by_slot(self) -> dict[str, Constraint]:
        """Constraints by what they are about."""
        return {one.slot: one for one in self.constraints}

    @cached_property
    def by_key(self) -> dict[str, Dossier]:
        """Dossiers by key."""
        return {one.key: one for one in self.dossiers}

    @cached_property
    def minimum(self) -> MinimumUtile:
        """The useful minimum; nothing is too little where none is set."""
        found = [one for one in self.constraints if isinstance(one, MinimumUtile)]
        return found[0] if found else MinimumUtile()

    @cached_property
    def _worths(self) -> dict[str, int]:
        return {one.key: self._worth(one) for one in self.dossiers}

    def _worth(self, dossier: Dossier) -> int:
        points = dossier.points + self.base_points
        if self.objective is Objective.EUROS:
            return points
        return points * SHARE_SCALE // max(dossier.asked_centimes, 1)

    def worth(self, key: str) -> int:
        """Return what one centime granted to that dossier adds to the value."""
        return self._worths[key]

    def value(self, amounts: Amounts) -> int:
        """Return the exact value of a programming."""
        return sum(
            self.worth(key) * sum(by_funder.values())
            for key, by_funder in amounts.items()
        )

    def points(self, value: int) -> Decimal:
        """Turn a value into points, as people read it.

        Points are those of the actions times their euros, or times the share granted
        of their request, by the campaign's objective.
        """
        is_euros = self.objective is Objective.EUROS
        return Decimal(value) / (100 if is_euros else SHARE_SCALE)

    def envelope(self, funder: str) -> Enveloppe | None:
        """Return the envelope of a funder, if it announced one."""
        found = self.by_slot.get(f"enveloppe {funder}")
        return found if isinstance(found, Enveloppe) else None

    def line_minimum(self, line: AskedLine) -> int:
        """Return the least a line gets when it gets something, in centimes."""
        if line.is_fixed:
            return line.least_centimes
        return max(line.least_centimes, self.minimum.line_centimes, 1)

    def action_minimum(self, dossier: Dossier) -> int:
        """Return the least an action gets when it is retained, in centimes."""
        is_exempt = any(one.is_fixed for one in dossier.lines)
        return 0 if is_exempt else self.minimum.action_centimes

    def without(self, constraint: Constraint) -> Problem:
        """Return the same question, less one constraint."""
        kept = tuple(one for one in self.constraints if one.slot != constraint.slot)
        return replace(self, constraints=kept)

    def having(self, constraint: Constraint) -> Problem:
        """Return the same question with *constraint*, in place of its like if any."""
        left = self.without(constraint)
        return replace(left, constraints=(*left.constraints, constraint))

    def changing(self, dossier: Dossier) -> Problem:
        """Return the same question with another version of one of its dossiers."""
        return replace(
            self,
            dossiers=tuple(
                dossier if one.key == dossier.key else one for one in self.dossiers
            ),
        )
