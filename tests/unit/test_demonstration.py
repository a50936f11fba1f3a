"""The demonstration year: who acts, and what is meant before any mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from contrat_de_ville.demonstration.actions import PIECES, build_actions
from contrat_de_ville.demonstration.calendrier import (
    CLOTURE,
    FIN_CORRECTIONS,
    OUVERTURE,
)
from contrat_de_ville.demonstration.chantiers import UNJUSTIFIED_TITLE
from contrat_de_ville.demonstration.demandes import ENVELOPES
from contrat_de_ville.demonstration.ideas import IDEAS, UNEXPLORED
from contrat_de_ville.demonstration.porteurs import CHANTIERS, PORTEURS
from contrat_de_ville.demonstration.script import build_deposits
from contrat_de_ville.demonstration.territoire import PLACES
from contrat_de_ville.domain.depots import PorteurKind, Side
from contrat_de_ville.domain.identifiers import is_email, is_rna, is_siret


CAMPAIGN = Path(__file__).resolve().parents[2] / "config/campagnes/cv195_2017.yaml"
ENVELOPES_EUR = {
    "ETAT": 620_000,
    "CAPH": 560_000,
    "DEPARTEMENT": 190_000,
    "CAF": 150_000,
}
SEEDS = [2017, 1, 42]


class TestPorteurs:
    """Seventy structures, real ones under their public numbers."""

    def test_there_are_about_seventy(self) -> None:
        """Seventy porteurs, no two with one SIRET or one name."""
        sirets = {one.siret for one in PORTEURS}
        names = {one.name for one in PORTEURS}

        assert (len(PORTEURS), len(sirets), len(names)) == (70, 70, 70)

    def test_the_seven_chantiers_bear_their_real_numbers(self) -> None:
        """The seven ACI of the territory are there under their SIRET."""
        expected = {
            "37948636800036",
            "38244680500022",
            "38340754100069",
            "38470006800032",
            "49079679400025",
            "77562194900277",
            "81151520400014",
        }

        assert expected == {one.siret for one in CHANTIERS}

    def test_identifiers_are_right(self) -> None:
        """Every SIRET, RNA and address is well formed; addresses are reserved."""
        for one in PORTEURS:
            assert is_siret(one.siret), one.name
            assert is_email(one.email), one.name
            assert one.email.endswith(".example"), one.name
            assert is_rna(one.rna) == (one.kind == "ASSOCIATION"), one.name

    def test_nobody_carries_more_than_four_actions_but_the_agglomeration(self) -> None:
        """Four actions at most, and the five of axe 1 for the agglomération."""
        many = {one.name for one in PORTEURS if len(one.orientations) > 4}

        assert {"Communauté d'agglomération de La Porte du Hainaut"} == many


@pytest.mark.parametrize("seed", SEEDS)
class TestActions:
    """What is meant before any mistake."""

    def test_the_whole_contract_is_covered(self, seed: int) -> None:
        """124 actions with as many titles, over seven axes and ten quartiers."""
        actions = build_actions(seed)

        assert 124 == len(actions) == len({one.title for one in actions})
        assert set(range(1, 8)) == {one.axe for one in actions}
        assert set(PLACES) == {code for one in actions for code in one.quartiers}

    def test_only_the_chosen_fields_are_unexplored(self, seed: int) -> None:
        """Every orientation of the ideas is used, the three unexplored are not."""
        used = {one.orientation for one in build_actions(seed)}

        assert set(IDEAS) == used
        assert not used & set(UNEXPLORED)

    def test_communes_lie_in_the_quartiers(self, seed: int) -> None:
        """Each action's communes are those of its quartiers."""
        for one in build_actions(seed):
            reach = {insee for code in one.quartiers for insee in PLACES[code].communes}

            assert set(one.communes) <= reach, one.title

    def test_budgets_are_balanced(self, seed: int) -> None:
        """Charges equal produits, 86 equals 87, and no line is empty."""
        for one in build_actions(seed):
            charges, produits = (one.total_centimes(side) for side in Side)

            assert charges == produits, one.title
            assert one.in_kind_centimes(Side.CHARGE) == one.in_kind_centimes(
                Side.PRODUIT
            )
            assert all(line.amount_centimes > 0 for line in one.budget), one.title

    def test_totals_are_those_of_such_actions(self, seed: int) -> None:
        """Chantiers apart, an action costs between 6 000 and 60 000 €."""
        totals = [
            one.cash_centimes() for one in build_actions(seed) if one.chantier is None
        ]

        assert min(totals) >= 600_000
        assert max(totals) <= 6_000_000

    @pytest.mark.parametrize(
        ("funder", "low_pct", "high_pct"),
        # Aims: 134, 133, 142 and 124 % of the envelope, within three points.
        [
            ("ETAT", 131, 137),
            ("CAPH", 130, 136),
            ("DEPARTEMENT", 139, 145),
            ("CAF", 121, 127),
        ],
    )
    def test_each_funder_is_asked_more_than_it_has(
        self, seed: int, funder: str, low_pct: int, high_pct: int
    ) -> None:
        """What is asked of a funder stays near its aim whatever the seed."""
        asked = sum(one.requests().get(funder, 0) for one in build_actions(seed))
        envelope = ENVELOPES_EUR[funder]

        assert envelope * low_pct <= asked <= envelope * high_pct

    def test_chantiers_ask_within_the_scale(self, seed: int) -> None:
        """A chantier asks 1 000 € per employee plus 5 000 to 10 000 €."""
        chantiers = [one for one in build_actions(seed) if one.chantier]

        assert len(chantiers) == 8
        for one in chantiers:
            assert one.chantier is not None
            heads = (one.chantier.salaries_count or 0) * 100_000
            assert 500_000 <= one.requests()["CAPH"] - heads <= 1_000_000

    def test_one_new_chantier_is_justified_and_one_is_not(self, seed: int) -> None:
        """Of the two new chantiers only the invented one says nothing of the 18-25."""
        new = {
            one.title: bool(one.chantier.utilite_18_25)
            for one in build_actions(seed)
            if one.chantier and one.chantier.is_new
        }

        assert len(new) == 2
        assert [title for title, said in new.items() if not said] == [UNJUSTIFIED_TITLE]

    def test_few_bilans_are_due_after_the_cycle(self, seed: int) -> None:
        """Three actions end in 2018; the others end in 2017."""
        late = [
            one.title
            for one in build_actions(seed)
            if one.ends_on and one.ends_on > date(2017, 12, 31)
        ]

        assert len(late) == 3


class TestAgreement:
    """The demonstration and the campaign file say the same."""

    def test_dates_and_envelopes_are_those_of_the_campaign(self) -> None:
        """Closing, end of corrections and envelopes are the campaign's."""
        campaign = yaml.safe_load(CAMPAIGN.read_text(encoding="utf-8"))
        dates = campaign["calendrier"]
        envelopes = {
            one["code"]: int(str(one["enveloppe"]).replace(" ", ""))
            for one in campaign["financeurs"]
        }

        assert f"{OUVERTURE:%Y-%m-%dT%H:%M}" == str(dates["ouverture"])
        assert f"{CLOTURE:%Y-%m-%d %H:%M:%S}" == _plain(dates["cloture_depots"])
        assert f"{FIN_CORRECTIONS:%Y-%m-%d %H:%M:%S}" == _plain(
            dates["fin_corrections"]
        )
        assert envelopes == ENVELOPES

    def test_councils_and_pieces_are_those_of_the_campaign(self) -> None:
        """Each quartier has its council, each kind of porteur its pieces."""
        campaign = yaml.safe_load(CAMPAIGN.read_text(encoding="utf-8"))
        councils = {
            one["quartier"]: one["code"] for one in campaign["conseils_citoyens"]
        }

        assert councils == {code: place.conseil for code, place in PLACES.items()}
        for kind, required in campaign["pieces_obligatoires"].items():
            assert set(required) <= set(PIECES[PorteurKind(kind)])


def _plain(instant: object) -> str:
    """The instant as the YAML reader gives it, a date and time or a text."""
    return str(instant).replace("T", " ")


class TestSeed:
    """Everything follows from the seed."""

    def test_the_same_seed_gives_the_same_year(self) -> None:
        """Twice the same seed, twice the same files to the letter."""
        assert build_deposits(2017) == build_deposits(2017)

    def test_another_seed_gives_another_year(self) -> None:
        """Another seed changes the figures under the same titles."""
        one, other = build_actions(2017), build_actions(2018)

        assert [a.title for a in one] == [a.title for a in other]
        assert [a.budget for a in one] != [a.budget for a in other]


class TestNewAnswers:
    """What the form of 2017-2 asks besides: it agrees with the rest of the deposit."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_ages_add_up(self, seed: int) -> None:
        """The women and men of the age bands are those the action announces."""
        for one in build_actions(seed):
            women = sum(band.women or 0 for band in one.ages)
            men = sum(band.men or 0 for band in one.ages)

            assert one.women_count == women
            assert one.beneficiaries_count == women + men

    @pytest.mark.parametrize("seed", SEEDS)
    def test_details_make_their_account(self, seed: int) -> None:
        """The parts of an account, where they are said, sum to it to the centime."""
        for one in build_actions(seed):
            detailed = {line.account[:2] for line in one.budget if line.is_detail}
            for account in detailed:
                parts = sum(
                    line.amount_centimes
                    for line in one.budget
                    if line.is_detail and line.account.startswith(account)
                )
                whole = next(
                    line.amount_centimes
                    for line in one.accounts()
                    if line.account == account
                )

                assert whole == parts

    @pytest.mark.parametrize("seed", SEEDS)
    def test_declared_requests_are_those_of_the_budget(self, seed: int) -> None:
        """What is declared of each funder is what stands under account 74."""
        for one in build_actions(seed):
            assert one.requests() == dict(one.demandes)
