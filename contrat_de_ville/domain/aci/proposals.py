"""From the State's annexes to the headcounts they propose: a person accepts, or not.

Nothing here is written anywhere. What an annexe does not say (who was present on a
day, where people live, which chantier of a structure) is said, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain.aci.annexes import (
    VALIDE,
    Annexe,
    in_year,
    overlaps,
    total_problem,
)
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire
from contrat_de_ville.domain.aci.headcount import hundredths
from contrat_de_ville.domain.aci.terms import ChoixAci


class Verdict(StrEnum):
    """What an annexe allows to say of a chantier's headcount."""

    PROPOSE = "proposé"
    A_VERIFIER = "proposé, à vérifier"
    SANS_PROPOSITION = "rien à proposer"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the annexes propose for one chantier, and why.

    ``centiemes`` is the headcount on the campaign's basis; ``etp_centiemes`` and
    ``persons`` are what the annexes say, shown whatever the basis.
    """

    numero: str
    siret: str
    verdict: Verdict
    centiemes: int | None
    annexes: tuple[str, ...]
    etp_centiemes: int | None
    persons: int | None
    sentences: tuple[str, ...]


def propose_headcounts(
    chantiers: Mapping[str, str], annexes: Iterable[Annexe], choices: ChoixAci
) -> tuple[Proposal, ...]:
    """Propose a headcount for each chantier, from its structure's valid annexes.

    Args:
        chantiers: SIRET of the porteur by number of deposit.
        annexes: the versions read, whatever their state.
        choices: what the campaign counts, at what date, of what territory.
    """
    known = list(annexes)
    shared = Counter(chantiers.values())
    return tuple(
        _proposal(
            numero,
            siret,
            [one for one in known if one.siret == siret],
            choices,
            chantiers_count=shared[siret],
        )
        for numero, siret in sorted(chantiers.items())
    )


def _proposal(
    numero: str,
    siret: str,
    annexes: Sequence[Annexe],
    choices: ChoixAci,
    *,
    chantiers_count: int,
) -> Proposal:
    dated = in_year(annexes, _year(choices))
    valid = [one for one in dated if one.state == VALIDE]
    refusal = next(_refusals(dated, valid, choices, chantiers_count), "")
    counted = _counted(valid, choices)
    doubts = () if refusal else tuple(_doubts(counted))
    return Proposal(
        numero=numero,
        siret=siret,
        verdict=_verdict(refusal, doubts),
        centiemes=None if refusal else _value(counted, choices),
        annexes=tuple(one.name for one in counted),
        etp_centiemes=_sum_etp(counted, choices) if counted else None,
        persons=_persons(counted),
        sentences=(refusal,) if refusal else doubts,
    )


def _year(choices: ChoixAci) -> int:
    """Return the year of the annexes: they count the persons of the one before."""
    is_before = choices.base_effectif is BaseEffectif.PERSONNES_ANNEE
    return choices.date_reference.year + is_before


def _refusals(
    dated: Sequence[Annexe],
    valid: Sequence[Annexe],
    choices: ChoixAci,
    chantiers_count: int,
) -> Iterator[str]:
    """Say why nothing is proposed, the first reason first."""
    on, counted = f"{choices.date_reference:%d/%m/%Y}", _counted(valid, choices)
    if not dated:
        yield f"Aucune annexe de {_year(choices)} pour ce SIRET dans le fichier."
    if not valid:
        states = ", ".join(f"{n} {name}" for name, n in _states(dated))
        yield f"Aucune annexe de {_year(choices)} n'est à l'état {VALIDE} ({states})."
    if pairs := overlaps(valid):
        names = " et ".join(one.name for one in pairs[0])
        yield f"Deux versions valides couvrent les mêmes jours : {names}."
    if choices.territoire is not Territoire.TOUS_SALARIES:
        yield "L'annexe ne dit pas où habitent les salariés."
    if choices.base_effectif is BaseEffectif.PERSONNES_PRESENTES:
        yield f"L'annexe ne dit pas combien de personnes étaient présentes le {on}."
    if not counted:
        yield f"Aucune annexe valide ne couvre le {on}."
    if chantiers_count > 1:
        yield (
            f"La structure porte {chantiers_count} chantiers, que l'annexe ne "
            "distingue pas : donnez l'effectif de chacun."
        )
    if _value(counted, choices) is None:
        yield (
            "Le nombre de personnes n'est pas dit, ou l'est par plusieurs annexes dont "
            "on ne sait pas si elles se recoupent : donnez-le."
        )


def _states(annexes: Iterable[Annexe]) -> list[tuple[str, int]]:
    return sorted(Counter(one.state for one in annexes).items())


def _counted(valid: Sequence[Annexe], choices: ChoixAci) -> list[Annexe]:
    """Keep the annexes the basis looks at: those of a day, or those of the year."""
    if choices.base_effectif is BaseEffectif.POSTES_CONVENTIONNES:
        return [one for one in valid if one.covers(choices.date_reference)]
    return list(valid)


def _value(counted: Sequence[Annexe], choices: ChoixAci) -> int | None:
    if choices.base_effectif is BaseEffectif.PERSONNES_ANNEE:
        persons = _persons(counted)
        return None if persons is None else persons * 100
    return _sum_etp(counted, choices)


def _sum_etp(counted: Sequence[Annexe], choices: ChoixAci) -> int:
    """Sum posts as agreed on the day, or full-time equivalents over the year."""
    if choices.base_effectif is BaseEffectif.POSTES_CONVENTIONNES:
        return sum(one.etp_centiemes for one in counted)
    return sum(one.annual_etp_centiemes() for one in counted)


def _persons(counted: Sequence[Annexe]) -> int | None:
    """Return the persons of the one annexe: those of several may be the same ones."""
    return counted[0].persons if len(counted) == 1 else None


def _doubts(counted: Sequence[Annexe]) -> Iterator[str]:
    """Say what a person should look at before accepting."""
    for one in counted:
        if problem := total_problem(one):
            yield f"{problem[0].upper()}{problem[1:]}."
        if one.persons is not None and one.persons * 100 < one.etp_centiemes:
            yield (
                f"Annexe {one.name} : {one.persons} personnes pour "
                f"{hundredths(one.etp_centiemes)} ETP, moins de personnes que de "
                "temps pleins."
            )
    if len(counted) > 1:
        names = ", ".join(one.name for one in counted)
        yield f"Somme de {len(counted)} annexes : {names}."


def _verdict(refusal: str, doubts: tuple[str, ...]) -> Verdict:
    if refusal:
        return Verdict.SANS_PROPOSITION
    return Verdict.A_VERIFIER if doubts else Verdict.PROPOSE
