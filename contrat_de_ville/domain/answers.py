"""What the year answered: the conseils, the note's orientations."""

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
