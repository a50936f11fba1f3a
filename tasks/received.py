"""What arrived and was read, and what became of each row of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError


LIST_OPTION = "--liste"
"""What the reader of lists tells to use, of one that holds no deposit."""


@dataclass(frozen=True, kw_only=True)
class ReceivedItem:
    """A file, or an answer of a remote system, with its bytes and what was read.

    ``source`` and ``cursor`` say where a channel read page by page then stands: they
    are recorded with the deposits of the page, or not at all.
    """

    name: str
    content: bytes
    received: Received | BadFileError
    received_at: datetime
    source: str = ""
    cursor: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceivedFile:
    """The same once its bytes are kept; ``path`` is where it was taken from.

    One of the inbox is moved aside once it is registered.
    """

    name: str
    sha256: str
    size: int
    received: Received | BadFileError
    received_at: datetime
    source: str = ""
    cursor: str = ""
    path: Path = Path()
    is_inbox: bool = False

    @property
    def is_plain_list(self) -> bool:
        """Tell whether it is a list whose declared map makes no deposits of it."""
        received = self.received
        return isinstance(received, BadFileError) and LIST_OPTION in received.remedy


class Fate(StrEnum):
    """What became of a row; the text is shown to the coordinator, and agreed."""

    NOUVEAU = "nouveau dépôt"
    VERSION = "nouvelle version"
    INCHANGE = "dépôt inchangé"
    DOUBLON = "doublon"
    REFUS = "refus"
    ECART = "ligne écartée"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one row: its place, its deposit, why when it is not one."""

    fate: Fate
    place: str = ""
    numero: str = ""
    reason: str = ""
    is_late: bool = False


@dataclass(kw_only=True)
class FileOutcome:
    """What became of one file, row by row; nothing when it was on record already."""

    file: ReceivedFile
    is_known: bool = False
    rows: list[Outcome] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """Tell whether the file is one deposit, or none: a row of the report."""
        received = self.file.received
        return isinstance(received, BadFileError) or (
            received.rows_count == 1 and len(received.deposits) == 1
        )

    def count(self, fate: Fate) -> int:
        """Count the rows that had this fate."""
        return sum(one.fate is fate for one in self.rows)
