"""Legal decisions of the funders: each for its own part, by its own act.

An arbitrage of the COPIL is not a decision; nothing is announced before the act is
recorded (:mod:`tasks.notifying`). A decision holds until a new act replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.envelopes import require_room_for
from contrat_de_ville.adapters.store.models import Depot, Ligne
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.campaign import require_funder
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.decision_ways import (
    INSCRIPTION,
    is_inscribed,
    refuse_valued,
)
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.envelopes import spoken
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "notify_decisions"
REPLACED = "decision.remplacee"
"""What the journal tells of a decision that a new act replaces."""


@step_task("enregistrer-acte")
def record_acte(
    ref: CycleRef,
    funder: str,
    acte: str,
    acte_on: date,
    *,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Record a funder's legal act: what the COPIL arbitrated becomes its decision.

    It decides the lines that nothing decided, and those amended since: a decision
    that the programming still says is left alone. What the agglomération carries
    itself is entered in its budget, without a letter to itself.

    Raises:
        BadInputError: unknown funder, programming not frozen, act dated after the
            instant it is recorded at, act that already decided a line it would
            decide anew, or engagement (TFPB) that would be granted.
        EnvelopeExceededError: what it decides exceeds the funder's envelope.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        known = require_funder(act.frozen.campaign, funder)
        _refuse_unready(act, acte_on, at)
        lines = _to_decide(act, funder)
        _refuse_same_act(lines, acte)
        decided = [(one, one.arbitre_centimes or 0) for one in lines]
        require_room_for(act.session, act.cycle, decided, "decide_centimes")
        for line in lines:
            _decide(act, line, acte, acte_on)
        if lines:
            _tell(act, funder, acte, acte_on, lines)
        total = format_euros(spoken(one.decide_centimes for one in lines))
        return StepReport(
            step=STEP,
            title="Acte du financeur",
            summary=(
                f"{known.name} : {plural(len(lines), 'décision')}, {total}, par "
                f"{acte} du {french_date(acte_on)}."
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _to_decide(act: Act, funder: str) -> Sequence[Ligne]:
    """Return what the act decides, what goes down first: each row is judged alone."""
    lines = act.session.scalars(
        select(Ligne)
        .join(Depot)
        .where(
            Ligne.cycle_id == act.cycle.id,
            Ligne.funder == funder,
            Ligne.arbitre_centimes.is_not(None),
            or_(
                Ligne.decide_centimes.is_(None),
                Ligne.decide_centimes != Ligne.arbitre_centimes,
            ),
        )
        .order_by(Depot.numero)
        .options(
            contains_eager(Ligne.depot).selectinload(Depot.versions),
            contains_eager(Ligne.depot).selectinload(Depot.bilan),
        )
    ).all()
    return sorted(
        lines, key=lambda one: (one.arbitre_centimes or 0) - (one.decide_centimes or 0)
    )


def _refuse_same_act(lines: Sequence[Ligne], acte: str) -> None:
    for line in lines:
        if line.decide_centimes is not None and line.acte == _name_of(line, acte):
            raise BadInputError(
                f"{line.depot.numero}/{line.funder} est déjà décidé par {acte} "
                f"({format_euros(line.decide_centimes)}).",
                "Une décision n'est remplacée que par un nouvel acte : donnez sa "
                "référence.",
            )


def _name_of(line: Ligne, acte: str) -> str:
    """Return the act as the line would keep it."""
    return f"{INSCRIPTION} : {acte}" if line.acte.startswith(INSCRIPTION) else acte


def _decide(act: Act, line: Ligne, acte: str, acte_on: date) -> None:
    """Decide one line, as a grant or as an entry of the agglomération's budget."""
    where = f"{line.depot.numero}/{line.funder}"
    path = decision_path(action_from_dict(line.depot.versions[-1].action), act.frozen)
    refuse_valued(path, where, line.arbitre_centimes)
    before, bilan = line.decide_centimes, line.depot.bilan
    if before is not None:
        _tell_replaced(act, line)
    if bilan is not None:
        # Asked already: it is held to what is granted from now on.
        bilan.accorde_centimes += (line.arbitre_centimes or 0) - (before or 0)
    line.decide_centimes, line.acte_on = line.arbitre_centimes, acte_on
    if is_inscribed(path, line.funder):
        line.acte, line.notified_at = f"{INSCRIPTION} : {acte}", act.at
        act.tell(
            "decision.inscrite",
            f"ligne:{where}",
            actor=f"financeur:{line.funder}",
            data={
                "montant_centimes": line.decide_centimes,
                "acte": acte,
                "date": acte_on.isoformat(),
            },
        )
    else:
        line.acte, line.notified_at = acte, None
    if before is not None:
        act.session.flush()


def _tell_replaced(act: Act, line: Ligne) -> None:
    """Tell what stood, so that the letter may say which decision it replaces."""
    act.tell(
        REPLACED,
        f"ligne:{line.depot.numero}/{line.funder}",
        actor=f"financeur:{line.funder}",
        data={
            "avant_centimes": line.decide_centimes,
            "acte": line.acte,
            "date": line.acte_on.isoformat() if line.acte_on else "",
            "etait_notifiee": line.notified_at is not None,
            # No notification stands any more: what was told is no longer what is.
            "montant_centimes": None,
        },
    )


def _tell(
    act: Act, funder: str, acte: str, acte_on: date, lines: Sequence[Ligne]
) -> None:
    act.tell(
        "acte.enregistre",
        f"financeur:{funder}",
        actor=f"financeur:{funder}",
        data={
            "acte": acte,
            "date": acte_on.isoformat(),
            "lignes": len(lines),
            "total_centimes": spoken(one.decide_centimes for one in lines),
        },
    )


def _refuse_unready(act: Act, acte_on: date, at: datetime) -> None:
    if act.cycle.frozen_at is None:
        raise BadInputError(
            f"La programmation {act.cycle.code} n'est pas figée : aucun acte ne peut "
            "encore s'y rapporter.",
            "Enregistrez d'abord les arbitrages du comité de pilotage.",
        )
    if acte_on > at.date():
        raise BadInputError(
            f"L'acte est daté du {french_date(acte_on)}, dans l'avenir.",
            "Vérifiez la date.",
        )
