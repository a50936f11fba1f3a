"""What porteurs are told of the amounts computed for them, as it was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import Cycle, Ligne, Proposition
from contrat_de_ville.domain.motives import plain_motive


@dataclass(frozen=True, kw_only=True)
class ComputedMotives:
    """The last proposal, and its motives by number and funder."""

    proposition: Proposition | None
    by_line: Mapping[tuple[str, str], str]

    def of(self, line: Ligne) -> str:
        """Return what the porteur of a line is told once its proposal is adopted.

        An amount that a committee set has the committee's own words.
        """
        last = self.proposition
        if last is None or (line.propose_author, line.propose_at) != (
            last.author,
            last.computed_at,
        ):
            return line.propose_reason
        known = self.by_line.get((line.depot.numero, line.funder))
        return known or plain_motive(line.propose_reason, line.propose_centimes or 0)


def computed_motives(session: Session, cycle: Cycle) -> ComputedMotives:
    """Read the motives of the proposal that is shown; an older one has none."""
    last = session.scalars(
        select(Proposition)
        .where(Proposition.cycle_id == cycle.id)
        .order_by(Proposition.version.desc())
    ).first()
    dossiers = last.summary.get("dossiers", ()) if last else ()
    return ComputedMotives(
        proposition=last,
        by_line={
            (one["numero"], funder): motive
            for one in dossiers
            for funder, motive in one.get("motifs_porteur", {}).items()
        },
    )
