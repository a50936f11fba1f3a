"""From the committee's figures to the grants, as the campaign chose, in the store."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Depot,
    EffectifAci,
    UtiliteSociale,
)
from contrat_de_ville.adapters.store.pending import read_pending
from contrat_de_ville.adapters.store.waiting import waiting_chantiers
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.adapters.workspace import Workspace, current_workspace
from contrat_de_ville.domain.aci import (
    ChoiceNotImplementedError,
    UtiliteSocialeOutOfRangeError,
)
from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadInputError
from tasks.aci import (
    compute_aci_grants,
    read_chantiers,
    record_aci_grants,
    record_utilite,
)
from tasks.aci_figures import FigureGiven, record_figure
from tasks.aci_headcounts import record_back_to_deposit, record_headcounts
from tasks.aci_shown import READY, read_aci
from tests.aci_year import (
    COMITE,
    FIRST,
    NEW,
    OTHER,
    REF,
    SECOND,
    UNJUSTIFIED,
    build_committee,
)


EFFECTIF = {
    "base": "etp",
    "territoire": "tous_salaries",
    "date_reference": date(2016, 12, 31),
    "effectif_centiemes": 9_50,
    "source": "donné par la coordination",
    "annexes": [],
    "piece_sha256s": [],
    "author": "Service insertion",
    "reason": "Liste de présence du 31 décembre",
    "decided_at": COMITE,
}
pytestmark = pytest.mark.usefixtures("workspace")


def figure(numero: str, euros: int, author: str = "Comité ACI") -> StepReport:
    """Set one figure of the committee."""
    return record_utilite(
        REF, numero, euros * 100, author=author, reason="Service rendu", at=COMITE
    )


def fund() -> StepReport:
    """Grant whoever is ready, as the flow does."""
    grants = compute_aci_grants(REF, read_chantiers(REF))
    return record_aci_grants(REF, grants, COMITE, a_blanc=False)


def aids() -> dict[str, int]:
    """Return the grants recorded, in euros, by number of deposit."""
    with reading(REF) as (session, _, _):
        rows = session.execute(
            select(Depot.numero, AideAci.montant_centimes)
            .join(Depot, AideAci.depot_id == Depot.id)
            .order_by(Depot.numero)
        )
        return {numero: amount // 100 for numero, amount in rows}


def explanation(numero: str) -> dict[str, Any]:
    """Return what the store keeps of a grant."""
    with reading(REF) as (session, _, _):
        query = select(AideAci.explanation).join(Depot).where(Depot.numero == numero)
        kept: dict[str, Any] = session.scalars(query).one()
    return kept


def told(act: str) -> list[dict[str, Any]]:
    """Return the lines of the journal of one act."""
    with reading(REF) as (session, cycle, _):
        lines = [json.loads(one) for one in read_lines(session, cycle.id)]
    return [one for one in lines if one["acte"] == act]


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def forget_headcount(numero: str) -> None:
    """Take the headcount out of a deposit, as a channel that has no such field."""
    with current_workspace().store().writing() as session:
        depot = session.scalars(select(Depot).where(Depot.numero == numero)).one()
        version = depot.versions[-1]
        chantier = {**version.action["chantier"], "salaries_count": None}
        version.action = {**version.action, "chantier": chantier}


def forget_charges(numero: str) -> None:
    """Take the charges out of a budget, as a list that gives the request alone."""
    with current_workspace().store().writing() as session:
        depot = session.scalars(select(Depot).where(Depot.numero == numero)).one()
        version = depot.versions[-1]
        budget = [one for one in version.action["budget"] if one["side"] != "CHARGE"]
        version.action = {**version.action, "budget": budget}


class TestGrants:
    """Each chantier as the campaign chose."""

    def test_a_year_as_chosen_in_2017(self) -> None:
        """20 000, 16 000 of 16 500, 15 000 new and justified, nothing unjustified."""
        build_committee()
        for numero, euros in ((FIRST, 8_000), (SECOND, 8_500), (NEW, 5_000)):
            figure(numero, euros)
        report = fund()

        assert aids() == {FIRST: 20_000, SECOND: 16_000, NEW: 15_000, UNJUSTIFIED: 0}
        assert report.summary.startswith("4 chantiers, 51")
        assert "en attente" not in report.summary

    def test_both_answers_to_a_new_chantier_are_journaled(self) -> None:
        """The refusal and the acceptance each have their line, and say why."""
        build_committee()
        figure(NEW, 5_000)
        fund()
        (refused,) = told("aide_aci.refusee")
        (granted,) = told("aide_aci.calculee")

        assert (refused["objet"], refused["donnees"]["justification_18_25"]) == (
            f"depot:{UNJUSTIFIED}",
            False,
        )
        assert (granted["objet"], granted["donnees"]["justification_18_25"]) == (
            f"depot:{NEW}",
            True,
        )

    def test_the_store_keeps_everything_that_explains(self) -> None:
        """Steps, figures with their quote, choices signed and dated, the campaign."""
        build_committee()
        figure(FIRST, 8_000)
        fund()
        kept = explanation(FIRST)
        salarie = next(
            one
            for one in kept["parameters"]
            if one["name"] == "aci.montant_par_salarie"
        )

        assert [one["code"] for one in kept["steps"]] == ["effectif", "utilite"]
        assert (salarie["value"], salarie["quote"], salarie["in_force_on"]) == (
            1_000_00,
            "1000 € par salarié en insertion",
            "2017-01-01",
        )
        assert len(kept["choices"]) == 11
        assert {one["author"] for one in kept["choices"]} == {
            "Comité technique",
            "Service politique de la ville",
        }
        assert (kept["rule"], len(kept["campaign_sha256"])) == ("aci-2017@2", 64)

    def test_the_trace_tells_the_steps(self) -> None:
        """Step by step, who signed, and what each choice does."""
        build_committee()
        figure(FIRST, 8_000)
        fund()
        lines = (
            "\n".join(line for one in trace(REF, FIRST).sections for line in one.lines)
            .replace("\u202f", " ")
            .replace("\xa0", " ")
        )

        assert "Étape 1 : 12 salariés × 1 000 € = 12 000 €" in lines
        assert (
            "Étape 2 : + utilité sociale 8 000 € (Comité ACI, le 24/01/2017) = 20 000 €"
        ) in lines
        assert "Date de référence : 31 décembre 2016" in lines
        assert "Appliqué : L'aide n'excède jamais la demande du porteur." in lines

    def test_months_are_those_of_the_action(self) -> None:
        """From 15 June, 7 months: 10 000 × 7/12 = 5 833,33, + 5 000, to the euro."""
        build_committee(annee_partielle="prorata_mois")
        figure(NEW, 5_000)
        fund()

        assert aids()[NEW] == 10_833

    def test_the_gap_is_that_of_the_budget(self) -> None:
        """Without the ceiling by the request, the budget lacks 16 000: no more."""
        build_committee(plafond_demande=False, plafond_besoin=True)
        figure(SECOND, 10_000)
        fund()

        assert aids()[SECOND] == 16_000

    def test_a_budget_that_tells_no_charge_is_waited_for(self) -> None:
        """A list that gives only the request has no gap: neither zero nor a stop."""
        build_committee(plafond_besoin=True)
        forget_charges(SECOND)
        figure(FIRST, 8_000)
        figure(SECOND, 8_500)
        report = fund()

        assert aids() == {FIRST: 20_000, UNJUSTIFIED: 0}
        assert f"{SECOND} : la campagne plafonne l'aide au besoin" in report.summary

    def test_an_unknown_answer_computes_nothing(self) -> None:
        """A campaign frozen with it is said when it is to be applied, and only then."""
        build_committee(lissage_n1="au_mieux")

        assert read_chantiers(REF) != []
        with pytest.raises(ChoiceNotImplementedError, match="au_mieux"):
            fund()
        assert aids() == {}


class TestStructure:
    """One figure for a structure, shared between its chantiers."""

    def test_one_figure_serves_both_chantiers(self) -> None:
        """8 000 for both: 12 000 + 4 000 and 8 000 + 4 000."""
        build_committee(fixation_utilite="comite_par_structure")
        figure(FIRST, 8_000)
        fund()

        assert aids() == {FIRST: 16_000, SECOND: 12_000, UNJUSTIFIED: 0}

    def test_the_second_chantier_waits_for_no_figure(self) -> None:
        """The structure has its figure: the committee is asked for no other."""
        build_committee(fixation_utilite="comite_par_structure")
        figure(FIRST, 8_000)
        with reading(REF) as (session, cycle, _):
            waiting = [one.numero for one in waiting_chantiers(session, cycle)]
            pending = read_pending(session, cycle)
            query = select(Depot.id).where(Depot.numero == SECOND)
            second = session.scalars(query).one()

        assert waiting == [NEW]
        assert not pending.get(second, {}).get("wants_figure")
        assert [one.numero for one in read_chantiers(REF)] == [
            FIRST,
            SECOND,
            UNJUSTIFIED,
        ]

    def test_each_chantier_waits_for_its_own_otherwise(self) -> None:
        """By chantier, the second one waits; the unjustified one waits for nothing."""
        build_committee()
        figure(FIRST, 8_000)
        with reading(REF) as (session, cycle, _):
            waiting = [one.numero for one in waiting_chantiers(session, cycle)]
            pending = read_pending(session, cycle)
            wanting = {
                numero
                for key, numero in session.execute(select(Depot.id, Depot.numero))
                if pending.get(key, {}).get("wants_figure")
            }

        assert waiting == [SECOND, NEW]
        assert wanting == {SECOND, NEW}

    def test_each_chantier_waits_for_a_headcount_nobody_told(self) -> None:
        """Full-time equivalents are in no deposit: kept for one, two wait."""
        build_committee(base_effectif="etp")
        record_headcounts(REF, {FIRST: 8_50}, author="c", reason="Annexe", at=COMITE)
        with reading(REF) as (session, cycle, _):
            pending = read_pending(session, cycle)
            wanting = {
                numero
                for key, numero in session.execute(select(Depot.id, Depot.numero))
                if pending.get(key, {}).get("wants_headcount")
            }

        assert wanting == {SECOND, NEW}

    def test_a_declared_headcount_is_waited_for_by_nobody(self) -> None:
        """The campaign counts the persons present: each deposit tells them."""
        build_committee()
        with reading(REF) as (session, cycle, _):
            told = [
                one.get("wants_headcount")
                for one in read_pending(session, cycle).values()
            ]

        assert told == [None] * 3

    def test_the_figure_outlives_the_chantier_it_was_set_on(self) -> None:
        """The first one becomes inadmissible: its structure keeps its 8 000."""
        build_committee(fixation_utilite="comite_par_structure")
        figure(FIRST, 8_000)
        with current_workspace().store().writing() as session:
            session.scalars(
                select(Depot).where(Depot.numero == FIRST)
            ).one().state = "IRRECEVABLE"
        fund()

        assert aids() == {SECOND: 16_000, UNJUSTIFIED: 0}

    def test_a_second_figure_for_the_structure_is_refused(self) -> None:
        """The other chantier of the structure has its figure already."""
        build_committee(fixation_utilite="comite_par_structure")
        figure(FIRST, 8_000)

        with pytest.raises(BadInputError, match=f"{FIRST} est déjà fixée"):
            figure(SECOND, 6_000)


class TestGrid:
    """Points by criterion, an amount the committee signs."""

    GRID = {"pas_euros": 1_000, "jeunes": 2, "service": 3}  # noqa: RUF012 (a fixture)

    def test_the_points_are_kept_with_the_figure(self) -> None:
        """8 000 € is 5 000 and three steps; the reason and the journal say which."""
        build_committee(fixation_utilite="grille", grille_utilite=self.GRID)
        given = FigureGiven(
            numero=FIRST,
            amount_centimes=8_000_00,
            author="Comité ACI",
            reason="Jardins ouverts",
            points={"jeunes": 1, "service": 2},
        )
        record_figure(REF, given, COMITE)
        with reading(REF) as (session, _, _):
            reason = session.scalars(select(UtiliteSociale.reason)).one()
        (line,) = told("utilite_sociale.fixee")

        assert reason == "Jardins ouverts (grille : jeunes 1 sur 2, service 2 sur 3)"
        assert line["donnees"] == {
            "montant_centimes": 8_000_00,
            "points_jeunes": 1,
            "points_service": 2,
        }

    def test_a_figure_without_points_is_refused(self) -> None:
        """A grid asks for the points of each criterion."""
        build_committee(fixation_utilite="grille", grille_utilite=self.GRID)

        with pytest.raises(BadInputError, match="Il manque les points de « jeunes »"):
            figure(FIRST, 8_000)


class TestEnvelope:
    """What the agglomération brings is never passed, at one time or in two."""

    def test_grants_sum_to_the_envelope(self) -> None:
        """20 000 and 16 000 for 27 000: 15 000 and 12 000."""
        build_committee(envelope=27_000)
        figure(FIRST, 8_000)
        figure(SECOND, 8_500)
        fund()

        assert aids() == {FIRST: 15_000, SECOND: 12_000, UNJUSTIFIED: 0}

    def test_a_later_grant_has_what_the_first_left(self) -> None:
        """20 000 of 27 000 are granted: the second has 7 000, not 16 000."""
        build_committee(envelope=27_000)
        figure(FIRST, 8_000)
        fund()
        figure(SECOND, 8_500)
        fund()

        assert aids() == {FIRST: 20_000, SECOND: 7_000, UNJUSTIFIED: 0}

    def test_a_part_set_for_the_chantiers_holds_them(self) -> None:
        """20 000 and 16 000 for « dont » 27 000: 15 000 and 12 000, and it says so."""
        build_committee(part=("2.2", 27_000, False))
        figure(FIRST, 8_000)
        figure(SECOND, 8_500)
        fund()
        last = plain(explanation(FIRST)["steps"][-1]["sentence"])

        assert aids() == {FIRST: 15_000, SECOND: 12_000, UNJUSTIFIED: 0}
        assert "(dont une part, 27 000 € disponibles pour 36 000 € calculés)" in last

    def test_a_later_grant_has_what_the_part_has_left(self) -> None:
        """20 000 of « dont » 27 000 are granted: 7 000 are left."""
        build_committee(part=("2.2", 27_000, True))
        figure(FIRST, 8_000)
        fund()
        figure(SECOND, 8_500)
        fund()

        assert aids() == {FIRST: 20_000, SECOND: 7_000, UNJUSTIFIED: 0}

    def test_what_is_reserved_to_others_is_not_for_the_chantiers(self) -> None:
        """560 000 less 533 000 kept for another orientation: 27 000 for both."""
        build_committee(part=("5.1", 533_000, True))
        figure(FIRST, 8_000)
        figure(SECOND, 8_500)
        fund()

        assert aids() == {FIRST: 15_000, SECOND: 12_000, UNJUSTIFIED: 0}

    def test_utility_is_cut_first(self) -> None:
        """Floors 17 000 and 13 000; 3 000 above each; 33 000 keeps half of both."""
        build_committee(envelope=33_000, depassement_enveloppe="utilite_dabord")
        figure(FIRST, 8_000)
        figure(SECOND, 8_000)
        fund()

        assert aids() == {FIRST: 18_500, SECOND: 14_500, UNJUSTIFIED: 0}


class TestHeadcounts:
    """A basis the deposits do not tell is asked, then accepted by someone."""

    def accept(self, centiemes: int, **changes: Any) -> StepReport:
        """Accept a headcount for the first chantier."""
        asked: dict[str, Any] = {
            "author": "Service insertion",
            "reason": "Liste de présence du 31 décembre",
            "at": COMITE,
        }
        return record_headcounts(REF, {FIRST: centiemes}, **asked | changes)

    def test_full_times_are_waited_for(self) -> None:
        """The deposit tells persons: the chantier waits, and the report asks."""
        build_committee(base_effectif="etp")
        figure(FIRST, 8_000)
        report = fund()

        assert aids() == {UNJUSTIFIED: 0}
        assert f"{FIRST} : la campagne compte des ETP" in report.summary
        assert "--accepter 2017-0001 --effectif NOMBRE --par QUI" in report.summary

    def test_an_accepted_headcount_is_the_one_granted(self) -> None:
        """9,5 ETP: 9 500 + 8 000; the journal tells who, of what, at what date."""
        build_committee(base_effectif="etp")
        figure(FIRST, 8_000)
        self.accept(9_50)
        fund()
        (line,) = told("effectif_aci.retenu")

        assert aids()[FIRST] == 17_500
        assert (line["acteur"], line["objet"]) == (
            "Service insertion",
            "depot:2017-0001",
        )
        assert line["donnees"] == {
            "annexes": None,
            "base": "etp",
            "date_reference": "2016-12-31",
            "effectif_centiemes": 9_50,
            "source": "donné par la coordination",
            "territoire": "tous_salaries",
        }

    def test_the_last_one_accepted_is_the_one(self) -> None:
        """Corrected before the grant: 10 ETP replace 9,5, and the report says it."""
        build_committee(base_effectif="etp")
        figure(FIRST, 8_000)
        self.accept(9_50)
        report = self.accept(10_00)
        fund()

        assert report.rows == ((FIRST, "10 ETP", "9,5 ETP"),)
        assert aids()[FIRST] == 18_000

    def test_a_deposit_is_never_changed(self) -> None:
        """The porteur's own headcount stays in its deposit."""
        build_committee()
        self.accept(11_00)
        with reading(REF) as (session, _, _):
            depot = session.scalars(select(Depot).where(Depot.numero == FIRST)).one()
            declared = depot.versions[-1].action["chantier"]["salaries_count"]

        assert declared == 12

    @pytest.mark.parametrize(
        ("numero", "centiemes", "author", "said"),
        [
            (OTHER, 9_00, "Service", "n'est pas un chantier d'insertion"),
            ("2017-0099", 9_00, "Service", "Aucun dépôt 2017-0099"),
            (FIRST, 9_00, " ", "Personne ne signe"),
            (FIRST, -1, "Service", "sort de ce qui est plausible"),
            (FIRST, 1_000_00, "Service", "sort de ce qui est plausible"),
            (FIRST, 9_50, "Service", "n'est pas un nombre de personnes"),
        ],
    )
    def test_a_headcount_that_cannot_be_is_refused(
        self, numero: str, centiemes: int, author: str, said: str
    ) -> None:
        """No chantier, unknown, unsigned, out of range, a fraction of a person."""
        build_committee()

        with pytest.raises(BadInputError, match=said):
            record_headcounts(
                REF, {numero: centiemes}, author=author, reason="Liste", at=COMITE
            )
        assert told("effectif_aci.retenu") == []

    def test_a_headcount_someone_gives_has_a_reason(self) -> None:
        """Without one, and without an annexe that proposes it, nothing is kept."""
        build_committee()

        with pytest.raises(BadInputError, match="n'a pas de motif"):
            self.accept(11_00, reason=" ")
        assert told("effectif_aci.retenu") == []

    def test_the_store_keeps_who_when_why_and_on_what(self) -> None:
        """The fact stands in its table, beside the line of the journal."""
        build_committee(base_effectif="etp")
        self.accept(9_50)
        with reading(REF) as (session, _, _):
            kept = vars(session.scalars(select(EffectifAci)).one()) | {}

        assert {key: kept[key] for key in EFFECTIF} == EFFECTIF

    def test_the_grant_says_whose_headcount_it_is(self) -> None:
        """11 kept for the 12 declared: who, when, and what the deposit says."""
        build_committee()
        self.accept(11_00)
        figure(FIRST, 8_000)
        fund()
        step = plain(explanation(FIRST)["steps"][0]["sentence"])
        inputs = explanation(FIRST)["inputs"]

        assert step == (
            "11 salariés × 1 000 € = 11 000 € (effectif retenu par Service insertion, "
            "le 24/01/2017, donné par la coordination ; 12 salariés dans le dépôt)"
        )
        assert (inputs["effectif_auteur"], inputs["effectif_le"]) == (
            "Service insertion",
            "2017-01-24",
        )
        assert aids()[FIRST] == 19_000

    def test_a_journal_line_alone_changes_no_grant(self) -> None:
        """What is computed is read from the table: the journal tells, no more."""
        build_committee()
        figure(FIRST, 8_000)
        self.accept(11_00)
        with current_workspace().store().writing() as session:
            session.execute(delete(EffectifAci))
        fund()

        assert aids()[FIRST] == 20_000

    def test_a_kept_headcount_does_without_the_deposits(self) -> None:
        """The deposit tells no headcount: the one kept is enough."""
        build_committee()
        forget_headcount(FIRST)
        figure(FIRST, 8_000)
        assert "ne dit pas combien de salariés" in fund().summary
        self.accept(11_00)
        fund()

        assert aids()[FIRST] == 19_000

    def test_the_same_one_twice_or_too_late_is_refused(self) -> None:
        """Nothing to do again, and a grant recorded does not change."""
        build_committee()
        self.accept(11_00)
        with pytest.raises(BadInputError, match="déjà retenu"):
            self.accept(11_00)
        figure(FIRST, 8_000)
        fund()

        with pytest.raises(BadInputError, match="déjà calculée"):
            self.accept(10_00)

    def test_a_rehearsal_records_nothing(self) -> None:
        """Tried, said, undone."""
        build_committee()
        report = self.accept(11_00, a_blanc=True)

        assert (report.effects_count, report.a_blanc) == (1, True)
        assert told("effectif_aci.retenu") == []


class TestBackToDeposit:
    """The contrary act: recorded, and what is computed next is the deposit's."""

    def back(self, numero: str = FIRST, **changes: Any) -> StepReport:
        """Go back to the deposit's headcount."""
        asked: dict[str, Any] = {
            "author": "Coordination",
            "reason": "L'annexe était celle d'une autre année",
            "at": COMITE,
        }
        return record_back_to_deposit(REF, numero, **asked | changes)

    def test_the_deposits_headcount_counts_again(self) -> None:
        """11 kept, then undone: 12 salariés, and the grant says who went back."""
        build_committee()
        figure(FIRST, 8_000)
        TestHeadcounts().accept(11_00)
        report = self.back()
        fund()
        step = explanation(FIRST)["steps"][0]["sentence"]

        assert report.rows == ((FIRST, "12 salariés", "11 salariés"),)
        assert aids()[FIRST] == 20_000
        assert "repris par Coordination, le 24/01/2017" in step

    def test_both_acts_stand_in_the_journal_and_in_the_trace(self) -> None:
        """Nothing is erased: what was kept, then the return, each with its author."""
        build_committee()
        TestHeadcounts().accept(11_00)
        self.back()
        figure(FIRST, 8_000)
        fund()
        (line,) = told("effectif_aci.retour_au_depot")
        said = "\n".join(
            one for part in trace(REF, FIRST).sections for one in part.lines
        )

        assert line["acteur"] == "Coordination"
        assert "Effectif retenu : 11 salariés, donné par la coordination, le " in said
        assert "Retour à l'effectif : 12 salariés, déclaré par le porteur" in said
        assert "motif : L'annexe était celle d'une autre année" in said

    def test_one_can_be_kept_again_after_it(self) -> None:
        """The same headcount is no longer kept: it can be."""
        build_committee()
        TestHeadcounts().accept(11_00)
        self.back()
        TestHeadcounts().accept(11_00)
        figure(FIRST, 8_000)
        fund()

        assert aids()[FIRST] == 19_000

    def test_full_times_are_waited_for_again(self) -> None:
        """Where the campaign counts full times, the deposit's headcount is none."""
        build_committee(base_effectif="etp")
        figure(FIRST, 8_000)
        TestHeadcounts().accept(9_50)
        self.back()
        fund()

        assert FIRST not in aids()

    @pytest.mark.parametrize(
        ("numero", "changes", "said"),
        [
            (FIRST, {}, "Aucun effectif n'est retenu"),
            (FIRST, {"author": ""}, "Personne ne signe"),
            (FIRST, {"reason": ""}, "n'a pas de motif"),
            (OTHER, {}, "n'est pas un chantier"),
        ],
    )
    def test_what_cannot_be_undone_is_said(
        self, numero: str, changes: dict[str, Any], said: str
    ) -> None:
        """Nothing kept, nobody, no reason, no chantier: nothing is recorded."""
        build_committee()

        with pytest.raises(BadInputError, match=said):
            self.back(numero, **changes)
        assert told("effectif_aci.retour_au_depot") == []


class TestFigures:
    """The committee's figure is checked, never invented."""

    @pytest.mark.parametrize("euros", [-1, 0, 4_999, 10_001])
    def test_out_of_the_range_is_refused(self, euros: int) -> None:
        """Negative, nothing, under, over: nothing is recorded."""
        build_committee()

        with pytest.raises(UtiliteSocialeOutOfRangeError):
            figure(FIRST, euros)
        assert told("utilite_sociale.fixee") == []

    def test_by_nobody_is_refused(self) -> None:
        """A figure has an author and a reason."""
        build_committee()

        with pytest.raises(BadInputError, match="n'a pas d'auteur"):
            figure(FIRST, 8_000, author="  ")

    def test_points_without_a_grid_are_refused(self) -> None:
        """The campaign of 2017 has no grid."""
        build_committee()
        given = FigureGiven(
            numero=FIRST, amount_centimes=8_000_00, author="c", reason="r",
            points={"service": 1},
        )  # fmt: skip

        with pytest.raises(BadInputError, match="pas l'utilité sociale sur une grille"):
            record_figure(REF, given, COMITE)


class TestShown:
    """What the coordinator reads before and after."""

    def test_who_waits_and_who_is_ready(self) -> None:
        """A figure set is ready; without one it waits; what is no chantier is not."""
        build_committee()
        figure(FIRST, 8_000)
        shown = {one.numero: one.waits_for for one in read_aci(REF).chantiers}

        assert shown[FIRST] == READY
        assert "n'a pas fixé son utilité sociale" in shown[SECOND]
        assert OTHER not in shown

    def test_the_two_years_are_compared(self, workspace: Workspace) -> None:
        """18 000 → 20 000 wins 2 000; 20 000 → 16 000 loses 4 000."""
        build_committee()
        figure(FIRST, 8_000)
        figure(SECOND, 8_500)
        fund()
        found = read_aci(REF).harmonisation

        assert workspace.folder.exists()
        assert (found.won_centimes, found.lost_centimes) == (2_000_00, 4_000_00)
        assert found.before is not None
        # One structure: (18 000 + 20 000) / 20 heads.
        assert found.before.median_centimes == 1_900_00

    def test_an_unknown_chantier_is_said(self) -> None:
        """What is no chantier of the cycle is named, with those that are."""
        build_committee()

        with pytest.raises(BadInputError, match="Chantiers : 2017-0001, 2017-0002"):
            read_aci(REF, OTHER)
