"""Write a document whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from contrat_de_ville.errors import BadFileError


def write_whole(path: Path, content: bytes) -> None:
    """Put *content* at *path*; what was there stays until all is written.

    Raises:
        BadFileError: the place cannot be written, for instance because the
            document is open in a spreadsheet.
    """
    draft = path.with_name(f".{path.name}.partiel")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as refusal:
        with suppress(OSError):
            draft.unlink()
        raise BadFileError(
            path.name,
            f"il ne peut pas être écrit ({refusal.strerror}).",
            "Fermez-le s'il est ouvert dans un tableur, ou choisissez un autre "
            "dossier, puis recommencez.",
        ) from refusal
