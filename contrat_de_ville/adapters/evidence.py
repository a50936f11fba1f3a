"""Evidence: files kept by their SHA-256, before anything is read from them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from contrat_de_ville.domain.journal import sha256_hex


def keep(pieces: Path, content: bytes) -> str:
    """Store *content* durably under its SHA-256 and return that hash."""
    sha256 = sha256_hex(content)
    target = path_of(pieces, sha256)
    if not target.exists():
        write_durably(target, content)
    return sha256


def path_of(pieces: Path, sha256: str) -> Path:
    """Return where the evidence of that hash stands."""
    return pieces / sha256[:2] / sha256


def write_durably(target: Path, content: bytes) -> None:
    """Write a whole file or none: temporary, synced, renamed, folder synced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".en-cours-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder, and renames durably
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
