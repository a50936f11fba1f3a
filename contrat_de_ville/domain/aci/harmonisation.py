"""What the harmonised financing changes: grant per head before and after, by whom.

Note d'orientations 2017, § 2, axe 2: « nous harmonisons le financement afin d'éviter
les écarts parfois importants entre les structures ».
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain.money import rate


@dataclass(frozen=True, kw_only=True)
class ChantierCompared:
    """One chantier in the two years. Amounts in centimes, headcount in hundredths.

    Both amounts are divided by the headcount of the year: that of the year before is
    not known. ``structure`` groups the chantiers of one porteur (its SIRET).
    """

    numero: str
    chantier: str
    structure: str
    effectif_centiemes: int
    previous_centimes: int | None
    amount_centimes: int

    @property
    def before_centimes(self) -> int | None:
        """Return the grant per head of the year before; nothing where there is none."""
        return per_head(self.previous_centimes, self.effectif_centiemes)

    @property
    def after_centimes(self) -> int | None:
        """Return the grant per head of the year."""
        return per_head(self.amount_centimes, self.effectif_centiemes)

    @property
    def change_centimes(self) -> int | None:
        """Return what is won, or lost below zero; a new chantier does neither."""
        if self.previous_centimes is None:
            return None
        return self.amount_centimes - self.previous_centimes

    @property
    def change_pct(self) -> Decimal | None:
        """Return the change in percent of the year before, where there is one."""
        change, previous = self.change_centimes, self.previous_centimes or 0
        return None if change is None else rate(change, previous)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Grants per head from one structure to another, in centimes."""

    count: int
    lowest_centimes: int
    median_centimes: int
    highest_centimes: int

    @property
    def gap_centimes(self) -> int:
        """Return what separates the best funded from the least."""
        return self.highest_centimes - self.lowest_centimes


@dataclass(frozen=True, kw_only=True)
class Harmonisation:
    """The two years side by side, the structures' gap in each, who wins and loses.

    ``rows`` is in the order of the change: the largest loss first, the new ones last.
    """

    rows: tuple[ChantierCompared, ...]
    before: Spread | None
    after: Spread | None
    winners: tuple[ChantierCompared, ...]
    losers: tuple[ChantierCompared, ...]

    @property
    def won_centimes(self) -> int:
        """Sum what the winners win."""
        return sum(one.change_centimes or 0 for one in self.winners)

    @property
    def lost_centimes(self) -> int:
        """Sum what the losers lose, as a positive amount."""
        return -sum(one.change_centimes or 0 for one in self.losers)


def harmonise(chantiers: Iterable[ChantierCompared]) -> Harmonisation:
    """Compare the two years, whatever the order of the chantiers.

    A structure counts in a year if it is aided that year and its headcount is known.
    """
    rows = tuple(sorted(chantiers, key=_by_change))
    return Harmonisation(
        rows=rows,
        before=_spread(rows, is_before=True),
        after=_spread(rows, is_before=False),
        winners=tuple(one for one in reversed(rows) if (one.change_centimes or 0) > 0),
        losers=tuple(one for one in rows if (one.change_centimes or 0) < 0),
    )


def per_head(amount_centimes: int | None, effectif_centiemes: int) -> int | None:
    """Divide an amount by a headcount, to the nearest centime, halves up.

    >>> per_head(20_000_00, 14_23), per_head(None, 12_00), per_head(5_000_00, 0)
    (140548, None, None)
    """
    if amount_centimes is None or effectif_centiemes <= 0:
        return None
    doubled = 2 * amount_centimes * 100 + effectif_centiemes
    return doubled // (2 * effectif_centiemes)


def _by_change(one: ChantierCompared) -> tuple[bool, int, str]:
    change = one.change_centimes
    return change is None, change or 0, one.numero


def _spread(rows: Sequence[ChantierCompared], *, is_before: bool) -> Spread | None:
    """Sum each structure's chantiers of one year, then look from one to another."""
    amounts: dict[str, int] = {}
    heads: dict[str, int] = {}
    for one in rows:
        amount = one.previous_centimes if is_before else one.amount_centimes
        if amount and one.effectif_centiemes > 0:
            amounts[one.structure] = amounts.get(one.structure, 0) + amount
            heads[one.structure] = heads.get(one.structure, 0) + one.effectif_centiemes
    each = sorted(per_head(amounts[one], heads[one]) or 0 for one in amounts)
    if not each:
        return None
    return Spread(
        count=len(each),
        lowest_centimes=each[0],
        median_centimes=_median(each),
        highest_centimes=each[-1],
    )


def _median(ordered: Sequence[int]) -> int:
    """Return the middle, or half way between the two middles, halves up."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half] + 1) // 2
