"""Quartiers and communes of a deposit against those of the campaign."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.deposit_places import (
    communes_of_other_epci,
    communes_outside_quartiers,
    shared_quartiers,
    unknown_communes,
    unknown_quartiers,
)
from tests.builders import build_action, build_campaign


CAMPAIGN = build_campaign()


class TestPlaces:
    """Quartiers and communes are looked up, never deduced."""

    def test_unknown_quartiers(self) -> None:
        """Only the codes that are not of the campaign are listed, in order."""
        action = build_action(quartiers=("QP059999", "QP059050", "CV195"))

        assert unknown_quartiers(action, CAMPAIGN) == "QP059999 ; CV195"

    @pytest.mark.parametrize(
        ("annee", "expected"), [(2023, "QP059999"), (2024, "QN05901M")]
    )
    def test_codes_of_the_other_generation_are_not_unknown(
        self, annee: int, expected: str
    ) -> None:
        """They are refused by the décret of the year, and said once."""
        action = build_action(quartiers=("QP059999", "QN05901M"))

        assert expected == unknown_quartiers(action, build_campaign(annee=annee))

    @pytest.mark.parametrize(
        ("quartiers", "communes", "expected"),
        [
            (("QP059050", "QP059056"), ("59172",), "Brunehaut (QP059056)"),
            (("QP059050", "QP059056"), ("59172", "59491"), ""),
            (("QP059050", "QP059056"), ("59172", "59112"), ""),
            (("QP059056",), ("59172",), ""),
            (("QP059056",), (), ""),
            (("QP059050",), ("59172",), ""),
        ],
    )
    def test_shared_quartiers(
        self, quartiers: tuple[str, ...], communes: tuple[str, ...], expected: str
    ) -> None:
        """A quartier of two EPCI is named when nothing tells on which side."""
        action = build_action(quartiers=quartiers, communes=communes)

        assert expected == shared_quartiers(action, CAMPAIGN)

    def test_unknown_communes(self) -> None:
        """A commune of a shared quartier is known, though of another agglomération."""
        action = build_action(communes=("59112", "59172", "59220"))

        assert unknown_communes(action, CAMPAIGN) == "59220"

    def test_communes_of_other_epci(self) -> None:
        """A commune of another agglomération is named with the shared quartier."""
        action = build_action(communes=("59172", "59112"))
        expected = "Bruay-sur-l’Escaut (59112, quartier Brunehaut)"

        assert expected == communes_of_other_epci(action, CAMPAIGN)

    @pytest.mark.parametrize(
        ("quartiers", "communes", "expected"),
        [
            (("QP059050",), ("59172", "59361"), ""),
            (("QP059050",), ("59491",), "Raismes (59491)"),
            (("QP059050", "QP059056"), ("59491",), ""),
            (("QP059050",), ("59220", "59112"), ""),
            ((), ("59491",), ""),
            (("QP059999",), ("59491",), ""),
            # No quartier at all touches that commune.
            (("QP059999",), ("59002",), "Abscon (59002)"),
            # QP059056 with one character wrong, then with two swapped.
            (("QP059050", "QP059096"), ("59172", "59491"), ""),
            (("QP059050", "QP059065"), ("59172", "59491"), ""),
            (("QP059050", "QP059999"), ("59172", "59491"), "Raismes (59491)"),
        ],
    )
    def test_communes_outside_quartiers(
        self, quartiers: tuple[str, ...], communes: tuple[str, ...], expected: str
    ) -> None:
        """Each known commune must be touched by one of the known quartiers."""
        action = build_action(quartiers=quartiers, communes=communes)
        campaign = build_campaign(communes=CAMPAIGN.communes | {"59002": "Abscon"})

        assert expected == communes_outside_quartiers(action, campaign)
