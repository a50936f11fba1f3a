"""Record the signed acts on an envelope: exceed it, revise it, announce it late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.envelopes import FunderLines, lines_of
from contrat_de_ville.adapters.store.guards import STAGES
from contrat_de_ville.adapters.store.models import (
    ActeEnveloppe,
    Enveloppe,
    EnveloppePart,
)
from contrat_de_ville.domain.campaign import require_funder
from contrat_de_ville.domain.envelopes import (
    KIND_LABELS,
    EnvelopeActKind,
    EnvelopeStand,
    require_parts_within,
    require_room,
)
from contrat_de_ville.domain.habilitations import Power
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.habilitations import signed_by
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Enveloppe"


_TOLD = {
    EnvelopeActKind.DEPASSEMENT: "enveloppe.depassement",
    EnvelopeActKind.REVISION: "enveloppe.revisee",
    EnvelopeActKind.ANNONCE: "enveloppe.annoncee",
}


@dataclass(frozen=True, kw_only=True)
class EnvelopeAct:
    """A signed act on an envelope, or on a part of one; the amount in centimes.

    ``acte`` is the reference of the decision; the contrary act brings it back.
    """

    funder: str
    kind: EnvelopeActKind
    amount_centimes: int
    author: str
    acte: str
    reason: str
    part: str = ""

    @property
    def where(self) -> str:
        """The envelope, or the part, as the journal names it."""
        return f"{self.funder}/{self.part}" if self.part else self.funder

    @property
    def figure(self) -> str:
        """Which figure of the envelope it sets."""
        is_overrun = self.kind is EnvelopeActKind.DEPASSEMENT
        return "overrun_centimes" if is_overrun else "amount_centimes"


@step_task("enregistrer-acte-enveloppe")
def record_envelope_act(
    ref: CycleRef, given: EnvelopeAct, *, at: datetime, a_blanc: bool = False
) -> StepReport:
    """Record an overrun authorised, or the amount announced as it is revised.

    Raises:
        BadInputError: unknown funder or part, no envelope to exceed, nothing changed,
            no reference, no motive, parts above their envelope, or year closed.
        UnauthorisedError: the campaign does not empower this function.
        EnvelopeExceededError: what is taken away is programmed already.
    """
    _refuse_unsaid(given)
    author = signed_by(
        ref, Power.DEPASSEMENT, given.author, step=STEP, at=at, a_blanc=a_blanc
    )
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _refuse_closed(act)
        require_funder(act.frozen.campaign, given.funder)
        found = lines_of(act.session, act.cycle, given.funder)
        signed = _as_announced(replace(given, author=author), found.envelope)
        before = _before(signed, found.envelope)
        _require_held(signed, found)
        _set_figure(act, signed)
        _record(act, signed, before)
        return _report(act, signed, before, a_blanc=a_blanc)


def _refuse_unsaid(given: EnvelopeAct) -> None:
    if not given.acte.strip() or not given.reason.strip():
        raise BadInputError(
            "Un acte sur une enveloppe se signe : sa référence et son motif manquent.",
            "Donnez --acte et --motif.",
        )


def _refuse_closed(act: Act) -> None:
    if act.cycle.closed_at is not None:
        raise BadInputError(
            f"Le cycle {act.cycle.code} est clos.",
            "Ses enveloppes ne changent plus.",
        )


def _as_announced(given: EnvelopeAct, envelope: EnvelopeStand | None) -> EnvelopeAct:
    """Return the act; what revises an envelope that is not there announces it."""
    if envelope is not None:
        return given
    if given.kind is EnvelopeActKind.DEPASSEMENT or given.part:
        raise BadInputError(
            f"{given.funder} n'a pas annoncé d'enveloppe : rien n'y est limité.",
            "Annoncez-la d'abord par --reviser.",
        )
    return replace(given, kind=EnvelopeActKind.ANNONCE)


def _before(given: EnvelopeAct, envelope: EnvelopeStand | None) -> int | None:
    """Return the figure as it stands, once it is sure that the act changes it."""
    if envelope is None:
        return None
    target = envelope.part(given.part) if given.part else envelope
    if target is None:
        known = ", ".join(one.code for one in envelope.parts) or "aucune"
        raise BadInputError(
            f"L'enveloppe {given.funder} n'a pas de part « {given.part} » "
            f"(parts : {known}).",
            "Vérifiez le code.",
        )
    before: int = getattr(target, given.figure)
    if before == given.amount_centimes:
        raise BadInputError(
            f"Enveloppe {given.where} : {KIND_LABELS[given.kind]}, déjà "
            f"{format_euros(before)}.",
            "Rien n'est à changer.",
        )
    return before


def _require_held(given: EnvelopeAct, found: FunderLines) -> None:
    """Refuse what would leave less than what is programmed, or decided."""
    known = found.envelope or EnvelopeStand(funder=given.funder, amount_centimes=0)
    wanted = known.with_figure(given.part, given.figure, given.amount_centimes)
    if given.kind is not EnvelopeActKind.DEPASSEMENT:
        require_parts_within(wanted)
    for stage in STAGES:
        engaged = found.engaged(stage)
        require_room(wanted, engaged, engaged)


def _set_figure(act: Act, given: EnvelopeAct) -> None:
    row = _row(act, given)
    if row is None:
        act.session.add(
            Enveloppe(
                cycle_id=act.cycle.id,
                funder=given.funder,
                montant_centimes=given.amount_centimes,
            )
        )
    elif given.kind is EnvelopeActKind.DEPASSEMENT:
        row.depassement_centimes = given.amount_centimes
    else:
        row.montant_centimes = given.amount_centimes
    act.session.flush()


def _row(act: Act, given: EnvelopeAct) -> Enveloppe | EnveloppePart | None:
    if given.part:
        return act.session.scalars(
            select(EnveloppePart).where(
                EnveloppePart.cycle_id == act.cycle.id,
                EnveloppePart.funder == given.funder,
                EnveloppePart.part == given.part,
            )
        ).one()
    return act.session.scalars(
        select(Enveloppe).where(
            Enveloppe.cycle_id == act.cycle.id, Enveloppe.funder == given.funder
        )
    ).first()


def _record(act: Act, given: EnvelopeAct, before: int | None) -> None:
    act.session.add(
        ActeEnveloppe(
            cycle_id=act.cycle.id,
            funder=given.funder,
            part=given.part,
            kind=given.kind,
            before_centimes=before or 0,
            after_centimes=given.amount_centimes,
            author=given.author,
            acte=given.acte.strip(),
            reason=given.reason.strip(),
            decided_at=act.at,
        )
    )
    act.tell(
        _TOLD[given.kind],
        f"enveloppe:{given.where}",
        actor=given.author,
        data={
            "avant_centimes": before,
            "apres_centimes": given.amount_centimes,
            "acte": given.acte.strip(),
            "empreinte_motif": sha256_hex(given.reason.strip().encode()),
        },
    )


def _report(
    act: Act, given: EnvelopeAct, before: int | None, *, a_blanc: bool
) -> StepReport:
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=(
            f"{given.where} : {KIND_LABELS[given.kind]}, "
            f"{format_euros(given.amount_centimes)} (avant : {format_euros(before)}), "
            f"par {given.acte.strip()}."
        ),
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )
