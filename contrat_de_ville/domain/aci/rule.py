"""The note's rule for one chantier: a pure function that explains itself.

Note d'orientations 2017, § 2, axe 2: « 1000 € par salarié en insertion + aide de
5000 € à 10000 € liée à l'utilité sociale du chantier ».
"""

from __future__ import annotations

from contrat_de_ville.domain.aci.errors import (
    MissingFactError,
    UnsignedFigureError,
    UtiliteSocialeOutOfRangeError,
)
from contrat_de_ville.domain.aci.explaining import (
    formula_text,
    headcount_steps,
    inputs_kept,
    utility_step,
)
from contrat_de_ville.domain.aci.grid import is_on_a_step
from contrat_de_ville.domain.aci.headcount import (
    Effectif,
    declared,
    is_the_one_asked,
    missing_facts,
    require_headcount,
)
from contrat_de_ville.domain.aci.limits import limit_steps
from contrat_de_ville.domain.aci.records import ChantierRequest, GrantAci, Step
from contrat_de_ville.domain.aci.terms import AciTerms
from contrat_de_ville.domain.money import format_euros, share_out
from contrat_de_ville.errors import BadInputError


_NEW = "Nouveau chantier : utilité pour les 18-25 ans justifiée par écrit. "
_REFUSED = (
    "Nouveau chantier sans utilité spécifique justifiée pour les 18-25 ans : "
    "la note ne permet pas de le financer."
)


def grant_aci(request: ChantierRequest, terms: AciTerms) -> GrantAci:
    """Apply the note's rule to one chantier, as the campaign chose to.

    Args:
        request: the chantier, its headcount, and the part the committee set.
        terms: the figures in force and the choices of the campaign.

    Raises:
        UtiliteSocialeOutOfRangeError: the committee's part is out of the range.
        UnsignedFigureError: nobody set it, or nobody knows when.
        MissingFactError: a choice needs what the file does not have.
        BadInputError: a negative amount, a headcount that cannot be one.
    """
    _refuse_negatives(request)
    if request.is_unjustified:
        return _refused(request, terms)
    _require_figure(request, terms)
    effectif = _headcount(request, terms)
    first = headcount_steps(request, effectif, terms)
    part = _part(request, request.utilite_centimes)
    computed = first[-1].amount_centimes + part
    steps = [*first, utility_step(request, part, computed)]
    later = limit_steps(request, computed, terms, is_reduced=len(first) > 1)
    base, low, high = first[-1].amount_centimes, *_range(terms)
    return GrantAci(
        numero=request.numero,
        amount_centimes=(steps + later)[-1].amount_centimes,
        is_refused=False,
        formula=formula_text(request, effectif, terms, part, computed)
        + "".join(f", {one.sentence}" for one in later),
        sentence=f"{_NEW if request.is_new else ''}Aide calculée selon la note.",
        inputs=inputs_kept(request, terms, effectif, part),
        lowest_centimes=base + _part(request, low),
        highest_centimes=base + _part(request, high),
        steps=(*steps, *later),
        parameters=terms.parameters,
        choices=terms.said,
    )


def _refuse_negatives(request: ChantierRequest) -> None:
    given = {
        "l'effectif": request.salaries_count,
        "l'utilité sociale": request.utilite_centimes,
        "la demande": request.asked_centimes,
        "l'aide de l'année précédente": request.previous_centimes or 0,
    }
    for name, value in given.items():
        if value < 0:
            raise BadInputError(
                f"Dépôt {request.numero} : {name} est en dessous de zéro.",
                "Vérifiez le dépôt.",
            )


def _refused(request: ChantierRequest, terms: AciTerms) -> GrantAci:
    return GrantAci(
        numero=request.numero,
        amount_centimes=0,
        is_refused=True,
        formula="nouveau chantier non justifié : 0 €",
        sentence=_REFUSED,
        inputs=inputs_kept(request, terms, request.effectif, 0),
        lowest_centimes=0,
        highest_centimes=0,
        steps=(Step(code="nouveau_chantier", sentence=_REFUSED, amount_centimes=0),),
        parameters=terms.parameters,
        choices=terms.said,
    )


def _range(terms: AciTerms) -> tuple[int, int]:
    bareme = terms.bareme
    return bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes


def _require_figure(request: ChantierRequest, terms: AciTerms) -> None:
    """Check the range, the signature and the grid; the figure itself is never made."""
    low, high = _range(terms)
    figure, grille = request.utilite_centimes, terms.choices.grille
    if not low <= figure <= high:
        raise UtiliteSocialeOutOfRangeError(figure, low, high)
    if not request.utilite_author.strip() or request.utilite_on is None:
        raise UnsignedFigureError(request.numero)
    if grille is not None and not is_on_a_step(grille, figure, terms.bareme):
        raise BadInputError(
            f"Dépôt {request.numero} : {format_euros(figure)} n'est pas un montant de "
            f"la grille, qui va de {format_euros(low)} par pas de "
            f"{format_euros(grille.pas_centimes)}.",
            "Revoyez les points du comité.",
        )


def _headcount(request: ChantierRequest, terms: AciTerms) -> Effectif:
    choices = terms.choices
    effectif = request.effectif
    if effectif is None or not is_the_one_asked(effectif, choices):
        effectif = declared(request.salaries_count, choices)
    asked = missing_facts(effectif, request.months, choices, request.numero)
    if asked or effectif is None:
        raise MissingFactError(request.numero, asked)
    require_headcount(effectif.centiemes, effectif.base)
    return effectif


def _part(request: ChantierRequest, figure: int) -> int:
    """Return the chantier's part of a figure: all of it, or its share of what is left.

    Equal shares to the centime, whatever the order of the chantiers.
    """
    if not request.shared_by:
        return figure
    left = max(0, figure - request.already_shared_centimes)
    return share_out(left, dict.fromkeys(request.shared_by, 1)).get(request.numero, 0)
