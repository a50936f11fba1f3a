"""The annexes as files: one for each act of each funder, and the project of the next.

The annex of an act is what was voted: once written it is left alone, whatever is
decided later, unless what the act itself decides has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from contrat_de_ville.adapters.annexe_page import write_annexe
from contrat_de_ville.adapters.annexe_sheet import write_annexe_book
from contrat_de_ville.adapters.store.annexe_proofs import Proofs
from contrat_de_ville.domain.annexe import Annexe, annexe_of
from contrat_de_ville.domain.annexe_acts import (
    FunderAct,
    acts_in_order,
    amounts_voted,
    as_voted,
    file_stem,
    replaced_numeros,
    still_to_vote,
)
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.overview import Overview


def write_annexes(folder: Path, overview: Overview, proofs: Proofs) -> tuple[Path, ...]:
    """Write the annexes of every funder, each as a page and as a workbook.

    Returns where they are, those left as they were included; nothing while the
    programming is not frozen.

    Raises:
        BadFileError: a place cannot be written.
    """
    if not proofs.seals:
        return ()
    acts = acts_in_order(overview, proofs.told.recorded, proofs.told.replaced)
    return tuple(
        path
        for row in overview.envelopes
        for path in _of_funder(folder, overview, proofs, row.funder, acts)
    )


def _of_funder(
    folder: Path,
    overview: Overview,
    proofs: Proofs,
    funder: str,
    acts: Sequence[FunderAct],
) -> Iterator[Path]:
    own = [one for one in acts if one.funder == funder]
    for act in own:
        page = folder / f"{file_stem(act, own, overview.annee)}.html"
        yield from _write_voted(
            page, _annexe(overview, proofs, act, is_first=act == own[0])
        )
    project = folder / f"annexe-{funder}-{overview.annee}-projet.html"
    waiting = still_to_vote(overview, funder) if own else overview
    if waiting is None:
        # What it proposed is voted: the annex of the act has it.
        for path in (project, project.with_suffix(".xlsx")):
            path.unlink(missing_ok=True)
    else:
        yield from _write(project, annexe_of(waiting, funder, proofs.seal_of(None)))


def _annexe(
    overview: Overview, proofs: Proofs, act: FunderAct, *, is_first: bool
) -> Annexe:
    replaced = proofs.told.replaced
    voted = as_voted(overview, act, replaced, is_first=is_first)
    amounts = sorted(amounts_voted(voted, act).items())
    return annexe_of(
        voted,
        act.funder,
        proofs.seal_of(act),
        act,
        replaced=replaced_numeros(act, replaced),
        votes_sha256=sha256_hex(json.dumps([act.label, amounts]).encode()),
    )


def _write_voted(page: Path, annexe: Annexe) -> tuple[Path, ...]:
    """Write the annex of an act unless it is there already, with the same votes."""
    book = page.with_suffix(".xlsx")
    is_there = page.is_file() and book.is_file()
    if is_there and annexe.votes_sha256 in page.read_text("utf-8"):
        return (page, book)
    return _write(page, annexe)


def _write(page: Path, annexe: Annexe) -> tuple[Path, ...]:
    """Write the workbook, then the page: what it says is whole once it is there."""
    book = page.with_suffix(".xlsx")
    write_annexe_book(book, annexe)
    write_annexe(page, annexe)
    return (page, book)
