"""Take what arrived, keep it, then read it: in that order, whatever the file does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.sandbox import SafeReading
from contrat_de_ville.adapters.workspace import Workspace, current_workspace
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadFileError
from tasks.received import ReceivedFile
from tasks.running import step_task


@dataclass(frozen=True, kw_only=True)
class IncomingFile:
    """A file in the inbox, or handed over, with the instant it arrived."""

    path: Path
    name: str
    received_at: datetime
    is_inbox: bool = True


@dataclass(frozen=True, kw_only=True)
class Original:
    """An incoming file once its bytes are kept, under their hash."""

    incoming: IncomingFile
    sha256: str
    size: int


Tracked = Callable[[Sequence[Original]], Iterable[Original]]


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
    for one in paths:
        _open_once(one)
    return [
        IncomingFile(path=one, name=one.name, received_at=at, is_inbox=False)
        for one in paths
    ]


@step_task("garder-originaux")
def keep_originals(
    files: Sequence[IncomingFile], *, a_blanc: bool = False
) -> list[Original]:
    """Keep the bytes of each file under their hash, before anything is read of it."""
    return [_keep(current_workspace(), one, a_blanc=a_blanc) for one in files]


@step_task("lire-depots")
def read_originals(
    originals: Sequence[Original], track: Tracked = iter
) -> list[ReceivedFile]:
    """Read each file in a child process; what cannot be read stops no other.

    Args:
        originals: the files, kept; those of a rehearsal are read where they stand.
        track: what goes through them, to show how far the reading is.
    """
    pieces = current_workspace().pieces
    with SafeReading() as reading:
        return [_read(reading, pieces, one) for one in track(originals)]


def _open_once(path: Path) -> None:
    try:
        with path.open("rb"):
            return
    except OSError as error:
        raise BadFileError(
            str(path), "il n'existe pas ou ne peut pas être lu.", "Vérifiez le chemin."
        ) from error


def _keep(workspace: Workspace, one: IncomingFile, *, a_blanc: bool) -> Original:
    content = one.path.read_bytes()
    if a_blanc:
        sha256 = sha256_hex(content)
    else:
        sha256 = evidence.keep(workspace.pieces, content)
    return Original(incoming=one, sha256=sha256, size=len(content))


def _read(reading: SafeReading, pieces: Path, one: Original) -> ReceivedFile:
    incoming, kept = one.incoming, evidence.path_of(pieces, one.sha256)
    content = (kept if kept.exists() else incoming.path).read_bytes()
    return ReceivedFile(
        name=incoming.name,
        sha256=one.sha256,
        size=one.size,
        received=reading.read(incoming.name, content),
        received_at=incoming.received_at,
        path=incoming.path,
        is_inbox=incoming.is_inbox,
    )
