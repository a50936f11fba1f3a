"""How the State's file of annexes financières is declared: columns, states, measures.

Facts of the export « annexe financière » of the insertion by economic activity: UTF-8,
cells separated by « | » and never quoted, a technical first row beginning DEB, the
headers on the second one, a last row beginning FIN. A column may have several names;
the first found is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class AnnexesMap:
    """The declared reading of the annexes, and of the structures for their SIRET."""

    separator: str = "|"
    first: str = "DEB"
    last: str = "FIN"
    columns_count: int = 128
    measures: tuple[str, ...] = ("ACI_DC",)
    states: tuple[str, ...] = (
        "VALIDE", "HISTORISE", "PROVISOIRE", "CLOTURE", "SAISI",
    )  # fmt: skip
    columns: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "structure": ("af_id_structure",),
            "siret": ("structure_siret_actualise", "structure_siret", "af_siret"),
            "numero": ("af_numero_annexe_financiere",),
            "renouvellement": ("af_numero_avenant_renouvellement",),
            "modification": ("af_numero_avenant_modification",),
            "mesure": ("af_mesure_dispositif_code",),
            "etat": ("af_etat_annexe_financiere_code",),
            "debut": ("af_date_debut_effet",),
            "fin": ("af_date_fin_effet",),
            "etp": ("af_etp_postes_insertion",),
            "personnes": ("af_nb_pers_agrees_pole_emploi_iae_annee_prec",),
            "unitaire": ("af_montant_unitaire_annuel_valeur",),
            "total": ("af_montant_total_annuel",),
            "intercommunalite": ("af_intercomm",),
        }
    )
    optional: frozenset[str] = frozenset({"siret", "personnes", "intercommunalite"})
    structures: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "structure": ("structure_id_siae",),
            "siret": ("structure_siret_actualise", "structure_siret"),
        }
    )


ANNEXES_MAP = AnnexesMap()
