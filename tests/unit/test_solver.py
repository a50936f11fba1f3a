"""The best programming: proven against all of them, exact, and always the same."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters.highs import Found, SolverGaveUpError
from contrat_de_ville.adapters.pricing import price_constraints
from contrat_de_ville.adapters.solver import Effort, relaxed_bound, solve
from contrat_de_ville.domain.assembly.conflict import InfeasibleError
from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouvertureQuartier,
    Enveloppe,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.explaining import Outcome, explain
from contrat_de_ville.domain.assembly.problem import (
    Funding,
    Objective,
    Problem,
    TieBreak,
)
from contrat_de_ville.domain.assembly.verifying import (
    UnverifiedProgrammingError,
    violations,
)
from tests.assembly_builder import (
    chantier,
    dossier,
    envelope,
    in_euros,
    line,
    plain,
    problem,
)


def _twelve() -> Iterator[Dossier]:
    """Yield twelve actions of axes 1 to 3, two of them of one porteur."""
    asked = [
        (1, 9, {"ETAT": 2}), (2, 8, {"ETAT": 2}), (3, 7, {"CAPH": 2}),
        (4, 7, {"CAPH": 2}), (5, 5, {"ETAT": 2}), (6, 4, {"CAPH": 2}),
        (7, 6, {"ETAT": 1}), (8, 3, {"CAPH": 1}), (9, 2, {"ETAT": 1}),
        (10, 1, {"CAPH": 1}), (11, 8, {"ETAT": 1, "CAPH": 2}),
        (12, 5, {"ETAT": 2, "CAPH": 1}),
    ]  # fmt: skip
    for number, points, by_funder in asked:
        yield dossier(
            number,
            points,
            *(line(funder, n * 1_000) for funder, n in by_funder.items()),
            axe=1 + number % 3,
            porteur="111111111" if number in {1, 11} else f"{number:09d}",
            quartiers=("QP059059",) if number in {9, 10} else (),
        )


TWELVE = problem(
    *_twelve(),
    envelope("ETAT", 6_000),
    envelope("CAPH", 5_000),
    PlafondPorteur(centimes=4_000_00),
    PlancherAxe(axe=1, pct=30),
    CouvertureQuartier(code="QP059059", nom="Arenberg"),
    unit_centimes=1_000_00,
)


@cache
def _best_programmings() -> tuple[int, list[dict[int, dict[str, int]]]]:
    """Return the best value of the twelve, in thousands, and all that have it."""
    every = list(_every_programming())
    best = max(value for _, value in every)
    return best, [one for one, value in every if value == best]


def _every_programming() -> Iterator[tuple[dict[int, dict[str, int]], int]]:
    """Yield each programming of the twelve that holds, in thousands, and its value.

    Written without anything of the code under test: 419 904 programmings are tried.
    """
    options = [
        [
            dict(zip([one.funder for one in action.lines], amounts, strict=True))
            for amounts in itertools.product(
                *(range(one.asked_centimes // 1_000_00 + 1) for one in action.lines)
            )
        ]
        for action in TWELVE.dossiers
    ]
    facts = [(one.points, one.axe) for one in TWELVE.dossiers]
    for choice in itertools.product(*options):
        totals = [sum(one.values()) for one in choice]
        whole = sum(totals)
        if (
            whole <= 11
            and sum(one.get("ETAT", 0) for one in choice) <= 6
            and sum(one.get("CAPH", 0) for one in choice) <= 5
            and totals[0] + totals[10] <= 4
            and totals[8] + totals[9] >= 1
            and 100
            * sum(n for n, (_, axe) in zip(totals, facts, strict=True) if axe == 1)
            >= 30 * whole
        ):
            value = sum(
                n * points for n, (points, _) in zip(totals, facts, strict=True)
            )
            yield dict(enumerate(choice, start=1)), value


class TestExhaustive:
    """Twelve actions, two funders, three constraints: every programming is tried."""

    def test_no_programming_is_worth_more(self) -> None:
        """The best of all that hold is the one computed, proven, and among them."""
        best, every = _best_programmings()

        found = solve(TWELVE)

        assert found.is_proven
        assert found.value == found.bound == best * 1_000_00
        mine = {
            number: {funder: n // 1_000 for funder, n in by_funder.items()}
            for number, by_funder in in_euros(found).items()
        }
        kept = [
            {
                number: {funder: n for funder, n in sorted(by_funder.items()) if n}
                for number, by_funder in one.items()
                if any(by_funder.values())
            }
            for one in every
        ]
        assert mine in kept

    def test_the_tie_break_retains_the_most_actions(self) -> None:
        """Of the best ones, none has more actions."""
        best, every = _best_programmings()
        most = max(
            sum(any(by_funder.values()) for by_funder in one.values()) for one in every
        )

        found = solve(replace(TWELVE, tie_break=TieBreak.NOMBRE_ACTIONS))

        assert (found.value, len(found.retained)) == (best * 1_000_00, most)
        assert found.is_tie_broken


class TestByHand:
    """Programmings small enough to be worked out in the margin."""

    def test_the_worthiest_come_first_and_the_last_gets_the_balance(self) -> None:
        """10 000 €: 6 000 € at 8 points, then 4 000 € of the 5 000 € at 3 points."""
        asked = problem(
            dossier(1, 3, line("ETAT", 5_000)),
            dossier(2, 8, line("ETAT", 6_000)),
            dossier(3, 1, line("ETAT", 4_000)),
            envelope("ETAT", 10_000),
        )

        assert in_euros(solve(asked)) == {1: {"ETAT": 4_000}, 2: {"ETAT": 6_000}}

    def test_full_or_nothing_fills_the_envelope_better(self) -> None:
        """In 10 000 €: 5 000 + 5 000 at 5 points, rather than 8 000 at 6."""
        asked = problem(
            dossier(1, 6, line("ETAT", 8_000)),
            dossier(2, 5, line("ETAT", 5_000)),
            dossier(3, 5, line("ETAT", 5_000)),
            envelope("ETAT", 10_000),
            funding=Funding.LIGNE_ENTIERE,
        )

        assert in_euros(solve(asked)) == {2: {"ETAT": 5_000}, 3: {"ETAT": 5_000}}

    def test_a_whole_action_needs_all_its_funders(self) -> None:
        """CAF cannot follow: the State gives nothing to the first action."""
        asked = problem(
            dossier(1, 9, line("ETAT", 5_000), line("CAF", 2_000)),
            dossier(2, 1, line("ETAT", 5_000)),
            envelope("ETAT", 5_000),
            envelope("CAF", 1_000),
            funding=Funding.ACTION_ENTIERE,
        )

        assert in_euros(solve(asked)) == {2: {"ETAT": 5_000}}

    def test_under_actions_small_requests_weigh_as_much(self) -> None:
        """In 6 000 €: three requests of 2 000 € at 4 points beat 6 000 € at 9."""
        small = [dossier(n, 4, line("ETAT", 2_000)) for n in (1, 2, 3)]
        asked = problem(
            *small, dossier(4, 9, line("ETAT", 6_000)), envelope("ETAT", 6_000)
        )
        by_action = solve(replace(asked, objective=Objective.ACTIONS))

        assert list(in_euros(solve(asked))) == [4]
        assert list(in_euros(by_action)) == [1, 2, 3]
        assert asked.points(solve(asked).value) == 54_000

    def test_an_exact_aid_is_given_to_the_centime_or_not_at_all(self) -> None:
        """19 500,55 € and 10 500,45 € in 30 000,99 €; 1 € in the last 99 centimes."""
        aids = [
            AskedLine(
                funder="CAPH", asked_centimes=n, most_centimes=n, least_centimes=n
            )
            for n in (19_500_55, 10_500_45)
        ]
        asked = problem(
            dossier(1, 1, aids[0]),
            dossier(2, 1, aids[1]),
            dossier(3, 9, line("CAPH", 1)),
        )
        enough = asked.having(Enveloppe(funder="CAPH", centimes=30_001_00))
        less = asked.having(Enveloppe(funder="CAPH", centimes=30_000_99))

        assert solve(enough).amounts == {
            "cle-001": {"CAPH": 19_500_55},
            "cle-002": {"CAPH": 10_500_45},
        }
        assert solve(less).amounts == {
            "cle-001": {"CAPH": 19_500_55},
            "cle-003": {"CAPH": 1_00},
        }

    def test_an_imposed_aid_is_served_before_any_points(self) -> None:
        """19 500 € of 20 000 € for the chantier; 500 € are left for the worthiest."""
        asked = problem(
            dossier(1, 0, chantier(19_500, is_imposed=True)),
            dossier(2, 9, line("CAPH", 8_000)),
            envelope("CAPH", 20_000),
        )

        assert in_euros(solve(asked)) == {1: {"CAPH": 19_500}, 2: {"CAPH": 500}}

    def test_nothing_asked_is_nothing_programmed(self) -> None:
        """A year without files has its programming: the empty one."""
        found = solve(problem(envelope("ETAT", 10_000)))

        assert (found.amounts, found.value, found.said()) == ({}, 0, "optimum prouvé")

    def test_a_file_without_points_is_retained_only_where_needed(self) -> None:
        """Arenberg needs an action: the smallest grant will do."""
        asked = problem(
            dossier(1, 0, line("ETAT", 8_000), quartiers=("QP059059",)),
            dossier(2, 5, line("ETAT", 10_000)),
            envelope("ETAT", 10_000),
            CouvertureQuartier(code="QP059059", nom="Arenberg"),
            MinimumUtile(line_centimes=1_000_00),
        )

        assert in_euros(solve(asked)) == {1: {"ETAT": 1_000}, 2: {"ETAT": 9_000}}


class TestInfeasible:
    """What cannot be is named, not numbered."""

    def test_an_evident_conflict_is_said_at_once(self) -> None:
        """Nobody works at Arenberg."""
        asked = problem(
            dossier(1, 1, line("ETAT", 1_000)),
            CouvertureQuartier(code="QP059059", nom="Arenberg"),
        )

        with pytest.raises(InfeasibleError, match="ne touche le quartier Arenberg"):
            solve(asked)

    def test_a_hidden_conflict_is_found(self) -> None:
        """Two actions of 5 000 € at least do not fit in 9 000 €."""
        asked = problem(
            dossier(1, 1, line("ETAT", 6_000), is_renewal=True),
            dossier(2, 1, line("ETAT", 6_000), is_renewal=True),
            dossier(3, 1, line("CAPH", 6_000), axe=3),
            envelope("ETAT", 9_000),
            envelope("CAPH", 1_000),
            Continuite(pct=100),
            MinimumUtile(action_centimes=5_000_00),
            PlancherAxe(axe=1, pct=10),
        )

        with pytest.raises(InfeasibleError) as caught:
            solve(asked)

        assert [plain(name) for name in caught.value.conflicts[0].names] == [
            "Continuité (100 % des actions reconduites)",
            "Enveloppe de l'État",
            "Minimum utile (5 000 € par action)",
        ]

    def test_an_imposed_action_may_be_the_conflict(self) -> None:
        """3 000 € at least, from an envelope of 2 000 €."""
        asked = problem(
            dossier(
                7, 1, line("ETAT", 3_000, least_centimes=3_000_00), is_imposed=True
            ),
            envelope("ETAT", 2_000),
        )

        with pytest.raises(InfeasibleError, match="Action 2017-0007 imposée"):
            solve(asked)


class TestWholeAmounts:
    """Amounts are searched loose, then made whole."""

    FLOOR = problem(
        dossier(1, 1, line("ETAT", 100)),
        dossier(2, 5, line("ETAT", 100), axe=2),
        envelope("ETAT", 10),
        PlancherAxe(axe=1, pct=33),
    )

    def test_a_loose_amount_is_made_whole(self) -> None:
        """Of 10 €, 3,30 € would be the floor: 4 and 6 are worth 34, 3 and 6 33."""
        found = solve(self.FLOOR)

        assert in_euros(found) == {1: {"ETAT": 4}, 2: {"ETAT": 6}}
        assert found.value == 34_00

    def test_its_optimum_is_proven(self) -> None:
        """The bound is that of whole amounts, not the 36,80 of loose ones."""
        assert solve(self.FLOOR).is_proven

    def test_whole_amounts_alone_may_be_impossible(self) -> None:
        """1 € to share by halves: 0,50 € each is no programming."""
        halves = problem(
            dossier(1, 1, line("ETAT", 1), is_imposed=True),
            dossier(2, 1, line("ETAT", 1), axe=2),
            envelope("ETAT", 1),
            PlafondAxe(axe=1, pct=50),
        )

        with pytest.raises(InfeasibleError, match="ne peuvent pas être tenues"):
            solve(halves)


class TestTrust:
    """The solver is never taken at its word."""

    def test_a_programming_that_breaks_a_rule_is_never_returned(self) -> None:
        """A solver that grants more than the envelope is refused."""
        wrong = Found(
            values=(1, 6_000), value=36_000.0, bound=36_000.0, is_finished=True
        )
        asked = problem(dossier(1, 6, line("ETAT", 6_000)), envelope("ETAT", 5_000))

        with (
            patch("contrat_de_ville.adapters.solver.maximise", return_value=wrong),
            pytest.raises(UnverifiedProgrammingError, match="Enveloppe de l'État"),
        ):
            solve(asked)

    def test_what_a_cut_search_left_out_is_completed(self) -> None:
        """A solver that stops at 1 € of 5 000 € possible: the rest is granted."""
        short = Found(values=(1, 1), value=6.0, bound=30_000.0, is_finished=False)
        asked = problem(dossier(1, 6, line("ETAT", 6_000)), envelope("ETAT", 5_000))

        with patch("contrat_de_ville.adapters.solver.maximise", return_value=short):
            found = solve(asked)

        assert in_euros(found) == {1: {"ETAT": 5_000}}
        assert found.is_proven

    def test_a_whole_action_left_out_is_completed(self) -> None:
        """A solver that retains nothing: the action that fits whole is granted."""
        short = Found(values=(0, 0), value=0.0, bound=100_000.0, is_finished=False)
        asked = problem(
            dossier(1, 6, line("ETAT", 6_000)),
            dossier(2, 4, line("ETAT", 3_000), line("CAF", 2_000)),
            envelope("ETAT", 5_000),
            funding=Funding.ACTION_ENTIERE,
        )

        with patch("contrat_de_ville.adapters.solver.maximise", return_value=short):
            found = solve(asked)

        assert in_euros(found) == {2: {"CAF": 2_000, "ETAT": 3_000}}
        assert found.said() == "à 80 % au plus de l'optimum"

    def test_no_time_is_said_in_french(self) -> None:
        """Neither a programming nor a proof: more time, or fewer constraints."""
        rng = random.Random(1)
        asked = problem(
            *(
                dossier(n, rng.randint(1, 9), line("ETAT", rng.randint(500, 9_999)))
                for n in range(60)
            ),
            envelope("ETAT", 100_000),
            MinimumUtile(line_centimes=400_00),
        )

        with pytest.raises(SolverGaveUpError, match="Donnez plus de temps"):
            solve(asked, Effort(seconds=0.0))

    def test_the_solver_writes_nothing_on_the_screen(self) -> None:
        """HiGHS prints some of its debugging from C; a command's output has none."""
        program = (
            "from contrat_de_ville.adapters import highs\n"
            "import ctypes\n"
            "with highs._silent():\n"
            "    ctypes.CDLL(None).puts(b'noise')\n"
            "print('said')\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert ran.stdout == "said\n"


class TestPrices:
    """What each constraint costs, by solving again without it."""

    ASKED = problem(
        dossier(1, 6, line("ETAT", 10_000)),
        dossier(2, 1, line("ETAT", 10_000), axe=3),
        envelope("ETAT", 10_000),
        PlancherAxe(axe=3, pct=20),
    )

    def test_a_price_is_what_the_best_loses(self) -> None:
        """2 000 € at 1 point instead of 6; without envelope, 10 000 € more at each."""
        found = solve(self.ASKED)
        prices = price_constraints(
            self.ASKED, found, explain(self.ASKED, found).tight()
        )

        assert [(one.slot, one.lost // 100, one.is_exact) for one in prices] == [
            ("enveloppe ETAT", 20_000, True),
            ("plancher axe 3", 10_000, True),
        ]
        assert [plain(one.sentence) for one in prices] == [
            (
                "L'enveloppe de l'État coûte 20 000 points ; sans elle, il faudrait "
                "10 000 € de plus."
            ),
            (
                "Le plancher de l'axe 3 (20 %) coûte 10 000 points ; sans lui, l'axe 3 "
                "passerait de 20 % à 0 %, 2017-0002 sort."
            ),
        ]

    def test_a_constraint_in_nobody_s_way_costs_nothing(self) -> None:
        """Axe 1 has its half already."""
        asked = self.ASKED.having(PlafondAxe(axe=1, pct=80))
        found = solve(asked)

        (price,) = price_constraints(asked, found, ["plafond axe 1"])

        assert price.lost == 0
        assert price.sentence == (
            "Le plafond de l'axe 1 (80 %) ne coûte rien : la meilleure programmation "
            "s'en accommode."
        )

    def test_without_time_prices_are_estimated_and_say_so(self) -> None:
        """The linear relaxation is exact here: the same figures, said otherwise."""
        found = solve(self.ASKED)

        (price,) = price_constraints(self.ASKED, found, ["plancher axe 3"], seconds=0)

        assert (price.lost, price.is_exact) == (1_000_000, False)
        assert plain(price.sentence) == (
            "Le plancher de l'axe 3 (20 %) coûte environ 10 000 points (estimation par "
            "relaxation linéaire)."
        )

    def test_a_relaxation_may_hold_nothing_either(self) -> None:
        """3 000 € imposed in 2 000 €: no bound, and no price."""
        asked = problem(
            dossier(7, 1, chantier(3_000, is_imposed=True)), envelope("CAPH", 2_000)
        )

        assert relaxed_bound(asked) is None


FUNDERS = ("ETAT", "CAPH")


@st.composite
def lines(draw: st.DrawFn, funder: str) -> AskedLine:
    """Draw a request to the centime, capped or not, now and then an exact aid."""
    asked = draw(st.integers(0, 9_000_00))
    most = draw(st.just(asked) | st.integers(0, asked))
    least = draw(st.sampled_from([0, 0, 0, most]))
    return AskedLine(
        funder=funder, asked_centimes=asked, most_centimes=most, least_centimes=least
    )


@st.composite
def dossiers(draw: st.DrawFn, number: int) -> Dossier:
    """Draw an action of two axes, three porteurs and two quartiers."""
    asked = draw(st.lists(st.sampled_from(FUNDERS), unique=True, min_size=1))
    return dossier(
        number,
        draw(st.integers(0, 9)),
        *(draw(lines(funder)) for funder in asked),
        axe=draw(st.integers(1, 2)),
        porteur=draw(st.sampled_from(["111111111", "222222222", "333333333"])),
        quartiers=tuple(draw(st.lists(st.sampled_from("AB"), unique=True))),
        is_renewal=draw(st.booleans()),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a problem of up to six actions and any of the constraints."""
    count = draw(st.integers(0, 6))
    possible: list[Constraint] = [
        PlafondPorteur(centimes=draw(st.integers(0, 20_000_00))),
        PlancherAxe(axe=1, pct=draw(st.integers(0, 60))),
        PlafondAxe(axe=2, pct=draw(st.integers(20, 100))),
        CouvertureQuartier(code="A", nom="A"),
        Continuite(pct=draw(st.integers(0, 100))),
        MinimumUtile(
            line_centimes=draw(st.sampled_from([0, 500_00, 1_000_00])),
            action_centimes=draw(st.sampled_from([0, 2_000_00])),
        ),
    ]
    kept = draw(st.lists(st.sampled_from(possible), unique=True))
    return problem(
        *(draw(dossiers(number)) for number in range(1, count + 1)),
        *(
            Enveloppe(funder=funder, centimes=draw(st.integers(0, 25_000_00)))
            for funder in FUNDERS
        ),
        *kept,
        objective=draw(st.sampled_from(Objective)),
        funding=draw(st.sampled_from(Funding)),
        unit_centimes=draw(st.sampled_from([1, 100, 100, 1_000])),
    )


def solved(asked: Problem) -> dict[str, dict[str, int]] | None:
    """Return the amounts of the best programming, or nothing where none holds."""
    try:
        return {key: dict(one) for key, one in solve(asked).amounts.items()}
    except InfeasibleError:
        return None


ANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


class TestAnyProblem:
    """Whatever is asked; ten thousand more cases are in ``benchmarks.assembly``."""

    @ANY
    @given(problems())
    def test_a_programming_holds_to_the_centime_and_explains_itself(
        self, asked: Problem
    ) -> None:
        """Envelopes, requests and sums; each action has its outcome, said."""
        amounts = solved(asked)
        if amounts is None:
            return
        found = solve(asked)
        explained = explain(asked, found)

        assert violations(asked, amounts) == ()
        assert found.gap_pct < Decimal("0.01")
        for funder in FUNDERS:
            given_ = sum(one.get(funder, 0) for one in amounts.values())
            limit = asked.envelope(funder)
            assert limit is not None
            assert given_ <= limit.centimes
        assert sum(one.granted_centimes for one in explained.dossiers) == sum(
            map(found.granted, found.retained)
        )
        for one in explained.dossiers:
            assert (one.outcome is Outcome.ECARTEE) == (one.granted_centimes == 0)
            assert one.sentence.endswith(".")
            assert "pourrait y entrer" not in one.sentence

    @ANY
    @given(problems(), st.randoms(use_true_random=False))
    def test_the_order_of_deposit_changes_nothing(
        self, asked: Problem, rng: random.Random
    ) -> None:
        """Files, lines, constraints and numbers in another order: the same amounts."""
        numbers = [one.numero for one in asked.dossiers]
        rng.shuffle(numbers)
        mixed = [
            replace(one, numero=numero, lines=one.lines[::-1])
            for one, numero in zip(asked.dossiers, numbers, strict=True)
        ]
        rng.shuffle(mixed)
        constraints = list(asked.constraints)
        rng.shuffle(constraints)
        other = replace(asked, dossiers=tuple(mixed), constraints=tuple(constraints))

        assert solved(asked) == solved(other)

    @ANY
    @given(problems(), st.integers(1, 5_000_00), st.sampled_from(FUNDERS))
    def test_a_larger_envelope_never_lowers_the_best_value(
        self, asked: Problem, more: int, funder: str
    ) -> None:
        """Nor does it make impossible what was possible."""
        amounts, limit = solved(asked), asked.envelope(funder)
        assert limit is not None
        larger = asked.having(replace(limit, centimes=limit.centimes + more))
        if amounts is None:
            return
        after = solve(larger)

        # A search cut short is held to its bound.
        best = after.value if after.is_proven else after.bound
        assert best >= asked.value(amounts)

    @ANY
    @given(problems())
    def test_the_same_problem_has_the_same_programming_twice(
        self, asked: Problem
    ) -> None:
        """To the centime, and to its bound."""
        if solved(asked) is not None:
            assert solve(asked) == solve(asked)
