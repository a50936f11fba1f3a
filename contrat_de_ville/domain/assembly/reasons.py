"""Sentences that say why a line got what it got, for a member of the committee."""

from __future__ import annotations

from contrat_de_ville.domain.assembly.constraints import (
    Enveloppe,
    MinimumUtile,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.funder_names import to_funder
from contrat_de_ville.domain.assembly.grid import grid_of
from contrat_de_ville.domain.assembly.problem import Funding
from contrat_de_ville.domain.assembly.situation import Hold, Served, Situation
from contrat_de_ville.domain.assembly.wording import (
    full_price,
    listed,
    price,
    share,
    the,
)
from contrat_de_ville.domain.money import format_euros


def of_line(situation: Situation, dossier: Dossier, line: AskedLine) -> str:
    """Say why a line did not get all it asks."""
    problem = situation.problem
    granted = situation.solution.granted(dossier.key, line.funder)
    if dossier.is_excluded:
        return "action exclue du calcul"
    grid = grid_of(problem, dossier, line)
    most = format_euros(line.most_centimes)
    if not line.most_centimes or (grid is not None and granted == grid.full):
        return line.cap_reason or f"{most} au plus peuvent être accordés"
    if grid is None:
        is_all = line.most_centimes == line.asked_centimes
        return (
            f"{most} {'demandés' if is_all else 'possibles'} "
            f"{to_funder(line.funder)}, sous le minimum utile de "
            f"{format_euros(problem.line_minimum(line))}"
        )
    holds = situation.holds(dossier, line)
    if not holds:
        return _unheld(situation, dossier)
    if len(holds) > 1 and _is_overtaken(situation, dossier, line.funder):
        # Less worthy actions entered the envelope: something else kept this one out.
        holds = (*holds[1:], holds[0])
    first, *others = holds
    said = _of_hold(situation, dossier, line, first)
    if others:
        also = listed([the(one.constraint) for one in others])
        return f"{said} ; {also} l'empêche{'nt' if len(others) > 1 else ''} aussi"
    return said


def _is_overtaken(situation: Situation, dossier: Dossier, funder: str) -> bool:
    entry = situation.entry(funder)
    return entry is not None and entry.worth < situation.problem.worth(dossier.key)


def _unheld(situation: Situation, dossier: Dossier) -> str:
    if not situation.problem.worth(dossier.key):
        return "aucun point : la financer n'ajoute rien à la programmation"
    return (
        f"non départagée : la programmation est {situation.solution.said()}, et cette "
        "action pourrait y entrer"
    )


def _of_hold(
    situation: Situation, dossier: Dossier, line: AskedLine, hold: Hold
) -> str:
    tally, room, need = situation.tally, hold.room, hold.need
    name = hold.constraint.name
    left = f"il reste {format_euros(room)}"
    needed = f"{left}, il en faut {format_euros(need)}{_why(situation, line, need)}"
    match hold.constraint:
        case Enveloppe(funder=funder) | PartEnveloppe(funder=funder):
            is_in = situation.solution.granted(dossier.key, funder) > 0
            said = f"{name} épuisée : {left if is_in else needed}"
            is_part = isinstance(hold.constraint, PartEnveloppe)
            order = "" if is_part else _order(situation, dossier, funder, need)
            return f"{said} ; {order}" if order else said
        case PlafondPorteur():
            has = format_euros(tally.by_porteur[dossier.porteur])
            return f"{name} : ses actions reçoivent déjà {has}, {needed}"
        case PlafondAxe(axe=axe):
            has = share(tally.by_axe[axe], tally.total)
            return f"{name} atteint : l'axe reçoit déjà {has} de la programmation"
        case PlancherAxe(axe=axe):
            has = share(tally.by_axe[axe], tally.total)
            return (
                f"{name} : l'axe {axe} en est à {has}, donner davantage à un autre axe "
                "le ferait descendre sous son plancher"
            )
        case MinimumUtile():
            return (
                f"{name} : seule, cette part ({format_euros(room)}) n'y suffit pas, et "
                "les autres financeurs ne la complètent pas"
            )
        case _:  # counting constraints never limit an amount
            return name


def _why(situation: Situation, line: AskedLine, need: int) -> str:
    if line.is_fixed or situation.problem.funding is not Funding.PARTIEL:
        return " (en entier ou rien)"
    return " (minimum utile)" if need > situation.problem.unit_centimes else ""


def _order(situation: Situation, dossier: Dossier, funder: str, need: int) -> str:
    """Compare an action with those its envelope serves, as fully as is true."""
    problem = situation.problem
    less, same, above = situation.rivals(dossier, funder)
    kept = [one for one in less if one.kept_by]
    smaller = [one for one in less if not one.kept_by]
    parts = []
    if smaller:
        parts.append(_of_smaller(smaller, need))
    elif same:
        equal = _names([one.numero for one in same])
        parts.append(
            f"à égalité ({full_price(problem, dossier)}) avec {equal}, que le comité "
            "peut lui préférer ou non"
        )
    elif above is not None:
        least = full_price(problem, problem.by_key[above.key])
        which = "autres actions retenues" if kept else "actions retenues"
        own = price(problem, dossier)
        parts.append(f"les {which} valent au moins {least}, celle-ci {own}")
    if kept:
        parts.append(_of_kept(kept))
    return " ; ".join(parts)


def _of_smaller(lower: list[Served], need: int) -> str:
    """Say that actions of less worth are in, for the money they take."""
    names = _names([one.numero for one in lower])
    if sum(one.centimes for one in lower) < need:
        fit = "tiennent" if len(lower) > 1 else "tient"
        return f"{names}, de moindre valeur, {fit} dans ce reste"
    return (
        f"{names}, de moindre valeur, {'sont' if len(lower) > 1 else 'est'} dans la "
        "combinaison de montants qui vaut le plus au total"
    )


def _of_kept(kept: list[Served]) -> str:
    names = _names([one.numero for one in kept])
    because = sorted({the(one) for served in kept for one in served.kept_by})
    are = "sont gardées" if len(kept) > 1 else "est gardée"
    return f"{names}, de moindre valeur, {are} par {listed(because)}"


def _names(numeros: list[str]) -> str:
    return listed(sorted(numeros))
