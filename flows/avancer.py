"""Advance the year: do what is due as of an instant, and nothing else."""

from __future__ import annotations

from datetime import datetime

from prefect import Flow, flow

from contrat_de_ville.domain.cycle import due_steps
from contrat_de_ville.domain.steps import CycleRef, StepReport
from flows.assemble_programmation import assemble_programmation
from flows.check_depots import check_depots
from flows.collect_bilans import collect_bilans
from flows.collect_depots import collect_depots
from flows.consult_conseils import consult_conseils
from flows.fund_aci import fund_aci
from flows.notify_decisions import notify_decisions
from flows.open_appel import open_appel
from flows.parameters import DEFAULT_CONTRAT
from flows.remind import remind
from tasks.cycle import read_facts
from tasks.running import as_of, run_flow


FLOWS: dict[str, Flow[..., StepReport]] = {
    "open_appel": open_appel,
    "collect_depots": collect_depots,
    "check_depots": check_depots,
    "fund_aci": fund_aci,
    "consult_conseils": consult_conseils,
    "assemble_programmation": assemble_programmation,
    "notify_decisions": notify_decisions,
    "collect_bilans": collect_bilans,
    "remind": remind,
}


@flow(name="avancer", flow_run_name="avancer-{contrat}-{annee}")
def avancer(
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    au: datetime | None = None,
    *,
    a_blanc: bool = False,
) -> list[StepReport]:
    """Run each step that is due, in order, until none has anything left to do.

    A step may make another due: a collected deposit is to be checked. Each step
    runs once a pass; a pass without effect ends the run. In a rehearsal one pass
    is made, since nothing it did remains.
    """
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    reports: list[StepReport] = []
    while True:
        done = _one_pass(ref, at, a_blanc=a_blanc)
        reports += done
        if a_blanc or not any(one.effects_count for one in done):
            return reports


def _one_pass(ref: CycleRef, at: datetime, *, a_blanc: bool) -> list[StepReport]:
    calendar, facts = read_facts(ref, at)
    return [
        run_flow(FLOWS[step], ref.annee, ref.contrat, at, a_blanc=a_blanc)
        for step in due_steps(calendar, facts, at)
    ]
