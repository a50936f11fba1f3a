"""Chantiers d'insertion as granted: within the note's bounds, and by its formula."""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.domain.aci import BaremeAci
from contrat_de_ville.domain.money import format_euros


@dataclass(frozen=True, kw_only=True)
class ChantierGranted:
    """One chantier and what was decided of it. Amounts in centimes.

    ``utilite_centimes`` is the committee's figure, absent where it set none;
    ``part_centimes`` what this chantier takes of it; ``effectif_centiemes`` the
    headcount counted, in hundredths; ``smoothed_centimes`` what a smoothing against
    the year before made of the computation, where there was one.
    """

    numero: str
    salaries_count: int | None
    utilite_centimes: int | None
    utilite_author: str
    asked_centimes: int
    granted_centimes: int
    part_centimes: int
    effectif_centiemes: int
    smoothed_centimes: int | None
    is_refused: bool
    is_new: bool
    utilite_18_25: str


def chantier_row(one: ChantierGranted, bareme: BaremeAci) -> dict[str, object]:
    """Return the row of one chantier; the formula is computed again from the note."""
    return {
        "salaries": one.salaries_count,
        "utilite_centimes": one.utilite_centimes,
        "aide_centimes": one.granted_centimes,
        "demande_centimes": one.asked_centimes,
        "utilite_hors_fourchette": _out_of_range(one, bareme),
        "utilite_sans_auteur": _without_author(one),
        "aide_au_dela_de_la_note": _above_the_note(one, bareme),
        "refus_avec_aide": format_euros(one.granted_centimes)
        if one.is_refused and one.granted_centimes
        else "",
        "nouveau_sans_justification": _unjustified(one),
    }


def _out_of_range(one: ChantierGranted, bareme: BaremeAci) -> str:
    utilite = one.utilite_centimes
    low, high = bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes
    if utilite is None or low <= utilite <= high:
        return ""
    return f"{format_euros(utilite)}, de {format_euros(low)} à {format_euros(high)}"


def _without_author(one: ChantierGranted) -> str:
    is_anonymous = one.utilite_centimes is not None and not one.utilite_author.strip()
    return one.numero if is_anonymous else ""


def _above_the_note(one: ChantierGranted, bareme: BaremeAci) -> str:
    """Say both amounts when the grant exceeds what the note's formula gives.

    A smoothing that the campaign chose may lift it; nothing else may.
    """
    flat = one.effectif_centiemes * bareme.par_salarie_centimes // 100
    most = max(flat + one.part_centimes, one.smoothed_centimes or 0)
    if one.granted_centimes <= most:
        return ""
    return f"{format_euros(one.granted_centimes)} pour {format_euros(most)}"


def _unjustified(one: ChantierGranted) -> str:
    is_funded = one.granted_centimes > 0
    return one.numero if one.is_new and is_funded and not one.utilite_18_25 else ""
