"""What a later version of a frozen programming changes, and what it may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.domain.envelopes import spoken
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


Rows = Sequence[Mapping[str, Any]]
"""The lines of a version, as they were frozen."""


@dataclass(frozen=True, kw_only=True)
class AmountChanged:
    """One line whose amount differs from a version to another; none is not zero."""

    numero: str
    funder: str
    before_centimes: int | None
    after_centimes: int | None

    @property
    def difference(self) -> int:
        """What it adds to the programming, or takes from it, in centimes."""
        return (self.after_centimes or 0) - (self.before_centimes or 0)


def changes_between(before: Rows, after: Rows) -> tuple[AmountChanged, ...]:
    """Return the lines that two versions do not give the same amount, by number.

    A line that is in one of them only has no amount in the other.
    """
    first, second = _amounts(before), _amounts(after)
    return tuple(
        AmountChanged(
            numero=key[0],
            funder=key[1],
            before_centimes=first.get(key),
            after_centimes=second.get(key),
        )
        for key in sorted(first.keys() | second.keys())
        if first.get(key) != second.get(key)
    )


def total_of(rows: Rows) -> int | None:
    """Sum what a version retains; nothing while no line has an amount."""
    return spoken(one["arbitre_centimes"] for one in rows)


def _amounts(rows: Rows) -> dict[tuple[str, str], int | None]:
    return {(one["numero"], one["financeur"]): one["arbitre_centimes"] for one in rows}


def check_amended(
    where: str, *, asked_centimes: int, current_centimes: int | None, amount: int
) -> None:
    """Refuse an amount that a line cannot have, or has already.

    Raises:
        BadInputError: it is below zero, above the demand, or changes nothing.
    """
    if not 0 <= amount <= asked_centimes:
        raise BadInputError(
            f"{where} : {format_euros(amount)} pour une demande de "
            f"{format_euros(asked_centimes)}.",
            "Le montant va de 0 à la demande.",
        )
    if amount == current_centimes:
        raise BadInputError(
            f"{where} : le montant est déjà de {format_euros(amount)}.",
            "Retirez cette ligne, ou donnez un autre montant.",
        )
