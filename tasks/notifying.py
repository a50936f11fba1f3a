"""Write to porteurs what funders decided, once each act is recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.models import Depot, JournalLine, Ligne
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.known_depots import siren_of
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.datasets import require_sound
from tasks.decisions import REPLACED, STEP
from tasks.running import step_task


TITLE = "Notification"
_NOTIFIED = "decision.notifiee"
_PRIVATE_LAW = frozenset({PorteurKind.ASSOCIATION, PorteurKind.BAILLEUR})
Replaced = dict[str, dict[str, object]]
"""The act and the day of what a porteur was told before, by line of the journal."""


@step_task("notifier-decisions")
def record_notifications(ref: CycleRef, at: datetime, *, a_blanc: bool) -> StepReport:
    """Write to each porteur what a funder decided, once its act is recorded."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        groups, replaced = _to_notify(act), _replaced(act)
        if groups:
            require_sound(act, ("decisions",), "Notification des décisions")
        rows = [
            _notify(act, email, funder, lines, replaced)
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
        .options(contains_eager(Ligne.depot))
    )
    groups: dict[tuple[str, str, str], list[Ligne]] = {}
    for line in lines:
        group = (line.depot.porteur_email, line.funder, line.acte)
        groups.setdefault(group, []).append(line)
    return groups


def _replaced(act: Act) -> Replaced:
    """Return what porteurs were told that a new act replaced and nothing corrected.

    Only the journal still has it: the line holds the decision in force.
    """
    wanted = (REPLACED, _NOTIFIED)
    lines = act.session.scalars(
        select(JournalLine.ligne)
        .where(
            JournalLine.cycle_id == act.cycle.id,
            or_(*(JournalLine.ligne.contains(f'"acte":"{one}"') for one in wanted)),
        )
        .order_by(JournalLine.seq)
    )
    replaced: Replaced = {}
    for entry in map(json.loads, lines):
        about, data = entry["objet"], entry["donnees"]
        if entry["acte"] == _NOTIFIED:
            replaced.pop(about, None)
        elif entry["acte"] == REPLACED and data["etait_notifiee"]:
            on = date.fromisoformat(data["date"])
            replaced[about] = {"acte": data["acte"], "le": on}
    return replaced


def _notify(
    act: Act, email: str, funder: str, lines: Sequence[Ligne], replaced: Replaced
) -> tuple[str, str, str]:
    granted = sum(line.decide_centimes or 0 for line in lines)
    numeros = [line.depot.numero for line in lines]
    for line in lines:
        line.notified_at = act.at
        act.tell(
            _NOTIFIED,
            f"ligne:{line.depot.numero}/{funder}",
            data={"montant_centimes": line.decide_centimes},
        )
    if is_email(email):
        act.write(_letter(act, email, lines, replaced))
    return (funder, ", ".join(numeros), format_euros(granted))


def _granted(act: Act, depot: Depot, funder: str) -> int:
    """Sum what a funder grants to a porteur, told in this letter or before.

    A porteur is a legal body (SIREN): its services may write from several addresses,
    and all the deposits of one address are one letter.
    """
    is_its_own: ColumnElement[bool] = Depot.porteur_email == depot.porteur_email
    if siren := siren_of(depot.porteur_siret):
        is_its_own |= Depot.porteur_siret.startswith(siren, autoescape=True)
    amounts = act.session.scalars(
        select(Ligne.decide_centimes)
        .join(Depot)
        .where(
            Ligne.cycle_id == act.cycle.id,
            Ligne.funder == funder,
            Ligne.decide_centimes.is_not(None),
            is_its_own,
        )
    )
    return sum(one or 0 for one in amounts)


def _letter(act: Act, email: str, lines: Sequence[Ligne], replaced: Replaced) -> Letter:
    # The threshold is the porteur's, not the action's: all its lines are summed.
    funder, acte = lines[0].funder, lines[0].acte
    kind = lines[0].depot.versions[-1].action["porteur_kind"]
    numeros = ",".join(line.depot.numero for line in lines)
    granted = _granted(act, lines[0].depot, funder)
    is_over = granted > act.frozen.euros("convention.seuil")
    return Letter(
        intention=f"notification:{funder}:{acte}:{numeros}",
        recipient=email,
        template="to_porteur_notification",
        about=f"depot:{lines[0].depot.numero}",
        context={
            "campagne": act.frozen.campaign,
            "financeur": act.frozen.campaign.funder(funder),
            "acte": acte,
            "acte_le": lines[0].acte_on,
            "convention": is_over and kind in _PRIVATE_LAW,
            "decisions": [_said(line, replaced) for line in lines],
        },
    )


def _said(line: Ligne, replaced: Replaced) -> dict[str, object]:
    # A grant in full needs no remark: nothing was taken from what was asked.
    is_whole = line.decide_centimes == line.demande_centimes
    return {
        "numero": line.depot.numero,
        "titre": line.depot.title,
        "demande": line.demande_centimes,
        "accorde": line.decide_centimes,
        "motif": "" if is_whole else line.arbitre_reason,
        "remplace": replaced.get(f"ligne:{line.depot.numero}/{line.funder}"),
    }
