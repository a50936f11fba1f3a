"""The signed acts on an envelope, and how envelopes are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.engine import OverEnvelopeError
from contrat_de_ville.adapters.store.envelopes import read_envelopes
from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import (
    ActeEnveloppe,
    Cycle,
    Enveloppe,
    Ligne,
)
from contrat_de_ville.adapters.store.overview import read_overview
from contrat_de_ville.adapters.store.state import read_state
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.adapters.workspace import DATABASE_VARIABLE, Workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.envelopes import EnvelopeActKind, EnvelopeExceededError
from contrat_de_ville.domain.habilitations import UnauthorisedError
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadInputError
from flows.check_depots import check_depots
from flows.cli.commands import programmation
from flows.cli.french import run
from flows.collect_depots import collect_depots
from flows.open_appel import open_appel
from tasks.envelopes import EnvelopeAct, record_envelope_act
from tasks.envelopes_shown import read_envelopes_shown
from tests.builders import build_action
from tests.frozen_builder import AFTER, build_arbitrated
from tests.small_year import OPENING, inbox, stamp, write_deposit
from tests.store_builder import COPIL, REF


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def arbitrated(
    request: pytest.FixtureRequest,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Workspace]:
    """Give a year arbitrated and not frozen, on each kind of database."""
    url = request.getfixturevalue(request.param)
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    build_arbitrated()
    space = Workspace(workspace.folder, url)
    yield space
    space.store().close()


def act_of(**changes: Any) -> EnvelopeAct:
    """Return an overrun of 5 000 € of CAPH, signed."""
    given: dict[str, Any] = {
        "funder": "CAPH",
        "kind": EnvelopeActKind.DEPASSEMENT,
        "amount_centimes": 5_000_00,
        "author": "copil",
        "acte": "PV du 28/03/2017",
        "reason": "Crédits non consommés d'une autre ligne.",
    }
    return EnvelopeAct(**(given | changes))


def told(workspace: Workspace, act: str) -> list[dict[str, Any]]:
    """Return what the journal tells of such acts: object, actor and values."""
    with workspace.store().reading() as session:
        cycle = require_cycle(session, REF, lock=False)
        entries = map(json.loads, read_lines(session, cycle.id))
        return [
            {"objet": one["objet"], "acteur": one["acteur"], **one["donnees"]}
            for one in entries
            if one["acte"] == act
        ]


def figures(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Return the amount and the overrun of each envelope and part."""
    with workspace.store().reading() as session:
        cycle = require_cycle(session, REF, lock=False)
        found: dict[str, tuple[int, int]] = {}
        for code, one in read_envelopes(session, cycle).items():
            found[code] = (one.amount_centimes, one.overrun_centimes)
            for part in one.parts:
                figure = (part.amount_centimes, part.overrun_centimes)
                found[f"{code}/{part.code}"] = figure
        return found


def programme(workspace: Workspace, funder: str, centimes: int) -> None:
    """Give a line the amount that brings its funder to that total."""
    with workspace.store().writing() as session:
        lines = session.scalars(
            select(Ligne).where(Ligne.funder == funder).order_by(Ligne.id)
        ).all()
        others = sum(one.arbitre_centimes or 0 for one in lines[1:])
        lines[0].demande_centimes = centimes
        lines[0].arbitre_centimes = centimes - others


class TestActs:
    """Each act is signed, recorded and journaled, or nothing is."""

    def test_an_overrun_is_recorded_with_before_and_after(
        self, arbitrated: Workspace
    ) -> None:
        """The envelope, the act and the journal say the same: 0 then 5 000 €."""
        report = record_envelope_act(REF, act_of(), at=AFTER)
        with arbitrated.store().reading() as session:
            row = session.scalars(select(ActeEnveloppe)).one()
            kept = (row.kind, row.before_centimes, row.after_centimes, row.author)

        assert figures(arbitrated)["CAPH"] == (560_000_00, 5_000_00)
        assert kept == ("DEPASSEMENT", 0, 5_000_00, "copil")
        (line,) = told(arbitrated, "enveloppe.depassement")
        assert line.pop("empreinte_motif")
        assert line == {
            "objet": "enveloppe:CAPH",
            "acteur": "copil",
            "avant_centimes": 0,
            "apres_centimes": 5_000_00,
            "acte": "PV du 28/03/2017",
        }
        assert report.effects_count == 1
        assert verify_cycle(REF).faults == ()

    def test_a_rehearsal_records_nothing(self, arbitrated: Workspace) -> None:
        """Tried and undone: the same report, no act, no line."""
        report = record_envelope_act(REF, act_of(), at=AFTER, a_blanc=True)

        assert report.a_blanc
        assert figures(arbitrated)["CAPH"] == (560_000_00, 0)
        assert told(arbitrated, "enveloppe.depassement") == []

    def test_the_contrary_act_is_refused_once_it_is_used(
        self, arbitrated: Workspace
    ) -> None:
        """With one centime used above, the overrun is not taken back; unused, it is."""
        record_envelope_act(REF, act_of(), at=AFTER)
        programme(arbitrated, "CAPH", 560_000_01)
        with pytest.raises(EnvelopeExceededError) as caught:
            record_envelope_act(REF, act_of(amount_centimes=0), at=AFTER)

        assert caught.value.above == 1
        assert figures(arbitrated)["CAPH"] == (560_000_00, 5_000_00)

        programme(arbitrated, "CAPH", 560_000_00)
        record_envelope_act(REF, act_of(amount_centimes=0, acte="PV 2"), at=AFTER)

        assert figures(arbitrated)["CAPH"] == (560_000_00, 0)

    def test_an_overrun_of_a_part(self, arbitrated: Workspace) -> None:
        """Only the part is widened, and the journal names it."""
        record_envelope_act(REF, act_of(funder="ETAT", part="DRE"), at=AFTER)

        assert figures(arbitrated)["ETAT/DRE"] == (120_000_00, 5_000_00)
        assert figures(arbitrated)["ETAT"] == (620_000_00, 0)
        (line,) = told(arbitrated, "enveloppe.depassement")
        assert line["objet"] == "enveloppe:ETAT/DRE"

    def test_a_revision_down_to_what_is_programmed(self, arbitrated: Workspace) -> None:
        """CAPH programmed 5 000 €: its envelope goes down to it, not under."""
        revised = act_of(kind=EnvelopeActKind.REVISION, amount_centimes=4_999_99)
        with pytest.raises(EnvelopeExceededError, match="0,01"):
            record_envelope_act(REF, revised, at=AFTER)
        record_envelope_act(
            REF,
            act_of(kind=EnvelopeActKind.REVISION, amount_centimes=5_000_00),
            at=AFTER,
        )

        assert figures(arbitrated)["CAPH"] == (5_000_00, 0)

    def test_a_revision_under_the_parts(self, arbitrated: Workspace) -> None:
        """ETAT cannot announce less than what it sets for DRE."""
        revised = act_of(
            funder="ETAT", kind=EnvelopeActKind.REVISION, amount_centimes=100_000_00
        )
        with pytest.raises(BadInputError, match="dont"):
            record_envelope_act(REF, revised, at=AFTER)

        assert figures(arbitrated)["ETAT"] == (620_000_00, 0)


class TestRefusals:
    """What is not signed, or changes nothing."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"acte": " "}, "sa référence et son motif manquent"),
            ({"reason": ""}, "sa référence et son motif manquent"),
            ({"funder": "REGION"}, "n'est pas un financeur"),
            ({"part": "DRE"}, "n'a pas de part « DRE »"),
            ({"amount_centimes": 0}, "déjà 0"),
        ],
    )
    def test_each_has_its_sentence(
        self, year: Workspace, changes: dict[str, Any], expected: str
    ) -> None:
        """Nothing is recorded, and the sentence says what is missing."""
        with pytest.raises(BadInputError, match=expected):
            record_envelope_act(REF, act_of(**changes), at=AFTER)

        assert told(year, "enveloppe.depassement") == []

    def test_a_function_that_may_not_sign(self, year: Workspace) -> None:
        """The technical committee authorises no overrun; the refusal is told."""
        with pytest.raises(UnauthorisedError, match="dépassement"):
            record_envelope_act(REF, act_of(author="comite_technique"), at=AFTER)

        assert figures(year)["CAPH"] == (560_000_00, 0)
        assert len(told(year, "habilitation.refusee")) == 1

    def test_a_closed_year(self, year: Workspace) -> None:
        """Once the year is closed its envelopes change no more."""
        with year.store().writing() as session:
            session.execute(update(Cycle).values(closed_at=COPIL))
        with pytest.raises(BadInputError, match="clos"):
            record_envelope_act(REF, act_of(), at=AFTER)


def without_envelope(workspace: Workspace) -> None:
    """Open the year as if CAF had announced nothing: its triggers keep envelopes."""
    with workspace.store().engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER enveloppe_sans_retrait")
        connection.exec_driver_sql("DELETE FROM enveloppe WHERE funder = 'CAF'")


class TestNotAnnounced:
    """A funder that announced nothing has no limit, which is not zero."""

    def test_it_has_nothing_to_exceed(self, year: Workspace) -> None:
        """An overrun of no envelope is refused: it must be announced first."""
        without_envelope(year)
        with pytest.raises(BadInputError, match="n'a pas annoncé"):
            record_envelope_act(REF, act_of(funder="CAF"), at=AFTER)

    def test_it_is_announced_late(self, year: Workspace) -> None:
        """Announced, it was nothing before, and not zero."""
        without_envelope(year)
        announced = act_of(
            funder="CAF", kind=EnvelopeActKind.REVISION, amount_centimes=0
        )
        record_envelope_act(REF, announced, at=AFTER)
        (act,) = read_envelopes_shown(REF, "CAF").acts

        assert figures(year)["CAF"] == (0, 0)
        assert (act.kind, act.before_centimes, act.after_centimes) == (
            "ANNONCE",
            None,
            0,
        )
        (line,) = told(year, "enveloppe.annoncee")
        assert line["avant_centimes"] is None


class TestShown:
    """What « programmation enveloppe » and the outputs show."""

    @pytest.mark.usefixtures("arbitrated")
    def test_parts_are_under_their_envelope_and_never_added(self) -> None:
        """ETAT programmed 9 000 €, of which 3 000 € for DRE: its total is 9 000 €."""
        found = read_envelopes_shown(REF)
        etat = [one for one in found.accounts if one.funder == "ETAT"]

        assert [(one.label, one.arbitrated_centimes) for one in etat] == [
            ("État, politique de la ville (programme 147)", 9_000_00),
            ("dont réussite éducative", 3_000_00),
        ]
        assert [one.left_centimes for one in etat] == [611_000_00, 117_000_00]
        assert [one.funder for one in found.announced()] == [
            "ETAT",
            "CAPH",
            "DEPARTEMENT",
            "CAF",
        ]

    @pytest.mark.usefixtures("arbitrated")
    def test_nothing_said_yet_is_not_zero(self) -> None:
        """Nobody decided: no total, where zero would say that all was refused."""
        etat = read_envelopes_shown(REF, "ETAT").accounts[0]

        assert (etat.proposed_centimes, etat.decided_centimes) == (None, None)

    def test_the_outputs_read_the_tables(self, arbitrated: Workspace) -> None:
        """After a revision and an overrun, the overview shows them, part included."""
        revised = act_of(kind=EnvelopeActKind.REVISION, amount_centimes=590_000_00)
        record_envelope_act(REF, revised, at=AFTER)
        record_envelope_act(REF, act_of(), at=AFTER)
        with arbitrated.store().reading() as session:
            cycle = require_cycle(session, REF, lock=False)
            rows = {
                one.funder: one
                for one in read_overview(session, cycle, AFTER).envelopes
            }

        caph, (dre,) = rows["CAPH"], rows["ETAT"].parts
        assert (caph.envelope_centimes, caph.override_centimes) == (
            590_000_00,
            5_000_00,
        )
        assert (dre.envelope_centimes, dre.programmed_centimes) == (
            120_000_00,
            3_000_00,
        )

    @pytest.mark.usefixtures("year")
    def test_a_funder_the_campaign_does_not_have(self) -> None:
        """It is named, with those that are known."""
        with pytest.raises(BadInputError, match="REGION"):
            read_envelopes_shown(REF, "REGION")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its code and what it said, in ordinary spaces."""
    code = run(programmation, ["enveloppe", *arguments, "--annee", "2017"])
    captured = capsys.readouterr()
    out, err = (
        text.replace(NBSP, " ").replace(NARROW_NBSP, " ")
        for text in (captured.out, captured.err)
    )
    return code, out, err


SIGNED = ["--par", "copil", "--acte", "PV 12", "--motif", "Report de crédits"]


class TestCommand:
    """« programmation enveloppe », as it is typed."""

    def test_it_authorises_then_shows(
        self, year: Workspace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The overrun typed in French is shown with its act."""
        typed = ["CAPH", "--depasser", "5 000 €", *SIGNED, "--au", "30/04/2017"]
        code, out, _ = said(capsys, *typed)
        _, shown, _ = said(capsys, "CAPH")

        assert code == 0
        assert "CAPH : dépassement autorisé, 5 000 € (avant : 0 €), par PV 12." in out
        by = "par Comité de pilotage (PV 12). Report de crédits"
        assert f"0 € → 5 000 €, {by}" in " ".join(shown.split())
        assert figures(year)["CAPH"] == (560_000_00, 5_000_00)

    @pytest.mark.usefixtures("year")
    def test_it_shows_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The envelopes and what is left of them, for a script."""
        _, out, _ = said(capsys, "--format", "json")
        content = json.loads(out)
        (caph,) = [one for one in content["enveloppes"] if one["funder"] == "CAPH"]

        assert (caph["amount_centimes"], caph["left_centimes"]) == (
            560_000_00,
            540_000_00,
        )

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            (["CAPH", "--depasser", "1", "--reviser", "2", *SIGNED], "pas les deux"),
            (["--depasser", "1", *SIGNED], "FINANCEUR manque"),
            (["CAPH", "--depasser", "1", *SIGNED[:4]], "--motif manque"),
            (["CAPH", "--depasser", "-1", *SIGNED], "montant négatif"),
            (["CAPH", "--depasser", "1,005", *SIGNED], "pas un montant lisible"),
        ],
    )
    def test_what_is_typed_wrong(
        self,
        year: Workspace,
        capsys: pytest.CaptureFixture[str],
        typed: list[str],
        expected: str,
    ) -> None:
        """Each mistake has its sentence, and nothing is recorded."""
        code, _, err = said(capsys, *typed)

        assert code != 0
        assert expected in err
        assert figures(year)["CAPH"] == (560_000_00, 0)


@pytest.mark.usefixtures("arbitrated")
def test_the_database_refuses_what_a_sentence_did_not() -> None:
    """Whoever writes the table around the act meets the trigger."""
    with (
        pytest.raises(OverEnvelopeError),
        acting(REF, step="essai", at=AFTER) as act,
    ):
        act.session.execute(
            update(Enveloppe)
            .where(Enveloppe.funder == "CAPH")
            .values(montant_centimes=4_999_99)
        )


def test_the_state_shows_parts_under_their_envelope(
    arbitrated: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """« etat » sums the 9 000 € of ETAT once, and tells the 3 000 € within."""
    etat = next(one for one in read_state(REF)["enveloppes"] if one["parts"])
    run(programmation, ["etat", "--annee", "2017"])
    shown = capsys.readouterr().out

    assert json.loads(json.dumps(etat)) == {
        "financeur": "ETAT",
        "enveloppe": 620_000_00,
        "depassement": 0,
        "demande": 16_000_00,
        "propose": None,
        "arbitre": 9_000_00,
        "decide": None,
        "parts": [
            {
                "part": "DRE",
                "libelle": "réussite éducative",
                "enveloppe": 120_000_00,
                "depassement": 0,
                "demande": 4_000_00,
                "propose": None,
                "arbitre": 3_000_00,
                "decide": None,
            }
        ],
    }
    assert "dont" in shown
    assert figures(arbitrated)["ETAT"] == (620_000_00, 0)


class TestTrace:
    """« programmation tracer enveloppe:CAPH »."""

    def test_it_tells_the_parts_the_acts_and_the_journal(
        self, arbitrated: Workspace
    ) -> None:
        """What is programmed within, each signed act, and its line of the journal."""
        record_envelope_act(REF, act_of(funder="ETAT", part="DRE"), at=AFTER)
        told_of = {
            one.title: [line.replace(NBSP, " ").replace(NARROW_NBSP, " ")
                        for line in one.lines]
            for one in trace(REF, "enveloppe:ETAT/DRE").sections
        }  # fmt: skip

        assert told_of["Ce qu'elle est, et ce qui y est programmé"] == [
            "Enveloppe ETAT : 620 000 €, arbitré 9 000 €, décidé –",
            (
                "Enveloppe ETAT, dont réussite éducative : 120 000 €, dépassement "
                "autorisé de 5 000 €, arbitré 3 000 €, décidé –"
            ),
        ]
        (act,) = told_of["Actes signés"]
        assert "part DRE, dépassement autorisé : de 0 € à 5 000 €, par copil" in act
        (line,) = told_of["Journal"]
        assert "enveloppe.depassement, enveloppe:ETAT/DRE, par copil" in line
        assert figures(arbitrated)["ETAT/DRE"] == (120_000_00, 5_000_00)

    def test_a_funder_the_campaign_does_not_have(self, year: Workspace) -> None:
        """It is named, with those that are known."""
        with pytest.raises(BadInputError, match="REGION"):
            trace(REF, "enveloppe:REGION")

        assert figures(year)["CAPH"] == (560_000_00, 0)


def receive(orientation: str, at: datetime) -> None:
    """Receive and check the workshops under that orientation."""
    action = build_action(title="Ateliers de parents", orientation=orientation)
    euros = {"charge": 8_000, "ETAT": 4_000, "CAPH": 2_000, "autres": 2_000}
    path = write_deposit(inbox() / f"ateliers-{at:%d%m%H}.xlsx", action, euros)
    stamp(path, at)
    with moved_to(at):
        collect_depots.fn(REF.annee, REF.contrat)
        check_depots.fn(REF.annee, REF.contrat)


def test_a_new_version_moves_its_lines_to_another_part(workspace: Workspace) -> None:
    """Deposited for the DRE then for parents, ETAT's line leaves the « dont »."""
    parts = []
    with moved_to(OPENING):
        open_appel.fn(REF.annee, REF.contrat)
    for day, orientation in enumerate(("5.DRE.1", "5.1", "5.DRE.3"), start=2):
        receive(orientation, paris(date(2016, 11, day), time(10, 0)))
        with workspace.store().reading() as session:
            lines = session.execute(select(Ligne.funder, Ligne.part))
            parts.append({row.funder: row.part for row in lines})

    assert parts == [
        {"CAPH": "", "ETAT": "DRE"},
        {"CAPH": "", "ETAT": ""},
        {"CAPH": "", "ETAT": "DRE"},
    ]
