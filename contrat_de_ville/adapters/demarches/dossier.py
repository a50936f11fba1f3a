"""One dossier of démarches-simplifiées, read as one deposit."""

from __future__ import annotations

from datetime import datetime

from contrat_de_ville.adapters.demarches.champs import Champs
from contrat_de_ville.adapters.demarches.funders import funders_of
from contrat_de_ville.adapters.demarches.gathering import Gathering
from contrat_de_ville.adapters.demarches.mapping import DemarcheMap
from contrat_de_ville.adapters.demarches.nodes import (
    Node,
    inside_of,
    instant_of,
    said_in,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.deposit_text import identifier
from contrat_de_ville.domain.received import ReceivedDeposit


def read_dossier(
    node: Node, mapping: DemarcheMap, place: str, inside: str
) -> ReceivedDeposit:
    """Read one dossier; *inside* is where its own places start (« $ »).

    What cannot be read stays as written, for the checks to point at.
    """
    gathering = Gathering(mapping, Champs(node.get("champs"), inside))
    gathering.gather()
    notes = list(_applicant(node, mapping, gathering, inside))
    return ReceivedDeposit(
        form=gathering.form(),
        place=place,
        reference=str(node.get("number") or ""),
        exercice=mapping.exercice,
        deposited_at=written_at(node),
        funders=tuple(funders_of(node, mapping, gathering, inside)),
        notes=(*_arrival(node), *notes, *gathering.notes),
    )


def written_at(node: Node) -> datetime | None:
    """Return the instant at which the answers became what they are.

    A dossier may be changed after its deposit as long as nobody instructs it: an
    empty one deposited on time and filled in later was deposited at its last change.
    """
    known = (
        instant_of(node, "dateDepot"),
        instant_of(node, "dateDerniereModificationChamps"),
    )
    return max((one for one in known if one is not None), default=None)


def _arrival(node: Node) -> list[str]:
    deposited, changed = instant_of(node, "dateDepot"), written_at(node)
    if deposited is None:
        return ["La date de dépôt est absente ou illisible."]
    notes = []
    if changed is not None and changed > deposited:
        notes.append(
            f"Déposé le {french_instant(deposited)}, modifié le "
            f"{french_instant(changed)} : c'est cette date qui compte pour le délai."
        )
    if node.get("deposeParUnTiers") is True:
        notes.append("Dossier déposé par un mandataire.")
    return notes


def _applicant(
    node: Node, mapping: DemarcheMap, gathering: Gathering, inside: str
) -> list[str]:
    """Fill what the champs left empty with what the register says of the porteur."""
    porteur = inside_of(node, "demandeur")
    notes = []
    if porteur.get("__typename") == "PersonnePhysique" or not said_in(porteur, "siret"):
        notes.append("Le demandeur n'est pas une personne morale : aucun SIRET.")
    elif identifier(gathering.fields.get("porteur_siret", "")) not in {
        "",
        identifier(said_in(porteur, "siret")),
    }:
        notes.append("Le SIRET du formulaire n'est pas celui du demandeur.")
    for code, text in _register(node, porteur, mapping).items():
        if text and not gathering.fields.get(code):
            gathering.put(code, text, f"{inside}.demandeur")
    return notes


def _register(node: Node, porteur: Node, mapping: DemarcheMap) -> dict[str, str]:
    """Return what is known of the porteur without asking it, by field of the form."""
    address, company = inside_of(porteur, "address"), inside_of(porteur, "entreprise")
    association = inside_of(porteur, "association")
    town = f"{said_in(address, 'postalCode')} {said_in(address, 'cityName')}".strip()
    lines = filter(None, (said_in(address, "streetAddress"), town))
    form = said_in(company, "formeJuridiqueCode")
    kinds = [
        mapping.legal_forms[form[:size]]
        for size in range(len(form), 0, -1)
        if form[:size] in mapping.legal_forms
    ]
    return {
        "porteur_siret": said_in(porteur, "siret"),
        "porteur_nom": said_in(association, "titre")
        or said_in(company, "raisonSociale"),
        "porteur_type": kinds[0] if kinds else "",
        "porteur_rna": said_in(association, "rna"),
        "porteur_adresse": ", ".join(lines) or said_in(address, "label"),
        "porteur_insee": said_in(address, "cityCode"),
        "porteur_courriel": said_in(inside_of(node, "usager"), "email"),
    }
