"""Actions that could be brought together, as groups for people to decide of.

Note 2017, « La question de la mutualisation »: « La mise en commun des moyens, des
publics, des énergies, et des savoir-faire est indispensable. » What is found here is
a proposal; a person accepts it or sets it aside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from contrat_de_ville.domain.duplicates import numero_key
from contrat_de_ville.domain.mutualisation_records import (
    Shareable,
    SharedGroup,
    SharedPair,
)


LARGEST_GROUP = 6
"""Above, a group is no longer something that porteurs can sit around one table."""


def group_pairs(
    actions: Sequence[Shareable],
    pairs: Sequence[SharedPair],
    *,
    largest: int = LARGEST_GROUP,
) -> tuple[SharedGroup, ...]:
    """Bring together what pairs link, the strongest link first, up to *largest*.

    A link that would make a group larger is left out: both of its sides stay as they
    are. Groups come by score, then by their first deposit.
    """
    by_numero = {one.numero: one for one in actions}
    gathered: dict[str, frozenset[str]] = {}
    for one in pairs:
        joined = frozenset(
            gathered.get(one.first, {one.first})
            | gathered.get(one.second, {one.second})
        )
        if len(joined) <= largest:
            gathered |= dict.fromkeys(joined, joined)
    inside: dict[frozenset[str], list[SharedPair]] = defaultdict(list)
    for one in pairs:
        members = gathered.get(one.first, frozenset())
        if one.second in members:
            inside[members].append(one)
    groups = [
        _group([by_numero[numero] for numero in sorted(numeros, key=numero_key)], links)
        for numeros, links in inside.items()
    ]
    return tuple(
        sorted(groups, key=lambda one: (-one.score, numero_key(one.numeros[0])))
    )


def _group(members: Sequence[Shareable], pairs: Sequence[SharedPair]) -> SharedGroup:
    declared = [one.publics for one in members if one.publics]
    return SharedGroup(
        code=group_code(members[0].numero),
        field=members[0].field,
        members=tuple(members),
        pairs=tuple(pairs),
        publics=tuple(sorted(frozenset.intersection(*declared))) if declared else (),
    )


def group_code(numero: str) -> str:
    """Name a group after its first deposit: no deposit is in two groups.

    >>> group_code("2017-0042")
    'G42'
    """
    return f"G{numero_key(numero)[0][-1]}"
