"""Ask for the bilans, receive them, and close the year on what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Bilan, Cycle, Depot, Ligne
from contrat_de_ville.domain.bilans import (
    BilanReceived,
    asked_from,
    bilan_due_on,
    to_recover_centimes,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.datasets import require_sound
from tasks.running import step_task


STEP = "collect_bilans"
TITLE = "Bilans et évaluation"


@step_task("demander-bilans")
def record_bilan_requests(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Ask the bilan of every funded action whose exercise has ended."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        owed = [
            (depot, granted, ends_on)
            for depot, granted, ends_on in _funded_without_bilan(act.session, act.cycle)
            if asked_from(ends_on) <= at
        ]
        bilans = [_ask(act, *one) for one in owed]
        _write_requests(act, bilans)
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=f"{plural(len(bilans), 'bilan demandé', 'bilans demandés')}.",
            columns=("Dépôt", "Accordé", "Attendu pour le"),
            rows=tuple(
                (
                    one.depot.numero,
                    format_euros(one.accorde_centimes),
                    f"{one.due_on:%d/%m/%Y}",
                )
                for one in bilans
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("enregistrer-bilans")
def record_bilans(
    ref: CycleRef, received: Sequence[BilanReceived], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record the bilans received, all of them or none.

    Raises:
        BadInputError: no bilan is owed, one is already recorded, or it is dated
            after the instant it is recorded at.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        rows = [_receive(act, one) for one in received]
        return StepReport(
            step=STEP,
            title="Bilans reçus",
            summary=f"{plural(len(rows), 'bilan enregistré', 'bilans enregistrés')}.",
            columns=("Dépôt", "Accordé", "Réalisé", "Non consommé"),
            rows=tuple(rows),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("clore-cycle")
def record_closing(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Close the cycle at its last date; what is still owed stays visible."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        is_due = at >= act.frozen.campaign.calendar.fin_cycle
        bilans = _bilans(act)
        missing = [one for one in bilans if one.received_at is None]
        if is_due and act.cycle.closed_at is None:
            require_sound(act, ("bilans",), "Clôture du cycle")
            act.cycle.closed_at = at
            act.tell(
                "cycle.clos",
                f"cycle:{act.cycle.code}",
                data={"bilans": len(bilans), "bilans_manquants": len(missing)},
            )
        return StepReport(
            step=STEP,
            title="Clôture du cycle",
            summary=(
                f"{plural(len(bilans) - len(missing), 'bilan reçu', 'bilans reçus')} "
                f"sur {len(bilans)}."
            ),
            columns=("Bilan manquant", "Attendu pour le"),
            rows=tuple((one.depot.numero, f"{one.due_on:%d/%m/%Y}") for one in missing),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def bilans_to_ask_count(session: Session, cycle: Cycle, at: datetime) -> int:
    """Count the funded actions whose exercise ended and whose bilan is to be asked."""
    owed = _funded_without_bilan(session, cycle)
    return sum(asked_from(ends_on) <= at for _, _, ends_on in owed)


def _funded_without_bilan(
    session: Session, cycle: Cycle
) -> list[tuple[Depot, int, date]]:
    depots = session.scalars(
        select(Depot)
        .join(Ligne)
        .outerjoin(Bilan)
        .where(
            Depot.cycle_id == cycle.id,
            Ligne.decide_centimes > 0,
            Bilan.id.is_(None),
            Depot.ends_on.is_not(None),
        )
        .distinct()
        .order_by(Depot.numero)
        .options(selectinload(Depot.lines))
    )
    return [
        (one, sum(line.decide_centimes or 0 for line in one.lines), one.ends_on)
        for one in depots
        if one.ends_on is not None
    ]


def _ask(act: Act, depot: Depot, granted: int, ends_on: date) -> Bilan:
    months = int(act.frozen.parameters["bilans.delai_mois"])
    bilan = Bilan(
        cycle_id=act.cycle.id,
        depot=depot,
        accorde_centimes=granted,
        asked_at=act.at,
        due_on=bilan_due_on(ends_on, months),
    )
    act.session.add(bilan)
    act.tell(
        "bilan.demande",
        f"depot:{depot.numero}",
        data={"accorde_centimes": granted, "attendu": bilan.due_on.isoformat()},
    )
    return bilan


def _write_requests(act: Act, bilans: Sequence[Bilan]) -> None:
    """Write one message per porteur and due date."""
    groups: dict[tuple[str, date], list[Bilan]] = {}
    for one in bilans:
        email = one.depot.porteur_email
        if is_email(email):
            groups.setdefault((email, one.due_on), []).append(one)
    for (email, due_on), owed in groups.items():
        numeros = ",".join(one.depot.numero for one in owed)
        act.write(
            Letter(
                intention=f"bilan:{numeros}",
                recipient=email,
                template="to_porteur_demande_bilan",
                about=f"depot:{owed[0].depot.numero}",
                context={
                    "campagne": act.frozen.campaign,
                    "attendu_le": due_on,
                    "bilans": [
                        {
                            "numero": one.depot.numero,
                            "titre": one.depot.title,
                            "accorde": one.accorde_centimes,
                        }
                        for one in owed
                    ],
                },
            )
        )


def _receive(act: Act, one: BilanReceived) -> tuple[str, str, str, str]:
    depot = require_depot(act.session, act.cycle, one.numero)
    bilan = depot.bilan
    if bilan is None:
        raise BadInputError(
            f"Aucun bilan n'est demandé pour le dépôt {one.numero}.",
            "Un bilan se demande à la fin de l'action, si elle a reçu une aide.",
        )
    if bilan.received_at is not None:
        raise BadInputError(
            f"Le bilan du dépôt {one.numero} est déjà enregistré.",
            "« programmation tracer » le montre.",
        )
    if paris(one.received_on) > act.at:
        raise BadInputError(
            f"Le bilan du dépôt {one.numero} est daté du "
            f"{one.received_on:%d/%m/%Y}, dans l'avenir.",
            "Vérifiez la date.",
        )
    bilan.received_at = paris(one.received_on, time(12, 0))
    bilan.realise_centimes = one.realise_centimes
    bilan.beneficiaries_count = one.beneficiaries_count
    bilan.comment = one.comment
    recover = to_recover_centimes(bilan.accorde_centimes, one.realise_centimes)
    act.tell(
        "bilan.recu",
        f"depot:{one.numero}",
        actor="porteur",
        data={
            "realise_centimes": one.realise_centimes,
            "non_consomme_centimes": recover,
            "en_retard": one.received_on > bilan.due_on,
        },
    )
    return (
        one.numero,
        format_euros(bilan.accorde_centimes),
        format_euros(one.realise_centimes),
        format_euros(recover),
    )


def _bilans(act: Act) -> list[Bilan]:
    return list(
        act.session.scalars(
            select(Bilan)
            .join(Depot)
            .where(Bilan.cycle_id == act.cycle.id)
            .order_by(Depot.numero)
        )
    )
