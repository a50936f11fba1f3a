"""Which stages a year has reached: the amounts of a later one are not there yet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain import money
from contrat_de_ville.domain.balance import is_arbitrated, is_proposed
from contrat_de_ville.domain.overview import Overview


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Whether anything is proposed, whether the COPIL has spoken."""

    is_proposed: bool
    is_arbitrated: bool

    @staticmethod
    def of(overview: Overview) -> Reached:
        """Look at every line of the year."""
        return Reached(
            is_proposed=is_proposed(overview), is_arbitrated=is_arbitrated(overview)
        )

    def proposed(self, centimes: int) -> int | None:
        """Return a sum of what is proposed, or nothing before the proposal."""
        return centimes if self.is_proposed else None

    def programmed(self, centimes: int) -> int | None:
        """Return a sum of what the COPIL retained, or nothing before it."""
        return centimes if self.is_arbitrated else None

    def rate(self, programmed: int, base: int) -> Decimal | None:
        """Return in percent what the COPIL retained of a base, once it has spoken."""
        return money.rate(programmed, base) if self.is_arbitrated else None
