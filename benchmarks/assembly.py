"""Assembling a programming: how long, how near the best, and always right.

    python -m benchmarks.assembly 300 5000 --cases 10000

Each size is assembled and explained, against HiGHS alone on the same model; a what-if
is asked of the first size, once loaded and in a process of its own. Then so many small
cases, drawn from a seed, are checked: sums, envelopes and exactness to the centime,
independence of the order of deposit, a larger envelope that never lowers the value.
The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import replace
from typing import Any

from benchmarks.processes import timed
from contrat_de_ville.adapters.highs import Limits, maximise
from contrat_de_ville.adapters.pricing import price_constraints
from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.domain.assembly.conflict import InfeasibleError
from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    Enveloppe,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.assembly.model import build_model
from contrat_de_ville.domain.assembly.problem import Objective, Problem
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.verifying import violations


FUNDERS = ("ETAT", "CAPH", "DEPARTEMENT", "CAF")
WHAT_IFS = ("enveloppe ETAT -10 %", "axe 3 au moins 15 %", "enveloppes +5 %")
_LARGE = 1_000
_SHUFFLED_EVERY = 10


def main() -> None:
    """Measure each size, then check the cases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assembly")
    parser.add_argument("sizes", type=int, nargs="+", help="dossiers")
    parser.add_argument("--cases", type=int, default=0, help="small cases checked")
    parser.add_argument("--prices", action="store_true", help="price constraints too")
    parser.add_argument("--what-if", action="store_true", help="one what-if, no more")
    chosen = parser.parse_args()
    first = chosen.sizes[0]
    if chosen.what_if:
        assembled(parse_scenario("essai", [WHAT_IFS[0]]).applied_to(drawn(first)))
        return
    found: dict[str, Any] = {str(one): measured(one) for one in chosen.sizes}
    found["what_if_seconds"] = what_ifs(first)
    cold, _ = timed([sys.executable, "-m", __spec__.name, str(first), "--what-if"])
    found["what_if_cold_seconds"] = cold
    if chosen.prices:
        found["prices_seconds"] = prices(first)
    found["cases"] = checked(chosen.cases)
    sys.stdout.write(json.dumps(found) + "\n")


def measured(count: int) -> dict[str, Any]:
    """Assemble and explain *count* dossiers, against HiGHS alone on the same model."""
    problem = drawn(count)
    solve(drawn(5))  # imports what is imported once
    started = time.perf_counter()
    solution = assembled(problem)
    ours = time.perf_counter() - started
    model = build_model(problem)
    worths = [worth / problem.unit_centimes for worth in model.worths(problem)]
    started = time.perf_counter()
    maximise(model, worths, Limits(rel_gap=0.0 if count <= _LARGE else 1e-5))
    alone = time.perf_counter() - started
    return {
        "ours": ours,
        "alone": alone,
        "gap_pct": float(solution.gap_pct),
        "retained": len(solution.retained),
    }


def what_ifs(count: int) -> float:
    """Return the longest of several what-ifs, the problem being loaded."""
    problem, longest = drawn(count), 0.0
    for text in WHAT_IFS:
        started = time.perf_counter()
        assembled(parse_scenario("essai", [text]).applied_to(problem))
        longest = max(longest, time.perf_counter() - started)
    return longest


def prices(count: int) -> float:
    """Return the seconds it takes to price the tight constraints."""
    problem = drawn(count)
    solution = solve(problem)
    slots = explain(problem, solution).tight()
    started = time.perf_counter()
    price_constraints(problem, solution, slots)
    return time.perf_counter() - started


def assembled(problem: Problem) -> Solution:
    """Solve and explain."""
    solution = solve(problem)
    explain(problem, solution)
    return solution


def drawn(count: int, seed: int = 2017) -> Problem:
    """Draw *count* dossiers of four funders, and every kind of constraint."""
    rng = random.Random(seed)  # noqa: S311 (the same dossiers on every machine)
    quartiers = [f"Q{rank}" for rank in range(10 if count < _LARGE else 150)]
    dossiers = tuple(_dossier(rng, rank, count, quartiers) for rank in range(count))
    least = 2 if count >= _LARGE // 10 else 0
    constraints: tuple[Constraint, ...] = (
        *_envelopes(dossiers, 70),
        PlafondPorteur(centimes=60_000_00),
        MinimumUtile(line_centimes=1_000_00),
        Continuite(pct=60),
        *(PlancherAxe(axe=axe, pct=10 if least else 0) for axe in range(1, 8)),
        PlafondAxe(axe=1, pct=20 if least else 100),
        *(CouvertureQuartier(code=one, nom=one, count=least) for one in quartiers),
        CouverturePublic(code="femmes", nom="Femmes", count=least),
    )
    return Problem(dossiers=dossiers, constraints=constraints)


def _dossier(
    rng: random.Random, rank: int, count: int, quartiers: list[str]
) -> Dossier:
    funders = [one for one in FUNDERS if rng.random() < 0.6] or [FUNDERS[0]]  # noqa: PLR2004 (a share)
    amounts = [rng.randint(5, 150) * 100_00 for _ in funders]
    return Dossier(
        key=f"{rng.getrandbits(128):032x}",
        numero=f"2017-{rank:04d}",
        title=f"Action {rank}",
        porteur=f"{rng.randrange(max(count * 2 // 3, 1)):09d}",
        axe=rng.randint(1, 7),
        points=rng.randint(1, 15),
        lines=tuple(
            AskedLine(funder=funder, asked_centimes=n, most_centimes=n)
            for funder, n in zip(funders, amounts, strict=True)
        ),
        quartiers=tuple(rng.sample(quartiers, rng.randint(1, 2))),
        publics=tuple(rng.sample(["jeunes", "jeunes_familles", "femmes"], 1)),
        is_renewal=rng.random() < 0.4,  # noqa: PLR2004 (a share)
    )


def _envelopes(dossiers: tuple[Dossier, ...], pct: int) -> list[Enveloppe]:
    return [
        Enveloppe(
            funder=funder,
            centimes=sum(
                line.asked_centimes
                for one in dossiers
                for line in one.lines
                if line.funder == funder
            )
            * pct
            // 100,
        )
        for funder in FUNDERS
    ]


def checked(count: int) -> dict[str, float]:
    """Check *count* small cases; return how many held, and their pace.

    Raises:
        AssertionError: a property does not hold; the seed is said.
    """
    started = time.perf_counter()
    solutions = [_check(seed) for seed in range(count)]
    took = time.perf_counter() - started
    found = [one for one in solutions if one is not None]
    return {
        "count": count,
        "infeasible": count - len(found),
        "unproven": sum(not one.is_proven for one in found),
        "largest_gap_pct": float(max((one.gap_pct for one in found), default=0)),
        "seconds": took,
    }


def _check(seed: int) -> Solution | None:
    """Check one case; return its programming, if it has one."""
    rng = random.Random(seed)  # noqa: S311 (a case can be drawn again)
    problem = _small(rng)
    try:
        solution = solve(problem)
    except InfeasibleError:
        return None
    assert violations(problem, solution.amounts) == (), seed
    explained = explain(problem, solution)
    granted = sum(map(solution.granted, solution.retained))
    assert granted == sum(one.granted_centimes for one in explained.dossiers), seed
    if seed % _SHUFFLED_EVERY == 0:
        mixed = list(problem.dossiers)
        rng.shuffle(mixed)
        other = solve(replace(problem, dossiers=tuple(mixed)))
        assert other.amounts == solution.amounts, seed
    envelope = problem.envelope(rng.choice(FUNDERS))
    assert envelope is not None
    more = replace(envelope, centimes=envelope.centimes + rng.randint(1, 5_000_00))
    larger = solve(problem.having(more))
    # A search cut short is held to its bound.
    best = larger.value if larger.is_proven else larger.bound
    assert best >= solution.value, seed
    return solution


def _small(rng: random.Random) -> Problem:
    """Draw a few dossiers, to the centime, and some constraints."""
    dossiers = tuple(
        replace(
            one,
            porteur=str(rng.randrange(3)),
            lines=tuple(_to_the_centime(rng, line) for line in one.lines),
        )
        for one in drawn(rng.randint(1, 6), rng.randrange(10**9)).dossiers
    )
    possible: list[Constraint] = [
        PlafondPorteur(centimes=rng.randint(1_000_00, 40_000_00)),
        PlancherAxe(axe=dossiers[0].axe, pct=rng.randint(0, 40)),
        PlafondAxe(axe=dossiers[-1].axe, pct=rng.randint(20, 100)),
        CouvertureQuartier(code=dossiers[0].quartiers[0], nom="premier"),
        Continuite(pct=rng.randint(0, 100)),
        MinimumUtile(line_centimes=1_000_00, action_centimes=2_000_00),
    ]
    kept = rng.sample(possible, rng.randint(0, len(possible)))
    return Problem(
        dossiers=dossiers,
        constraints=(*_envelopes(dossiers, rng.randint(10, 100)), *kept),
        objective=rng.choice(list(Objective)),
    )


def _to_the_centime(rng: random.Random, line: AskedLine) -> AskedLine:
    """Ask centimes too, cap some requests, and make one in six an exact aid."""
    asked = line.asked_centimes + rng.randrange(100)
    most = rng.choice([asked, asked, rng.randint(0, asked)])
    least = most if rng.randrange(6) == 0 else 0
    return replace(line, asked_centimes=asked, most_centimes=most, least_centimes=least)


if __name__ == "__main__":
    main()
