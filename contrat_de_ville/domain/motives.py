"""What a porteur is told of an amount that was computed: short, and about it alone.

The committee reads why in full, other files and their prices included
(:mod:`contrat_de_ville.domain.assembly.reasons`); a letter never has those.
"""

from __future__ import annotations

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Enveloppe,
    MinimumUtile,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.explaining import LineExplained
from contrat_de_ville.domain.assembly.funder_names import of_funder
from contrat_de_ville.domain.assembly.grid import grid_of
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.wording import capital
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming import ACI_REASON


NOTHING_ASKED = "Rien n'est demandé à ce financeur."
LEFT_OUT = "L'action n'a pas été retenue dans la programmation."
REDUCED = "Le montant a été réduit dans l'équilibre de la programmation."
_RATE = "plafond"
"""How the sentence of a rate begins: it bounds the amount, it does not give it."""
_OF_THE_NOTE = (ACI_REASON, "Pas d'aide ACI")


def motive_of(
    problem: Problem, dossier: Dossier, line: AskedLine, found: LineExplained | None
) -> str:
    """Return what the porteur of a line is told of the amount computed for it.

    No other action, no points, no rank; its own amounts and the campaign's rules only.

    Args:
        problem: the question that was answered.
        dossier: the action.
        line: one funder's part in it.
        found: how that part is explained; nothing where it asks for nothing.
    """
    if found is None:
        return NOTHING_ASKED
    if not found.sentence:
        return _retained(line, found)
    if dossier.is_excluded:
        return LEFT_OUT
    grid = grid_of(problem, dossier, line)
    if not line.most_centimes or (grid and found.granted_centimes == grid.full):
        return _bounded(line)
    if grid is None:
        return _too_small(line, problem.line_minimum(line))
    return _held(problem, dossier, found)


def plain_motive(reason: str, granted_centimes: int) -> str:
    """Return what a porteur may be told where no motive was recorded for it.

    Args:
        reason: the committee's sentence; what the note's rules give is kept.
        granted_centimes: the amount proposed.
    """
    if "(TFPB)" in reason or reason.startswith(_OF_THE_NOTE):
        return _sentence(reason)
    return REDUCED if granted_centimes else LEFT_OUT


def _retained(line: AskedLine, found: LineExplained) -> str:
    if line.is_fixed and line.cap_reason:
        return _sentence(line.cap_reason)
    if found.granted_centimes < found.asked_centimes:
        return "Demande retenue, à l'euro près."
    return "Demande retenue en entier."


def _bounded(line: AskedLine) -> str:
    """Say the rule that gives no more: a rate, the aid of a chantier, the TFPB."""
    if not line.cap_reason:
        most = format_euros(line.most_centimes)
        return f"Le montant qui peut être accordé est de {most} au plus."
    if line.cap_reason.startswith(_RATE) and line.most_centimes:
        return _sentence(f"ramené au {line.cap_reason}")
    return _sentence(line.cap_reason)


def _too_small(line: AskedLine, least: int) -> str:
    is_all = line.most_centimes == line.asked_centimes
    amount = "demandé" if is_all else "qui peut être accordé"
    return f"Le montant {amount} est sous le minimum utile de {format_euros(least)}."


def _held(problem: Problem, dossier: Dossier, found: LineExplained) -> str:
    by_slot: dict[str, Constraint] = {
        one.slot: one for one in (*problem.constraints, problem.minimum)
    }
    told = [
        said
        for slot in dict.fromkeys(found.held_by)
        if slot in by_slot and (said := _of_constraint(by_slot[slot], dossier))
    ]
    if told:
        return " ".join(told)
    return REDUCED if found.granted_centimes else LEFT_OUT


def _of_constraint(constraint: Constraint, dossier: Dossier) -> str:
    said = ""  # constraints that count actions never limit an amount
    match constraint:
        case Enveloppe(funder=funder):
            is_apart = constraint.reserved and constraint.is_open_to(dossier)
            apart = ", hors crédits réservés" if is_apart else ""
            said = f"L'enveloppe {of_funder(funder)} est épuisée{apart}."
        case PartEnveloppe(funder=funder, label=label):
            whose = of_funder(funder)
            said = f"La part « {label} » de l'enveloppe {whose} est épuisée."
        case PlafondPorteur():
            said = "Le plafond par porteur est atteint."
        case PlafondAxe(axe=axe):
            said = f"L'axe {axe} a atteint sa part de la programmation."
        case PlancherAxe(axe=axe):
            said = f"Une part de la programmation est gardée pour l'axe {axe}."
        case MinimumUtile(action_centimes=least):
            useful = format_euros(least)
            said = f"Ce qui peut être accordé est sous le minimum utile de {useful}."
    return said


def _sentence(text: str) -> str:
    return f"{capital(text).rstrip('.')}."
