"""Consult the conseils citoyens: ask each what concerns its quartier, hear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Avis, Depot
from contrat_de_ville.domain.campaign import Conseil
from contrat_de_ville.domain.conseils import (
    AVIS_LABELS,
    AvisGiven,
    AvisKind,
    conseils_for,
)
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "consult_conseils"
TITLE = "Consultation des conseils citoyens"


@step_task("ouvrir-ou-clore-consultation")
def record_consultation(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Ask each conseil for its avis when the date comes; close at the deadline.

    At the deadline silence becomes « non rendu »: it is never favourable and never
    blocks. That it was asked, when and of whom, stays on record.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        calendar = act.frozen.campaign.calendar
        cycle = act.cycle
        if (
            cycle.consultation_opened_at is None
            and at >= calendar.ouverture_consultation
        ):
            rows = _open(act)
            summary = f"{plural(len(rows), 'conseil consulté', 'conseils consultés')}."
        elif _is_to_close(act, at):
            rows = _close(act)
            silent = sum(count for _, count in rows)
            summary = f"{plural(silent, 'avis non rendu', 'avis non rendus')}."
        else:
            rows, summary = [], "Rien à ouvrir ni à clore."
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=summary,
            columns=("Conseil", "Dépôts"),
            rows=tuple(rows),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("enregistrer-avis")
def record_avis(
    ref: CycleRef, given: Sequence[AvisGiven], at: datetime, *, a_blanc: bool = False
) -> StepReport:
    """Record what conseils said, all of it or none; after the deadline, as late.

    Raises:
        BadInputError: a conseil was not asked about an action, or has answered.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        for one in given:
            _hear(act, one)
        return StepReport(
            step=STEP,
            title="Avis des conseils citoyens",
            summary=f"{plural(len(given), 'avis enregistré', 'avis enregistrés')}.",
            columns=("Dépôt", "Conseil", "Avis"),
            rows=tuple(
                (one.numero, one.conseil, AVIS_LABELS[one.avis]) for one in given
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _hear(act: Act, given: AvisGiven) -> None:
    row = _asked(act, given.numero, given.conseil)
    if row.avis is not None and row.avis != AvisKind.NON_RENDU:
        label = AVIS_LABELS[AvisKind(row.avis)]
        raise BadInputError(
            f"Le conseil {given.conseil} a déjà rendu un avis {label} sur "
            f"{given.numero}.",
            "Un avis rendu ne se remplace pas ; consignez le nouveau au compte rendu.",
        )
    row.avis, row.text = given.avis, given.text
    row.members_present = given.members_present
    row.is_late = act.at > act.frozen.campaign.calendar.cloture_consultation
    row.rendered_at = act.at
    act.tell(
        "avis.rendu",
        f"depot:{given.numero}",
        actor=f"conseil:{given.conseil}",
        outputs=(sha256_hex(given.text.encode()),) if given.text else (),
        data={
            "avis": given.avis.value,
            "membres_presents": given.members_present,
            "hors_delai": row.is_late,
        },
    )


def _open(act: Act) -> list[tuple[str, int]]:
    campaign = act.frozen.campaign
    act.cycle.consultation_opened_at = act.at
    heard: dict[Conseil, list[Depot]] = {}
    admissible = act.session.scalars(
        select(Depot)
        .where(Depot.cycle_id == act.cycle.id, Depot.state == DepotState.RECEVABLE)
        .order_by(Depot.numero)
    )
    for depot in admissible:
        quartiers = action_from_dict(depot.versions[-1].action).quartiers
        for conseil in conseils_for(quartiers, campaign.conseils):
            heard.setdefault(conseil, []).append(depot)
    act.tell("consultation.ouverte", f"cycle:{act.cycle.code}")
    for conseil, depots in heard.items():
        _ask(act, conseil, depots)
    for conseil in campaign.conseils:
        if not conseil.is_constituted:
            act.tell("conseil.non_constitue", f"conseil:{conseil.code}")
    return [(conseil.name, len(depots)) for conseil, depots in heard.items()]


def _ask(act: Act, conseil: Conseil, depots: list[Depot]) -> None:
    for depot in depots:
        act.session.add(
            Avis(
                cycle_id=act.cycle.id,
                depot_id=depot.id,
                conseil=conseil.code,
                asked_at=act.at,
            )
        )
    act.tell("avis.demande", f"conseil:{conseil.code}", data={"depots": len(depots)})
    act.write(
        Letter(
            intention=f"avis:{conseil.code}",
            recipient=conseil.email,
            template="to_conseil_demande_avis",
            about=f"conseil:{conseil.code}",
            context={
                "campagne": act.frozen.campaign,
                "conseil": conseil,
                "depots": [
                    {
                        "numero": one.numero,
                        "titre": one.title,
                        "porteur": one.versions[-1].action["porteur_name"],
                        "axe": one.versions[-1].action["axe"],
                    }
                    for one in depots
                ],
            },
        )
    )


def _is_to_close(act: Act, at: datetime) -> bool:
    is_open = (
        act.cycle.consultation_opened_at is not None
        and act.cycle.consultation_closed_at is None
    )
    return is_open and at > act.frozen.campaign.calendar.cloture_consultation


def _close(act: Act) -> list[tuple[str, int]]:
    act.cycle.consultation_closed_at = act.at
    silent = list(
        act.session.scalars(
            select(Avis)
            .where(Avis.cycle_id == act.cycle.id, Avis.avis.is_(None))
            .order_by(Avis.conseil, Avis.id)
        )
    )
    for row in silent:
        row.avis = AvisKind.NON_RENDU
    conseils = sorted({row.conseil for row in silent})
    counts = [(one, sum(row.conseil == one for row in silent)) for one in conseils]
    for conseil, count in counts:
        act.tell("avis.non_rendu", f"conseil:{conseil}", data={"depots": count})
    act.tell("consultation.close", f"cycle:{act.cycle.code}")
    return counts


def _asked(act: Act, numero: str, conseil: str) -> Avis:
    depot = require_depot(act.session, act.cycle, numero)
    row = act.session.scalars(
        select(Avis).where(Avis.depot_id == depot.id, Avis.conseil == conseil)
    ).first()
    if row is None:
        asked = ", ".join(one.conseil for one in depot.avis) or "aucun"
        raise BadInputError(
            f"Le conseil « {conseil} » n'a pas été consulté sur le dépôt {numero} "
            f"(consultés : {asked}).",
            "Vérifiez le conseil et le numéro.",
        )
    return row
