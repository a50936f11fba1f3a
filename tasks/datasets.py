"""Check the data sets of the year against their contracts, before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contrat_de_ville.adapters.quality.contract import Column, DataContract
from contrat_de_ville.adapters.quality.run import check_rows
from contrat_de_ville.adapters.quality.shipped import shipped_contract
from contrat_de_ville.adapters.store.acts import Act, frozen_of, reading
from contrat_de_ville.adapters.store.datasets import DATASETS
from contrat_de_ville.adapters.store.models import Cycle
from contrat_de_ville.domain.depots import Finding, Severity
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import ContratDeVilleError
from tasks.running import step_task


TITLE = "Contrôle des données"
_FIRST = 5


class UnsoundDataError(ContratDeVilleError):
    """A data set breaks its contract: what was to be done with it is not done."""

    def __init__(self, what: str, count: int, sentences: tuple[str, ...]) -> None:
        super().__init__(what, count, sentences)
        self.what, self.count, self.sentences = what, count, sentences

    def __str__(self) -> str:
        listed = "\n".join(f"  - {one}" for one in self.sentences)
        return (
            f"{self.what} : rien n'est fait, "
            f"{plural(self.count, 'point bloquant', 'points bloquants')} "
            f"dans les données.\n{listed}\n"
            "« programmation donnees » les montre tous."
        )


@dataclass(frozen=True, kw_only=True)
class CheckedData:
    """One data set once checked: its rows counted, its findings by row."""

    contract: DataContract
    rows_count: int
    findings: tuple[tuple[str, Finding], ...]

    def count(self, severity: Severity) -> int:
        """Count the findings of that severity."""
        return sum(one.severity is severity for _, one in self.findings)


@step_task("controler-donnees")
def check_data(ref: CycleRef, at: datetime) -> StepReport:
    """Check every data set of the cycle and show what breaks its contract."""
    with reading(ref) as (session, cycle, _):
        checked = [_check(session, cycle, name, at) for name in DATASETS]
    rows = [
        (one.contract.name, key, _weight(found), found.sentence, found.remedy)
        for one in checked
        for key, found in one.findings
    ]
    counted = ", ".join(f"{one.contract.name} {one.rows_count}" for one in checked)
    return StepReport(
        step="check_data",
        title=TITLE,
        summary=(
            f"Lignes contrôlées : {counted}. "
            f"{plural(len(rows), 'constat', 'constats')}."
        ),
        columns=("Données", "Ligne", "Gravité", "Constat", "Remède"),
        rows=tuple(rows),
    )


def require_sound(act: Act, names: Sequence[str], what: str) -> None:
    """Refuse an act whose data break their contract; tell what was checked.

    Raises:
        UnsoundDataError: something blocking was found; nothing of the act remains.
    """
    checked = [_check(act.session, act.cycle, name, act.at) for name in names]
    blocking = [
        f"{one.contract.name}, {key} : {found.sentence}"
        for one in checked
        for key, found in one.findings
        if found.severity is Severity.BLOQUANT
    ]
    if blocking:
        raise UnsoundDataError(what, len(blocking), tuple(blocking[:_FIRST]))
    for one in checked:
        act.tell(
            "donnees.controlees",
            f"donnees:{one.contract.name}",
            rule=f"{one.contract.name}@{one.contract.version}",
            data={
                "lignes": one.rows_count,
                "a_verifier": one.count(Severity.A_VERIFIER),
            },
        )


def require_sound_export(session: Session, cycle: Cycle, at: datetime) -> None:
    """Refuse to write a programming that is not the one that was frozen.

    Raises:
        UnsoundDataError: the table to publish breaks its contract.
    """
    checked = _check(session, cycle, "export_programmation", at)
    blocking = tuple(
        f"{key} : {found.sentence}"
        for key, found in checked.findings
        if found.severity is Severity.BLOQUANT
    )
    if blocking:
        what = "Écriture de la programmation"
        raise UnsoundDataError(what, len(blocking), blocking[:_FIRST])


def _check(session: Session, cycle: Cycle, name: str, at: datetime) -> CheckedData:
    contract = shipped_contract(name)
    rows = DATASETS[name](session, cycle, frozen_of(cycle), at)
    found = check_rows(rows, contract, cycle.annee, _where)
    return CheckedData(
        contract=contract,
        rows_count=len(rows),
        findings=tuple((key, one) for key in found for one in found[key]),
    )


def _where(key: str, column: Column, shown: str) -> tuple[str, str, str]:
    """A row of ours has no cell: its key says where it is."""
    return column.field, key, shown


def _weight(one: Finding) -> str:
    return "bloquant" if one.severity is Severity.BLOQUANT else "à vérifier"
