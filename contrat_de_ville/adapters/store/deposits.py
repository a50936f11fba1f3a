"""Registering deposits in the store: what is known, what is new, under which number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count as counting
from typing import Any, TypeVar

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    FichierRefuse,
    Piece,
    Porteur,
    VersionDepot,
)
from contrat_de_ville.domain.deposit_records import form_from_dict
from contrat_de_ville.domain.depots import Action, DepositForm, DepotState
from contrat_de_ville.domain.identifiers import is_email, is_siret
from contrat_de_ville.domain.known_depots import KnownDepot, KnownDepots


T = TypeVar("T")
# Databases limit how many values one query may name.
_AT_ONCE = 500
CURRENT = and_(
    VersionDepot.depot_id == Depot.id, VersionDepot.version == Depot.current_version
)
"""What joins a deposit to its present version."""


def known_depots(session: Session, cycle: Cycle) -> KnownDepots:
    """Return the deposits of a cycle, as an arriving file is compared with them.

    Columns and not rows of their own: there may be tens of thousands, and their
    forms are not looked at.
    """
    versions: dict[int, list[Any]] = {}
    for one in session.execute(
        select(
            VersionDepot.depot_id,
            VersionDepot.version,
            VersionDepot.piece_sha256,
            VersionDepot.place,
            VersionDepot.channel,
            VersionDepot.reference,
            VersionDepot.contents_sha256,
            VersionDepot.deposited_at,
        ).where(VersionDepot.cycle_id == cycle.id)
    ):
        versions.setdefault(one.depot_id, []).append(one)
    depots = session.execute(
        select(
            Depot.id,
            Depot.numero,
            Depot.porteur_siret,
            Depot.porteur_email,
            Depot.title_key,
            Depot.state,
        ).where(Depot.cycle_id == cycle.id)
    )
    return KnownDepots.of(_known(one, versions.get(one.id, [])) for one in depots)


def _known(depot: Any, versions: Sequence[Any]) -> KnownDepot:
    present = max(versions, key=lambda one: one.version, default=None)
    return KnownDepot(
        numero=depot.numero,
        siret=depot.porteur_siret,
        email=depot.porteur_email,
        title_key=depot.title_key,
        state=DepotState(depot.state),
        pieces=frozenset((one.piece_sha256, one.place) for one in versions),
        references=frozenset(
            (one.channel, one.reference) for one in versions if one.reference
        ),
        contents=present.contents_sha256 if present else "",
        deposited_at=present.deposited_at if present else None,
    )


def registered_files(session: Session, cycle: Cycle) -> set[tuple[str, datetime]]:
    """Return the hash and the arrival of every file of the cycle on record."""
    return {
        (sha256, received_at)
        for table in (VersionDepot, FichierRefuse)
        for sha256, received_at in session.execute(
            select(table.piece_sha256, table.received_at)
            .where(table.cycle_id == cycle.id)
            .distinct()
        )
    }


def keep_piece(
    session: Session, sha256: str, file_name: str, size: int, at: datetime
) -> None:
    """Record a piece of evidence under its hash, once."""
    if session.get(Piece, sha256) is None:
        session.add(Piece(sha256=sha256, file_name=file_name, size=size, stored_at=at))
        session.flush()


def numeros(session: Session, cycle: Cycle) -> Iterator[str]:
    """Yield the numbers the next deposits of the cycle take: ``2017-0042`` and on."""
    count = session.scalar(
        select(func.count()).select_from(Depot).where(Depot.cycle_id == cycle.id)
    )
    return (f"{cycle.annee}-{rank:04d}" for rank in counting((count or 0) + 1))


def depots_by_numero(
    session: Session, cycle: Cycle, wanted: Sequence[str]
) -> dict[str, Depot]:
    """Return these deposits by number."""
    query = select(Depot).where(Depot.cycle_id == cycle.id)
    return {
        one.numero: one
        for part in _parts(wanted)
        for one in session.scalars(query.where(Depot.numero.in_(part)))
    }


def present_forms(
    session: Session, cycle: Cycle, wanted: Sequence[str]
) -> dict[str, DepositForm]:
    """Return the form of the present version of these deposits, by number."""
    query = (
        select(Depot.numero, VersionDepot.form)
        .join(VersionDepot, CURRENT)
        .where(Depot.cycle_id == cycle.id)
    )
    return {
        numero: form_from_dict(form)
        for part in _parts(wanted)
        for numero, form in session.execute(query.where(Depot.numero.in_(part)))
    }


def know_porteurs(session: Session, actions: Iterable[Action]) -> None:
    """Remember the porteurs whose SIRET and address can be trusted in form."""
    told = {one.porteur_siret: one for one in actions if _is_trusted(one)}
    for part in _parts(list(told)):
        known = session.scalars(select(Porteur).where(Porteur.siret.in_(part)))
        by_siret = {one.siret: one for one in known}
        for siret in part:
            porteur = by_siret.get(siret) or Porteur(siret=siret)
            porteur.name, porteur.email = (
                told[siret].porteur_name,
                told[siret].porteur_email,
            )
            porteur.kind = str(told[siret].porteur_kind)
            session.add(porteur)


def _is_trusted(action: Action) -> bool:
    return (
        action.porteur_kind is not None
        and is_siret(action.porteur_siret)
        and is_email(action.porteur_email)
    )


def _parts(values: Collection[T]) -> Iterator[list[T]]:
    listed = list(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
