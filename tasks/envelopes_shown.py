"""Show the envelopes of a year, what is within them, and the acts on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.envelopes import FunderLines, lines_of, read_acts
from contrat_de_ville.adapters.store.models import ActeEnveloppe, Ligne
from contrat_de_ville.domain.campaign import Campaign, Funder, require_funder
from contrat_de_ville.domain.envelopes import (
    EnvelopeAccount,
    EnvelopeActKind,
    Room,
    rooms,
    spoken,
)
from contrat_de_ville.domain.habilitations import function_name
from contrat_de_ville.domain.steps import CycleRef
from tasks.running import step_task


@dataclass(frozen=True, kw_only=True)
class EnvelopeActShown:
    """An act on record, for people; ``part`` is empty for the whole envelope.

    Before an envelope was announced there was none, which is not zero.
    """

    funder: str
    part: str
    kind: str
    before_centimes: int | None
    after_centimes: int
    author: str
    acte: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class EnvelopesShown:
    """Every envelope with what is within it, and the acts on them."""

    accounts: tuple[EnvelopeAccount, ...]
    acts: tuple[EnvelopeActShown, ...]

    def announced(self) -> tuple[EnvelopeAccount, ...]:
        """Return the envelopes that may be summed: announced, and whole."""
        return tuple(
            one
            for one in self.accounts
            if one.is_whole and one.amount_centimes is not None
        )


@step_task("montrer-enveloppes")
def read_envelopes_shown(ref: CycleRef, funder: str = "") -> EnvelopesShown:
    """Return the envelopes of a cycle, or the one of *funder*.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: no such funder.
    """
    with reading(ref) as (session, cycle, frozen):
        funders = frozen.campaign.funders
        if funder:
            funders = (require_funder(frozen.campaign, funder),)
        codes = {one.code for one in funders}
        return EnvelopesShown(
            accounts=tuple(
                account
                for one in funders
                for account in _accounts(one, lines_of(session, cycle, one.code))
            ),
            acts=tuple(
                _act_shown(one, frozen.campaign)
                for one in read_acts(session, cycle)
                if one.funder in codes
            ),
        )


def _accounts(funder: Funder, found: FunderLines) -> Iterator[EnvelopeAccount]:
    """Yield the envelope, then each of its parts and what reserved parts leave."""
    if found.envelope is None:
        yield _account(funder, None, found.lines)
        return
    for room in rooms(found.envelope):
        lines = [one for one in found.lines if room.counts(one.part)]
        yield _account(funder, room, lines)


def _account(
    funder: Funder, room: Room | None, lines: Sequence[Ligne]
) -> EnvelopeAccount:
    is_whole = room is None or room.is_whole
    return EnvelopeAccount(
        funder=funder.code,
        label=room.within if room and room.within else funder.name,
        is_whole=is_whole,
        amount_centimes=room.amount_centimes if room else None,
        overrun_centimes=room.overrun_centimes if room else 0,
        asked_centimes=sum(one.demande_centimes for one in lines),
        proposed_centimes=spoken(one.propose_centimes for one in lines),
        arbitrated_centimes=spoken(one.arbitre_centimes for one in lines),
        decided_centimes=spoken(one.decide_centimes for one in lines),
    )


def _act_shown(one: ActeEnveloppe, campaign: Campaign) -> EnvelopeActShown:
    return EnvelopeActShown(
        funder=one.funder,
        part=one.part,
        kind=one.kind,
        before_centimes=None
        if one.kind == EnvelopeActKind.ANNONCE
        else one.before_centimes,
        after_centimes=one.after_centimes,
        author=function_name(campaign, one.author),
        acte=one.acte,
        reason=one.reason,
        decided_at=one.decided_at,
    )
