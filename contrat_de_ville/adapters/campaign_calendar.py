"""Reading the calendar of a campaign file: its milestones and its windows."""

from __future__ import annotations

from typing import Any

from contrat_de_ville.adapters.campaign_section import Section
from contrat_de_ville.domain.campaign import MILESTONES, Calendar, Window


def read_calendar(top: Section) -> Calendar:
    """Read the milestones and, where the call says more of it, its windows.

    Raises:
        BadFileError: a milestone is missing, or is no date with its hour.
    """
    dates = top.section("calendrier", MILESTONES)
    milestones: dict[str, Any] = {name: dates.instant(name) for name in MILESTONES}
    if "depots" not in top.values:
        return Calendar(**milestones)
    depots = top.section("depots", (), ("cloture_incluse", "fenetres"))
    return Calendar(
        **milestones,
        cloture_incluse=depots.flag("cloture_incluse", default=True),
        fenetres=_windows(depots) if "fenetres" in depots.values else (),
    )


def _windows(depots: Section) -> tuple[Window, ...]:
    return tuple(
        Window(
            libelle=item.text("libelle"),
            ouverture=item.instant("ouverture"),
            cloture=item.instant("cloture"),
        )
        for item in depots.sections("fenetres", ("libelle", "ouverture", "cloture"))
    )
