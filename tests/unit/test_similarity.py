"""Bags of words compared by the library, as by hand."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.adapters.similarity import close_pairs


BAGS = st.lists(
    st.sets(st.text("abcdefgh", min_size=1, max_size=1)).map(sorted), max_size=9
)


@given(bags=BAGS, least=st.integers(1, 100))
def test_the_library_finds_what_sets_find(bags: list[list[str]], least: int) -> None:
    """Twice the words shared over all the words, to the exact percentage."""
    expected = [
        (one, other)
        for one, other in combinations(range(len(bags)), 2)
        if (shared := len(set(bags[one]) & set(bags[other])))
        and 200 * shared >= least * (len(bags[one]) + len(bags[other]))
    ]

    assert expected == list(close_pairs(bags, least))


def test_rows_beyond_one_table_are_all_compared() -> None:
    """Of a thousand texts in several tables, the first and the last still meet."""
    bags = [["a"], *([f"mot {rank}"] for rank in range(1_000)), ["a"]]

    assert list(close_pairs(bags, 50)) == [(0, 1_001)]


def test_two_empty_texts_share_nothing() -> None:
    """Nothing in common with nothing is no likeness."""
    assert list(close_pairs([[], [], ["a"]], 8)) == []
