"""Propose a programming, then freeze what the COPIL arbitrated."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.outputs import record_outputs
from tasks.programmation import (
    compute_proposal,
    read_candidates,
    record_freeze,
    record_proposal,
)
from tasks.running import as_of, publish


@flow(name="programmation", flow_run_name="programmation-{contrat}-{annee}")
def assemble_programmation(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Compute the proposal after the consultation; freeze after the COPIL."""
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    candidates, terms = read_candidates(ref)
    ranking, lines = compute_proposal(candidates, terms)
    proposal = record_proposal(ref, ranking, lines, at, a_blanc=a_blanc)
    is_proposed = not proposal.effects_count and not candidates
    frozen = record_freeze(ref, at, a_blanc=a_blanc)
    record_outputs(ref, at, a_blanc=a_blanc)
    return publish(frozen if is_proposed else proposal)
