"""What a funder brings, the « dont » within it, and the room that is left.

The database has the last word (it refuses one centime above); here the same sums
are made first, so that a person reads which envelope lacks how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError, ContratDeVilleError


class EnvelopeActKind(StrEnum):
    """What an act does to an envelope."""

    DEPASSEMENT = "DEPASSEMENT"
    REVISION = "REVISION"
    ANNONCE = "ANNONCE"


KIND_LABELS = {
    EnvelopeActKind.DEPASSEMENT: "dépassement autorisé",
    EnvelopeActKind.REVISION: "montant révisé",
    EnvelopeActKind.ANNONCE: "montant annoncé",
}


@dataclass(frozen=True, kw_only=True)
class PartStand:
    """A part of an envelope as it stands, an authorised overrun beside its amount."""

    code: str
    label: str
    amount_centimes: int
    overrun_centimes: int = 0
    is_reserved: bool = False


@dataclass(frozen=True, kw_only=True)
class EnvelopeStand:
    """A funder's envelope as it stands, with its parts; what is revised is revised."""

    funder: str
    amount_centimes: int
    overrun_centimes: int = 0
    parts: tuple[PartStand, ...] = ()

    def part(self, code: str) -> PartStand | None:
        """Return the part of that code, or nothing."""
        return next((one for one in self.parts if one.code == code), None)

    def with_figure(self, part: str, figure: str, centimes: int) -> EnvelopeStand:
        """Return it with another amount or overrun, its own or that of a part.

        Args:
            part: code of the part; empty for the envelope itself.
            figure: ``amount_centimes`` or ``overrun_centimes``.
            centimes: the new figure.
        """
        change: dict[str, Any] = {figure: centimes}
        if not part:
            return replace(self, **change)
        parts = (
            replace(one, **change) if one.code == part else one for one in self.parts
        )
        return replace(self, parts=tuple(parts))


@dataclass(frozen=True, kw_only=True)
class Engaged:
    """One line's amount at one stage; none yet is not a refusal."""

    part: str
    centimes: int | None


@dataclass(frozen=True, kw_only=True)
class Room:
    """What some lines of a funder share: the whole, a part, or what parts leave.

    ``within`` names it inside its envelope. ``only`` is the part whose lines count,
    ``without`` those whose lines do not.
    """

    funder: str
    amount_centimes: int
    overrun_centimes: int
    within: str = ""
    only: str | None = None
    without: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The envelope, and what it is of it."""
        whole = f"Enveloppe {self.funder}"
        return f"{whole}, {self.within}" if self.within else whole

    @property
    def option(self) -> str:
        """How the command line names it, to authorise an overrun."""
        return f"{self.funder} --part {self.only}" if self.only else self.funder

    @property
    def credit_centimes(self) -> int:
        """What may be programmed in it, the authorised overrun included."""
        return self.amount_centimes + self.overrun_centimes

    @property
    def is_whole(self) -> bool:
        """Whether it is the envelope itself, and not something within it."""
        return self.only is None and not self.without

    def engaged(self, lines: Iterable[Engaged]) -> int:
        """Sum the lines that count in it."""
        return sum(one.centimes or 0 for one in lines if self.counts(one.part))

    def counts(self, part: str) -> bool:
        """Tell whether the lines of a part count in it; ``""`` is no part."""
        return part not in self.without if self.only is None else part == self.only


class EnvelopeExceededError(ContratDeVilleError):
    """An envelope, a part of it, or what reserved parts leave, would be exceeded.

    Amounts in centimes. ``added`` may be zero: it is then the envelope that is taken
    away from under what is programmed.
    """

    def __init__(self, room: Room, engaged: int, added: int) -> None:
        super().__init__(room, engaged, added)
        self.room, self.engaged, self.added = room, engaged, added

    @property
    def above(self) -> int:
        """By how many centimes it would be exceeded."""
        return self.engaged + self.added - self.room.credit_centimes

    def __str__(self) -> str:
        room = self.room
        credit = f"{format_euros(room.credit_centimes)} disponibles"
        if room.overrun_centimes:
            overrun = format_euros(room.overrun_centimes)
            credit += f" (dépassement autorisé de {overrun} compris)"
        said = [credit, f"{format_euros(self.engaged)} déjà programmés"]
        if self.added > 0:
            said.append(f"{format_euros(self.added)} s'y ajouteraient")
        return (
            f"{room.label} : {', '.join(said)}, soit {format_euros(self.above)} de "
            "trop. Rien n'a été enregistré. Baissez un montant, ou faites autoriser un "
            f"dépassement par « programmation enveloppe {room.option} --depasser … »."
        )


@dataclass(frozen=True, kw_only=True)
class EnvelopeAccount:
    """An envelope, or what is within it, with what the lines make of it at each stage.

    Amounts in centimes; a stage that has not come for any line has none. ``amount``
    is nothing where the funder announced no envelope. ``is_whole`` tells the envelope
    from what is within it: only the whole ones are ever summed.
    """

    funder: str
    label: str
    is_whole: bool
    amount_centimes: int | None
    overrun_centimes: int
    asked_centimes: int
    proposed_centimes: int | None
    arbitrated_centimes: int | None
    decided_centimes: int | None

    @property
    def left_centimes(self) -> int | None:
        """What may still be programmed; nothing where no envelope was announced."""
        if self.amount_centimes is None:
            return None
        used = max(self.arbitrated_centimes or 0, self.decided_centimes or 0)
        return self.amount_centimes + self.overrun_centimes - used


def part_of(campaign: Campaign, funder: str, action: Action) -> str:
    """Return the « dont » of the funder's envelope that an action counts in.

    Empty where it counts in none. The orientation says it, or else the axe: the
    checks of the campaign allow one part at most.
    """
    known = campaign.funder(funder)
    for part in known.parts if known else ():
        is_named = bool(action.orientation) and action.orientation in part.orientations
        if is_named or (action.axe is not None and action.axe in part.axes):
            return part.code
    return ""


def rooms(envelope: EnvelopeStand) -> Iterator[Room]:
    """Yield what holds the lines of a funder: the database holds the same three."""
    yield Room(
        funder=envelope.funder,
        amount_centimes=envelope.amount_centimes,
        overrun_centimes=envelope.overrun_centimes,
    )
    for one in envelope.parts:
        yield Room(
            funder=envelope.funder,
            within=f"dont {one.label}",
            amount_centimes=one.amount_centimes,
            overrun_centimes=one.overrun_centimes,
            only=one.code,
        )
    reserved = [one for one in envelope.parts if one.is_reserved]
    if reserved:
        kept = sum(one.amount_centimes for one in reserved)
        listed = ", ".join(one.label for one in reserved)
        yield Room(
            funder=envelope.funder,
            within=f"hors part réservée ({listed})",
            amount_centimes=envelope.amount_centimes - kept,
            overrun_centimes=envelope.overrun_centimes,
            without=frozenset(one.code for one in reserved),
        )


def require_room(
    envelope: EnvelopeStand, before: Iterable[Engaged], after: Iterable[Engaged]
) -> None:
    """Refuse what would exceed the envelope, saying which room and by how much.

    Args:
        envelope: as it stands, or as it would.
        before: every line of the funder at one stage.
        after: the same lines as they would be.

    Raises:
        EnvelopeExceededError: a room is exceeded; the narrowest is told before the
            whole, since its remedy is not the same.
    """
    held, wanted = tuple(before), tuple(after)
    exceeded = [
        EnvelopeExceededError(room, room.engaged(held), added)
        for room in rooms(envelope)
        for added in [room.engaged(wanted) - room.engaged(held)]
        if room.engaged(wanted) > room.credit_centimes
    ]
    if exceeded:
        raise exceeded[-1]


def require_parts_within(envelope: EnvelopeStand) -> None:
    """Refuse parts that sum to more than the envelope they are in.

    Raises:
        BadInputError: they do; it says by how much.
    """
    whole = sum(one.amount_centimes for one in envelope.parts)
    if whole > envelope.amount_centimes:
        raise BadInputError(
            f"Enveloppe {envelope.funder} : ses parts « dont » feraient "
            f"{format_euros(whole)} pour une enveloppe de "
            f"{format_euros(envelope.amount_centimes)}, soit "
            f"{format_euros(whole - envelope.amount_centimes)} de trop.",
            "Révisez d'abord l'autre montant.",
        )


def spoken(amounts: Iterable[int | None]) -> int | None:
    """Sum the amounts that exist; nothing at all while there is none.

    >>> spoken([None, 0, 5]), spoken([None]), spoken([0])
    (5, None, 0)
    """
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None
