"""What the outputs show: the programming of a year as plain rows.

Built from the store by a reader, rendered by the workbook and by the report.
Amounts are centimes; ``None`` is « no decision yet », 0 is « refused ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FunderLine:
    """One funder's part in one action, each stage with its words and its day.

    ``part`` is the « dont » of the envelope it counts in. ``avis`` is the code of the
    technical avis, or what the funder's own system says where no service spoke.
    ``reason`` is that of the last stage that has one; ``act`` names the act and its
    day, as a table shows them.
    """

    funder: str
    asked_centimes: int
    proposed_centimes: int | None
    arbitrated_centimes: int | None
    decided_centimes: int | None
    reason: str
    act: str
    notified_at: datetime | None
    part: str = ""
    avis: str = ""
    avis_text: str = ""
    avis_author: str = ""
    avis_at: datetime | None = None
    proposed_reason: str = ""
    proposed_author: str = ""
    proposed_at: datetime | None = None
    arbitrated_reason: str = ""
    arbitrated_author: str = ""
    minute: str = ""
    arbitrated_at: datetime | None = None
    act_reference: str = ""
    acted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AvisRow:
    """What one conseil citoyen said of the action."""

    conseil: str
    avis: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AgeRow:
    """The people of one age band, by sex; nothing written is nothing."""

    band: str
    women: int | None
    men: int | None


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One deposit as the committees see it.

    ``previous_centimes`` is what the porteur says it received the year before;
    ``own_funds_centimes`` what it puts in itself (account 79), nothing where the
    budget has no such line. ``path`` says how it is decided (``criteria_paths.Path``).
    """

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
    men_count: int | None = None
    ages: tuple[AgeRow, ...] = ()
    previous_centimes: int | None = None
    own_funds_centimes: int | None = None
    path: str = "SUBVENTION"
    points: int | None = None

    def asked_centimes(self) -> int:
        """Sum what is asked of the campaign's funders."""
        return sum(line.asked_centimes for line in self.lines)

    def proposed_centimes(self) -> int:
        """Sum what is proposed; what is not proposed yet counts for nothing."""
        return sum(line.proposed_centimes or 0 for line in self.lines)

    def programmed_centimes(self) -> int:
        """Sum what the COPIL retained; what it has not seen counts for nothing."""
        return sum(line.arbitrated_centimes or 0 for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class EnvelopePartRow:
    """A « dont » of an envelope: within it, never beside it."""

    part: str
    label: str
    envelope_centimes: int
    programmed_centimes: int
    is_reserved: bool = False
    override_centimes: int = 0


@dataclass(frozen=True, kw_only=True)
class EnvelopeRow:
    """What one funder brings, and what is left of it.

    ``override_centimes`` is what a signed act lets it exceed the envelope by.
    """

    funder: str
    name: str
    envelope_centimes: int | None
    asked_centimes: int
    programmed_centimes: int
    override_centimes: int = 0
    parts: tuple[EnvelopePartRow, ...] = ()


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
class ConstraintRow:
    """A constraint of the campaign: its limit, and where two programmings stand.

    ``arbitrated`` is empty and ``is_held`` nothing before the COPIL has spoken.
    """

    name: str
    limit: str
    proposed: str
    is_proposed_held: bool | None
    arbitrated: str
    is_held: bool | None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One year of one contrat, ready to be shown.

    ``axes`` and ``quartiers`` map codes to names. ``demonstration`` says which
    values are invented. ``version``, ``sha256`` and what follows from ``frozen_at``
    are those of the frozen programming, empty while it is not frozen. ``council_at``
    is when the agglomération deliberates on its own part.
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
    frozen_at: datetime | None = None
    frozen_author: str = ""
    frozen_minute: str = ""
    frozen_reason: str = ""
    council_at: datetime | None = None
    constraints: tuple[ConstraintRow, ...] = ()
