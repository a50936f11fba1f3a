"""What the note leaves open on the ACI, each answer with its name and its sentence.

The campaign decides; the rule applies what it decided, and shows it beside the
amount. An answer that is not here is refused: printed and not applied, it would lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


RULE = "aci-2017@2"
"""The rule and its version: what it answers changes with it."""


class BaseEffectif(StrEnum):
    """What is counted for « par salarié en insertion »."""

    PERSONNES_PRESENTES = "personnes_presentes"
    PERSONNES_ANNEE = "personnes_annee"
    POSTES_CONVENTIONNES = "postes_conventionnes"
    ETP = "etp"


class AnneePartielle(StrEnum):
    """Whether a chantier open for a part of the year is paid for the whole of it."""

    SANS_PRORATA = "sans_prorata"
    PRORATA_MOIS = "prorata_mois"


class Territoire(StrEnum):
    """Whose employees count."""

    TOUS_SALARIES = "tous_salaries"
    RESIDENTS_QUARTIERS = "residents_quartiers"
    RESIDENTS_AGGLOMERATION = "residents_agglomeration"


class FixationUtilite(StrEnum):
    """Who sets the part of the utilité sociale, and for what."""

    COMITE_PAR_CHANTIER = "comite_par_chantier"
    COMITE_PAR_STRUCTURE = "comite_par_structure"
    GRILLE = "grille"


class DepassementEnveloppe(StrEnum):
    """What is done when the grants exceed the envelope."""

    PRORATA = "prorata"
    UTILITE_DABORD = "utilite_dabord"
    ORDRE = "ordre"


class NouveauChantier(StrEnum):
    """On what condition a new chantier is funded."""

    JUSTIFICATION_ECRITE = "justification_ecrite"


class LissageN1(StrEnum):
    """How a change against the year before is softened."""

    AUCUN = "aucun"
    PLAFOND_BAISSE_PCT = "plafond_baisse_pct"
    PLAFOND_HAUSSE_PCT = "plafond_hausse_pct"
    MOITIE_ECART = "moitie_ecart"


class Arrondi(StrEnum):
    """What a reduced grant is rounded to, downwards."""

    EURO = "euro"
    CENTIME = "centime"
    DIZAINE = "dizaine"


class CritereOrdre(StrEnum):
    """What serves one chantier before another where the envelope is short."""

    DEJA_AIDES = "deja_aides"
    UTILITE = "utilite"
    EFFECTIF = "effectif"
    NUMERO = "numero"


ROUNDING_CENTIMES: Mapping[str, int] = {
    Arrondi.EURO: 100,
    Arrondi.CENTIME: 1,
    Arrondi.DIZAINE: 1_000,
}
"""What a reduced grant is rounded to, by the campaign's choice ``aci.arrondi``."""

PERSONS = frozenset({BaseEffectif.PERSONNES_PRESENTES, BaseEffectif.PERSONNES_ANNEE})
"""The bases that count people: a fraction of a person is a mistake."""

ANNUAL = frozenset({BaseEffectif.PERSONNES_ANNEE, BaseEffectif.ETP})
"""The bases already counted over the year: months would reduce them twice."""

LISSAGE_PCT, GRILLE, ORDRE = "aci.lissage_pct", "aci.grille_utilite", "aci.ordre"
"""Figures that some choices need, declared as choices of their own."""

PLAFOND_BESOIN = "aci.plafond_besoin"
"""A choice that campaigns frozen before it do not make: absent, it is « non »."""

ENUMERATED: Mapping[str, type[StrEnum]] = {
    "aci.base_effectif": BaseEffectif,
    "aci.annee_partielle": AnneePartielle,
    "aci.territoire": Territoire,
    "aci.fixation_utilite": FixationUtilite,
    "aci.depassement_enveloppe": DepassementEnveloppe,
    "aci.nouveau_chantier": NouveauChantier,
    "aci.lissage_n1": LissageN1,
    "aci.arrondi": Arrondi,
}

IMPLEMENTED: Mapping[str, tuple[object, ...]] = {
    **{code: tuple(str(one) for one in kind) for code, kind in ENUMERATED.items()},
    "aci.plafond_demande": (True, False),
    PLAFOND_BESOIN: (True, False),
}
"""The answers to what the note leaves open that this rule can apply."""
