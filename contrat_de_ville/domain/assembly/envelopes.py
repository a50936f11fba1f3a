"""What funders bring, and what is set within it (« dont »)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.funder_names import of_funder
from contrat_de_ville.domain.assembly.tally import Tally
from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class Enveloppe:
    """No funder gives more than it brings.

    ``reserved`` has the parts nobody else may use (« dont »), by code, in centimes:
    the other lines hold in what is left.
    """

    pronoun: ClassVar[str] = "elle"
    article: ClassVar[str] = "l'"
    funder: str
    centimes: int
    reserved: tuple[tuple[str, int], ...] = ()

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"enveloppe {self.funder}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        kept = self.centimes - self.open_centimes
        said = f" (dont {format_euros(kept)} réservés)" if kept else ""
        return f"Enveloppe {of_funder(self.funder)}{said}"

    @property
    def open_centimes(self) -> int:
        """What is left for lines of no reserved part, in centimes."""
        return max(0, self.centimes - sum(part for _, part in self.reserved))

    def is_open_to(self, dossier: Dossier) -> bool:
        """Whether a dossier's line is of no reserved part."""
        part = dossier.parts.get(self.funder)
        return part is None or part not in dict(self.reserved)

    def excess(self, tally: Tally) -> int:
        """Return the centimes programmed above the envelope, or its open part."""
        whole = tally.by_funder[self.funder]
        kept = sum(tally.by_part[self.funder, part] for part, _ in self.reserved)
        return max(whole - self.centimes, whole - kept - self.open_centimes)

    def room(self, tally: Tally, dossier: Dossier, funder: str) -> int | None:
        """Return what is left of the envelope for that line."""
        if funder != self.funder:
            return None
        if self.is_open_to(dossier):
            return -self.excess(tally)
        return self.centimes - tally.by_funder[self.funder]


@dataclass(frozen=True, kw_only=True)
class PartEnveloppe:
    """What is set within a funder's envelope for a perimeter (« dont »)."""

    pronoun: ClassVar[str] = "elle"
    article: ClassVar[str] = "la "
    funder: str
    part: str
    label: str
    centimes: int

    @property
    def slot(self) -> str:
        """What it replaces when a scenario changes it."""
        return f"part {self.funder} {self.part}"

    @property
    def name(self) -> str:
        """Its name, as read by a committee."""
        return f"Part « {self.label} » de l'enveloppe {of_funder(self.funder)}"

    def excess(self, tally: Tally) -> int:
        """Return the centimes programmed above the part."""
        return tally.by_part[self.funder, self.part] - self.centimes

    def room(self, tally: Tally, dossier: Dossier, funder: str) -> int | None:
        """Return what is left of the part for its own lines."""
        is_in = funder == self.funder and dossier.parts.get(funder) == self.part
        return -self.excess(tally) if is_in else None
