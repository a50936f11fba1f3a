"""Pairs of actions that could be brought together: same field, other communes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.duplicates import numero_key
from contrat_de_ville.domain.mutualisation_records import (
    DecidedGroup,
    Shareable,
    SharedPair,
)
from contrat_de_ville.domain.mutualisation_words import Bag, distinctive_words


LEAST_SCORE = 40
"""Under this score a pair is not proposed; the command may ask for another one."""
LEAST_TEXT_PCT = 8
"""Under this share of words in common, two texts have met by chance."""
_TEXT_POINTS, _PUBLICS_POINTS, _PLACES_POINTS = 60, 25, 15
# Two deposits of one action share about half of their words: no one copies it all.
_SAME_TEXT_PCT = 50
_MOST_WORDS = 8

Similarity = Callable[[Sequence[Sequence[str]], int], Iterator[tuple[int, int]]]
"""Yields the pairs of bags, by rank, whose words are alike to that percentage."""


class _Compared(NamedTuple):
    """An action with its words and the communes its quartiers stand on."""

    action: Shareable
    bag: Bag
    touched: frozenset[str]


def propose_pairs(
    actions: Sequence[Shareable],
    campaign: Campaign,
    similarity: Similarity,
    *,
    decided: Sequence[DecidedGroup] = (),
    least: int = LEAST_SCORE,
) -> tuple[SharedPair, ...]:
    """Return the pairs that could be brought together, the best one first.

    Two actions are compared when they answer the same orientation (or axe) in other
    communes, for publics that meet; a pair somebody decided of is not proposed again.
    The result does not depend on the order of *actions*.
    """
    known = {frozenset(pair) for one in decided for pair in _pairs_of(one.numeros)}
    found = [
        pair
        for block in _by_field(_compared(actions, campaign)).values()
        for one, other in _close(block, similarity)
        if frozenset((one.action.numero, other.action.numero)) not in known
        and (pair := _compare(one, other)).score >= least
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (-one.score, numero_key(one.first), numero_key(one.second)),
        )
    )


def _compared(actions: Sequence[Shareable], campaign: Campaign) -> Iterator[_Compared]:
    """Yield the actions in their order, with what is compared of each."""
    communes = {one.code: frozenset(one.communes) for one in campaign.quartiers}
    ordered = sorted(actions, key=lambda one: numero_key(one.numero))
    bags = distinctive_words([(one.field, one.text) for one in ordered])
    for one, bag in zip(ordered, bags, strict=True):
        near = (communes.get(code, frozenset()) for code in one.quartiers)
        yield _Compared(one, bag, frozenset().union(*near))


def _by_field(compared: Iterable[_Compared]) -> dict[str, list[_Compared]]:
    blocks: dict[str, list[_Compared]] = defaultdict(list)
    for one in compared:
        blocks[one.action.field].append(one)
    return blocks


def _close(
    block: Sequence[_Compared], similarity: Similarity
) -> Iterator[tuple[_Compared, _Compared]]:
    """Yield the pairs of one field that can be brought together."""
    words = [sorted(one.bag) for one in block]
    for first, second in similarity(words, LEAST_TEXT_PCT):
        if _can_share(block[first].action, block[second].action):
            yield block[first], block[second]


def _can_share(first: Shareable, second: Shareable) -> bool:
    """Tell whether two actions are elsewhere, for publics that may meet.

    Where communes are not said nothing tells that they are elsewhere. An action that
    declares no public may be for anybody.
    """
    is_elsewhere = bool(first.communes and second.communes) and (
        first.communes != second.communes
    )
    may_meet = not (first.publics and second.publics) or bool(
        first.publics & second.publics
    )
    return is_elsewhere and may_meet


def _compare(first: _Compared, second: _Compared) -> SharedPair:
    common = [word for key, word in first.bag.items() if key in second.bag]
    text_pct = 200 * len(common) // max(1, len(first.bag) + len(second.bag))
    one, other = first.action, second.action
    publics, all_publics = one.publics & other.publics, one.publics | other.publics
    near = first.touched & second.touched
    score = (
        _TEXT_POINTS * min(text_pct, _SAME_TEXT_PCT) // _SAME_TEXT_PCT
        + _PUBLICS_POINTS * len(publics) // max(1, len(all_publics))
        + (_PLACES_POINTS if near else 0)
    )
    return SharedPair(
        first=one.numero,
        second=other.numero,
        score=score,
        text_pct=text_pct,
        words=tuple(common[:_MOST_WORDS]),
        publics=tuple(sorted(publics)),
        near=tuple(sorted(near)),
        is_same_porteur=one.siret == other.siret,
    )


def _pairs_of(numeros: Sequence[str]) -> Iterator[tuple[str, str]]:
    for rank, first in enumerate(numeros):
        for second in numeros[rank + 1 :]:
            yield first, second
