"""Reading from the store what a programming is assembled from; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.judged import accepted_with, innovation_scores
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    Ligne,
    VersionDepot,
)
from contrat_de_ville.domain.aci import FUNDER as ACI_FUNDER
from contrat_de_ville.domain.assembly import constraints
from contrat_de_ville.domain.assembly.comparing import Heading
from contrat_de_ville.domain.balance import share_of
from contrat_de_ville.domain.conseils import AvisKind, is_supported
from contrat_de_ville.domain.criteria import criteria_met
from contrat_de_ville.domain.criteria_innovation import (
    InnovationCeiling,
    innovation_ceiling,
    read_innovation,
)
from contrat_de_ville.domain.criteria_paths import Path, decision_path
from contrat_de_ville.domain.criteria_records import CriteriaFacts, InnovationScore
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Action, DepotState, Side
from contrat_de_ville.domain.envelopes import EnvelopeStand
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.known_depots import siren_of
from contrat_de_ville.domain.programming import Aid, Candidate, Request


def read_admissible(
    session: Session, cycle: Cycle, frozen: Frozen
) -> tuple[list[Candidate], dict[str, str]]:
    """Return the admissible actions by number, and the names of porteurs by SIREN."""
    scored, shared = innovation_scores(session, cycle), accepted_with(session, cycle)
    candidates: list[Candidate] = []
    names: dict[str, str] = {}
    keys: Counter[str] = Counter()
    for depot, record in _admissible(session, cycle):
        action = action_from_dict(record)
        key = sha256_hex(
            canonical_json({"siret": depot.porteur_siret, "action": record})
        )
        keys[key] += 1
        if keys[key] > 1:
            # The same file word for word: only its number tells it from the first.
            key = f"{key}-{keys[key]}"
        names.setdefault(siren_of(depot.porteur_siret), action.porteur_name)
        candidates.append(
            _candidate(
                depot,
                action,
                frozen,
                key=key,
                scores=scored.get(depot.id, ()),
                is_mutualised=depot.numero in shared,
            )
        )
    return candidates, names


def _admissible(session: Session, cycle: Cycle) -> Iterable[Row[Any]]:
    return session.execute(
        select(Depot, VersionDepot.action)
        .join(
            VersionDepot,
            (VersionDepot.depot_id == Depot.id)
            & (VersionDepot.version == Depot.current_version),
        )
        .where(Depot.cycle_id == cycle.id, Depot.state == DepotState.RECEVABLE)
        .order_by(Depot.numero)
        .options(
            selectinload(Depot.lines),
            selectinload(Depot.avis),
            selectinload(Depot.aide),
        )
    )


def _candidate(
    depot: Depot,
    action: Action,
    frozen: Frozen,
    *,
    key: str,
    scores: tuple[InnovationScore, ...],
    is_mutualised: bool,
) -> Candidate:
    supported = is_supported([AvisKind(one.avis) for one in depot.avis if one.avis])
    return Candidate(
        key=key,
        numero=depot.numero,
        title=depot.title,
        porteur=siren_of(depot.porteur_siret),
        axe=action.axe or 0,
        orientation=action.orientation,
        quartiers=action.quartiers,
        publics=action.publics,
        is_renewal=action.is_renewal,
        cash_centimes=action.cash_centimes(),
        whole_centimes=action.total_centimes(Side.CHARGE),
        requests=tuple(
            Request(funder=one.funder, centimes=one.demande_centimes, part=one.part)
            for one in depot.lines
        ),
        criteria=criteria_met(
            action,
            frozen,
            is_supported=supported,
            innovation=scores,
            is_mutualised=is_mutualised,
        ),
        aid=_aid(depot.aide) if depot.is_chantier else None,
        aid_funder=ACI_FUNDER,
        innovation=_derogatory(action, frozen, scores),
        is_valued=decision_path(action, frozen).path is Path.TFPB,
    )


def _aid(aide: AideAci | None) -> Aid:
    if aide is None:
        return Aid()
    return Aid(
        centimes=0 if aide.is_refused else aide.montant_centimes,
        formula=str(aide.explanation["formula"]),
    )


def _derogatory(
    action: Action, frozen: Frozen, scores: tuple[InnovationScore, ...]
) -> InnovationCeiling | None:
    """Return the State's wider ceiling, where persons found the action innovative."""
    readings = read_innovation(action, frozen, CriteriaFacts(innovation=scores))
    ceiling = innovation_ceiling(action, readings, frozen)
    return ceiling if ceiling.is_open else None


def envelope_constraints(
    session: Session, cycle: Cycle
) -> tuple[constraints.Enveloppe | constraints.PartEnveloppe, ...]:
    """Return what each funder brings and what is set within, overruns included."""
    known = read_envelopes(session, cycle).values()
    return (
        *map(_envelope, known),
        *(
            constraints.PartEnveloppe(
                funder=envelope.funder,
                part=one.code,
                label=one.label,
                centimes=one.amount_centimes + one.overrun_centimes,
            )
            for envelope in known
            for one in envelope.parts
        ),
    )


def _envelope(envelope: EnvelopeStand) -> constraints.Enveloppe:
    """As the database has it: what is reserved is so without its overrun."""
    reserved = sorted(
        (one.code, one.amount_centimes) for one in envelope.parts if one.is_reserved
    )
    return constraints.Enveloppe(
        funder=envelope.funder,
        centimes=envelope.amount_centimes + envelope.overrun_centimes,
        reserved=tuple(reserved),
    )


def read_previous(
    session: Session, cycle: Cycle
) -> Mapping[Heading, Mapping[str, int]]:
    """Return the centimes decided the year before, by heading then key.

    Shared actions are split as everywhere else; nothing where that year is not in
    the database.
    """
    sums: dict[Heading, Counter[str]] = {}
    for depot, record in _decided(session, cycle):
        action = action_from_dict(record)
        for line in depot.lines:
            for heading, keys in _keys(depot, action, line).items():
                for key in keys:
                    part = share_of(line.decide_centimes or 0, keys, key)
                    sums.setdefault(heading, Counter())[key] += part
    return {heading: dict(by_key) for heading, by_key in sums.items()}


def _decided(session: Session, cycle: Cycle) -> Iterable[Row[Any]]:
    return session.execute(
        select(Depot, VersionDepot.action)
        .join(
            VersionDepot,
            (VersionDepot.depot_id == Depot.id)
            & (VersionDepot.version == Depot.current_version),
        )
        .join(Cycle, Cycle.id == Depot.cycle_id)
        .where(
            Cycle.contrat == cycle.contrat,
            Cycle.annee == cycle.annee - 1,
            Depot.lines.any(Ligne.decide_centimes > 0),
        )
        .order_by(Depot.numero)
        .options(selectinload(Depot.lines))
    )


def _keys(depot: Depot, action: Action, line: Ligne) -> dict[Heading, tuple[str, ...]]:
    return {
        Heading.AXE: (str(action.axe or 0),),
        Heading.QUARTIER: tuple(dict.fromkeys(action.quartiers)) or ("",),
        Heading.PUBLIC: tuple(dict.fromkeys(action.publics)) or ("",),
        Heading.PORTEUR: (siren_of(depot.porteur_siret),),
        Heading.FINANCEUR: (line.funder,),
    }
