"""The question as plain values: what it is known by, whoever writes it down."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.problem import Problem


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return everything the answer depends on, in an order of its own.

    Numbers, titles and the names of quartiers decide nothing: two bases that received
    the same files in another order ask the same question.
    """
    return {
        "dossiers": [_of_dossier(one) for one in problem.sorted_dossiers],
        "contraintes": [
            {"contrainte": one.slot, **asdict(one)}
            for one in problem.sorted_constraints
        ],
        "objectif": problem.objective.value,
        "financement": problem.funding.value,
        "departage": problem.tie_break.value,
        "pas_centimes": problem.unit_centimes,
        "points_de_base": problem.base_points,
    }


def _of_dossier(dossier: Dossier) -> dict[str, Any]:
    record = asdict(dossier)
    lines = [asdict(one) for one in dossier.sorted_lines]
    kept = {
        name: value
        for name, value in record.items()
        if name not in {"numero", "title", "lines"}
    }
    return {**kept, "lignes": lines}
