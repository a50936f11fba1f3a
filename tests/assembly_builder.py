"""Small problems of programming, in euros, to be changed one thing at a time."""

from __future__ import annotations

from typing import Any

from contrat_de_ville.domain.assembly.constraints import Constraint, Enveloppe
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.tally import Amounts
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def line(funder: str, euros: int, **changes: Any) -> AskedLine:
    """Return a line that may be granted in full; *changes* are in centimes."""
    facts = {"asked_centimes": euros * 100, "most_centimes": euros * 100} | changes
    return AskedLine(funder=funder, **facts)


def chantier(euros: int, asked: int | None = None, **changes: Any) -> AskedLine:
    """Return the aid of a chantier: that exact amount of CAPH, or nothing."""
    return line("CAPH", asked or euros, most_centimes=euros * 100,
                least_centimes=euros * 100, **changes)  # fmt: skip


def dossier(number: int, points: int, *lines: AskedLine, **changes: Any) -> Dossier:
    """Return the action of that number, alone of its porteur, in axe 1."""
    facts: dict[str, Any] = {
        "key": f"cle-{number:03d}",
        "numero": f"2017-{number:04d}",
        "title": f"Action {number}",
        "porteur": f"{number:09d}",
        "axe": 1,
    }
    return Dossier(points=points, lines=lines, **(facts | changes))


def problem(*parts: Dossier | Constraint, **changes: Any) -> Problem:
    """Return the problem made of those dossiers and those constraints."""
    return Problem(
        dossiers=tuple(one for one in parts if isinstance(one, Dossier)),
        constraints=tuple(one for one in parts if not isinstance(one, Dossier)),
        **changes,
    )


def envelope(funder: str, euros: int) -> Enveloppe:
    """Return an envelope in euros."""
    return Enveloppe(funder=funder, centimes=euros * 100)


def granting(question: Problem, euros: dict[int, dict[str, int]]) -> Solution:
    """Return a programming given by hand: euros by number of action, then funder."""
    amounts: Amounts = {
        f"cle-{number:03d}": {funder: n * 100 for funder, n in by_funder.items()}
        for number, by_funder in euros.items()
    }
    value = question.value(amounts)
    return Solution(amounts=amounts, value=value, bound=value)


def in_euros(solution: Solution) -> dict[int, dict[str, int]]:
    """Return a programming in euros, by number of action then funder."""
    return {
        int(key.removeprefix("cle-")): {
            funder: centimes // 100 for funder, centimes in sorted(by_funder.items())
        }
        for key, by_funder in sorted(solution.amounts.items())
    }
