"""How a grant tells what it was computed from: its first steps, formula and inputs."""

from __future__ import annotations

from contrat_de_ville.domain.aci.choices import AnneePartielle
from contrat_de_ville.domain.aci.headcount import (
    WHOLE_YEAR,
    Effectif,
    headcount_text,
    origin_text,
)
from contrat_de_ville.domain.aci.records import ChantierRequest, Step
from contrat_de_ville.domain.aci.terms import AciTerms
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


def headcount_steps(
    request: ChantierRequest, effectif: Effectif, terms: AciTerms
) -> list[Step]:
    """Multiply, then take the months; hundredths of a headcount are whole centimes.

    A headcount that someone kept is said with what the deposit declares, if it
    differs.
    """
    unit = terms.bareme.par_salarie_centimes
    flat = _rounded(effectif.centiemes * unit, 100)
    planned = ", effectif prévu" if request.is_new else ""
    planned += _origin(request, effectif)
    said = f"{headcount_text(effectif)} × {format_euros(unit)} = {format_euros(flat)}"
    steps = [Step(code="effectif", sentence=said + planned, amount_centimes=flat)]
    months = _counted_months(request, terms)
    if months < WHOLE_YEAR:
        part = _rounded(flat * months, WHOLE_YEAR)
        exact = (
            "" if part * WHOLE_YEAR == flat * months else ", au centime le plus près"
        )
        said = f"ouvert {months} mois sur 12{exact} : {format_euros(part)}"
        steps.append(Step(code="mois", sentence=said, amount_centimes=part))
    return steps


def _origin(request: ChantierRequest, effectif: Effectif) -> str:
    origin = origin_text(effectif)
    if not origin:
        return ""
    count = request.salaries_count
    is_silent = not count or effectif.centiemes == count * 100
    declared = "" if is_silent else f" ; {plural(count, 'salarié')} dans le dépôt"
    return f" ({origin}{declared})"


def utility_step(request: ChantierRequest, part: int, computed: int) -> Step:
    """Add the committee's part, with who signed it and how it is shared."""
    assert request.utilite_on is not None  # checked with its author
    signed = f"{request.utilite_author.strip()}, le {request.utilite_on:%d/%m/%Y}"
    if request.shared_by:
        count = len(request.shared_by)
        signed += f" ; {format_euros(request.utilite_centimes)} pour la structure"
        signed += f", en {count} parts égales" if count > 1 else ""
        if request.already_shared_centimes:
            taken = format_euros(request.already_shared_centimes)
            signed += f", moins {taken} que ses autres aides ont pris"
    said = f"+ utilité sociale {format_euros(part)} ({signed})"
    return Step(
        code="utilite",
        sentence=f"{said} = {format_euros(computed)}",
        amount_centimes=computed,
    )


def formula_text(
    request: ChantierRequest,
    effectif: Effectif,
    terms: AciTerms,
    part: int,
    computed: int,
) -> str:
    """Write the formula in one line: « 12 salariés × 1 000 € + utilité sociale … »."""
    months = _counted_months(request, terms)
    prorata = f" × {months}/12" if months < WHOLE_YEAR else ""
    return (
        f"{headcount_text(effectif)} × "
        f"{format_euros(terms.bareme.par_salarie_centimes)}{prorata} + utilité sociale "
        f"{format_euros(part)} = {format_euros(computed)}"
    )


def inputs_kept(
    request: ChantierRequest, terms: AciTerms, effectif: Effectif | None, part: int
) -> dict[str, int | str | bool | None]:
    """Keep by name all that the amount was computed from: plain values only."""
    is_shared = bool(request.shared_by)
    signed_on = request.utilite_on
    return {
        "salaries": request.salaries_count,
        "par_salarie_centimes": terms.bareme.par_salarie_centimes,
        "utilite_centimes": part,
        "demande_centimes": request.asked_centimes,
        "nouveau_chantier": request.is_new,
        "aide_precedente_centimes": request.previous_centimes,
        "base_effectif": terms.choices.base_effectif.value,
        "effectif_centiemes": effectif.centiemes if effectif else None,
        "effectif_source": effectif.source if effectif else None,
        "effectif_annexes": _annexes(effectif),
        "effectif_auteur": (effectif.author or None) if effectif else None,
        "effectif_le": _kept_on(effectif),
        "date_reference": terms.choices.date_reference.isoformat(),
        "mois": request.months,
        "utilite_auteur": request.utilite_author.strip() or None,
        "utilite_le": signed_on.isoformat() if signed_on else None,
        "utilite_structure_centimes": request.utilite_centimes if is_shared else None,
        "chantiers_de_la_structure": len(request.shared_by) if is_shared else None,
        "besoin_centimes": request.besoin_centimes,
        "justification_18_25": bool(request.utilite_18_25.strip()),
    }


def _annexes(effectif: Effectif | None) -> str | None:
    return ", ".join(effectif.annexes) or None if effectif else None


def _kept_on(effectif: Effectif | None) -> str | None:
    on = effectif.accepted_on if effectif else None
    return on.isoformat() if on else None


def _counted_months(request: ChantierRequest, terms: AciTerms) -> int:
    is_pro_rata = terms.choices.annee_partielle is AnneePartielle.PRORATA_MOIS
    return (request.months or WHOLE_YEAR) if is_pro_rata else WHOLE_YEAR


def _rounded(numerator: int, denominator: int) -> int:
    """Divide to the nearest whole, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)
