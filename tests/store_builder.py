"""One year in the database, written with the models: what readers are tried on.

Three deposits: 2017-0001 (two versions, two funders), 2017-0002 (a chantier, from
its grant to its bilan), 2017-0003 (late). The first two have the same porteur.
"""

from __future__ import annotations

import copy
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.freezing import campaign_to_freeze, canonical_json
from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.envelopes import open_envelopes
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Avis,
    Bilan,
    Constat,
    Cycle,
    Depot,
    FichierRefuse,
    Ligne,
    Message,
    Piece,
    Porteur,
    Programmation,
    Rang,
    UtiliteSociale,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import Workspace, current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, Chantier
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from tests.builders import build_action, build_form, build_line


REF = CycleRef(contrat="CV195", annee=2017)
PORTEUR = "90000000100017"
EMAIL = "contact@association.example"
CONSEIL = "cc-centre"
OPENED = paris(date(2016, 10, 17), time(9, 0))
RECEIVED = paris(date(2016, 12, 16), time(23, 30))
CHECKED = paris(date(2016, 12, 17), time(6, 0))
COPIL = paris(date(2017, 3, 28), time(14, 0))
NOTIFIED = paris(date(2017, 4, 11), time(8, 0))
BILAN = paris(date(2018, 6, 1), time(12, 0))
CHANTIER = build_action(
    title="Chantier des jardins",
    axe=2,
    orientation="2.2",
    ends_on=date(2017, 12, 31),
    budget=(
        build_line("64", "Charges de personnel", 90_000),
        build_line("74", "État", 65_000, "ETAT"),
        build_line("74", "Agglomération", 25_000, "CAPH"),
    ),
    chantier=Chantier(salaries_count=12, is_new=False, previous_centimes=18_000_00),
)
LATE = build_action(
    porteur_siret="90000000200015",
    porteur_email="bureau@retard.example",
    title="Fête \x1b[2Jdu quartier",
)

EXPLANATION: dict[str, Any] = {
    "numero": "2017-0002",
    "amount_centimes": 20_000_00,
    "is_refused": False,
    "formula": "12 salariés × 1 000 € + utilité sociale 8 000 € = 20 000 €",
    "sentence": "Aide calculée selon la note.",
    "inputs": {
        "salaries": 12,
        "par_salarie_centimes": 1_000_00,
        "utilite_centimes": 8_000_00,
        "demande_centimes": 25_000_00,
        "nouveau_chantier": False,
        "aide_precedente_centimes": 18_000_00,
    },
    "lowest_centimes": 17_000_00,
    "highest_centimes": 22_000_00,
}


@lru_cache(maxsize=1)
def _record_of_2017() -> dict[str, Any]:
    return campaign_to_freeze(REF)


def frozen_record(annee: int = 2017) -> dict[str, Any]:
    """Return the frozen campaign of 2017, said to be that of *annee*."""
    record = copy.deepcopy(_record_of_2017())
    record["campagne"]["annee"] = annee
    return record


def add_cycle(session: Session, ref: CycleRef = REF) -> Cycle:
    """Open a cycle with its envelopes, as the opening of the call does."""
    record = frozen_record(ref.annee)
    cycle = Cycle(
        contrat=ref.contrat,
        annee=ref.annee,
        opened_at=OPENED,
        campaign=record,
        campaign_sha256=sha256_hex(canonical_json(record)),
        rules_version="0",
    )
    session.add(cycle)
    session.flush()
    open_envelopes(session, cycle, frozen_from(record).campaign)
    return cycle


def add_depot(
    session: Session, cycle: Cycle, numero: str, state: str, action: Action
) -> Depot:
    """Add a deposit without its files."""
    depot = Depot(
        cycle_id=cycle.id,
        numero=numero,
        porteur_siret=action.porteur_siret,
        title=action.title,
        title_key=action.title.lower(),
        porteur_email=action.porteur_email,
        is_chantier=action.chantier is not None,
        ends_on=action.ends_on,
        state=state,
        current_version=1,
    )
    session.add(depot)
    session.flush()
    return depot


def add_grant_of_2016(session: Session) -> None:
    """Open the cycle before: an action granted 2 000 €, whose bilan is late."""
    before = add_cycle(session, CycleRef(contrat="CV195", annee=2016))
    depot = add_depot(session, before, "2016-0014", "RECEVABLE", build_action())
    session.add_all(
        [
            Ligne(
                cycle_id=before.id, depot_id=depot.id, funder="ETAT",
                demande_centimes=2_000_00, decide_centimes=2_000_00,
            ),
            Bilan(
                cycle_id=before.id, depot_id=depot.id, accorde_centimes=2_000_00,
                asked_at=paris(date(2016, 7, 1)), due_on=date(2016, 12, 1),
            ),
        ]
    )  # fmt: skip
    session.flush()


def build_year() -> None:
    """Write the whole year in the current workspace."""
    workspace = current_workspace()
    with workspace.store().writing() as session:
        _Year(session, workspace).write()


class _Year:
    def __init__(self, session: Session, workspace: Workspace) -> None:
        self.session, self.workspace = session, workspace
        self.cycle = add_cycle(session)

    def act(self, step: str, at: datetime) -> Act:
        self.session.flush()
        return Act(self.session, self.cycle, step, at)

    def write(self) -> None:
        self._open()
        self._receive()
        self._grant()
        self._consult()
        self._programme()
        self._write_letters()
        self._evaluate()

    def keep(self, content: bytes, name: str, at: datetime) -> str:
        sha256 = evidence.keep(self.workspace.pieces, content)
        piece = Piece(sha256=sha256, file_name=name, size=len(content), stored_at=at)
        self.session.add(piece)
        self.session.flush()
        return sha256

    def _open(self) -> None:
        campaign = canonical_json(self.cycle.campaign)
        sha256 = self.keep(campaign, f"campagne-{REF.code}.json", OPENED)
        self.session.add(
            Porteur(
                siret=PORTEUR, name="Association d'essai", kind="ASSOCIATION",
                email=EMAIL,
            )
        )  # fmt: skip
        act = self.act("open_appel", OPENED)
        act.tell(
            "cycle.ouvert", f"cycle:{REF.code}", actor="coordination", outputs=(sha256,)
        )
        act.tell(
            "choix.arrete", "choix:aci.plafond_demande", actor="comite",
            data={"valeur": True},
        )  # fmt: skip

    def _receive(self) -> None:
        first = add_depot(
            self.session, self.cycle, "2017-0001", "RECEVABLE", build_action()
        )
        self._version(first, b"premier fichier", "ateliers.xlsx", build_action())
        first.versions[0].constats.append(
            Constat(
                rule="COURRIEL_INVALIDE", severity="BLOQUANT",
                field="porteur_courriel", cell="Porteur!B7",
                value="contact@association,example",
                sentence="L'adresse ne peut pas être lue.", remedy="Corrigez-la.",
                source="Formulaire 2017", opened_at=CHECKED,
            )
        )  # fmt: skip
        self._version(first, b"second fichier", "ateliers-2.xlsx", build_action())
        first.current_version = 2
        second = add_depot(self.session, self.cycle, "2017-0002", "RECEVABLE", CHANTIER)
        self._version(second, b"chantier", "chantier.xlsx", CHANTIER)
        late = add_depot(self.session, self.cycle, "2017-0003", "HORS_DELAI", LATE)
        self._version(late, b"retard", "fete.xlsx", LATE, is_late=True)
        late.state_reason = "Reçu après le délai."
        self._refuse(first)

    def _version(
        self,
        depot: Depot,
        content: bytes,
        name: str,
        action: Action,
        *,
        is_late: bool = False,
    ) -> None:
        sha256 = self.keep(content, name, RECEIVED)
        rank = len(depot.versions) + 1
        depot.versions.append(
            VersionDepot(
                cycle_id=self.cycle.id, version=rank, piece_sha256=sha256,
                file_name=name, received_at=RECEIVED, registered_at=CHECKED,
                is_late=is_late, form=form_as_dict(build_form(action)),
                action=action_as_dict(action), unreadable=[], checked_at=CHECKED,
            )
        )  # fmt: skip
        self.act("collect_depots", CHECKED).tell(
            "depot.enregistre",
            f"depot:{depot.numero}",
            actor="porteur",
            inputs=(sha256,),
            data={"version": rank, "hors_delai": is_late},
        )

    def _refuse(self, depot: Depot) -> None:
        sha256 = self.keep(b"trop tard", "ateliers-3.xlsx", CHECKED)
        self.session.add(
            FichierRefuse(
                cycle_id=self.cycle.id, piece_sha256=sha256,
                file_name="ateliers-3.xlsx", received_at=CHECKED,
                reason="Nouvelle version reçue après le délai.",
            )
        )  # fmt: skip
        self.act("collect_depots", CHECKED).tell(
            "fichier.refuse", f"depot:{depot.numero}", inputs=(sha256,)
        )

    def _grant(self) -> None:
        depot = self._find("2017-0002")
        at = paris(date(2017, 1, 24), time(9, 30))
        self.session.add(
            UtiliteSociale(
                depot_id=depot.id, montant_centimes=8_000_00, author="Comité ACI",
                reason="Entretien de six jardins partagés", decided_at=at,
            )
        )  # fmt: skip
        self.session.add(
            AideAci(
                depot_id=depot.id, montant_centimes=20_000_00, is_refused=False,
                explanation=EXPLANATION, computed_at=at,
            )
        )  # fmt: skip
        act = self.act("fund_aci", at)
        act.tell(
            "utilite_sociale.fixee", "depot:2017-0002", actor="comite",
            data={"montant_centimes": 8_000_00},
        )  # fmt: skip
        act.tell(
            "aide_aci.calculee", "depot:2017-0002", rule="aci-2017@1",
            inputs=(depot.versions[0].piece_sha256, self.cycle.campaign_sha256),
            data={"salaries": 12, "aide_centimes": 20_000_00},
        )  # fmt: skip

    def _consult(self) -> None:
        at = paris(date(2017, 1, 26), time(9, 0))
        said = paris(date(2017, 2, 20), time(18, 0))
        text = "Utile au quartier."
        self.session.add_all(
            [
                Avis(
                    cycle_id=self.cycle.id, depot_id=self._find("2017-0001").id,
                    conseil=CONSEIL, asked_at=at, avis="NON_RENDU",
                ),
                Avis(
                    cycle_id=self.cycle.id, depot_id=self._find("2017-0002").id,
                    conseil=CONSEIL, asked_at=at, avis="FAVORABLE", text=text,
                    members_present=7, rendered_at=said,
                ),
            ]
        )  # fmt: skip
        self.act("consult_conseils", said).tell(
            "avis.rendu",
            "depot:2017-0002",
            actor=f"conseil:{CONSEIL}",
            outputs=(sha256_hex(text.encode()),),
            data={"avis": "FAVORABLE", "membres_presents": 7},
        )

    def _programme(self) -> None:
        self._line("2017-0001", "CAPH", 2_000_00, 2_000_00, 0, "Déjà financée.")
        self._line("2017-0001", "ETAT", 4_000_00, 4_000_00, None, "")
        self._line("2017-0002", "CAPH", 25_000_00, 20_000_00, 20_000_00, "")
        for rank, numero in ((2, "2017-0001"), (1, "2017-0002")):
            self.session.add(
                Rang(
                    depot_id=self._find(numero).id, rank=rank, points=5,
                    criteria={"publics": 3, "avis_conseil": 2, "innovation": 0},
                )
            )  # fmt: skip
        rows = [{"numero": "2017-0002", "financeur": "CAPH"}]
        sha256 = sha256_hex(canonical_json({"lignes": rows}))
        self.session.add(
            Programmation(
                cycle_id=self.cycle.id, version=1, rows=rows, sha256=sha256,
                reason="Comité de pilotage", frozen_at=COPIL,
            )
        )  # fmt: skip
        self.act("assemble_programmation", COPIL).tell(
            "programmation.figee", f"cycle:{REF.code}", outputs=(sha256,)
        )
        line = next(
            one for one in self._find("2017-0002").lines if one.funder == "CAPH"
        )
        line.decide_centimes, line.notified_at = 20_000_00, NOTIFIED
        line.acte, line.acte_on = "Délibération 17-042", date(2017, 4, 10)
        self.act("notify_decisions", NOTIFIED).tell(
            "decision.notifiee",
            "ligne:2017-0002/CAPH",
            data={"montant_centimes": 20_000_00},
        )

    def _line(
        self,
        numero: str,
        funder: str,
        asked: int,
        proposed: int,
        arbitrated: int | None,
        reason: str,
    ) -> None:
        depot = self._find(numero)
        depot.lines.append(
            Ligne(
                cycle_id=self.cycle.id, funder=funder, demande_centimes=asked,
                propose_centimes=proposed, propose_reason="Rang 2 : demande retenue",
                arbitre_centimes=arbitrated, arbitre_reason=reason,
                arbitre_at=None if arbitrated is None else COPIL,
            )
        )  # fmt: skip
        if arbitrated is not None:
            self.act("assemble_programmation", COPIL).tell(
                "ligne.arbitree",
                f"ligne:{numero}/{funder}",
                actor="copil",
                data={"montant_centimes": arbitrated},
            )

    def _write_letters(self) -> None:
        self._letter("accuse", EMAIL, "depot:2017-0001", "Dépôt 2017-0001 reçu.")
        self._letter(
            "notification", EMAIL, "depot:2017-0001", "2017-0001 et 2017-0002 : voir."
        )
        self._letter(
            "avis", "centre@conseils-citoyens.example", f"conseil:{CONSEIL}",
            "Votre avis sur 2017-0002.",
        )  # fmt: skip

    def _letter(self, key: str, recipient: str, about: str, body: str) -> None:
        identity = f"<{key}-essai@agglo.example>"
        eml = (
            f"To: {recipient}\r\nSubject: {key}\r\nMessage-ID: {identity}\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        ).encode()
        self.session.add(
            Message(
                cycle_id=self.cycle.id, intention=f"{key}:{recipient}",
                message_id=identity, recipient=recipient, template=f"modele_{key}",
                objet=about, subject=key, eml=eml, eml_sha256=sha256_hex(eml),
                state="ACCEPTE", attempts=1, not_before=NOTIFIED, created_at=NOTIFIED,
                settled_at=NOTIFIED, answer=f"250 2.1.5 <{recipient}> ok",
            )
        )  # fmt: skip
        self.act("notify_decisions", NOTIFIED).tell(
            "message.prevu",
            about,
            outputs=(sha256_hex(eml),),
            data={"modele": f"modele_{key}", "message": identity},
        )

    def _evaluate(self) -> None:
        self.session.add(
            Bilan(
                cycle_id=self.cycle.id, depot_id=self._find("2017-0002").id,
                accorde_centimes=20_000_00, asked_at=paris(date(2018, 1, 1)),
                due_on=date(2018, 6, 30), received_at=BILAN,
                realise_centimes=18_500_00, beneficiaries_count=12, comment="",
            )
        )  # fmt: skip
        self.act("collect_bilans", BILAN).tell(
            "bilan.recu",
            "depot:2017-0002",
            actor="porteur",
            data={
                "realise_centimes": 18_500_00,
                "note": "ÁÂÃÄÅÆÇÈ \\ \n\u0301 « fin »",
            },
        )

    def _find(self, numero: str) -> Depot:
        self.session.flush()
        depots = self.session.query(Depot).filter_by(cycle_id=self.cycle.id)
        return depots.filter_by(numero=numero).one()
