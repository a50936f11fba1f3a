"""How funders are named within a sentence."""

from __future__ import annotations


_FUNDERS = {
    "ETAT": ("l'État", "de l'État", "à l'État"),
    "CAPH": ("La Porte du Hainaut", "de La Porte du Hainaut", "à La Porte du Hainaut"),
    "DEPARTEMENT": ("le Département", "du Département", "au Département"),
    "CAF": ("la CAF", "de la CAF", "à la CAF"),
}


def the_funder(funder: str) -> str:
    """Name a funder within a sentence.

    >>> the_funder("DEPARTEMENT"), the_funder("REGION")
    ('le Département', 'REGION')
    """
    return _FUNDERS[funder][0] if funder in _FUNDERS else funder


def of_funder(funder: str) -> str:
    """Say whose envelope it is.

    >>> of_funder("ETAT"), of_funder("REGION")
    ("de l'État", 'de REGION')
    """
    return _FUNDERS[funder][1] if funder in _FUNDERS else f"de {funder}"


def to_funder(funder: str) -> str:
    """Say of whom something is asked.

    >>> to_funder("DEPARTEMENT"), to_funder("REGION")
    ('au Département', 'à REGION')
    """
    return _FUNDERS[funder][2] if funder in _FUNDERS else f"à {funder}"
