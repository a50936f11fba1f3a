"""How recorded states are said in French, for every screen and document."""

from __future__ import annotations

from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.received import Channel


STATE_LABELS = {
    DepotState.DEPOSE: "déposé",
    DepotState.A_CORRIGER: "à corriger",
    DepotState.RECEVABLE: "recevable",
    DepotState.IRRECEVABLE: "irrecevable",
    DepotState.HORS_DELAI: "hors délai",
    DepotState.DOUBLON: "doublon",
}
CHANNEL_LABELS = {
    Channel.CLASSEUR: "classeur",
    Channel.DAUPHIN: "DAUPHIN",
    Channel.OSIRIS: "OSIRIS",
    Channel.LISTE: "liste",
    Channel.DEMARCHE: "démarche en ligne",
}
