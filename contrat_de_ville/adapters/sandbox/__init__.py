"""A received file is parsed in a child process, never in ours."""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.sandbox.limits import DEFAULT, Limits
from contrat_de_ville.adapters.sandbox.process import ReaderNotStartedError
from contrat_de_ville.adapters.sandbox.reading import SafeReading
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError


__all__ = ["DEFAULT", "Limits", "ReaderNotStartedError", "SafeReading", "read_safely"]


def read_safely(
    files: Sequence[tuple[str, bytes]], *, limits: Limits = DEFAULT
) -> list[Received | BadFileError]:
    """Read *files* (name, content) in order: what was read, or why it was not.

    No file stops another, and none reaches this process: each is parsed in a child
    without network, writing, other process nor secrets, within *limits*.

    Raises:
        ReaderNotStartedError: the child does not start; then no file is at fault.
    """
    with SafeReading(limits) as reading:
        return [reading.read(name, content) for name, content in files]
