"""A programming arbitrated and frozen, without the months before it.

Four deposits, each asking 4 000 € of ETAT and 2 000 € of CAPH:

==========  ===================  =============================================
deposit     orientation          arbitrated: ETAT, CAPH
==========  ===================  =============================================
2017-0001   5.1                  4 000 €, 2 000 €
2017-0002   5.DRE.1 (a « dont »  3 000 €, 1 000 €
            of ETAT)
2017-0003   1.1, carried by the  2 000 €, 2 000 €
            agglomération
2017-0004   4.3, a landlord's    0 €, 0 €
            engagement (TFPB)
==========  ===================  =============================================
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.models import Cycle, Ligne, Piece, VersionDepot
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, PorteurKind
from contrat_de_ville.domain.envelopes import part_of
from contrat_de_ville.domain.frozen import frozen_from
from tasks.arbitrage import record_arbitrations
from tasks.freezing import record_freeze
from tests.builders import build_action, build_form
from tests.store_builder import (
    CHECKED,
    COPIL,
    OPENED,
    RECEIVED,
    REF,
    add_cycle,
    add_depot,
)


ATELIERS, REUSSITE, FORMATION, TFPB = (f"2017-000{rank}" for rank in range(1, 5))
AFTER = COPIL + timedelta(days=20)
DELIBERATION = paris(date(2017, 4, 10), time(20, 0))
ARBITRATED = {
    (ATELIERS, "ETAT"): 4_000_00,
    (ATELIERS, "CAPH"): 2_000_00,
    (REUSSITE, "ETAT"): 3_000_00,
    (REUSSITE, "CAPH"): 1_000_00,
    (FORMATION, "ETAT"): 2_000_00,
    (FORMATION, "CAPH"): 2_000_00,
    (TFPB, "ETAT"): 0,
    (TFPB, "CAPH"): 0,
}
ACTIONS = {
    ATELIERS: build_action(),
    REUSSITE: build_action(
        title="Réussite éducative",
        orientation="5.DRE.1",
        porteur_siret="90000000200015",
        porteur_email="bureau@reussite.example",
    ),
    FORMATION: build_action(
        title="Journées d'acteurs",
        axe=1,
        orientation="1.1",
        porteur_siret="20004219000013",
        porteur_kind=PorteurKind.EPCI,
        porteur_rna="",
        porteur_email="politique-ville@agglo.example",
        pieces=("deliberation",),
    ),
    TFPB: build_action(
        title="Présence renforcée",
        axe=4,
        orientation="4.3",
        porteur_siret="90000000300013",
        porteur_kind=PorteurKind.BAILLEUR,
        porteur_rna="",
        porteur_email="quartiers@bailleur.example",
    ),
}


def build_arbitrated() -> None:
    """Write the four deposits and what the COPIL arbitrated, in the workspace."""
    with current_workspace().store().writing() as session:
        cycle = add_cycle(session)
        campaign = canonical_json(cycle.campaign)
        _keep(session, campaign, "campagne.json", OPENED)
        act = Act(session, cycle, "open_appel", OPENED)
        act.tell("cycle.ouvert", f"cycle:{REF.code}", outputs=(cycle.campaign_sha256,))
        for numero, action in ACTIONS.items():
            _deposit(session, cycle, numero, action)
    motive = "Décision du comité de pilotage."
    record_arbitrations(
        REF,
        {key: (amount, motive) for key, amount in ARBITRATED.items()},
        actor="copil",
        at=COPIL,
        minute="PV du 28/03/2017",
    )


def build_frozen() -> None:
    """Write the same, then freeze it: version 1."""
    build_arbitrated()
    record_freeze(REF, COPIL, a_blanc=False)


def _deposit(session: Session, cycle: Cycle, numero: str, action: Action) -> None:
    campaign = frozen_from(cycle.campaign).campaign
    depot = add_depot(session, cycle, numero, "RECEVABLE", action)
    depot.versions.append(
        VersionDepot(
            cycle_id=cycle.id,
            version=1,
            piece_sha256=_keep(session, numero.encode(), f"{numero}.xlsx", RECEIVED),
            file_name=f"{numero}.xlsx",
            received_at=RECEIVED,
            registered_at=CHECKED,
            is_late=False,
            form=form_as_dict(build_form(action)),
            action=action_as_dict(action),
            unreadable=[],
            checked_at=CHECKED,
        )
    )
    depot.lines = [
        Ligne(
            cycle_id=cycle.id,
            funder=funder,
            part=part_of(campaign, funder, action),
            demande_centimes=asked,
        )
        for funder, asked in action.requests().items()
    ]
    session.flush()


def _keep(session: Session, content: bytes, name: str, at: datetime) -> str:
    sha256 = evidence.keep(current_workspace().pieces, content)
    session.add(Piece(sha256=sha256, file_name=name, size=len(content), stored_at=at))
    session.flush()
    return sha256
