"""The envelopes of a cycle: opened with it, read with what the lines make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import (
    ActeEnveloppe,
    Cycle,
    Enveloppe,
    EnveloppePart,
    Ligne,
)
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.envelopes import (
    Engaged,
    EnvelopeStand,
    PartStand,
    require_room,
)


@dataclass(frozen=True, kw_only=True)
class FunderLines:
    """The lines of one funder, as they are kept, and its envelope if it has one."""

    envelope: EnvelopeStand | None
    lines: tuple[Ligne, ...]

    def engaged(
        self, stage: str, changes: Mapping[int, int] | None = None
    ) -> tuple[Engaged, ...]:
        """Return the amounts of a stage, *changes* in place of theirs, by line."""
        wanted = changes or {}
        return tuple(
            Engaged(part=one.part, centimes=wanted.get(one.id, getattr(one, stage)))
            for one in self.lines
        )


def open_envelopes(session: Session, cycle: Cycle, campaign: Campaign) -> None:
    """Write what each funder announces, and the parts within it."""
    for funder in campaign.funders:
        if funder.envelope_centimes is not None:
            session.add(
                Enveloppe(
                    cycle_id=cycle.id,
                    funder=funder.code,
                    montant_centimes=funder.envelope_centimes,
                )
            )
        session.add_all(
            EnveloppePart(
                cycle_id=cycle.id,
                funder=funder.code,
                part=part.code,
                label=part.label,
                montant_centimes=part.centimes,
                is_reserved=part.is_reserved,
            )
            for part in funder.parts
        )
    session.flush()


def read_envelopes(session: Session, cycle: Cycle) -> dict[str, EnvelopeStand]:
    """Return the envelopes as they stand, by funder; who announced none is absent."""
    parts = session.scalars(
        select(EnveloppePart)
        .where(EnveloppePart.cycle_id == cycle.id)
        .order_by(EnveloppePart.id)
    ).all()
    envelopes = session.scalars(
        select(Enveloppe).where(Enveloppe.cycle_id == cycle.id).order_by(Enveloppe.id)
    )
    return {
        one.funder: EnvelopeStand(
            funder=one.funder,
            amount_centimes=one.montant_centimes,
            overrun_centimes=one.depassement_centimes,
            parts=tuple(_part(part) for part in parts if part.funder == one.funder),
        )
        for one in envelopes
    }


def _part(row: EnveloppePart) -> PartStand:
    return PartStand(
        code=row.part,
        label=row.label,
        amount_centimes=row.montant_centimes,
        overrun_centimes=row.depassement_centimes,
        is_reserved=row.is_reserved,
    )


def lines_of(session: Session, cycle: Cycle, funder: str) -> FunderLines:
    """Return the lines of one funder and its envelope."""
    lines = session.scalars(
        select(Ligne)
        .where(Ligne.cycle_id == cycle.id, Ligne.funder == funder)
        .order_by(Ligne.id)
    )
    return FunderLines(
        envelope=read_envelopes(session, cycle).get(funder), lines=tuple(lines)
    )


def require_room_for(
    session: Session,
    cycle: Cycle,
    amounts: Iterable[tuple[Ligne, int]],
    stage: str = "arbitre_centimes",
) -> None:
    """Refuse amounts that would exceed an envelope, before the database does.

    Args:
        session: where the lines are, flushed.
        cycle: the year they are of.
        amounts: each line with what it would have at that stage.
        stage: the column of the lines.

    Raises:
        EnvelopeExceededError: saying which envelope, or part, lacks how much.
    """
    wanted = list(amounts)
    changes = {line.id: centimes for line, centimes in wanted}
    for funder in sorted({line.funder for line, _ in wanted}):
        found = lines_of(session, cycle, funder)
        if found.envelope is not None:
            before, after = found.engaged(stage), found.engaged(stage, changes)
            require_room(found.envelope, before, after)


def read_acts(session: Session, cycle: Cycle) -> list[ActeEnveloppe]:
    """Return the signed acts on the envelopes, the first one first."""
    return list(
        session.scalars(
            select(ActeEnveloppe)
            .where(ActeEnveloppe.cycle_id == cycle.id)
            .order_by(ActeEnveloppe.id)
        )
    )
