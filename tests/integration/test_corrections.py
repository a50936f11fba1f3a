"""The loop with the porteur: ten mistakes, one message, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from contrat_de_ville.adapters.annotated_workbook import annotated_workbook
from contrat_de_ville.adapters.call_pack import deposit_form, form_lists
from contrat_de_ville.adapters.deposit_reader import (
    read_deposit_workbook,
    read_numbered_workbook,
)
from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import Message
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import BudgetText
from contrat_de_ville.domain.form import blank_budget
from contrat_de_ville.domain.frozen import frozen_from
from flows.check_depots import check_depots
from flows.cli.commands import programmation
from flows.collect_depots import collect_depots
from flows.open_appel import open_appel
from tasks.quality import check_quality, read_unchecked
from tasks.quality_report import read_quality_report
from tests.builders import build_action, build_form
from tests.small_year import OPENING, REF, inbox, stamp, tables
from tests.store_builder import add_grant_of_2016


ARRIVED = paris(date(2016, 12, 10), time(10))
CHECKED = paris(date(2016, 12, 12), time(8))
ANSWERED = paris(date(2017, 1, 5), time(10))
CHECKED_AGAIN = paris(date(2017, 1, 6), time(8))
AMOUNTS = {"64": "8000", "74/ETAT": "4000", "74/CAPH": "2000", "79": "2000"}
SOUND = {
    **build_form(build_action(ends_on=date(2017, 12, 31))).fields,
    "porteur_adresse": "1 rue de la Fosse",
    "porteur_iban": "FR7630006000011234567890189",
    "representant_nom": "Camille Exemple",
    "representant_courriel": "presidence@asso.example",
    "contact_nom": "Sacha Modèle",
    "structure_salaries": "4",
    "structure_etpt": "3,2",
    "structure_emplois_aides": "1",
    "objectifs": "Que chaque parent vienne trois fois.",
    "calendrier": "De février à décembre.",
    "moyens_humains": "Une animatrice à mi-temps.",
    "indicateurs": "Nombre de parents.",
    # 40 beneficiaries, of whom 30 women.
    "femmes.18_25": "20",
    "hommes.18_25": "6",
    "femmes.26_64": "10",
    "hommes.26_64": "4",
    "demande.ETAT": "4000",
    "demande.CAPH": "2000",
}
# field: what is typed wrong, the rule that finds it
MISTAKES = {
    "porteur_siret": ("90000000100018", "SIRET_INVALIDE"),
    "porteur_rna": ("", "RNA_ABSENT"),
    "porteur_iban": ("FR7630006000011234567890188", "IBAN_INVALIDE"),
    "action_description": ("", "DESCRIPTION_ABSENTE"),
    "quartiers": ("QP059999", "QUARTIER_INCONNU"),
    "date_debut": ("31/02/2017", "DATE_ILLISIBLE"),
    "part_qpv_pct": ("40", "PART_QPV_INSUFFISANTE"),
    "pieces": ("statuts ; comptes ; attestation", "PIECE_MANQUANTE"),
    "structure_salaries": ("quatre", "NOMBRE_ILLISIBLE"),
    "demande.ETAT": ("4500", "DEMANDE_DIFFERENTE"),
}
WRONG = SOUND | {field: typed for field, (typed, _) in MISTAKES.items()}


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    """Give a workspace where the call is open."""
    open_appel.fn(REF.annee, REF.contrat, OPENING)
    return workspace


def deposit(name: str, fields: Mapping[str, str], at: datetime) -> Path:
    """Drop a workbook with these answers in the inbox, as arrived at *at*."""
    form = deposit_form()
    lists = form_lists(frozen_from(campaign_to_freeze(REF)))
    path = inbox() / name
    write_deposit_workbook(path, form, lists, fields, tuple(_budget()))
    return stamp(path, at)


def _budget() -> list[BudgetText]:
    """Return the four rows of the form that have an amount, on each side 8 000 €."""
    amounts = dict(AMOUNTS)
    rows = []
    for row in blank_budget(deposit_form()):
        key = f"{row.account}/{row.funder}" if row.funder else row.account
        # The first row of an account is its total.
        if amount := amounts.pop(key, ""):
            rows.append(replace(row, code="", amount=amount))
    return rows


def receive(at: datetime) -> None:
    """Collect and check what arrived, as of *at*."""
    collect_depots.fn(REF.annee, REF.contrat, at)
    check_depots.fn(REF.annee, REF.contrat, at)


def requests() -> list[EmailMessage]:
    """Return the correction requests of the outbox, as a reader parses them."""
    with reading(REF) as (session, _, _):
        found = session.scalars(
            select(Message)
            .where(Message.template == "to_porteur_demande_correction")
            .order_by(Message.id)
        )
        parsed = [message_from_bytes(one.eml, policy=default) for one in found]
    return [one for one in parsed if isinstance(one, EmailMessage)]


def body(message: EmailMessage) -> str:
    """Return the text of a message, with plain spaces."""
    text = message.get_body(("plain",))
    assert text is not None
    return str(text.get_content()).replace("\u00a0", " ").replace("\r\n", "\n")


def findings() -> dict[tuple[int, str], dict[str, Any]]:
    """Return the findings on record, by version and rule."""
    return {(row["version_id"], row["rule"]): row for row in tables()["constat"]}


@pytest.mark.usefixtures("opened")
class TestTenMistakes:
    """A workbook filled with ten different mistakes comes back with ten findings."""

    def test_each_is_found_at_its_cell_and_nothing_else(self) -> None:
        """Ten findings, no more, each pointing at the cell of its mistake."""
        path = deposit("dix.xlsx", WRONG, ARRIVED)
        cells = read_deposit_workbook(
            path.read_bytes(), deposit_form(), path.name
        ).cells
        receive(CHECKED)

        assert {(row["rule"], row["cell"]) for row in findings().values()} == {
            (rule, cells[field]) for field, (_, rule) in MISTAKES.items()
        }
        assert len(tables()["constat"]) == 10

    def test_the_porteur_has_one_message_with_its_workbook(self) -> None:
        """Blocking points first, the date, and its own workbook, annotated."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        (message,) = requests()
        text = body(message)
        (joined,) = message.iter_attachments()
        content = joined.get_content()
        form = read_deposit_workbook(content, deposit_form(), "a.xlsx")

        assert text.count("\n- Bloquant : ") + text.count("\n- À vérifier : ") == 10
        assert "- Bloquant : " not in text.partition("\n- À vérifier : ")[2]
        assert "au plus tard le 13 janvier 2017 à 23 h 59" in text
        assert "FR76" not in text
        # In the order of the form: the porteur before the action.
        assert text.index("SIRET « 90") < text.index("QP059999") < text.index("31/02")
        assert joined.get_filename() == "depot-2017-0001-a-corriger.xlsx"
        assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names[0] == (
            "À corriger"
        )
        assert form.fields["date_debut"] == "31/02/2017"

    def test_corrected_it_passes(self) -> None:
        """Every finding is closed by version 2, and the clock starts at its receipt."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        deposit("corrige.xlsx", SOUND, ANSWERED)
        receive(CHECKED_AGAIN)
        (row,) = tables()["depot"]
        closed = [
            (one["closed_at"], one["closed_by_version"]) for one in findings().values()
        ]

        assert (row["numero"], row["state"]) == ("2017-0001", "RECEVABLE")
        assert row["complete_at"] == ANSWERED
        assert row["state_since"] == CHECKED_AGAIN
        assert closed == [(CHECKED_AGAIN, 2)] * 10
        assert len(requests()) == 1
        assert verify_cycle(REF).faults == ()

    def test_sent_back_it_is_known_by_its_number(self) -> None:
        """Its SIRET and its title were wrong: neither tells whose workbook it is."""
        wrong = {"porteur_siret": "90000000100018", "action_intitule": ""}
        deposit("sans-titre.xlsx", SOUND | wrong, ARRIVED)
        receive(CHECKED)
        (joined,) = requests()[0].iter_attachments()
        definition = deposit_form()
        form, numero = read_numbered_workbook(
            joined.get_content(), definition, "a.xlsx"
        )
        mended = replace(form, fields={**form.fields, **SOUND})
        lists = form_lists(frozen_from(campaign_to_freeze(REF)))
        path = inbox() / "retour.xlsx"
        path.write_bytes(annotated_workbook(mended, [], definition, lists, numero))
        stamp(path, ANSWERED)
        receive(CHECKED_AGAIN)
        states = [(one["numero"], one["state"]) for one in tables()["depot"]]

        assert states == [("2017-0001", "RECEVABLE")]

    def test_half_corrected_the_rest_stays_open_with_its_date(self) -> None:
        """The second request lists what remains, found on 12 December, and no more."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        rest = ("porteur_rna", "date_debut")
        half = SOUND | {field: WRONG[field] for field in rest}
        deposit("moitie.xlsx", half, ANSWERED)
        receive(CHECKED_AGAIN)
        kept = [findings()[2, MISTAKES[field][1]] for field in rest]
        text = body(requests()[1])

        assert len(findings()) == 12
        assert [one["opened_at"] for one in kept] == [CHECKED, CHECKED]
        assert sum(row["closed_by_version"] == 2 for row in findings().values()) == 8
        assert text.count("\n- Bloquant : ") == 2
        assert "corrige 8 points ; voici ce qui reste." in text
        assert text.count("  Déjà signalé le 12 décembre 2016.") == 2
        assert tables()["depot"][0]["complete_at"] is None

    def test_a_second_check_changes_nothing(self) -> None:
        """Checked again, nothing is written, closed or opened twice."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        before = tables()
        again = check_depots.fn(REF.annee, REF.contrat, CHECKED)

        assert again.effects_count == 0
        assert tables() == before


@pytest.mark.usefixtures("opened")
class TestWhoIsAsked:
    """One message per porteur, and nobody is asked without a reason."""

    def test_two_actions_of_one_porteur_make_one_message(self) -> None:
        """Findings by action, a workbook for each."""
        for rank, title in enumerate(("Ateliers", "Jardin")):
            wrong = SOUND | {"action_intitule": title, "porteur_rna": ""}
            deposit(f"{rank}.xlsx", wrong, ARRIVED)
        receive(CHECKED)
        (message,) = requests()

        assert [one.get_filename() for one in message.iter_attachments()] == [
            "depot-2017-0001-a-corriger.xlsx",
            "depot-2017-0002-a-corriger.xlsx",
        ]
        assert "Dépôt 2017-0001 – Ateliers\n" in body(message)
        assert "Dépôt 2017-0002 – Jardin\n" in body(message)

    def test_what_is_only_to_verify_is_not_asked(self) -> None:
        """It does not block: the coordination sees it, the porteur has no message."""
        deposit("a.xlsx", SOUND | {"part_qpv_pct": "40"}, ARRIVED)
        receive(CHECKED)
        report = read_quality_report(REF, CHECKED)

        assert requests() == []
        assert [(one.state, one.to_check_count) for one in report.files] == [
            ("RECEVABLE", 1)
        ]

    def test_a_porteur_without_an_address_is_for_us_to_call(self) -> None:
        """No message can leave: the journal says so, and the file waits for us."""
        deposit("a.xlsx", SOUND | {"porteur_courriel": "contact@asso"}, ARRIVED)
        receive(CHECKED)
        waits = read_quality_report(REF, CHECKED).files[0].waits

        assert requests() == []
        assert [one.actor for one in waits] == ["COORDINATION"]
        assert any(
            "correction.impossible" in row["ligne"] for row in tables()["journal"]
        )


class TestTheReport:
    """The coordinator sees what is wrong, with whom, and since when."""

    def test_it_is_written_when_something_changed(self, opened: Workspace) -> None:
        """A check that found something leaves the page and the workbook."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        folder = opened.outputs(REF)
        page = (folder / "controle-qualite.html").read_text(encoding="utf-8")

        assert (folder / "controle-qualite.xlsx").exists()
        assert "31/02/2017" in page
        (folder / "controle-qualite.html").unlink()
        check_depots.fn(REF.annee, REF.contrat, CHECKED)
        assert not (folder / "controle-qualite.html").exists()

    def test_a_document_that_cannot_be_written_stops_nothing(
        self, opened: Workspace
    ) -> None:
        """What was checked stands; the report of the step says what to close."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        collect_depots.fn(REF.annee, REF.contrat, CHECKED)
        (opened.outputs(REF) / "controle-qualite.html").mkdir(parents=True)
        report = check_depots.fn(REF.annee, REF.contrat, CHECKED)

        assert "ne peut pas être écrit" in report.summary
        assert tables()["depot"][0]["state"] == "A_CORRIGER"

    @pytest.mark.usefixtures("opened")
    def test_the_command_shows_it_and_one_file(self) -> None:
        """The table, then the findings of one number, the mended ones marked."""
        deposit("dix.xlsx", WRONG, ARRIVED)
        receive(CHECKED)
        deposit("moitie.xlsx", SOUND | {"porteur_rna": ""}, ANSWERED)
        receive(CHECKED_AGAIN)
        at = ["--annee", "2017", "--au", "2017-01-09"]
        whole = run("qualite", *at)
        one = run("qualite", *at, "--numero", "2017-0001")
        unknown = CliRunner().invoke(
            programmation, ["qualite", *at, "--numero", "2017-0099"]
        )

        assert "À corriger" in whole
        assert "corrections" in whole
        assert "1 constat ouvert, 9 corrigés." in one
        assert "Aucun dépôt 2017-0099" in str(unknown.exception)


def run(*arguments: str) -> str:
    """Run a command and return what it prints."""
    result = CliRunner().invoke(programmation, list(arguments))
    assert result.exception is None
    return result.output


class TestWhatIsKnownOfThePast:
    """A check knows the porteur's other years in the same contrat."""

    def test_an_owed_bilan_and_a_previous_grant_are_found(
        self, opened: Workspace
    ) -> None:
        """A late bilan, 3 000 € declared for 2 000 granted, and three times as much."""
        with opened.store().writing() as session:
            add_grant_of_2016(session)
        renewed = SOUND | {"renouvellement": "oui", "subvention_precedente": "3000"}
        deposit("a.xlsx", renewed, ARRIVED)
        collect_depots.fn(REF.annee, REF.contrat, CHECKED)
        found = check_quality(REF, read_unchecked(REF), CHECKED)
        rules = {one.rule for one in found["2017-0001"].findings}

        assert rules == {
            "BILAN_DU",
            "SUBVENTION_PRECEDENTE_DIFFERENTE",
            "HAUSSE_DEMANDE",
        }
