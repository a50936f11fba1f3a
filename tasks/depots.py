"""Collect deposits: keep what arrived, register it, acknowledge it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.deposits import (
    is_registered,
    keep_piece,
    know_porteur,
    known_depot,
    known_depots,
    next_numero,
)
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import (
    Depot,
    FichierRefuse,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.admissibility import (
    Arrival,
    KnownDepot,
    Registration,
    Verdict,
    register,
)
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, DepositForm, DepotState
from contrat_de_ville.domain.duplicates import normalise_title
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.inbox import ReadFile
from tasks.running import step_task


STEP = "collect_depots"
TITLE = "Collecte des dépôts"
_DONE = "traites"


@step_task("enregistrer-depots")
def record_deposits(
    ref: CycleRef, files: Sequence[ReadFile], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Register every file, keep its bytes, acknowledge it; all of them or none.

    A file registered is moved aside; one that was registered by an interrupted
    run is recognised by its hash and its arrival, and only moved.
    """
    workspace = current_workspace()
    if not a_blanc:
        for one in files:
            evidence.keep(workspace.pieces, one.incoming.content)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        known = known_depots(act.session, act.cycle)
        rows = [row for one in files for row in _register(act, one, known)]
        effects = act.effects_count
    if not a_blanc:
        for one in files:
            if one.incoming.is_inbox:
                _move_aside(one.incoming.path)
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=f"{plural(len(rows), 'fichier reçu', 'fichiers reçus')}.",
        columns=("Fichier", "Dépôt", "Reçu le", "Suite"),
        rows=tuple(rows),
        effects_count=effects,
        a_blanc=a_blanc,
    )


def _register(
    act: Act, one: ReadFile, known: list[KnownDepot]
) -> list[tuple[str, str, str, str]]:
    """Register one file and return its row of the report, none if it was known."""
    content, received_at = one.incoming.content, one.incoming.received_at
    if is_registered(act.session, act.cycle, one.sha256, received_at):
        return []
    keep_piece(act.session, one.sha256, one.incoming.name, len(content), act.at)
    if one.action is None or one.form is None:
        return [_refuse(act, one, "", one.problem)]
    arrival = Arrival(
        sha256=one.sha256,
        siret=one.action.porteur_siret,
        email=one.action.porteur_email,
        title_key=normalise_title(one.action.title),
        received_at=one.incoming.received_at,
    )
    verdict = register(arrival, known, act.frozen.campaign.calendar)
    if verdict.kind in {Registration.DOUBLON_EXACT, Registration.TROP_TARD}:
        return [_refuse(act, one, verdict.numero, verdict.reason)]
    depot = _save(act, one, one.action, one.form, verdict)
    known[:] = [other for other in known if other.numero != depot.numero]
    known.append(known_depot(depot))
    _acknowledge(act, depot, one)
    what = "nouveau dépôt" if depot.current_version == 1 else "nouvelle version"
    late = ", hors délai" if verdict.is_late else ""
    return [(one.incoming.name, depot.numero, _moment(one), what + late)]


def _refuse(
    act: Act, one: ReadFile, numero: str, reason: str
) -> tuple[str, str, str, str]:
    act.session.add(
        FichierRefuse(
            cycle_id=act.cycle.id,
            piece_sha256=one.sha256,
            file_name=one.incoming.name,
            received_at=one.incoming.received_at,
            reason=reason,
        )
    )
    about = f"depot:{numero}" if numero else f"piece:{one.sha256}"
    act.tell("fichier.refuse", about, inputs=(one.sha256,))
    return (one.incoming.name, numero, _moment(one), f"écarté : {reason}")


def _save(
    act: Act, one: ReadFile, action: Action, form: DepositForm, verdict: Verdict
) -> Depot:
    if verdict.kind is Registration.NOUVEAU:
        depot = Depot(
            cycle_id=act.cycle.id,
            numero=next_numero(act.session, act.cycle),
            versions=[],
        )
        act.session.add(depot)
    else:
        depot = require_depot(act.session, act.cycle, verdict.numero)
    depot.porteur_siret, depot.title = action.porteur_siret, action.title
    depot.title_key = normalise_title(action.title)
    depot.porteur_email, depot.ends_on = action.porteur_email, action.ends_on
    depot.is_chantier = action.chantier is not None
    depot.current_version = len(depot.versions) + 1
    depot.state, depot.state_reason = DepotState.DEPOSE, ""
    depot.versions.append(
        VersionDepot(
            cycle_id=act.cycle.id,
            version=depot.current_version,
            piece_sha256=one.sha256,
            file_name=one.incoming.name,
            received_at=one.incoming.received_at,
            registered_at=act.at,
            is_late=verdict.is_late,
            form=form_as_dict(form),
            action=action_as_dict(action),
            unreadable=[finding.as_dict() for finding in one.unreadable],
        )
    )
    act.session.flush()
    know_porteur(act.session, action)
    act.tell(
        "depot.enregistre",
        f"depot:{depot.numero}",
        actor="porteur",
        inputs=(one.sha256,),
        data={"version": depot.current_version, "hors_delai": verdict.is_late},
    )
    return depot


def _acknowledge(act: Act, depot: Depot, one: ReadFile) -> None:
    email = one.action.porteur_email if one.action else ""
    if not is_email(email):
        act.tell("accuse.impossible", f"depot:{depot.numero}")
        return
    act.write(
        Letter(
            intention=f"accuse:{depot.numero}:v{depot.current_version}",
            recipient=email,
            template="to_porteur_accuse_depot",
            about=f"depot:{depot.numero}",
            context={
                "campagne": act.frozen.campaign,
                "numero": depot.numero,
                "titre": depot.title,
                "version": depot.current_version,
                "recu_le": one.incoming.received_at,
                "hors_delai": depot.versions[-1].is_late,
                "empreinte": one.sha256,
            },
        )
    )


def _move_aside(path: Path) -> None:
    """Move a registered file out of the inbox; a name already there gets a number."""
    folder = path.parent / _DONE
    folder.mkdir(exist_ok=True)
    target, rank = folder / path.name, 1
    while target.exists():
        rank += 1
        target = folder / f"{path.stem} ({rank}){path.suffix}"
    path.rename(target)


def _moment(one: ReadFile) -> str:
    return f"{one.incoming.received_at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"
