"""The quality report of a cycle: plain rows, and what is counted from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.waiting_for import Actor, Wait


_QUOTED = re.compile(r"«[^»]*»")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ACCOUNT, _SHOWN_OF_ACCOUNT = "porteur_iban", 4


def place_of(cell: str) -> tuple[str, str]:
    """Return the sheet and the cell; one is empty where only the other is known.

    >>> place_of("Action!B3"), place_of("Budget"), place_of("$.plan[0].total")
    (('Action', 'B3'), ('Budget', ''), ('', '$.plan[0].total'))
    """
    sheet, mark, address = cell.rpartition("!")
    return (cell, "") if not mark and cell.isalpha() else (sheet, address)


def shown_value(field: str, value: str) -> str:
    """Return the value found as its reader knows it.

    A date is written the French way, which a spreadsheet showed; of a bank account,
    only the end is told.

    >>> shown_value("date_fin", "2017-01-15"), shown_value("porteur_iban", "FR7612345")
    ('15/01/2017', '…2345')
    """
    if field == _ACCOUNT and value:
        return f"…{value[-_SHOWN_OF_ACCOUNT:]}"
    day = _ISO_DAY.fullmatch(value)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else value


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """One deposit: where it stands, since when, and what is open in it."""

    numero: str
    title: str
    porteur: str
    channel: str
    version: int
    state: DepotState
    state_since: datetime
    reason: str
    complete_at: datetime | None
    blocking_count: int
    to_check_count: int
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """One finding, open in the present version or closed by a later one.

    ``version`` is the one it is recorded on; ``closed_by_version`` the one that
    mended it.
    """

    numero: str
    version: int
    rule: str
    severity: Severity
    cell: str
    value: str
    sentence: str
    remedy: str
    source: str
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by_version: int | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be mended or looked at."""
        return self.closed_at is None

    @property
    def is_blocking(self) -> bool:
        """Tell whether it stops the file."""
        return self.severity is Severity.BLOQUANT

    @property
    def place(self) -> tuple[str, str]:
        """Return the sheet and the cell; see :func:`place_of`."""
        return place_of(self.cell)


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One file received for a deposit, what was found in it and what it mended."""

    numero: str
    version: int
    channel: str
    file_name: str
    received_at: datetime
    is_late: bool
    is_checked: bool
    found_count: int
    mended_count: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A file, or a row of one, that is not a deposit, and why."""

    file_name: str
    place: str
    received_at: datetime
    reason: str
    is_refused: bool


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """A list imported: how it was read, and what became of its rows."""

    file_name: str
    source: str
    imported_at: datetime
    outcomes: Mapping[str, int]
    conventions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """A rule as its contract says it, for any value; and the text it rests on."""

    sentence: str
    source: str


@dataclass(frozen=True, kw_only=True)
class QualityReport:
    """What a quality report shows of one cycle, as of one instant."""

    contrat: str
    contrat_name: str
    annee: int
    as_of: datetime
    rules: Mapping[str, RuleText]
    files: tuple[FileRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    imports: tuple[ImportRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """What one rule found; ``files_count`` is of files where it is still open."""

    rule: str
    severity: Severity
    sentence: str
    source: str
    files_count: int
    open_count: int
    closed_count: int


@dataclass(frozen=True, kw_only=True)
class WaitRow:
    """How many files wait for the same thing of the same one, and since when."""

    actor: Actor
    name: str
    what: str
    files_count: int
    oldest: datetime
    days: int


def by_state(report: QualityReport) -> dict[DepotState, int]:
    """Count the files in each state, in the order of the states, empty ones too."""
    counts = Counter(one.state for one in report.files)
    return {state: counts[state] for state in DepotState}


def by_channel(report: QualityReport) -> dict[str, dict[DepotState, int]]:
    """Count the files of each channel by state; busiest channel first."""
    counts = Counter(one.channel for one in report.files)
    return {
        channel: dict(
            Counter(one.state for one in report.files if one.channel == channel)
        )
        for channel, _ in counts.most_common()
    }


def by_rule(report: QualityReport) -> tuple[RuleRow, ...]:
    """Gather the findings of each rule: blocking rules first, then most files."""
    grouped: dict[tuple[str, Severity], list[FindingRow]] = {}
    for one in report.findings:
        grouped.setdefault((one.rule, one.severity), []).append(one)
    rows = [_rule_row(report, findings) for findings in grouped.values()]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.severity is not Severity.BLOQUANT,
                -row.files_count,
                row.rule,
            ),
        )
    )


def by_wait(report: QualityReport) -> tuple[WaitRow, ...]:
    """Gather the files that wait for the same thing; the longest wait first."""
    grouped: dict[tuple[Actor, str, str], list[Wait]] = {}
    for file in report.files:
        for one in file.waits:
            grouped.setdefault((one.actor, one.name, one.what), []).append(one)
    rows = [_wait_row(found, report.as_of) for found in grouped.values()]
    return tuple(sorted(rows, key=lambda row: (row.oldest, row.actor, row.name)))


def file_of(report: QualityReport, numero: str) -> FileRow | None:
    """Return the file of that number, or nothing."""
    return next((one for one in report.files if one.numero == numero), None)


def in_order(report: QualityReport) -> tuple[FindingRow, ...]:
    """Return the findings file by file: open and blocking first, closed ones last."""
    rank = {one.numero: rank for rank, one in enumerate(report.files)}
    return tuple(
        sorted(
            report.findings,
            key=lambda one: (rank[one.numero], not one.is_open, not one.is_blocking),
        )
    )


def _rule_row(report: QualityReport, findings: Sequence[FindingRow]) -> RuleRow:
    first = findings[0]
    known = report.rules.get(first.rule)
    still_open = [one for one in findings if one.is_open]
    return RuleRow(
        rule=first.rule,
        severity=first.severity,
        sentence=known.sentence if known else _for_any_value(first),
        source=known.source if known else first.source,
        files_count=len({one.numero for one in still_open}),
        open_count=len(still_open),
        closed_count=len(findings) - len(still_open),
    )


def _for_any_value(one: FindingRow) -> str:
    """Say a rule that no contract says: its sentence, less the value it quotes."""
    value = " ".join(one.value.split())

    def without_value(quote: re.Match[str]) -> str:
        is_value = value and value in " ".join(quote[0].split())
        return "«\u00a0…\u00a0»" if is_value else quote[0]

    return _QUOTED.sub(without_value, one.sentence)


def _wait_row(found: Sequence[Wait], at: datetime) -> WaitRow:
    oldest = min(found, key=lambda one: one.since)
    return WaitRow(
        actor=oldest.actor,
        name=oldest.name,
        what=oldest.what,
        files_count=len(found),
        oldest=oldest.since,
        days=oldest.days(at),
    )
