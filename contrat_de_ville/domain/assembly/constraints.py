"""What a programming must hold to: each constraint has its French name.

A constraint judges a :class:`Tally` in integers. ``excess`` is how far it is from
being held (nothing or less: it is held). ``room`` is how many centimes one line may
still take before it no longer is; ``None`` where the line does not concern it.
Retaining one action more never breaks those that count actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.envelopes import Enveloppe, PartEnveloppe
from contrat_de_ville.domain.assembly.tally import Tally
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


__all__ = [
    "Constraint",
    "Continuite",
    "Counting",
    "CouverturePublic",
    "CouvertureQuartier",
    "Enveloppe",
    "MinimumUtile",
    "PartEnveloppe",
    "PlafondAxe",
    "PlafondPorteur",
    "PlancherAxe",
    "Summed",
    "counted_slots",
]


@dataclass(frozen=True, kw_only=True)
class PlafondPorteur:
    """No porteur receives more than this, over all its actions and all funders."""

    pronoun: ClassVar[str] = "lui"
    article: ClassVar[str] = "le "
    slot: ClassVar[str] = "plafond par porteur"
    centimes: int

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        return f"Plafond par porteur ({format_euros(self.centimes)})"

    def excess(self, tally: Tally) -> int:
        """Return the centimes above the ceiling, for the porteur that has the most."""
        return max(tally.by_porteur.values(), default=0) - self.centimes

    def room(self, tally: Tally, dossier: Dossier, _: str) -> int | None:
        """Return what the porteur may still receive."""
        return self.centimes - tally.by_porteur[dossier.porteur]


@dataclass(frozen=True, kw_only=True)
class PlancherAxe:
    """An axe receives at least this part of all that is programmed, in percent."""

    pronoun: ClassVar[str] = "lui"
    article: ClassVar[str] = "le "
    axe: int
    pct: int

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"plancher axe {self.axe}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        return f"Plancher de l'axe {self.axe} ({self.pct} %)"

    def excess(self, tally: Tally) -> int:
        """Return what the axe lacks, in hundredths of a centime."""
        return self.pct * tally.total - 100 * tally.by_axe[self.axe]

    def room(self, tally: Tally, dossier: Dossier, _: str) -> int | None:
        """Return what the other axes may take before this one is too small."""
        if dossier.axe == self.axe or not self.pct:
            return None
        return -self.excess(tally) // self.pct


@dataclass(frozen=True, kw_only=True)
class PlafondAxe:
    """An axe receives at most this part of all that is programmed, in percent."""

    pronoun: ClassVar[str] = "lui"
    article: ClassVar[str] = "le "
    axe: int
    pct: int

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"plafond axe {self.axe}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        return f"Plafond de l'axe {self.axe} ({self.pct} %)"

    def excess(self, tally: Tally) -> int:
        """Return what the axe has too much, in hundredths of a centime."""
        return 100 * tally.by_axe[self.axe] - self.pct * tally.total

    def room(self, tally: Tally, dossier: Dossier, _: str) -> int | None:
        """Return what the axe may take before it is too large."""
        if dossier.axe != self.axe or self.pct >= 100:  # noqa: PLR2004 (percent)
            return None
        return -self.excess(tally) // (100 - self.pct)


@dataclass(frozen=True, kw_only=True)
class CouvertureQuartier:
    """At least so many retained actions touch a quartier."""

    pronoun: ClassVar[str] = "elle"
    article: ClassVar[str] = "la "
    code: str
    nom: str
    count: int = 1

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"quartier {self.code}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        least = plural(self.count, "action")
        return f"Couverture du quartier {self.nom} (au moins {least})"

    def excess(self, tally: Tally) -> int:
        """Return how many actions are missing."""
        return self.count - tally.by_quartier[self.code]

    def room(self, _: Tally, __: Dossier, ___: str) -> None:
        """Say that no amount is too much for it."""


@dataclass(frozen=True, kw_only=True)
class CouverturePublic:
    """At least so many retained actions are for a priority public."""

    pronoun: ClassVar[str] = "elle"
    article: ClassVar[str] = "la "
    code: str
    nom: str
    count: int = 1

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"public {self.code}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        least = plural(self.count, "action")
        return f"Couverture du public « {self.nom} » (au moins {least})"

    def excess(self, tally: Tally) -> int:
        """Return how many actions are missing."""
        return self.count - tally.by_public[self.code]

    def room(self, _: Tally, __: Dossier, ___: str) -> None:
        """Say that no amount is too much for it."""


@dataclass(frozen=True, kw_only=True)
class Continuite:
    """A part of the renewed admissible actions is retained, in percent of them.

    Actions a person left out stay in the count: continuity is what is lost by it.
    """

    pronoun: ClassVar[str] = "elle"
    article: ClassVar[str] = "la "
    slot: ClassVar[str] = "continuité"
    pct: int

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        return f"Continuité ({self.pct} % des actions reconduites)"

    def excess(self, tally: Tally) -> int:
        """Return what is missing, in hundredths of an action."""
        return self.pct * tally.renewals_count - 100 * tally.retained_renewals_count

    def room(self, _: Tally, __: Dossier, ___: str) -> None:
        """Say that no amount is too much for it."""


@dataclass(frozen=True, kw_only=True)
class MinimumUtile:
    """Nothing is granted under these amounts, in centimes.

    The aid of a chantier is not concerned, nor is an action that receives one.
    """

    pronoun: ClassVar[str] = "lui"
    article: ClassVar[str] = "le "
    slot: ClassVar[str] = "minimum utile"
    line_centimes: int = 0
    action_centimes: int = 0

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        parts = [
            f"{format_euros(centimes)} {of}"
            for centimes, of in (
                (self.line_centimes, "par financeur"),
                (self.action_centimes, "par action"),
            )
            if centimes
        ]
        return f"Minimum utile ({', '.join(parts) or 'aucun'})"


Counting = CouvertureQuartier | CouverturePublic | Continuite
Summed = (
    Enveloppe | PartEnveloppe | PlafondPorteur | PlancherAxe | PlafondAxe | Counting
)
"""The constraints judged on sums; the useful minimum is judged line by line."""

Constraint = Summed | MinimumUtile


def counted_slots(dossier: Dossier) -> tuple[str, ...]:
    """Return the slots of the constraints an action counts for, when it is retained."""
    return (
        *(f"quartier {code}" for code in dict.fromkeys(dossier.quartiers)),
        *(f"public {code}" for code in dict.fromkeys(dossier.publics)),
        *((Continuite.slot,) if dossier.is_renewal else ()),
    )
