"""What a proposal starts from: the admissible actions, what they ask, their order.

Criteria inform and their weights are the campaign's; what a criterion is worth is
written beside the action. Amounts are then found by ``domain.assembly``, and people
decide: a proposal is never a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contrat_de_ville.domain.criteria_innovation import InnovationCeiling


RULE = "proposition-2017@2"
ACI_REASON = "Aide ACI de la note"
BASE_POINTS = 1
"""What every admissible action is worth besides its criteria, when amounts are found.

An action that meets no criterion is still admissible: money that nothing worthier can
have is for it rather than for nobody. The order of the actions is left as it is.
"""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of one funder, in centimes; ``part`` is the « dont » it is in."""

    funder: str
    centimes: int
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class Aid:
    """What the note's rule gives a chantier, in centimes, and its formula.

    ``centimes`` is nothing as long as the committee has not set the utilité sociale.
    """

    centimes: int | None = None
    formula: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An admissible action.

    Attributes:
        key: what its content gives; its number depends on when it came.
        porteur: SIREN.
        cash_centimes: charges without contributions in kind.
        whole_centimes: charges with them.
        criteria: the criteria the campaign weighs, and whether each is met.
        aid: of a chantier, in place of what it asks of ``aid_funder``.
        innovation: the State's derogatory ceiling, where it is open.
        is_valued: an engagement of a landlord (TFPB): valued, and never granted.
    """

    key: str
    numero: str
    title: str = ""
    porteur: str = ""
    axe: int = 0
    orientation: str = ""
    quartiers: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    is_renewal: bool = False
    cash_centimes: int = 0
    whole_centimes: int = 0
    requests: tuple[Request, ...] = ()
    criteria: Mapping[str, bool]
    aid: Aid | None = None
    aid_funder: str = ""
    innovation: InnovationCeiling | None = None
    is_valued: bool = False


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """An action's place: its points and the criteria that gave them."""

    numero: str
    rank: int
    points: int
    criteria: Mapping[str, int]


def rank_candidates(
    candidates: Sequence[Candidate], weights: Mapping[str, int]
) -> tuple[Ranked, ...]:
    """Order the actions by points, the highest first, ties by number of deposit."""
    scored = []
    for one in candidates:
        points = {
            name: weights.get(name, 0) if met else 0
            for name, met in sorted(one.criteria.items())
        }
        scored.append((-sum(points.values()), one.numero, points))
    return tuple(
        Ranked(numero=numero, rank=rank, points=-negative, criteria=points)
        for rank, (negative, numero, points) in enumerate(
            sorted(scored, key=lambda entry: entry[:2]), start=1
        )
    )
