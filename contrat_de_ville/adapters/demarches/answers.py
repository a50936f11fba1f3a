"""What an answer must look like before a page is read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.adapters.channels.json_guard import read_json
from contrat_de_ville.adapters.demarches.failures import DemarcheError


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some dossiers as received, and where to go on from after them.

    ``cursor`` is empty only where there is no dossier at all.
    """

    nodes: tuple[dict[str, Any], ...]
    cursor: str
    has_next: bool


def strict_json(content: bytes) -> dict[str, Any]:
    """Read an answer: an object that holds data or a list of errors.

    Raises:
        BadFileError: not JSON, or what no JSON should hold.
        ValueError: JSON, but not what a GraphQL server answers.
    """
    answer = read_json(content, "réponse du serveur")
    errors = answer.get("errors") if isinstance(answer, dict) else None
    has_data = isinstance(answer, dict) and isinstance(answer.get("data"), dict)
    if not (has_data or errors) or not isinstance(errors, list | None):
        message = "not the answer of a GraphQL server"
        raise ValueError(message)
    return dict(answer)


def page_of(number: int, data: Mapping[str, Any], cursor: str) -> Page:
    """Return the page that *data* holds, asked for after *cursor*.

    Raises:
        DemarcheError: it holds none, lacks a dossier, or does not move on.
    """
    dossiers = _mapping(_mapping(data.get("demarche")).get("dossiers"))
    info, nodes = _mapping(dossiers.get("pageInfo")), dossiers.get("nodes")
    has_next, end = info.get("hasNextPage"), info.get("endCursor") or ""
    if (
        not isinstance(nodes, list)
        or not isinstance(has_next, bool)
        or not isinstance(end, str)
    ):
        raise _unexpected(number, "la réponse ne contient pas de page de dossiers")
    for rank, node in enumerate(nodes, start=1):
        if not isinstance(node, dict):
            raise _unexpected(number, f"le dossier de rang {rank} de la page manque")
    if has_next and (not end or end == cursor):
        raise _unexpected(number, "le serveur répète la même page")
    # The end of an empty page is null: what was read before is still read.
    return Page(nodes=tuple(nodes), cursor=end or cursor, has_next=has_next)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _unexpected(number: int, found: str) -> DemarcheError:
    return DemarcheError(
        number,
        f"{found}.",
        "Relancez ; si l'erreur demeure, signalez-la à l'assistance du site.",
    )
