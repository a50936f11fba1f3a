"""Registering deposits in the store: what is known, what is new, under which number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    FichierRefuse,
    Piece,
    Porteur,
    VersionDepot,
)
from contrat_de_ville.domain.admissibility import KnownDepot
from contrat_de_ville.domain.depots import Action, DepotState
from contrat_de_ville.domain.identifiers import is_email, is_siret


def known_depots(session: Session, cycle: Cycle) -> list[KnownDepot]:
    """Return the deposits of a cycle, as an arriving file is compared with them."""
    depots = session.scalars(
        select(Depot)
        .where(Depot.cycle_id == cycle.id)
        .order_by(Depot.numero)
        .options(selectinload(Depot.versions).load_only(VersionDepot.piece_sha256))
    )
    return [known_depot(one) for one in depots]


def known_depot(depot: Depot) -> KnownDepot:
    """Return one deposit as an arriving file is compared with it."""
    return KnownDepot(
        numero=depot.numero,
        siret=depot.porteur_siret,
        email=depot.porteur_email,
        title_key=depot.title_key,
        state=DepotState(depot.state),
        sha256s=frozenset(version.piece_sha256 for version in depot.versions),
    )


def is_registered(
    session: Session, cycle: Cycle, sha256: str, received_at: datetime
) -> bool:
    """Tell whether this very file, as it arrived, is already on record."""
    return any(
        session.scalars(
            select(table.id).where(
                table.cycle_id == cycle.id,
                table.piece_sha256 == sha256,
                table.received_at == received_at,
            )
        ).first()
        for table in (VersionDepot, FichierRefuse)
    )


def keep_piece(
    session: Session, sha256: str, file_name: str, size: int, at: datetime
) -> None:
    """Record a piece of evidence under its hash, once."""
    if session.get(Piece, sha256) is None:
        session.add(Piece(sha256=sha256, file_name=file_name, size=size, stored_at=at))
        session.flush()


def next_numero(session: Session, cycle: Cycle) -> str:
    """Return the number the next deposit of the cycle takes: ``2017-0042``."""
    count = session.scalar(
        select(func.count()).select_from(Depot).where(Depot.cycle_id == cycle.id)
    )
    return f"{cycle.annee}-{(count or 0) + 1:04d}"


def know_porteur(session: Session, action: Action) -> None:
    """Remember a porteur whose SIRET and address can be trusted in form."""
    siret, email = action.porteur_siret, action.porteur_email
    if is_siret(siret) and is_email(email) and action.porteur_kind is not None:
        session.merge(
            Porteur(
                siret=siret,
                name=action.porteur_name,
                kind=action.porteur_kind,
                email=email,
            )
        )
