"""The life of a finding: opened by a version, kept by the next ones, or mended.

A finding is known by its rule and its field: a new version in which the same rule
still finds the same field keeps it, with the instant it was opened; one that finds it
no more closes it. What comes back after it was closed is opened anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.depots import Finding


@dataclass(frozen=True, kw_only=True)
class OpenFinding:
    """A finding of the version before; ``ident`` is how its keeper calls it."""

    ident: int
    rule: str
    field: str
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class Following:
    """What a new version makes of the findings of the one before.

    ``opened_at`` has an instant for each finding of the new version, in their order;
    ``closed`` holds the idents of what it mends.
    """

    opened_at: tuple[datetime, ...]
    closed: tuple[int, ...]


def follow(
    before: Sequence[OpenFinding], found: Sequence[Finding], at: datetime
) -> Following:
    """Decide which findings go on, which are new at *at*, which are mended.

    One rule may find one field several times (two lines of one account): as many as
    before go on, the oldest first.
    """
    going_on: dict[tuple[str, str], list[OpenFinding]] = {}
    for one in sorted(before, key=lambda known: known.opened_at, reverse=True):
        going_on.setdefault((one.rule, one.field), []).append(one)
    opened_at = []
    for finding in found:
        known = going_on.get((finding.rule, finding.field))
        opened_at.append(known.pop().opened_at if known else at)
    left = {one.ident for known in going_on.values() for one in known}
    closed = tuple(one.ident for one in before if one.ident in left)
    return Following(opened_at=tuple(opened_at), closed=closed)
