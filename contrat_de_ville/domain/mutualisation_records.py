"""Actions that could be brought together: what is compared, found and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contrat_de_ville.domain.depots import Action


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """One action, as it is compared with the others."""

    numero: str
    title: str
    porteur: str
    siret: str
    axe: int
    orientation: str
    publics: frozenset[str]
    communes: frozenset[str]
    quartiers: frozenset[str]
    text: str

    @property
    def field(self) -> str:
        """What it works at: its orientation, or its axe where it has none."""
        return self.orientation or f"axe {self.axe}"


@dataclass(frozen=True, kw_only=True)
class SharedPair:
    """Two actions and what they share.

    ``score`` is out of 100: 60 points for the words, 25 for the publics, 15 for
    quartiers that touch. ``text_pct`` is the share of their words they have in common;
    ``near`` are the communes that the quartiers of both touch.
    """

    first: str
    second: str
    score: int
    text_pct: int
    words: tuple[str, ...]
    publics: tuple[str, ...]
    near: tuple[str, ...]
    is_same_porteur: bool


@dataclass(frozen=True, kw_only=True)
class SharedGroup:
    """Actions that pairs bring together; its code is that of its first deposit.

    ``publics`` are those that every action with a public declares.
    """

    code: str
    field: str
    members: tuple[Shareable, ...]
    pairs: tuple[SharedPair, ...]
    publics: tuple[str, ...]

    @property
    def numeros(self) -> tuple[str, ...]:
        """Numbers of the deposits, in their order."""
        return tuple(one.numero for one in self.members)

    @property
    def score(self) -> int:
        """Score of its best pair."""
        return max(one.score for one in self.pairs)


@dataclass(frozen=True, kw_only=True)
class DecidedGroup:
    """A group that a person accepted or set aside, and why."""

    numeros: tuple[str, ...]
    is_accepted: bool
    author: str
    reason: str
    at: datetime


class DecidedGroups(Protocol):
    """Where what persons decided of the groups of a cycle is kept."""

    def read(self) -> Sequence[DecidedGroup]:
        """Return every decision, the first one first."""

    def add(self, decided: DecidedGroup) -> None:
        """Keep one decision; the last one about the same deposits holds."""


def shareable(numero: str, action: Action) -> Shareable:
    """Return what is compared of one deposit."""
    return Shareable(
        numero=numero,
        title=action.title,
        porteur=action.porteur_name,
        siret=action.porteur_siret,
        axe=action.axe or 0,
        orientation=action.orientation,
        publics=frozenset(action.publics),
        communes=frozenset(action.communes),
        quartiers=frozenset(action.quartiers),
        text=f"{action.title}\n{action.description}\n{action.objectifs}",
    )
