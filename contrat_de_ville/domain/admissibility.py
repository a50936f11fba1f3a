"""What becomes of an arriving file, and of a deposit once it was checked.

A deposit is on time when received at or before the closing instant. A late one is
registered as late and enters only by a recorded derogation. A file whose checks
found something blocking can be mended until the end of the corrections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.depots import DepotState


class Registration(StrEnum):
    """What an arriving file is."""

    NOUVEAU = "NOUVEAU"
    VERSION = "VERSION"
    DOUBLON_EXACT = "DOUBLON_EXACT"
    TROP_TARD = "TROP_TARD"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An arriving deposit, as it identifies itself."""

    sha256: str
    siret: str
    email: str
    title_key: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class KnownDepot:
    """A deposit already registered, as it can be recognised."""

    numero: str
    siret: str
    email: str
    title_key: str
    state: DepotState
    sha256s: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do with the file; ``numero`` is the deposit it belongs to, if any."""

    kind: Registration
    numero: str = ""
    is_late: bool = False
    reason: str = ""


def register(
    arrival: Arrival, known: Sequence[KnownDepot], calendar: Calendar
) -> Verdict:
    """Decide what an arriving file is, from what is already registered.

    A porteur is recognised by SIRET. Only a file waiting for its correction may
    also be recognised by address and title, since the SIRET may be what is mended;
    a deposit of the same SIRET comes first. What is left empty recognises nobody.
    """
    for one in known:
        if arrival.sha256 in one.sha256s:
            reason = f"Fichier déjà reçu, identique : dépôt {one.numero}."
            return Verdict(
                kind=Registration.DOUBLON_EXACT, numero=one.numero, reason=reason
            )
    is_late = arrival.received_at > calendar.cloture_depots
    same = _find_same(arrival, known)
    if same is None:
        return Verdict(kind=Registration.NOUVEAU, is_late=is_late)
    if not is_late or _is_correction(arrival, same, calendar):
        return Verdict(kind=Registration.VERSION, numero=same.numero)
    reason = (
        f"Nouvelle version du dépôt {same.numero} reçue le "
        f"{french_instant(arrival.received_at)}, après le délai : la version déjà "
        "enregistrée reste seule."
    )
    return Verdict(
        kind=Registration.TROP_TARD, numero=same.numero, is_late=True, reason=reason
    )


def _find_same(arrival: Arrival, known: Sequence[KnownDepot]) -> KnownDepot | None:
    if not arrival.title_key:
        return None
    titled = [one for one in known if one.title_key == arrival.title_key]
    by_siret = [one for one in titled if arrival.siret and one.siret == arrival.siret]
    by_address = [
        one
        for one in titled
        if arrival.email and one.email == arrival.email and _is_waiting(one)
    ]
    return next(iter(by_siret + by_address), None)


def _is_waiting(one: KnownDepot) -> bool:
    return one.state is DepotState.A_CORRIGER


def _is_correction(arrival: Arrival, one: KnownDepot, calendar: Calendar) -> bool:
    return _is_waiting(one) and arrival.received_at <= calendar.fin_corrections


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a checked deposit when its state is decided."""

    is_late: bool
    has_derogation: bool
    has_blocking: bool
    duplicate_of: str = ""


def settle(
    standing: Standing, calendar: Calendar, at: datetime
) -> tuple[DepotState, str]:
    """Decide the state of a checked deposit at *at*, with its reason in French."""
    if standing.duplicate_of:
        return DepotState.DOUBLON, f"Répète le dépôt {standing.duplicate_of}."
    if standing.is_late and not standing.has_derogation:
        closing = french_instant(calendar.cloture_depots)
        return DepotState.HORS_DELAI, f"Reçu après la clôture du {closing}."
    if not standing.has_blocking:
        return DepotState.RECEVABLE, ""
    if at <= calendar.fin_corrections:
        until = french_instant(calendar.fin_corrections)
        return DepotState.A_CORRIGER, f"À corriger avant le {until}."
    return DepotState.IRRECEVABLE, "Points bloquants non corrigés dans le délai."
