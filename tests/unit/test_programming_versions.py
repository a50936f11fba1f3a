"""What a version of the programming changes of the one before."""

from __future__ import annotations

from typing import Any

import pytest

from contrat_de_ville.domain.programming_versions import (
    AmountChanged,
    changes_between,
    check_amended,
    total_of,
)
from contrat_de_ville.errors import BadInputError


def row(numero: str, funder: str, amount: int | None) -> dict[str, Any]:
    """Return a frozen line."""
    return {"numero": numero, "financeur": funder, "arbitre_centimes": amount}


class TestChanges:
    """The difference between two versions."""

    def test_only_what_changed_is_told(self) -> None:
        """A transfer of 500 € is two lines; the third one is not told."""
        before = [row("1", "CAPH", 900_00), row("2", "CAPH", 0), row("3", "ETAT", 5)]
        after = [
            row("1", "CAPH", 400_00),
            row("2", "CAPH", 500_00),
            row("3", "ETAT", 5),
        ]
        changes = changes_between(before, after)

        assert [(one.numero, one.difference) for one in changes] == [
            ("1", -500_00),
            ("2", 500_00),
        ]

    def test_no_amount_is_not_a_refusal(self) -> None:
        """From nothing to zero is a change; the same absence is none."""
        before = [row("1", "CAPH", None), row("2", "CAPH", None)]
        after = [row("1", "CAPH", 0), row("2", "CAPH", None)]

        assert changes_between(before, after) == (
            AmountChanged(
                numero="1", funder="CAPH", before_centimes=None, after_centimes=0
            ),
        )

    def test_a_line_that_only_one_version_has(self) -> None:
        """A line that came since has no amount before."""
        (change,) = changes_between([], [row("1", "CAPH", 7)])

        assert (change.before_centimes, change.after_centimes) == (None, 7)

    def test_a_total_of_nothing_is_nothing(self) -> None:
        """Lines without an amount sum to nothing; a refusal sums to zero."""
        assert total_of([row("1", "CAPH", None)]) is None
        assert total_of([row("1", "CAPH", None), row("2", "CAPH", 0)]) == 0


class TestAmended:
    """The amounts a line may have."""

    @pytest.mark.parametrize("amount", [-1, 1_000_01])
    def test_below_zero_or_above_the_demand(self, amount: int) -> None:
        """One centime out of bounds is refused, the line named."""
        with pytest.raises(BadInputError, match="2017-0001/CAPH"):
            check_amended(
                "2017-0001/CAPH",
                asked_centimes=1_000_00,
                current_centimes=1,
                amount=amount,
            )

    def test_what_changes_nothing(self) -> None:
        """An amount that the line has already is no amendment."""
        with pytest.raises(BadInputError, match="déjà"):
            check_amended("l", asked_centimes=10, current_centimes=0, amount=0)

    def test_a_line_never_arbitrated(self) -> None:
        """Where nothing was arbitrated, zero is a decision."""
        check_amended("l", asked_centimes=10, current_centimes=None, amount=0)
