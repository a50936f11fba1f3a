"""Open the call: freeze the campaign, publish the pack, write to everyone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville import __version__
from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.call_pack import write_call_pack
from contrat_de_ville.adapters.freezing import campaign_to_freeze, canonical_json
from contrat_de_ville.adapters.store.acts import Act, frozen_of, reading
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.envelopes import open_envelopes
from contrat_de_ville.adapters.store.finding import find_cycle
from contrat_de_ville.adapters.store.models import Cycle, Porteur
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.campaign_checks import MILESTONE_LABELS
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "open_appel"
TITLE = "Ouverture de l'appel"


@step_task("lire-campagne")
def read_campaign(ref: CycleRef) -> dict[str, Any]:
    """Read and check everything the cycle is opened with.

    Raises:
        ContratDeVilleError: a file is missing, wrong, or was not re-checked.
    """
    return campaign_to_freeze(ref)


@step_task("enregistrer-ouverture")
def record_opening(
    ref: CycleRef, record: dict[str, Any], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Open the cycle with the frozen campaign; an open cycle is left as it is.

    Raises:
        BadInputError: the call's opening date has not come.
    """
    workspace = current_workspace()
    content = canonical_json(record)
    with workspace.store().writing(a_blanc=a_blanc) as session:
        if find_cycle(session, ref) is not None:
            return _report("Le cycle est déjà ouvert : rien à faire.", a_blanc=a_blanc)
        sha256 = sha256_hex(content)
        if not a_blanc:
            evidence.keep(workspace.pieces, content)
        cycle = _open_cycle(session, ref, record, sha256, at)
        keep_piece(session, sha256, f"campagne-{ref.code}.json", len(content), at)
        act = Act(session, cycle, STEP, at)
        campaign = act.frozen.campaign
        _refuse_too_early(campaign, at)
        act.tell(
            "cycle.ouvert", f"cycle:{ref.code}", outputs=(sha256,), actor="coordination"
        )
        _tell_choices(act, campaign)
        letters_count = _write_to_everyone(act, campaign)
        summary = (
            f"L'appel {ref.annee} du contrat {ref.contrat} est ouvert ; "
            f"{plural(letters_count, 'message')} à envoyer."
        )
        return _report(
            summary, effects=act.effects_count, campaign=campaign, a_blanc=a_blanc
        )


@step_task("enregistrer-dossier-appel")
def record_call_pack(ref: CycleRef, *, a_blanc: bool) -> tuple[str, ...]:
    """Write what porteurs need (the note, the deposit workbook); return the names."""
    if a_blanc:
        return ()
    folder = current_workspace().outputs(ref) / "appel"
    with reading(ref) as (_, _, frozen):
        return write_call_pack(folder, frozen)


def _open_cycle(
    session: Session, ref: CycleRef, record: dict[str, Any], sha256: str, at: datetime
) -> Cycle:
    cycle = Cycle(
        contrat=ref.contrat,
        annee=ref.annee,
        opened_at=at,
        campaign=record,
        campaign_sha256=sha256,
        rules_version=__version__,
    )
    session.add(cycle)
    session.flush()
    open_envelopes(session, cycle, frozen_of(cycle).campaign)
    return cycle


def _refuse_too_early(campaign: Campaign, at: datetime) -> None:
    if at < campaign.calendar.ouverture:
        raise BadInputError(
            f"L'appel {campaign.annee} n'ouvre que le "
            f"{campaign.calendar.ouverture:%d/%m/%Y à %H h %M}.",
            "Attendez cette date, ou changez le calendrier de la campagne.",
        )


def _tell_choices(act: Act, campaign: Campaign) -> None:
    for code, choice in sorted(campaign.choices.items()):
        value = choice.value
        is_plain = isinstance(value, str | int | bool)
        act.tell(
            "choix.arrete",
            f"choix:{code}",
            actor="comite",
            data={
                "valeur": value if is_plain else canonical_json(value).decode(),
                "date": choice.decided_on.isoformat(),
            },
        )


def _write_to_everyone(act: Act, campaign: Campaign) -> int:
    context: dict[str, object] = {"campagne": campaign}
    recipients = {one.email: ("to_partenaire_ouverture", one.name)
                  for one in campaign.partners}  # fmt: skip
    for porteur in act.session.scalars(select(Porteur).order_by(Porteur.siret)):
        recipients.setdefault(porteur.email, ("to_porteur_ouverture", porteur.name))
    letters = [
        Letter(
            intention=f"ouverture:{email}",
            recipient=email,
            template=template,
            about=f"cycle:{act.cycle.code}",
            context={**context, "nom": name},
        )
        for email, (template, name) in recipients.items()
    ]
    return sum(act.write(letter) for letter in letters)


def _report(
    summary: str,
    *,
    effects: int = 0,
    campaign: Campaign | None = None,
    a_blanc: bool = False,
) -> StepReport:
    milestones = campaign.calendar.in_order() if campaign else ()
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=summary,
        columns=("Échéance", "Date"),
        rows=tuple(
            (MILESTONE_LABELS[name], french_instant(at)) for name, at in milestones
        ),
        effects_count=effects,
        a_blanc=a_blanc,
    )
