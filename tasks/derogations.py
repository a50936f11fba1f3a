"""Derogations: who is admitted although late, by whom, until when, and why.

One is given to a deposit that arrived late, or to a porteur beforehand: what it then
sends late, before the term, is admitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.derogations import DEPOT, PORTEUR, late_numeros
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, Derogation, Porteur
from contrat_de_ville.domain.calendar import as_utc, french_instant
from contrat_de_ville.domain.identifiers import is_siret
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.known_depots import siren_of
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.quality import STEP, settle_depots
from tasks.running import step_task


TITLE = "Dérogation"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Who admits, until when, and why."""

    until: datetime
    author: str
    reason: str


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
        _refuse_past(act, until)
        depot = require_depot(act.session, act.cycle, numero)
        if not depot.versions[-1].is_late:
            raise BadInputError(
                f"Le dépôt {numero} n'est pas hors délai.", "Vérifiez le numéro."
            )
        _refuse_second(act, f"au dépôt {numero}", DEPOT, Derogation.numero == numero)
        decision = Decision(until=until, author=author, reason=reason)
        _record(act, decision, f"depot:{numero}", kind=DEPOT, numero=numero)
        settle_depots(act, only=numero)
        return _report(act, f"Le dépôt {numero} est admis malgré son retard.", a_blanc)


@step_task("enregistrer-derogation-porteur")
def record_porteur_derogation(
    ref: CycleRef,
    siret: str,
    *,
    until: datetime,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Admit beforehand what a porteur sends late until a term.

    It holds for the whole body (SIREN), and for what it already sent late.

    Raises:
        BadInputError: not a SIRET, a porteur nobody knows or who is admitted
            already, a term that has passed or comes before the closing.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _refuse_unknown(act, siret)
        _refuse_past(act, until)
        _refuse_useless(act, until)
        siren = siren_of(siret)
        _refuse_second(
            act,
            f"au porteur {siret}",
            PORTEUR,
            Derogation.porteur_siret.startswith(siren),
        )
        decision = Decision(until=until, author=author, reason=reason)
        _record(act, decision, f"porteur:{siren}", kind=PORTEUR, porteur_siret=siret)
        late = late_numeros(act.session, act.cycle, siren, until)
        for numero in late:
            settle_depots(act, only=numero)
        already = f" ({plural(len(late), 'dépôt déjà reçu', 'dépôts déjà reçus')})"
        return _report(
            act,
            f"Les dépôts du porteur {siret} reçus hors délai jusqu'au "
            f"{french_instant(until)} sont admis{already if late else ''}.",
            a_blanc,
        )


def _record(
    act: Act,
    decision: Decision,
    about: str,
    *,
    kind: str,
    numero: str = "",
    porteur_siret: str = "",
) -> None:
    act.session.add(
        Derogation(
            cycle_id=act.cycle.id,
            numero=numero,
            porteur_siret=porteur_siret,
            kind=kind,
            until=decision.until,
            author=decision.author,
            reason=decision.reason,
            decided_at=act.at,
        )
    )
    act.tell(
        "derogation.accordee",
        about,
        actor=decision.author,
        data={
            "jusqu_au": as_utc(decision.until).isoformat(),
            # The words are in the base; they may name someone.
            "empreinte_motif": sha256_hex(decision.reason.encode()),
        },
    )
    act.session.flush()


def _report(act: Act, summary: str, a_blanc: bool) -> StepReport:  # noqa: FBT001 (as given)
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=summary,
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )


def _refuse_past(act: Act, until: datetime) -> None:
    if until < act.at:
        raise BadInputError(
            f"Le terme de la dérogation ({french_instant(until)}) est passé.",
            "Donnez une date à venir.",
        )


def _refuse_useless(act: Act, until: datetime) -> None:
    closing = act.frozen.campaign.calendar.cloture_depots
    if until <= closing:
        raise BadInputError(
            f"Jusqu'au {french_instant(until)}, rien n'est hors délai : la clôture est "
            f"le {french_instant(closing)}.",
            "Donnez un terme qui vienne après la clôture.",
        )


def _refuse_unknown(act: Act, siret: str) -> None:
    """Refuse a number that is no SIRET, or is that of nobody on record."""
    if not is_siret(siret):
        raise BadInputError(
            f"« {siret} » n'est pas un SIRET.",
            "Écrivez ses quatorze chiffres, sans espace.",
        )
    siren = siren_of(siret)
    known = select(Porteur.siret).where(Porteur.siret.startswith(siren))
    deposited = select(Depot.porteur_siret).where(
        Depot.cycle_id == act.cycle.id, Depot.porteur_siret.startswith(siren)
    )
    if not any(act.session.scalars(query).first() for query in (known, deposited)):
        raise BadInputError(
            f"Aucun porteur connu n'a le SIRET {siret}.",
            "Vérifiez-le, ou enregistrez le porteur par « programmation annuaire ».",
        )


def _refuse_second(act: Act, whose: str, kind: str, same: ColumnElement[bool]) -> None:
    query = select(Derogation.until).where(
        Derogation.cycle_id == act.cycle.id, Derogation.kind == kind, same
    )
    until = act.session.scalars(query).first()
    if until is not None:
        raise BadInputError(
            f"Une dérogation est déjà accordée {whose}, jusqu'au "
            f"{french_instant(until)}.",
            "« programmation tracer » montre celles d'un dépôt.",
        )
