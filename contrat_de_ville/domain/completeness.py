"""When a file is complete, and the clock that starts then.

The delay to examine a request runs from the day it is complete, not from the day it
was deposited: a file that still lacks something has no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from contrat_de_ville.domain.calendar import PARIS, add_months
from contrat_de_ville.domain.depots import Action, Severity


EXAMINATION_MONTHS = 2
EXAMINATION_SOURCE = (
    "loi n° 2000-321 du 12 avril 2000 et réponse à la question écrite "
    "AN 13-38897\u00a0: deux mois pour instruire un dossier complet"
)


def is_complete(
    severities: Iterable[str],
    action: Action,
    required_pieces: Mapping[str, Sequence[str]],
) -> bool:
    """Tell whether nothing blocking is left and every piece asked is joined.

    Args:
        severities: those of what the check found.
        action: the deposit as understood.
        required_pieces: the codes of the pieces, by type of porteur (the campaign's).
    """
    if Severity.BLOQUANT in severities or action.porteur_kind is None:
        return False
    return set(required_pieces.get(action.porteur_kind, ())) <= set(action.pieces)


def examined_by(complete_at: datetime) -> date:
    """Return the day until which silence is not yet a refusal.

    Two months from date to date after completeness, in legal time.

    >>> from contrat_de_ville.domain.calendar import paris
    >>> examined_by(paris(date(2016, 12, 31)))
    datetime.date(2017, 2, 28)
    """
    return add_months(complete_at.astimezone(PARIS).date(), EXAMINATION_MONTHS)
