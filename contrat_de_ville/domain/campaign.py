"""A campaign: everything that is fixed when a year's call opens.

Calendar with legal times, funders with their envelopes, quartiers with their
communes, conseils citoyens, partners, and the choices on what the note leaves
open. A campaign is frozen when its cycle opens; a later change is an amendment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Funder:
    """A funder and what it brings this year; no envelope means it keeps its own."""

    code: str
    name: str
    envelope_centimes: int | None
    email: str
    is_demonstration: bool


@dataclass(frozen=True, kw_only=True)
class Quartier:
    """A quartier prioritaire: a legal perimeter over one or several communes.

    ``communes`` maps INSEE codes to names; ``other_epci`` holds those that belong
    to another agglomération.
    """

    code: str
    name: str
    communes: Mapping[str, str]
    other_epci: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Conseil:
    """The conseil citoyen of one quartier; some are not constituted yet."""

    code: str
    name: str
    quartier: str
    email: str
    is_constituted: bool


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A body that follows the year: funder's service, commune, préfecture."""

    code: str
    name: str
    role: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the note leaves open and this campaign decides, by whom and why."""

    code: str
    question: str
    value: Any
    reason: str
    author: str
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The dated milestones of the year, instants of legal time in Paris.

    A deposit is on time when received at or before ``cloture_depots``.
    """

    ouverture: datetime
    cloture_depots: datetime
    fin_corrections: datetime
    comite_aci: datetime
    ouverture_consultation: datetime
    cloture_consultation: datetime
    comite_technique: datetime
    copil: datetime
    conseil_communautaire: datetime
    fin_cycle: datetime

    def in_order(self) -> tuple[tuple[str, datetime], ...]:
        """Return the milestones by name, in the order they must happen."""
        return tuple((name, getattr(self, name)) for name in self.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """One contrat, one year."""

    contrat: str
    contrat_name: str
    annee: int
    coordinator_name: str
    coordinator_email: str
    epci_siret: str
    calendar: Calendar
    funders: tuple[Funder, ...]
    quartiers: tuple[Quartier, ...]
    communes: Mapping[str, str]
    conseils: tuple[Conseil, ...]
    partners: tuple[Partner, ...]
    choices: Mapping[str, Choice]
    required_pieces: Mapping[str, tuple[str, ...]]
    demonstration_values: tuple[str, ...]

    def funder(self, code: str) -> Funder | None:
        """Return the funder of that code, or nothing."""
        return next((one for one in self.funders if one.code == code), None)

    def quartier(self, code: str) -> Quartier | None:
        """Return the quartier of that code, or nothing."""
        return next((one for one in self.quartiers if one.code == code), None)

    def choice(self, code: str) -> Any:
        """Return the value chosen for *code*; the loader has checked it is there."""
        return self.choices[code].value
