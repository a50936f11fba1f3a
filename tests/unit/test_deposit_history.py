"""What an action owes to its past, by the store first, by its form otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from contrat_de_ville.domain.deposit_context import CheckContext, title_key
from contrat_de_ville.domain.deposit_history import history_columns
from contrat_de_ville.domain.deposit_totals import totals
from contrat_de_ville.domain.depots import BudgetText, Side
from tests.builders import build_action, build_campaign, build_line


SIREN = "900000001"


def history(known: int | None = None, **changes: Any) -> dict[str, object]:
    """Return the columns of an action that asks 6 000 €, with a limit of 20 %."""
    granted = {} if known is None else {(SIREN, "ateliers de parents"): known}
    context = CheckContext(
        previous_grants=granted, owed_bilans={SIREN: ("Bilan A", "Bilan B")}
    )
    campaign = build_campaign(choices={"depots.hausse_maximale_pct": 20})
    action = build_action(**changes)
    return history_columns(action, campaign, context, totals(action))


class TestRenewal:
    """Only a renewal is held against last year."""

    def test_of_a_first_request(self) -> None:
        """A new action of a new porteur owes nothing."""
        assert history() == {
            "renouvellement_non_declare": "",
            "bilans_dus": "",
            "subvention_precedente_centimes": None,
            "subvention_precedente_attendue": "non",
            "subvention_precedente_differente": "",
            "hausse_demande": "",
        }

    def test_that_is_not_declared(self) -> None:
        """An action that was granted 3 000 € last year renews it."""
        found = history(300_000, title="Ateliers de PARENTS !")

        assert found["renouvellement_non_declare"] == "3\u202f000\u00a0€"
        assert found["bilans_dus"] == ""

    def test_without_the_bilan_it_owes(self) -> None:
        """Every bilan due is named."""
        assert history(is_renewal=True)["bilans_dus"] == "Bilan A ; Bilan B"

    @pytest.mark.parametrize(
        ("known", "declared", "expected"),
        [
            (None, None, ("oui", "")),
            (None, 500_000, ("oui", "")),
            (500_000, None, ("non", "")),
            (500_000, 500_000, ("non", "")),
            (
                500_000,
                400_000,
                (
                    "non",
                    "4\u202f000\u00a0€ déclarés, 5\u202f000\u00a0€ obtenus",
                ),
            ),
        ],
    )
    def test_last_grant(
        self, known: int | None, declared: int | None, expected: tuple[str, str]
    ) -> None:
        """It is asked for where it is not on record, and compared where it is."""
        found = history(known, is_renewal=True, subvention_precedente_centimes=declared)

        assert expected == (
            found["subvention_precedente_attendue"],
            found["subvention_precedente_differente"],
        )

    @pytest.mark.parametrize(
        ("known", "declared", "expected"),
        [
            (None, 500_000, ""),
            (None, 499_999, "soit 20 % de plus"),
            (300_000, 600_000, "soit 100 % de plus"),
            (500_000, 100, ""),
            (0, None, ""),
            (None, None, ""),
            (None, -100, ""),
        ],
    )
    def test_rise(self, known: int | None, declared: int | None, expected: str) -> None:
        """6 000 € are 20 % more than 5 000 €, which the limit allows."""
        found = str(
            history(known, is_renewal=True, subvention_precedente_centimes=declared)[
                "hausse_demande"
            ]
        )

        assert expected in found
        assert bool(expected) is bool(found)

    @pytest.mark.parametrize(
        ("declared", "expected"),
        [
            ((), ""),
            # 2 000 € at account 74 and 4 000 € that could not be read there.
            ((("ETAT", 400_000),), "6\u202f000\u00a0€ demandés"),
        ],
    )
    def test_rise_where_a_line_was_not_read(
        self, declared: tuple[tuple[str, int], ...], expected: str
    ) -> None:
        """What the form declares to ask stands for it; without it nothing is said."""
        caph = build_line("74", "Agglomération", 2_000, "CAPH")
        action = build_action(
            is_renewal=True,
            subvention_precedente_centimes=100_000,
            budget=(caph,),
            demandes=declared,
        )
        etat = BudgetText(
            code="budget.1",
            side=Side.PRODUIT,
            account="74",
            label="État",
            amount="4 OOO",
            funder="ETAT",
        )
        campaign = build_campaign(choices={"depots.hausse_maximale_pct": 20})
        sums = totals(action, (etat,))
        found = history_columns(action, campaign, CheckContext(), sums)

        assert expected in str(found["hausse_demande"])
        assert bool(expected) is bool(found["hausse_demande"])


def test_titles_of_one_action_have_one_key() -> None:
    """Case, accents, spaces and punctuation do not make another action."""
    assert title_key("  Été  des SŒURS") == title_key("été des sœurs.")
