"""Which gap of a budget is judged, and which is left to the finding that explains it.

A wrong line is seen by several rules: it breaks its account, the totals, the request.
The gap it makes is left to the one that says where it is; when several lines are
wrong at once, to all those that would close it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from contrat_de_ville.domain.deposit_details import AccountGap, account_gaps
from contrat_de_ville.domain.deposit_totals import IN_KIND, Totals
from contrat_de_ville.domain.depots import Action, BudgetLine, Side


# Beyond, every subset of the corrections would take too long to try.
_MOST_TRIED, _MOST_AT_ONCE = 16, 4
_BOTH_IN_KIND, _REQUESTS = "86, 87", "74"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """By how many centimes a gap moves once what a finding says is mended.

    ``of`` is the line, the account, the code of the funder, or both accounts 86 and
    87 together.
    """

    of: BudgetLine | AccountGap | str
    moves: int

    @property
    def account(self) -> str:
        """The account it mends: that of the requests for a funder, none for both."""
        if isinstance(self.of, str):
            return "" if self.of == _BOTH_IN_KIND else _REQUESTS
        return self.of.account

    @property
    def is_in_kind(self) -> bool:
        """Whether it mends a contribution in kind."""
        return self.account[:2] in IN_KIND

    @property
    def is_public(self) -> bool:
        """Whether it mends a public subsidy."""
        return self.account.startswith(_REQUESTS)

    @property
    def charges(self) -> int:
        """By how much it moves the charges."""
        is_charge = not isinstance(self.of, str) and self.of.side is Side.CHARGE
        return self.moves if is_charge else 0

    @property
    def produits(self) -> int:
        """By how much it moves the produits."""
        is_produit = isinstance(self.of, str) or self.of.side is Side.PRODUIT
        return -self.moves if is_produit and self.of != _BOTH_IN_KIND else 0


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Whether the balance and the contributions in kind are judged.

    ``gaps`` are the accounts that are not the sum of their details; ``explaining`` is
    what findings say that closes the gaps left to them.
    """

    balance: bool
    in_kind: bool
    gaps: tuple[AccountGap, ...] = ()
    explaining: tuple[Correction, ...] = ()

    def explains(self, of: AccountGap | str) -> bool:
        """Tell whether mending that account, or that request, closes a gap."""
        return any(one.of == of for one in self.explaining)


def judge(action: Action, sums: Totals) -> Judgement:
    """Tell which gaps of a budget no other finding explains.

    None is judged while one side is empty, or has a line that could not be read.
    """
    gaps = account_gaps(action, sums.unread)
    if not sums.charges or not sums.produits:
        return Judgement(balance=False, in_kind=False, gaps=gaps)
    lines = tuple(_of_lines(action, gaps))
    inside: tuple[Correction, ...] = ()
    if sums.is_whole_in_kind:
        inside = explanation(sums.in_kind_gap, [one for one in lines if one.is_in_kind])
    in_kind = sums.is_whole_in_kind and not inside
    over: tuple[Correction, ...] = ()
    if sums.is_whole:
        both = Correction(of=_BOTH_IN_KIND, moves=-sums.in_kind_gap)
        said = (both,) if in_kind and sums.in_kind_gap else ()
        over = explanation(sums.gap, (*said, *lines, *_of_requests(action, sums)))
    return Judgement(
        balance=sums.is_whole and not over,
        in_kind=in_kind,
        gaps=gaps,
        explaining=tuple(dict.fromkeys((*inside, *over))),
    )


def mended(sums: Totals, judged: Judgement) -> Totals:
    """Return the sums as they will be once what explains their gap is mended."""
    in_kind = [one for one in judged.explaining if one.is_in_kind]
    return replace(
        sums,
        charges=sums.charges + sum(one.charges for one in judged.explaining),
        produits=sums.produits + sum(one.produits for one in judged.explaining),
        used=sums.used + sum(one.charges for one in in_kind),
        received=sums.received + sum(one.produits for one in in_kind),
    )


def explanation(gap: int, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Return the fewest corrections that close *gap* together, if any do.

    >>> two = [Correction(of="ETAT", moves=-500), Correction(of="CAF", moves=-70)]
    >>> [one.of for one in explanation(570, two)], explanation(571, two)
    (['ETAT', 'CAF'], ())
    """
    if not gap:
        return ()
    count = len(corrections)
    most = _MOST_AT_ONCE if count <= _MOST_TRIED else 1
    for size in sorted({*range(1, min(most, count) + 1), count}):
        tried: Iterator[tuple[Correction, ...]] = combinations(corrections, size)
        for some in tried:
            if sum(one.moves for one in some) == -gap:
                return some
    return ()


def _of_lines(action: Action, gaps: Sequence[AccountGap]) -> Iterator[Correction]:
    for line in action.accounts():
        if line.amount_centimes < 0:
            moves = _signed(line.side, -2 * line.amount_centimes)
            yield Correction(of=line, moves=moves)
    for one in gaps:
        moves = _signed(one.side, one.details_centimes - one.account_centimes)
        yield Correction(of=one, moves=moves)


def _of_requests(action: Action, sums: Totals) -> Iterator[Correction]:
    for code, declared in action.demandes:
        line = sums.requests.get(code, 0)
        if declared != line:
            yield Correction(of=code, moves=line - declared)


def _signed(side: Side, amount: int) -> int:
    return amount if side is Side.CHARGE else -amount
