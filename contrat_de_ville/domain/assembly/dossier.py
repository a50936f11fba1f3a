"""A deposit as the assembling of a programming sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """What is asked of one funder, and what may be granted, in centimes.

    A line gets nothing, or from ``least_centimes`` to ``most_centimes``. Where both
    are equal (the aid of a chantier, computed by the note's rule) it gets that exact
    amount or nothing. ``cap_reason`` says in French what the most rests on, where it
    is not the request alone. ``part`` names the « dont » of the funder's envelope it
    counts in. An imposed line is granted in any case.

    Raises:
        BadInputError: the amounts are not in order.
    """

    funder: str
    asked_centimes: int
    most_centimes: int
    least_centimes: int = 0
    cap_reason: str = ""
    is_imposed: bool = False
    part: str = ""

    def __post_init__(self) -> None:
        least, most, asked = (
            self.least_centimes,
            self.most_centimes,
            self.asked_centimes,
        )
        if not 0 <= least <= most <= asked:
            raise BadInputError(
                f"Demande à {self.funder} : le minimum ({format_euros(least)}), le "
                f"maximum ({format_euros(most)}) et la demande "
                f"({format_euros(asked)}) ne se suivent pas.",
                "Il faut 0 ≤ minimum ≤ maximum ≤ demande.",
            )

    @property
    def is_fixed(self) -> bool:
        """Whether only one amount is possible, whatever is useful otherwise."""
        return self.least_centimes == self.most_centimes > 0


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """An admissible action and what it asks.

    Attributes:
        key: what its content gives, never its order of arrival: everything is sorted
            by it, so that the same files give the same programming.
        numero: its number, for people to read; it decides nothing.
        porteur: SIREN.
        points: what the campaign's weights give it.
        is_imposed, is_excluded: what a person set: retained, or left out.
    """

    key: str
    numero: str
    title: str
    porteur: str
    axe: int
    points: int
    lines: tuple[AskedLine, ...]
    orientation: str = ""
    quartiers: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    is_renewal: bool = False
    is_imposed: bool = False
    is_excluded: bool = False

    def __post_init__(self) -> None:
        if self.points < 0:
            raise BadInputError(
                f"L'action {self.numero} a {self.points} points.",
                "Un nombre de points n'est jamais négatif.",
            )
        if len({one.funder for one in self.lines}) < len(self.lines):
            raise BadInputError(
                f"L'action {self.numero} demande deux fois au même financeur.",
                "Réunissez les deux demandes en une ligne.",
            )

    @cached_property
    def sorted_lines(self) -> tuple[AskedLine, ...]:
        """Lines in an order that says nothing of how they were deposited."""
        return tuple(sorted(self.lines, key=lambda one: one.funder))

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return the part each line counts in, by funder, where there is one."""
        return {one.funder: one.part for one in self.lines if one.part}

    @cached_property
    def asked_centimes(self) -> int:
        """Sum what is asked of every funder."""
        return sum(one.asked_centimes for one in self.lines)

    def line(self, funder: str) -> AskedLine:
        """Return what is asked of *funder*.

        Raises:
            KeyError: nothing is asked of it.
        """
        for one in self.lines:
            if one.funder == funder:
                return one
        raise KeyError(funder)
