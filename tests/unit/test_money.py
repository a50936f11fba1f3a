"""Amounts: read, written and divided without ever losing a centime."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.money import (
    NARROW_NBSP,
    NBSP,
    format_euros,
    parse_centimes,
    rate,
    share_out,
)
from contrat_de_ville.errors import BadInputError


WEIGHTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), st.integers(0, 10**9), min_size=1
)


class TestParseCentimes:
    """Amounts are read the French way and nothing is guessed."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("0", 0),
            ("4200", 4_200_00),
            ("1 200,50 €", 1_200_50),
            (f"1{NBSP}200,50{NBSP}€", 1_200_50),
            (f"1{NARROW_NBSP}234{NARROW_NBSP}567,89{NBSP}€", 1_234_567_89),
            ("12.5", 12_50),
            ("12,05", 12_05),
            ("0,01", 1),
            ("12€", 12_00),
            ("  12 €  ", 12_00),
            ("007", 7_00),
            ("-3,50", -3_50),
            ("-1 200 €", -1_200_00),
            ("-0", 0),
            ("-0,00", 0),
            ("100 000 000 000", 10**13),
            ("-100 000 000 000", -(10**13)),
        ],
    )
    def test_a_french_amount_is_read(self, text: str, expected: int) -> None:
        """Spaces between thousands, comma or point, euro sign at the end."""
        actual = parse_centimes(text)

        assert expected == actual

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "€",
            "1.200,50",
            "1,200.50",
            "1.200.000",
            "1,500",
            "12,345",
            "12,",
            ",50",
            "12 34",
            "1 2345",
            "1 200 50",
            "12 345 6",
            "1  200",
            "1\t200",
            "1\n200",
            "12€50",
            "1€200",
            "€ 12",
            "12 €€",
            "12 EUR",
            "12 k€",
            "douze",
            "1e3",
            "1e400",
            "NaN",
            "nan",
            "inf",
            "Infinity",
            "-",
            "--5",
            "- 5",
            "5-",
            "+5",
            "(5)",
            "\u22125",
            "１２",
            "١٢",
            "12²",
            "1_000",
            "0x10",
            "=1+1",
            "12 %",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        """Other conventions, other digits and no digits are never guessed."""
        with pytest.raises(BadInputError, match="n'est pas un montant lisible"):
            parse_centimes(text)

    @pytest.mark.parametrize(
        "text", ["100 000 000 000,01", "-100000000000,01", "9" * 400, "9" * 1_100_000]
    )
    def test_more_than_a_hundred_billion_is_a_wrong_unit(self, text: str) -> None:
        """Digits by the million are refused like any amount out of this world."""
        with pytest.raises(BadInputError, match="dépasse cent milliards"):
            parse_centimes(text)

    @given(st.integers(-(10**13), 10**13))
    def test_what_is_written_is_read_back(self, centimes: int) -> None:
        """Writing then reading an amount gives the same centimes."""
        assert centimes == parse_centimes(format_euros(centimes))

    @given(st.text(max_size=30))
    def test_any_text_is_an_amount_or_refused_in_french(self, text: str) -> None:
        """No text makes reading fail otherwise than with its sentence."""
        with suppress(BadInputError):
            centimes = parse_centimes(text)

            assert centimes == parse_centimes(format_euros(centimes))


class TestFormatEuros:
    """Amounts are written as the French read them."""

    @pytest.mark.parametrize(
        ("centimes", "expected"),
        [
            (None, "–"),
            (0, "0_€"),
            (5, "0,05_€"),
            (12_00, "12_€"),
            (12_50, "12,50_€"),
            (999_99, "999,99_€"),
            (1_000_00, "1~000_€"),
            (1_234_567_80, "1~234~567,80_€"),
            (-1, "-0,01_€"),
            (-1_500_00, "-1~500_€"),
        ],
    )
    def test_an_amount_is_written(self, centimes: int | None, expected: str) -> None:
        """Narrow spaces (~) between thousands, a no-break one (_) before the euro."""
        actual = format_euros(centimes)

        assert expected.replace("~", NARROW_NBSP).replace("_", NBSP) == actual


class TestShareOut:
    """A division gives everything out, to the centime, the same way every time."""

    @pytest.mark.parametrize(
        ("total", "weights", "expected"),
        [
            # 100 / 3 = 33.33: the centime left goes to the first name.
            (100, {"c": 1, "b": 1, "a": 1}, {"a": 34, "b": 33, "c": 33}),
            # 10 × 1/6, 2/6, 3/6 = 1.67, 3.33, 5: the largest remainder is a's.
            (10, {"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 5}),
            (100, {"a": 3, "b": 0}, {"a": 100, "b": 0}),
            (0, {"a": 1, "b": 2}, {"a": 0, "b": 0}),
            (1, {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 0, "c": 0}),
            (100, {"a": 0, "b": 0}, {"a": 0, "b": 0}),
            (100, {}, {}),
        ],
    )
    def test_a_total_is_divided(
        self, total: int, weights: dict[str, int], expected: dict[str, int]
    ) -> None:
        """Whole centimes first, then one each to the largest remainders."""
        actual = share_out(total, weights)

        assert expected == actual

    @given(st.integers(0, 10**13), WEIGHTS)
    def test_parts_are_exact_shares_within_a_centime(
        self, total: int, weights: dict[str, int]
    ) -> None:
        """Parts sum to the total, each within one centime of its exact share."""
        whole = sum(weights.values())

        parts = share_out(total, weights)

        assert parts.keys() == weights.keys()
        assert sum(parts.values()) == (total if whole else 0)
        assert all(
            abs(parts[one] * whole - total * weights[one]) < max(whole, 1)
            for one in weights
        )

    @given(st.integers(0, 10**13), WEIGHTS, st.data())
    def test_the_order_of_the_weights_does_not_matter(
        self, total: int, weights: dict[str, int], data: st.DataObject
    ) -> None:
        """The same weights in another order give the same parts."""
        shuffled = dict(data.draw(st.permutations(list(weights.items()))))

        assert share_out(total, weights) == share_out(total, shuffled)

    @given(st.integers(0, 10**13), WEIGHTS)
    def test_no_weight_is_no_part(self, total: int, weights: dict[str, int]) -> None:
        """The centimes left never go to who weighs nothing."""
        parts = share_out(total, weights | {"zéro": 0})

        assert parts["zéro"] == 0


class TestRate:
    """A rate says its base, or is not said."""

    @pytest.mark.parametrize(
        ("part", "base", "expected"),
        [
            # The same real budget, with and without contributions in kind.
            (118_425, 257_112, "46.1"),
            (118_425, 141_112, "83.9"),
            (1, 2000, "0.1"),  # 0.05 rounds up
            (0, 5, "0.0"),
            (3, 2, "150.0"),
        ],
    )
    def test_a_rate_is_rounded_to_a_tenth(
        self, part: int, base: int, expected: str
    ) -> None:
        """One decimal, halves up."""
        assert Decimal(expected) == rate(part, base)

    @pytest.mark.parametrize("base", [0, -1])
    def test_there_is_no_rate_of_nothing(self, base: int) -> None:
        """An empty base has no rate rather than a false one."""
        assert rate(5, base) is None
