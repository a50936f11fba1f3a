"""The dossier handed to an auditor: plain files, verified without this software."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contrat_de_ville.adapters import clock, evidence
from contrat_de_ville.adapters.export.named import (
    contents_of_rows,
    named_in_journal,
    named_pieces,
)
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.journal import GENESIS, line_hash, sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadFileError, BadInputError


_SHIPPED = ("verif.sh", "LISEZMOI-AUDIT.txt")
_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class DossierSummary:
    """What was exported; ``missing`` are the hashes whose file is lost."""

    folder: Path
    cycle: str
    lines_count: int
    head: str
    pieces_count: int
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Content:
    lines: list[str]
    pieces: list[tuple[str, Path]]
    held: dict[str, bytes]
    missing: tuple[str, ...]

    @property
    def head(self) -> str:
        return line_hash(self.lines[-1]) if self.lines else GENESIS


def export_dossier(ref: CycleRef, target: Path) -> DossierSummary:
    """Write the whole dossier of a cycle at *target*, or nothing.

    Evidence is exported as it is found: a piece altered on disk is not hidden, the
    exported ``verif.sh`` shows it. The folder is readable by its owner alone, since
    messages and deposits hold personal data.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: *target* exists and is not an empty folder.
        BadFileError: the place cannot be written.
    """
    _refuse_occupied(target)
    content = _gather(ref)
    try:
        _write_whole(target, ref, content)
    except OSError as refusal:
        raise BadFileError(
            target.name,
            f"le dossier d'audit ne peut pas y être écrit ({refusal.strerror}).",
            "Choisissez un autre emplacement, avec assez de place.",
        ) from refusal
    return DossierSummary(
        folder=target,
        cycle=ref.code,
        lines_count=len(content.lines),
        head=content.head,
        pieces_count=len(content.pieces) + len(content.held),
        missing=content.missing,
    )


def _refuse_occupied(target: Path) -> None:
    is_free = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not is_free:
        raise BadInputError(
            f"« {target} » existe déjà et n'est pas un dossier vide.",
            "Donnez un dossier neuf : un dossier d'audit ne se mélange pas.",
        )


def _gather(ref: CycleRef) -> _Content:
    folder = current_workspace().pieces
    with reading(ref) as (session, cycle, _):
        lines = read_lines(session, cycle.id)
        held = contents_of_rows(session, cycle)
        relied_on = named_pieces(session, cycle) - held.keys()
    named = relied_on | (named_in_journal(lines) - held.keys())
    paths = {sha256: evidence.path_of(folder, sha256) for sha256 in sorted(named)}
    found = [(sha256, path) for sha256, path in paths.items() if path.is_file()]
    lost = relied_on - {sha256 for sha256, _ in found}
    return _Content(lines=lines, pieces=found, held=held, missing=tuple(sorted(lost)))


def _write_whole(target: Path, ref: CycleRef, content: _Content) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        _write_journal(draft, content.lines)
        _write_pieces(draft, content)
        for name in _SHIPPED:
            shutil.copyfile(_HERE / name, draft / name)
        sums = _write_sums(draft)
        _write_head(draft, ref, content, sums)
        if target.exists():
            target.rmdir()
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write_journal(draft: Path, lines: Iterable[str]) -> None:
    (draft / "journal").mkdir()
    text = "".join(f"{line}\n" for line in lines)
    (draft / "journal" / "journal.jsonl").write_bytes(text.encode())


def _write_pieces(draft: Path, content: _Content) -> None:
    for sha256, path in content.pieces:
        shutil.copyfile(path, _place(draft, sha256))
    for sha256, held in content.held.items():
        _place(draft, sha256).write_bytes(held)
    if content.missing:
        text = "".join(f"{sha256}\n" for sha256 in content.missing)
        (draft / "PIECES-MANQUANTES.txt").write_bytes(text.encode())


def _place(draft: Path, sha256: str) -> Path:
    place = evidence.path_of(draft / "pieces", sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _write_sums(draft: Path) -> str:
    """Write the hash of every file so far, and return the hash of that list."""
    names = sorted(
        one.relative_to(draft).as_posix() for one in draft.rglob("*") if one.is_file()
    )
    text = "".join(f"{_file_hash(draft / name)}  {name}\n" for name in names)
    (draft / "SHA256SUMS").write_bytes(text.encode())
    return sha256_hex(text.encode())


def _file_hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_head(draft: Path, ref: CycleRef, content: _Content, sums: str) -> None:
    text = (
        f"cycle : {ref.code}\n"
        f"lignes : {len(content.lines)}\n"
        f"tete : {content.head}\n"
        f"empreintes : {sums}\n"
        f"exporté le {french_instant(clock.now())} (heure de Paris)\n"
    )
    (draft / "tete.txt").write_bytes(text.encode())
