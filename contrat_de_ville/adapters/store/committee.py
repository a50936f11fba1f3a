"""What a committee's workbook is made of and held to: lines, exports."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import ClasseurComite, Cycle, Depot, Ligne
from contrat_de_ville.domain.committee import Key, Standing
from contrat_de_ville.domain.depots import DepotState


def lines_by_key(session: Session, cycle: Cycle) -> dict[Key, Ligne]:
    """Return every line of the cycle, those of inadmissible deposits too."""
    found = session.execute(
        select(Depot.numero, Ligne)
        .join(Ligne, Ligne.depot_id == Depot.id)
        .where(Ligne.cycle_id == cycle.id)
        .order_by(Depot.numero, Ligne.funder)
    )
    return {(numero, line.funder): line for numero, line in found}


def admissible_keys(session: Session, cycle: Cycle) -> set[Key]:
    """Return the lines of the deposits that may be programmed."""
    found = session.execute(
        select(Depot.numero, Ligne.funder)
        .join(Ligne, Ligne.depot_id == Depot.id)
        .where(Ligne.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
    )
    return {(numero, funder) for numero, funder in found}


def standing_of(line: Ligne) -> Standing:
    """Return where a line stands."""
    return Standing(
        part=line.part,
        asked_centimes=line.demande_centimes,
        avis=line.avis_technique or "",
        avis_text=line.avis_text,
        proposed_centimes=line.propose_centimes,
        proposed_reason=line.propose_reason,
        arbitrated_centimes=line.arbitre_centimes,
        arbitrated_reason=line.arbitre_reason,
    )


def find_export(session: Session, jeton: str) -> ClasseurComite | None:
    """Return the export of that jeton, whatever its cycle, or nothing."""
    return session.scalars(
        select(ClasseurComite).where(ClasseurComite.jeton == jeton)
    ).first()
