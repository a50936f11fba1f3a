"""The ten quartiers of the note and their communes.

Codes and communes: décret 2014-1750 and the 2015 diagnostic (the code of Brunehaut
is deduced). Bruay-sur-l'Escaut, third commune of Brunehaut, belongs to another
agglomération: no action of the contrat is carried there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A quartier, the code of its conseil citoyen and its INSEE codes."""

    name: str
    conseil: str
    communes: tuple[str, ...]


PLACES: dict[str, Place] = {
    "QP059050": Place("Centre", "cc-centre", ("59172", "59179", "59361", "59288")),
    "QP059051": Place(
        "Boulevard de la Liberté", "cc-boulevard-de-la-liberte", ("59179",)
    ),
    "QP059052": Place("Schneider", "cc-schneider", ("59205", "59361", "59504")),
    "QP059053": Place("Couture Savonnerie", "cc-couture-savonnerie", ("59205",)),
    "QP059054": Place("Gambetta", "cc-gambetta", ("59361", "59172", "59205")),
    "QP059055": Place("Sabatier", "cc-sabatier", ("59491",)),
    "QP059056": Place("Brunehaut", "cc-brunehaut", ("59207", "59491")),
    "QP059057": Place("Collinière", "cc-colliniere", ("59526",)),
    "QP059058": Place("Elnon", "cc-elnon", ("59526",)),
    "QP059059": Place("Arenberg", "cc-arenberg", ("59632", "59064", "59491")),
}

#: The commune of Brunehaut that belongs to the agglomération of Valenciennes.
BRUAY = "59112"


def communes_of(quartiers: tuple[str, ...], home: str) -> tuple[str, ...]:
    """Return where an action takes place: its porteur's commune if it lies there.

    Otherwise the first commune of each quartier, each commune once.

    >>> communes_of(("QP059050", "QP059054"), "59172")
    ('59172',)
    >>> communes_of(("QP059050", "QP059055"), "59172")
    ('59172', '59491')
    """
    chosen = [
        home if home in PLACES[code].communes else PLACES[code].communes[0]
        for code in quartiers
    ]
    return tuple(dict.fromkeys(chosen))
