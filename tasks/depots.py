"""Collect deposits: keep what arrived, register it, acknowledge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.deposit_reader import read_deposit_workbook
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import (
    Depot,
    FichierRefuse,
    Piece,
    Porteur,
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
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, DepositForm, DepotState, Finding
from contrat_de_ville.domain.duplicates import normalise_title
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.identifiers import is_email, is_siret
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadFileError
from tasks.running import step_task


STEP = "collect_depots"
TITLE = "Collecte des dépôts"
_DONE = "traites"


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    """A file waiting in the inbox, with the instant it arrived."""

    path: Path
    name: str
    received_at: datetime
    content: bytes
    is_inbox: bool = True


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """A file once read: its deposit, or the sentence that says why there is none."""

    incoming: IncomingFile
    sha256: str
    form: DepositForm | None
    action: Action | None
    unreadable: tuple[Finding, ...]
    problem: str


@step_task("lire-boite-de-depot")
def read_inbox(ref: CycleRef) -> list[IncomingFile]:
    """Return the files of the inbox in order of arrival; nothing is moved yet.

    The instant of arrival is the file's own: a file dropped on time and collected
    three days later is on time.
    """
    folder = current_workspace().inbox(ref)
    files = (
        [one for one in folder.glob("*") if one.is_file()] if folder.exists() else []
    )
    incoming = [
        IncomingFile(
            path=one,
            name=one.name,
            received_at=datetime.fromtimestamp(one.stat().st_mtime, UTC),
            content=one.read_bytes(),
        )
        for one in files
        if not one.name.startswith(".")
    ]
    return sorted(incoming, key=lambda one: (one.received_at, one.name))


@step_task("lire-fichiers")
def read_files(paths: Sequence[Path], at: datetime) -> list[IncomingFile]:
    """Return files handed over by hand, received at *at*.

    Raises:
        BadFileError: a file is missing or unreadable; then none is taken.
    """
    return [
        IncomingFile(
            path=one,
            name=one.name,
            received_at=at,
            content=_bytes_of(one),
            is_inbox=False,
        )
        for one in paths
    ]


@step_task("lire-depots")
def read_deposits(files: Sequence[IncomingFile]) -> list[ReadFile]:
    """Read each file; what cannot be read keeps its reason and stops no other."""
    form = deposit_form()
    return [_read(one, form) for one in files]


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
        known = _known_depots(act)
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


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(
            str(path), "il n'existe pas ou ne peut pas être lu.", "Vérifiez le chemin."
        ) from error


def _read(incoming: IncomingFile, definition: FormDefinition) -> ReadFile:
    form, action, problem = None, None, ""
    unreadable: tuple[Finding, ...] = ()
    try:
        form = read_deposit_workbook(incoming.content, definition, incoming.name)
        action, unreadable = understand(form)
    except BadFileError as error:
        problem = str(error)
    return ReadFile(
        incoming=incoming,
        sha256=sha256_hex(incoming.content),
        form=form,
        action=action,
        unreadable=unreadable,
        problem=problem,
    )


def _known_depots(act: Act) -> list[KnownDepot]:
    depots = act.session.scalars(
        select(Depot)
        .where(Depot.cycle_id == act.cycle.id)
        .order_by(Depot.numero)
        .options(selectinload(Depot.versions).load_only(VersionDepot.piece_sha256))
    )
    return [
        KnownDepot(
            numero=one.numero,
            siret=one.porteur_siret,
            email=one.porteur_email,
            title_key=one.title_key,
            state=DepotState(one.state),
            sha256s=frozenset(version.piece_sha256 for version in one.versions),
        )
        for one in depots
    ]


def _register(
    act: Act, one: ReadFile, known: list[KnownDepot]
) -> list[tuple[str, str, str, str]]:
    """Register one file and return its row of the report, none if it was known."""
    if _is_registered(act, one):
        return []
    _keep_piece(act, one)
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
    known.append(
        KnownDepot(
            numero=depot.numero,
            siret=arrival.siret,
            email=arrival.email,
            title_key=arrival.title_key,
            state=DepotState.DEPOSE,
            sha256s=frozenset(version.piece_sha256 for version in depot.versions),
        )
    )
    _acknowledge(act, depot, one)
    what = "nouveau dépôt" if depot.current_version == 1 else "nouvelle version"
    late = ", hors délai" if verdict.is_late else ""
    return [(one.incoming.name, depot.numero, _moment(one), what + late)]


def _is_registered(act: Act, one: ReadFile) -> bool:
    return any(
        act.session.scalars(
            select(table.id).where(
                table.cycle_id == act.cycle.id,
                table.piece_sha256 == one.sha256,
                table.received_at == one.incoming.received_at,
            )
        ).first()
        for table in (VersionDepot, FichierRefuse)
    )


def _keep_piece(act: Act, one: ReadFile) -> None:
    if act.session.get(Piece, one.sha256) is None:
        act.session.add(
            Piece(
                sha256=one.sha256,
                file_name=one.incoming.name,
                size=len(one.incoming.content),
                stored_at=act.at,
            )
        )
        act.session.flush()


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
        depot = Depot(cycle_id=act.cycle.id, numero=_next_numero(act), versions=[])
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
    _know_porteur(act, action)
    act.tell(
        "depot.enregistre",
        f"depot:{depot.numero}",
        actor="porteur",
        inputs=(one.sha256,),
        data={"version": depot.current_version, "hors_delai": verdict.is_late},
    )
    return depot


def _next_numero(act: Act) -> str:
    numeros = act.session.scalars(
        select(Depot.numero).where(Depot.cycle_id == act.cycle.id)
    ).all()
    return f"{act.cycle.annee}-{len(numeros) + 1:04d}"


def _know_porteur(act: Act, action: Action) -> None:
    """Remember a porteur whose SIRET and address can be trusted in form."""
    siret, email = action.porteur_siret, action.porteur_email
    if not is_siret(siret) or not is_email(email) or action.porteur_kind is None:
        return
    act.session.merge(
        Porteur(
            siret=siret, name=action.porteur_name, kind=action.porteur_kind, email=email
        )
    )


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
