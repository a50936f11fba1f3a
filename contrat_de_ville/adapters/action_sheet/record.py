"""What the sheet of one action shows, gathered before anything is drawn.

Amounts are centimes; ``None`` is « no decision yet », 0 is « refused ». Nothing
personal is in it: no name of a person, no address, no account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from contrat_de_ville.domain.criteria_innovation import InnovationCeiling
from contrat_de_ville.domain.criteria_paths import DecisionPath
from contrat_de_ville.domain.criteria_records import CriterionReading


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Something an amount cannot go beyond, and where that comes from.

    ``is_reached`` tells that the amount proposed or retained stops there.
    """

    label: str
    amount_centimes: int
    how: str
    is_reached: bool


@dataclass(frozen=True, kw_only=True)
class FunderPart:
    """One funder's part, stage by stage, each at its own date.

    ``avis`` is the avis technique, or what the funder's own system says of the file
    where a channel told it and no service has spoken (``is_avis_given``).
    ``shortfall`` says how much less than asked is given and why, empty where nothing is
    missing; ``because`` tells every stage.
    """

    funder: str
    name: str
    asked_centimes: int
    avis: str
    proposed_centimes: int | None
    arbitrated_centimes: int | None
    arbitrated_at: datetime | None
    decided_centimes: int | None
    act: str
    acted_on: date | None
    notified_at: datetime | None
    shortfall: str
    because: tuple[str, ...]
    bounds: tuple[Bound, ...]
    avis_text: str = ""
    is_avis_given: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account of the budget: what it is called, how much."""

    account: str
    label: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """An amount held against the two bases: without and with what is in kind."""

    label: str
    amount_centimes: int | None
    of_cash: Decimal | None
    of_total: Decimal | None


@dataclass(frozen=True, kw_only=True)
class BudgetShort:
    """The budget in short. ``cash_centimes`` leaves contributions in kind out.

    ``is_kind_counted`` tells whether the campaign's ceilings are also of them.
    """

    total_centimes: int
    in_kind_centimes: int
    cash_centimes: int
    charges: tuple[AccountRow, ...]
    produits: tuple[AccountRow, ...]
    rates: tuple[RateRow, ...]
    is_kind_counted: bool


@dataclass(frozen=True, kw_only=True)
class AvisSaid:
    """What one conseil was asked and what it said."""

    conseil: str
    avis: str
    asked_at: datetime
    rendered_at: datetime | None
    members_present: int | None
    is_late: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class FindingSaid:
    """One finding still open in the present version."""

    is_blocking: bool
    cell: str
    sentence: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class VersionSaid:
    """One file received for the deposit."""

    version: int
    received_at: datetime
    channel: str
    file_name: str
    is_late: bool
    findings_count: int


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who, what, where, for whom. Lines are label and text, in reading order."""

    numero: str
    title: str
    porteur: str
    description: str
    objectives: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ActionSheet:
    """One action, whole, as a committee reads it.

    ``references`` are what ``programmation tracer`` accepts about it. ``rank`` and
    ``points`` are those of the proposal, nothing before it. ``brief`` tells the whole
    in a few sentences, each with its heading; ``computed`` is what the computation of
    the proposal says of the action.
    """

    contrat: str
    contrat_name: str
    annee: int
    as_of: datetime
    version: int
    sha256: str
    is_demonstration: bool
    state: str
    state_reason: str
    identity: Identity
    path: DecisionPath
    parts: tuple[FunderPart, ...]
    rank: int | None
    ranked_count: int
    points: int | None
    budget: BudgetShort
    grant: tuple[str, ...]
    readings: tuple[CriterionReading, ...]
    ceiling: InnovationCeiling
    avis: tuple[AvisSaid, ...]
    findings: tuple[FindingSaid, ...]
    mended_count: int
    versions: tuple[VersionSaid, ...]
    references: tuple[str, ...]
    brief: tuple[tuple[str, str], ...] = ()
    computed: tuple[str, ...] = ()

    @property
    def asked_centimes(self) -> int:
        """Sum of what is asked of the funders of the campaign."""
        return sum(one.asked_centimes for one in self.parts)

    @property
    def arbitrated_centimes(self) -> int | None:
        """Sum of what the COPIL retained; nothing while it has seen no line."""
        return _sum([one.arbitrated_centimes for one in self.parts])

    @property
    def proposed_centimes(self) -> int | None:
        """Sum of what is proposed; nothing while nothing is."""
        return _sum([one.proposed_centimes for one in self.parts])

    @property
    def decided_centimes(self) -> int | None:
        """Sum of what the funders decided by their acts; nothing before the first."""
        return _sum([one.decided_centimes for one in self.parts])

    @property
    def is_arbitrated(self) -> bool:
        """Tell whether the COPIL has spoken of every part."""
        return all(one.arbitrated_centimes is not None for one in self.parts)

    @property
    def is_short(self) -> bool:
        """Tell whether something asked is neither proposed nor retained."""
        return any(one.shortfall for one in self.parts)

    @property
    def points_now(self) -> int:
        """Points that the criteria give today: an avis may have come since."""
        return sum(one.points or 0 for one in self.readings)


def _sum(amounts: list[int | None]) -> int | None:
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None
