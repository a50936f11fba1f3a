"""The dossiers of a démarche, read as deposits; each accounted for.

Pure: the same JSON and the same mapping give the same result, whether the JSON was
just fetched or saved by somebody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from contrat_de_ville.adapters.demarches.dossier import read_dossier
from contrat_de_ville.adapters.demarches.funders import STATES
from contrat_de_ville.adapters.demarches.mapping import DemarcheMap
from contrat_de_ville.adapters.demarches.nodes import Node
from contrat_de_ville.domain.received import (
    Channel,
    Received,
    ReceivedDeposit,
    SetAside,
)
from contrat_de_ville.errors import BadFileError


_NOT_YET = {"brouillon": "brouillon : il n'est pas encore déposé"}


def received_from_dossiers(
    document: Any, mapping: DemarcheMap, file_name: str
) -> Received:
    """Read saved dossiers: one, a list, or an answer of the API as it came.

    Raises:
        BadFileError: *document* holds no dossier of démarches-simplifiées.
    """
    placed = list(_placed(document, "$"))
    if not is_dossiers(document):
        raise BadFileError(
            file_name,
            "aucun dossier de démarches-simplifiées n'y est reconnu.",
            "Donnez la réponse de l'API, ou le JSON d'un dossier.",
        )
    read = [_read(node, mapping, place) for place, node in placed]
    return Received(
        channel=Channel.DEMARCHE,
        file_name=file_name,
        rows_count=len(read),
        deposits=tuple(one for one in read if isinstance(one, ReceivedDeposit)),
        aside=tuple(one for one in read if isinstance(one, SetAside)),
        conventions=(f"Correspondance : {mapping.path.name}.",),
    )


def is_dossiers(document: Any) -> bool:
    """Tell whether a JSON document holds dossiers: each has a number and champs."""
    nodes = [node for _, node in _placed(document, "$") if isinstance(node, Mapping)]
    return any("number" in node and "champs" in node for node in nodes)


def demarche_number(document: Any) -> int | None:
    """Return the démarche that the first dossier says it belongs to, if it does."""
    numbers = (_demarche(node) for _, node in _placed(document, "$"))
    return next((one for one in numbers if one is not None), None)


def dossier_bytes(node: Node) -> bytes:
    """Return the one way to write a dossier, whose SHA-256 is its evidence.

    Keys sorted, no spacing, UTF-8. Half a character of UTF-16, which UTF-8 cannot
    hold, is written as JSON escapes it.
    """
    text = json.dumps(
        node,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=str,  # an exact decimal is written with its digits, as text
    )
    return text.encode("utf-8", "backslashreplace")


def _placed(document: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield the dossiers of a document with their places, in order."""
    if isinstance(document, list):
        for at, one in enumerate(document):
            yield f"{place}[{at}]", one
        return
    if not isinstance(document, Mapping):
        return
    for key in ("data", "demarche", "groupeInstructeur", "dossiers", "dossier"):
        if isinstance(document.get(key), Mapping | list) and "champs" not in document:
            yield from _placed(document[key], f"{place}.{key}")
            return
    if isinstance(document.get("nodes"), list):
        yield from _placed(document["nodes"], f"{place}.nodes")
    elif isinstance(document.get("edges"), list):
        for at, edge in enumerate(document["edges"]):
            node = edge.get("node") if isinstance(edge, Mapping) else None
            yield f"{place}.edges[{at}].node", node
    else:
        yield place, document


def _read(node: Any, mapping: DemarcheMap, place: str) -> ReceivedDeposit | SetAside:
    refused = _fault(node, mapping)
    if refused:
        return SetAside(place=place, reason=f"{refused}.", is_refused=True)
    reason = _reason(node)
    if reason:
        return SetAside(place=place, reason=f"Dossier n° {node['number']} : {reason}.")
    # A file that is one dossier has no place to tell it from another.
    return read_dossier(node, mapping, "" if place == "$" else place, place)


def _fault(node: Any, mapping: DemarcheMap) -> str:
    """Say why this cannot be read as a dossier of the démarche; empty if it can."""
    if not isinstance(node, Mapping):
        return "Le serveur n'a pas donné ce dossier"
    number, demarche = node.get("number"), _demarche(node)
    if type(number) is not int or not isinstance(node.get("champs"), list):
        return "Ce n'est pas un dossier : il y manque son numéro ou ses champs"
    if demarche is not None and demarche != mapping.number:
        return (
            f"Dossier n° {number} : il est de la démarche n° {demarche}, la "
            f"correspondance est celle de la n° {mapping.number}"
        )
    state = str(node.get("state"))
    if state not in STATES and state not in _NOT_YET:
        return f"Dossier n° {number} : l'état « {state} » est inconnu"
    return ""


def _reason(node: Node) -> str:
    """Say why a dossier is not a deposit to register; empty if it is."""
    if node.get("archived") is True:
        return "archivé par le service qui l'instruit"
    return _NOT_YET.get(node["state"], "")


def _demarche(node: Any) -> int | None:
    inside = node.get("demarche") if isinstance(node, Mapping) else None
    number = inside.get("number") if isinstance(inside, Mapping) else None
    return number if type(number) is int else None
