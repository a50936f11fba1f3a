"""Why each action is retained, reduced or left out, and which constraint held it.

A line is held by the constraints that forbid its next step, all else being equal; an
action is kept by those that its leaving would break. Debate goes to the borderline
files: the last that entered each envelope, and the first left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.assembly.constraints import Enveloppe
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.funder_names import the_funder
from contrat_de_ville.domain.assembly.grid import grid_of
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.reasons import of_line
from contrat_de_ville.domain.assembly.situation import Situation
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.wording import full_price, listed, price, the
from contrat_de_ville.domain.money import format_euros


_SHOWN = 3
"""How many borderline files are named on each side of an envelope's last euro."""


class Outcome(StrEnum):
    """What becomes of an action, as read by a committee."""

    ENTIERE = "retenue en entier"
    REDUITE = "réduite"
    ECARTEE = "non retenue"


@dataclass(frozen=True, kw_only=True)
class LineExplained:
    """One funder's part, what held it, and the sentence that says so.

    ``held_by`` has the slots of the constraints; ``sentence`` is empty for a line
    granted in full, to the unit of the problem.
    """

    funder: str
    asked_centimes: int
    granted_centimes: int
    held_by: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One action's outcome.

    ``kept_by`` has the slots its leaving would break; ``because`` says what a retained
    action owes its place to.
    """

    key: str
    numero: str
    title: str
    outcome: Outcome
    asked_centimes: int
    granted_centimes: int
    kept_by: tuple[str, ...]
    sentence: str
    lines: tuple[LineExplained, ...]
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Borderline:
    """The files on either side of the last euro of an envelope, by number.

    ``entry_price`` is what the last to enter on its own is worth, as people read it.
    """

    funder: str
    name: str
    remaining_centimes: int
    entry_price: str
    last_in: tuple[str, ...]
    first_out: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Every action by number, and the borderline files of each spent envelope."""

    dossiers: tuple[Explained, ...]
    borderline: tuple[Borderline, ...]

    def tight(self) -> tuple[str, ...]:
        """Return the slots of the constraints that hold or keep some action."""
        found = {slot for one in self.dossiers for slot in one.kept_by}
        for one in self.dossiers:
            found |= {slot for line in one.lines for slot in line.held_by}
        return tuple(sorted(found))


def explain(problem: Problem, solution: Solution) -> Explanation:
    """Explain a verified programming, action by action."""
    situation = Situation(problem, solution)
    dossiers = tuple(
        _explained(situation, one)
        for one in sorted(problem.dossiers, key=lambda one: one.numero)
    )
    return Explanation(
        dossiers=dossiers,
        borderline=tuple(
            found
            for one in problem.sorted_constraints
            if isinstance(one, Enveloppe)
            and (found := _borderline(situation, one, dossiers)) is not None
        ),
    )


def _explained(situation: Situation, dossier: Dossier) -> Explained:
    granted = situation.solution.granted(dossier.key)
    asked = dossier.asked_centimes
    lines = tuple(
        _line(situation, dossier, line)
        for line in dossier.sorted_lines
        if line.asked_centimes
    )
    outcome = Outcome.ECARTEE
    if granted:
        is_less = any(one.sentence for one in lines)
        outcome = Outcome.REDUITE if is_less else Outcome.ENTIERE
    because = _because(situation, dossier) if granted else ""
    return Explained(
        key=dossier.key,
        numero=dossier.numero,
        title=dossier.title,
        outcome=outcome,
        asked_centimes=asked,
        granted_centimes=granted,
        kept_by=tuple(one.slot for one in situation.kept_by(dossier) if granted),
        sentence=_sentence(situation, dossier, outcome, lines, because),
        lines=lines,
        because=because,
    )


def _line(situation: Situation, dossier: Dossier, line: AskedLine) -> LineExplained:
    granted = situation.solution.granted(dossier.key, line.funder)
    grid = grid_of(situation.problem, dossier, line)
    is_held = grid is not None and granted < grid.full
    holds = situation.holds(dossier, line) if is_held else ()
    missing = line.asked_centimes - granted
    is_full = granted > 0 and missing < situation.problem.unit_centimes
    return LineExplained(
        funder=line.funder,
        asked_centimes=line.asked_centimes,
        granted_centimes=granted,
        held_by=tuple(one.constraint.slot for one in holds),
        sentence="" if is_full else of_line(situation, dossier, line),
    )


def _sentence(
    situation: Situation,
    dossier: Dossier,
    outcome: Outcome,
    lines: tuple[LineExplained, ...],
    because: str,
) -> str:
    asked = format_euros(dossier.asked_centimes)
    granted = format_euros(situation.solution.granted(dossier.key))
    if outcome is Outcome.ENTIERE:
        said = f"Retenue en entier : {granted}"
        if granted != asked:
            unit = format_euros(situation.problem.unit_centimes)
            said += f" ({asked} demandés, montants arrondis à {unit} près)"
        return f"{said}{' ;' if because.startswith('elle') else ','} {because}."
    missing = sorted(
        (one for one in lines if one.sentence),
        key=lambda one: (one.granted_centimes - one.asked_centimes, one.funder),
    )
    why = missing[0].sentence if missing else "rien n'est demandé aux financeurs"
    others = [the_funder(one.funder) for one in missing[1:]]
    if others and not dossier.is_excluded:
        why += f" (parts réduites ou nulles aussi pour {listed(others)})"
    if outcome is Outcome.ECARTEE:
        return f"Non retenue ({asked} demandés) : {why}."
    return f"Réduite à {granted} ({asked} demandés) : {why}."


def _because(situation: Situation, dossier: Dossier) -> str:
    """Say what a retained action owes its place to."""
    problem, own = situation.problem, situation.problem.worth(dossier.key)
    if dossier.is_imposed or any(one.is_imposed for one in dossier.lines):
        return "imposée"
    entries = [situation.entry(line.funder) for line in dossier.lines]
    above = [one for one in entries if one is not None and one.worth > own]
    kept = situation.kept_by(dossier)
    if kept and (above or not own):
        return f"gardée par {listed([the(one) for one in kept])}"
    return f"elle vaut {full_price(problem, dossier)}"


def _borderline(
    situation: Situation, envelope: Enveloppe, dossiers: tuple[Explained, ...]
) -> Borderline | None:
    """Return the files around the last euro of an envelope that held some line."""
    problem, funder = situation.problem, envelope.funder
    held = [
        one.key
        for one in dossiers
        for line in one.lines
        if line.funder == funder and envelope.slot in line.held_by
    ]
    if not held:
        return None
    entry = situation.entry(funder)
    # A reduced file is on both sides; it is named once, among those left out.
    entered = [
        one
        for one in situation.served.get(funder, [])
        if not one.kept_by and not one.is_imposed and one.key not in held
    ]
    held.sort(key=lambda key: (-problem.worth(key), key))
    last_in = tuple(one.numero for one in entered[:_SHOWN])
    first_out = tuple(problem.by_key[key].numero for key in held[:_SHOWN])
    remaining = envelope.room(situation.tally, problem.by_key[held[0]], funder) or 0
    said = f"{envelope.name} : il reste {format_euros(remaining)}"
    entry_price = ""
    if entry:
        last = problem.by_key[entry.key]
        entry_price = price(problem, last)
        said += f", le prix d'entrée est de {full_price(problem, last)}"
    if last_in:
        said += f" ; dernières entrées : {listed(last_in)}"
    return Borderline(
        funder=funder,
        name=envelope.name,
        remaining_centimes=remaining,
        entry_price=entry_price,
        last_in=last_in,
        first_out=first_out,
        sentence=f"{said} ; premières à l'écart ou réduites : {listed(first_out)}.",
    )
