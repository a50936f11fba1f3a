"""Checks the values of a declared map one by one, and names what is wrong."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NoReturn

from contrat_de_ville.adapters.yaml_files import require_keys
from contrat_de_ville.domain.list_rules import squeeze
from contrat_de_ville.errors import BadFileError


# What a map says where the file itself must show it.
ETABLIR = "etablir"


class MapValues:
    """The values of one map file; each method returns a value or refuses it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keys(
        self, where: str, mapping: Any, required: str, optional: str = ""
    ) -> dict[str, Any]:
        """Return the mapping once it has these keys (separated by spaces) only."""
        return require_keys(
            self.path, where, mapping, required.split(), optional.split()
        )

    def mapping(self, where: str, raw: Any) -> dict[str, Any]:
        """Return a mapping whose keys are texts."""
        if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
            self.refuse(f"« {where} » n'est pas une suite « nom: valeur ».")
        return raw

    def texts(self, where: str, raw: Any) -> tuple[str, ...]:
        """Return a list of texts, their spaces squeezed."""
        if not isinstance(raw, list):
            self.refuse(f"« {where} » n'est pas une liste.")
        return tuple(squeeze(self.text(where, value)) for value in raw)

    def text(self, where: str, raw: Any) -> str:
        """Return a text that is not blank."""
        if not isinstance(raw, str) or not raw.strip():
            self.refuse(f"« {where} » : « {raw} » n'est pas un texte (guillemets ?).")
        return raw

    def mark(self, where: str, raw: Any, *, empty: bool = False) -> str:
        """Return one sign: no letter, digit, quote or end of line; any space is one."""
        if empty and raw == "":
            return ""
        text = raw if isinstance(raw, str) else ""
        if len(text) != 1 or text.isalnum() or text in '"\r\n':
            self.refuse(f"« {where} » : un seul signe est attendu, pas « {raw} ».")
        return " " if text.isspace() and text != "\t" else text

    def one_of(self, where: str, raw: Any, allowed: tuple[str, ...]) -> str:
        """Return a text of a closed list."""
        if not isinstance(raw, str) or raw not in allowed:
            listed = ", ".join(allowed)
            self.refuse(f"« {where} » : « {raw} » ne fait pas partie de : {listed}.")
        return raw

    def encoding(self, raw: Any) -> str:
        """Return the name of a known text encoding, or that it is to be established."""
        try:
            name = self.text("fichier.encodage", raw)
            "a".encode("utf-8" if name == ETABLIR else name)
        except LookupError:
            self.refuse(f"« fichier.encodage » : « {raw} » n'est pas un encodage.")
        return name

    def separator(self, raw: Any) -> str:
        """Return the sign between cells, or that it is to be established."""
        return ETABLIR if raw == ETABLIR else self.mark("fichier.separateur", raw)

    def year(self, where: str, raw: Any) -> int | None:
        """Return a year written as a number; nothing where there is none."""
        if raw is not None and type(raw) is not int:
            self.refuse(f"« {where} » : « {raw} » n'est pas une année.")
        return raw

    def pattern(self, where: str, raw: Any) -> str:
        """Return a regular expression that compiles."""
        try:
            re.compile(text := self.text(where, raw))
        except re.error:
            self.refuse(f"« {where} » : « {raw} » n'est pas une forme lisible.")
        return text

    def refuse(self, found: str) -> NoReturn:
        """Say what is wrong in the map."""
        raise BadFileError(self.path.name, found, "Corrigez le plan de lecture.")
