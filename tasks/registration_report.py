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
    known = len(outcomes) - len(received)
    if known:
        summary += f" ; {plural(known, 'déjà enregistré', 'déjà enregistrés')}"
    return StepReport(
        step=step,
        title=title,
        summary=f"{summary}.",
        columns=COLUMNS,
        rows=tuple(row for one in received for row in _rows(one)),
        effects_count=effects,
        a_blanc=a_blanc,
    )


def _rows(outcome: FileOutcome) -> Iterator[_Row]:
    moment = _moment(outcome.file.received_at)
    if outcome.is_single or not outcome.rows:
        for row in outcome.rows:
            yield (outcome.file.name, row.numero, moment, _said(row))
        return
    yield (outcome.file.name, "", moment, _file_said(outcome))
    # What did not become a deposit first: it is what must be looked at.
    rows = sorted(
        outcome.rows, key=lambda row: row.fate in {Fate.NOUVEAU, Fate.VERSION}
    )
    for row in rows[:_SHOWN]:
        yield (f"  {row.place}", row.numero, "", _said(row))
    left = len(rows) - _SHOWN
    if left > 0:
        yield ("  …", "", "", f"et {plural(left, 'autre ligne', 'autres lignes')}")


def _file_said(outcome: FileOutcome) -> str:
    received = outcome.file.received
    conventions = () if isinstance(received, BadFileError) else received.conventions
    count = plural(len(outcome.rows), "ligne")
    read = f" Lecture : {' ; '.join(conventions)}." if conventions else ""
    return f"{count} : {_counted(outcome.rows)}.{read}"


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


def _said(row: Outcome) -> str:
    if row.fate in {Fate.NOUVEAU, Fate.VERSION}:
        return row.fate.value + (", hors délai" if row.is_late else "")
    if row.fate is Fate.INCHANGE:
        return row.reason
    return f"écarté : {row.reason}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"
