"""What one received file may cost."""

from __future__ import annotations

import math
from dataclasses import dataclass


_MEBIBYTE = 2**20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading one file may take; beyond, the file is refused.

    ``memory_bytes`` is the address space of the child, its code included (27 MB);
    ``answer_bytes`` is the size of what it may hand back. The clock is kept by the
    parent, since a child cannot be trusted to keep it; a list of thousands of rows
    has more time than a form, in proportion of its size.
    """

    file_bytes: int = 32 * _MEBIBYTE
    memory_bytes: int = 768 * _MEBIBYTE
    answer_bytes: int = 128 * _MEBIBYTE
    cpu_seconds: float = 10.0
    wall_seconds: float = 10.0
    seconds_per_mebibyte: float = 10.0
    longest_seconds: float = 120.0
    start_seconds: float = 30.0

    def cpu_for(self, size: int) -> int:
        """Return the seconds of processor a file of *size* bytes may take."""
        return math.ceil(self._allowed(self.cpu_seconds, size))

    def wall_for(self, size: int) -> float:
        """Return the seconds of the clock a file of *size* bytes may take."""
        return self._allowed(self.wall_seconds, size)

    def _allowed(self, base: float, size: int) -> float:
        grown = base + self.seconds_per_mebibyte * size / _MEBIBYTE
        return min(grown, max(base, self.longest_seconds))


DEFAULT = Limits()
