"""First draft of each action: who, which idea, how big. Budgets come after."""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.demonstration.ideas import IDEAS, Idea
from contrat_de_ville.demonstration.porteurs import PORTEURS, Porteur
from contrat_de_ville.demonstration.stable import between, chance, pick
from contrat_de_ville.demonstration.weights import by_prefix


CRITERIA = (
    "besoin_mal_satisfait",
    "effets_positifs",
    "experimentation",
    "implication_acteurs",
)
# Total hoped for, in euros, by beginning of the orientation's code.
_SIZES = {
    "1": (18_000, 42_000),
    "2": (12_000, 45_000),
    "3": (6_000, 32_000),
    "4": (9_000, 38_000),
    "4.3": (24_000, 56_000),
    "5": (6_000, 34_000),
    "5.DRE": (24_000, 56_000),
    "6": (9_000, 40_000),
    "7": (6_000, 36_000),
}
# The campaign asks for all four criteria (choice « innovation.criteres_exiges »).
_INNOVATIVE_FROM = 4


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """One action before its budget; ``size`` is its total in euros, about."""

    porteur: Porteur
    orientation: str
    idea: Idea
    size: int
    criteria: tuple[str, ...]

    @property
    def is_innovative(self) -> bool:
        """Whether enough criteria are met to ask the State for a higher rate."""
        return len(self.criteria) >= _INNOVATIVE_FROM


def build_sketches(seed: int) -> tuple[Sketch, ...]:
    """Deal the ideas of each orientation, in order, to the porteurs that list it."""
    left = {orientation: iter(ideas) for orientation, ideas in IDEAS.items()}
    return tuple(
        _sketch(seed, porteur, orientation, next(left[orientation]))
        for porteur in PORTEURS
        for orientation in porteur.orientations
    )


def _sketch(seed: int, porteur: Porteur, orientation: str, idea: Idea) -> Sketch:
    low, high = by_prefix(_SIZES, orientation)
    return Sketch(
        porteur=porteur,
        orientation=orientation,
        idea=idea,
        size=between(low, high, seed, "size", idea.title, step=100),
        criteria=_criteria(seed, idea.title),
    )


def _criteria(seed: int, title: str) -> tuple[str, ...]:
    """Tick none, some or all: most claim one or two, one in eight claims more."""
    density = pick((0, 20, 20, 35, 35, 50, 50, 85), seed, "density", title)
    return tuple(
        one for one in CRITERIA if chance(density, seed, "criterion", title, one)
    )
