"""A cycle whose consultation is over: admissible actions, and nothing proposed yet."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    Enveloppe,
    EnveloppePart,
    InnovationNotee,
    Ligne,
    Piece,
    Proposition,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.programming_choices import OPTIONAL_KINDS
from contrat_de_ville.domain.steps import CycleRef
from tests.builders import build_action, build_line
from tests.store_builder import frozen_record


REF = CycleRef(contrat="CV195", annee=2017)
OPENED = paris(date(2016, 10, 17), time(9, 0))
CLOSED = paris(date(2017, 2, 25), time(8, 0))
AFTER = paris(date(2017, 2, 26), time(8, 0))
CRITERIA = (
    "besoin_mal_satisfait",
    "effets_positifs",
    "experimentation",
    "implication_acteurs",
)


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """An admissible action: what it asks in euros, of a cash budget of its own.

    ``aid`` is what the note gives its chantier: an amount in euros, or nothing while
    the committee has not spoken. ``others`` are fields of the action.
    """

    title: str
    asks: Mapping[str, int]
    cash: int = 100_000
    siren: str = "900000001"
    is_chantier: bool = False
    aid: int | None = None
    is_refused: bool = False
    is_innovative: bool = False
    part: str = ""
    others: Mapping[str, Any] = field(default_factory=dict)


def build_consulted(
    *admitted: Admitted,
    envelopes: Mapping[str, int],
    parts: Mapping[str, tuple[int, bool]] | None = None,
    choices: Mapping[str, Any] | None = None,
) -> None:
    """Write the cycle; numbers follow the order given.

    Args:
        admitted: the actions.
        envelopes: euros by funder.
        parts: of the State's envelope: euros, and whether they are reserved.
        choices: values of « programmation. », by code without it; the others that
            a campaign may leave out are left out.
    """
    with current_workspace().store().writing() as session:
        cycle = _open(session, choices or {})
        for funder, euros in envelopes.items():
            session.add(
                Enveloppe(
                    cycle_id=cycle.id, funder=funder, montant_centimes=euros * 100
                )
            )
        for part, (euros, is_reserved) in (parts or {}).items():
            session.add(
                EnveloppePart(
                    cycle_id=cycle.id, funder="ETAT", part=part, label=part.lower(),
                    montant_centimes=euros * 100, is_reserved=is_reserved,
                )
            )  # fmt: skip
        for rank, one in enumerate(admitted, start=1):
            _admit(session, cycle, f"2017-{rank:04d}", one)


def _open(session: Session, choices: Mapping[str, Any]) -> Cycle:
    record = copy.deepcopy(frozen_record())
    made = record["campagne"]["choices"]
    for code in OPTIONAL_KINDS:
        made.pop(code, None)
    for short, value in choices.items():
        code = f"programmation.{short}"
        usual = made["programmation.montant_minimum_utile"]
        made[code] = {**usual, "code": code, "value": value}
    cycle = Cycle(
        contrat=REF.contrat,
        annee=REF.annee,
        opened_at=OPENED,
        campaign=record,
        campaign_sha256=sha256_hex(canonical_json(record)),
        rules_version="0",
        consultation_opened_at=OPENED,
        consultation_closed_at=CLOSED,
    )
    session.add(cycle)
    session.flush()
    return cycle


def _admit(session: Session, cycle: Cycle, numero: str, one: Admitted) -> None:
    facts = {"quartiers": (), "publics": (), "participation": (), "orientation": ""}
    action = build_action(
        porteur_siret=f"{one.siren}00017",
        title=one.title,
        budget=(
            build_line("64", "Charges de personnel", one.cash),
            build_line("86", "Bénévolat", 20_000),
            *(build_line("74", funder, n, funder) for funder, n in one.asks.items()),
        ),
        **(facts | {"criteres_innovation": ()} | dict(one.others)),
    )
    sha256 = sha256_hex(numero.encode())
    session.add(Piece(sha256=sha256, file_name=numero, size=9, stored_at=OPENED))
    depot = Depot(
        cycle_id=cycle.id, numero=numero, porteur_siret=action.porteur_siret,
        title=one.title, title_key=one.title.lower(), porteur_email="a@a.example",
        is_chantier=one.is_chantier, ends_on=None, state="RECEVABLE",
        current_version=1,
    )  # fmt: skip
    depot.versions.append(
        VersionDepot(
            cycle_id=cycle.id, version=1, piece_sha256=sha256, file_name=numero,
            received_at=OPENED, registered_at=OPENED, is_late=False, form={},
            action=action_as_dict(action), unreadable=[], checked_at=OPENED,
        )
    )  # fmt: skip
    session.add(depot)
    session.flush()
    for funder, euros in one.asks.items():
        session.add(
            Ligne(
                cycle_id=cycle.id, depot_id=depot.id, funder=funder,
                demande_centimes=euros * 100, part=one.part,
            )
        )  # fmt: skip
    _judge(session, depot, one)


def _judge(session: Session, depot: Depot, one: Admitted) -> None:
    if one.aid is not None or one.is_refused:
        session.add(
            AideAci(
                depot=depot, montant_centimes=(one.aid or 0) * 100,
                is_refused=one.is_refused, explanation={"formula": "le calcul"},
                computed_at=OPENED,
            )
        )  # fmt: skip
    for criterion in CRITERIA if one.is_innovative else ():
        session.add(
            InnovationNotee(
                depot_id=depot.id, criterion=criterion, is_met=True,
                evidence="Vu.", author="comite_technique", decided_at=OPENED,
            )
        )  # fmt: skip


def recorded_lines() -> dict[tuple[str, str], tuple[int | None, str]]:
    """Return what is proposed in euros and why, by title and funder."""
    with current_workspace().store().reading() as session:
        return {
            (one.depot.title, one.funder): (
                None if one.propose_centimes is None else one.propose_centimes // 100,
                one.propose_reason,
            )
            for one in session.scalars(select(Ligne))
        }


def propositions() -> list[Proposition]:
    """Return every version of the proposal, the first one first."""
    with current_workspace().store().reading() as session:
        query = select(Proposition).order_by(Proposition.version)
        found = list(session.scalars(query))
        session.expunge_all()
        return found
