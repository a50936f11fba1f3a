"""A comparison of two scenarios with a proposal, amounts chosen by hand.

=========  ===  ========  ========  ========  ========
file       axe  asked     proposal  first     second
=========  ===  ========  ========  ========  ========
2017-0001  3    6 000 €   6 000 €   4 000 €   6 000 €
2017-0002  5    5 000 €   2 000 €   5 000 €   none
2017-0003  7    3 000 €   none      1 000 €   none
2017-0004  7    2 000 €   2 000 €   none      2 000 €
=========  ===  ========  ========  ========  ========

2017-0001 asks 4 000 € of ETAT and 2 000 € of CAPH; the second scenario moves 1 000 €
of 2017-0004 from ETAT to CAPH.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from contrat_de_ville.domain.assembly.comparing import Assembled, Heading, Names
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.scenario_effects import (
    Compared,
    Programming,
    SideBySide,
    side_by_side,
)
from tests.assembly_builder import dossier, envelope, granting, line, problem


QUESTION = problem(
    dossier(
        1, 6, line("ETAT", 4_000), line("CAPH", 2_000), axe=3,
        quartiers=("QP059050", "QP059059"), publics=("femmes",), orientation="3.1",
    ),
    dossier(2, 4, line("ETAT", 5_000), axe=5, orientation="5.2"),
    dossier(3, 3, line("ETAT", 3_000), axe=7, orientation="7.1"),
    dossier(4, 2, line("ETAT", 2_000), line("CAPH", 2_000), axe=7, orientation="7.1"),
    envelope("ETAT", 8_000),
    quartiers={"QP059050": "Centre", "QP059059": "Arenberg"},
)  # fmt: skip
NAMES = Names(
    axes={3: "Santé", 5: "Apprentissages", 7: "Citoyenneté"},
    porteurs={"000000001": "Association A", "000000002": "Association B"},
    orientations=("3.1", "4.1", "5.2", "7.1"),
)
PREVIOUS = {Heading.AXE: {"3": 5_000_00, "7": 1_500_00}}
PROPOSAL: dict[int, dict[str, int]] = {
    1: {"ETAT": 4_000, "CAPH": 2_000},
    2: {"ETAT": 2_000},
    4: {"ETAT": 2_000},
}
FIRST: dict[int, dict[str, int]] = {
    1: {"ETAT": 2_000, "CAPH": 2_000},
    2: {"ETAT": 5_000},
    3: {"ETAT": 1_000},
}
SECOND: dict[int, dict[str, int]] = {
    1: {"ETAT": 4_000, "CAPH": 2_000},
    4: {"ETAT": 1_000, "CAPH": 1_000},
}


def programming(
    name: str, euros: dict[int, dict[str, int]], said: str = "axe 5 au moins 30 %"
) -> Programming:
    """Return a programming given by hand, explained."""
    solution = granting(QUESTION, euros)
    return Programming(
        assembled=Assembled(name=name, problem=QUESTION, solution=solution),
        said=said,
        quality="optimum prouvé",
        explanation=explain(QUESTION, solution),
    )


def sides(first: str = "Premier", second: str = "Second") -> SideBySide:
    """Set the proposal and the two scenarios side by side."""
    base = programming("Proposition", PROPOSAL, said="version 1")
    base = replace(base, explanation=None)
    scenarios = [programming(first, FIRST), programming(second, SECOND)]
    return side_by_side([base, *scenarios], NAMES, PREVIOUS)


def compared(**changes: Any) -> Compared:
    """Return the comparison as a meeting reads it, with *changes* to its facts."""
    facts: dict[str, Any] = {
        "contrat": "CV195",
        "contrat_name": "Contrat de ville d'essai",
        "annee": 2017,
        "as_of": paris(date(2017, 3, 7), time(10, 0)),
        "sides": sides(),
        "orientations": {
            "3.1": "Santé pour tous",
            "4.1": "Habiter mieux",
            "5.2": "Apprendre",
            "7.1": "Participer",
        },
        "notes": ("La proposition a vieilli.",),
        "demonstration": ("Les enveloppes sont inventées.",),
    }
    return Compared(**(facts | changes))
