"""Where a year's files live: one folder, its database, its evidence, its outputs.

``PROGRAMMATION_DOSSIER`` names the folder (``programmation-donnees`` where one
stands otherwise); ``PROGRAMMATION_BASE`` names another database than the folder's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from contrat_de_ville.adapters.store.engine import Store
from contrat_de_ville.domain.steps import CycleRef


FOLDER_VARIABLE = "PROGRAMMATION_DOSSIER"
DATABASE_VARIABLE = "PROGRAMMATION_BASE"
_DEFAULT_FOLDER = "programmation-donnees"


@dataclass(frozen=True)
class Workspace:
    """One folder and what stands where in it."""

    folder: Path
    database_url: str

    @property
    def pieces(self) -> Path:
        """Evidence, each file named by its SHA-256."""
        return self.folder / "pieces"

    @property
    def mail(self) -> Path:
        """What the local sink received, one ``.eml`` a message."""
        return self.folder / "courrier"

    def inbox(self, cycle: CycleRef) -> Path:
        """Where arriving deposit files are dropped."""
        return self.folder / cycle.code / "boite"

    def outputs(self, cycle: CycleRef) -> Path:
        """Where the workbook, the report and the packs are written."""
        return self.folder / cycle.code / "sorties"

    def store(self) -> Store:
        """Open the database (once a process)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return _open_store(self.database_url)


def current_workspace() -> Workspace:
    """Return the workspace the environment names."""
    folder = Path(os.environ.get(FOLDER_VARIABLE, _DEFAULT_FOLDER)).resolve()
    default = f"sqlite:///{folder / 'programmation.db'}"
    return Workspace(folder, os.environ.get(DATABASE_VARIABLE, default))


@lru_cache(maxsize=8)
def _open_store(url: str) -> Store:
    return Store(url)
