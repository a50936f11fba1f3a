"""What the agglomération's envelope leaves to the chantiers, its « dont » included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.domain.aci import FUNDER, GrantAci, terms_of, within_envelope
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.envelopes import Engaged, part_of, rooms


def fitted(act: Act, grants: Sequence[GrantAci]) -> tuple[GrantAci, ...]:
    """Bring the grants within what earlier ones left, the narrowest room first.

    A part set within the envelope for the chantiers holds them, one reserved to
    others is not theirs, and the whole holds them all; overruns someone authorised
    are included.
    """
    envelope = read_envelopes(act.session, act.cycle).get(FUNDER)
    if not grants or envelope is None:
        return tuple(grants)
    terms, chantiers = terms_of(act.frozen), _chantiers(act)
    before = [one.engaged for one in chantiers.values() if one.engaged is not None]
    whole, *others = rooms(envelope)
    kept = {one.numero: one for one in grants}
    for room in (*others, whole):
        inside = [
            one for one in kept.values() if room.counts(chantiers[one.numero].part)
        ]
        credit = room.credit_centimes - room.engaged(before)
        for one in within_envelope(inside, credit, terms, within=room.within):
            kept[one.numero] = one
    return tuple(kept.values())


@dataclass(frozen=True, kw_only=True)
class _Chantier:
    """The part of the envelope a chantier counts in, and its grant if it has one."""

    part: str
    engaged: Engaged | None


def _chantiers(act: Act) -> Mapping[str, _Chantier]:
    depots = act.session.scalars(
        select(Depot).where(Depot.cycle_id == act.cycle.id, Depot.is_chantier)
    )
    return {one.numero: _chantier(act, one) for one in depots}


def _chantier(act: Act, depot: Depot) -> _Chantier:
    action = action_from_dict(depot.versions[-1].action)
    part = part_of(act.frozen.campaign, FUNDER, action)
    aide = depot.aide
    engaged = Engaged(part=part, centimes=aide.montant_centimes) if aide else None
    return _Chantier(part=part, engaged=engaged)
