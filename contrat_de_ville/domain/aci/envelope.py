"""What is done when the chantiers' grants exceed what the agglomération brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contrat_de_ville.domain.aci.choices import (
    ROUNDING_CENTIMES,
    CritereOrdre,
    DepassementEnveloppe,
)
from contrat_de_ville.domain.aci.records import GrantAci, Step
from contrat_de_ville.domain.aci.sentences import ORDER_WORDS
from contrat_de_ville.domain.aci.terms import AciTerms
from contrat_de_ville.domain.money import format_euros, share_out


_WORDS = {
    DepassementEnveloppe.PRORATA: "réduit au prorata de l'enveloppe",
    DepassementEnveloppe.UTILITE_DABORD: (
        "réduit à l'enveloppe, sur l'utilité sociale d'abord"
    ),
    DepassementEnveloppe.ORDRE: "réduit à ce qu'il restait de l'enveloppe",
}


def fit_envelope(
    grants: Mapping[str, int], credit_centimes: int, *, unit_centimes: int = 1
) -> dict[str, int]:
    """Bring the grants within *credit_centimes*, in proportion when they exceed it.

    Reduced grants are whole multiples of *unit_centimes*, and rounding never lifts one
    above what was computed; the sum is the credit, less a few units at most.

    >>> fit_envelope({"a": 300, "b": 100}, 200)
    {'a': 150, 'b': 50}
    """
    if sum(grants.values()) <= credit_centimes:
        return dict(grants)
    shares = share_out(credit_centimes // unit_centimes, grants)
    return {
        numero: min(share, grants[numero] // unit_centimes) * unit_centimes
        for numero, share in shares.items()
    }


def cut_utility_first(
    grants: Mapping[str, int],
    floors: Mapping[str, int],
    credit_centimes: int,
    *,
    unit_centimes: int = 1,
) -> dict[str, int]:
    """Reduce first what each grant has above its floor, then all in proportion.

    A floor is what the note gives at least: headcount and lowest utilité sociale.

    >>> cut_utility_first({"a": 900, "b": 600}, {"a": 500, "b": 600}, 1_300)
    {'a': 700, 'b': 600}
    >>> cut_utility_first({"a": 900, "b": 600}, {"a": 600, "b": 600}, 600)
    {'a': 300, 'b': 300}
    """
    if sum(grants.values()) <= credit_centimes:
        return dict(grants)
    kept = {
        numero: min(amount, floors[numero] // unit_centimes * unit_centimes)
        for numero, amount in grants.items()
    }
    above = {numero: amount - kept[numero] for numero, amount in grants.items()}
    left = credit_centimes - sum(kept.values())
    if left < 0:
        return fit_envelope(kept, credit_centimes, unit_centimes=unit_centimes)
    added = fit_envelope(above, left, unit_centimes=unit_centimes)
    return {numero: kept[numero] + added[numero] for numero in grants}


def serve_in_order(
    grants: Mapping[str, int],
    order: Iterable[str],
    credit_centimes: int,
    *,
    unit_centimes: int = 1,
) -> dict[str, int]:
    """Serve the chantiers whole, in order; the last one served takes what is left.

    >>> serve_in_order({"a": 300, "b": 200, "c": 100}, ["b", "a", "c"], 400)
    {'a': 200, 'b': 200, 'c': 0}
    """
    served = dict.fromkeys(grants, 0)
    left = credit_centimes
    for numero in order:
        if grants[numero] > left:
            served[numero] = left // unit_centimes * unit_centimes
            break
        served[numero] = grants[numero]
        left -= grants[numero]
    return served


def within_envelope(
    grants: Sequence[GrantAci],
    credit_centimes: int | None,
    terms: AciTerms,
    *,
    within: str = "",
) -> tuple[GrantAci, ...]:
    """Bring the grants within the envelope as the campaign chose, each explained.

    Args:
        grants: what the rule gives, in any order; the result keeps it.
        credit_centimes: what is left of the envelope; nothing where none is set.
        terms: the choices of the campaign.
        within: what of the envelope they share, where it is not the whole.
    """
    computed = {one.numero: one.amount_centimes for one in grants}
    whole = sum(computed.values())
    if credit_centimes is None or whole <= credit_centimes:
        return tuple(grants)
    fitted = _fitted(grants, computed, max(0, credit_centimes), terms)
    words, order = _words(terms)
    why = (
        f"{order}{within}{', ' if within else ''}"
        f"{format_euros(max(0, credit_centimes))} disponibles pour "
        f"{format_euros(whole)} calculés"
    )
    return tuple(_reduced(one, fitted[one.numero], words, why) for one in grants)


def in_order(
    grants: Iterable[GrantAci], criteria: Iterable[CritereOrdre]
) -> tuple[str, ...]:
    """Return the numbers in the declared order, ties by number of deposit."""
    wanted = tuple(criteria)

    def key(one: GrantAci) -> tuple[int, ...]:
        ranks = {
            CritereOrdre.DEJA_AIDES: -int(bool(one.inputs["aide_precedente_centimes"])),
            CritereOrdre.UTILITE: -int(one.inputs["utilite_centimes"] or 0),
            CritereOrdre.EFFECTIF: -int(one.inputs["effectif_centiemes"] or 0),
        }
        return tuple(ranks[name] for name in wanted if name in ranks)

    return tuple(
        one.numero for one in sorted(grants, key=lambda one: (key(one), one.numero))
    )


def _fitted(
    grants: Sequence[GrantAci], computed: dict[str, int], credit: int, terms: AciTerms
) -> dict[str, int]:
    choices = terms.choices
    unit = ROUNDING_CENTIMES[choices.arrondi]
    if choices.depassement_enveloppe is DepassementEnveloppe.UTILITE_DABORD:
        floors = {one.numero: one.lowest_centimes for one in grants}
        return cut_utility_first(computed, floors, credit, unit_centimes=unit)
    if choices.depassement_enveloppe is DepassementEnveloppe.ORDRE:
        order = in_order(grants, choices.ordre)
        return serve_in_order(computed, order, credit, unit_centimes=unit)
    return fit_envelope(computed, credit, unit_centimes=unit)


def _words(terms: AciTerms) -> tuple[str, str]:
    """Return how the grants are reduced, and in which order where there is one."""
    choices = terms.choices
    words = _WORDS[choices.depassement_enveloppe]
    if choices.depassement_enveloppe is not DepassementEnveloppe.ORDRE:
        return words, ""
    listed = ", ".join(ORDER_WORDS[one] for one in choices.ordre)
    return words, f"ordre : {listed} ; "


def _reduced(grant: GrantAci, amount: int, words: str, why: str) -> GrantAci:
    if amount == grant.amount_centimes:
        return grant
    step = Step(
        code="enveloppe",
        sentence=f"{words} ({why}) : {format_euros(amount)}",
        amount_centimes=amount,
    )
    return replace(
        grant,
        amount_centimes=amount,
        formula=f"{grant.formula}, {words} : {format_euros(amount)}",
        steps=(*grant.steps, step),
    )
