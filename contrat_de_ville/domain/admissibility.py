"""What becomes of an arriving deposit, and of one once it was checked.

A deposit is on time in the first window whose closing it meets. A late one is
registered as late and enters only by a recorded derogation, or because one was given
to its porteur beforehand. A file whose checks found something blocking can be mended
until the end of the corrections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.known_depots import (
    Arrival,
    KnownDepot,
    KnownDepots,
    siren_of,
)


class Registration(StrEnum):
    """What an arriving deposit is."""

    NOUVEAU = "NOUVEAU"
    VERSION = "VERSION"
    DOUBLON_EXACT = "DOUBLON_EXACT"
    INCHANGE = "INCHANGE"
    TROP_TARD = "TROP_TARD"


class Decider(StrEnum):
    """Whose instant says whether a deposit is late."""

    RECEPTION = "RECEPTION"
    CANAL = "CANAL"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do with a deposit; ``numero`` is the one it belongs to, if any.

    ``window`` is the label of the window it counts for, empty where the call has
    only one or it is late; ``decider`` whose instant was looked at; ``is_admitted``
    whether a derogation given to its porteur beforehand covers its lateness.
    """

    kind: Registration
    numero: str = ""
    is_late: bool = False
    reason: str = ""
    window: str = ""
    decider: Decider = Decider.RECEPTION
    is_admitted: bool = False


def deciding_instant(
    arrival: Arrival, same: KnownDepot | None = None
) -> tuple[datetime, Decider]:
    """Return the instant that says whether a deposit is late, and whose it is.

    That of the channel when it is plausible: what we received cannot have been
    deposited afterwards, and what replaces *same* cannot have been when *same* was.
    """
    said, known = arrival.deposited_at, same.deposited_at if same else None
    if said is None or said > arrival.received_at or (known and said <= known):
        return arrival.received_at, Decider.RECEPTION
    return said, Decider.CANAL


def register(
    arrival: Arrival,
    known: KnownDepots,
    calendar: Calendar,
    admitted: Mapping[str, datetime] | None = None,
) -> Verdict:
    """Decide what an arriving deposit is, from what is already registered.

    Args:
        arrival: the deposit; what it leaves empty recognises nobody.
        known: what is registered (see :meth:`KnownDepots.same_as`).
        calendar: the windows and the terms.
        admitted: until when a derogation given beforehand holds, by SIREN.
    """
    held = known.holding(arrival.sha256, arrival.place)
    if held is not None:
        reason = f"Fichier déjà reçu, identique : dépôt {held.numero}."
        return Verdict(
            kind=Registration.DOUBLON_EXACT, numero=held.numero, reason=reason
        )
    same = known.same_as(arrival)
    if same is not None and _is_unchanged(arrival, same):
        return Verdict(
            kind=Registration.INCHANGE,
            numero=same.numero,
            reason=f"Rien n'a changé depuis le dépôt {same.numero}.",
        )
    return _dated(arrival, same, calendar, admitted or {})


def admit(
    arrival: Arrival,
    known: KnownDepots,
    calendar: Calendar,
    admitted: Mapping[str, datetime],
    numeros: Iterator[str],
) -> Verdict:
    """Register *arrival*, number it if it is new, and let *known* learn it."""
    verdict = register(arrival, known, calendar, admitted)
    if verdict.kind is Registration.NOUVEAU:
        verdict = replace(verdict, numero=next(numeros))
    if verdict.kind in {Registration.NOUVEAU, Registration.VERSION}:
        known.take(arrival, verdict.numero)
    return verdict


def _dated(
    arrival: Arrival,
    same: KnownDepot | None,
    calendar: Calendar,
    admitted: Mapping[str, datetime],
) -> Verdict:
    """Decide by the instants: on time, a correction, admitted, or too late."""
    at, decider = deciding_instant(arrival, same)
    window = calendar.window_at(at)
    is_late, label = window is None, window.libelle if window else ""
    may_be_late = is_late and is_admitted(arrival.siret, at, calendar, admitted)
    if same is None:
        return Verdict(
            kind=Registration.NOUVEAU,
            is_late=is_late,
            window=label,
            decider=decider,
            is_admitted=may_be_late,
        )
    if not is_late or (
        same.is_waiting and calendar.meets(at, calendar.fin_corrections)
    ):
        kind = Registration.VERSION
        return Verdict(kind=kind, numero=same.numero, window=label, decider=decider)
    kind, reason = Registration.VERSION, ""
    if not may_be_late:
        kind = Registration.TROP_TARD
        reason = (
            f"Nouvelle version du dépôt {same.numero} reçue le {french_instant(at)}, "
            "après le délai : la version déjà enregistrée reste seule."
        )
    return Verdict(
        kind=kind,
        numero=same.numero,
        is_late=True,
        reason=reason,
        decider=decider,
        is_admitted=may_be_late,
    )


def is_admitted(
    siret: str, at: datetime, calendar: Calendar, admitted: Mapping[str, datetime]
) -> bool:
    """Tell whether the derogation of that porteur, if it has one, still held."""
    until = admitted.get(siren_of(siret))
    return until is not None and calendar.meets(at, until)


def _is_unchanged(arrival: Arrival, same: KnownDepot) -> bool:
    """Tell whether a channel sends again what it sent, as it does of all it has."""
    return bool(arrival.reference) and arrival.contents == same.contents != ""


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
    if calendar.meets(at, calendar.fin_corrections):
        until = french_instant(calendar.fin_corrections)
        return DepotState.A_CORRIGER, f"À corriger avant le {until}."
    return DepotState.IRRECEVABLE, "Points bloquants non corrigés dans le délai."
