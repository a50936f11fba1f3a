"""What a programming is assembled from, as the official state has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.assembling import (
    envelope_constraints,
    read_admissible,
    read_previous,
)
from contrat_de_ville.adapters.store.models import Cycle
from contrat_de_ville.domain.assembly.comparing import Heading, Names
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.record import problem_record
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.programming import Ranked, rank_candidates
from contrat_de_ville.domain.programming_choices import terms_of
from contrat_de_ville.domain.programming_problem import build_problem
from contrat_de_ville.domain.steps import CycleRef
from tasks.running import step_task


@dataclass(frozen=True, kw_only=True)
class Assembling:
    """The question of a year, and what is shown beside its answer.

    Attributes:
        problem: dossiers keyed by content, constraints of the campaign.
        ranking: the actions by points.
        names: what people call axes, porteurs and orientations.
        previous: last year's centimes by heading then key, where known.
        sha256: of the problem; the same question has the same hash.
    """

    problem: Problem
    ranking: tuple[Ranked, ...]
    names: Names
    previous: Mapping[Heading, Mapping[str, int]]
    sha256: str


@step_task("lire-actions-recevables")
def read_assembling(ref: CycleRef) -> Assembling:
    """Read the official state; nothing is written.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with reading(ref) as (session, cycle, frozen):
        return assembling_of(session, cycle, frozen)


def assembling_of(session: Session, cycle: Cycle, frozen: Frozen) -> Assembling:
    """Read the official state in a session that is open already."""
    terms = terms_of(frozen.campaign)
    candidates, porteurs = read_admissible(session, cycle, frozen)
    ranking = rank_candidates(candidates, terms.weights)
    problem = build_problem(
        candidates,
        ranking,
        terms,
        envelopes=envelope_constraints(session, cycle),
        quartiers={one.code: one.name for one in frozen.campaign.quartiers},
    )
    return Assembling(
        problem=problem,
        ranking=ranking,
        names=Names(
            axes=frozen.axes(),
            porteurs=porteurs,
            orientations=tuple(frozen.orientations()),
        ),
        previous=read_previous(session, cycle),
        sha256=sha256_hex(canonical_json(problem_record(problem))),
    )
