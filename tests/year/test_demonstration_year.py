"""The year 2017 whole, on the demonstration's input, without a Prefect server."""

from __future__ import annotations

import email
from collections import Counter
from collections.abc import Iterator
from datetime import date
from email.policy import default
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.mail import RELAY_VARIABLE
from contrat_de_ville.adapters.sink import local_sink
from contrat_de_ville.adapters.store import models
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.state import read_depots, read_state
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.demonstration.mistakes import LATE, Mistake
from contrat_de_ville.demonstration.script import build_deposits
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.steps import CycleRef
from flows.avancer import avancer
from flows.demonstration import Played, play_year


pytestmark = pytest.mark.slow
REF = CycleRef(contrat="CV195", annee=2017)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Play the year once, in a folder of its own."""
    folder = tmp_path_factory.mktemp("annee")
    with pytest.MonkeyPatch.context() as patch, local_sink(folder / "courrier") as sink:
        patch.setenv("PROGRAMMATION_DOSSIER", str(folder))
        patch.setenv(RELAY_VARIABLE, f"smtp://{sink.host}:{sink.port}")
        yield play_year(folder, tell=lambda *_: None, with_prefect=False)


def rows(table: Any) -> list[Any]:
    """Return every row of a table, detached."""
    with reading(REF) as (session, _, _):
        found = list(session.scalars(select(table)))
        session.expunge_all()
        return found


@pytest.mark.usefixtures("year")
class TestTheYear:
    """From the call to the bilans, with its honest mistakes."""

    def test_goes_through_every_step(self) -> None:
        """Each step has its date, and the year is closed."""
        steps = read_state(REF)["etapes"]

        assert None not in steps.values()

    def test_accounts_for_every_file_sent(self) -> None:
        """A file is a version of a deposit or is set aside with its reason."""
        sent = Counter(one.file_name for one in build_deposits(2017))
        kept = Counter(one.file_name for one in rows(models.VersionDepot))
        refused = Counter(one.file_name for one in rows(models.FichierRefuse))

        assert sent == kept + refused
        assert all(one.reason for one in rows(models.FichierRefuse))

    def test_late_deposits_enter_only_by_derogation(self) -> None:
        """Three came after the closing instant; the admitted one has its derogation."""
        late = {
            one.fields["action_intitule"]: one.mistake
            for one in build_deposits(2017)
            if one.mistake in LATE
        }
        states = {one["intitule"]: one["etat"] for one in read_depots(REF)}
        admitted = Mistake.DEPOT_TARDIF_DEROGATION

        assert {title: states[title] for title in late} == {
            title: DepotState.RECEVABLE if kind == admitted else DepotState.HORS_DELAI
            for title, kind in late.items()
        }

    def test_holds_every_envelope(self) -> None:
        """What is decided for a funder never exceeds what it brings."""
        for one in read_state(REF)["enveloppes"]:
            assert 0 < one["decide"] <= one["enveloppe"], one["financeur"]

    def test_grants_each_chantier_by_the_rule_of_the_note(self) -> None:
        """1 000 € a salarié plus the committee's part, capped by the demand."""
        for aide in rows(models.AideAci):
            inputs = aide.explanation["inputs"]
            rule = inputs["effectif_centiemes"] * 1_000 + inputs["utilite_centimes"]
            expected = 0 if aide.is_refused else min(rule, inputs["demande_centimes"])

            assert aide.montant_centimes == expected

    def test_computes_on_the_headcount_that_was_kept(self) -> None:
        """One chantier declared a salarié more than was found: the aid follows."""
        (kept,) = rows(models.EffectifAci)
        aide = next(
            one for one in rows(models.AideAci) if one.depot_id == kept.depot_id
        )

        inputs = aide.explanation["inputs"]
        assert inputs["salaries"] * 100 - 100 == inputs["effectif_centiemes"]
        assert inputs["effectif_centiemes"] == kept.effectif_centiemes

    def test_funds_no_new_chantier_without_its_justification(self) -> None:
        """The one that justified a use for the 18-25 is funded, the other is not."""
        asked = [one for one in rows(models.Depot) if one.is_chantier]
        granted = [one for one in rows(models.AideAci) if not one.is_refused]

        assert (len(asked), len(granted)) == (8, 7)

    def test_writes_each_message_once(self, year: Played) -> None:
        """At the sink every Message-ID is there once, and none is missing."""
        kept = Counter(
            email.message_from_bytes(path.read_bytes(), policy=default)["Message-ID"]
            for path in (year.folder / "courrier").glob("*.eml")
        )
        meant = {one.message_id for one in rows(models.Message)}

        assert kept == dict.fromkeys(meant, 1)

    def test_records_the_silence_of_councils(self) -> None:
        """Two conseils never answer; the one not constituted is never asked."""
        by_conseil: dict[str, set[str]] = {}
        for one in rows(models.Avis):
            by_conseil.setdefault(one.conseil, set()).add(one.avis)

        assert by_conseil["cc-elnon"] == by_conseil["cc-gambetta"] == {"NON_RENDU"}
        assert "cc-arenberg" not in by_conseil
        assert len(by_conseil) == 9

    def test_proposes_the_best_programming_before_the_committees(self) -> None:
        """One proposition, proven best, with an amount and a sentence for each line."""
        (proposed,) = rows(models.Proposition)
        lines = [one for one in rows(models.Ligne) if one.propose_centimes is not None]

        assert proposed.summary["optimum"].startswith("optimum prouvé")
        assert len(lines) == 316
        assert all(one.propose_reason for one in lines)

    def test_keeps_what_the_coordination_tried(self) -> None:
        """Three scenarios; a smaller envelope is worth less than the proposition."""
        (proposed,) = rows(models.Proposition)
        tried = {one.name: int(one.value) for one in rows(models.Scenario)}

        assert len(tried) == 3
        assert tried["État en baisse de 10 %"] < int(proposed.summary["value"])
        assert tried["Sans plafond par porteur"] > int(proposed.summary["value"])

    def test_reads_back_what_the_committees_filled(self) -> None:
        """Each line has its arbitrage and minute; a grant also has its avis."""
        lines = rows(models.Ligne)
        given = [one for one in lines if one.propose_centimes is not None]
        # An engagement of a landlord is valued, never granted: no avis is given.
        grants = [one for one in given if "(TFPB)" not in one.propose_reason]

        assert {one.avis_author for one in grants} == {"comite_technique"}
        assert {one.arbitre_author for one in given} == {"copil"}
        assert all(one.arbitre_minute for one in given)
        assert all(one.read_at for one in rows(models.ClasseurComite))

    def test_amends_the_programming_once_and_decides_it_anew(self) -> None:
        """Version 2 moves an amount between two lines; the funder decides both."""
        first, second = rows(models.Programmation)
        before, after = (
            {(one["numero"], one["financeur"]): one["arbitre_centimes"] for one in rows}
            for rows in (first.rows, second.rows)
        )
        moved = {key for key in after if after[key] != before[key]}
        decided = [one for one in rows(models.Ligne) if "D05" in one.acte]

        assert sum(after.values()) == sum(before.values())
        assert len(moved) == len(decided) == 2
        assert all(one.decide_centimes == one.arbitre_centimes for one in decided)

    def test_takes_back_the_overrun_it_did_not_use(self) -> None:
        """Authorised by the COPIL, then the contrary act: nothing is left."""
        acts = [one.after_centimes for one in rows(models.ActeEnveloppe)]

        assert acts == [500_000, 0]
        assert {one.depassement_centimes for one in rows(models.Enveloppe)} == {0}

    def test_judges_innovation_and_what_may_be_shared(self) -> None:
        """Criteria are scored with their evidence; groups are accepted or set aside."""
        scores = rows(models.InnovationNotee)
        groups = rows(models.Mutualisation)

        assert {one.is_met for one in scores} == {True, False}
        assert all(one.evidence and one.author for one in scores)
        assert {one.is_accepted for one in groups} == {True, False}

    def test_can_be_verified(self) -> None:
        """The chain, the evidence, the messages and the amounts hold together."""
        report = verify_cycle(REF)

        assert report.is_sound, report.faults

    def test_says_why_a_chantier_got_its_amount(self) -> None:
        """The trace holds the formula, the words of the note and journal lines."""
        aide = rows(models.AideAci)[0]
        depot = next(one for one in rows(models.Depot) if one.id == aide.depot_id)
        sections = trace(REF, depot.numero).sections
        text = "\n".join(line for section in sections for line in section.lines)

        assert aide.explanation["formula"].partition(" = ")[0] in text
        assert "1000 € par salarié en insertion" in text
        assert "aide_aci.calculee" in text

    def test_leaves_a_workbook_of_real_numbers(self, year: Played) -> None:
        """The programmed total of the workbook is that of the database."""
        path = year.folder / "CV195-2017" / "sorties" / "programmation-2017.xlsx"
        synthesis = CalamineWorkbook.from_path(path).get_sheet_by_name("Synthèse")
        total = next(row for row in synthesis.to_python() if row and row[0] == "Total")
        programmed = sum(one.arbitre_centimes or 0 for one in rows(models.Ligne))

        assert programmed / 100 in total

    def test_done_again_changes_nothing(self, year: Played) -> None:
        """Advancing a year that is over records nothing and writes to no one."""
        before = {path: path.stat().st_mtime_ns for path in year.folder.rglob("*.eml")}
        lines = len(rows(models.JournalLine))
        reports = avancer.fn(2017, "CV195", paris(date(2018, 9, 1)))

        assert reports == []
        assert lines == len(rows(models.JournalLine))
        assert before == {
            path: path.stat().st_mtime_ns for path in year.folder.rglob("*.eml")
        }
