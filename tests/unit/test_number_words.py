"""Amounts in letters: the rules of French, number by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.number_words import euros_in_letters, in_letters
from contrat_de_ville.errors import BadInputError


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "zéro"),
        (16, "seize"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (61, "soixante et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (77, "soixante-dix-sept"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (280, "deux cent quatre-vingts"),
        (1_000, "mille"),
        (1_100, "mille cent"),
        (2_000, "deux mille"),
        (80_000, "quatre-vingt mille"),
        (200_000, "deux cent mille"),
        (541_000, "cinq cent quarante et un mille"),
        (1_000_000, "un million"),
        (80_000_000, "quatre-vingts millions"),
        (200_000_000, "deux cents millions"),
        (1_000_000_000, "un milliard"),
    ],
)
def test_numbers(number: int, expected: str) -> None:
    """« Cent » and « vingt » agree at the end and before a noun, never before mille."""
    assert expected == in_letters(number)


@pytest.mark.parametrize(
    ("centimes", "expected"),
    [
        (0, "zéro euro"),
        (1, "un centime"),
        (50, "cinquante centimes"),
        (1_00, "un euro"),
        (4_200_00, "quatre mille deux cents euros"),
        (80_50, "quatre-vingts euros et cinquante centimes"),
        (1_000_000_00, "un million d'euros"),
        (1_000_003_01, "un million trois euros et un centime"),
        (2_000_000_000_00, "deux milliards d'euros"),
    ],
)
def test_amounts(centimes: int, expected: str) -> None:
    """Euros are counted, « d'euros » after a whole million, centimes if any."""
    assert expected == euros_in_letters(centimes)


@pytest.mark.parametrize("centimes", [-1, 10**14])
def test_what_no_act_writes_is_refused(centimes: int) -> None:
    """A debt, or a thousand billions: said in French, never written wrong."""
    with pytest.raises(BadInputError, match="ne s'écrivent pas en lettres"):
        euros_in_letters(centimes)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_numbers_are_two_texts(one: int, other: int) -> None:
    """Letters tell numbers apart: the same words are the same number."""
    assert (in_letters(one) == in_letters(other)) is (one == other)
