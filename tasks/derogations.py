"""Derogations: a late deposit admitted by someone, until when, and for a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Derogation
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.quality import STEP, settle_depots
from tasks.running import step_task


DEROGATION_DEPOT = "DEPOT"


@step_task("enregistrer-derogation")
def record_derogation(
    ref: CycleRef,
    numero: str,
    *,
    until: datetime,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Admit a late deposit, by someone and for a reason; its state follows.

    Raises:
        BadInputError: no such deposit, one that is not late or is admitted already,
            or a term that has passed.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _refuse_derogation(act, numero, until)
        act.session.add(
            Derogation(
                cycle_id=act.cycle.id,
                numero=numero,
                kind=DEROGATION_DEPOT,
                until=until,
                author=author,
                reason=reason,
                decided_at=at,
            )
        )
        act.tell("derogation.accordee", f"depot:{numero}", actor=author)
        act.session.flush()
        settle_depots(act, only=numero)
        return StepReport(
            step=STEP,
            title="Dérogation",
            summary=f"Le dépôt {numero} est admis malgré son retard.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _refuse_derogation(act: Act, numero: str, until: datetime) -> None:
    depot = require_depot(act.session, act.cycle, numero)
    if not depot.versions[-1].is_late:
        raise BadInputError(
            f"Le dépôt {numero} n'est pas hors délai.", "Vérifiez le numéro."
        )
    if until < act.at:
        raise BadInputError(
            f"Le terme de la dérogation ({french_instant(until)}) est passé.",
            "Donnez une date à venir.",
        )
    if _admitted(act, numero):
        raise BadInputError(
            f"Une dérogation est déjà accordée au dépôt {numero}.",
            "« programmation tracer » la montre.",
        )


def _admitted(act: Act, numero: str) -> bool:
    query = select(Derogation.id).where(
        Derogation.cycle_id == act.cycle.id, Derogation.numero == numero
    )
    return act.session.scalars(query).first() is not None
