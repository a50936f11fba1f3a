"""Record what the COPIL arbitrates, line by line or as it was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.models import Ligne
from contrat_de_ville.adapters.store.waiting import waiting_lines
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.programmation import STEP, line_of
from tasks.running import step_task


@step_task("enregistrer-arbitrage")
def record_arbitrations(
    ref: CycleRef,
    amounts: Mapping[tuple[str, str], tuple[int, str]],
    *,
    actor: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Record what the COPIL decided, by deposit and funder: amount and motive.

    Raises:
        BadInputError: no such line, an amount above the demand, a refusal or a
            reduction without a motive, or a programming already frozen.
        OverEnvelopeError: an envelope would be exceeded.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _refuse_frozen(act)
        for (numero, funder), (amount, reason) in sorted(amounts.items()):
            line = line_of(act, numero, funder)
            _check_arbitration(line, numero, amount, reason)
            _arbitrate(act, line, amount, reason, actor)
        total = sum(amount for amount, _ in amounts.values())
        return StepReport(
            step=STEP,
            title="Arbitrage",
            summary=(
                f"{plural(len(amounts), 'ligne arbitrée', 'lignes arbitrées')}, "
                f"{format_euros(total)}."
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def adopt_proposals(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Arbitrate every line not seen yet as it was proposed, with its reason."""
    with reading(ref) as (session, cycle, _):
        amounts = {
            (one.numero, one.funder): (one.proposed_centimes, one.reason)
            for one in waiting_lines(session, cycle)
        }
    return record_arbitrations(ref, amounts, actor="copil", at=at, a_blanc=a_blanc)


def _check_arbitration(line: Ligne, numero: str, amount: int, reason: str) -> None:
    if not 0 <= amount <= line.demande_centimes:
        raise BadInputError(
            f"{numero}/{line.funder} : {format_euros(amount)} pour une demande de "
            f"{format_euros(line.demande_centimes)}.",
            "Le montant va de 0 à la demande.",
        )
    if amount < line.demande_centimes and not reason.strip():
        raise BadInputError(
            f"{numero}/{line.funder} : un refus ou une réduction sans motif.",
            "Donnez le motif qui sera écrit au porteur.",
        )


def _refuse_frozen(act: Act) -> None:
    if act.cycle.frozen_at is not None:
        raise BadInputError(
            f"La programmation {act.cycle.code} est figée.",
            "Une décision nouvelle demande une version nouvelle, motivée.",
        )


def _arbitrate(act: Act, line: Ligne, amount: int, reason: str, actor: str) -> None:
    line.arbitre_centimes, line.arbitre_reason = amount, reason
    line.arbitre_at = act.at
    act.tell(
        "ligne.arbitree",
        f"ligne:{line.depot.numero}/{line.funder}",
        actor=actor,
        data={"montant_centimes": amount, "propose_centimes": line.propose_centimes},
    )
