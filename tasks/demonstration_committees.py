"""The demonstration's committees: scenarios tried, workbooks filled, one amendment.

They go by the ways a coordination has: a workbook is exported, filled, and read back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from contrat_de_ville.adapters.committee.columns import funder_labels
from contrat_de_ville.adapters.committee.filling import Value, filled
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import Ligne
from contrat_de_ville.adapters.store.waiting import WaitingLine, waiting_lines
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.demonstration import committees as script
from contrat_de_ville.demonstration.calendrier import Event
from contrat_de_ville.demonstration.decisions import arbitration
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.committee import (
    AVIS,
    COMMENTAIRE,
    MONTANT_ARBITRE,
    MONTANT_PROPOSE,
    MOTIF,
    CommitteeKind,
)
from contrat_de_ville.domain.envelopes import EnvelopeActKind
from contrat_de_ville.domain.programming import ACI_REASON
from contrat_de_ville.domain.steps import CycleRef
from tasks.amending import record_amendment
from tasks.committee import export_committee
from tasks.committee_reading import read_committee_file, record_committee
from tasks.envelopes import EnvelopeAct, record_envelope_act
from tasks.freezing import Signed
from tasks.scenarios import record_scenario


_COPIL, _TECHNIQUE = "copil", "comite_technique"
_FIFTH = 5
"""The largest grant gives up a fifth at most (demonstration value)."""
_FUNDER = "CAPH"
_VALUED = "(TFPB)"
Answer = Callable[[WaitingLine], Mapping[str, Value]]


def committee_events(ref: CycleRef, calendar: Calendar) -> list[Event]:
    """Return what the coordination tries and what the committees decide, dated."""
    technique, copil = calendar.comite_technique, calendar.copil
    amended = datetime.combine(copil.date() + timedelta(days=48), time(10), PARIS)
    return [
        (
            technique - timedelta(days=1),
            "des scénarios sont essayés",
            partial(_try, ref),
        ),
        (
            technique + timedelta(hours=4),
            "le comité technique rend son classeur",
            partial(_fill, ref, CommitteeKind.TECHNIQUE),
        ),
        (
            copil + timedelta(hours=1),
            "le COPIL autorise un dépassement",
            partial(_overrun, ref),
        ),
        (
            copil + timedelta(hours=3),
            "le COPIL rend son classeur",
            partial(_fill, ref, CommitteeKind.COPIL),
        ),
        (amended, "la programmation est modifiée", partial(_amend, ref)),
        (
            amended + timedelta(days=28),
            "le dépassement est retiré",
            partial(_withdraw, ref),
        ),
    ]


def _try(ref: CycleRef, at: datetime) -> None:
    for name, changes in script.SCENARIOS.items():
        record_scenario(ref, name, changes, at)


def _fill(ref: CycleRef, kind: CommitteeKind, at: datetime) -> None:
    place = current_workspace().outputs(ref) / f"seance-{kind}-{ref.annee}.xlsx"
    place.parent.mkdir(parents=True, exist_ok=True)
    export_committee(ref, kind, at, path=place)
    returned = place.with_name(f"seance-{kind}-{ref.annee}-rendu.xlsx")
    _answer(ref, place, returned, _ANSWERS[kind])
    os.utime(returned, (at.timestamp(), at.timestamp()))
    is_technical = kind is CommitteeKind.TECHNIQUE
    record_committee(
        ref,
        read_committee_file(returned),
        at,
        author=_TECHNIQUE if is_technical else _COPIL,
        minute=script.TECHNICAL_MINUTE if is_technical else script.COPIL_MINUTE,
    )


def _answer(ref: CycleRef, exported: Path, returned: Path, answer: Answer) -> None:
    with reading(ref) as (session, cycle, frozen):
        lines = waiting_lines(session, cycle)
        names = funder_labels(frozen.campaign)
    answers = {(one.numero, names[one.funder]): answer(one) for one in lines}
    returned.write_bytes(filled(exported.read_bytes(), answers))


def _technical(line: WaitingLine) -> Mapping[str, Value]:
    """Give an avis; what the note's own rule gives is not changed.

    A landlord's engagement is valued, never granted: no avis is given on it.
    """
    avis, amount, text = script.technical(
        line.title, line.funder, line.proposed_centimes
    )
    if _VALUED in line.reason:
        return {}
    answer: dict[str, Value] = {AVIS: avis, COMMENTAIRE: text or None}
    if amount is not None and not line.reason.startswith(ACI_REASON):
        answer[MONTANT_PROPOSE] = amount / 100
    return answer


def _arbitrated(line: WaitingLine) -> Mapping[str, Value]:
    """Follow the script, which leaves alone what the note's own rule gives."""
    amount, reason = line.proposed_centimes, line.motive
    # What the computation left at nothing keeps its own motive.
    if amount and not line.reason.startswith(ACI_REASON):
        amount, reason = arbitration(
            line.title, line.funder, line.proposed_centimes, line.asked_centimes
        )
    return {MONTANT_ARBITRE: amount / 100, MOTIF: reason or line.motive}


_ANSWERS: dict[CommitteeKind, Answer] = {
    CommitteeKind.TECHNIQUE: _technical,
    CommitteeKind.COPIL: _arbitrated,
}


def _overrun(ref: CycleRef, at: datetime) -> None:
    _act_on_envelope(
        ref, at, script.OVERRUN_EUROS, script.OVERRUN_ACTE, script.OVERRUN_REASON
    )


def _withdraw(ref: CycleRef, at: datetime) -> None:
    _act_on_envelope(ref, at, 0, script.WITHDRAWN_ACTE, script.WITHDRAWN_REASON)


def _act_on_envelope(
    ref: CycleRef, at: datetime, euros: int, acte: str, reason: str
) -> None:
    given = EnvelopeAct(
        funder=_FUNDER,
        kind=EnvelopeActKind.DEPASSEMENT,
        amount_centimes=euros * 100,
        author=_COPIL,
        acte=acte,
        reason=reason,
    )
    record_envelope_act(ref, given, at=at)


def _amend(ref: CycleRef, at: datetime) -> None:
    """Take from the largest grant what the line lowered most had lost, within it."""
    signed = Signed(
        author=_COPIL, minute=script.AMENDED_MINUTE, reason=script.AMENDED_REASON
    )
    record_amendment(ref, _moved(ref), signed, at=at)


def _moved(ref: CycleRef) -> dict[tuple[str, str], int]:
    """Return the two new amounts: what one line gives, another receives."""
    with reading(ref) as (session, cycle, _):
        lines = [
            one
            for one in session.scalars(
                select(Ligne).where(
                    Ligne.cycle_id == cycle.id,
                    Ligne.funder == _FUNDER,
                    Ligne.arbitre_centimes > 0,
                )
            )
            if not one.depot.is_chantier
        ]
        raised = max(lines, key=lambda one: (_lost(one), one.depot.numero))
        others = [one for one in lines if one.part == raised.part and one is not raised]
        giver = max(others, key=lambda one: (one.arbitre_centimes, one.depot.numero))
        given = giver.arbitre_centimes or 0
        moved = min(_lost(raised), given // _FIFTH)
        return {
            (giver.depot.numero, _FUNDER): given - moved,
            (raised.depot.numero, _FUNDER): (raised.arbitre_centimes or 0) + moved,
        }


def _lost(line: Ligne) -> int:
    return (line.propose_centimes or 0) - (line.arbitre_centimes or 0)
