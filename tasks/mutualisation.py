"""Propose the actions that could be brought together; record what a person decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.action_sheet.year import LIVE
from contrat_de_ville.adapters.similarity import close_pairs
from contrat_de_ville.adapters.store.acts import Act, acting, frozen_of, reading
from contrat_de_ville.adapters.store.deposits import CURRENT
from contrat_de_ville.adapters.store.judged import StoredGroups
from contrat_de_ville.adapters.store.models import Cycle, Depot, VersionDepot
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.mutualisation import group_pairs
from contrat_de_ville.domain.mutualisation_pairs import LEAST_SCORE, propose_pairs
from contrat_de_ville.domain.mutualisation_records import (
    DecidedGroup,
    DecidedGroups,
    Shareable,
    SharedGroup,
    shareable,
)
from contrat_de_ville.domain.mutualisation_wording import group_facts, pair_facts
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Mutualisation"
Kept = Callable[[Session, Cycle], DecidedGroups]
"""Opens, in a session, where the decisions of a cycle are kept."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The groups proposed, what each shares in French, and what was decided of others.

    ``facts`` has one entry per group, ``pairs`` one per pair of it.
    """

    groups: tuple[SharedGroup, ...]
    facts: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[tuple[str, ...], ...], ...]
    decided: tuple[DecidedGroup, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a person decides of a group, named by its code; ``author`` is a function."""

    code: str
    is_accepted: bool
    author: str
    reason: str


@step_task("proposer-mutualisations")
def read_groups(
    ref: CycleRef, *, least: int = LEAST_SCORE, kept: Kept = StoredGroups
) -> Proposed:
    """Return the groups of a cycle that nobody has decided of, the best one first.

    Args:
        ref: the cycle.
        least: score under which a pair is not proposed.
        kept: where decisions are kept.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with reading(ref) as (session, cycle, _):
        return _proposed(session, cycle, least, kept)


@step_task("decider-mutualisation")
def record_choice(
    ref: CycleRef,
    choice: Choice,
    *,
    at: datetime,
    kept: Kept = StoredGroups,
    least: int = LEAST_SCORE,
    a_blanc: bool = False,
) -> StepReport:
    """Record that a person accepts a proposed group or sets it aside.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: no group has this code now; nobody signs, or says why.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        proposed = _proposed(act.session, act.cycle, least, kept)
        group = _find(proposed.groups, choice.code)
        decided = DecidedGroup(
            numeros=group.numeros,
            is_accepted=choice.is_accepted,
            author=_said(choice.author, "Qui décide ?"),
            reason=_said(choice.reason, "Pour quel motif ?"),
            at=at,
        )
        kept(act.session, act.cycle).add(decided)
        _tell(act, group, decided)
        verb = "acceptée" if choice.is_accepted else "écartée"
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=f"Mise en commun {verb} : {', '.join(group.numeros)}.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _proposed(session: Session, cycle: Cycle, least: int, kept: Kept) -> Proposed:
    decided = tuple(kept(session, cycle).read())
    actions, frozen = _actions(session, cycle), frozen_of(cycle)
    pairs = propose_pairs(
        actions, frozen.campaign, close_pairs, decided=decided, least=least
    )
    groups = group_pairs(actions, pairs)
    return Proposed(
        groups=groups,
        facts=tuple(group_facts(one, frozen) for one in groups),
        pairs=tuple(
            tuple(pair_facts(pair, frozen) for pair in one.pairs) for one in groups
        ),
        decided=decided,
    )


def _actions(session: Session, cycle: Cycle) -> list[Shareable]:
    rows = session.execute(
        select(Depot.numero, VersionDepot.action)
        .join(VersionDepot, CURRENT)
        .where(Depot.cycle_id == cycle.id, Depot.state.in_(LIVE))
    )
    return [shareable(numero, action_from_dict(action)) for numero, action in rows]


def _find(groups: Sequence[SharedGroup], code: str) -> SharedGroup:
    found = next((one for one in groups if one.code == code.strip().upper()), None)
    if found is None:
        known = ", ".join(one.code for one in groups) or "aucun"
        raise BadInputError(
            f"Aucun groupe proposé ne s'appelle « {code} » (proposés : {known}).",
            "« programmation mutualiser » les montre avec ce qu'ils partagent.",
        )
    return found


def _said(text: str, question: str) -> str:
    if not text.strip():
        raise BadInputError(question, "Une décision a un auteur et un motif.")
    return text.strip()


def _tell(act: Act, group: SharedGroup, decided: DecidedGroup) -> None:
    act.tell(
        "mutualisation.acceptee" if decided.is_accepted else "mutualisation.ecartee",
        f"depot:{group.numeros[0]}",
        actor=decided.author,
        data={
            "depots": ", ".join(group.numeros),
            "score": group.score,
            # The words are in the base; they may name someone.
            "empreinte_motif": sha256_hex(decided.reason.encode()),
        },
    )
