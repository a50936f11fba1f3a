"""The plain values that the mapping of a démarche is made of, checked as read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.demarches.mapping import field_kinds, postes
from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys, require_text
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.form import label_key
from contrat_de_ville.errors import BadFileError


_REQUIRED = (
    "numero", "titre", "exercice", "adresse", "depuis", "taille_de_page",
    "formulaire", "champs",
)  # fmt: skip
_OPTIONAL = ("financeur", "formes_juridiques", "repetitions", "ignores")


class MapParts:
    """Reads the values of one mapping, against the form it names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.top = require_keys(path, "", load_yaml(path), _REQUIRED, _OPTIONAL)
        name = self.text("formulaire", self.top["formulaire"])
        self.form = load_form(
            resource_folder("config") / "formulaires" / Path(name).name
        )
        self.fields = field_kinds(self.form)
        self.budget = {key: row.code for key, row in postes(self.form).items()}

    def keys(self, where: str, raw: Any, *names: str) -> dict[str, Any]:
        """Return a repetition once it holds these keys and what all of them hold."""
        required = ("libelle", "sorte", *names)
        return require_keys(self.path, where, raw, required, ("id",))

    def target(self, where: str, item: dict[str, Any]) -> dict[str, str]:
        """Return what names a champ: its label, and its stable id if there is one."""
        champ_id = self.text(f"{where}, id", item["id"]) if "id" in item else ""
        label = self.text(f"{where}, libelle", item["libelle"])
        return {"label": label, "champ_id": champ_id}

    def values(self, where: str, raw: Any) -> dict[str, str]:
        """Return the code of each answer, by the key of its label."""
        if not isinstance(raw, dict):
            found = f"{where} : « valeurs » attend des lignes « réponse : code »."
            raise self.bad(found)
        return {
            label_key(str(answer)): self.text(f"{where}, valeurs", code)
            for answer, code in raw.items()
        }

    def poste(self, where: str, raw: Any) -> str:
        """Return the code of the budget row that the form calls « 60 – Achats »."""
        key = label_key(self.text(f"{where}, poste", raw))
        return self.budget[self.known(where, key, self.budget)]

    def items(self, key: str) -> list[tuple[str, Any]]:
        """Return the items of a list with their place, counted from 1."""
        items = self.top.get(key, [])
        if not isinstance(items, list):
            raise self.bad(f"« {key} » doit être une liste.")
        return [(f"{key}, n° {rank}", one) for rank, one in enumerate(items, start=1)]

    def day(self, key: str) -> datetime:
        """Return the instant at which a day begins in Paris."""
        value = self.top[key]
        if type(value) is not date:
            raise self.bad(f"« {key} » doit être une date, par exemple 2016-10-17.")
        return paris(value)

    def count(self, key: str, largest: int) -> int:
        """Return a whole number from 1 to *largest*."""
        value = self.top[key]
        if type(value) is not int or not 1 <= value <= largest:
            raise self.bad(f"« {key} » doit être un nombre entier de 1 à {largest}.")
        return value

    def text(self, where: str, value: Any) -> str:
        """Return a text that says something."""
        return require_text(self.path, where, value)

    def known(self, where: str, value: Any, accepted: Collection[str]) -> str:
        """Return a code that must be one of *accepted*; absent, it is empty."""
        if value is None:
            return ""
        code = str(value)
        if code in accepted:
            return code
        close = get_close_matches(code, list(accepted), n=1)
        meant = f" (vouliez-vous dire « {close[0]} » ?)" if close else ""
        raise self.bad(f"{where} : « {code} » est inconnu{meant}.")

    def bad(self, found: str) -> BadFileError:
        """Return the refusal of this mapping."""
        return BadFileError(
            self.path.as_posix(),
            found,
            "Corrigez-le d'après config/demarches/exemple_100000.yaml.",
        )
