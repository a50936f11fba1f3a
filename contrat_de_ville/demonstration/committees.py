"""What the technical committee writes, what the coordination tries, what is amended.

Pure functions of their arguments; every opinion, motive and reference is invented.
What the COPIL retains is in :mod:`contrat_de_ville.demonstration.decisions`.
"""

from __future__ import annotations

from contrat_de_ville.demonstration.stable import between, number, pick


TECHNICAL_MINUTE = "Relevé du comité technique du 07/03/2017 (démonstration)"
COPIL_MINUTE = "Relevé du comité de pilotage du 28/03/2017 (démonstration)"
AMENDED_MINUTE = "Consultation écrite du comité de pilotage, 15/05/2017 (démonstration)"
AMENDED_REASON = (
    "Une action est réduite à la demande de son porteur ; le montant libéré revient à "
    "une action que le comité avait réduite faute de crédits."
)

#: What the coordination tries before the committees, as it would type it.
SCENARIOS: dict[str, tuple[str, ...]] = {
    "État en baisse de 10 %": ("enveloppe ETAT -10 %",),
    "Axe 3 renforcé": ("axe 3 au moins 15 %",),
    "Sans plafond par porteur": ("sans plafond par porteur",),
}

OVERRUN_EUROS = 5_000
OVERRUN_ACTE = "Relevé du comité de pilotage du 28/03/2017, point 4 (démonstration)"
OVERRUN_REASON = "Marge ouverte pour une action en attente de cofinancement."
WITHDRAWN_ACTE = "Note au comité de pilotage du 12/06/2017 (démonstration)"
WITHDRAWN_REASON = "Le cofinancement est venu : la marge ouverte n'a pas servi."

_FAVORABLE_PCT, _RESERVED_PCT, _ADJOURNED_PCT = 78, 15, 3
_LOWERED_PCT = 8
_RESERVES = (
    "Calendrier à préciser avant le démarrage.",
    "Articulation avec le droit commun à écrire dans la convention.",
    "Publics des quartiers à mieux repérer ; point d'étape en septembre.",
)
_AGAINST = (
    "Relève du droit commun de la commune.",
    "Plan de financement fragile : cofinancement principal non confirmé.",
)
_ADJOURNED = ("En attente du bilan de l'action précédente.",)
_LOWERED = ("Montant ramené au coût constaté d'actions voisines.",)
_HUNDRED_EUROS = 10_000


def technical(
    title: str, funder: str, proposed_centimes: int
) -> tuple[str, int | None, str]:
    """Return the avis of a service on a line, the amount it proposes, its comment.

    The amount is nothing where the proposal is kept; it is never raised.
    """
    keys = ("technique", title, funder)
    drawn = number(*keys) % 100
    if drawn < _FAVORABLE_PCT:
        if drawn < _LOWERED_PCT and proposed_centimes > 0:
            kept = proposed_centimes * between(70, 90, "retenu", *keys, step=5) // 100
            amount = max(kept // _HUNDRED_EUROS * _HUNDRED_EUROS, 0)
            return "favorable", amount, pick(_LOWERED, *keys)
        return "favorable", None, ""
    if drawn < _FAVORABLE_PCT + _RESERVED_PCT:
        return "réservé", None, pick(_RESERVES, *keys)
    if drawn < _FAVORABLE_PCT + _RESERVED_PCT + _ADJOURNED_PCT:
        return "ajourné", None, pick(_ADJOURNED, *keys)
    return "défavorable", None, pick(_AGAINST, *keys)
