"""One deposit as it is read for its sheet, and what the criteria need of it."""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.adapters.action_sheet.year import LIVE, Year
from contrat_de_ville.adapters.store.models import Depot, VersionDepot
from contrat_de_ville.domain.conseils import AvisKind
from contrat_de_ville.domain.criteria_records import CriteriaFacts
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen


@dataclass(frozen=True, kw_only=True)
class Read:
    """One deposit, read: its rows, its action, the campaign and the year around it."""

    depot: Depot
    version: VersionDepot
    action: Action
    frozen: Frozen
    year: Year

    def conseil_name(self, code: str) -> str:
        """Name a conseil citoyen; one that the campaign does not know is its code."""
        conseils = self.frozen.campaign.conseils
        return next((one.name for one in conseils if one.code == code), code)


def facts_of(read: Read) -> CriteriaFacts:
    """Gather what the criteria need beyond the deposit itself."""
    depot, code = read.depot, read.action.orientation
    # A deposit that is out of the year is not among those counted.
    itself = 1 if depot.state in LIVE else 0
    before = read.year.retained_before
    return CriteriaFacts(
        cells=read.version.form["cells"],
        avis=tuple(
            (read.conseil_name(one.conseil), AvisKind(one.avis) if one.avis else None)
            for one in depot.avis
        ),
        other_deposits_count=max(0, read.year.deposits.get(code, 0) - itself),
        innovation=read.year.innovation.get(depot.id, ()),
        mutualised_with=read.year.accepted.get(depot.numero, ()),
        retained_last_year_count=None if before is None else before.get(code, 0),
    )
