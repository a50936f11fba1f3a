"""What the outputs show: the programming of a year as plain rows.

Built from the store by a reader, rendered by the workbook and by the report.
Amounts are centimes; ``None`` is « no decision yet », 0 is « refused ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FunderLine:
    """One funder's part in one action."""

    funder: str
    asked_centimes: int
    proposed_centimes: int | None
    arbitrated_centimes: int | None
    decided_centimes: int | None
    reason: str
    act: str
    notified_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AvisRow:
    """What one conseil citoyen said of the action."""

    conseil: str
    avis: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One deposit as the committees see it."""

    numero: str
    title: str
    porteur: str
    siret: str
    axe: int
    orientation: str
    quartiers: tuple[str, ...]
    communes: tuple[str, ...]
    publics: tuple[str, ...]
    beneficiaries_count: int | None
    women_count: int | None
    is_renewal: bool
    is_chantier: bool
    state: str
    findings: tuple[str, ...]
    total_centimes: int
    cash_centimes: int
    criteria_count: int
    rank: int | None
    lines: tuple[FunderLine, ...]
    avis: tuple[AvisRow, ...]
    bilan: str

    def asked_centimes(self) -> int:
        """Sum what is asked of the campaign's funders."""
        return sum(line.asked_centimes for line in self.lines)

    def programmed_centimes(self) -> int:
        """Sum what the COPIL retained; what it has not seen counts for nothing."""
        return sum(line.arbitrated_centimes or 0 for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class EnvelopeRow:
    """What one funder brings, and what is left of it."""

    funder: str
    name: str
    envelope_centimes: int | None
    asked_centimes: int
    programmed_centimes: int


@dataclass(frozen=True, kw_only=True)
class MilestoneRow:
    """One date of the year, and what happened then."""

    label: str
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OrientationRow:
    """One orientation of the note, and how many programmed actions answer it."""

    code: str
    axe: int
    label: str
    deposited_count: int
    programmed_count: int


@dataclass(frozen=True, kw_only=True)
class AciRow:
    """One chantier's grant, explained; ``explanation`` is all that is kept of it."""

    numero: str
    chantier: str
    salaries_count: int
    previous_centimes: int | None
    per_salarie_centimes: int
    utilite_centimes: int
    amount_centimes: int
    formula: str
    explanation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One year of one contrat, ready to be shown.

    ``axes`` and ``quartiers`` map codes to names. ``demonstration`` says which
    values are invented. ``version`` and ``sha256`` are those of the frozen
    programming, empty while it is not frozen.
    """

    contrat: str
    contrat_name: str
    annee: int
    as_of: datetime
    axes: dict[int, str]
    quartiers: dict[str, str]
    actions: tuple[ActionRow, ...]
    envelopes: tuple[EnvelopeRow, ...]
    milestones: tuple[MilestoneRow, ...]
    orientations: tuple[OrientationRow, ...]
    aci: tuple[AciRow, ...]
    demonstration: tuple[str, ...]
    version: int
    sha256: str
    messages_count: dict[str, int]
    findings_count: dict[str, int]
