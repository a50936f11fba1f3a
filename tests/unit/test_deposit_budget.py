"""The budget of a deposit: sums, details, requests, and which gap is judged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrat_de_ville.domain.deposit_budget import (
    asked_centimes,
    budget_columns,
    chosen_number,
    negative_amounts,
    other_requests,
)
from contrat_de_ville.domain.deposit_details import account_gaps
from contrat_de_ville.domain.deposit_gaps import Correction, explanation, judge, mended
from contrat_de_ville.domain.deposit_totals import totals
from contrat_de_ville.domain.depots import Action, BudgetLine, BudgetText, Side
from tests.builders import build_action, build_campaign, build_line


CAMPAIGN = build_campaign()


def detail(account: str, euros: int) -> BudgetLine:
    """Return a detail of an account."""
    return replace(build_line(account, "Détail", euros), is_detail=True)


def of(*budget: BudgetLine, **asked: int) -> Action:
    """Return an action of that budget, with what it declares to ask, in euros."""
    declared = tuple((code, euros * 100) for code, euros in asked.items())
    return build_action(budget=budget, demandes=declared)


def judged(action: Action) -> tuple[bool, bool]:
    """Tell whether the whole budget, and its contributions in kind, are judged."""
    found = judge(action, totals(action))
    return found.balance, found.in_kind


def others(action: Action) -> str:
    """Return what is said of the requests of an action."""
    sums = totals(action)
    return other_requests(action, CAMPAIGN, sums, judge(action, sums))


def unread(account: str, side: Side, funder: str | None = None) -> BudgetText:
    """Return a line whose amount could not be read."""
    return BudgetText(
        code="budget.1",
        side=side,
        account=account,
        label="Ligne",
        amount="1 OOO",
        funder=funder,
        is_detail=len(account) > 2,
    )


C60, P70 = build_line("60", "Achats", 100), build_line("70", "Ventes", 100)
C86, P87 = build_line("86", "Bénévolat", 50), build_line("87", "Bénévolat", 50)


class TestTotals:
    """Sums leave out details, and keep contributions in kind apart."""

    def test_are_made_once(self) -> None:
        """100 + 50 of charges, 100 of produits; 50 € used in kind, none received."""
        found = totals(of(C60, detail("601", 70), C86, P70))

        assert (found.charges, found.produits, found.gap) == (15_000, 10_000, 5_000)
        assert (found.used, found.received, found.in_kind_gap) == (5_000, 0, 5_000)
        assert (found.cash_charges, found.cash_produits) == (10_000, 10_000)


class TestWhatIsJudged:
    """A gap that another finding explains is left to it."""

    @pytest.mark.parametrize(
        ("budget", "expected"),
        [
            ((C60, P70), (True, True)),
            ((C60, C86, P70, P87), (True, True)),
            # One side empty, or both.
            ((C60,), (False, False)),
            ((P70,), (False, False)),
            ((), (False, False)),
            # Contributions in kind alone make the gap.
            ((C60, C86, P70), (False, True)),
            # They differ and the totals hold: the totals are judged, and hold.
            ((build_line("60", "Achats", 50), C86, P70), (True, True)),
            # A gap of its own.
            ((C60, build_line("70", "Ventes", 101)), (True, True)),
            # -100 where 100 was meant.
            ((build_line("60", "Achats", -100), P70), (False, True)),
            # The account left empty over its detail.
            ((detail("601", 100), build_line("61", "Loyer", 1), P70), (True, True)),
            ((detail("601", 99), build_line("61", "Loyer", 1), P70), (False, True)),
            # The bénévolat typed as negative.
            ((C60, C86, P70, build_line("87", "B", -50)), (False, False)),
            # -100 where 100 was meant, and the bénévolat received left out.
            ((build_line("60", "Achats", -100), C86, P70), (False, True)),
            # An account above its detail by 30 €, and produits short of 20 € more.
            ((C60, detail("601", 70), build_line("70", "V", 70)), (False, True)),
            ((C60, detail("601", 70), build_line("70", "V", 50)), (True, True)),
        ],
    )
    def test_by_the_lines(
        self, budget: tuple[BudgetLine, ...], expected: tuple[bool, bool]
    ) -> None:
        """Each line's own mistake is not said again of the whole."""
        assert expected == judged(of(*budget))

    @pytest.mark.parametrize(
        ("declared", "expected"), [(100, False), (99, True), (10, True)]
    )
    def test_by_what_is_declared(self, declared: int, *, expected: bool) -> None:
        """A line of 10 € where 100 € are declared explains a gap of 90 €."""
        action = of(C60, build_line("74", "État", 10, "ETAT"), ETAT=declared)

        assert judged(action)[0] is expected

    @pytest.mark.parametrize(("own", "expected"), [(50, False), (49, True)])
    def test_by_several_mistakes_at_once(self, own: int, *, expected: bool) -> None:
        """-20 € for 20 €, and 10 € for 30 € declared: together they make 60 €."""
        action = of(
            C60,
            build_line("70", "Ventes", -20),
            build_line("74", "État", 10, "ETAT"),
            build_line("79", "Autofinancement", own),
            ETAT=30,
        )

        assert judged(action)[0] is expected

    def test_what_is_mended(self) -> None:
        """120 € for 100 € at account 60, -50 € for 50 € at account 87."""
        action = of(
            build_line("60", "Achats", 120),
            detail("601", 100),
            C86,
            P70,
            build_line("87", "Bénévolat", -50),
        )
        sums = totals(action)
        once = mended(sums, judge(action, sums))

        assert (once.charges, once.produits) == (15_000, 15_000)
        assert (once.used, once.received) == (5_000, 5_000)

    def test_many_mistakes_are_not_all_combined(self) -> None:
        """Beyond sixteen corrections, only one of them, or all, are tried."""
        many = [Correction(of=str(rank), moves=-(2**rank)) for rank in range(17)]

        assert [one.of for one in explanation(4, many)] == ["2"]
        assert len(explanation(2**17 - 1, many)) == 17
        assert explanation(5, many) == ()

    @pytest.mark.parametrize(
        ("account", "side", "expected"),
        [
            ("60", Side.CHARGE, ("non", "non", "oui", "oui")),
            ("86", Side.CHARGE, ("non", "non", "non", "oui")),
            ("70", Side.PRODUIT, ("oui", "non", "oui", "oui")),
            # A detail is added to nothing.
            ("606", Side.CHARGE, ("oui", "oui", "oui", "oui")),
        ],
    )
    def test_without_the_lines_that_were_not_read(
        self, account: str, side: Side, expected: tuple[str, ...]
    ) -> None:
        """A line that was not read leaves alone only the sums it would change."""
        action = of(build_line("61", "Loyer", 100), C86, P70, P87)
        sums = totals(action, (unread(account, side),))
        found = budget_columns(action, CAMPAIGN, sums, judge(action, sums))
        judging = ("charges", "equilibre", "nature", "demande")

        assert expected == tuple(found[f"{one}_a_juger"] for one in judging)


class TestDetails:
    """Details are held against their own account."""

    @pytest.mark.parametrize(
        ("budget", "expected"),
        [
            ((C60, detail("601", 60), detail("606", 40)), []),
            ((C60, detail("601", 60)), [(10_000, 6_000)]),
            ((C60, detail("601", 101)), [(10_000, 10_100)]),
            ((detail("601", 60),), [(0, 6_000)]),
            ((C60, detail("601", -60)), []),
            ((C60, build_line("61", "Loyer", 7)), []),
            ((P70, detail("601", 5)), [(0, 500)]),
        ],
    )
    def test_gaps(
        self, budget: tuple[BudgetLine, ...], expected: list[tuple[int, int]]
    ) -> None:
        """An account with details is their sum; without any, it is complete."""
        found = account_gaps(of(*budget))

        assert expected == [
            (one.account_centimes, one.details_centimes) for one in found
        ]

    def test_an_account_is_named(self) -> None:
        """The account is named with both amounts; left empty, by its number."""
        named = account_gaps(of(C60, detail("601", 60)))[0].said()
        empty = account_gaps(of(detail("601", 60)))[0].said()

        assert named == "60 – Achats : 100\u00a0€ au compte, 60\u00a0€ en détail"
        assert empty == "60 : 0\u00a0€ au compte, 60\u00a0€ en détail"

    def test_an_account_that_unbalances_the_budget(self) -> None:
        """An account above its details is said to be, where it makes the gap."""
        columns = ("comptes_en_trop", "details_inferieurs")
        said = "60 – Achats : 100\u00a0€ au compte, 60\u00a0€ en détail"
        found = []
        for own in (60, 100):
            action = of(C60, detail("601", 60), build_line("79", "Fonds", own))
            sums = totals(action)
            row = budget_columns(action, CAMPAIGN, sums, judge(action, sums))
            found.append(tuple(row[one] for one in columns))

        assert found == [(said, ""), ("", said)]

    def test_an_account_that_was_not_read_has_no_gap(self) -> None:
        """Neither with its own amount, nor with that of a detail."""
        action = of(C60, detail("601", 60))
        lines = [unread("60", Side.CHARGE), unread("606", Side.CHARGE)]

        assert [account_gaps(action, (line,)) for line in lines] == [(), ()]
        assert len(account_gaps(action, (unread("61", Side.CHARGE),))) == 1


class TestRequests:
    """What is asked of each funder, in the form and under account 74."""

    def test_asked_of_the_campaign_only(self) -> None:
        """What is asked of a funder outside the campaign is not counted."""
        budget = (
            build_line("74", "État", 100, "ETAT"),
            build_line("74", "Autre", 900, "REGION"),
            build_line("74", "Communes", 50),
        )

        assert asked_centimes(CAMPAIGN, totals(build_action(budget=budget))) == 10_000

    @pytest.mark.parametrize(
        ("line", "declared", "expected"),
        [
            (40, {"ETAT": 40}, ""),
            (40, {}, ""),
            (
                40,
                {"ETAT": 50},
                "Financeur ETAT : 50\u00a0€ dans la demande, 40\u00a0€ au compte 74",
            ),
            (
                40,
                {"ETAT": 40, "CAPH": 5},
                "Financeur CAPH : 5\u00a0€ dans la demande, 0\u00a0€ au compte 74",
            ),
            (40, {"ETAT": 40, "REGION": 0}, ""),
            (-40, {"ETAT": 40}, ""),
        ],
    )
    def test_declared_otherwise(
        self, line: int, declared: dict[str, int], expected: str
    ) -> None:
        """Each funder declared is named with both amounts when they differ."""
        action = of(build_line("74", "État", line, "ETAT"), **declared)

        assert expected == others(action)

    def test_the_line_is_named_when_it_unbalances_the_budget(self) -> None:
        """40 € at account 74 for 60 € asked, in a budget that lacks 20 €."""
        state = build_line("74", "État", 40, "ETAT")
        action = of(C60, build_line("79", "Fonds", 40), state, ETAT=60)

        assert others(action) == (
            "Financeur ETAT, au compte 74 : 40\u00a0€, pour 60\u00a0€ dans la demande"
        )

    def test_a_line_that_was_not_read_is_not_compared(self) -> None:
        """What was asked of that funder is not known; of another, it is."""
        action = of(build_line("74", "CAPH", 5, "CAPH"), ETAT=40, CAPH=6)
        sums = totals(action, (unread("74", Side.PRODUIT, "ETAT"),))
        found = other_requests(action, CAMPAIGN, sums, judge(action, sums))

        assert found == (
            "Financeur CAPH : 6\u00a0€ dans la demande, 5\u00a0€ au compte 74"
        )

    def test_nothing_at_account_74_is_said_once(self) -> None:
        """A budget that asks for nothing is not compared with what is declared."""
        assert others(of(C60, P70, ETAT=40)) == ""

    def test_negative_amounts(self) -> None:
        """Negative lines are named with their amount; zero is not negative."""
        budget = (
            build_line("60", "Achats", -50),
            build_line("61", "Services", 0),
            build_line("79", "Autofinancement", -7),
        )

        assert (
            negative_amounts(build_action(budget=budget))
            == "60 – Achats : -50\u00a0€ ; 79 – Autofinancement : -7\u00a0€"
        )

    @pytest.mark.parametrize(
        ("value", "expected"), [(20, 20), (0, 0), ("20", None), (True, None)]
    )
    def test_choice_is_a_whole_number(
        self, value: object, expected: int | None
    ) -> None:
        """A choice of another kind is no limit; neither is an absent one."""
        campaign = build_campaign(choices={"depots.hausse_maximale_pct": value})

        assert expected == chosen_number(campaign, "depots.hausse_maximale_pct")
        assert chosen_number(campaign, "depots.absent") is None
