"""What a dossier carries, read whatever is missing from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contrat_de_ville.domain.calendar import parse_instant
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.errors import BadInputError


Node = Mapping[str, Any]


def instant_of(node: Node, name: str) -> datetime | None:
    """Return an instant of the dossier; nothing where there is none to read."""
    written = node.get(name)
    try:
        return parse_instant(written) if isinstance(written, str) else None
    except BadInputError:
        return None


def inside_of(node: Node, name: str) -> Node:
    """Return what a dossier holds under a name; empty where it holds nothing."""
    value = node.get(name)
    return value if isinstance(value, Mapping) else {}


def said_in(node: Node, name: str) -> str:
    """Return a text of the dossier on one line; empty where there is none."""
    value = node.get(name)
    return one_line(value) if isinstance(value, str) else ""
