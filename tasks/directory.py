"""The directory of known porteurs: those the opening of a call is written to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contrat_de_ville.adapters.directory_file import KnownPorteur, load_directory
from contrat_de_ville.adapters.store.models import Porteur
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.steps import StepReport, plural
from tasks.running import step_task


@step_task("lire-annuaire")
def read_directory(path: Path) -> list[KnownPorteur]:
    """Read the directory.

    Raises:
        BadFileError: the file, or one of its lines, is not acceptable.
    """
    return load_directory(path)


@step_task("enregistrer-annuaire")
def record_directory(porteurs: Sequence[KnownPorteur], *, a_blanc: bool) -> StepReport:
    """Add the porteurs, or bring up to date those already known by their SIRET."""
    changed = 0
    with current_workspace().store().writing(a_blanc=a_blanc) as session:
        for one in porteurs:
            before = session.get(Porteur, one.siret)
            is_same = before is not None and (
                (before.name, before.kind, before.email)
                == (one.name, one.kind, one.email)
            )
            if not is_same:
                session.merge(Porteur(**vars(one)))
                changed += 1
    return StepReport(
        step="annuaire",
        title="Annuaire des porteurs",
        summary=(
            f"{plural(len(porteurs), 'porteur lu', 'porteurs lus')}, "
            f"{plural(changed, 'fiche écrite', 'fiches écrites')}."
        ),
        effects_count=changed,
        a_blanc=a_blanc,
    )
