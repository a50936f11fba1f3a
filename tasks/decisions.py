"""Legal decisions of the funders, and their notification to porteurs.

An arbitrage of the COPIL is not a decision: each funder decides for its own part,
by its own act, at its own date; nothing is announced before that act is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.models import Depot, Ligne
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.campaign import Funder
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.datasets import require_sound
from tasks.running import step_task


STEP = "notify_decisions"
TITLE = "Notification"
_PRIVATE_LAW = frozenset({PorteurKind.ASSOCIATION, PorteurKind.BAILLEUR})


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

    Raises:
        BadInputError: unknown funder, programming not frozen, or act dated after
            the instant it is recorded at.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        known = _require_funder(act, funder)
        _refuse_unready(act, acte_on, at)
        lines = _undecided(act, funder)
        for line in lines:
            line.decide_centimes = line.arbitre_centimes
            line.acte, line.acte_on = acte, acte_on
        total = sum(line.decide_centimes or 0 for line in lines)
        if lines:
            act.tell(
                "acte.enregistre",
                f"financeur:{funder}",
                actor=f"financeur:{funder}",
                data={
                    "acte": acte,
                    "date": acte_on.isoformat(),
                    "lignes": len(lines),
                    "total_centimes": total,
                },
            )
        return StepReport(
            step=STEP,
            title="Acte du financeur",
            summary=(
                f"{known.name} : {plural(len(lines), 'décision')}, "
                f"{format_euros(total)}, par {acte} du {french_date(acte_on)}."
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("notifier-decisions")
def record_notifications(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Write to each porteur what a funder decided, once its act is recorded."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        groups = _to_notify(act)
        if groups:
            require_sound(act, ("decisions",), "Notification des décisions")
        rows = [
            _notify(act, email, funder, lines)
            for (email, funder, _), lines in groups.items()
        ]
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=f"{plural(len(rows), 'notification')} à envoyer.",
            columns=("Financeur", "Dépôts", "Accordé"),
            rows=tuple(rows),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _undecided(act: Act, funder: str) -> Sequence[Ligne]:
    return act.session.scalars(
        select(Ligne).where(
            Ligne.cycle_id == act.cycle.id,
            Ligne.funder == funder,
            Ligne.arbitre_centimes.is_not(None),
            Ligne.decide_centimes.is_(None),
        )
    ).all()


def _require_funder(act: Act, code: str) -> Funder:
    funder = act.frozen.campaign.funder(code)
    if funder is None:
        known = ", ".join(one.code for one in act.frozen.campaign.funders)
        raise BadInputError(
            f"« {code} » n'est pas un financeur de la campagne.", f"Connus : {known}."
        )
    return funder


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


def _to_notify(act: Act) -> dict[tuple[str, str, str], list[Ligne]]:
    """Group the decided lines nobody was told of, by porteur, funder and act."""
    lines = act.session.scalars(
        select(Ligne)
        .join(Depot)
        .where(
            Ligne.cycle_id == act.cycle.id,
            Ligne.decide_centimes.is_not(None),
            Ligne.notified_at.is_(None),
        )
        .order_by(Ligne.funder, Depot.numero)
    )
    groups: dict[tuple[str, str, str], list[Ligne]] = {}
    for line in lines:
        group = (line.depot.porteur_email, line.funder, line.acte)
        groups.setdefault(group, []).append(line)
    return groups


def _notify(
    act: Act, email: str, funder: str, lines: Sequence[Ligne]
) -> tuple[str, str, str]:
    granted = sum(line.decide_centimes or 0 for line in lines)
    numeros = [line.depot.numero for line in lines]
    for line in lines:
        line.notified_at = act.at
        act.tell(
            "decision.notifiee",
            f"ligne:{line.depot.numero}/{funder}",
            data={"montant_centimes": line.decide_centimes},
        )
    if is_email(email):
        act.write(_letter(act, email, funder, lines, granted))
    return (funder, ", ".join(numeros), format_euros(granted))


def _letter(
    act: Act, email: str, funder: str, lines: Sequence[Ligne], granted: int
) -> Letter:
    # The threshold is the porteur's, not the action's: all its lines are summed.
    kind = lines[0].depot.versions[-1].action["porteur_kind"]
    numeros = ",".join(line.depot.numero for line in lines)
    is_over = granted > act.frozen.euros("convention.seuil")
    return Letter(
        intention=f"notification:{funder}:{lines[0].acte}:{numeros}",
        recipient=email,
        template="to_porteur_notification",
        about=f"depot:{lines[0].depot.numero}",
        context={
            "campagne": act.frozen.campaign,
            "financeur": act.frozen.campaign.funder(funder),
            "acte": lines[0].acte,
            "acte_le": lines[0].acte_on,
            "convention": is_over and kind in _PRIVATE_LAW,
            "decisions": [
                {
                    "numero": line.depot.numero,
                    "titre": line.depot.title,
                    "demande": line.demande_centimes,
                    "accorde": line.decide_centimes,
                    "motif": line.arbitre_reason,
                }
                for line in lines
            ],
        },
    )
