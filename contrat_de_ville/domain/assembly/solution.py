"""A programming that was verified, and how far it may be from the best one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.tally import Amounts, Tally


_PROVEN_PARTS = 10**9
"""What floating point can say: a bound one part in a thousand million away is met."""


PROVEN = "optimum prouvé"
EQUALS = ", d'autres programmations peuvent valoir autant"


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Centimes by key of dossier and funder; only what is granted is there.

    Attributes:
        value: exact value, in the unit of ``Problem.value``.
        bound: no programming is worth more, as the solver proved it.
        is_tie_broken: whether, of the programmings of that value, this one is known
            to be first by the declared tie-break.
    """

    amounts: Amounts
    value: int
    bound: int
    is_tie_broken: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether no programming is worth more, to the accuracy of the solver."""
        return (self.bound - self.value) * _PROVEN_PARTS <= self.bound

    @property
    def gap_pct(self) -> Decimal:
        """How much more the best one may be worth, in percent, rounded up."""
        if self.is_proven:
            return Decimal(0)
        share = Decimal(self.bound - self.value) * 100 / self.bound
        return share.quantize(Decimal("0.0001"), rounding=ROUND_UP)

    @property
    def retained(self) -> tuple[str, ...]:
        """Keys of the actions that are granted something, sorted."""
        return tuple(sorted(self.amounts))

    def granted(self, key: str, funder: str | None = None) -> int:
        """Return what a dossier gets, of one funder or of all, in centimes."""
        by_funder = self.amounts.get(key, {})
        return sum(by_funder.values()) if funder is None else by_funder.get(funder, 0)

    def tally(self, problem: Problem) -> Tally:
        """Sum the programming by everything the constraints look at."""
        return Tally(problem.dossiers, self.amounts)

    def said(self) -> str:
        """Say in French how good it is known to be, and whether it may have equals."""
        # Nothing at all is alone at its value; the rest is not known to be.
        is_alone = self.is_tie_broken or not self.amounts
        return f"{self.quality}{EQUALS if self.is_proven and not is_alone else ''}"

    @property
    def quality(self) -> str:
        """How good it is known to be, where there is little room."""
        if self.is_proven:
            return PROVEN
        gap = f"{self.gap_pct.normalize():f}".replace(".", ",")
        return f"à {gap} % au plus de l'optimum"
