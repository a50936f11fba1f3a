"""Read what arrived: files of the inbox or handed over, each with its instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.deposit_reader import read_deposit_workbook
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import Action, DepositForm, Finding
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadFileError
from tasks.running import step_task


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
