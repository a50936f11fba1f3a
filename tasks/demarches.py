"""Fetch the dossiers of a démarche, a page at a time, ready to be registered.

A page is registered with the cursor after it, in one transaction: a cut between two
pages loses nothing and doubles nothing, and the next launch goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.demarches.answers import Page
from contrat_de_ville.adapters.demarches.client import DemarchesClient, Selection
from contrat_de_ville.adapters.demarches.dossier import written_at
from contrat_de_ville.adapters.demarches.endpoint import token_from_environment
from contrat_de_ville.adapters.demarches.mapping import DemarcheMap
from contrat_de_ville.adapters.demarches.mapping_file import (
    find_demarche_map,
    load_demarche_map,
)
from contrat_de_ville.adapters.demarches.nodes import Node
from contrat_de_ville.adapters.demarches.reading import (
    dossier_bytes,
    received_from_dossiers,
)
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.depots import STEP, resume_at
from tasks.received import ReceivedItem
from tasks.registration_report import COLUMNS
from tasks.running import step_task


TITLE = "Collecte de la démarche"


@dataclass(frozen=True, kw_only=True)
class DemarchePage:
    """The dossiers of one page, read, and where the reading then stands."""

    items: tuple[ReceivedItem, ...]
    cursor: str
    has_next: bool


@step_task("lire-correspondance")
def read_demarche_map(
    ref: CycleRef, demarche: int, path: Path | None = None
) -> DemarcheMap:
    """Return the mapping of a démarche: the file given, or that of ``config``.

    Raises:
        BadInputError: there is none, or it is for another démarche or another year.
        BadFileError: it is not well written.
    """
    found = find_demarche_map(demarche) if path is None else load_demarche_map(path)
    if (found.number, found.exercice) != (demarche, ref.annee):
        raise BadInputError(
            f"La correspondance « {found.path.name} » est celle de la démarche "
            f"n° {found.number} pour {found.exercice}, et non de la n° {demarche} "
            f"pour {ref.annee}.",
            "Donnez par --correspondance celle qui convient, ou changez --annee.",
        )
    return found


@step_task("reprise-demarche")
def read_resume(ref: CycleRef, mapping: DemarcheMap, at: datetime) -> str:
    """Return the cursor after the last page registered; empty if there is none."""
    with acting(ref, step=STEP, at=at, a_blanc=True) as act:
        return resume_at(act, mapping.source)


@step_task("lire-demarche")
def read_demarche(mapping: DemarcheMap, cursor: str, at: datetime) -> DemarchePage:
    """Fetch and read the page that follows *cursor*, or the first one.

    Raises:
        BadInputError: the token is absent.
        DemarcheError: the server does not give the page.
    """
    selection = Selection(
        number=mapping.number,
        updated_since=mapping.updated_since,
        page_size=mapping.page_size,
    )
    with DemarchesClient(mapping.endpoint, token_from_environment()) as client:
        page = client.page(selection, cursor=cursor)
    items = tuple(_item(node, mapping, page, at) for node in page.nodes)
    return DemarchePage(items=items, cursor=page.cursor, has_next=page.has_next)


def demarche_report(
    mapping: DemarcheMap, reports: Sequence[StepReport], *, a_blanc: bool
) -> StepReport:
    """Return what became of every dossier of the pages, as one report."""
    rows = tuple(row for one in reports for row in one.rows)
    new = plural(
        len(rows), "dossier nouveau ou modifié", "dossiers nouveaux ou modifiés"
    )
    pages = plural(len(reports), "page lue", "pages lues")
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=f"Démarche n° {mapping.number} : {new}, {pages}.",
        columns=COLUMNS,
        rows=rows,
        effects_count=sum(one.effects_count for one in reports),
        a_blanc=a_blanc,
    )


def _item(node: Node, mapping: DemarcheMap, page: Page, at: datetime) -> ReceivedItem:
    """Return one dossier as it is kept and registered.

    It is dated by its own last change, as a file of the inbox is by its arrival, so
    that the same dossier read twice is the same arrival.
    """
    name = f"demarche-{mapping.number}-dossier-{node.get('number')}.json"
    return ReceivedItem(
        name=name,
        content=dossier_bytes(node),
        received=received_from_dossiers(node, mapping, name),
        received_at=written_at(node) or at,
        source=mapping.source,
        cursor=page.cursor,
    )
