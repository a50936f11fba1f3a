"""A cycle after its consultation: four actions, two envelopes, a proposal by hand.

==========  ===  =======  ========  ========  ========  =======================
file        axe  points   ETAT      CAPH      proposed  quartiers
==========  ===  =======  ========  ========  ========  =======================
2017-0001   1    6 + 1    6 000 €             6 000 €   Centre
2017-0002   3    4 + 1    5 000 €   2 000 €   7 000 €   Arenberg
2017-0003   5    2 + 1    4 000 €             2 000 €   Centre, Arenberg
2017-0004   7    0 + 1              3 000 €   2 000 €   none
==========  ===  =======  ========  ========  ========  =======================

The State brings 13 000 €, the agglomération 4 000 €; nothing under 1 000 € is useful.
The proposal is worth 7×6 000 + 5×7 000 + 3×2 000 + 1×2 000 = 85 000 points.
"""

from __future__ import annotations

import copy
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    Enveloppe,
    Ligne,
    Piece,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.steps import CycleRef
from tasks.assembling import read_assembling
from tasks.programmation import compute_proposal, record_proposal
from tests.builders import build_action, build_form, build_line
from tests.store_builder import frozen_record


REF = CycleRef(contrat="CV195", annee=2017)
OPENED = paris(date(2016, 10, 17), time(9, 0))
CONSULTED = paris(date(2017, 2, 25), time(8, 0))
PROPOSED = paris(date(2017, 2, 27), time(8, 0))
AT = paris(date(2017, 3, 7), time(10, 0))
A, B, C, D = (f"2017-{rank:04d}" for rank in range(1, 5))

_WEIGHTS = dict.fromkeys(
    ("orientation", "champ_inexplore", "innovation", "participation", "avis_conseil"), 0
)
_CHOICES = {
    "programmation.poids": _WEIGHTS | {"publics": 4, "mutualisation": 2},
    "programmation.taux_plafond_pct": {"ETAT": 100, "CAPH": 100},
    "programmation.montant_minimum_utile": 1_000,
    "programmation.base_du_taux": "hors_contributions_volontaires",
    "programmation.objectif": "euros",
    "programmation.financement": "partiel",
}


def _asking(rank: int, axe: int, euros: dict[str, int], **changes: Any) -> Action:
    asked = [build_line("74", name, euros[name], name) for name in euros]
    facts: dict[str, Any] = {
        "porteur_siret": f"9000000{rank}00017",
        "porteur_name": f"Association {rank}",
        "title": f"Action {rank}",
        "axe": axe,
        "publics": (),
        "mutualisation": "",
        "budget": (build_line("64", "Personnel", sum(euros.values())), *asked),
    }
    return build_action(**(facts | changes))


_SHARED = "Avec la commune voisine."
ACTIONS = {
    A: _asking(
        1, 1, {"ETAT": 6_000}, publics=("femmes",), mutualisation=_SHARED,
        orientation="1.1", quartiers=("QP059050",),
    ),
    B: _asking(
        2, 3, {"ETAT": 5_000, "CAPH": 2_000}, publics=("jeunes",), orientation="3.1",
        quartiers=("QP059059",),
    ),
    C: _asking(
        3, 5, {"ETAT": 4_000}, mutualisation=_SHARED, orientation="5.1",
        quartiers=("QP059050", "QP059059"),
    ),
    D: _asking(4, 7, {"CAPH": 3_000}, orientation="7.2", quartiers=()),
}  # fmt: skip


def build_consulted(**euros: int) -> None:
    """Open the cycle, admit the four actions, close the consultation.

    Args:
        euros: other envelopes than 13 000 € and 4 000 €, by funder.
    """
    with current_workspace().store().writing() as session:
        cycle = _open(session)
        for funder, amount in ({"ETAT": 13_000, "CAPH": 4_000} | euros).items():
            session.add(
                Enveloppe(
                    cycle_id=cycle.id, funder=funder, montant_centimes=amount * 100
                )
            )
        for numero, action in ACTIONS.items():
            _admit(session, cycle, numero, action)
        cycle.consultation_opened_at = cycle.consultation_closed_at = CONSULTED


def build_proposed() -> None:
    """Build the cycle and record its proposal."""
    build_consulted()
    computed = compute_proposal(read_assembling(REF))
    record_proposal(REF, computed, PROPOSED, a_blanc=False)


def change_envelope(funder: str, euros: int) -> None:
    """Change an envelope, as a signed act of its own would."""
    with current_workspace().store().writing() as session:
        row = session.scalars(select(Enveloppe).where(Enveloppe.funder == funder)).one()
        row.montant_centimes = euros * 100


def owe_aid(numero: str) -> None:
    """Make of a file a chantier whose aid, all it asks, is owed."""
    with current_workspace().store().writing() as session:
        row = session.scalars(select(Depot).where(Depot.numero == numero)).one()
        row.is_chantier = True
        row.aide = AideAci(
            montant_centimes=row.lines[0].demande_centimes,
            is_refused=False,
            explanation={"formula": "3 salariés × 1 000 € = 3 000 €"},
            computed_at=CONSULTED,
        )


def reject(numero: str) -> None:
    """Take a file out of the admissible ones."""
    with current_workspace().store().writing() as session:
        row = session.scalars(select(Depot).where(Depot.numero == numero)).one()
        row.state = "IRRECEVABLE"


def _open(session: Session) -> Cycle:
    record = copy.deepcopy(frozen_record())
    made = record["campagne"]["choices"]
    usual = made["programmation.poids"]
    for code in [one for one in made if one.startswith("programmation.")]:
        del made[code]
    for code, value in _CHOICES.items():
        made[code] = {**usual, "code": code, "value": value}
    cycle = Cycle(
        contrat=REF.contrat,
        annee=REF.annee,
        opened_at=OPENED,
        campaign=record,
        campaign_sha256=_keep(session, canonical_json(record), "campagne.json", OPENED),
        rules_version="0",
    )
    session.add(cycle)
    session.flush()
    return cycle


def _keep(session: Session, content: bytes, name: str, at: datetime) -> str:
    sha256 = evidence.keep(current_workspace().pieces, content)
    session.add(Piece(sha256=sha256, file_name=name, size=len(content), stored_at=at))
    session.flush()
    return sha256


def _admit(session: Session, cycle: Cycle, numero: str, action: Action) -> None:
    sha256 = _keep(session, numero.encode(), f"{numero}.xlsx", OPENED)
    depot = Depot(
        cycle_id=cycle.id, numero=numero, porteur_siret=action.porteur_siret,
        title=action.title, title_key=action.title.lower(),
        porteur_email=action.porteur_email, is_chantier=False,
        ends_on=action.ends_on, state="RECEVABLE", current_version=1,
    )  # fmt: skip
    depot.versions.append(
        VersionDepot(
            cycle_id=cycle.id, version=1, piece_sha256=sha256,
            file_name=f"{numero}.xlsx", received_at=OPENED, registered_at=OPENED,
            is_late=False, form=form_as_dict(build_form(action)),
            action=action_as_dict(action), unreadable=[], checked_at=OPENED,
        )
    )  # fmt: skip
    for line in action.budget:
        if line.funder:
            depot.lines.append(
                Ligne(
                    cycle_id=cycle.id,
                    funder=line.funder,
                    demande_centimes=line.amount_centimes,
                )
            )
    session.add(depot)
    session.flush()
