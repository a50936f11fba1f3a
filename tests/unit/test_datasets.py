"""The rows of the year's data sets: what is wrong is named, nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from contrat_de_ville.domain.aci import BaremeAci
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.datasets.avis import AvisOnRecord, avis_row
from contrat_de_ville.domain.datasets.bilans import BilanOnRecord, bilan_row
from contrat_de_ville.domain.datasets.budget_lines import budget_line_rows
from contrat_de_ville.domain.datasets.chantiers import ChantierGranted, chantier_row
from contrat_de_ville.domain.datasets.decisions import LineOnRecord, decision_row
from contrat_de_ville.domain.depots import BudgetLine, Side
from contrat_de_ville.domain.money import NBSP
from tests.builders import build_action


BAREME = BaremeAci(
    par_salarie_centimes=100_000,
    utilite_plancher_centimes=500_000,
    utilite_plafond_centimes=1_000_000,
)
CHANTIER = ChantierGranted(
    numero="2017-0001",
    salaries_count=12,
    utilite_centimes=800_000,
    utilite_author="Comité ACI",
    asked_centimes=2_000_000,
    granted_centimes=2_000_000,
    part_centimes=800_000,
    effectif_centiemes=1_200,
    smoothed_centimes=None,
    is_refused=False,
    is_new=False,
    utilite_18_25="",
)
AVIS = AvisOnRecord(
    numero="2017-0001",
    conseil="CC-1",
    avis="FAVORABLE",
    text="",
    members_present=9,
    asked_at=paris(date(2017, 1, 26)),
    rendered_at=paris(date(2017, 2, 10)),
)
LINE = LineOnRecord(
    numero="2017-0001",
    funder="ETAT",
    asked_centimes=600_000,
    proposed_centimes=420_000,
    arbitrated_centimes=420_000,
    arbitrated_reason="",
    decided_centimes=420_000,
    act="Arrêté 12",
    act_on=date(2017, 5, 2),
    notified_at=paris(date(2017, 5, 9)),
)
BILAN = BilanOnRecord(
    numero="2017-0001",
    ends_on=date(2017, 8, 31),
    due_on=date(2018, 2, 28),
    granted_centimes=420_000,
    asked_at=paris(date(2017, 9, 1)),
    received_at=paris(date(2018, 2, 1)),
    realised_centimes=400_000,
    beneficiaries_count=45,
)


def wrong(row: dict[str, object], *empty: str) -> dict[str, object]:
    """Return what the comparing columns say, those that say nothing left out."""
    return {name: row[name] for name in empty if row[name]}


class TestBudgetLines:
    """The lines of a budget."""

    COMPARED = (
        "compte_hors_plan", "financeur_inconnu", "ligne_repetee", "detail_sans_compte"
    )  # fmt: skip

    def rows(self, *lines: BudgetLine) -> list[dict[str, object]]:
        """Return what is wrong with each line."""
        rows = budget_line_rows("2017-1", build_action(budget=lines), {"ETAT"})
        return [wrong(row, *self.COMPARED) for row in rows.values()]

    def test_each_account_stands_on_its_side(self) -> None:
        """87 among the charges and 60 among the produits are named; 86 is at home."""
        lines = [
            BudgetLine(side=side, account=account, label=account, amount_centimes=1)
            for side, account in (
                (Side.CHARGE, "60"), (Side.CHARGE, "86"), (Side.CHARGE, "87"),
                (Side.PRODUIT, "87"), (Side.PRODUIT, "60"),
            )
        ]  # fmt: skip

        assert self.rows(*lines) == [
            {},
            {},
            {"compte_hors_plan": "« 87 » parmi les charges"},
            {},
            {"compte_hors_plan": "« 60 » parmi les produits"},
        ]

    def test_a_funder_must_be_of_the_campaign(self) -> None:
        """A funder the campaign does not know is named; no funder is no fault."""
        line = BudgetLine(
            side=Side.PRODUIT, account="74", label="Région", amount_centimes=1
        )
        of_nobody = replace(line, label="Europe")

        assert self.rows(of_nobody, replace(line, funder="REGION")) == [
            {},
            {"financeur_inconnu": "REGION"},
        ]

    def test_a_line_written_twice_is_named(self) -> None:
        """The second of two equal lines is named; another label is another line."""
        line = BudgetLine(
            side=Side.CHARGE, account="60", label="Achats", amount_centimes=1
        )

        assert self.rows(line, line, replace(line, label="Autres")) == [
            {},
            {"ligne_repetee": "Achats"},
            {},
        ]

    def test_a_detail_needs_its_account(self) -> None:
        """601 without 60 is counted nowhere, and said; with it, nothing is."""
        account = BudgetLine(
            side=Side.CHARGE, account="60", label="Achats", amount_centimes=1
        )
        detail = replace(account, account="601", is_detail=True)

        assert self.rows(account, detail) == [{}, {}]
        assert self.rows(detail) == [{"detail_sans_compte": "601"}]


class TestChantiers:
    """The grants to chantiers, computed again from the note."""

    COMPARED = (
        "utilite_hors_fourchette", "utilite_sans_auteur", "aide_au_dela_de_la_note",
        "refus_avec_aide", "nouveau_sans_justification",
    )  # fmt: skip

    def wrong(self, **changes: Any) -> dict[str, object]:
        """Return what is wrong with the chantier so changed."""
        one = replace(CHANTIER, **changes)
        return wrong(chantier_row(one, BAREME), *self.COMPARED)

    def test_the_formula_of_the_note_is_the_most(self) -> None:
        """12 × 1 000 + 8 000 = 20 000 €: a centime more is said with both amounts."""
        above = self.wrong(granted_centimes=2_000_001)

        assert self.wrong() == {}
        assert self.wrong(granted_centimes=1_500_000) == {}
        assert {
            "aide_au_dela_de_la_note": (
                f"20{NBSP}000,01{NBSP}€ pour 20{NBSP}000{NBSP}€"
            )
        } == {name: str(text).replace("\u202f", NBSP) for name, text in above.items()}

    def test_a_smoothing_may_lift_it(self) -> None:
        """What the campaign's smoothing gave is not beyond the note; a cent more is."""
        smoothed = {"smoothed_centimes": 2_400_000}

        assert self.wrong(granted_centimes=2_400_000, **smoothed) == {}
        assert list(self.wrong(granted_centimes=2_400_001, **smoothed)) == [
            "aide_au_dela_de_la_note"
        ]

    def test_the_headcount_is_the_one_counted(self) -> None:
        """12,5 people make 12 500 €: 20 500,01 € are beyond, 20 500 € are not."""
        counted = {"effectif_centiemes": 1_250}

        assert self.wrong(granted_centimes=2_050_000, **counted) == {}
        assert list(self.wrong(granted_centimes=2_050_001, **counted)) != []

    def test_the_range_of_the_note_holds(self) -> None:
        """4 999,99 € and 10 000,01 € are out of it; nothing set is out of nothing."""
        low = self.wrong(utilite_centimes=499_999, granted_centimes=0)
        high = self.wrong(utilite_centimes=1_000_001, granted_centimes=0)
        unset = self.wrong(utilite_centimes=None, granted_centimes=0)

        assert ["utilite_hors_fourchette"] == list(low) == list(high)
        assert unset == {}

    def test_someone_signed_the_figure(self) -> None:
        """A figure without author is said."""
        assert self.wrong(utilite_author=" ") == {"utilite_sans_auteur": "2017-0001"}

    def test_a_refused_chantier_has_nothing(self) -> None:
        """Refused and paid at once is said, with the amount."""
        assert list(self.wrong(is_refused=True)) == ["refus_avec_aide"]
        assert self.wrong(is_refused=True, granted_centimes=0) == {}

    def test_a_new_chantier_is_justified(self) -> None:
        """A new chantier that is paid says why; one that is not paid need not."""
        assert list(self.wrong(is_new=True)) == ["nouveau_sans_justification"]
        assert self.wrong(is_new=True, utilite_18_25="Huit postes de 18-25 ans") == {}
        assert self.wrong(is_new=True, granted_centimes=0) == {}


class TestAvis:
    """The avis, each of the right conseil and at the right time."""

    COMPARED = (
        "conseil_inconnu", "autre_quartier", "motif_absent", "rendu_avant_demande",
        "silence_apres_cloture",
    )  # fmt: skip

    def wrong(self, *, is_closed: bool = False, **changes: Any) -> dict[str, object]:
        """Return what is wrong with the avis so changed."""
        one = replace(AVIS, **changes)
        row = avis_row(one, {"CC-1"}, {"CC-1", "CC-2"}, is_closed=is_closed)
        return wrong(row, *self.COMPARED)

    def test_a_sound_avis_says_nothing(self) -> None:
        """The right conseil, in time, for: nothing to say."""
        assert self.wrong() == {}

    def test_the_conseil_is_that_of_a_quartier_of_the_action(self) -> None:
        """A conseil of elsewhere and an unknown one are told apart."""
        assert self.wrong(conseil="CC-2") == {"autre_quartier": "CC-2"}
        assert self.wrong(conseil="CC-9") == {"conseil_inconnu": "CC-9"}

    def test_reserves_are_explained(self) -> None:
        """An avis against or with reserves and no word of why is said."""
        assert self.wrong(avis="DEFAVORABLE") == {"motif_absent": "DEFAVORABLE"}
        assert self.wrong(avis="DEFAVORABLE", text="Trop loin du quartier") == {}
        assert self.wrong(avis="SANS_AVIS") == {}

    def test_nobody_answers_before_being_asked(self) -> None:
        """An avis dated before the question is said."""
        early = paris(date(2017, 1, 25))

        assert list(self.wrong(rendered_at=early)) == ["rendu_avant_demande"]

    def test_silence_is_recorded_at_the_close(self) -> None:
        """An avis that is missing is normal while asked, and a fault once closed."""
        silent: dict[str, Any] = {"avis": None, "rendered_at": None}

        assert self.wrong(**silent) == {}
        assert self.wrong(is_closed=True, **silent) == {"silence_apres_cloture": "CC-1"}


class TestDecisions:
    """The lines of the funders, stage after stage."""

    COMPARED = (
        "financeur_inconnu", "refus_sans_motif", "decide_sans_arbitrage",
        "decide_sans_acte", "notifie_sans_decision",
    )  # fmt: skip

    def wrong(self, **changes: Any) -> list[str]:
        """Return the columns that say something of the line so changed."""
        row = decision_row(replace(LINE, **changes), {"ETAT"})
        return list(wrong(row, *self.COMPARED))

    def test_no_stage_is_skipped(self) -> None:
        """Each stage that is missing under the next one is named."""
        assert self.wrong() == []
        assert self.wrong(arbitrated_centimes=None) == ["decide_sans_arbitrage"]
        assert self.wrong(act="") == ["decide_sans_acte"]
        assert self.wrong(act_on=None) == ["decide_sans_acte"]
        assert self.wrong(decided_centimes=None) == ["notifie_sans_decision"]
        assert self.wrong(funder="REGION") == ["financeur_inconnu"]

    def test_zero_is_refused_and_nothing_is_not(self) -> None:
        """A zero without motive is a bare refusal; no amount yet is no refusal."""
        undecided: dict[str, Any] = {"decided_centimes": None, "notified_at": None}

        assert self.wrong(arbitrated_centimes=0) == ["refus_sans_motif"]
        assert self.wrong(arbitrated_centimes=0, arbitrated_reason="Doublon") == []
        assert self.wrong(arbitrated_centimes=None, **undecided) == []


class TestBilans:
    """The bilans, due when the law says."""

    COMPARED = (
        "echeance_autre", "recu_sans_montant", "recu_avant_demande", "realise_au_dela"
    )  # fmt: skip

    def wrong(self, **changes: Any) -> list[str]:
        """Return the columns that say something of the bilan so changed."""
        row = bilan_row(replace(BILAN, **changes), 6)
        return list(wrong(row, *self.COMPARED))

    def test_the_term_is_six_months_after_the_exercise(self) -> None:
        """An exercise that ends on 31 August owes its bilan by 28 February."""
        assert self.wrong() == []
        assert self.wrong(due_on=date(2018, 6, 30)) == ["echeance_autre"]
        assert self.wrong(ends_on=None) == []

    def test_what_is_received_says_what_was_spent(self) -> None:
        """Received without amount is said; nothing received yet is not."""
        nothing: dict[str, Any] = {"received_at": None, "realised_centimes": None}

        assert self.wrong(realised_centimes=None) == ["recu_sans_montant"]
        assert self.wrong(**nothing) == []

    def test_more_than_granted_is_to_verify(self) -> None:
        """A centime over the grant is said; the grant itself is not."""
        assert self.wrong(realised_centimes=420_001) == ["realise_au_dela"]
        assert self.wrong(realised_centimes=420_000) == []

    def test_nothing_arrives_before_being_asked(self) -> None:
        """A bilan received before the request is said."""
        early = paris(date(2017, 8, 30))

        assert self.wrong(received_at=early) == ["recu_avant_demande"]
