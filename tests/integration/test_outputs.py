"""What the committees bring along, written from the database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.journal_head import journal_head
from contrat_de_ville.adapters.store.models import (
    JournalLine,
    Ligne,
    Programmation,
    VersionDepot,
)
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import paris
from tasks.outputs import record_outputs
from tests.store_builder import COPIL, REF


AT = paris(date(2017, 4, 12), time(9))


class TestOverview:
    """Each row has what the database knows of it."""

    def test_a_line_has_its_stages_and_their_words(self, year: Workspace) -> None:
        """2017-0002/CAPH: 25 000 asked, 20 000 by the act of 10 April."""
        with year.store().writing() as session:
            session.execute(
                update(Ligne)
                .where(Ligne.funder == "CAPH", Ligne.decide_centimes.is_not(None))
                .values(
                    avis_technique="RESERVE",
                    avis_text="Public ?",
                    avis_author="Comité technique",
                    part="aci",
                )
            )
        with reading(REF) as (session, cycle, _):
            seen = read_overview(session, cycle, AT)
        line = next(one for one in seen.actions[1].lines if one.funder == "CAPH")

        assert (line.asked_centimes, line.decided_centimes) == (25_000_00, 20_000_00)
        assert (line.act_reference, line.acted_on) == (
            "Délibération 17-042",
            date(2017, 4, 10),
        )
        assert (line.avis, line.avis_text, line.part) == ("RESERVE", "Public ?", "aci")
        assert line.proposed_reason == "Rang 2 : demande retenue"

    def test_an_action_has_its_people_and_its_money(self, year: Workspace) -> None:
        """The chantier had 18 000 € before; its men are those who are not women."""
        del year
        with reading(REF) as (session, cycle, _):
            first, second, _ = read_overview(session, cycle, AT).actions

        assert (second.previous_centimes, second.path) == (18_000_00, "SUBVENTION")
        assert (first.beneficiaries_count or 0) - (first.women_count or 0) == (
            first.men_count
        )
        assert first.points == 5

    @pytest.mark.parametrize(
        ("arbitrated", "expected"),
        [
            (COPIL + timedelta(hours=3), COPIL + timedelta(hours=3)),
            (COPIL + timedelta(days=48), COPIL),
            (None, None),
        ],
    )
    def test_the_copil_met_when_it_arbitrated(
        self, year: Workspace, arbitrated: datetime | None, expected: datetime | None
    ) -> None:
        """Its last arbitration of the day; an amendment is not the committee's day."""
        with year.store().writing() as session:
            session.execute(update(Ligne).values(arbitre_at=arbitrated))
        with reading(REF) as (session, cycle, _):
            milestones = read_overview(session, cycle, AT).milestones
        found = {one.at: one.done_at for one in milestones}

        assert found[COPIL] == expected

    def test_the_words_of_a_channel_stand_where_no_service_spoke(
        self, year: Workspace
    ) -> None:
        """DAUPHIN said « Recevable » of the State's line: it is shown as its avis."""
        told = [{"funder": "ETAT", "avis": "Recevable", "status_label": ""}]
        with year.store().writing() as session:
            session.execute(update(VersionDepot).values(funders=told))
        with reading(REF) as (session, cycle, _):
            lines = read_overview(session, cycle, AT).actions[0].lines

        assert {one.funder: one.avis for one in lines}["ETAT"] == "Recevable"


class TestAnnexes:
    """Each funder has its annex once the programming is frozen."""

    def test_a_page_and_a_workbook_for_each_funder(self, year: Workspace) -> None:
        """An act of CAPH by its day, and what each of the four has still to decide.

        CAPH has not decided its refusal: ten files beside workbook and report.
        """
        del year
        written = record_outputs(REF, AT, a_blanc=False)
        names = [one.name for one in written]

        assert names[:4] == [
            "programmation-2017.xlsx", "rapport-2017.html",
            "annexe-ETAT-2017-projet.html", "annexe-ETAT-2017-projet.xlsx",
        ]  # fmt: skip
        assert names[4:6] == [
            "annexe-CAPH-2017-2017-04-10.html", "annexe-CAPH-2017-2017-04-10.xlsx",
        ]  # fmt: skip
        assert len(names) == 12
        assert all(one.is_file() for one in written)

    def test_it_carries_the_head_of_the_journal(self, year: Workspace) -> None:
        """The last line's hash is on the paper, with the frozen version's."""
        with year.store().reading() as session:
            head = session.scalars(
                select(JournalLine.hash).order_by(JournalLine.seq.desc())
            ).first()
            sha256 = session.scalars(select(Programmation.sha256)).one()
        page = next(
            one
            for one in record_outputs(REF, AT, a_blanc=False)
            if one.name == "annexe-CAPH-2017-2017-04-10.html"
        ).read_text("utf-8")

        assert head is not None
        assert (head in page, sha256 in page) == (True, True)
        assert "20\u202f000\xa0€ (vingt mille euros)" in page

    def test_its_sheet_has_the_grant(self, year: Workspace) -> None:
        """The chantier's 20 000 € alone: the other request was refused."""
        del year
        book = next(
            one
            for one in record_outputs(REF, AT, a_blanc=False)
            if one.name == "annexe-CAPH-2017-2017-04-10.xlsx"
        )
        rows = (
            CalamineWorkbook.from_path(str(book))
            .get_sheet_by_name("Subventions")
            .to_python(skip_empty_area=False)
        )

        assert [row[0] for row in rows[5:7]] == ["2017-0002", "Total"]
        assert rows[6][5] == 20000.0

    @pytest.mark.parametrize("a_blanc", [True, False])
    def test_nothing_is_annexed_before(self, year: Workspace, *, a_blanc: bool) -> None:
        """Not frozen, there is no annex; in rehearsal, there is no file at all."""
        with year.store().writing() as session:
            session.execute(delete(Programmation))
        written = record_outputs(REF, AT, a_blanc=a_blanc)

        assert len(written) == (0 if a_blanc else 2)


def test_a_journal_without_lines_has_no_head(year: Workspace) -> None:
    """Another cycle's lines are not its own."""
    with year.store().reading() as session:
        assert journal_head(session, 999) is None
