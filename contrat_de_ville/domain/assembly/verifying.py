"""Check a programming in whole centimes, whatever computed it.

Nothing here knows how a programming is found: each rule is read again from the
problem, so that a solver's rounding, or a mistake in its model, cannot pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.problem import Funding, Problem
from contrat_de_ville.domain.assembly.tally import Amounts, Tally
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import ContratDeVilleError


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One rule that a programming breaks, by its French name, and how."""

    name: str
    sentence: str


class UnverifiedProgrammingError(ContratDeVilleError):
    """What was computed breaks a rule: it is not a programming."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return (
            "La programmation calculée ne tient pas ses contraintes : "
            f"{' ; '.join(self.sentences)}. Rien n'est proposé : signalez ce calcul "
            "à la personne qui maintient le logiciel, avec le fichier du scénario."
        )


def require_verified(problem: Problem, amounts: Amounts) -> None:
    """Refuse a programming that breaks any rule.

    Raises:
        UnverifiedProgrammingError: with every rule broken.
    """
    found = violations(problem, amounts)
    if found:
        raise UnverifiedProgrammingError(tuple(one.sentence for one in found))


def violations(problem: Problem, amounts: Amounts) -> tuple[Violation, ...]:
    """Return every rule of *problem* that *amounts* break, in a fixed order."""
    unknown = sorted(set(amounts) - set(problem.by_key))
    if unknown:
        return tuple(
            Violation(name="Dossier inconnu", sentence=f"{key} n'est pas un dossier")
            for key in unknown
        )
    found = [
        one
        for dossier in problem.sorted_dossiers
        for one in _of_dossier(problem, dossier, dict(amounts.get(dossier.key, {})))
    ]
    tally = Tally(problem.dossiers, amounts)
    found += [
        Violation(name=one.name, sentence=f"contrainte non tenue : {one.name}")
        for one in problem.summed
        if one.excess(tally) > 0
    ]
    return tuple(found)


def _of_dossier(
    problem: Problem, dossier: Dossier, granted: dict[str, int]
) -> Iterator[Violation]:
    def broken(name: str, how: str) -> Violation:
        return Violation(name=name, sentence=f"action {dossier.numero} : {how}")

    lines = {one.funder: one for one in dossier.lines}
    for funder in sorted(set(granted) - set(lines)):
        yield broken("Financeur non demandé", f"rien n'est demandé à {funder}")
    for name, how in _of_total(problem, dossier, sum(granted.values())):
        yield broken(name, how)
    for line in dossier.sorted_lines:
        for name, how in _of_line(problem, line, granted.get(line.funder, 0)):
            yield broken(name, f"{line.funder}, {how}")
    if problem.funding is Funding.ACTION_ENTIERE and any(granted.values()):
        for line in dossier.sorted_lines:
            is_possible = line.most_centimes >= problem.line_minimum(line)
            if is_possible and not granted.get(line.funder):
                yield broken("Action entière ou rien", f"rien de {line.funder}")


def _of_total(
    problem: Problem, dossier: Dossier, total: int
) -> Iterator[tuple[str, str]]:
    if dossier.is_excluded and total:
        yield "Action exclue", "exclue et pourtant financée"
    if dossier.is_imposed and not total:
        yield "Action imposée", "imposée et pourtant non financée"
    if 0 < total < problem.action_minimum(dossier):
        yield problem.minimum.name, f"{format_euros(total)} en tout"


def _of_line(
    problem: Problem, line: AskedLine, centimes: int
) -> Iterator[tuple[str, str]]:
    said = format_euros(centimes)
    if centimes < 0 or centimes > line.most_centimes:
        yield "Maximum de la ligne", f"{said} accordés"
    if line.is_imposed and not centimes:
        yield "Aide imposée", "aide imposée non accordée"
    if 0 < centimes < problem.line_minimum(line):
        yield problem.minimum.name, f"{said} accordés"
    unit, most = problem.unit_centimes, line.most_centimes
    full = most // unit * unit
    if line.is_fixed or full < problem.line_minimum(line):
        full = most
    if centimes in {0, full}:
        return
    if line.is_fixed:
        yield "Montant exact", f"{said} au lieu du montant exact"
    elif problem.funding is not Funding.PARTIEL:
        yield "Entier ou rien", f"{said}, ni tout ni rien"
    elif centimes % unit:
        yield "Pas des montants", f"{said}, hors du pas"
