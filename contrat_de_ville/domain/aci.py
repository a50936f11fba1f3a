"""What an atelier-chantier d'insertion (ACI) is granted, and why.

Note d'orientations 2017, § 2, axe 2: a flat amount per salarié en insertion, plus
a part the committee sets within a range for the chantier's utilité sociale; no new
chantier unless a specific use for 18-25 year-olds is justified. The note gives a
range and no way to choose in it: the committee's figure is an input, never computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.money import format_euros, share_out
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import ContratDeVilleError


RULE = "aci-2017@1"
FUNDER = "CAPH"
"""The note: « La Porte du Hainaut finance les ACI sur ses crédits spécifiques »."""

ROUNDING_CENTIMES = {"euro": 100, "centime": 1}
"""What a reduced grant is rounded to, by the campaign's choice ``aci.arrondi``."""

IMPLEMENTED: Mapping[str, tuple[object, ...]] = {
    "aci.base_effectif": ("personnes_presentes",),
    "aci.annee_partielle": ("sans_prorata",),
    "aci.territoire": ("tous_salaries",),
    "aci.fixation_utilite": ("comite_par_chantier",),
    "aci.plafond_demande": (True, False),
    "aci.depassement_enveloppe": ("prorata",),
    "aci.nouveau_chantier": ("justification_ecrite",),
    "aci.lissage_n1": ("aucun",),
    "aci.arrondi": tuple(ROUNDING_CENTIMES),
}
"""The answers to what the note leaves open that this rule can apply."""


class UtiliteSocialeOutOfRangeError(ContratDeVilleError):
    """The committee's part lies outside the range the note allows."""

    def __init__(self, proposed: int, plancher: int, plafond: int) -> None:
        super().__init__(proposed, plancher, plafond)
        self.proposed, self.plancher, self.plafond = proposed, plancher, plafond

    def __str__(self) -> str:
        return (
            f"L'utilité sociale proposée ({format_euros(self.proposed)}) sort de la "
            f"fourchette de la note : {format_euros(self.plancher)} à "
            f"{format_euros(self.plafond)}. Le comité doit fixer un montant dans "
            "cette fourchette."
        )


class ChoiceNotImplementedError(ContratDeVilleError):
    """The campaign chose what this version of the rule cannot do."""

    def __init__(self, code: str, value: object, accepted: tuple[object, ...]) -> None:
        super().__init__(code, value, accepted)
        self.code, self.value, self.accepted = code, value, accepted

    def __str__(self) -> str:
        listed = ", ".join(str(one) for one in self.accepted)
        return (
            f"La campagne choisit « {self.value} » pour {self.code}, que la "
            f"règle {RULE} ne sait pas appliquer (elle sait : {listed}). Rien n'est "
            "calculé : changez ce choix, ou faites écrire une autre règle."
        )


def require_implemented(campaign: Campaign, code: str) -> None:
    """Refuse a choice that would be printed beside the amount and not applied.

    Raises:
        ChoiceNotImplementedError: the chosen value is not one the rule applies.
    """
    value = campaign.choice(code)
    if value not in IMPLEMENTED[code]:
        raise ChoiceNotImplementedError(code, value, IMPLEMENTED[code])


@dataclass(frozen=True, kw_only=True)
class BaremeAci:
    """The figures of the note in force for the cycle, in centimes."""

    par_salarie_centimes: int
    utilite_plancher_centimes: int
    utilite_plafond_centimes: int


@dataclass(frozen=True, kw_only=True)
class ChantierRequest:
    """One chantier as the rule sees it. ``utilite_centimes`` is the committee's."""

    numero: str
    salaries_count: int
    utilite_centimes: int
    asked_centimes: int
    is_new: bool
    utilite_18_25: str
    previous_centimes: int | None


@dataclass(frozen=True, kw_only=True)
class GrantAci:
    """One chantier's grant with its explanation, in centimes."""

    numero: str
    amount_centimes: int
    is_refused: bool
    formula: str
    sentence: str
    inputs: Mapping[str, int | str | bool | None]
    lowest_centimes: int
    highest_centimes: int


def grant_aci(
    request: ChantierRequest, bareme: BaremeAci, *, capped_by_request: bool
) -> GrantAci:
    """Apply the note's rule to one chantier.

    Args:
        request: the chantier, its headcount on the campaign's basis, and the part
            the committee set.
        bareme: the figures in force.
        capped_by_request: the campaign's choice ``aci.plafond_demande``.

    Raises:
        UtiliteSocialeOutOfRangeError: the committee's part is out of the range.
    """
    if request.is_new and not request.utilite_18_25.strip():
        return _refuse(request, bareme)
    low, high = bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes
    if not low <= request.utilite_centimes <= high:
        raise UtiliteSocialeOutOfRangeError(request.utilite_centimes, low, high)
    flat = request.salaries_count * bareme.par_salarie_centimes
    computed = flat + request.utilite_centimes
    is_capped = capped_by_request and computed > request.asked_centimes
    amount = request.asked_centimes if is_capped else computed
    formula = (
        f"{plural(request.salaries_count, 'salarié')} × "
        f"{format_euros(bareme.par_salarie_centimes)} + utilité sociale "
        f"{format_euros(request.utilite_centimes)} = {format_euros(computed)}"
    )
    if is_capped:
        formula += f", ramené à la demande : {format_euros(amount)}"
    return _grant(request, bareme, amount, formula, "Aide calculée selon la note.")


def _refuse(request: ChantierRequest, bareme: BaremeAci) -> GrantAci:
    sentence = (
        "Nouveau chantier sans utilité spécifique justifiée pour les 18-25 ans : "
        "la note ne permet pas de le financer."
    )
    return _grant(
        request,
        bareme,
        0,
        "nouveau chantier non justifié : 0 €",
        sentence,
        refused=True,
    )


def _grant(
    request: ChantierRequest,
    bareme: BaremeAci,
    amount: int,
    formula: str,
    sentence: str,
    *,
    refused: bool = False,
) -> GrantAci:
    flat = request.salaries_count * bareme.par_salarie_centimes
    return GrantAci(
        numero=request.numero,
        amount_centimes=amount,
        is_refused=refused,
        formula=formula,
        sentence=sentence,
        inputs={
            "salaries": request.salaries_count,
            "par_salarie_centimes": bareme.par_salarie_centimes,
            "utilite_centimes": request.utilite_centimes,
            "demande_centimes": request.asked_centimes,
            "nouveau_chantier": request.is_new,
            "aide_precedente_centimes": request.previous_centimes,
        },
        lowest_centimes=flat + bareme.utilite_plancher_centimes,
        highest_centimes=flat + bareme.utilite_plafond_centimes,
    )


def fit_envelope(
    grants: Mapping[str, int], credit_centimes: int, *, unit_centimes: int = 1
) -> dict[str, int]:
    """Bring the grants within *credit_centimes*, in proportion when they exceed it.

    Reduced grants are whole multiples of *unit_centimes*, and rounding never lifts one
    above what was computed; the sum is the credit, less a few units at most.

    >>> fit_envelope({"a": 300, "b": 100}, 200)
    {'a': 150, 'b': 50}
    """
    if sum(grants.values()) <= credit_centimes:
        return dict(grants)
    shares = share_out(credit_centimes // unit_centimes, grants)
    return {
        numero: min(share, grants[numero] // unit_centimes) * unit_centimes
        for numero, share in shares.items()
    }
