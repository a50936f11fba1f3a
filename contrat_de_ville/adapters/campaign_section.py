"""One section of a campaign file, read value by value with its place in errors."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from contrat_de_ville.adapters.yaml_files import require_keys
from contrat_de_ville.domain.calendar import PARIS, parse_instant
from contrat_de_ville.domain.identifiers import is_email, is_insee
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadFileError, BadInputError


@dataclass(frozen=True, kw_only=True)
class Section:
    """Keys and values of one place of a file; every refusal names the place.

    Every reading method raises :class:`BadFileError` on a value of another kind.
    """

    path: Path
    where: str
    values: dict[str, Any]

    def refuse(self, key: str, found: str, remedy: str) -> NoReturn:
        """Say what is wrong under *key* and what to do.

        Raises:
            BadFileError: always.
        """
        place = f"{self.where}.{key}" if self.where else key
        raise BadFileError(self.path.as_posix(), f"dans « {place} », {found}", remedy)

    def text(self, key: str) -> str:
        """Return a text that is not empty; a number there has lost its quotes."""
        value = self.values[key]
        if not isinstance(value, str) or not value.strip():
            self.refuse(
                key,
                f"« {value} » n'est pas un texte.",
                "Écrivez-le entre guillemets s'il est fait de chiffres.",
            )
        return value.strip()

    def email(self, key: str) -> str:
        """Return one plain e-mail address."""
        address = self.text(key)
        if not is_email(address):
            self.refuse(
                key,
                f"« {address} » n'est pas une adresse électronique.",
                "Écrivez une seule adresse, par exemple contact@service.example.",
            )
        return address

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false; « oui » and « non » would be read as texts."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self.refuse(key, f"« {value} » n'est pas permis.", "Écrivez true ou false.")
        return value

    def whole(self, key: str) -> int:
        """Return a whole number."""
        value = self.values[key]
        if type(value) is not int:
            self.refuse(
                key, f"« {value} » n'est pas un nombre entier.", "Écrivez 2017."
            )
        return value

    def day(self, key: str) -> date:
        """Return a date without time."""
        value = self.values[key]
        if not isinstance(value, date):
            self.refuse(key, f"« {value} » n'est pas une date.", "Écrivez 2016-09-29.")
        return value

    def instant(self, key: str) -> datetime:
        """Return a date and time, legal time in Paris.

        A date alone is refused here: at the opening it would mean the end of the
        day, and nobody would see it.
        """
        value = self.values[key]
        remedy = "Écrivez la date et l'heure de Paris : 2017-03-28T14:00."
        if not isinstance(value, str) or "T" not in value:
            self.refuse(key, f"« {value} » n'est pas une date avec son heure.", remedy)
        try:
            return parse_instant(value).astimezone(PARIS)
        except BadInputError as error:
            self.refuse(key, error.found, remedy)

    def centimes(self, key: str) -> int | None:
        """Return an amount written in euros, as centimes; nothing stays nothing.

        A point is refused: « 620.000 » would be read 620 euros.
        """
        value = self.values[key]
        if value is None:
            return None
        if isinstance(value, float):
            self.refuse(
                key,
                f"« {value} » est écrit avec un point.",
                "Écrivez 620 000 ou 1 200,50.",
            )
        try:
            return parse_centimes(str(value))
        except BadInputError as error:
            self.refuse(key, error.found, error.remedy)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them twice."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            self.refuse(key, "une liste est attendue.", "Commencez par « - ».")
        inside = Section(
            path=self.path,
            where=f"{self.where}.{key}" if self.where else key,
            values={str(rank): value for rank, value in enumerate(values, start=1)},
        )
        found = tuple(inside.text(rank) for rank in inside.values)
        if len(set(found)) != len(found):
            self.refuse(key, "une valeur est écrite deux fois.", "Retirez-en une.")
        return found

    def communes(self, key: str) -> dict[str, str]:
        """Return names of communes by INSEE code."""
        values = self.values[key]
        if not isinstance(values, dict):
            self.refuse(
                key,
                "des lignes « code INSEE : nom » sont attendues.",
                'Écrivez par exemple "59172": Denain.',
            )
        inside = Section(path=self.path, where=key, values=values)
        for insee in values:
            if not isinstance(insee, str) or not is_insee(insee):
                self.refuse(
                    key,
                    f"« {insee} » n'est pas un code INSEE de commune.",
                    'Écrivez-le entre guillemets, par exemple "59172".',
                )
        return {insee: inside.text(insee) for insee in values}

    def section(
        self, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Section:
        """Return the section under *key*, its keys checked."""
        where = f"{self.where}.{key}" if self.where else key
        values = require_keys(self.path, where, self.values[key], required, optional)
        return Section(path=self.path, where=where, values=values)

    def sections(
        self, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> Iterator[Section]:
        """Return the items of the list under *key*, their keys checked."""
        items = self.values[key]
        if not isinstance(items, list):
            self.refuse(key, "une liste est attendue.", "Commencez par « - ».")
        for rank, item in enumerate(items, start=1):
            where = f"{key} (n° {rank})"
            values = require_keys(self.path, where, item, required, optional)
            yield Section(path=self.path, where=where, values=values)
