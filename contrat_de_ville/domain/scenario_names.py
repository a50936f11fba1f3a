"""Names people give to scenarios: short, seen whole, and not told apart by accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from contrat_de_ville.domain.deposit_text import fold, one_line
from contrat_de_ville.errors import BadInputError


LONGEST = 60
PROPOSAL = "Proposition"
LAST_YEAR = "N-1"
_RESERVED = frozenset({fold(PROPOSAL), fold(LAST_YEAR)})
_MOST_LISTED = 12


def scenario_name(text: str) -> str:
    """Read the name of a scenario, spaces made regular.

    >>> scenario_name("  État   moins 10 ")
    'État moins 10'

    Raises:
        BadInputError: it is empty, too long, has invisible characters, or names
            something else in the comparison.
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    seen = one_line(spaced)
    if seen != spaced:
        raise BadInputError(
            f"Le nom de scénario « {seen} » contient des caractères qui ne se voient "
            "pas.",
            "Retapez-le au clavier.",
        )
    if not any(one.isalnum() for one in seen):
        raise BadInputError(
            f"« {seen} » n'est pas un nom de scénario.",
            "Donnez-lui un nom avec au moins une lettre ou un chiffre.",
        )
    if len(seen) > LONGEST:
        raise BadInputError(
            f"Le nom « {seen[:LONGEST]}… » a {len(seen)} caractères.",
            f"Un nom de scénario en a {LONGEST} au plus.",
        )
    if fold(seen) in _RESERVED:
        raise BadInputError(
            f"« {seen} » nomme déjà autre chose dans la comparaison.",
            "Donnez un autre nom au scénario.",
        )
    return seen


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are the same, capitals and accents apart.

    >>> same_name("État moins 10", "etat MOINS 10")
    True
    """
    return fold(one) == fold(other)


def unknown_scenario(name: str, known: Iterable[str]) -> BadInputError:
    """Return the error that says a scenario is not known, and which ones are."""
    names = list(known)
    listed = " ; ".join(names[:_MOST_LISTED]) or "aucun"
    others = f" et {len(names) - _MOST_LISTED} autres" if names[_MOST_LISTED:] else ""
    return BadInputError(
        f"Aucun scénario « {one_line(name)} » (scénarios : {listed}{others}).",
        "Ajoutez-lui des changements pour le créer, ou recopiez l'un de ces noms.",
    )
