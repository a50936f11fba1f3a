"""What a campaign chose for its programming, read for use and checked beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.problem import Funding, Objective
from contrat_de_ville.domain.balance import PUBLICS
from contrat_de_ville.domain.campaign import Campaign


BASE = "programmation.base_du_taux"
CEILINGS = "programmation.taux_plafond_pct"
MINIMUM = "programmation.montant_minimum_utile"
WEIGHTS = "programmation.poids"
FUNDING = "programmation.financement"
OBJECTIVE = "programmation.objectif"
FLOORS = "programmation.planchers_axes_pct"
CAPS = "programmation.plafonds_axes_pct"
QUARTIERS = "programmation.actions_par_quartier"
PUBLIC_COUNTS = "programmation.actions_par_public"
CONTINUITY = "programmation.continuite_pct"
PORTEUR_CAP = "programmation.plafond_par_porteur"

OPTIONAL_KINDS: dict[str, type] = {
    FUNDING: str,
    OBJECTIVE: str,
    FLOORS: dict,
    CAPS: dict,
    QUARTIERS: int,
    PUBLIC_COUNTS: dict,
    CONTINUITY: int,
    PORTEUR_CAP: int,
}
"""What a campaign may leave out: then nothing is asked of the programming for it."""

_WITHOUT_KIND = "hors_contributions_volontaires"
_WITH_KIND = "avec_contributions_volontaires"
BASES = {
    _WITHOUT_KIND: "du budget hors contributions volontaires",
    _WITH_KIND: "du budget, contributions volontaires comprises",
}
"""What a rate may be of, and how it is said after « 50 % »."""

_WORDS: dict[str, tuple[str, ...]] = {
    BASE: tuple(BASES),
    FUNDING: tuple(Funding),
    OBJECTIVE: tuple(Objective),
}
_AXES = range(1, 8)
_HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a campaign asks of its programming. Ceilings in percent, by funder."""

    ceilings_pct: Mapping[str, int]
    base: str
    weights: Mapping[str, int]
    funding: Funding
    objective: Objective
    constraints: tuple[Constraint, ...]

    @property
    def is_kind_counted(self) -> bool:
        """Whether rates are also of contributions in kind."""
        return self.base == _WITH_KIND


def is_kind_counted(campaign: Campaign) -> bool:
    """Tell whether rates are also of contributions in kind; unsaid, they are not."""
    chosen = campaign.choices.get(BASE)
    return chosen is not None and chosen.value == _WITH_KIND


def terms_of(campaign: Campaign) -> Terms:
    """Read the choices of a campaign; those it leaves out ask nothing."""
    chosen = {code: one.value for code, one in campaign.choices.items()}
    return Terms(
        ceilings_pct=chosen[CEILINGS],
        base=chosen[BASE],
        weights=chosen[WEIGHTS],
        funding=Funding(chosen.get(FUNDING, Funding.PARTIEL)),
        objective=Objective(chosen.get(OBJECTIVE, Objective.EUROS)),
        constraints=tuple(_constraints(campaign, chosen)),
    )


def _constraints(campaign: Campaign, chosen: Mapping[str, Any]) -> Iterator[Constraint]:
    if chosen[MINIMUM]:
        yield MinimumUtile(line_centimes=chosen[MINIMUM] * 100)
    for axe, pct in chosen.get(FLOORS, {}).items():
        yield PlancherAxe(axe=int(axe), pct=pct)
    for axe, pct in chosen.get(CAPS, {}).items():
        yield PlafondAxe(axe=int(axe), pct=pct)
    if chosen.get(QUARTIERS):
        for one in campaign.quartiers:
            yield CouvertureQuartier(
                code=one.code, nom=one.name, count=chosen[QUARTIERS]
            )
    for code, count in chosen.get(PUBLIC_COUNTS, {}).items():
        yield CouverturePublic(code=code, nom=PUBLICS[code], count=count)
    if chosen.get(CONTINUITY):
        yield Continuite(pct=chosen[CONTINUITY])
    if chosen.get(PORTEUR_CAP):
        yield PlafondPorteur(centimes=chosen[PORTEUR_CAP] * 100)


def programming_problems(campaign: Campaign) -> Iterator[str]:
    """Yield one French sentence per choice that no programming can be made of.

    Every value is of its kind already.
    """
    chosen = {code: one.value for code, one in campaign.choices.items()}
    for code, words in _WORDS.items():
        if code in chosen and chosen[code] not in words:
            yield (
                f"Choix « {code} » : « {chosen[code]} » n'est pas une réponse "
                f"(réponses : {', '.join(words)})."
            )
    for code in (FLOORS, CAPS):
        yield from _of_axes(code, chosen.get(code, {}))
    for public in sorted(chosen.get(PUBLIC_COUNTS, {}).keys() - PUBLICS.keys()):
        yield (
            f"Choix « {PUBLIC_COUNTS} » : « {public} » n'est pas un public de la note "
            f"(publics : {', '.join(PUBLICS)})."
        )
    yield from _of_sizes(chosen)


def _of_axes(code: str, by_axe: Mapping[Any, int]) -> Iterator[str]:
    known = {str(axe) for axe in _AXES}
    for axe in by_axe:
        if str(axe) not in known:
            yield f"Choix « {code} » : il n'y a pas d'axe {axe} (axes 1 à 7)."
    if code == FLOORS and sum(by_axe.values()) > _HUNDRED:
        yield (
            f"Choix « {code} » : les planchers font {sum(by_axe.values())} % de la "
            "programmation."
        )


def _of_sizes(chosen: Mapping[str, Any]) -> Iterator[str]:
    """Look for what is under nothing, and for parts above the whole."""
    for code in (*OPTIONAL_KINDS, CEILINGS, MINIMUM):
        value = chosen.get(code, 0)
        numbers = value.values() if isinstance(value, dict) else (value,)
        for one in numbers:
            if isinstance(one, int) and one < 0:
                yield f"Choix « {code} » : {one} est en dessous de zéro."
            if code.endswith("_pct") and one > _HUNDRED:
                yield f"Choix « {code} » : {one} % dépasse le tout."
