"""Draws that always fall the same: numbers derived from the SHA-256 of their keys.

No generator with a state, so that adding one action moves none of the others,
and no ``hash()``, which changes from one run to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeVar


T = TypeVar("T")


def number(*keys: object) -> int:
    """Return a whole number of 64 bits that depends on *keys* alone.

    >>> number(2017, "a") == number(2017, "a"), number(2017, "a") == number(1, "a")
    (True, False)
    """
    text = "\x1f".join(str(key) for key in keys)
    return int.from_bytes(sha256(text.encode()).digest()[:8])


def between(low: int, high: int, *keys: object, step: int = 1) -> int:
    """Return *low*, *low* + *step*, … up to *high* included, as *keys* decide."""
    return low + number(*keys) % ((high - low) // step + 1) * step


def chance(percent: int, *keys: object) -> bool:
    """Tell whether it happens, *percent* times in a hundred over many keys."""
    return number(*keys) % 100 < percent


def pick(options: Sequence[T], *keys: object) -> T:
    """Return one of *options*."""
    return options[number(*keys) % len(options)]


def some(options: Iterable[T], percent: int, *keys: object) -> tuple[T, ...]:
    """Return those of *options* that are kept, each with the same chance."""
    return tuple(one for one in options if chance(percent, *keys, one))


def shuffled(items: Iterable[T], name: Callable[[T], object], *keys: object) -> list[T]:
    """Return the items in an order that *keys* decide; *name* tells them apart."""
    return sorted(items, key=lambda item: number(*keys, name(item)))
