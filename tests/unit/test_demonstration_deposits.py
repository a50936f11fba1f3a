"""The files of the demonstration year: the named mistakes, and nothing else wrong."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from contrat_de_ville.demonstration.calendrier import (
    CLOTURE,
    FIN_CORRECTIONS,
    OUVERTURE,
)
from contrat_de_ville.demonstration.mistakes import BLOCKING, COUNTS, LATE, Mistake
from contrat_de_ville.demonstration.porteurs import PORTEURS
from contrat_de_ville.demonstration.script import DemoDeposit, build_deposits
from contrat_de_ville.domain.calendar import parse_date
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.identifiers import is_siret
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


FORM = Path(__file__).resolve().parents[2] / "config/formulaires/depot_2017.yaml"
SEEDS = [2017, 1, 42]


def balance(deposit: DemoDeposit) -> tuple[int, int]:
    """Charges less produits, and 86 less 87, in centimes."""
    sums: Counter[str] = Counter()
    for line in deposit.budget:
        if line.is_detail:
            continue
        amount = parse_centimes(line.amount)
        sums["all"] += amount if line.side is Side.CHARGE else -amount
        sums[line.account] += amount
    return sums["all"], sums["86"] - sums["87"]


@pytest.mark.parametrize("seed", SEEDS)
class TestDeposits:
    """What is sent: the actions, the named mistakes and nothing else wrong."""

    def test_every_mistake_is_there(self, seed: int) -> None:
        """Each named mistake is shown as many times as announced."""
        shown = Counter(one.mistake for one in build_deposits(seed))
        del shown[""]

        assert {mistake.value: count for mistake, count in COUNTS.items()} == shown
        assert set(Mistake) == set(COUNTS)

    def test_there_are_as_many_files_as_told(self, seed: int) -> None:
        """124 actions, 9 sent twice, 14 corrected: 147 files in order of arrival."""
        deposits = build_deposits(seed)
        instants = [one.arrives_at for one in deposits]

        assert 124 + 9 + 14 == len(deposits) == len({d.file_name for d in deposits})
        assert sorted(instants) == instants

    def test_two_blocking_mistakes_out_of_three_are_corrected(self, seed: int) -> None:
        """Of 21 blocking mistakes 14 are corrected in the window, under their title."""
        deposits = build_deposits(seed)
        stopped = {
            one.fields["action_intitule"]
            for one in deposits
            if one.mistake in list(BLOCKING)
        }
        answers = [one for one in deposits if one.is_correction]

        assert (len(stopped), len(answers)) == (21, 14)
        assert {one.fields["action_intitule"] for one in answers} <= stopped
        assert all(CLOTURE < one.arrives_at <= FIN_CORRECTIONS for one in answers)

    def test_only_late_deposits_are_late(self, seed: int) -> None:
        """Corrections apart, three files come after the call closes, none before."""
        first = [one for one in build_deposits(seed) if not one.is_correction]
        late = {one.mistake for one in first if one.arrives_at > CLOTURE}

        assert set(LATE) == late
        assert all(one.arrives_at >= OUVERTURE for one in first)

    def test_the_second_counts(self, seed: int) -> None:
        """One deposit comes at the last second, another 61 seconds after."""
        at = {one.mistake: one.arrives_at for one in build_deposits(seed)}

        assert at["DERNIERE_SECONDE"] == CLOTURE
        assert CLOTURE + timedelta(seconds=61) == at["DEPOT_TARDIF_61_S"]

    def test_only_the_named_sirets_are_wrong(self, seed: int) -> None:
        """Three SIRET fail: two on their check digit, one for its 13 digits."""
        failing = Counter(
            (one.mistake, len(one.fields["porteur_siret"]))
            for one in build_deposits(seed)
            if not is_siret(one.fields["porteur_siret"])
        )

        assert failing == {("SIRET_FAUX", 14): 2, ("SIRET_13_CHIFFRES", 13): 1}

    def test_only_the_named_budgets_are_unbalanced(self, seed: int) -> None:
        """Four budgets do not balance; two others differ on 86 and 87 alone."""
        readable = [
            one for one in build_deposits(seed) if one.mistake != "MONTANT_ILLISIBLE"
        ]
        unbalanced = Counter(one.mistake for one in readable if balance(one)[0])
        in_kind = Counter(one.mistake for one in readable if balance(one)[1])

        assert unbalanced == {"BUDGET_DESEQUILIBRE": 4}
        assert in_kind == {"NATURE_86_87": 2}

    def test_only_the_named_amounts_cannot_be_read(self, seed: int) -> None:
        """Two deposits hold one amount typed with letters O."""
        failing: Counter[str] = Counter()
        for one in build_deposits(seed):
            for line in one.budget:
                try:
                    parse_centimes(line.amount)
                except BadInputError:
                    failing[one.mistake] += 1

        assert failing == {"MONTANT_ILLISIBLE": 2}

    def test_the_other_texts_are_what_they_should_be(self, seed: int) -> None:
        """Periods, women, RNA and orientations are right but for the named ones."""
        odd: Counter[str] = Counter()
        for one in build_deposits(seed):
            said = one.fields
            reasons = [
                parse_date(said["date_fin"]) < parse_date(said["date_debut"]),
                int(said["beneficiaires_femmes"]) > int(said["beneficiaires"]),
                said["porteur_type"] == "ASSOCIATION" and not said["porteur_rna"],
                said["action_orientation"][0] != said["action_axe"],
                said["porteur_type"] == "ASSOCIATION"
                and said["pieces"].count(";") != 3,
                "QP059999" in said["quartiers"],
                "59112" in said["communes"],
            ]
            odd[one.mistake] += any(reasons)

        assert +odd == {
            "FIN_AVANT_DEBUT": 1,
            "FEMMES_PLUS_NOMBREUSES": 1,
            "RNA_ABSENT": 1,
            "ORIENTATION_AUTRE_AXE": 1,
            "PIECE_MANQUANTE": 5,
            "QUARTIER_INCONNU": 1,
            "COMMUNE_AUTRE_EPCI": 1,
        }

    def test_only_invented_structures_make_mistakes(self, seed: int) -> None:
        """A real body or chantier is never shown at fault."""
        real = {one.name for one in PORTEURS if not one.is_invented}
        at_fault = {
            one.mistake
            for one in build_deposits(seed)
            if one.fields["porteur_nom"] in real
        }

        assert {"", "RNA_ABSENT_COMMUNE"} == at_fault

    def test_an_exact_duplicate_is_exact(self, seed: int) -> None:
        """A file sent twice has the same texts and another name."""
        deposits = build_deposits(seed)
        for copy in (one for one in deposits if one.mistake == "DOUBLON_EXACT"):
            same = [
                one
                for one in deposits
                if one.fields == copy.fields and one.budget == copy.budget
            ]

            assert len(same) == 2

    def test_a_new_version_differs_under_the_same_title(self, seed: int) -> None:
        """A deposit sent again before closing has the same title and other figures."""
        deposits = build_deposits(seed)
        again = {"NOUVELLE_VERSION", "DOUBLON_INTITULE"}
        for second in (one for one in deposits if one.mistake in again):
            first = next(
                one
                for one in deposits
                if one.fields["action_intitule"] == second.fields["action_intitule"]
            )

            assert first.arrives_at < second.arrives_at <= CLOTURE
            assert first.fields["porteur_siret"] == second.fields["porteur_siret"]
            assert first.budget != second.budget

    def test_the_form_is_the_one_of_the_call(self, seed: int) -> None:
        """Fields and budget lines are exactly those the 2017 form knows."""
        form = yaml.safe_load(FORM.read_text(encoding="utf-8"))
        codes = {field["code"] for field in form["champs"]} | {
            f"{sex}.{band['code']}"
            for band in form["tranches_d_age"]
            for sex in ("femmes", "hommes")
        }
        lines = {
            (line["compte"], line["libelle"], line.get("financeur"))
            for line in form["budget"]["charges"] + form["budget"]["produits"]
        }

        for one in build_deposits(seed):
            typed = {(line.account, line.label, line.funder) for line in one.budget}
            assert codes == set(one.fields)
            assert typed <= lines
