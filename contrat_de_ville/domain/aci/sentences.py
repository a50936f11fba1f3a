"""The sentence of each answer to what the note leaves open on the ACI."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contrat_de_ville.domain.aci.choices import (
    GRILLE,
    LISSAGE_PCT,
    ORDRE,
    PLAFOND_BESOIN,
    AnneePartielle,
    Arrondi,
    BaseEffectif,
    CritereOrdre,
    DepassementEnveloppe,
    FixationUtilite,
    LissageN1,
    NouveauChantier,
    Territoire,
)


_SENTENCES: Mapping[tuple[str, object], str] = {
    ("aci.base_effectif", BaseEffectif.PERSONNES_PRESENTES): (
        "On compte les personnes présentes à la date de référence."
    ),
    ("aci.base_effectif", BaseEffectif.PERSONNES_ANNEE): (
        "On compte toutes les personnes accueillies dans l'année de référence."
    ),
    ("aci.base_effectif", BaseEffectif.POSTES_CONVENTIONNES): (
        "On compte les postes d'insertion conventionnés à la date de référence."
    ),
    ("aci.base_effectif", BaseEffectif.ETP): (
        "On compte les équivalents temps plein sur l'année de référence, au centième."
    ),
    ("aci.annee_partielle", AnneePartielle.SANS_PRORATA): (
        "Un chantier ouvert une partie de l'année reçoit l'aide entière."
    ),
    ("aci.annee_partielle", AnneePartielle.PRORATA_MOIS): (
        "La part par salarié est réduite aux mois d'ouverture, douze au plus ; un mois "
        "commencé compte, et l'utilité sociale reste celle du comité."
    ),
    ("aci.territoire", Territoire.TOUS_SALARIES): (
        "Tous les salariés comptent, où qu'ils habitent."
    ),
    ("aci.territoire", Territoire.RESIDENTS_QUARTIERS): (
        "Seuls comptent les salariés qui habitent un quartier prioritaire."
    ),
    ("aci.territoire", Territoire.RESIDENTS_AGGLOMERATION): (
        "Seuls comptent les salariés qui habitent l'agglomération."
    ),
    ("aci.fixation_utilite", FixationUtilite.COMITE_PAR_CHANTIER): (
        "Le comité fixe un montant d'utilité sociale par chantier."
    ),
    ("aci.fixation_utilite", FixationUtilite.COMITE_PAR_STRUCTURE): (
        "Le comité fixe un montant d'utilité sociale par structure, réparti à parts "
        "égales entre ses chantiers aidés."
    ),
    ("aci.fixation_utilite", FixationUtilite.GRILLE): (
        "Le comité note chaque critère de la grille, qui donne le montant d'utilité "
        "sociale ; il le signe."
    ),
    ("aci.plafond_demande", True): "L'aide n'excède jamais la demande du porteur.",
    ("aci.plafond_demande", False): "L'aide peut excéder la demande du porteur.",
    (PLAFOND_BESOIN, True): (
        "L'aide n'excède jamais le besoin de financement : charges moins autres "
        "produits."
    ),
    (PLAFOND_BESOIN, False): "L'aide n'est pas comparée au besoin de financement.",
    ("aci.depassement_enveloppe", DepassementEnveloppe.PRORATA): (
        "Si l'enveloppe est dépassée, toutes les aides sont réduites dans la même "
        "proportion."
    ),
    ("aci.depassement_enveloppe", DepassementEnveloppe.UTILITE_DABORD): (
        "Si l'enveloppe est dépassée, les aides sont d'abord réduites sur l'utilité "
        "sociale, jusqu'à son plancher, puis dans la même proportion."
    ),
    ("aci.depassement_enveloppe", DepassementEnveloppe.ORDRE): (
        "Si l'enveloppe est dépassée, les chantiers sont servis dans l'ordre déclaré."
    ),
    ("aci.nouveau_chantier", NouveauChantier.JUSTIFICATION_ECRITE): (
        "Un nouveau chantier n'est aidé que si son utilité pour les 18-25 ans est "
        "justifiée par écrit."
    ),
    ("aci.lissage_n1", LissageN1.AUCUN): (
        "L'aide de l'année précédente ne change pas le montant."
    ),
    ("aci.lissage_n1", LissageN1.PLAFOND_BAISSE_PCT): (
        "La baisse par rapport à l'année précédente est limitée."
    ),
    ("aci.lissage_n1", LissageN1.PLAFOND_HAUSSE_PCT): (
        "La hausse par rapport à l'année précédente est limitée."
    ),
    ("aci.lissage_n1", LissageN1.MOITIE_ECART): (
        "La moitié seulement de l'écart avec l'année précédente est appliquée."
    ),
    ("aci.arrondi", Arrondi.EURO): "Une aide réduite s'arrondit à l'euro inférieur.",
    ("aci.arrondi", Arrondi.CENTIME): "Une aide réduite se calcule au centime.",
    ("aci.arrondi", Arrondi.DIZAINE): (
        "Une aide réduite s'arrondit à la dizaine d'euros inférieure."
    ),
}
ORDER_WORDS: Mapping[CritereOrdre, str] = {
    CritereOrdre.DEJA_AIDES: "chantiers déjà aidés l'année précédente",
    CritereOrdre.UTILITE: "utilité sociale la plus haute",
    CritereOrdre.EFFECTIF: "effectif le plus grand",
    CritereOrdre.NUMERO: "numéro de dépôt",
}


def sentence_of(code: str, value: object) -> str:
    """Return the French sentence of an answer, or of a figure a choice needs."""
    if code == "aci.date_reference":
        on = value if isinstance(value, date) else date.fromisoformat(str(value))
        return f"L'effectif est celui du {on:%d/%m/%Y}."
    if code == LISSAGE_PCT:
        return f"Le lissage s'arrête à {value} % de l'aide de l'année précédente."
    if code == ORDRE and isinstance(value, list | tuple):
        listed = ", puis ".join(ORDER_WORDS[CritereOrdre(one)] for one in value)
        return f"Ordre : {listed}."
    if code == GRILLE and isinstance(value, Mapping):
        listed = ", ".join(f"{name} {most}" for name, most in value.items())
        return f"Grille (pas en euros, points au plus par critère) : {listed}."
    known = isinstance(value, str | bool) and _SENTENCES.get((code, value))
    return known or f"{value}"
