"""Set scenarios side by side, against the proposal, and write what a meeting reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.scenario_page import write_scenario_page
from contrat_de_ville.adapters.scenario_workbook import write_scenario_workbook
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.scenarios import KeptScenario
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.scenario_effects import Compared, Programming, side_by_side
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError, ContratDeVilleError
from tasks.running import step_task
from tasks.scenario_base import Official, read_official
from tasks.scenarios import Tell, keep_fresh, recomputed, refreshed


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """The scenarios to compare, those computed again, and what is to be said."""

    programmings: tuple[Programming, ...]
    fresh: tuple[KeptScenario, ...]
    notes: tuple[str, ...]


@step_task("comparer-scenarios")
def compare_scenarios(
    ref: CycleRef,
    names: Sequence[str],
    at: datetime,
    *,
    a_blanc: bool = False,
    tell: Tell = lambda _: None,
) -> Compared:
    """Return scenarios side by side: those named, or all of them.

    One that the official data of now make impossible is left out, and said.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: no scenario, or none of a name given.
    """
    official = read_official(ref)
    chosen = _chosen(official, names)
    gathered = _gather(official, chosen, at, tell)
    keep_fresh(ref, gathered.fresh, at, a_blanc=a_blanc)
    assembling = official.assembling
    with reading(ref) as (_, cycle, frozen):
        return Compared(
            contrat=cycle.contrat,
            contrat_name=frozen.campaign.contrat_name,
            annee=cycle.annee,
            as_of=at,
            sides=side_by_side(
                [official.base, *gathered.programmings],
                assembling.names,
                assembling.previous,
            ),
            orientations=_labels(frozen),
            notes=(*official.notes, *gathered.notes),
            demonstration=frozen.campaign.demonstration_values,
        )


@step_task("ecrire-comparaison")
def record_comparison(ref: CycleRef, compared: Compared) -> tuple[Path, ...]:
    """Write the workbook and the page of a comparison; return where they are.

    Raises:
        BadFileError: the place cannot be written.
    """
    folder = current_workspace().outputs(ref)
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / f"scenarios-{ref.annee}.xlsx"
    page = folder / f"scenarios-{ref.annee}.html"
    write_scenario_workbook(workbook, compared)
    write_scenario_page(page, compared)
    return (workbook, page)


def _chosen(official: Official, names: Sequence[str]) -> tuple[KeptScenario, ...]:
    found = [official.scenario(one) for one in names] or list(official.kept)
    if not found:
        raise BadInputError(
            "Il n'y a aucun scénario à comparer.",
            "Créez-en un, par exemple : programmation scenario « Moins dix » "
            "« enveloppe ETAT -10 % ».",
        )
    return tuple({one.name: one for one in found}.values())


def _gather(
    official: Official, chosen: Sequence[KeptScenario], at: datetime, tell: Tell
) -> _Gathered:
    programmings, fresh, notes = [], [], []
    for kept in chosen:
        try:
            programming, again = refreshed(official, kept, at, tell)
        except ContratDeVilleError as error:
            notes.append(f"« {kept.name} » ne peut plus être calculé. {error}")
            continue
        programmings.append(programming)
        if again is not None:
            fresh.append(again)
            notes.append(f"« {kept.name} » est {recomputed(kept)}.")
    return _Gathered(
        programmings=tuple(programmings), fresh=tuple(fresh), notes=tuple(notes)
    )


def _labels(frozen: Frozen) -> dict[str, str]:
    return {
        code: str(one["label"])
        for code, one in frozen.referentials["orientations"].items()
    }
