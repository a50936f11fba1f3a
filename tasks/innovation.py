"""Record what a person finds of the criteria of innovation of an action."""

from __future__ import annotations

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, InnovationNotee
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "assemble_programmation"


@step_task("noter-innovation")
def record_score(
    ref: CycleRef, numero: str, score: InnovationScore, *, a_blanc: bool = False
) -> StepReport:
    """Record a score; a second one of the same criterion replaces it, journaled.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: no such deposit, a criterion that the note does not name,
            nobody signs, or nothing shows it.
    """
    with acting(ref, step=STEP, at=score.at, a_blanc=a_blanc) as act:
        depot = require_depot(act.session, act.cycle, numero)
        _check(act, score)
        row = _row_of(act, depot, score.criterion)
        row.is_met, row.evidence = score.is_met, score.evidence.strip()
        row.author, row.decided_at = score.author.strip(), score.at
        act.session.add(row)
        act.session.flush()
        act.tell(
            "innovation.notee",
            f"depot:{numero}",
            actor=row.author,
            data={
                "critere": score.criterion,
                "rempli": score.is_met,
                # The words are in the base; they may name someone.
                "empreinte_preuve": sha256_hex(row.evidence.encode()),
            },
        )
        found = "rempli" if score.is_met else "non rempli"
        return StepReport(
            step=STEP,
            title="Innovation",
            summary=f"{numero}, {score.criterion} : {found}.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _check(act: Act, score: InnovationScore) -> None:
    known = act.frozen.referentials["criteres_innovation"]
    if score.criterion not in known:
        raise BadInputError(
            f"« {score.criterion} » n'est pas un critère d'innovation de la note.",
            f"Choisissez parmi : {', '.join(known)}.",
        )
    if not score.author.strip() or not score.evidence.strip():
        raise BadInputError(
            "Qui note, et d'après quoi ?", "Un critère noté a un auteur et une preuve."
        )


def _row_of(act: Act, depot: Depot, criterion: str) -> InnovationNotee:
    row = act.session.scalars(
        select(InnovationNotee).where(
            InnovationNotee.depot_id == depot.id, InnovationNotee.criterion == criterion
        )
    ).first()
    return row or InnovationNotee(depot_id=depot.id, criterion=criterion)
