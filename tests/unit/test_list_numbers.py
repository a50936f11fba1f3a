"""The way a column of amounts is written, established from all its cells."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.list_numbers import (
    AmbiguousCellError,
    ContraryCellError,
    NumberConvention,
    establish_numbers,
)
from contrat_de_ville.errors import BadInputError


FRENCH = ["1 200,50 €", "3000"]
ENGLISH = ["1,200.50", "3000"]


class TestEstablish:
    """The decimal mark is what at least one cell shows and hardly any contradicts."""

    @pytest.mark.parametrize(
        ("texts", "mark"),
        [
            (FRENCH, ","),
            (ENGLISH, "."),
            (["1.200,50"], ","),
            (["840690.0"], "."),
            (["1.200.500"], ","),
            (["12345,678"], ","),
            (["1 500 000"], ""),
            (["1,500", "2,000"], ""),
            (["total", "n.c."], ""),
            ([], ""),
        ],
    )
    def test_the_mark(self, texts: list[str], mark: str) -> None:
        """A grouping, one or two decimals or both marks show it; « 1,500 » does not."""
        assert establish_numbers(texts).decimal_mark == mark

    def test_one_stray_cell_in_twenty_does_not_undo_a_column(self) -> None:
        """Nineteen cells against one establish the mark; eighteen do not."""
        assert establish_numbers(["1,5"] * 19 + ["2.5"]).decimal_mark == ","
        assert establish_numbers(["1,5"] * 18 + ["2.5"]).decimal_mark == ""

    def test_an_open_column_says_so(self) -> None:
        """A column that needs a mark and shows none is ambiguous, not a plain one."""
        assert establish_numbers(["1,500"]).is_ambiguous
        assert establish_numbers(["1,5", "2.5"]).is_ambiguous
        assert not establish_numbers(["1500", "20"]).is_ambiguous


class TestRead:
    """A cell is read as its column is written, or refused by name."""

    @pytest.mark.parametrize(
        ("column", "text", "centimes"),
        [
            (FRENCH, "1\u00a0200,50\u202f€", 120_050),
            (FRENCH, "1.200,50", 120_050),
            (FRENCH, "1.500", 150_000),
            (FRENCH, "12 EUR", 1_200),
            (FRENCH, "-0", 0),
            (FRENCH, "-5", -500),
            (FRENCH, " \u00a0", None),
            (ENGLISH, "1,500 €", 150_000),
            (ENGLISH, "€ 1,200.5", 120_050),
            (["1,500"], "1500", 150_000),
            (["1,500"], "12,50", 1_250),
            (["1 500,000"], "1 500,000", 150_000),
        ],
    )
    def test_reads(self, column: list[str], text: str, centimes: int | None) -> None:
        """Thousands, decimals and the symbol are told apart; blank is nothing."""
        assert establish_numbers(column).read(text) == centimes

    @pytest.mark.parametrize("text", ["1,500", "1.500", "1,500 €"])
    def test_two_readings_are_refused(self, text: str) -> None:
        """Where no other cell shows it, « 1,500 » is neither 1 500 nor 1,50."""
        with pytest.raises(AmbiguousCellError, match="a deux lectures"):
            establish_numbers([text, "3000"]).read(text)

    def test_three_decimals_are_refused(self) -> None:
        """Among French amounts « 1,500 » would be 1,50 €: likelier a slip."""
        with pytest.raises(AmbiguousCellError, match="trois décimales"):
            establish_numbers(FRENCH).read("1,500")

    def test_a_contrary_cell_is_refused(self) -> None:
        """An English amount in a French column is not read against it."""
        with pytest.raises(ContraryCellError, match="décimales suivent une virgule"):
            establish_numbers(FRENCH).read("1,200.50")

    @pytest.mark.parametrize(
        "text",
        [
            "1e400", "inf", "NaN", "nan", "2,43E+13", "٣", "１２", "²", "1 proposée",
            "12€50", "€", "+5", "(500)", "15 00", "1 200.50,3", "0,005", "1" * 40,
            "NA", "null", "12,345,67", "k€ 3",
        ],
    )  # fmt: skip
    def test_what_is_no_amount_is_refused(self, text: str) -> None:
        """Digits are 0-9, decimals two at most; nothing else passes for an amount."""
        with pytest.raises(BadInputError):
            establish_numbers(FRENCH).read(text)

    def test_beyond_any_grant_is_refused(self) -> None:
        """Ten to the eighteenth is a slip, not an amount."""
        with pytest.raises(BadInputError, match="dépasse cent milliards"):
            establish_numbers(FRENCH).read("1" + "0" * 18)


class TestSentence:
    """The report says what was established and by how much."""

    @pytest.mark.parametrize(
        ("convention", "said"),
        [
            (
                NumberConvention(decimal_mark=",", shown_by=2),
                "« M » : les décimales suivent une virgule (montré par 2 cellule(s)).",
            ),
            (
                NumberConvention(decimal_mark=".", shown_by=19, against=1),
                (
                    "« M » : les décimales suivent un point (montré par 19 "
                    "cellule(s), contredit par 1)."
                ),
            ),
            (
                NumberConvention(doubtful_count=1),
                (
                    "« M » : rien ne montre le signe des décimales ; les cellules à "
                    "deux lectures (« 1,500 ») sont refusées."
                ),
            ),
            (
                NumberConvention(shown_by=2, against=1),
                (
                    "« M » : 2 cellule(s) montrent un signe pour les décimales, 1 un "
                    "autre ; les cellules à deux lectures (« 1,500 ») sont refusées."
                ),
            ),
            (
                NumberConvention(),
                "« M » : aucun montant écrit en texte n'a de décimales.",
            ),
        ],
    )
    def test_each(self, convention: NumberConvention, said: str) -> None:
        """Each case has its sentence."""
        assert convention.sentence("M") == said
