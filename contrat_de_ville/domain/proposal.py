"""A programming computed for the committees: amounts, sentences, what explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.explaining import (
    Explained,
    Explanation,
    LineExplained,
)
from contrat_de_ville.domain.assembly.pricing import Price
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.wording import capital, full_price
from contrat_de_ville.domain.motives import motive_of
from contrat_de_ville.domain.programming import Ranked


NOTHING_ASKED = "Rien n'est demandé à ce financeur"


@dataclass(frozen=True, kw_only=True)
class ProposedLine:
    """One funder's proposed part, in centimes, and the sentence that explains it."""

    numero: str
    funder: str
    amount_centimes: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is recorded of a computed programming.

    Attributes:
        lines: an amount and a sentence for every line of every admissible action.
        ranking: the actions by points.
        official: the question as the official state puts it, whose hash is
            ``inputs_sha256``.
        problem, solution: the question answered, changed by a scenario or not, and
            its answer.
        summary: what explains the whole, as plain values: amounts in centimes, exact
            values as text (``value``, ``bound``: in the unit of ``Problem.value``).
    """

    lines: tuple[ProposedLine, ...]
    ranking: tuple[Ranked, ...]
    official: Problem
    problem: Problem
    solution: Solution
    inputs_sha256: str
    summary: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why no programming could be computed, in French."""

    sentence: str


def proposed_lines(
    problem: Problem, explanation: Explanation
) -> tuple[ProposedLine, ...]:
    """Return every line with its amount and why, in the order of the numbers."""
    return tuple(
        ProposedLine(
            numero=one.numero,
            funder=line.funder,
            amount_centimes=found.granted_centimes if found else 0,
            reason=_reason(line, found, _because(problem, one, line)),
        )
        for one in explanation.dossiers
        for line, found in _paired(problem.by_key[one.key], one)
    )


def _paired(
    dossier: Dossier, explained: Explained
) -> list[tuple[AskedLine, LineExplained | None]]:
    """A line that asks nothing is not explained, and still has its amount."""
    found = {one.funder: one for one in explained.lines}
    return [(line, found.get(line.funder)) for line in dossier.sorted_lines]


def _because(problem: Problem, action: Explained, line: AskedLine) -> str:
    """Say what a line owes its place to: the aid of a chantier imposes no other."""
    dossier = problem.by_key[action.key]
    if (
        dossier.is_imposed
        or line.is_imposed
        or not action.because.startswith("imposée")
    ):
        return action.because
    return f"l'action vaut {full_price(problem, dossier)}"


def _reason(line: AskedLine, found: LineExplained | None, because: str) -> str:
    if found is None:
        return NOTHING_ASKED
    if found.sentence:
        return capital(found.sentence)
    if line.is_fixed and line.cap_reason:
        return capital(line.cap_reason)
    is_rounded = found.granted_centimes < found.asked_centimes
    whole = "à l'euro près" if is_rounded else "en entier"
    said = f"Demande retenue {whole} ({because})"
    return f"{said}, {line.cap_reason}" if line.cap_reason else said


def summary_of(
    problem: Problem,
    solution: Solution,
    explanation: Explanation,
    prices: Sequence[Price],
    changes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what explains a programming, as plain values to be kept."""
    return {
        "value": str(solution.value),
        "bound": str(solution.bound),
        "value_points": str(problem.points(solution.value)),
        "bound_points": str(problem.points(solution.bound)),
        "gap_pct": str(solution.gap_pct),
        "optimum": solution.said(),
        "objective": problem.objective.value,
        "funding": problem.funding.value,
        "base_points": problem.base_points,
        "changes": list(changes),
        "constraints": [
            {"slot": one.slot, "name": one.name} for one in problem.sorted_constraints
        ],
        "prices": [
            {**asdict(one), "lost": str(one.lost), "lost_points": _points(problem, one)}
            for one in prices
        ],
        "borderline": [
            {
                **asdict(one),
                "last_in": list(one.last_in),
                "first_out": list(one.first_out),
            }
            for one in explanation.borderline
        ],
        "dossiers": [_kept(problem, one) for one in explanation.dossiers],
    }


def _points(problem: Problem, price: Price) -> str:
    return str(problem.points(price.lost))


def _kept(problem: Problem, one: Explained) -> dict[str, Any]:
    dossier = problem.by_key[one.key]
    return {
        "numero": one.numero,
        "key": one.key,
        "outcome": one.outcome.value,
        "asked_centimes": one.asked_centimes,
        "granted_centimes": one.granted_centimes,
        "kept_by": list(one.kept_by),
        "sentence": one.sentence,
        "motifs_porteur": {
            line.funder: motive_of(problem, dossier, line, found)
            for line, found in _paired(dossier, one)
        },
    }
