"""What the year answered: the conseils, the note's orientations, the chantiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.domain.conseils import AVIS_LABELS
from contrat_de_ville.domain.overview import OrientationRow, Overview


# A conseil that was asked and has not answered yet has an empty avis.
AVIS = {**{str(kind): label for kind, label in AVIS_LABELS.items()}, "": "attendu"}


@dataclass(frozen=True, kw_only=True)
class AvisBalance:
    """How many avis of each kind one conseil citoyen gave, in the order of AVIS."""

    conseil: str
    counts: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Unexplored:
    """Orientations of the note that no programmed action answers.

    The note calls for deposits in the fields earlier programmings left unexplored
    (« certains champs restent inexplorés », § 2).
    """

    without_deposit: tuple[OrientationRow, ...]
    deposited_only: tuple[OrientationRow, ...]


@dataclass(frozen=True, kw_only=True)
class PerSalarie:
    """One chantier's aid per salarié en insertion, rounded to the centime.

    Both amounts are divided by the headcount of the year: that of the year before
    is not known.
    """

    chantier: str
    previous_centimes: int | None
    amount_centimes: int


def avis_by_conseil(overview: Overview) -> tuple[AvisBalance, ...]:
    """Count the avis of each conseil citoyen, conseils in alphabetical order."""
    said: dict[str, list[str]] = {}
    for action in overview.actions:
        for row in action.avis:
            said.setdefault(row.conseil, []).append(row.avis)
    return tuple(
        AvisBalance(conseil=conseil, counts=_counts(said[conseil]))
        for conseil in sorted(said)
    )


def _counts(given: list[str]) -> dict[str, int]:
    kinds = [*AVIS, *sorted(set(given) - set(AVIS))]
    return {kind: given.count(kind) for kind in kinds if kind in given}


def unexplored(overview: Overview) -> Unexplored:
    """Tell which orientations of the note drew no deposit, or no programmed action."""
    return Unexplored(
        without_deposit=tuple(
            one for one in overview.orientations if one.deposited_count == 0
        ),
        deposited_only=tuple(
            one
            for one in overview.orientations
            if one.deposited_count > 0 and one.programmed_count == 0
        ),
    )


def aci_per_salarie(overview: Overview) -> tuple[PerSalarie, ...]:
    """Compare each chantier's aid per salarié with the year before, same headcount."""
    return tuple(
        PerSalarie(
            chantier=row.chantier,
            previous_centimes=_per_head(row.previous_centimes, row.salaries_count),
            amount_centimes=_per_head(row.amount_centimes, row.salaries_count) or 0,
        )
        for row in overview.aci
        if row.salaries_count > 0
    )


def _per_head(amount: int | None, count: int) -> int | None:
    """Divide to the nearest centime, halves up."""
    return None if amount is None else (2 * amount + count) // (2 * count)
