"""Whether the windows of a call follow one another and end with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import Calendar


def window_problems(calendar: Calendar) -> Iterator[str]:
    """Yield one French sentence per problem of the windows a campaign declares."""
    windows = calendar.fenetres
    if not windows:
        return
    for libelle, count in Counter(one.libelle for one in windows).items():
        if count > 1:
            yield f"Fenêtres de dépôt : « {libelle} » est donnée {count} fois."
    for one in windows:
        if one.cloture <= one.ouverture:
            yield (
                f"Fenêtre « {one.libelle} » : elle se clôt "
                f"({french_instant(one.cloture)}) avant de s'ouvrir "
                f"({french_instant(one.ouverture)})."
            )
    for before, after in pairwise(windows):
        if after.ouverture <= before.cloture:
            yield (
                f"Fenêtre « {after.libelle} » : elle s'ouvre "
                f"({french_instant(after.ouverture)}) avant la clôture de « "
                f"{before.libelle} » ({french_instant(before.cloture)})."
            )
    yield from _ends_apart(calendar)


def _ends_apart(calendar: Calendar) -> Iterator[str]:
    """Compare the first opening and the last closing with the milestones."""
    first, last = calendar.fenetres[0], calendar.fenetres[-1]
    if first.ouverture < calendar.ouverture:
        yield (
            f"Fenêtre « {first.libelle} » : elle s'ouvre "
            f"({french_instant(first.ouverture)}) avant l'appel "
            f"({french_instant(calendar.ouverture)})."
        )
    if last.cloture != calendar.cloture_depots:
        yield (
            f"Fenêtre « {last.libelle} » : la dernière fenêtre se clôt le "
            f"{french_instant(last.cloture)}, le calendrier dit "
            f"{french_instant(calendar.cloture_depots)} (« cloture_depots »)."
        )
