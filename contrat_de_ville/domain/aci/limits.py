"""What comes after the note's formula: smoothing, rounding, ceilings.

Each limit that changes the amount leaves a step; one that changes nothing is silent.
"""

from __future__ import annotations

from collections.abc import Callable

from contrat_de_ville.domain.aci.choices import ROUNDING_CENTIMES, Arrondi, LissageN1
from contrat_de_ville.domain.aci.errors import MissingFactError
from contrat_de_ville.domain.aci.records import ChantierRequest, Step
from contrat_de_ville.domain.aci.terms import AciTerms, ChoixAci
from contrat_de_ville.domain.money import format_euros


NO_BUDGET = (
    "la campagne plafonne l'aide au besoin de financement, et le dépôt n'a pas de "
    "budget lisible. Demandez-le au porteur."
)
_UNITS = {
    Arrondi.EURO: "à l'euro inférieur",
    Arrondi.DIZAINE: "à la dizaine d'euros inférieure",
    Arrondi.CENTIME: "au centime inférieur",
}


def limit_steps(
    request: ChantierRequest, computed: int, terms: AciTerms, *, is_reduced: bool
) -> list[Step]:
    """Return the steps after the formula, in the order they are applied.

    Smoothing, then rounding of what was reduced or smoothed, then the ceilings: a
    ceiling to the centime stays to the centime.

    Raises:
        MissingFactError: the financing gap is a ceiling and is not known.
    """
    steps: list[Step] = []
    amount = computed
    if (smoothed := _smoothed(request, amount, terms.choices)) is not None:
        steps.append(smoothed)
        amount = smoothed.amount_centimes
    if is_reduced or steps:
        steps += rounding_steps(amount, terms.choices.arrondi)
        amount = steps[-1].amount_centimes if steps else amount
    for limit in (_by_request, _by_gap):
        if (capped := limit(request, amount, terms.choices)) is not None:
            steps.append(capped)
            amount = capped.amount_centimes
    return steps


def rounding_steps(amount: int, arrondi: Arrondi) -> list[Step]:
    """Round a reduced amount down to the campaign's unit, if there is anything to."""
    unit = ROUNDING_CENTIMES[arrondi]
    rounded = amount // unit * unit
    if rounded == amount:
        return []
    said = f"arrondi {_UNITS[arrondi]} : {format_euros(rounded)}"
    return [Step(code="arrondi", sentence=said, amount_centimes=rounded)]


def _smoothed(request: ChantierRequest, amount: int, choices: ChoixAci) -> Step | None:
    """Soften the change; what was not aided the year before has nothing to soften."""
    previous = request.previous_centimes
    if not previous:
        return None
    smooth = _SMOOTHING[choices.lissage_n1]
    smoothed, said = smooth(amount, previous, choices.lissage_pct)
    if smoothed == amount:
        return None
    sentence = f"{said} : {format_euros(smoothed)}"
    return Step(code="lissage", sentence=sentence, amount_centimes=smoothed)


def _no_smoothing(amount: int, previous: int, pct: int) -> tuple[int, str]:
    del previous, pct
    return amount, ""


def _limit_fall(amount: int, previous: int, pct: int) -> tuple[int, str]:
    """Keep at least the year before less *pct* %, up to the next centime."""
    least = -(-previous * (100 - pct) // 100)
    said = f"baisse limitée à {pct} % des {format_euros(previous)} de l'an passé"
    return max(amount, least), said


def _limit_rise(amount: int, previous: int, pct: int) -> tuple[int, str]:
    """Give at most the year before and *pct* %, down to the centime."""
    said = f"hausse limitée à {pct} % des {format_euros(previous)} de l'an passé"
    return min(amount, previous * (100 + pct) // 100), said


def _half_way(amount: int, previous: int, pct: int) -> tuple[int, str]:
    """Go half of the way from the year before, down to the centime."""
    del pct
    said = f"moitié de l'écart avec les {format_euros(previous)} de l'an passé"
    return (amount + previous) // 2, said


_SMOOTHING: dict[LissageN1, Callable[[int, int, int], tuple[int, str]]] = {
    LissageN1.AUCUN: _no_smoothing,
    LissageN1.PLAFOND_BAISSE_PCT: _limit_fall,
    LissageN1.PLAFOND_HAUSSE_PCT: _limit_rise,
    LissageN1.MOITIE_ECART: _half_way,
}


def _by_request(
    request: ChantierRequest, amount: int, choices: ChoixAci
) -> Step | None:
    asked = request.asked_centimes
    if not choices.plafond_demande or amount <= asked:
        return None
    said = f"ramené à la demande : {format_euros(asked)}"
    return Step(code="demande", sentence=said, amount_centimes=asked)


def _by_gap(request: ChantierRequest, amount: int, choices: ChoixAci) -> Step | None:
    """Cap by charges less the other produits; a budget in surplus needs nothing."""
    if not choices.plafond_besoin:
        return None
    if request.besoin_centimes is None:
        raise MissingFactError(request.numero, NO_BUDGET)
    gap = max(0, request.besoin_centimes)
    if amount <= gap:
        return None
    said = f"ramené au besoin de financement : {format_euros(gap)}"
    return Step(code="besoin", sentence=said, amount_centimes=gap)
