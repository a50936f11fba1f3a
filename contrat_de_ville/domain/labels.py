"""How recorded states are said in French, for every screen and document."""

from __future__ import annotations

from contrat_de_ville.domain.depots import DepotState


STATE_LABELS = {
    DepotState.DEPOSE: "déposé",
    DepotState.A_CORRIGER: "à corriger",
    DepotState.RECEVABLE: "recevable",
    DepotState.IRRECEVABLE: "irrecevable",
    DepotState.HORS_DELAI: "hors délai",
    DepotState.DOUBLON: "doublon",
}
