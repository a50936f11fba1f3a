"""The only clock: the machine's, or the one a demonstration moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


_moved_to: list[datetime] = []


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    if _moved_to:
        return _moved_to[-1].astimezone(UTC)
    return datetime.now(UTC)  # noqa: TID251 (the one place that asks the machine)


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Make *instant* the present one, for a demonstration or a test."""
    _moved_to.append(instant)
    try:
        yield
    finally:
        _moved_to.pop()
