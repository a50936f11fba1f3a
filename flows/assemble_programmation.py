"""Propose a programming, then freeze what the COPIL arbitrated."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.parameters import DEFAULT_CONTRAT
from tasks.freezing import record_freeze
from tasks.outputs import record_outputs
from tasks.programmation import compute_proposal, read_question, record_proposal
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
    question = read_question(ref)
    computed = compute_proposal(question) if question is not None else None
    proposal = record_proposal(ref, computed, at, a_blanc=a_blanc)
    frozen = record_freeze(ref, at, a_blanc=a_blanc)
    record_outputs(ref, at, a_blanc=a_blanc)
    return publish(frozen if question is None else proposal)
