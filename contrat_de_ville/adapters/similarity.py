"""Which bags of words are alike, by the library that compares sequences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist


# A word is one character of its own, far from those of any writing.
_FIRST_CHARACTER = 0x10000
# How many rows of the table of similarities are held at once.
_ROWS_AT_ONCE = 512
# One word of twenty-five in common is 8 %, which a subtraction makes a hair less.
_ROUNDING = 1e-6


def close_pairs(
    bags: Sequence[Sequence[str]], least_pct: int
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of bags that share enough words, by rank, in order.

    The similarity of two bags is twice the words they share over all their words;
    two empty bags share nothing.

    Args:
        bags: the words of each text, each word once, sorted.
        least_pct: similarity under which a pair is left out, in percent, above zero.
    """
    ranks = {
        word: rank for rank, word in enumerate(sorted({w for b in bags for w in b}))
    }
    texts = [
        "".join(chr(_FIRST_CHARACTER + ranks[word]) for word in bag) for bag in bags
    ]
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        rows = texts[start : start + _ROWS_AT_ONCE]
        table = cdist(
            rows,
            texts[start:],
            scorer=Indel.normalized_similarity,
            score_cutoff=least_pct / 100 - _ROUNDING,
            dtype=np.float32,
        )
        for row, column in np.argwhere(np.triu(table, k=1) > 0):
            if texts[start + row]:
                yield start + int(row), start + int(column)
