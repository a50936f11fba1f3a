"""What an annexe allows to propose, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contrat_de_ville.domain.aci import ChoixAci
from contrat_de_ville.domain.aci.annexes import Annexe, total_problem
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire
from contrat_de_ville.domain.aci.proposals import (
    Proposal,
    Verdict,
    propose_headcounts,
)
from tests.aci_builder import REFERENCE


SIRET = "20004219000013"
# 14,23 ETP × 19 655 € = 279 690,65 €, and 43 persons: a real ratio.
YEAR_2016 = Annexe(
    line=3,
    siret=SIRET,
    numero="ACI059160017",
    version="A0M0",
    state="VALIDE",
    starts_on=date(2016, 1, 1),
    ends_on=date(2016, 12, 31),
    etp_centiemes=14_23,
    persons=40,
    unit_centimes=19_655_00,
    total_centimes=279_690_65,
)
YEAR_2017 = replace(
    YEAR_2016,
    line=4,
    numero="ACI059170017",
    starts_on=date(2017, 1, 1),
    ends_on=date(2017, 12, 31),
    persons=43,
)


def propose(
    *annexes: Annexe, chantiers: tuple[str, ...] = ("2017-0002",), **choices: Any
) -> Proposal:
    """Propose for the first of the porteur's chantiers, on full-time equivalents."""
    wanted: dict[str, Any] = {
        "base_effectif": BaseEffectif.ETP,
        "date_reference": REFERENCE,
    }
    return propose_headcounts(
        dict.fromkeys(chantiers, SIRET), annexes, ChoixAci(**(wanted | choices))
    )[0]


class TestProposed:
    """What is proposed, on each basis."""

    def test_full_time_equivalents_are_those_of_the_year_of_reference(self) -> None:
        """14,23 ETP in 2016, the annexe of 2017 is not looked at."""
        found = propose(YEAR_2017, YEAR_2016)

        assert (found.verdict, found.centiemes) == (Verdict.PROPOSE, 14_23)
        assert (found.annexes, found.persons) == (("ACI059160017A0M0",), 40)
        assert found.sentences == ()

    def test_persons_of_the_year_are_told_by_the_next_annexe(self) -> None:
        """The 43 persons of 2016 are those the annexe of 2017 tells."""
        found = propose(
            YEAR_2016, YEAR_2017, base_effectif=BaseEffectif.PERSONNES_ANNEE
        )

        assert (found.verdict, found.centiemes) == (Verdict.PROPOSE, 43_00)

    def test_a_part_of_the_year_counts_pro_rata_of_its_months(self) -> None:
        """12 ETP from June to December make 7 over the year; as posts they are 12."""
        part = replace(
            YEAR_2016,
            starts_on=date(2016, 6, 1),
            etp_centiemes=12_00,
            total_centimes=137_585_00,  # 12 × 19 655 × 7/12
        )

        assert propose(part).centiemes == 7_00
        assert (
            propose(part, base_effectif=BaseEffectif.POSTES_CONVENTIONNES).centiemes
            == 12_00
        )

    def test_two_annexes_one_after_the_other_are_summed_and_told(self) -> None:
        """12 ETP over six months and 10 over six: 6 + 5 = 11, to verify."""
        first = replace(
            YEAR_2016,
            ends_on=date(2016, 6, 30),
            etp_centiemes=12_00,
            total_centimes=117_930_00,  # 12 × 19 655 / 2
        )
        second = replace(
            YEAR_2016,
            line=4,
            version="A1M0",
            starts_on=date(2016, 7, 1),
            etp_centiemes=10_00,
            total_centimes=98_275_00,  # 10 × 19 655 / 2
        )
        found = propose(first, second)

        assert (found.verdict, found.centiemes) == (Verdict.A_VERIFIER, 11_00)
        assert found.sentences == (
            "Somme de 2 annexes : ACI059160017A0M0, ACI059160017A1M0.",
        )

    def test_a_total_that_is_not_the_product_is_told(self) -> None:
        """14,23 × 19 655 = 279 690,65, and the annexe writes 280 000."""
        found = propose(replace(YEAR_2016, total_centimes=280_000_00))
        (said,) = found.sentences

        assert found.verdict is Verdict.A_VERIFIER
        assert said.replace("\u202f", " ").replace("\xa0", " ") == (
            "Annexe ACI059160017A0M0 : 14,23 ETP × 19 655 € = 279 690,65 €, et elle "
            "écrit 280 000 €."
        )

    def test_fewer_persons_than_full_times_is_told(self) -> None:
        """Fourteen full times need at least fourteen people."""
        found = propose(replace(YEAR_2016, persons=12))

        assert found.verdict is Verdict.A_VERIFIER
        assert "moins de personnes que de temps pleins" in found.sentences[0]


class TestNotProposed:
    """What an annexe does not say is said, never guessed."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            (
                {"base_effectif": BaseEffectif.PERSONNES_PRESENTES},
                (
                    "L'annexe ne dit pas combien de personnes étaient présentes le "
                    "31/12/2016."
                ),
            ),
            (
                {"territoire": Territoire.RESIDENTS_QUARTIERS},
                "L'annexe ne dit pas où habitent les salariés.",
            ),
            (
                {"date_reference": date(2015, 12, 31)},
                "Aucune annexe de 2015 pour ce SIRET dans le fichier.",
            ),
            (
                {"chantiers": ("2017-0002", "2017-0005")},
                (
                    "La structure porte 2 chantiers, que l'annexe ne distingue pas : "
                    "donnez l'effectif de chacun."
                ),
            ),
        ],
    )
    def test_what_it_does_not_say(self, changes: dict[str, Any], said: str) -> None:
        """Presence on a day, addresses, another year, which chantier."""
        found = propose(YEAR_2016, **changes)

        assert (found.verdict, found.centiemes) == (Verdict.SANS_PROPOSITION, None)
        assert found.sentences == (said,)

    def test_only_the_valid_version_counts(self) -> None:
        """Six versions and none valid: nothing is proposed, the states are told."""
        states = ("HISTORISE", "HISTORISE", "PROVISOIRE", "CLOTURE", "SAISI", "SAISI")
        found = propose(*(replace(YEAR_2016, state=one) for one in states))

        assert found.sentences == (
            (
                "Aucune annexe de 2016 n'est à l'état VALIDE (1 CLOTURE, 2 HISTORISE, "
                "1 PROVISOIRE, 2 SAISI)."
            ),
        )

    def test_the_valid_version_among_the_others_is_the_one(self) -> None:
        """Of three versions the valid one gives its posts."""
        old = replace(YEAR_2016, state="HISTORISE", etp_centiemes=20_00)
        typed = replace(YEAR_2016, state="SAISI", etp_centiemes=30_00)

        assert propose(old, YEAR_2016, typed).centiemes == 14_23

    def test_two_valid_versions_of_the_same_days_contradict(self) -> None:
        """Nobody can tell which one counts."""
        found = propose(YEAR_2016, replace(YEAR_2016, version="A0M1"))

        assert found.sentences == (
            (
                "Deux versions valides couvrent les mêmes jours : ACI059160017A0M0 et "
                "ACI059160017A0M1."
            ),
        )

    def test_posts_are_those_of_the_day(self) -> None:
        """An annexe that ended in June says nothing of 31 December."""
        early = replace(YEAR_2016, ends_on=date(2016, 6, 30))
        found = propose(early, base_effectif=BaseEffectif.POSTES_CONVENTIONNES)

        assert found.sentences == ("Aucune annexe valide ne couvre le 31/12/2016.",)

    def test_persons_left_out_are_asked(self) -> None:
        """An annexe without persons proposes none."""
        mute = replace(YEAR_2017, persons=None)
        found = propose(mute, base_effectif=BaseEffectif.PERSONNES_ANNEE)

        assert found.verdict is Verdict.SANS_PROPOSITION
        assert "Le nombre de personnes n'est pas dit" in found.sentences[0]


@pytest.mark.parametrize(
    ("changes", "is_sound"),
    [
        ({}, True),
        ({"total_centimes": 279_690_66}, True),  # a centime of rounding
        ({"total_centimes": 279_690_67}, False),
        ({"unit_centimes": None}, False),
        ({"total_centimes": None}, False),
    ],
)
def test_the_total_is_the_product(changes: dict[str, Any], *, is_sound: bool) -> None:
    """Posts × unit amount = total, to the centime of rounding; absent is said."""
    assert (total_problem(replace(YEAR_2016, **changes)) == "") is is_sound
