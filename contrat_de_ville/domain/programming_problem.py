"""From admissible actions to the question an optimiser answers.

An ordinary request may be granted up to the rate its funder accepts, on the base the
campaign states; where innovation was found by someone, the State may go further (a
ceiling, never an entitlement). The aid of a chantier is what the note's rule gave:
that amount, imposed, in place of what the chantier asks for. Aids that together are
above what there is are not sorted by points here, since the rule is the same for all:
the conflict is named, and people choose between an overrun and another computation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contrat_de_ville.domain.assembly.constraints import Constraint
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.criteria_innovation import InnovationCeiling
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming import (
    ACI_REASON,
    BASE_POINTS,
    Aid,
    Candidate,
    Ranked,
    Request,
)
from contrat_de_ville.domain.programming_choices import BASES, Terms


_VALUED = (
    "engagement du bailleur en regard de son abattement de taxe foncière (TFPB) : "
    "valorisé, jamais accordé en subvention"
)
_AID = ACI_REASON[0].lower() + ACI_REASON[1:]


def build_problem(
    candidates: Sequence[Candidate],
    ranking: Sequence[Ranked],
    terms: Terms,
    *,
    envelopes: Sequence[Constraint] = (),
    quartiers: Mapping[str, str] | None = None,
) -> Problem:
    """Return the question: every candidate, and all that a programming must hold.

    Args:
        candidates: the admissible actions, in any order.
        ranking: their points.
        terms: what the campaign asks.
        envelopes: what each funder brings, and what is set within it.
        quartiers: names by code.
    """
    points = {one.numero: one.points for one in ranking}
    return Problem(
        dossiers=tuple(_dossier(one, points[one.numero], terms) for one in candidates),
        constraints=(*envelopes, *terms.constraints),
        objective=terms.objective,
        funding=terms.funding,
        base_points=BASE_POINTS,
        quartiers=quartiers or {},
    )


def _dossier(one: Candidate, points: int, terms: Terms) -> Dossier:
    return Dossier(
        key=one.key,
        numero=one.numero,
        title=one.title,
        porteur=one.porteur,
        axe=one.axe,
        points=points,
        lines=tuple(_line(one, asked, terms) for asked in one.requests),
        orientation=one.orientation,
        quartiers=one.quartiers,
        publics=one.publics,
        # What is never granted cannot be continued.
        is_renewal=one.is_renewal and not one.is_valued,
    )


def _line(one: Candidate, asked: Request, terms: Terms) -> AskedLine:
    if one.is_valued:
        return AskedLine(
            funder=asked.funder,
            part=asked.part,
            asked_centimes=asked.centimes,
            most_centimes=0,
            cap_reason=_VALUED,
        )
    if one.aid is not None and asked.funder == one.aid_funder:
        return _aid_line(one.aid, asked)
    ordinary, reason = _ordinary(one, asked.funder, terms)
    most = ordinary
    if asked.centimes > ordinary and one.innovation is not None:
        most, reason = _derogatory(one.innovation, asked.funder, ordinary, reason)
    return AskedLine(
        funder=asked.funder,
        part=asked.part,
        asked_centimes=asked.centimes,
        most_centimes=min(asked.centimes, most),
        cap_reason=reason if asked.centimes > ordinary else "",
    )


def _ordinary(one: Candidate, funder: str, terms: Terms) -> tuple[int, str]:
    """Return what the rate a funder accepts comes to, and its sentence."""
    pct = terms.ceilings_pct.get(funder, 100)
    base = one.whole_centimes if terms.is_kind_counted else one.cash_centimes
    ceiling = base * pct // 100
    return ceiling, (
        f"plafond de {pct} % {BASES[terms.base]}, soit {format_euros(ceiling)} sur "
        f"{format_euros(base)}"
    )


def _derogatory(
    found: InnovationCeiling, funder: str, ordinary: int, reason: str
) -> tuple[int, str]:
    """Return the wider ceiling that innovation opens, where it does."""
    if funder != found.funder or found.ceiling_centimes <= ordinary:
        return ordinary, reason
    return found.ceiling_centimes, (
        f"plafond dérogatoire de {found.rate_pct} % ouvert par l'innovation, soit "
        f"{format_euros(found.ceiling_centimes)} (un plafond, jamais un droit)"
    )


def _aid_line(aid: Aid, asked: Request) -> AskedLine:
    """Return that exact amount, imposed, or nothing and why."""
    amount = min(aid.centimes or 0, asked.centimes)
    return AskedLine(
        funder=asked.funder,
        part=asked.part,
        asked_centimes=asked.centimes,
        least_centimes=amount,
        most_centimes=amount,
        cap_reason=_said(aid, asked),
        is_imposed=amount > 0,
    )


def _said(aid: Aid, asked: Request) -> str:
    if aid.centimes is None:
        return "utilité sociale non fixée par le comité : aucune aide calculée"
    if not aid.centimes:
        return f"pas d'aide ACI selon la note ({aid.formula})"
    said = f"{_AID} ({aid.formula})"
    return f"{said}, ramenée à la demande" if aid.centimes > asked.centimes else said
