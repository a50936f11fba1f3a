"""Dividing a whole by weights, and finding the weights of an orientation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar


T = TypeVar("T")


def by_prefix(table: Mapping[str, T], orientation: str) -> T:
    """Return the value of the longest key that begins the orientation's code."""
    keys = (key for key in table if orientation.startswith(key))
    return table[max(keys, key=len)]


def split_whole(
    total: int, weights: Mapping[str, int], step: int = 1
) -> dict[str, int]:
    """Divide *total* by weight, in steps; the heaviest part takes what is left.

    >>> split_whole(10, {"a": 2, "b": 1})
    {'a': 7, 'b': 3}
    """
    whole = sum(weights.values())
    parts = {
        key: total * weight // whole // step * step for key, weight in weights.items()
    }
    heaviest = max(weights, key=lambda key: (weights[key], key))
    parts[heaviest] += total - sum(parts.values())
    return parts
