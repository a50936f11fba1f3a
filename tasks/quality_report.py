"""Write the quality report of a cycle: a page to read, a workbook to sort."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.quality.contract_file import PLACE
from contrat_de_ville.adapters.quality.shipped import shipped_contract
from contrat_de_ville.adapters.quality_report import write_quality_page
from contrat_de_ville.adapters.quality_workbook import write_quality_workbook
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.quality import read_quality
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.quality_report import QualityReport, RuleText
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadFileError
from tasks.running import step_task


_ANY = "…"


@step_task("lire-qualite")
def read_quality_report(ref: CycleRef, at: datetime) -> QualityReport:
    """Return what the quality report of a cycle shows, as of *at*.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with reading(ref) as (session, cycle, _):
        return read_quality(session, cycle, at, rule_texts())


@step_task("ecrire-controle-qualite")
def record_quality_report(report: QualityReport) -> tuple[Path, ...]:
    """Write the page and the workbook among the cycle's outputs; return both.

    Raises:
        BadFileError: one of them cannot be written, being open somewhere.
    """
    ref = CycleRef(contrat=report.contrat, annee=report.annee)
    folder = current_workspace().outputs(ref)
    page, workbook = (
        folder / f"controle-qualite.{suffix}" for suffix in ("html", "xlsx")
    )
    write_quality_page(page, report)
    write_quality_workbook(workbook, report)
    return (page, workbook)


@step_task("actualiser-controle-qualite")
def refresh_quality_report(
    checked: StepReport, ref: CycleRef, at: datetime
) -> StepReport:
    """Write the quality report after a check that changed something.

    What was checked stands even if a document is open in a spreadsheet: that is
    said, and the next change or the command writes it.
    """
    if checked.a_blanc or not checked.effects_count:
        return checked
    try:
        record_quality_report(read_quality_report(ref, at))
    except BadFileError as refusal:
        return replace(checked, summary=f"{checked.summary} {refusal}")
    return checked


def rule_texts() -> dict[str, RuleText]:
    """Return what each rule of the contract of deposits says, for any value."""
    contract = shipped_contract("depots")
    return {
        rule.code: RuleText(
            sentence=PLACE.sub(_ANY, rule.sentence).replace(f"{_ANY}.", _ANY),
            source=rule.source,
        )
        for rule in contract.rules
    }
