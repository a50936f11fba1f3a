"""For whom an action is: counts that add up, and which one is compared."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.deposit_publics import (
    compares_total,
    compares_women,
    men_by_age,
    people_by_age,
    qpv_share_below_minimum,
    women_by_age,
)
from contrat_de_ville.domain.depots import AgeCount
from tests.builders import build_action, build_campaign


CAMPAIGN = build_campaign()


def ages(women: int | None, men: int | None) -> tuple[AgeCount, ...]:
    """Return a grid of two bands; the second holds four women and no man."""
    return (
        AgeCount(band="18_25", women=women, men=men),
        AgeCount(band="26_64", women=4, men=None),
    )


class TestGrid:
    """The grid of ages is summed as it is written."""

    def test_an_empty_grid_is_not_zero(self) -> None:
        """Nothing written adds up to nothing."""
        action = build_action()

        assert (women_by_age(action), men_by_age(action), people_by_age(action)) == (
            None,
            None,
            None,
        )

    def test_an_empty_cell_counts_for_nobody(self) -> None:
        """26 + 4 women and 10 men, the empty cell of men left out."""
        action = build_action(ages=ages(26, 10))

        assert (women_by_age(action), men_by_age(action), people_by_age(action)) == (
            30,
            10,
            40,
        )

    @pytest.mark.parametrize(
        ("total", "announced", "women", "men", "expected"),
        [
            (40, 30, 26, 10, (True, True)),
            # The men are wrong, or the total: the women are right.
            (40, 30, 26, 11, (True, True)),
            # One cell of women is wrong: both sums are, by as much.
            (40, 30, 27, 10, (False, True)),
            # Women and men are wrong: both are said.
            (40, 30, 27, 12, (True, True)),
            # Swapped cells: the total holds, the women do not.
            (40, 30, 16, 20, (True, True)),
            (40, None, 26, 11, (True, False)),
            (None, 30, 27, 10, (False, True)),
            (0, None, 26, 10, (False, False)),
            # More women than people: the grid has as many, so the total is wrong.
            (20, 30, 26, 10, (False, False)),
            # The grid has fewer: the total is compared on its own.
            (40, 45, 26, 10, (True, False)),
        ],
    )
    def test_what_is_compared(
        self,
        total: int | None,
        announced: int | None,
        women: int,
        men: int,
        expected: tuple[bool, bool],
    ) -> None:
        """The total and the women are compared, unless one error would show twice."""
        action = build_action(
            beneficiaries_count=total, women_count=announced, ages=ages(women, men)
        )

        assert expected == (compares_total(action), compares_women(action))


class TestShare:
    """The share of residents is held against the campaign's minimum."""

    @pytest.mark.parametrize(
        ("share", "expected"),
        [
            (50, ""),
            (49, "49 % pour un minimum de 50 %"),
            (0, "0 % pour un minimum de 50 %"),
            (-1, ""),
            (None, ""),
        ],
    )
    def test_share_below_the_minimum(self, share: int | None, expected: str) -> None:
        """The campaign's minimum itself is enough; an absurd share is not compared."""
        action = build_action(qpv_share_pct=share)

        assert expected == qpv_share_below_minimum(action, CAMPAIGN)
