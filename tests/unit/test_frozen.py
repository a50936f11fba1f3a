"""A frozen campaign comes back as it was, and as legal time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from contrat_de_ville.adapters.campaign_files import campaign_as_dict
from contrat_de_ville.domain.calendar import as_utc, paris
from contrat_de_ville.domain.campaign import Campaign, Window
from contrat_de_ville.domain.frozen import Frozen, campaign_from, frozen_from
from tests.builders import build_campaign


CAMPAIGN = build_campaign()


def written(campaign: Campaign) -> dict[str, Any]:
    """Return the campaign as read back from the JSON kept with the cycle."""
    read: dict[str, Any] = json.loads(json.dumps(campaign_as_dict(campaign)))
    return read


def frozen(**parameters: Any) -> Frozen:
    """Return a frozen campaign holding these parameters."""
    return frozen_from(
        {
            "campagne": written(CAMPAIGN),
            "parametres": parameters,
            "references": {},
            "referentiels": {
                "axes": {"2": {"label": "Insertion"}, "5": {"label": "Apprentissages"}},
                "orientations": {"2.2": {"axe": 2}, "5.DRE.1": {"axe": 5}},
            },
        }
    )


class TestCampaignFrom:
    """What was written is what is read."""

    def test_a_campaign_comes_back_as_it_was(self) -> None:
        """Funders, quartiers, conseils, choices and their dates, all equal."""
        assert campaign_from(written(CAMPAIGN)) == CAMPAIGN

    def test_its_instants_are_of_paris_again(self) -> None:
        """150 days before midnight of 15 July 2018 is midnight of 15 February."""
        calendar = campaign_from(written(CAMPAIGN)).calendar

        before = calendar.fin_cycle - timedelta(days=150)

        assert as_utc(before) == as_utc(paris(date(2018, 2, 15)))

    def test_its_windows_come_back(self) -> None:
        """Two windows and a term that is not included, as they were."""
        windows = (
            Window(
                libelle="Première",
                ouverture=paris(date(2016, 10, 17)),
                cloture=paris(date(2016, 10, 30), time(2, 30)).replace(fold=1),
            ),
            Window(
                libelle="Seconde",
                ouverture=paris(date(2016, 12, 1)),
                cloture=CAMPAIGN.calendar.cloture_depots,
            ),
        )
        calendar = replace(CAMPAIGN.calendar, fenetres=windows, cloture_incluse=False)
        read = campaign_from(written(replace(CAMPAIGN, calendar=calendar))).calendar

        assert read == calendar
        assert as_utc(read.fenetres[0].cloture).isoformat() == (
            "2016-10-30T01:30:00+00:00"
        )

    def test_one_frozen_before_there_were_windows_still_reads(self) -> None:
        """Its term is included, and it has one window."""
        before = written(CAMPAIGN)
        del before["calendar"]["fenetres"], before["calendar"]["cloture_incluse"]

        assert campaign_from(before) == CAMPAIGN


class TestFrozen:
    """Parameters and referentials in the shapes the rules use."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [(1000, 1_000_00), (0, 0), (1050.5, 1_050_50), (0.29, 29), ("12.34", 12_34)],
    )
    def test_euros_are_centimes(self, value: float | str, expected: int) -> None:
        """A parameter with cents keeps them, exactly."""
        assert expected == frozen(**{"aci.montant": value}).euros("aci.montant")

    def test_axes_are_numbered(self) -> None:
        """JSON keys are text, axes are numbers."""
        assert frozen().axes() == {2: "Insertion", 5: "Apprentissages"}

    def test_each_orientation_has_its_axe(self) -> None:
        """Those of the DRE belong to axe 5."""
        assert frozen().orientations() == {"2.2": 2, "5.DRE.1": 5}
