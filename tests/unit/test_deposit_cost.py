"""Shares and cost per beneficiary, judged on the most favourable reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contrat_de_ville.domain.deposit_cost import (
    cost_out_of_range,
    least_public_share_pct,
)
from contrat_de_ville.domain.deposit_gaps import judge
from contrat_de_ville.domain.deposit_totals import totals
from contrat_de_ville.domain.depots import (
    Action,
    AgeCount,
    BudgetText,
    Chantier,
    Side,
)
from tests.builders import build_action, build_campaign, build_line


def least(action: Action) -> int | None:
    """Return the least share of public subsidies of an action."""
    sums = totals(action)
    return least_public_share_pct(action, sums, judge(action, sums))


class TestPublicShare:
    """The share of public subsidies in what must be paid."""

    @pytest.mark.parametrize(
        ("public", "cash", "expected"),
        [(118_425, 141_112, 84), (80, 100, 80), (8_001, 10_000, 81), (0, 100, 0)],
    )
    def test_public_share_is_of_what_is_paid(
        self, public: int, cash: int, expected: int
    ) -> None:
        """The share leaves out contributions in kind, and is rounded up."""
        budget = (
            build_line("60", "Achats", cash),
            build_line("86", "Bénévolat", 116_000),
            build_line("74", "État", public, "ETAT"),
            build_line("79", "Autofinancement", cash - public),
            build_line("87", "Bénévolat", 116_000),
        )

        assert expected == least(build_action(budget=budget))

    def test_no_share_of_nothing(self) -> None:
        """Where nothing has to be paid there is no share, rather than zero."""
        budget = (build_line("86", "Prêt", 100), build_line("87", "Prêt", 100))

        assert least(build_action(budget=budget)) is None

    @pytest.mark.parametrize(
        ("cash", "public", "own", "declared", "expected"),
        [
            # Charges of 10 € are missing (80 of 100), or the subsidy is 10 € too high
            # (70 of 90, 77.8 %), which its declaration settles.
            (90, 80, 20, None, 78),
            (90, 80, 20, 70, 78),
            (90, 80, 20, 80, 78),
            # Produits are missing: what is written is 80 of 100.
            (100, 80, 10, None, 80),
            (100, 90, 10, None, 90),
            # Ten times too high, declared or not.
            (100, 600, 40, 60, 60),
            (100, 600, 40, None, 60),
        ],
    )
    def test_of_a_budget_that_does_not_balance(
        self, cash: int, public: int, own: int, declared: int | None, expected: int
    ) -> None:
        """The least share among what the porteur may have meant."""
        budget = (
            build_line("60", "Achats", cash),
            build_line("74", "État", public, "ETAT"),
            build_line("79", "Autofinancement", own),
        )
        asked = () if declared is None else (("ETAT", declared * 100),)

        assert expected == least(build_action(budget=budget, demandes=asked))

    def test_of_what_findings_say_to_mend(self) -> None:
        """The account left empty over its detail and the sales typed as negative.

        As written, 75 of 90 €; once mended, 75 of 110 €.
        """
        matieres = build_line("601", "Matières", 20)
        budget = (
            replace(matieres, is_detail=True),
            build_line("64", "Salaires", 90),
            build_line("70", "Ventes", -20),
            build_line("74", "État", 75, "ETAT"),
            build_line("79", "Autofinancement", 15),
        )

        assert least(build_action(budget=budget)) == 69

    def test_without_a_line_that_was_not_read(self) -> None:
        """No share nor cost is drawn from a sum that lacks a line."""
        action = build_action(beneficiaries_count=1)
        line = BudgetText(
            code="budget.1",
            side=Side.CHARGE,
            account="60",
            label="Achats",
            amount="2 OOO",
        )
        sums = totals(action, (line,))
        judged = judge(action, sums)
        facts = build_campaign(choices={"depots.cout_par_beneficiaire_max": 100})

        assert least_public_share_pct(action, sums, judged) is None
        assert cost_out_of_range(action, facts, sums, judged) == ""


class TestCost:
    """Charges in money by person, against the range of the campaign (10 to 100 €)."""

    @pytest.mark.parametrize(
        ("charges", "people", "changes", "expected"),
        [
            (400, 40, {}, ""),
            (4_000, 40, {}, ""),
            (399, 40, {}, "9,97\u00a0€ par personne, pour un minimum de 10\u00a0€"),
            (4_100, 40, {}, "102,50\u00a0€ par personne, pour un maximum de "),
            (4_001, 0, {}, ""),
            (4_001, None, {}, ""),
            (0, 40, {}, ""),
            # The produits, or the grid of ages, say another cost, within the range.
            (40_000, 40, {"own": 4_000}, ""),
            (4_000, 4, {"women": 40}, ""),
            (40_000, 4, {"women": 40}, "10\u202f000\u00a0€ par personne"),
        ],
    )  # fmt: skip
    def test_is_said_with_the_bound(
        self, charges: int, people: int | None, changes: dict[str, int], expected: str
    ) -> None:
        """The cost as written is said when no reading of it is within the range."""
        budget = (
            build_line("60", "Achats", charges),
            build_line("79", "Autofinancement", changes.get("own", charges)),
        )
        women = changes.get("women")
        grid = (AgeCount(band="6_15", women=women, men=None),) if women else ()
        action = build_action(budget=budget, beneficiaries_count=people, ages=grid)

        found = cost(action)

        assert found.startswith(expected)
        assert bool(expected) is bool(found)

    def test_leaves_out_contributions_in_kind(self) -> None:
        """4 000 € in money and 4 000 € in kind for 40 people are 100 € each."""
        budget = (
            build_line("60", "Achats", 4_000),
            build_line("86", "Bénévolat", 4_000),
            build_line("79", "Autofinancement", 4_000),
            build_line("87", "Bénévolat", 4_000),
        )

        assert cost(build_action(budget=budget, beneficiaries_count=40)) == ""

    def test_of_a_chantier_is_not_judged(self) -> None:
        """What a chantier costs is what its posts cost."""
        chantier = Chantier(salaries_count=8, is_new=False)

        assert cost(build_action(beneficiaries_count=8, chantier=chantier)) == ""

    def test_without_range_nothing_is_said(self) -> None:
        """A campaign that declares no bound judges no cost."""
        action = build_action(beneficiaries_count=1)

        assert cost(action, choices={}) == ""


def cost(action: Action, **campaign: Any) -> str:
    """Return what is said of the cost by a campaign of 10 to 100 € per person."""
    choices = {
        "depots.cout_par_beneficiaire_min": 10,
        "depots.cout_par_beneficiaire_max": 100,
    }
    facts = build_campaign(**({"choices": choices} | campaign))
    sums = totals(action)
    return cost_out_of_range(action, facts, sums, judge(action, sums))
