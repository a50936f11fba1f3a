"""Which criteria of the note an action meets: information for the committees.

Nothing is decided here: the campaign says what each criterion weighs, and the
committees say what is retained.
"""

from __future__ import annotations

from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen


_UNEXPLORED_AXES = range(3, 8)
"""Note 2017, § 2: « certains champs restent inexplorés », then axes 3 to 7."""


def criteria_met(
    action: Action, frozen: Frozen, *, is_supported: bool
) -> dict[str, bool]:
    """Return each criterion the campaign weighs, and whether the action meets it.

    Args:
        action: the action as deposited.
        frozen: the campaign; ``innovation.criteres_exiges`` and the number of
            stages of participation come from it.
        is_supported: whether the conseils spoke for it more than against.
    """
    axe_of = frozen.orientations()
    # An unread axe and an unknown orientation are both nothing, and no answer.
    answers_note = (
        action.axe is not None and axe_of.get(action.orientation) == action.axe
    )
    required = int(frozen.campaign.choice("innovation.criteres_exiges"))
    stages = int(frozen.parameters["participation.nombre_d_etapes"])
    return {
        "publics": bool(action.publics),
        "orientation": answers_note,
        "champ_inexplore": answers_note and action.axe in _UNEXPLORED_AXES,
        "innovation": len(action.criteres_innovation) >= required,
        "participation": len(action.participation) >= stages,
        "mutualisation": bool(action.mutualisation.strip()),
        "avis_conseil": is_supported,
    }
