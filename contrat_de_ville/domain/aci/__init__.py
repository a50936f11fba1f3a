"""What an atelier-chantier d'insertion (ACI) is granted, and why.

Note d'orientations 2017, § 2, axe 2: a flat amount per salarié en insertion, plus
a part the committee sets within a range for the chantier's utilité sociale; no new
chantier unless a specific use for 18-25 year-olds is justified. The note gives a
range and no way to choose in it: the committee's figure is an input, never computed.

Nine questions are left open by the note: :mod:`choices` names the answers,
:mod:`terms` reads those of a campaign, :mod:`rule`, :mod:`limits` and
:mod:`envelope` apply them, :mod:`harmonisation` shows what the whole changes.
"""

from __future__ import annotations

from contrat_de_ville.domain.aci.bareme import BaremeAci, ParameterSaid, bareme_of
from contrat_de_ville.domain.aci.checks import choice_problems, require_implemented
from contrat_de_ville.domain.aci.choices import IMPLEMENTED, ROUNDING_CENTIMES, RULE
from contrat_de_ville.domain.aci.envelope import (
    cut_utility_first,
    fit_envelope,
    serve_in_order,
    within_envelope,
)
from contrat_de_ville.domain.aci.errors import (
    ChoiceNotImplementedError,
    InconsistentChoicesError,
    MissingFactError,
    UnsignedFigureError,
    UtiliteSocialeOutOfRangeError,
)
from contrat_de_ville.domain.aci.headcount import Effectif, months_open
from contrat_de_ville.domain.aci.records import ChantierRequest, GrantAci, Step
from contrat_de_ville.domain.aci.rule import grant_aci
from contrat_de_ville.domain.aci.terms import (
    AciTerms,
    ChoiceSaid,
    ChoixAci,
    choices_of,
    terms_of,
)


FUNDER = "CAPH"
"""The note: « La Porte du Hainaut finance les ACI sur ses crédits spécifiques »."""

__all__ = [
    "FUNDER",
    "IMPLEMENTED",
    "ROUNDING_CENTIMES",
    "RULE",
    "AciTerms",
    "BaremeAci",
    "ChantierRequest",
    "ChoiceNotImplementedError",
    "ChoiceSaid",
    "ChoixAci",
    "Effectif",
    "GrantAci",
    "InconsistentChoicesError",
    "MissingFactError",
    "ParameterSaid",
    "Step",
    "UnsignedFigureError",
    "UtiliteSocialeOutOfRangeError",
    "bareme_of",
    "choice_problems",
    "choices_of",
    "cut_utility_first",
    "fit_envelope",
    "grant_aci",
    "months_open",
    "require_implemented",
    "serve_in_order",
    "terms_of",
    "within_envelope",
]
