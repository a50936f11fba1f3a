"""A campaign: everything that is fixed when a year's call opens.

Calendar with legal times, funders with their envelopes, quartiers with their
communes, conseils citoyens, partners, and the choices on what the note leaves
open. A campaign is frozen when its cycle opens; a later change is an amendment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from contrat_de_ville.domain.calendar import as_utc
from contrat_de_ville.errors import BadInputError


@dataclass(frozen=True, kw_only=True)
class EnvelopePart:
    """A « dont » of an envelope: so much of it for some axes, or some orientations.

    It is in the envelope, never beside it. What is reserved is not for other lines.
    """

    code: str
    label: str
    centimes: int
    axes: tuple[int, ...] = ()
    orientations: tuple[str, ...] = ()
    is_reserved: bool = False


@dataclass(frozen=True, kw_only=True)
class Funder:
    """A funder and what it brings this year; no envelope means it keeps its own."""

    code: str
    name: str
    envelope_centimes: int | None
    email: str
    is_demonstration: bool
    parts: tuple[EnvelopePart, ...] = ()


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
class Habilitation:
    """A function, and the acts it may sign: a decision is signed by one of them."""

    code: str
    name: str
    actes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Window:
    """A time during which deposits are received; a call may have several."""

    libelle: str
    ouverture: datetime
    cloture: datetime


MILESTONES = (
    "ouverture", "cloture_depots", "fin_corrections", "comite_aci",
    "ouverture_consultation", "cloture_consultation", "comite_technique", "copil",
    "conseil_communautaire", "fin_cycle",
)  # fmt: skip
"""The milestones of the calendar, in the order they must happen."""

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The dated milestones of the year, instants of legal time in Paris.

    ``cloture_depots`` is the last closing. ``cloture_incluse`` says whether the
    second a term is written in still counts: at 23:59:59 it does, whole, to its
    last millisecond; at midnight of the day after it is mostly said not to.
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
    cloture_incluse: bool = True
    fenetres: tuple[Window, ...] = ()

    def in_order(self) -> tuple[tuple[str, datetime], ...]:
        """Return the milestones by name, in the order they must happen."""
        return tuple((name, getattr(self, name)) for name in MILESTONES)

    def windows(self) -> tuple[Window, ...]:
        """Return the windows declared, or the one that the milestones make."""
        whole = Window(
            libelle="", ouverture=self.ouverture, cloture=self.cloture_depots
        )
        return self.fenetres or (whole,)

    def meets(self, at: datetime, term: datetime) -> bool:
        """Tell whether *at* meets *term*, in whatever zones the two are told.

        They are compared in UTC: within one zone Python compares what clocks show,
        and a clock shows one hour of autumn twice.
        """
        instant, last = as_utc(at), as_utc(term)
        if self.cloture_incluse:
            return instant < last.replace(microsecond=0) + _SECOND
        return instant < last

    def window_at(self, at: datetime) -> Window | None:
        """Return the first window whose closing *at* meets; nothing when too late.

        What comes between two windows counts for the next one.
        """
        return next(
            (one for one in self.windows() if self.meets(at, one.cloture)), None
        )


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
    habilitations: tuple[Habilitation, ...] = ()

    def funder(self, code: str) -> Funder | None:
        """Return the funder of that code, or nothing."""
        return next((one for one in self.funders if one.code == code), None)

    def quartier(self, code: str) -> Quartier | None:
        """Return the quartier of that code, or nothing."""
        return next((one for one in self.quartiers if one.code == code), None)

    def choice(self, code: str) -> Any:
        """Return the value chosen for *code*; the loader has checked it is there."""
        return self.choices[code].value


def require_funder(campaign: Campaign, code: str) -> Funder:
    """Return the funder of that code.

    Raises:
        BadInputError: the campaign has no such funder; it lists them.
    """
    funder = campaign.funder(code)
    if funder is None:
        known = ", ".join(one.code for one in campaign.funders)
        raise BadInputError(
            f"« {code} » n'est pas un financeur de la campagne.", f"Connus : {known}."
        )
    return funder
