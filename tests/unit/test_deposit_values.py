from __future__ import annotations

import pytest

from contrat_de_ville.domain.deposit_values import parse_count, parse_hundredths
from contrat_de_ville.errors import BadInputError


class TestParseHundredths:
    """A number with decimals is read in hundredths, or not at all."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("14,23", 1_423),
            ("14.2", 1_420),
            ("3", 300),
            ("0", 0),
            ("0,05", 5),
            ("1 200,5", 120_050),
            ("1\u202f200", 120_000),
            (" 9,50 ", 950),
        ],
    )
    def test_numbers(self, text, expected):
        """Comma or point, two decimals at most, thousands apart or together."""
        assert expected == parse_hundredths(text)

    @pytest.mark.parametrize(
        "text",
        ["", "9,125", "1 2", "1.200,50", "-1", "1,", ",5", "٣", "²", "1e3", "inf"],
    )
    def test_what_is_not_one(self, text):
        """Anything else is refused, with two decimals named as the limit."""
        with pytest.raises(BadInputError) as caught:
            parse_hundredths(text)

        assert caught.value.found == f"« {text} » n'est pas un nombre lisible."
        assert "deux décimales" in caught.value.remedy


class TestParseCount:
    """A whole number is digits, thousands apart or together."""

    @pytest.mark.parametrize(
        ("text", "expected"), [("0", 0), ("1 200", 1_200), ("1\u00a0200", 1_200)]
    )
    def test_counts(self, text, expected):
        """Zero is a number; no-break spaces separate thousands."""
        assert expected == parse_count(text)

    @pytest.mark.parametrize("text", ["", "12,0", "1 20", "-3", "+3", "1_000"])
    def test_what_is_not_one(self, text):
        """A sign, a decimal or a stray space is refused."""
        with pytest.raises(BadInputError):
            parse_count(text)
