"""The lists of the note: axes, orientations, publics, criteria, stages, logics.

And two lists of the form: who may carry an action, which pieces come with it.
``quote`` is the note's own words; empty where the list is not the note's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Axe:
    """One of the seven axes of the contrat."""

    number: int
    label: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class Orientation:
    """What the note asks for under one axe (note 2017, § 2).

    ``is_dre`` marks what is asked of the dispositif de réussite éducative;
    ``maitrise_ouvrage`` is ``communautaire`` where the agglomération carries the
    action itself, empty elsewhere.
    """

    code: str
    axe: int
    label: str
    quote: str
    is_dre: bool = False
    maitrise_ouvrage: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a list; ``parameters`` name the figures that bound it (ages)."""

    code: str
    label: str
    quote: str = ""
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PorteurType:
    """A kind of porteur; only associations have a national number (RNA)."""

    code: str
    label: str
    is_rna_expected: bool


@dataclass(frozen=True, kw_only=True)
class Referentials:
    """Every list, by code, in the order of its file."""

    axes: Mapping[int, Axe]
    orientations: Mapping[str, Orientation]
    publics: Mapping[str, Entry]
    criteres_innovation: Mapping[str, Entry]
    participation: Mapping[str, Entry]
    pilotage: Mapping[str, Entry]
    logiques: Mapping[str, Entry]
    types_de_porteur: Mapping[str, PorteurType]
    pieces: Mapping[str, Entry]

    def orientations_of(self, axe: int) -> tuple[Orientation, ...]:
        """Return the orientations of one axe, in the order of the note."""
        return tuple(one for one in self.orientations.values() if one.axe == axe)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON-able values, to freeze a campaign with.

        Keys are texts, tuples are lists: what is read back from JSON is equal.
        """
        return {
            one.name: {
                str(code): _plain(asdict(entry))
                for code, entry in getattr(self, one.name).items()
            }
            for one in fields(self)
        }


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Turn the tuples of a record into lists."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in record.items()
    }
