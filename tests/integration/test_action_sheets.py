"""Sheets and groups read from the database, and what a person decides of a group."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.action_sheet.year import read_year
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.engine import Store
from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.models import (
    Cycle,
    Depot,
    JournalLine,
    Ligne,
    Piece,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import Workspace, current_workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria_records import Verdict
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.mutualisation_records import DecidedGroup
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from flows.cli.commands import programmation
from flows.cli.french import run
from tasks.criteria import read_action_sheet, record_all_sheets
from tasks.mutualisation import Choice, Kept, read_groups, record_choice
from tests.builders import build_action, build_form
from tests.store_builder import COPIL, REF, add_cycle, add_depot


AT = paris(date(2017, 4, 1), time(9, 0))
JARDIN = "Jardin partagé avec bacs potagers et compost collectif."


class Memory:
    """Keeps decisions in a list, as a table would."""

    def __init__(self) -> None:
        self.decided: list[DecidedGroup] = []

    def read(self) -> Sequence[DecidedGroup]:
        """Return them."""
        return tuple(self.decided)

    def add(self, decided: DecidedGroup) -> None:
        """Keep one."""
        self.decided.append(decided)


def kept_in(memory: Memory) -> Kept:
    """Return what opens that memory, whatever the session."""

    def kept(session: Session, cycle: Cycle) -> Memory:
        del session, cycle
        return memory

    return kept


def deposit(session: Session, cycle: Cycle, number: int, action: Action) -> None:
    """Add a deposit with its one version."""
    depot = add_depot(
        session, cycle, f"{cycle.annee}-{number:04d}", "RECEVABLE", action
    )
    depot.versions.append(
        VersionDepot(
            cycle_id=cycle.id, version=1, piece_sha256="0" * 64, file_name="a.xlsx",
            place=f"ligne {number}", received_at=COPIL, registered_at=COPIL,
            is_late=False,
            form=form_as_dict(build_form(action)), action=action_as_dict(action),
            unreadable=[], checked_at=COPIL,
        )
    )  # fmt: skip
    session.flush()


@pytest.fixture
def gardens(workspace: Workspace) -> Workspace:
    """Give a year of three gardens in three communes, and a night watch."""
    with workspace.store().writing() as session:
        cycle = add_cycle(session)
        session.add(Piece(sha256="0" * 64, file_name="a.xlsx", size=1, stored_at=COPIL))
        session.flush()
        for number, commune in ((1, "59172"), (2, "59361"), (3, "59491")):
            garden = build_action(
                title=f"Jardin {number}",
                description=JARDIN,
                communes=(commune,),
                porteur_siret=f"9000000{number}00000",
            )
            deposit(session, cycle, number, garden)
        night = build_action(title="Veille de nuit", communes=("59205",))
        deposit(session, cycle, 4, night)
    return workspace


class TestSheets:
    """The sheet of a deposit, as the whole year left it."""

    def test_a_chantier_s_sheet(self, year: Workspace) -> None:
        """2017-0002: 25 000 € asked of CAPH, 20 000 € by the note's rule."""
        del year
        sheet = read_action_sheet(REF, "2017-0002", AT)
        part = next(one for one in sheet.parts if one.funder == "CAPH")
        held = [one.label for one in part.bounds if one.is_reached]

        assert (part.asked_centimes, part.arbitrated_centimes) == (25_000_00, 20_000_00)
        assert held == ["L'aide de la note au chantier"]
        assert sheet.grant[1] == (
            "Calcul : 12 salariés × 1 000 € + utilité sociale 8 000 € = 20 000 €."
        )
        assert sheet.references[0] == "2017-0002"

    def test_what_is_traced_is_what_tracer_accepts(
        self, year: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each reference of the sheet is an object that « tracer » knows."""
        del year
        for reference in read_action_sheet(REF, "2017-0001", AT).references:
            assert run(programmation, ["tracer", reference]) == 0
        assert capsys.readouterr().err == ""

    def test_all_the_sheets_but_those_out_of_the_year(self, year: Workspace) -> None:
        """2017-0003 came too late: it has no sheet among the others."""
        del year
        names = [one.name for one in record_all_sheets(REF, AT)]

        assert names == ["fiche-2017-0001.html", "fiche-2017-0002.html"]

    def test_no_address_is_shown(self, gardens: Workspace) -> None:
        """A porteur that writes its address in a text does not publish it."""
        with gardens.store().writing() as session:
            cycle = session.scalars(select(Cycle)).one()
            said = build_action(
                title="Fête",
                description="Repérage : écrire à marie@association.example.",
                communes=("59631",),
            )
            deposit(session, cycle, 5, said)
        sheet = read_action_sheet(REF, "2017-0005", AT)
        shown = {one.text for reading in sheet.readings for one in reading.evidence}

        assert "marie@" not in f"{sheet.identity} {shown}"
        assert "Repérage : écrire à …@association.example." in shown

    def test_an_unknown_deposit_is_said(self, year: Workspace) -> None:
        """The sentence tells where the numbers are."""
        del year

        with pytest.raises(BadInputError, match="etat --depots"):
            read_action_sheet(REF, "2017-0999", AT)


class TestYearBefore:
    """A field is unexplored by what the year before retained, if that is known."""

    def test_a_year_that_is_not_there_is_left_to_judge(
        self, gardens: Workspace
    ) -> None:
        """Nothing tells what 2016 retained."""
        del gardens
        sheet = read_action_sheet(REF, "2017-0001", AT)
        found = {one.code: one for one in sheet.readings}

        assert found["champ_inexplore.annee_precedente"].verdict is Verdict.A_JUGER
        assert found["champ_inexplore.cette_annee"].sentence == (
            "3 autres dépôts sur cette orientation."
        )

    @pytest.mark.parametrize(("amount", "expected"), [(500_00, 1), (0, 0), (None, 0)])
    def test_what_the_year_before_retained_is_counted(
        self, gardens: Workspace, amount: int | None, expected: int
    ) -> None:
        """An action refused, or never arbitrated, explored nothing."""
        with gardens.store().writing() as session:
            before = add_cycle(session, CycleRef(contrat="CV195", annee=2016))
            before.frozen_at = COPIL
            depot = add_depot(session, before, "2016-0001", "RECEVABLE", build_action())
            depot.versions.append(_version_of(before))
            depot.lines.append(
                Ligne(
                    cycle_id=before.id, funder="ETAT", demande_centimes=1_000_00,
                    arbitre_centimes=amount,
                )
            )  # fmt: skip
        with reading(REF) as (session, cycle, _):
            counted = read_year(session, cycle).retained_before

        assert counted is not None
        assert counted.get("5.1", 0) == expected


def _version_of(cycle: Cycle) -> VersionDepot:
    return VersionDepot(
        cycle_id=cycle.id, version=1, piece_sha256="0" * 64, file_name="b.xlsx",
        received_at=COPIL, registered_at=COPIL, is_late=False,
        form=form_as_dict(build_form()), action=action_as_dict(build_action()),
        unreadable=[], checked_at=COPIL,
    )  # fmt: skip


class TestMutualisation:
    """A person accepts a group or sets it aside; it is recorded and journaled."""

    def test_the_gardens_are_proposed_together(self, gardens: Workspace) -> None:
        """Three gardens in three communes; the night watch shares nothing with them."""
        del gardens
        (group,) = read_groups(REF).groups

        assert (group.code, group.numeros) == (
            "G1",
            ("2017-0001", "2017-0002", "2017-0003"),
        )

    @pytest.mark.parametrize(
        ("is_accepted", "act"),
        [(True, "mutualisation.acceptee"), (False, "mutualisation.ecartee")],
    )
    def test_a_decision_is_kept_and_journaled(
        self, gardens: Workspace, act: str, *, is_accepted: bool
    ) -> None:
        """Who, why, which deposits; and the group is not proposed again."""
        memory = Memory()
        choice = Choice(
            code="g1",
            is_accepted=is_accepted,
            author="Coordination",
            reason="Un tracteur.",
        )
        report = record_choice(REF, choice, kept=kept_in(memory), at=AT)
        line = _last_line(gardens)

        assert report.effects_count == 1
        assert [(one.numeros, one.reason) for one in memory.decided] == [
            (("2017-0001", "2017-0002", "2017-0003"), "Un tracteur.")
        ]
        assert (line["acte"], line["objet"], line["acteur"]) == (
            act, "depot:2017-0001", "Coordination",
        )  # fmt: skip
        assert "tracteur" not in json.dumps(line)
        assert read_groups(REF, kept=kept_in(memory)).groups == ()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"code": "G9"}, "proposés : G1"),
            ({"author": " "}, "Qui décide"),
            ({"reason": ""}, "Pour quel motif"),
        ],
    )
    def test_a_decision_is_whole_or_not_recorded(
        self, gardens: Workspace, changes: dict[str, str], said: str
    ) -> None:
        """An unknown group, nobody, no reason: each gets its sentence."""
        del gardens
        memory = Memory()
        given = {"code": "G1", "author": "Coordination", "reason": "Oui."} | changes
        choice = Choice(is_accepted=True, **given)

        with pytest.raises(BadInputError, match=said):
            record_choice(REF, choice, kept=kept_in(memory), at=AT)
        assert memory.decided == []


def _last_line(workspace: Workspace) -> dict[str, str]:
    with workspace.store().reading() as session:
        line = session.scalars(
            select(JournalLine).order_by(JournalLine.seq.desc())
        ).first()
        assert line is not None
        found: dict[str, str] = json.loads(line.ligne)
        return found


class TestCommands:
    """« fiche » and « mutualiser », as a coordinator types them."""

    def test_one_sheet(
        self, year: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The money is on the screen, the page is written."""
        del year
        code = run(programmation, ["fiche", "2017-0002"])
        page = current_workspace().outputs(REF) / "fiches" / "fiche-2017-0002.html"

        assert code == 0
        assert "Retenu par le comité de pilotage" in capsys.readouterr().out
        assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    @pytest.mark.parametrize("arguments", [[], ["2017-0001", "--toutes"]])
    def test_which_sheet(
        self,
        year: Workspace,
        capsys: pytest.CaptureFixture[str],
        arguments: list[str],
    ) -> None:
        """One number, or all: neither and both are asked again."""
        del year

        assert run(programmation, ["fiche", *arguments]) == 1
        assert "Quelle fiche ?" in capsys.readouterr().err

    def test_all_and_json(
        self, year: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The count of sheets; one sheet as JSON."""
        del year
        run(programmation, ["fiche", "--toutes"])
        said = capsys.readouterr().out
        run(programmation, ["fiche", "2017-0001", "--format", "json"])
        sheet = json.loads(capsys.readouterr().out)

        assert said.startswith("2 fiches dans ")
        assert Path(sheet["page"]).name == "fiche-2017-0001.html"
        assert [one["funder"] for one in sheet["parts"]] == ["ETAT", "CAPH"]

    def test_groups(
        self, gardens: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Groups and pairs in a table, or as JSON; a higher score proposes nothing."""
        del gardens
        said = []
        for options in (["--paires"], ["--format", "json"], ["--minimum", "101"]):
            run(programmation, ["mutualiser", *options])
            said.append(capsys.readouterr().out)

        assert "1 groupe proposé." in said[0]
        assert [one["groupe"] for one in json.loads(said[1])] == ["G1"]
        assert "0 groupe proposé." in said[2]


def test_a_year_is_read_the_same_on_each_database(store: Store) -> None:
    """Counts by orientation, amounts by funder: SQLite and PostgreSQL agree."""
    with store.writing() as session:
        before = add_cycle(session, CycleRef(contrat="CV195", annee=2016))
        cycle = add_cycle(session)
        session.add(Piece(sha256="0" * 64, file_name="a.xlsx", size=1, stored_at=COPIL))
        session.flush()
        before.frozen_at = COPIL
        for each in (before, cycle):
            deposit(session, each, 1, build_action())
            for depot in session.scalars(
                select(Depot).where(Depot.cycle_id == each.id)
            ):
                depot.lines.append(
                    Ligne(
                        cycle_id=each.id, funder="ETAT", demande_centimes=4_000_00,
                        arbitre_centimes=2_000_00,
                    )
                )  # fmt: skip
    with store.reading() as session:
        year = read_year(session, require_cycle(session, REF, lock=False))

    assert (year.deposits, year.retained_before) == ({"5.1": 1}, {"5.1": 1})
    assert (year.asked, year.envelopes["ETAT"]) == ({"ETAT": 4_000_00}, 620_000_00)
