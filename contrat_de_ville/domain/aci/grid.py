"""The grid of the utilité sociale: points the committee gives, an amount it signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.domain.aci.bareme import BaremeAci
from contrat_de_ville.domain.aci.errors import UtiliteSocialeOutOfRangeError
from contrat_de_ville.domain.deposit_values import parse_count
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import BadInputError


PAS = "pas_euros"


@dataclass(frozen=True, kw_only=True)
class Grille:
    """A step in centimes, and the most points of each criterion, by code."""

    pas_centimes: int
    criteres: Mapping[str, int]


def grille_from(value: Mapping[str, Any]) -> Grille:
    """Read the choice ``aci.grille_utilite``; see :func:`grid_problem`."""
    return Grille(
        pas_centimes=value[PAS] * 100,
        criteres={code: most for code, most in value.items() if code != PAS},
    )


def grid_problem(value: object) -> str:
    """Say what keeps *value* from being a grid; nothing when it is one."""
    is_grid = isinstance(value, Mapping) and all(
        type(one) is int and one > 0 for one in value.values()
    )
    if not is_grid or not isinstance(value, Mapping) or set(value) <= {PAS}:
        return (
            f"donnez « {PAS} » et, pour chaque critère, le nombre de points au plus "
            f"(par exemple « {{{PAS}: 1000, service_rendu: 3, jeunes: 2}} »)"
        )
    return "" if PAS in value else f"il manque le pas en euros (« {PAS}: 1000 »)"


def figure_of(grille: Grille, points: Mapping[str, int], bareme: BaremeAci) -> int:
    """Return what the committee's points give, in centimes: floor and steps.

    Raises:
        BadInputError: a criterion unknown or left out, or points out of its range.
        UtiliteSocialeOutOfRangeError: the grid leads out of the note's range.
    """
    asked = ", ".join(f"{code} (0 à {most})" for code, most in grille.criteres.items())
    remedy = f"Donnez les points de chaque critère de la grille : {asked}."
    if unknown := sorted(points.keys() - grille.criteres.keys()):
        raise BadInputError(f"« {unknown[0]} » n'est pas de la grille.", remedy)
    if missing := sorted(grille.criteres.keys() - points.keys()):
        raise BadInputError(f"Il manque les points de « {missing[0]} ».", remedy)
    for code, given in points.items():
        if not 0 <= given <= grille.criteres[code]:
            raise BadInputError(f"« {code} » reçoit {plural(given, 'point')}.", remedy)
    low, high = bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes
    figure = low + sum(points.values()) * grille.pas_centimes
    if figure > high:
        raise UtiliteSocialeOutOfRangeError(figure, low, high)
    return figure


def require_figure(
    grille: Grille, points: Mapping[str, int], bareme: BaremeAci, amount_centimes: int
) -> None:
    """Refuse an amount that is not what the committee's own points give.

    Raises:
        BadInputError: the two differ, or the points are wrong (:func:`figure_of`).
    """
    figure = figure_of(grille, points, bareme)
    if figure != amount_centimes:
        raise BadInputError(
            f"La grille donne {format_euros(figure)} "
            f"({plural(sum(points.values()), 'point')} × "
            f"{format_euros(grille.pas_centimes)} + "
            f"{format_euros(bareme.utilite_plancher_centimes)}), et le montant signé "
            f"est {format_euros(amount_centimes)}.",
            "Revoyez les points, ou le montant.",
        )


def is_on_a_step(grille: Grille, amount_centimes: int, bareme: BaremeAci) -> bool:
    """Tell whether an amount is the floor and a whole number of steps."""
    above = amount_centimes - bareme.utilite_plancher_centimes
    return above >= 0 and above % grille.pas_centimes == 0


def points_given(written: Iterable[str]) -> dict[str, int]:
    """Read the points of each criterion, written « critere=2 ».

    >>> points_given(["service_rendu=2", "jeunes=0"])
    {'service_rendu': 2, 'jeunes': 0}

    Raises:
        BadInputError: not so written, or a criterion given twice.
    """
    points: dict[str, int] = {}
    for one in written:
        code, mark, given = (part.strip() for part in one.partition("="))
        if not code or not mark or code in points:
            raise BadInputError(
                f"« {one} » ne donne pas les points d'un critère, une fois.",
                "Écrivez par exemple service_rendu=2.",
            )
        points[code] = parse_count(given)
    return points


def points_text(grille: Grille, points: Mapping[str, int]) -> str:
    """Write the points as the committee's reason keeps them."""
    listed = ", ".join(
        f"{code} {points[code]} sur {most}" for code, most in grille.criteres.items()
    )
    return f"grille : {listed}"
