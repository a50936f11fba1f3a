"""Which conseil citoyen hears which action, and what it may answer.

Loi 2014-173, art. 7: one conseil per quartier, associated with the programming.
Its avis is consultative: silence is recorded as silence, is never favourable and
never blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.campaign import Conseil


class AvisKind(StrEnum):
    """What a conseil may say; the last is what silence becomes at the deadline."""

    FAVORABLE = "FAVORABLE"
    FAVORABLE_AVEC_RESERVES = "FAVORABLE_AVEC_RESERVES"
    DEFAVORABLE = "DEFAVORABLE"
    SANS_AVIS = "SANS_AVIS"
    NON_RENDU = "NON_RENDU"


AVIS_LABELS = {
    AvisKind.FAVORABLE: "favorable",
    AvisKind.FAVORABLE_AVEC_RESERVES: "favorable avec réserves",
    AvisKind.DEFAVORABLE: "défavorable",
    AvisKind.SANS_AVIS: "sans avis",
    AvisKind.NON_RENDU: "non rendu",
}


@dataclass(frozen=True, kw_only=True)
class AvisGiven:
    """What one conseil said of one action, as it is handed in."""

    numero: str
    conseil: str
    avis: AvisKind
    text: str = ""
    members_present: int | None = None


def conseils_for(
    quartiers: Sequence[str], conseils: Sequence[Conseil]
) -> tuple[Conseil, ...]:
    """Return the constituted conseils of these quartiers, in the campaign's order."""
    return tuple(
        one for one in conseils if one.is_constituted and one.quartier in quartiers
    )


def is_supported(avis: Sequence[AvisKind]) -> bool:
    """Tell whether more conseils spoke for the action than against it."""
    favorable = {AvisKind.FAVORABLE, AvisKind.FAVORABLE_AVEC_RESERVES}
    speaking_for = sum(one in favorable for one in avis)
    return speaking_for > sum(one is AvisKind.DEFAVORABLE for one in avis)
