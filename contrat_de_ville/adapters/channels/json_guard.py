"""Strict reading of a JSON document that anyone may have written.

Python's own reader keeps the last of two equal keys, takes ``NaN`` for a number,
turns decimals into binary floats and recurses as deep as the document says. Here
each of these is refused, or read exactly, before the document is used.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.errors import BadFileError


LARGEST_JSON = 10 * 2**20
DEEPEST = 64
# A record of the real portal counts about four hundred of each in 27 kB.
MOST_CONTAINERS, MOST_VALUES = 400_000, 1_000_000
_LONGEST_NUMBER, _HIGHEST_EXPONENT = 40, 30
_LONGEST_SHOWN = 40
# A string (closed or not, so that no part is scanned twice), a bracket or a comma.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ASK_AGAIN = "Demandez un nouvel export au service qui a produit le fichier."
_IN_FRENCH = {
    "Expecting property name": "un nom de clé entre guillemets est attendu",
    "Expecting value": "une valeur est attendue",
    "Expecting ',' delimiter": "il manque une virgule",
    "Expecting ':' delimiter": "il manque un « : »",
    "Unterminated string": "des guillemets ne sont pas fermés",
    "Invalid control character": "un caractère de commande est dans un texte",
    "Invalid \\": "une séquence « \\ » n'existe pas",
    "Extra data": "il y a du texte après la fin du document",
}


def read_json(content: bytes, file_name: str) -> Any:
    """Read one JSON document: dictionaries, lists, texts, int, Decimal, bool, None.

    Raises:
        BadFileError: too large, not UTF-8, too deep, not JSON, a key written twice,
            a value that is no number (NaN, Infinity, out of measure), half a
            character; with its place.
    """
    text = _decoded(content, file_name)
    _check_nesting(text, file_name)
    reader = _Reader()
    try:
        document = reader.read(text)
    except json.JSONDecodeError as error:
        raise _refusal(file_name, f"{_line(text, error.pos)}, {_said(error)}") from None
    except RecursionError:
        raise _refusal(file_name, "trop de niveaux sont imbriqués") from None
    if reader.has_refused or _ESCAPED_SURROGATE.search(text):
        for place, reason in _wrong(document, "$"):
            raise _refusal(file_name, f"à l'endroit « {place} », {reason}")
    return document


def shown_key(key: str) -> str:
    """Return a key of the document as a place shows it: one short line."""
    line = one_line(key)
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def _decoded(content: bytes, file_name: str) -> str:
    if len(content) > LARGEST_JSON:
        size = math.ceil(len(content) / 2**20)
        raise BadFileError(
            file_name,
            f"il pèse {size} Mo, 10 Mo sont acceptés.",
            "Partagez l'export en plusieurs fichiers.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refusal(file_name, f"ligne {line}, ce n'est pas de l'UTF-8") from None


def _check_nesting(text: str, file_name: str) -> None:
    """Refuse a document too deep or too crowded, before anything recurses into it."""
    depth = containers = values = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == ",":
            values += 1
        elif mark in "[{":
            depth += 1
            containers += 1
        elif mark in "]}":
            depth -= 1
        if depth > DEEPEST:
            where = _line(text, token.start())
            found = f"{where}, plus de {DEEPEST} niveaux sont imbriqués"
            raise _refusal(file_name, found)
        if containers > MOST_CONTAINERS or values > MOST_VALUES:
            most = f"{MOST_CONTAINERS} listes et objets, ou de {MOST_VALUES} valeurs"
            raise _refusal(file_name, f"il contient plus de {most}")


class _Refused:
    """Stands for a value that was refused, until its place is known."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class _Reader:
    """Reads a text with Python's own reader, without its indulgences."""

    def __init__(self) -> None:
        self.has_refused = False

    def read(self, text: str) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_int=self._integer,
            parse_float=self._decimal,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> Any:
        known = dict(pairs)
        if len(known) == len(pairs):
            return known
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                return self._refuse(f"la clé « {shown_key(key)} » est écrite deux fois")
            seen.add(key)
        return known

    def _constant(self, text: str) -> _Refused:
        return self._refuse(f"« {text} » n'est pas un nombre")

    def _integer(self, text: str) -> int | _Refused:
        return self._measured(text) or int(text)

    def _decimal(self, text: str) -> Decimal | _Refused:
        refused = self._measured(text)
        if refused:
            return refused
        # The exponent is at most forty digits long: no context can overflow here.
        number = Decimal(text)
        if number and abs(number.adjusted()) > _HIGHEST_EXPONENT:
            return self._refuse(f"le nombre {text} est démesuré")
        return number

    def _measured(self, text: str) -> _Refused | None:
        if len(text) <= _LONGEST_NUMBER:
            return None
        return self._refuse(f"un nombre est écrit avec {len(text)} signes")

    def _refuse(self, reason: str) -> _Refused:
        self.has_refused = True
        return _Refused(reason)


def _wrong(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield the places of what was refused, in the order of the document."""
    if isinstance(value, _Refused):
        yield place, value.reason
    elif isinstance(value, str):
        if not _is_whole(value):
            yield place, "un caractère est coupé en deux (demi-codet UTF-16)"
    elif isinstance(value, list):
        for rank, one in enumerate(value):
            yield from _wrong(one, f"{place}[{rank}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            inside = f"{place}.{shown_key(key)}"
            if not _is_whole(key):
                yield inside, "un caractère de la clé est coupé en deux"
            yield from _wrong(one, inside)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= one <= "\udfff" for one in text)


def _line(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return f"ligne {line}, colonne {column}"


def _said(error: json.JSONDecodeError) -> str:
    known = (fr for en, fr in _IN_FRENCH.items() if error.msg.startswith(en))
    return next(known, "ce n'est pas du JSON")


def _refusal(file_name: str, found: str) -> BadFileError:
    return BadFileError(file_name, f"{found}.", _ASK_AGAIN)
