"""What people do in the demonstration year: the script, played through the real acts.

Everything here goes through the same functions as the command line; only the
people are invented (``contrat_de_ville.demonstration``).
"""

from __future__ import annotations

import csv
import io
import os
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from contrat_de_ville.adapters.call_pack import deposit_form, form_lists
from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.directory_file import HEADER
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.store import waiting
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.state import read_depots
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.demonstration import script
from contrat_de_ville.demonstration.calendrier import Event
from contrat_de_ville.demonstration.deposits import DemoDeposit
from contrat_de_ville.demonstration.mistakes import Mistake
from contrat_de_ville.demonstration.porteurs import PORTEURS
from contrat_de_ville.domain.bilans import BilanReceived
from contrat_de_ville.domain.campaign import Calendar
from contrat_de_ville.domain.conseils import AvisGiven, AvisKind
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.steps import CycleRef
from tasks.aci import record_utilite
from tasks.bilans import record_bilans
from tasks.consultation import record_avis
from tasks.decisions import record_acte
from tasks.demonstration_committees import committee_events
from tasks.demonstration_judged import judged_events
from tasks.derogations import record_derogation
from tasks.directory import read_directory, record_directory


_KNOWN_SHARE = 2
"""One porteur in two is known from the years before (demonstration value)."""


def write_deposits(ref: CycleRef, folder: Path) -> list[tuple[Path, DemoDeposit]]:
    """Write every deposit workbook of the year into *folder*, to be dropped later."""
    folder.mkdir(parents=True, exist_ok=True)
    definition = deposit_form()
    lists = form_lists(frozen_from(campaign_to_freeze(ref)))
    written = []
    for one in script.build_deposits(ref.annee):
        path = folder / one.file_name
        write_deposit_workbook(path, definition, lists, one.fields, one.budget)
        written.append((path, one))
    return written


def drop(ref: CycleRef, path: Path, arrives_at: datetime) -> None:
    """Put a file in the inbox as if it had arrived at that instant."""
    inbox = current_workspace().inbox(ref)
    inbox.mkdir(parents=True, exist_ok=True)
    target = inbox / path.name
    path.replace(target)
    os.utime(target, (arrives_at.timestamp(), arrives_at.timestamp()))


def human_events(ref: CycleRef, calendar: Calendar) -> list[Event]:
    """Return what people do and when, in order; each act reads the state it finds."""
    events: list[Event] = [
        (
            calendar.ouverture - timedelta(days=10),
            "annuaire des porteurs connus",
            lambda _: _know_porteurs(),
        ),
        (script.DEROGATION_AT, "dérogation", partial(_derogate, ref)),
        (
            calendar.comite_aci,
            "le comité fixe l'utilité sociale",
            partial(_set_figures, ref),
        ),
    ]
    events += _avis_events(ref, calendar)
    events += judged_events(ref, calendar)
    events += committee_events(ref, calendar)
    events += [
        (
            datetime.combine(act.on, calendar.conseil_communautaire.timetz())
            + timedelta(hours=1),
            f"acte de {act.funder}",
            partial(_record_act, ref, act),
        )
        for act in script.legal_acts()
    ]
    return sorted(events, key=lambda event: event[0])


def receive_bilans(ref: CycleRef, at: datetime) -> int:
    """Record the bilans that have come by *at*; return how many."""
    with reading(ref) as (session, cycle, _):
        owed = waiting.waiting_bilans(session, cycle)
    received = []
    for one in owed:
        answer = script.bilan(one.title, one.granted_centimes, one.ends_on)
        if answer is not None and answer[0] <= at.date():
            on, realised, beneficiaries, comment = answer
            received.append(
                BilanReceived(
                    numero=one.numero,
                    received_on=on,
                    realise_centimes=realised,
                    beneficiaries_count=beneficiaries,
                    comment=comment,
                )
            )
    if received:
        record_bilans(ref, received, at, a_blanc=False)
    return len(received)


def _know_porteurs() -> None:
    path = current_workspace().folder / "annuaire.csv"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (one.siret, one.name, one.kind.value, one.email)
        for one in PORTEURS[::_KNOWN_SHARE]
    )
    path.write_text(out.getvalue(), encoding="utf-8")
    record_directory(read_directory(path), a_blanc=False)


def _derogate(ref: CycleRef, at: datetime) -> None:
    titles = {
        one.fields["action_intitule"]
        for one in script.build_deposits(ref.annee)
        if one.mistake == Mistake.DEPOT_TARDIF_DEROGATION
    }
    for depot in read_depots(ref):
        if depot["intitule"] in titles:
            record_derogation(
                ref,
                depot["numero"],
                until=at + timedelta(days=60),
                author="coordination",
                reason=script.DEROGATION_REASON,
                at=at,
            )


def _set_figures(ref: CycleRef, at: datetime) -> None:
    """Set the figures one by one: the campaign may have one serve a structure."""
    while (one := _next_chantier(ref)) is not None:
        euros, reason = script.utilite_sociale(one.siret)
        record_utilite(
            ref, one.numero, euros * 100, author="Comité ACI", reason=reason, at=at
        )


def _next_chantier(ref: CycleRef) -> waiting.WaitingChantier | None:
    with reading(ref) as (session, cycle, _):
        return next(iter(waiting.waiting_chantiers(session, cycle)), None)


def _avis_events(ref: CycleRef, calendar: Calendar) -> list[Event]:
    """Each conseil meets on its own day of the consultation."""
    conseils = frozen_from(campaign_to_freeze(ref)).campaign.conseils
    return [
        (
            calendar.ouverture_consultation + timedelta(days=12 + rank, hours=10),
            f"avis de {conseil.name}",
            partial(_render, ref, conseil.code),
        )
        for rank, conseil in enumerate(conseils)
        if conseil.is_constituted
    ]


def _render(ref: CycleRef, conseil: str, at: datetime) -> None:
    with reading(ref) as (session, cycle, _):
        asked = waiting.waiting_avis(session, cycle)
    given = []
    for one in asked:
        answer = script.avis(conseil, one.title) if one.conseil == conseil else None
        if answer is not None:
            kind, text, present = answer
            given.append(
                AvisGiven(
                    numero=one.numero,
                    conseil=conseil,
                    avis=AvisKind(kind),
                    text=text,
                    members_present=present,
                )
            )
    if given:
        record_avis(ref, given, at)


def _record_act(ref: CycleRef, act: script.LegalAct, at: datetime) -> None:
    record_acte(ref, act.funder, act.reference, act.on, at=at)
