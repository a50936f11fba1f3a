"""The chantiers d'insertion of the demonstration: every figure here is invented.

Aids of the year before are uneven per employee on purpose: the note of 2017
harmonises the financing « afin d'éviter les écarts parfois importants ».
"""

from __future__ import annotations

from dataclasses import dataclass

from contrat_de_ville.domain.depots import Chantier


@dataclass(frozen=True, kw_only=True)
class ChantierFacts:
    """Employees in insertion, aid of 2016 and utilité sociale hoped for, in euros."""

    salaries: int
    previous: int | None
    hoped: int
    utilite_18_25: str = ""

    @property
    def asked(self) -> int:
        """What is asked of the agglomération: the note's scale, 1 000 € per head."""
        return 1_000 * self.salaries + self.hoped

    def as_chantier(self) -> Chantier:
        """Return the part of the deposit that only chantiers fill in."""
        return Chantier(
            salaries_count=self.salaries,
            is_new=self.previous is None,
            utilite_18_25=self.utilite_18_25,
            previous_centimes=None if self.previous is None else self.previous * 100,
        )


#: A new chantier that says nothing of the 18-25: the note leaves no way to fund it.
UNJUSTIFIED_TITLE = "Verger et pépinière de la Fosse Neuve"

CHANTIERS: dict[str, ChantierFacts] = {
    "Espaces verts et abords de résidences, un chantier au service du quartier": (
        ChantierFacts(salaries=14, previous=9_000, hoped=10_000)
    ),
    "Maraîchage et paniers solidaires à la ferme": ChantierFacts(
        salaries=12, previous=26_000, hoped=8_000
    ),
    "Remise en état d'appareils ménagers et vente solidaire": ChantierFacts(
        salaries=18, previous=30_000, hoped=10_000
    ),
    "Cuisine et logistique au service de l'aide alimentaire": ChantierFacts(
        salaries=16, previous=8_000, hoped=9_000
    ),
    "Propreté et petits travaux dans les cités minières": ChantierFacts(
        salaries=22, previous=41_000, hoped=10_000
    ),
    "Blanchisserie et couture de proximité": ChantierFacts(
        salaries=10, previous=12_500, hoped=7_500
    ),
    "Atelier bois et mobilité, un chantier pour les 18-25 ans": ChantierFacts(
        salaries=8,
        previous=None,
        hoped=10_000,
        utilite_18_25=(
            "Les huit postes sont réservés à des jeunes de 18 à 25 ans sortis de "
            "l'école sans diplôme, repérés avec la mission locale : rythme progressif "
            "sur six mois, permis accompagné, immersion en entreprise dès le troisième "
            "mois. Aucun chantier du territoire n'accueille aujourd'hui ce public."
        ),
    ),
    UNJUSTIFIED_TITLE: ChantierFacts(salaries=10, previous=None, hoped=10_000),
}
