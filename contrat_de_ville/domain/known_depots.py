"""The deposits already registered, found again at once among tens of thousands.

Built once for a batch and told of each deposit as it is registered. What it answers
does not depend on the order in which it learnt: where several deposits would do, it
is the one of earliest number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush

from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.duplicates import numero_key


_NO_SIREN = "000000000"
_Key = tuple[str, str, str]
_Rank = tuple[tuple[tuple[int, ...], str], str]
# Which file the search is for, and the channel whose numbers tell deposits apart.
_Search = tuple[_Key, str, str]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An arriving deposit, as it identifies itself.

    Attributes:
        sha256, place: the file, and where the deposit stands in it.
        channel, reference: the channel and the number it gives the deposit.
        replaces: the number of the deposit that its workbook was sent back to mend.
        contents: hash of what was answered; empty when it does not matter.
        deposited_at: the instant the channel says, which decides when plausible.
    """

    sha256: str
    siret: str
    email: str
    title_key: str
    received_at: datetime
    place: str = ""
    channel: str = ""
    reference: str = ""
    replaces: str = ""
    contents: str = ""
    deposited_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class KnownDepot:
    """A deposit already registered, as it can be recognised.

    ``pieces`` are the file and the place of each of its versions, ``references`` the
    channel and the number there of each; ``contents`` and ``deposited_at`` are of its
    present version.
    """

    numero: str
    siret: str
    email: str
    title_key: str
    state: DepotState
    pieces: frozenset[tuple[str, str]]
    references: frozenset[tuple[str, str]] = frozenset()
    contents: str = ""
    deposited_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether its porteur was asked to mend it."""
        return self.state is DepotState.A_CORRIGER


def siren_of(siret: str) -> str:
    """Return who an establishment belongs to, or the text as it is; zeros: nobody.

    >>> siren_of("20004219000013"), siren_of("00000000000000")
    ('200042190', '')
    """
    siren = siret[:9] if re.fullmatch("[0-9]{14}", siret) else siret
    return "" if siren == _NO_SIREN else siren


@dataclass
class KnownDepots:
    """An index of deposits by file, by reference, by porteur and title."""

    depots: dict[str, KnownDepot] = field(default_factory=dict)
    _pieces: dict[tuple[str, str], _Rank] = field(default_factory=dict)
    _references: dict[tuple[str, str], _Rank] = field(default_factory=dict)
    _keyed: dict[_Key, dict[str, _Rank]] = field(default_factory=dict)
    _searches: dict[_Key, dict[_Search, list[_Rank]]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[KnownDepot]) -> KnownDepots:
        """Return the index of these deposits."""
        index = cls()
        for one in known:
            index.note(one)
        return index

    def note(self, one: KnownDepot) -> None:
        """Learn a deposit, new or changed."""
        rank = (numero_key(one.numero), one.numero)
        before = self.depots.get(one.numero)
        for key in _keys(before) if before else ():
            self._keyed[key].pop(one.numero, None)
        self.depots[one.numero] = one
        for piece in one.pieces:
            _keep_first(self._pieces, piece, rank)
        for reference in one.references:
            _keep_first(self._references, reference, rank)
        for key in _keys(one):
            self._keyed.setdefault(key, {})[one.numero] = rank
            for ranks in self._searches.get(key, {}).values():
                heappush(ranks, rank)

    def take(self, arrival: Arrival, numero: str) -> None:
        """Learn that *arrival* is now the present version of that deposit."""
        before = self.depots.get(numero)
        reference = (arrival.channel, arrival.reference)
        self.note(
            KnownDepot(
                numero=numero,
                siret=arrival.siret,
                email=arrival.email,
                title_key=arrival.title_key,
                state=DepotState.DEPOSE,
                pieces=(before.pieces if before else frozenset())
                | {(arrival.sha256, arrival.place)},
                references=(before.references if before else frozenset())
                | ({reference} if arrival.reference else set()),
                contents=arrival.contents,
                deposited_at=arrival.deposited_at,
            )
        )

    def holding(self, sha256: str, place: str) -> KnownDepot | None:
        """Return the deposit that has this very file, at this very place."""
        found = self._pieces.get((sha256, place))
        return self.depots[found[1]] if found else None

    def same_as(self, arrival: Arrival) -> KnownDepot | None:
        """Return the deposit this one replaces, or nothing.

        The number its channel gives comes first, then the porteur (SIREN) and the
        title. Only for a deposit waiting for its correction, where either may be what
        is mended: the number its workbook carries, then the address and the title.
        Two numbers of one channel are two deposits, and so are two rows of one file.
        """
        if arrival.reference:
            found = self._references.get((arrival.channel, arrival.reference))
            if found:
                return self.depots[found[1]]
        siren, title = siren_of(arrival.siret), arrival.title_key
        by_siren = self._first(_by_siren(siren, title), arrival) if siren else None
        return by_siren or self._sent_back(arrival) or self._by_address(arrival)

    def _by_address(self, arrival: Arrival) -> KnownDepot | None:
        if not arrival.email:
            return None
        return self._first(_by_address(arrival.email, arrival.title_key), arrival)

    def _sent_back(self, arrival: Arrival) -> KnownDepot | None:
        """Return the deposit waiting that a workbook says it was sent back to mend.

        Its porteur must have the same SIREN or the same address: a number that anyone
        may type replaces nobody's deposit.
        """
        one = self.depots.get(arrival.replaces)
        if one is None or not one.is_waiting:
            return None
        siren = siren_of(arrival.siret)
        is_same = bool(siren) and siren == siren_of(one.siret)
        return (
            one if is_same or (arrival.email and arrival.email == one.email) else None
        )

    def _first(self, key: _Key, arrival: Arrival) -> KnownDepot | None:
        """Return the first deposit of *key* that this arrival may replace.

        What the rows of one file may not replace, they will not later either: each
        search forgets it as it goes, so that a long list costs no more a row.
        """
        if key not in self._keyed:
            return None
        numbered_by = arrival.channel if arrival.reference else ""
        search = (key, arrival.sha256, numbered_by)
        ranks = self._searches.setdefault(key, {}).get(search)
        if ranks is None:
            ranks = self._searches[key][search] = list(self._keyed[key].values())
            heapify(ranks)
        while ranks:
            one = self.depots[ranks[0][1]]
            if one.numero in self._keyed[key] and not _is_other(one, arrival):
                return one
            heappop(ranks)
        return None


def _is_other(one: KnownDepot, arrival: Arrival) -> bool:
    """Tell whether *one* has another row of the same file, or another number."""
    if any(sha256 == arrival.sha256 for sha256, _ in one.pieces):
        return True
    return bool(arrival.reference) and any(
        channel == arrival.channel for channel, _ in one.references
    )


def _keys(one: KnownDepot) -> list[_Key]:
    if not one.title_key:
        return []
    siren = siren_of(one.siret)
    keys = [_by_siren(siren, one.title_key)] if siren else []
    if one.email and one.is_waiting:
        keys.append(_by_address(one.email, one.title_key))
    return keys


def _by_siren(siren: str, title_key: str) -> _Key:
    return "siren", siren, title_key


def _by_address(email: str, title_key: str) -> _Key:
    return "email", email, title_key


def _keep_first(
    ranks: dict[tuple[str, str], _Rank], key: tuple[str, str], rank: _Rank
) -> None:
    if ranks.setdefault(key, rank) > rank:
        ranks[key] = rank
