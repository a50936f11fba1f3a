"""Whether the amounts of the rows are those the journal told, both ways."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    Ligne,
    UtiliteSociale,
)
from contrat_de_ville.domain.money import format_euros


Told = dict[tuple[str, str], int | None]

_ARBITRATED = "arbitrage"
_NOTIFIED = "décision notifiée"
_GRANTED = "aide ACI"
_UTILITY = "utilité sociale"
_ACTS = {
    "ligne.arbitree": (_ARBITRATED, "montant_centimes"),
    "decision.notifiee": (_NOTIFIED, "montant_centimes"),
    # Entered in the agglomération's own budget: nobody else is to be told.
    "decision.inscrite": (_NOTIFIED, "montant_centimes"),
    # No amount: what was notified stands no more, until the correction is.
    "decision.remplacee": (_NOTIFIED, "montant_centimes"),
    "aide_aci.calculee": (_GRANTED, "aide_centimes"),
    "aide_aci.refusee": (_GRANTED, "aide_centimes"),
    "utilite_sociale.fixee": (_UTILITY, "montant_centimes"),
}


def amount_faults(session: Session, cycle: Cycle, lines: list[str]) -> list[str]:
    """Say where a row holds another amount than the journal's last word on it."""
    told, stored = told_in(lines), _stored_in(session, cycle)
    keys = sorted(told.keys() | stored.keys())
    return [
        f"{about}, {what} : {_said(told, (what, about))} au journal, "
        f"{_said(stored, (what, about))} en base."
        for what, about in keys
        if told.get((what, about)) != stored.get((what, about))
    ]


def told_in(lines: list[str]) -> Told:
    """Return the last amount the journal told, by what it is and its object."""
    told: Told = {}
    for line in lines:
        record = json.loads(line)
        if record["acte"] in _ACTS:
            what, field = _ACTS[record["acte"]]
            told[what, record["objet"]] = record["donnees"].get(field)
    return told


def _stored_in(session: Session, cycle: Cycle) -> Told:
    stored: Told = {}
    lines = session.execute(
        select(Ligne, Depot.numero)
        .join(Depot, Ligne.depot_id == Depot.id)
        .where(Ligne.cycle_id == cycle.id)
    )
    for line, numero in lines:
        about = f"ligne:{numero}/{line.funder}"
        if line.arbitre_centimes is not None:
            stored[_ARBITRATED, about] = line.arbitre_centimes
        if line.notified_at is not None:
            stored[_NOTIFIED, about] = line.decide_centimes
    for what, table in ((_GRANTED, AideAci), (_UTILITY, UtiliteSociale)):
        rows = session.execute(
            select(Depot.numero, table.montant_centimes)
            .join(table, table.depot_id == Depot.id)
            .where(Depot.cycle_id == cycle.id)
        )
        stored |= {(what, f"depot:{numero}"): amount for numero, amount in rows}
    return stored


def _said(amounts: Told, key: tuple[str, str]) -> str:
    return format_euros(amounts[key]) if key in amounts else "rien"
