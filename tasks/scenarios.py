"""Try « what if »: a scenario is computed, kept under its name, and shown.

Nothing official moves: a scenario is a draft, that the journal does not tell. One
that is adopted becomes the proposal, in a new version that someone signs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.scenarios import (
    KeptScenario,
    drop_scenario,
    keep_scenario,
    kept_scenarios,
    require_scenario,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.scenario_effects import (
    Headline,
    Programming,
    SideBySide,
    side_by_side,
)
from contrat_de_ville.domain.scenario_names import scenario_name
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.adopting import adopt
from tasks.running import step_task
from tasks.scenario_base import (
    Official,
    as_computed,
    compute_programming,
    kept_programming,
    read_official,
)


STEP = "scenario"
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class ScenarioShown:
    """A scenario beside the proposal: what it changes, file by file.

    ``status`` says what became of the record; in ``sides`` the proposal is first.
    """

    name: str
    changes: tuple[str, ...]
    status: str
    notes: tuple[str, ...]
    sides: SideBySide
    a_blanc: bool


@dataclass(frozen=True, kw_only=True)
class ListedScenario:
    """A scenario in a line; ``is_current``: on the official data of now."""

    headline: Headline
    changes: tuple[str, ...]
    computed_at: datetime
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ScenarioList:
    """The proposal and every scenario kept, in a line each."""

    base: Headline
    scenarios: tuple[ListedScenario, ...]
    notes: tuple[str, ...]


@step_task("essayer-scenario")
def record_scenario(
    ref: CycleRef,
    name: str,
    texts: Sequence[str],
    at: datetime,
    *,
    a_blanc: bool = False,
    tell: Tell = lambda _: None,
) -> ScenarioShown:
    """Compute a scenario from its changes and keep it under its name.

    Args:
        ref: the cycle.
        name: under which it is kept, in place of one of the same name.
        texts: its changes, as a person wrote them.
        at: the instant it is dated.
        a_blanc: compute and keep nothing.
        tell: what to say of the work under way.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: the name or a change is not acceptable.
        InfeasibleError: its constraints cannot be held together; it names them.
    """
    official = read_official(ref)
    named = official.spelled(scenario_name(name))
    tell(f"Calcul de « {named} »…")
    programming, kept = compute_programming(official, named, texts, at)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        is_replaced = keep_scenario(act.session, act.cycle, kept)
    status = (
        "remplacé : le précédent du même nom n'est plus" if is_replaced else "gardé"
    )
    return _shown(official, programming, kept, status, a_blanc=a_blanc)


@step_task("montrer-scenario")
def read_scenario(
    ref: CycleRef,
    name: str,
    at: datetime,
    *,
    a_blanc: bool = False,
    tell: Tell = lambda _: None,
) -> ScenarioShown:
    """Return a scenario kept before, computed again if the official data changed.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: there is none of that name, or it is about what is no longer.
        InfeasibleError: it has become impossible; it names the constraints.
    """
    official = read_official(ref)
    kept = official.scenario(name)
    programming, fresh = refreshed(official, kept, at, tell)
    keep_fresh(ref, [fresh] if fresh else [], at, a_blanc=a_blanc)
    status = recomputed(kept) if fresh else f"calculé le {when(kept)}"
    return _shown(official, programming, fresh or kept, status, a_blanc=a_blanc)


@step_task("lister-scenarios")
def read_scenarios(ref: CycleRef) -> ScenarioList:
    """Return every scenario of a cycle with its figures as they were computed.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: its consultation is not over.
    """
    official = read_official(ref)
    programmings = [as_computed(official, one) for one in official.kept]
    names = official.assembling.names
    base, *others = side_by_side([official.base, *programmings], names, {}).headlines
    return ScenarioList(
        base=base,
        scenarios=tuple(
            ListedScenario(
                headline=headline,
                changes=kept.changes,
                computed_at=kept.computed_at,
                is_current=official.is_current(kept),
            )
            for headline, kept in zip(others, official.kept, strict=True)
        ),
        notes=official.notes,
    )


def adopt_scenario(
    ref: CycleRef,
    name: str,
    *,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Make a scenario the proposal, as it was seen.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: there is none of that name, the official data changed since it
            was computed, or the proposal cannot change any more; see ``adopt``.
        UnauthorisedError: the campaign does not empower this function to adopt.
    """
    official = read_official(ref)
    kept = official.scenario(name)
    if not official.is_current(kept):
        raise BadInputError(
            f"Les données officielles ont changé depuis le {when(kept)}, quand "
            f"« {kept.name} » a été calculé : ce qui serait adopté n'est pas ce qui a "
            "été vu.",
            "Remontrez-le d'abord par « programmation scenario » et son nom.",
        )
    return adopt(
        ref,
        kept.changes,
        name=kept.name,
        author=author,
        reason=reason,
        at=at,
        a_blanc=a_blanc,
        seen=kept.amounts,
    )


@step_task("supprimer-scenario")
def remove_scenario(
    ref: CycleRef, name: str, at: datetime, *, a_blanc: bool = False
) -> StepReport:
    """Delete a scenario.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: there is none of that name.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        kept = require_scenario(act.session, act.cycle, name)
        drop_scenario(act.session, act.cycle, name)
        return StepReport(
            step=STEP,
            title="Scénario",
            summary=f"« {kept.name} » est supprimé ; il tenait à : "
            f"{' ; '.join(kept.changes)}.",
            effects_count=1,
            a_blanc=a_blanc,
        )


def refreshed(
    official: Official, kept: KeptScenario, at: datetime, tell: Tell
) -> tuple[Programming, KeptScenario | None]:
    """Return what a scenario gives now, and what to keep if it was computed again."""
    if official.is_current(kept):
        return kept_programming(official, kept), None
    tell(f"Calcul de « {kept.name} »…")
    return compute_programming(official, kept.name, kept.changes, at)


def keep_fresh(
    ref: CycleRef, fresh: Sequence[KeptScenario], at: datetime, *, a_blanc: bool
) -> None:
    """Keep scenarios that were computed again; one deleted meanwhile stays so."""
    if not fresh or a_blanc:
        return
    with acting(ref, step=STEP, at=at) as act:
        known = {one.name for one in kept_scenarios(act.session, act.cycle)}
        for one in fresh:
            if one.name in known:
                keep_scenario(act.session, act.cycle, one)


def recomputed(kept: KeptScenario) -> str:
    """Say that a scenario was computed again, and why."""
    return (
        f"recalculé : les données officielles ont changé depuis le {when(kept)}, "
        "quand il avait été calculé"
    )


def when(kept: KeptScenario) -> str:
    """Say when a scenario was computed."""
    return french_instant(kept.computed_at)


def _shown(
    official: Official,
    programming: Programming,
    kept: KeptScenario,
    status: str,
    *,
    a_blanc: bool,
) -> ScenarioShown:
    assembling = official.assembling
    return ScenarioShown(
        name=kept.name,
        changes=kept.changes,
        status=status,
        notes=official.notes,
        sides=side_by_side(
            [official.base, programming], assembling.names, assembling.previous
        ),
        a_blanc=a_blanc,
    )
