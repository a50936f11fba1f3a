"""What a decision on one line is: a grant, an entry of the agglomération's own budget.

Axis 1 of the note is the agglomération's: it funds what it carries without granting
anything to itself. A landlord's engagement (TFPB) is valued, and never granted.
"""

from __future__ import annotations

from contrat_de_ville.domain.aci import FUNDER
from contrat_de_ville.domain.criteria_paths import DecisionPath, Path
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


INSCRIPTION = "Inscription budgétaire"
"""What the agglomération's part of what it carries itself is called."""


def is_inscribed(path: DecisionPath, funder: str) -> bool:
    """Tell whether the funder would grant to itself: it enters its part in its budget.

    No convention, no letter; the other funders of the action decide as usual.
    """
    return path.path is Path.MAITRISE_OUVRAGE and funder == FUNDER


def refuse_valued(path: DecisionPath, where: str, amount_centimes: int | None) -> None:
    """Refuse that an engagement of a landlord be granted anything.

    Args:
        path: how the action is decided.
        where: the line, for people: ``2017-0042/ETAT``.
        amount_centimes: what would be retained; nothing yet, or zero, is accepted.

    Raises:
        BadInputError: the action is a TFPB engagement and the amount is not zero.
    """
    if path.path is Path.TFPB and amount_centimes:
        raise BadInputError(
            f"{where} : {format_euros(amount_centimes)} pour un engagement du bailleur "
            "en regard de son abattement de taxe foncière (TFPB), qui est valorisé et "
            "jamais accordé en subvention.",
            "Retenez 0 €, avec ce motif.",
        )
