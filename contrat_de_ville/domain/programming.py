"""The proposal brought to the committees: an order, then amounts within envelopes.

Criteria inform and their weights are the campaign's; what a criterion is worth is
written beside the action. Each funder's envelope is used in the order of points,
ties by number of deposit; every line says why it got what it got. People decide:
a proposal is never a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contrat_de_ville.domain.money import format_euros


RULE = "proposition-2017@1"
ACI_REASON = "Aide ACI de la note"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An admissible action. ``granted_aci`` replaces what a chantier asks of CAPH.

    ``waits_for_committee`` marks a chantier whose utilité sociale nobody set: it is
    proposed nothing on the agglomération's credits, and its line says why.
    """

    numero: str
    cash_centimes: int
    asked: Mapping[str, int]
    criteria: Mapping[str, bool]
    aci_funder: str = ""
    granted_aci: int | None = None
    waits_for_committee: bool = False


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The campaign's terms. Ceilings in percent of the cash budget, by funder."""

    envelopes: Mapping[str, int]
    ceilings_pct: Mapping[str, int]
    minimum_centimes: int
    weights: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ProposedLine:
    """One funder's proposed part, and the sentence that explains it."""

    numero: str
    funder: str
    amount_centimes: int
    reason: str


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


def propose(
    candidates: Sequence[Candidate], ranking: Sequence[Ranked], terms: Terms
) -> tuple[ProposedLine, ...]:
    """Give each line an amount: chantiers by the note's rule, then by rank.

    A funder that is asked nothing has no line, and none gives more than it is asked.
    The result does not depend on the order of *candidates*.
    """
    left = dict(terms.envelopes)
    by_numero = {one.numero: one for one in candidates}
    chantiers = [
        one
        for one in candidates
        if one.granted_aci is not None and one.aci_funder in one.asked
    ]
    lines = [
        _propose_chantier(one, left)
        for one in sorted(chantiers, key=lambda one: one.numero)
    ]
    for place in ranking:
        one = by_numero[place.numero]
        lines += [
            _propose_line(one, funder, place, terms, left)
            for funder in sorted(one.asked)
            if one.granted_aci is None or funder != one.aci_funder
        ]
    return tuple(lines)


def _propose_chantier(one: Candidate, left: dict[str, int]) -> ProposedLine:
    computed, asked = one.granted_aci or 0, one.asked[one.aci_funder]
    wanted = min(computed, asked)
    amount = _take(left, one.aci_funder, wanted)
    if one.waits_for_committee:
        reason = "Utilité sociale non fixée par le comité : aucune aide calculée"
    elif amount < wanted:
        reason = f"Enveloppe insuffisante pour l'aide ACI de {format_euros(wanted)}"
    elif asked < computed:
        reason = f"{ACI_REASON}, ramenée à la demande"
    else:
        reason = ACI_REASON if computed else "Pas d'aide ACI selon la note"
    return ProposedLine(
        numero=one.numero, funder=one.aci_funder, amount_centimes=amount, reason=reason
    )


def _propose_line(
    one: Candidate, funder: str, place: Ranked, terms: Terms, left: dict[str, int]
) -> ProposedLine:
    asked = one.asked[funder]
    ceiling_pct = terms.ceilings_pct.get(funder, 100)
    ceiling = one.cash_centimes * ceiling_pct // 100
    wanted = min(asked, ceiling)
    remaining = left.get(funder, asked)
    possible = min(wanted, remaining)
    if wanted < terms.minimum_centimes:
        floor = format_euros(terms.minimum_centimes)
        reason = f"Rang {place.rank} : sous le montant minimum utile ({floor})"
        possible = 0
    elif possible < min(max(terms.minimum_centimes, 1), wanted):
        reason = (
            f"Rang {place.rank} : enveloppe épuisée "
            f"(il restait {format_euros(remaining)})"
        )
        possible = 0
    elif possible < wanted:
        reason = f"Rang {place.rank} : dernier retenu, solde de l'enveloppe"
    elif wanted < asked:
        reason = f"Ramené à {ceiling_pct} % du budget hors contributions volontaires"
    else:
        reason = f"Rang {place.rank} : demande retenue en entier"
    _take(left, funder, possible)
    return ProposedLine(
        numero=one.numero, funder=funder, amount_centimes=possible, reason=reason
    )


def _take(left: dict[str, int], funder: str, wanted: int) -> int:
    """Take from the envelope what it still holds; no envelope holds everything."""
    if funder not in left:
        return wanted
    taken = min(wanted, left[funder])
    left[funder] -= taken
    return taken
