"""What became of each file received, said to the coordinator: no row is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.steps import StepReport, plural
from contrat_de_ville.errors import BadFileError
from tasks.received import Fate, FileOutcome, Outcome


COLUMNS = ("Fichier", "Dépôt", "Reçu le", "Suite")
_Row = tuple[str, str, str, str]
# Beyond, the rows of one file are counted; each is in the database.
_SHOWN = 20
# A longer reason goes under the table, once for all the rows that have it.
_LONGEST_IN_CELL = 45
_MANY = {
    Fate.NOUVEAU: "nouveaux dépôts",
    Fate.VERSION: "nouvelles versions",
    Fate.INCHANGE: "dépôts inchangés",
    Fate.DOUBLON: "doublons",
    Fate.REFUS: "refus",
    Fate.ECART: "lignes écartées",
}


def registration_report(
    outcomes: Sequence[FileOutcome],
    *,
    step: str,
    title: str,
    effects: int,
    a_blanc: bool,
) -> StepReport:
    """Return the report of a collection: a row a file, or a table of its rows."""
    received = [one for one in outcomes if not one.is_known]
    summary = f"{plural(len(received), 'fichier reçu', 'fichiers reçus')}"
    several = [one for one in received if not one.is_single]
    if several:
        rows = [row for one in received for row in one.rows]
        summary += f" : {_counted(rows)}"
    notes = _Notes()
    lines = tuple(row for one in received for row in _rows(one, notes))
    known = len(outcomes) - len(received)
    if known:
        summary += f" ; {plural(known, 'déjà enregistré', 'déjà enregistrés')}"
    return StepReport(
        step=step,
        title=title,
        summary=f"{summary}.",
        columns=COLUMNS,
        rows=lines,
        notes=(*_conventions(several), *notes.said()),
        effects_count=effects,
        a_blanc=a_blanc,
    )


class _Notes:
    """The reasons too long for a cell, each numbered once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def short(self, reason: str) -> str:
        """Return *reason*, or where to read it."""
        if len(reason) <= _LONGEST_IN_CELL:
            return reason
        number = self._numbers.setdefault(reason, len(self._numbers) + 1)
        return f"voir [{number}]"

    def said(self) -> Iterator[str]:
        """Give each long reason under its number."""
        for reason, number in self._numbers.items():
            yield f"[{number}] {reason}"


def _conventions(several: Sequence[FileOutcome]) -> Iterator[str]:
    """Say how each file of several rows was read."""
    for one in several:
        received = one.file.received
        if not isinstance(received, BadFileError) and received.conventions:
            said = " ; ".join(text.rstrip(".") for text in received.conventions)
            yield f"{one.file.name}, lecture : {said}."


def _rows(outcome: FileOutcome, notes: _Notes) -> Iterator[_Row]:
    moment = _moment(outcome.file.received_at)
    if outcome.is_single or not outcome.rows:
        for row in outcome.rows:
            yield (outcome.file.name, row.numero, moment, _said(row, notes))
        return
    yield (outcome.file.name, "", moment, _file_said(outcome))
    # What did not become a deposit first: it is what must be looked at.
    rows = sorted(
        outcome.rows, key=lambda row: row.fate in {Fate.NOUVEAU, Fate.VERSION}
    )
    for row in rows[:_SHOWN]:
        yield (f"  {row.place}", row.numero, "", _said(row, notes))
    left = len(rows) - _SHOWN
    if left > 0:
        yield ("  …", "", "", f"et {plural(left, 'autre ligne', 'autres lignes')}")


def _file_said(outcome: FileOutcome) -> str:
    return f"{plural(len(outcome.rows), 'ligne')} : {_counted(outcome.rows)}"


def _counted(rows: Sequence[Outcome]) -> str:
    counts = {fate: sum(row.fate is fate for row in rows) for fate in Fate}
    said = [
        plural(count, fate.value, _MANY[fate])
        for fate, count in counts.items()
        if count
    ]
    late = sum(row.is_late for row in rows)
    if late:
        said.append(f"dont {late} hors délai")
    return ", ".join(said)


def _said(row: Outcome, notes: _Notes) -> str:
    if row.fate in {Fate.NOUVEAU, Fate.VERSION}:
        return row.fate.value + (", hors délai" if row.is_late else "")
    if row.fate is Fate.INCHANGE:
        return notes.short(row.reason)
    return f"écarté : {notes.short(row.reason)}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"
