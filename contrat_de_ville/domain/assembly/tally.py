"""Running sums of a programming, exact, so that a change is judged at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from contrat_de_ville.domain.assembly.dossier import Dossier


Amounts = Mapping[str, Mapping[str, int]]
"""Centimes by key of dossier, then by funder; what is absent is nothing."""


class Tally:
    """What is programmed by funder, part, porteur and axe, and what is covered."""

    def __init__(self, dossiers: Iterable[Dossier], amounts: Amounts) -> None:
        self.total = 0
        self.renewals_count = 0
        self.retained_renewals_count = 0
        self.by_funder: Counter[str] = Counter()
        self.by_part: Counter[tuple[str, str]] = Counter()
        self.by_porteur: Counter[str] = Counter()
        self.by_axe: Counter[int] = Counter()
        self.by_quartier: Counter[str] = Counter()
        self.by_public: Counter[str] = Counter()
        self.of: dict[str, int] = {}
        self.lines: Counter[tuple[str, str]] = Counter()
        for one in dossiers:
            self.of[one.key] = 0
            self.renewals_count += one.is_renewal
            for funder, centimes in amounts.get(one.key, {}).items():
                self.add(one, funder, centimes)

    def add(self, dossier: Dossier, funder: str, centimes: int) -> None:
        """Add *centimes* (or take them, when negative) to one line."""
        before = self.of[dossier.key]
        after = before + centimes
        self.of[dossier.key] = after
        self.total += centimes
        self.lines[dossier.key, funder] += centimes
        self.by_funder[funder] += centimes
        if funder in dossier.parts:
            self.by_part[funder, dossier.parts[funder]] += centimes
        self.by_porteur[dossier.porteur] += centimes
        self.by_axe[dossier.axe] += centimes
        if (before > 0) != (after > 0):
            self._retain(dossier, 1 if after > 0 else -1)

    def line(self, key: str, funder: str) -> int:
        """Return what one line gets, in centimes."""
        return self.lines[key, funder]

    def _retain(self, dossier: Dossier, step: int) -> None:
        self.retained_renewals_count += step * dossier.is_renewal
        for quartier in set(dossier.quartiers):
            self.by_quartier[quartier] += step
        for public in set(dossier.publics):
            self.by_public[public] += step
