"""As many deposits as wanted: the demonstration's, repeated for other porteurs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.call_pack import deposit_form, form_lists
from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.demonstration.deposits import DemoDeposit
from contrat_de_ville.demonstration.script import build_deposits
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.identifiers import is_siren, is_siret
from contrat_de_ville.domain.steps import CycleRef


def many(annee: int, wanted: int) -> Iterator[DemoDeposit]:
    """Yield *wanted* sound deposits; from the second turn on, by invented porteurs."""
    sound = [
        one
        for one in build_deposits(annee)
        if not one.mistake and not one.is_correction
    ]
    for rank in range(wanted):
        turn, place = divmod(rank, len(sound))
        yield _repeated(sound[place], rank) if turn else sound[place]


def write_many(ref: CycleRef, inbox: Path, wanted: int, arrived_at: datetime) -> None:
    """Drop *wanted* workbooks in the inbox, as if all had arrived at that instant."""
    definition = deposit_form()
    lists = form_lists(frozen_from(campaign_to_freeze(ref)))
    inbox.mkdir(parents=True, exist_ok=True)
    for rank, one in enumerate(many(ref.annee, wanted)):
        path = inbox / f"{rank:05d}.xlsx"
        write_deposit_workbook(path, definition, lists, one.fields, one.budget)
        os.utime(path, (arrived_at.timestamp(), arrived_at.timestamp()))


def _repeated(one: DemoDeposit, rank: int) -> DemoDeposit:
    changes = {
        "action_intitule": f"{one.fields['action_intitule']}, lieu {rank}",
        "porteur_siret": _siret(rank),
        "porteur_courriel": f"porteur-{rank}@banc.example",
    }
    return replace(one, fields={**one.fields, **changes})


def _siret(rank: int) -> str:
    """Return a number of our own that a SIRET could be, both its keys right."""
    siren = _with_key(f"99{rank:06d}", is_siren)
    return _with_key(f"{siren}0001", is_siret)


def _with_key(stem: str, is_valid: Callable[[str], bool]) -> str:
    return next(f"{stem}{key}" for key in range(10) if is_valid(f"{stem}{key}"))
