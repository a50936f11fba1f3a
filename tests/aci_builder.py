"""One chantier and the terms of a cycle, to be changed one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from contrat_de_ville.domain.aci import (
    AciTerms,
    BaremeAci,
    ChantierRequest,
    ChoixAci,
    Effectif,
)
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire


REFERENCE = date(2016, 12, 31)
BAREME = BaremeAci(
    par_salarie_centimes=1_000_00,
    utilite_plancher_centimes=5_000_00,
    utilite_plafond_centimes=10_000_00,
)
REQUEST = ChantierRequest(
    numero="2017-0002",
    salaries_count=12,
    utilite_centimes=7_500_00,
    utilite_author="Comité ACI",
    utilite_on=date(2017, 1, 24),
    asked_centimes=30_000_00,
    is_new=False,
    utilite_18_25="",
    previous_centimes=26_000_00,
)
CAMPAIGN: dict[str, Any] = {
    "aci.base_effectif": "personnes_presentes",
    "aci.date_reference": REFERENCE,
    "aci.annee_partielle": "sans_prorata",
    "aci.territoire": "tous_salaries",
    "aci.fixation_utilite": "comite_par_chantier",
    "aci.plafond_demande": True,
    "aci.depassement_enveloppe": "prorata",
    "aci.nouveau_chantier": "justification_ecrite",
    "aci.lissage_n1": "aucun",
    "aci.arrondi": "euro",
}
"""The choices of 2017, as a campaign's file writes them."""


def build_terms(bareme: BaremeAci = BAREME, **choices: Any) -> AciTerms:
    """Return the terms of 2017, with *choices* changed."""
    return AciTerms(
        bareme=bareme, choices=ChoixAci(**{"date_reference": REFERENCE, **choices})
    )


def build_request(**changes: Any) -> ChantierRequest:
    """Return the chantier of twelve, with *changes*."""
    return replace(REQUEST, **changes)


def build_headcount(centiemes: int, base: BaseEffectif) -> Effectif:
    """Return a headcount someone accepted, wherever people live."""
    return Effectif(
        centiemes=centiemes,
        base=base,
        territoire=Territoire.TOUS_SALARIES,
        date_reference=REFERENCE,
        source="annexe ACI059170017A0M1",
        author="coordination",
        accepted_on=date(2017, 1, 20),
    )
