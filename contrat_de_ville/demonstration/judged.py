"""What the technical committee finds of innovation, and of actions brought together.

Pure functions of their arguments; every finding and reason is invented.
"""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.demonstration.stable import chance, pick


#: The function that scores and decides.
AUTHOR = "comite_technique"
HEADCOUNT_AUTHOR = "Service politique de la ville"
HEADCOUNT_REASON = (
    "Contrats en cours au 31 décembre, vus sur place : un départ n'était pas déclaré. "
    "Valeur de démonstration."
)
_MET_PCT, _ACCEPTED_PCT = 80, 50
_SHOWN = (
    "Établi par le diagnostic joint et confirmé par l'entretien avec le porteur.",
    "Décrit dans le dossier, avec les partenaires qui s'y engagent par écrit.",
    "Constaté lors de la visite ; le porteur en donne les premiers résultats.",
)
_NOT_SHOWN = (
    "Annoncé sans élément qui permette de l'apprécier.",
    "Une action semblable existe déjà dans un quartier voisin.",
)
_ACCEPTED = (
    "Même champ, communes voisines : une coordination commune est demandée.",
    "Les deux porteurs acceptent de partager l'intervenant et l'évaluation.",
)
_SET_ASIDE = (
    "Publics différents malgré des intitulés proches : chacun garde son action.",
    "Trop éloignées l'une de l'autre pour que les habitants s'y retrouvent.",
)


def innovation(title: str, declared: Sequence[str]) -> list[tuple[str, bool, str]]:
    """Return each criterion an action declares: whether it is met, and from what."""
    found = []
    for criterion in declared:
        is_met = chance(_MET_PCT, "innovation", title, criterion)
        evidence = pick(_SHOWN if is_met else _NOT_SHOWN, "preuve", title, criterion)
        found.append((criterion, is_met, evidence))
    return found


def mutualisation(titles: Sequence[str]) -> tuple[bool, str]:
    """Return whether actions proposed together are brought together, and why."""
    keys = ("mutualisation", *sorted(titles))
    is_accepted = chance(_ACCEPTED_PCT, *keys)
    return is_accepted, pick(_ACCEPTED if is_accepted else _SET_ASIDE, "motif", *keys)
