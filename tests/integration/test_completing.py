"""A file whose channel has no axe nor quartier: not refused, nor programmed unseen."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import acting, reading
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import Depot, Ligne, VersionDepot
from contrat_de_ville.adapters.workspace import Workspace, current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import BudgetText, DepositForm, DepotState, Side
from contrat_de_ville.domain.received import (
    Channel,
    Received,
    ReceivedDeposit,
)
from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadInputError
from flows.cli.completing import completer
from flows.cli.french import run
from tasks.completing import Completion, record_completion
from tasks.depots import record_received
from tasks.quality import check_quality, read_unchecked, record_findings
from tasks.received import ReceivedItem
from tasks.versions import read_versions
from tests.store_builder import REF, add_cycle


RECEIVED = paris(date(2016, 12, 1), time(10))
AGAIN = paris(date(2016, 12, 8), time(10))
CHECKED = paris(date(2016, 12, 9), time(8))
AT = paris(date(2016, 12, 12), time(9))
LATER = paris(date(2016, 12, 13), time(9))
NUMERO = "2017-0001"
ESSENTIALS = [
    "AXE_A_COMPLETER",
    "ORIENTATION_A_COMPLETER",
    "QUARTIER_A_COMPLETER",
    "PIECES_A_DEMANDER",
]
FIELDS = {
    "porteur_siret": "20004219000013",
    "porteur_nom": "Association d'essai",
    "porteur_type": "ASSOCIATION",
    "action_intitule": "Ateliers de parents",
    "action_description": "Des ateliers.",
    "beneficiaires": "40",
}


@pytest.fixture(autouse=True)
def opened(workspace: Workspace) -> Workspace:
    """Give a workspace where the call is open."""
    with workspace.store().writing() as session:
        add_cycle(session)
    return workspace


def row(asked: str = "4000", **fields: str) -> ReceivedDeposit:
    """Return a row of an export: what it carries, and the State's amount."""
    given = FIELDS | fields
    line = BudgetText(
        code="budget.x1", side=Side.PRODUIT, account="74", label="État",
        amount=asked, funder="ETAT",
    )  # fmt: skip
    form = DepositForm(
        fields=given,
        budget=(line,),
        cells=dict.fromkeys(given, "Suivi!A3"),
        form_version="osiris-actions-1",
    )
    return ReceivedDeposit(form=form, reference="DD59-17-0001")


def receive(deposit: ReceivedDeposit, content: bytes, at: datetime = RECEIVED) -> None:
    """Register an export of that one row, and check it."""
    received = Received(
        channel=Channel.OSIRIS, file_name="suivi.xlsx", rows_count=1,
        deposits=(deposit,),
    )  # fmt: skip
    item = ReceivedItem(
        name="suivi.xlsx", content=content, received=received, received_at=at
    )
    record_received(REF, [item], max(at, CHECKED), a_blanc=False)
    check()


def check() -> None:
    """Check whatever was not."""
    found = check_quality(REF, read_unchecked(REF), CHECKED)
    record_findings(REF, found, CHECKED, a_blanc=False)


def depot() -> tuple[str, list[str], list[str]]:
    """Return the state of the deposit, its open rules and the funders it asks."""
    with reading(REF) as (session, _, _):
        one = session.scalars(select(Depot)).one()
        rules = [each.rule for each in one.versions[-1].constats]
        return one.state, rules, [line.funder for line in one.lines]


def action() -> dict[str, Any]:
    """Return the action of the present version."""
    with reading(REF) as (session, _, _):
        query = select(VersionDepot.action).order_by(VersionDepot.version.desc())
        found: dict[str, Any] = session.scalars(query).first() or {}
    return found


def told(act: str) -> list[dict[str, Any]]:
    """Return the lines of the journal of one act."""
    with reading(REF) as (session, cycle, _):
        lines = [json.loads(one) for one in read_lines(session, cycle.id)]
    return [one for one in lines if one["acte"] == act]


def complete(**answers: str) -> StepReport:
    """Complete the deposit with these answers."""
    given = answers or {
        "action_axe": "5",
        "action_orientation": "5.1",
        "quartiers": "QP059050",
        "pieces": "statuts ; comptes ; attestation ; rib",
    }
    completion = Completion(
        answers=given, author="Coordination", reason="Dossier du porteur"
    )
    return record_completion(REF, NUMERO, completion, AT)


class TestFound:
    """What the channel cannot say is asked for, and stops nothing by itself."""

    def test_each_missing_essential_is_to_be_looked_at(self) -> None:
        """Axe, orientation, quartier, pieces: said, and the file is admissible."""
        receive(row(), b"export")

        assert depot() == (DepotState.RECEVABLE, ESSENTIALS, ["ETAT"])

    def test_the_pieces_are_named(self) -> None:
        """Those that an association owes, to be asked of it."""
        receive(row(), b"export")
        with reading(REF) as (session, _, _):
            one = session.scalars(select(Depot)).one()
            sentence = one.versions[-1].constats[-1].sentence

        assert sentence.startswith("Pièces à demander au porteur : statuts, comptes")

    @pytest.mark.parametrize("asked", ["", "0"])
    def test_a_row_that_asks_nothing_is_stopped(self, asked: str) -> None:
        """Empty or zero: blocking, and no funder has a line."""
        receive(row(asked), b"export")
        state, rules, funders = depot()

        assert (state, funders) == (DepotState.A_CORRIGER, [])
        assert rules == [*ESSENTIALS, "RIEN_DEMANDE"]


class TestCompleted:
    """The coordination completes it: an act, and one more version."""

    def test_nothing_is_left_to_complete(self) -> None:
        """Checked again, the file is clean, admissible, and its request stands."""
        receive(row(), b"export")
        complete()
        check()

        assert depot() == (DepotState.RECEVABLE, [], ["ETAT"])
        assert (action()["axe"], action()["quartiers"]) == (5, ["QP059050"])

    def test_who_and_why_are_kept(self) -> None:
        """The journal has the author and the fields, the version the reason."""
        receive(row(), b"export")
        complete(action_axe="5")
        (line,) = told("depot.complete_par_la_coordination")
        first, second = read_versions(REF, NUMERO)

        assert (line["acteur"], line["donnees"]) == (
            "Coordination",
            {"version": 2, "rubriques": "action_axe"},
        )
        assert second.notes == (
            (
                "complété par Coordination le 12 décembre 2016 (motif : Dossier du "
                "porteur) : Axe du contrat (1 à 7) : 5."
            ),
        )
        assert [(one.field, one.after) for one in second.changes] == [
            ("action_axe", "5")
        ]
        assert first.piece_sha256 == second.piece_sha256

    def test_the_same_export_again_changes_nothing(self) -> None:
        """The row comes each week: what was completed is not undone."""
        receive(row(), b"export")
        complete()
        receive(row(), b"export de la semaine suivante", AGAIN)

        assert len(read_versions(REF, NUMERO)) == 2
        assert action()["axe"] == 5

    def test_a_row_that_changed_keeps_what_was_completed(self) -> None:
        """A third version asks for more, of the same axe and quartier."""
        receive(row(), b"export")
        complete()
        receive(row("4500"), b"export de la semaine suivante", AGAIN)

        assert len(read_versions(REF, NUMERO)) == 3
        assert (action()["axe"], action()["quartiers"]) == (5, ["QP059050"])
        assert depot()[1] == []

    def test_pieces_received_later_are_added(self) -> None:
        """Two pieces, then the two others: four."""
        receive(row(), b"export")
        complete(pieces="statuts ; rib")
        complete_again = Completion(
            answers={"pieces": "comptes ; attestation"},
            author="Coordination", reason="Courrier du 12",
        )  # fmt: skip
        record_completion(REF, NUMERO, complete_again, LATER)

        assert action()["pieces"] == ["statuts", "rib", "comptes", "attestation"]

    def test_two_completions_of_one_instant(self) -> None:
        """On the day of the deposit, and twice that day: each is a version."""
        receive(row(), b"export")
        for answer in ({"action_axe": "5"}, {"publics": "jeunes"}):
            given = Completion(answers=answer, author="Coordination", reason="Appel")
            record_completion(REF, NUMERO, given, LATER)

        assert len(read_versions(REF, NUMERO)) == 3
        assert (action()["axe"], action()["publics"]) == (5, ["jeunes"])

    def test_the_command_completes_and_checks(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """One command: what was added, then what is still to be looked at."""
        receive(row(), b"export")
        code = run(
            completer,
            [
                NUMERO, "--axe", "5", "--orientation", "5.1", "--quartier", "QP059050",
                "--par", "Coordination", "--motif", "Dossier", "--au", "12/12/2016",
            ],
        )  # fmt: skip
        out = capsys.readouterr().out

        assert code == 0
        assert "3 rubriques complétées par Coordination" in out
        assert depot()[1] == ["PIECES_A_DEMANDER"]


class TestRefused:
    """Each refusal is one sentence, and nothing is recorded."""

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"action_axe": "8"}, "« 8 » n'est pas un code"),
            ({"quartiers": "QP059999"}, "« QP059999 » n'est pas un code"),
            ({"pieces": "photo"}, "« photo » n'est pas un code"),
            ({"porteur_courriel": "a@"}, "n'est pas une adresse"),
            ({"action_intitule": "Autre"}, "n'est pas une rubrique"),
            ({"demande.ETAT": "9000"}, "n'est pas une rubrique"),
            ({"action_axe": " "}, "reste vide"),
        ],
    )
    def test_what_cannot_be_completed(self, answers: dict[str, str], said: str) -> None:
        """A code of no list, an identity, an amount, an empty answer."""
        receive(row(), b"export")

        with pytest.raises(BadInputError, match=said):
            complete(**answers)
        assert len(read_versions(REF, NUMERO)) == 1

    def test_what_the_porteur_wrote_is_not_replaced(self) -> None:
        """The row of this channel says its axe: the porteur mends it, nobody else."""
        receive(row(action_axe="3"), b"export")

        with pytest.raises(BadInputError, match="est une rubrique que ce dépôt porte"):
            complete(action_axe="5")

    @pytest.mark.parametrize(("author", "reason"), [("", "r"), ("a", " ")])
    def test_by_nobody_or_for_nothing(self, author: str, reason: str) -> None:
        """Who completes, and on what ground."""
        receive(row(), b"export")
        completion = Completion(
            answers={"action_axe": "5"}, author=author, reason=reason
        )

        with pytest.raises(BadInputError, match="n'a pas d'auteur ou pas de motif"):
            record_completion(REF, NUMERO, completion, AT)

    def test_once_arbitrated(self) -> None:
        """What an arbitration rests on does not change any more."""
        receive(row(), b"export")
        with acting(REF, step="essai", at=AT) as act:
            line = act.session.scalars(select(Ligne)).one()
            line.propose_centimes = line.arbitre_centimes = 1_000_00

        with pytest.raises(BadInputError, match="déjà arbitré"):
            complete(action_axe="5")

    def test_once_set_aside(self) -> None:
        """A deposit that is no longer admissible is not completed."""
        receive(row(), b"export")
        with current_workspace().store().writing() as session:
            session.scalars(select(Depot)).one().state = "IRRECEVABLE"

        with pytest.raises(BadInputError, match="Un dépôt écarté"):
            complete(action_axe="5")
