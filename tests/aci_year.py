"""A cycle at its ACI committee: chantiers admitted, no figure set, nothing granted.

==========  ==========  ====================================================
deposit     porteur     what it is there for
==========  ==========  ====================================================
2017-0001   first       12 salariés, 25 000 € asked, 18 000 € in 2016
2017-0002   first       8 salariés, 16 000 € asked, same porteur
2017-0003   second      new and justified, 10 salariés, from June
2017-0004   second      new and not justified
2017-0005   first       no chantier
==========  ==========  ====================================================
"""

from __future__ import annotations

import copy
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import canonical_json
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    Enveloppe,
    EnveloppePart,
    Piece,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, Chantier
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from tests.builders import build_action, build_form, build_line
from tests.store_builder import frozen_record


REF = CycleRef(contrat="CV195", annee=2017)
OPENED = paris(date(2016, 10, 17), time(9, 0))
COMITE = paris(date(2017, 1, 24), time(9, 30))
FIRST, SECOND, NEW, UNJUSTIFIED, OTHER = (f"2017-{rank:04d}" for rank in range(1, 6))
FIRST_SIRET, SECOND_SIRET = "20004219000013", "35600000049837"


def _chantier(siret: str, asked: int, **facts: Any) -> Action:
    """Return a chantier whose budget lacks exactly what is asked."""
    starts_on = facts.pop("starts_on", date(2017, 1, 1))
    return build_action(
        porteur_siret=siret,
        title=f"Chantier de {asked} euros",
        axe=2,
        orientation="2.2",
        starts_on=starts_on,
        ends_on=date(2017, 12, 31),
        budget=(
            build_line("64", "Charges de personnel", 65_000 + asked),
            build_line("74", "État", 65_000, "ETAT"),
            build_line("74", "Agglomération", asked, "CAPH"),
        ),
        chantier=Chantier(**facts),
    )


ACTIONS = {
    FIRST: _chantier(
        FIRST_SIRET,
        25_000,
        salaries_count=12,
        is_new=False,
        previous_centimes=18_000_00,
    ),
    SECOND: _chantier(
        FIRST_SIRET, 16_000, salaries_count=8, is_new=False, previous_centimes=20_000_00
    ),
    NEW: _chantier(
        SECOND_SIRET,
        20_000,
        starts_on=date(2017, 6, 15),
        salaries_count=10,
        is_new=True,
        utilite_18_25="Dix places réservées aux jeunes de la mission locale.",
    ),
    UNJUSTIFIED: _chantier(SECOND_SIRET, 21_000, salaries_count=9, is_new=True),
    OTHER: build_action(porteur_siret=FIRST_SIRET, title="Ateliers de parents"),
}


def build_committee(
    *,
    envelope: int = 560_000,
    part: tuple[str, int, bool] | None = None,
    **choices: Any,
) -> None:
    """Open the cycle with these choices (without « aci. ») and admit the deposits.

    Args:
        envelope: what the agglomération brings, in euros.
        part: what is set within it: the orientation, the euros, whether reserved.
        choices: values, by code; one the campaign does not make is added.
    """
    with current_workspace().store().writing() as session:
        cycle = _open(session, choices, part)
        for funder, euros in {"CAPH": envelope, "ETAT": 500_000}.items():
            session.add(
                Enveloppe(
                    cycle_id=cycle.id, funder=funder, montant_centimes=euros * 100
                )
            )
        for numero, action in ACTIONS.items():
            _admit(session, cycle, numero, action)


def _open(
    session: Session, choices: dict[str, Any], part: tuple[str, int, bool] | None
) -> Cycle:
    record = copy.deepcopy(frozen_record())
    if part is not None:
        _set_part(record, part)
    made = record["campagne"]["choices"]
    for code, value in choices.items():
        usual = made.get(f"aci.{code}", made["aci.arrondi"])
        made[f"aci.{code}"] = {**usual, "code": f"aci.{code}", "value": value}
    content = canonical_json(record)
    cycle = Cycle(
        contrat=REF.contrat,
        annee=REF.annee,
        opened_at=OPENED,
        campaign=record,
        campaign_sha256=_keep(session, content, "campagne.json"),
        rules_version="0",
    )
    session.add(cycle)
    session.flush()
    if part is not None:
        _, euros, is_reserved = part
        session.add(
            EnveloppePart(
                cycle_id=cycle.id, funder="CAPH", part="DONT", label="une part",
                montant_centimes=euros * 100, is_reserved=is_reserved,
            )
        )  # fmt: skip
    return cycle


def _set_part(record: dict[str, Any], part: tuple[str, int, bool]) -> None:
    orientation, euros, is_reserved = part
    funders = record["campagne"]["funders"]
    (caph,) = (one for one in funders if one["code"] == "CAPH")
    caph["parts"] = [
        {
            "code": "DONT", "label": "une part", "centimes": euros * 100, "axes": [],
            "orientations": [orientation], "is_reserved": is_reserved,
        }
    ]  # fmt: skip


def _keep(session: Session, content: bytes, name: str, at: datetime = OPENED) -> str:
    sha256 = evidence.keep(current_workspace().pieces, content)
    piece = Piece(sha256=sha256, file_name=name, size=len(content), stored_at=at)
    session.add(piece)
    session.flush()
    assert sha256 == sha256_hex(content)
    return sha256


def _admit(session: Session, cycle: Cycle, numero: str, action: Action) -> None:
    sha256 = _keep(session, numero.encode(), f"{numero}.xlsx")
    depot = Depot(
        cycle_id=cycle.id,
        numero=numero,
        porteur_siret=action.porteur_siret,
        title=action.title,
        title_key=action.title.lower(),
        porteur_email=action.porteur_email,
        is_chantier=action.chantier is not None,
        ends_on=action.ends_on,
        state="RECEVABLE",
        current_version=1,
    )
    depot.versions.append(
        VersionDepot(
            cycle_id=cycle.id, version=1, piece_sha256=sha256,
            file_name=f"{numero}.xlsx", received_at=OPENED, registered_at=OPENED,
            is_late=False, form=form_as_dict(build_form(action)),
            action=action_as_dict(action), unreadable=[], checked_at=OPENED,
        )
    )  # fmt: skip
    session.add(depot)
    session.flush()
