"""The headcount of a chantier: how many of what, when, where, and who says so.

Persons are not full-time equivalents (43 persons for 14.23 in one real annexe): the
basis is the campaign's, and a headcount on another basis is never taken for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from contrat_de_ville.domain.aci.choices import (
    PERSONS,
    AnneePartielle,
    BaseEffectif,
    Territoire,
)
from contrat_de_ville.domain.aci.terms import ChoixAci
from contrat_de_ville.domain.money import NARROW_NBSP
from contrat_de_ville.errors import BadInputError


WHOLE_YEAR = 12
_MOST_CENTIEMES = 999_99
_NOUNS = {
    BaseEffectif.PERSONNES_PRESENTES: ("salarié", "salariés"),
    BaseEffectif.PERSONNES_ANNEE: (
        "personne accueillie dans l'année",
        "personnes accueillies dans l'année",
    ),
    BaseEffectif.POSTES_CONVENTIONNES: ("poste conventionné", "postes conventionnés"),
    BaseEffectif.ETP: ("ETP", "ETP"),
}
_PLACES = {
    Territoire.TOUS_SALARIES: "",
    Territoire.RESIDENTS_QUARTIERS: " des quartiers prioritaires",
    Territoire.RESIDENTS_AGGLOMERATION: " de l'agglomération",
}


DEPOSIT = "déclaré par le porteur dans son dépôt"


@dataclass(frozen=True, kw_only=True)
class Effectif:
    """A headcount in hundredths, on one basis, of one territory, at one date.

    ``source`` says where it comes from, ``annexes`` which of the State's; ``author``
    and ``accepted_on`` who kept it, empty for what the porteur declares in its
    deposit unless someone went back to it.
    """

    centiemes: int
    base: BaseEffectif
    territoire: Territoire
    date_reference: date
    source: str
    annexes: tuple[str, ...] = ()
    author: str = ""
    accepted_on: date | None = None


def declared(salaries_count: int, choices: ChoixAci) -> Effectif | None:
    """Return what the deposit declares, if it is what the campaign counts.

    The form asks for the persons present, wherever they live, and nothing else.
    """
    is_asked = (
        choices.base_effectif is BaseEffectif.PERSONNES_PRESENTES
        and choices.territoire is Territoire.TOUS_SALARIES
    )
    if not is_asked:
        return None
    return Effectif(
        centiemes=salaries_count * 100,
        base=choices.base_effectif,
        territoire=choices.territoire,
        date_reference=choices.date_reference,
        source=DEPOSIT,
    )


def counted(
    salaries_count: int | None, kept: Effectif | None, choices: ChoixAci
) -> Effectif | None:
    """Return the headcount kept, or the deposit's, if it is what the campaign counts.

    Someone may have gone back to the deposit's: who and when is then said with it.
    """
    written = None if salaries_count is None else declared(salaries_count, choices)
    if kept is None:
        return written
    if kept.source == DEPOSIT:
        return written and replace(
            written, author=kept.author, accepted_on=kept.accepted_on
        )
    return kept if is_the_one_asked(kept, choices) else written


def is_the_one_asked(effectif: Effectif, choices: ChoixAci) -> bool:
    """Tell whether a headcount is on the campaign's basis, territory and date."""
    asked = (choices.base_effectif, choices.territoire, choices.date_reference)
    return asked == (effectif.base, effectif.territoire, effectif.date_reference)


def require_headcount(centiemes: int, base: BaseEffectif) -> None:
    """Refuse a headcount that cannot be one.

    Raises:
        BadInputError: negative, above 999,99, or a fraction of a person.
    """
    if not 0 <= centiemes <= _MOST_CENTIEMES:
        raise BadInputError(
            f"Un effectif de {hundredths(centiemes)} sort de ce qui est plausible.",
            "Donnez un effectif de 0 à 999,99.",
        )
    if base in PERSONS and centiemes % 100:
        raise BadInputError(
            f"{hundredths(centiemes)} n'est pas un nombre de personnes.",
            "Donnez un nombre entier, ou vérifiez ce que la campagne fait compter.",
        )


def months_open(starts_on: date, ends_on: date) -> int:
    """Count the months of an action, a month begun counting whole, twelve at most.

    An exercise may be a school year: the months are those of the action, whatever
    the calendar year they fall in.

    >>> months_open(date(2017, 3, 15), date(2017, 9, 1))
    7
    """
    months = (ends_on.year - starts_on.year) * WHOLE_YEAR
    months += ends_on.month - starts_on.month + 1
    return max(0, min(WHOLE_YEAR, months))


def missing_facts(
    effectif: Effectif | None, months: int | None, choices: ChoixAci, numero: str
) -> str:
    """Ask for what the campaign's choices need and the file lacks; or say nothing."""
    if effectif is None:
        noun = _NOUNS[choices.base_effectif][1] + _PLACES[choices.territoire]
        return (
            f"la campagne compte des {noun} (référence : "
            f"{choices.date_reference:%d/%m/%Y}), et ce nombre n'est pas connu. "
            "Reprenez-le des annexes de l'État (« programmation aci --annexes FICHIER "
            f"--accepter {numero} --par QUI ») ou donnez-le (« programmation aci "
            f"--accepter {numero} --effectif NOMBRE --par QUI --motif POURQUOI »)."
        )
    if choices.annee_partielle is AnneePartielle.PRORATA_MOIS and not months:
        return (
            "la campagne réduit l'aide aux mois d'ouverture, et le dépôt ne dit pas "
            "quand l'action commence et finit. Demandez ces dates au porteur."
        )
    return ""


def headcount_text(effectif: Effectif) -> str:
    """Write a headcount as the formula shows it: « 12 salariés », « 14,23 ETP »."""
    one, many = _NOUNS[effectif.base]
    noun = one if effectif.centiemes < 2 * 100 else many
    return f"{hundredths(effectif.centiemes)} {noun}{_PLACES[effectif.territoire]}"


def origin_text(effectif: Effectif) -> str:
    """Say where a kept headcount comes from: source, annexes, who, when.

    Nothing is said of what the porteur declares, unless someone went back to it.
    """
    if effectif.accepted_on is None:
        return ""
    named = f" : {', '.join(effectif.annexes)}" if effectif.annexes else ""
    signed = f"{effectif.author}, le {effectif.accepted_on:%d/%m/%Y}"
    if effectif.source == DEPOSIT:
        return f"effectif {DEPOSIT}, repris par {signed}"
    return f"effectif retenu par {signed}, {effectif.source}{named}"


def hundredths(value: int) -> str:
    """Write hundredths as a French number, without zeros that say nothing.

    >>> hundredths(1423), hundredths(1450), hundredths(1200), hundredths(-50)
    ('14,23', '14,5', '12', '-0,5')
    """
    whole, rest = divmod(abs(value), 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}".replace(",", NARROW_NBSP) + decimals
