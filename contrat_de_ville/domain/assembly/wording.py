"""How values and points are said in French."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from contrat_de_ville.domain.assembly.constraints import Constraint
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.problem import Objective, Problem
from contrat_de_ville.domain.money import NARROW_NBSP, rate


_A_THOUSAND_EUROS = 100_000
_PLURAL_FROM = 2
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def plain(text: str) -> str:
    """Take capitals and accents away, to compare what people type.

    >>> plain("Continuité À 60 %")
    'continuite a 60 %'
    """
    apart = unicodedata.normalize("NFD", text)
    return "".join(one for one in apart if not unicodedata.combining(one)).lower()


def number(value: Decimal | int) -> str:
    """Write a number the French way, without decimals that say nothing.

    >>> number(Decimal("1200.50")).replace(NARROW_NBSP, " "), number(6)
    ('1 200,5', '6')
    """
    text = f"{value:,}"
    whole, _, decimals = text.partition(".")
    kept = decimals.rstrip("0")
    spaced = whole.replace(",", NARROW_NBSP)
    return f"{spaced},{kept}" if kept else spaced


def points(problem: Problem, value: int) -> str:
    """Say a value in points, to the point (to the tenth under « actions »).

    A difference of values is said the same way.
    """
    found = problem.points(value)
    is_euros = problem.objective is Objective.EUROS
    exact = Decimal(1) if is_euros else _TENTH
    rounded = found.quantize(exact, rounding=ROUND_HALF_UP)
    return f"{number(rounded)} point{'s' if abs(rounded) >= _PLURAL_FROM else ''}"


def price(problem: Problem, dossier: Dossier) -> str:
    """Say what an action is worth for the money, as a bare number.

    Points for a euro asked, or for 1 000 € asked under « actions ». For a euro they
    are its own points, as people know them: base points change nothing of the order.
    """
    return number(_price(problem, dossier))


def full_price(problem: Problem, dossier: Dossier) -> str:
    """Say what an action is worth for the money, with what is counted."""
    found = _price(problem, dossier)
    noun = "points" if found >= _PLURAL_FROM else "point"
    is_euros = problem.objective is Objective.EUROS
    per = "par euro demandé" if is_euros else "pour 1 000 € demandés"
    return f"{number(found)} {noun} {per}"


def _price(problem: Problem, dossier: Dossier) -> Decimal:
    if problem.objective is Objective.EUROS:
        return Decimal(dossier.points)
    points_there = dossier.points + problem.base_points
    worth = Decimal(points_there * _A_THOUSAND_EUROS) / max(dossier.asked_centimes, 1)
    return worth.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def share(part: int, whole: int) -> str:
    """Say a part of a whole in percent, with one decimal.

    >>> share(1, 8), share(0, 0)
    ('12,5 %', '0 %')
    """
    return f"{number(rate(part, whole) or 0)} %"


def the(constraint: Constraint) -> str:
    """Name a constraint within a sentence.

    >>> from contrat_de_ville.domain.assembly.constraints import Enveloppe, PlancherAxe
    >>> the(PlancherAxe(axe=3, pct=15)), the(Enveloppe(funder="ETAT", centimes=1))
    ("le plancher de l'axe 3 (15 %)", "l'enveloppe de l'État")
    """
    name = constraint.name
    return f"{constraint.article}{name[0].lower()}{name[1:]}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """List some names, and count the others.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a', 'a et b', 'a, b, c et 2 autres')
    """
    shown, others = list(names[:most]), len(names) - most
    if others > 0:
        shown.append(f"{others} autre{'s' if others > 1 else ''}")
    *first, last = shown
    return f"{', '.join(first)} et {last}" if first else last


def capital(text: str) -> str:
    """Begin a sentence with a capital; the rest is left as it is.

    >>> capital("la CAF"), capital("")
    ('La CAF', '')
    """
    return text[:1].upper() + text[1:]
