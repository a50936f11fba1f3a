"""Read ``config/parameters``: one YAML file per figure, its path is its name.

``aci/utilite_sociale/plafond.yaml`` is ``aci.utilite_sociale.plafond``. A folder
may explain itself in ``index.yaml``. Nothing is ignored: an unknown key, a file
that is not a parameter, a value without its sentence are refused.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys, require_text
from contrat_de_ville.domain.parameters import (
    DatedValue,
    Parameter,
    Parameters,
    Reference,
)
from contrat_de_ville.errors import BadFileError


_NAME = re.compile(r"[a-z][a-z0-9_]*")
_INDEX = "index.yaml"
_DATE_FORM = "Écrivez les dates en entier, par exemple 2017-01-01."


def load_parameters(folder: Path) -> Parameters:
    """Read every parameter under *folder*.

    Raises:
        BadFileError: a file breaks the form, or there is no parameter at all.
    """
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    for path in files:
        _check_file_name(path, folder)
    found = [_read(path, folder) for path in files if path.name != _INDEX]
    if not found:
        raise BadFileError(
            folder.as_posix(),
            "ce dossier ne contient aucun paramètre.",
            "Indiquez le dossier config/parameters.",
        )
    return Parameters(by_name={one.name: one for one in found})


def _check_file_name(path: Path, folder: Path) -> None:
    """Refuse what would be silently left out, and read the folder's index."""
    parts = path.relative_to(folder).with_suffix("").parts
    if path.suffix != ".yaml" or not all(map(_NAME.fullmatch, parts)):
        raise BadFileError(
            path.as_posix(),
            "ce n'est pas un nom de paramètre.",
            "Un paramètre est un fichier .yaml, au nom en minuscules sans accent "
            "(lettres, chiffres et « _ »). Renommez ou retirez ce fichier.",
        )
    if path.name == _INDEX:
        index = require_keys(path, "", load_yaml(path), ("description",))
        require_text(path, "description", index["description"])


def _read(path: Path, folder: Path) -> Parameter:
    """Read one parameter."""
    raw = require_keys(path, "", load_yaml(path), ("description", "values", "metadata"))
    metadata = require_keys(
        path,
        "metadata",
        raw["metadata"],
        ("unit", "last_value_still_valid_on", "reference"),
    )
    checked = metadata["last_value_still_valid_on"]
    return Parameter(
        name=".".join(path.relative_to(folder).with_suffix("").parts),
        description=require_text(path, "description", raw["description"]),
        unit=require_text(path, "metadata.unit", metadata["unit"]),
        values=_values(path, raw["values"], metadata["reference"]),
        last_value_still_valid_on=_date(
            path, "metadata.last_value_still_valid_on", checked
        ),
    )


def _values(path: Path, values: Any, references: Any) -> tuple[DatedValue, ...]:
    """Pair each dated value with the reference of the same date."""
    valued = _by_date(path, "values", values)
    referenced = _by_date(path, "metadata.reference", references)
    if alone := sorted(valued.keys() ^ referenced.keys()):
        raise BadFileError(
            path.as_posix(),
            f"la date {alone[0]} n'est pas à la fois dans « values » et dans "
            "« metadata.reference ».",
            "Chaque valeur a sa référence, à la même date.",
        )
    return tuple(
        DatedValue(
            starts_on=on,
            value=_value(path, f"values.{on}", valued[on]),
            reference=_reference(path, f"metadata.reference.{on}", referenced[on]),
        )
        for on in sorted(valued)
    )


def _by_date(path: Path, where: str, mapping: Any) -> dict[date, Any]:
    """Read a mapping whose keys are dates; at least one."""
    if not isinstance(mapping, dict) or not mapping:
        raise BadFileError(path.as_posix(), f"« {where} » n'a aucune date.", _DATE_FORM)
    return {_date(path, where, key): value for key, value in mapping.items()}


def _value(path: Path, where: str, raw: Any) -> Any:
    """Read ``{value: …}``: whole number, yes or no, text, list of texts, null."""
    value = require_keys(path, where, raw, ("value",))["value"]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if value is None or isinstance(value, int | str):
        return value
    raise BadFileError(
        path.as_posix(),
        f"« {where} » : la valeur « {value} » n'est pas d'une sorte permise.",
        "Écrivez un nombre entier (sans décimale), true ou false, un texte, une liste "
        "de textes, ou null pour mettre fin au paramètre.",
    )


def _reference(path: Path, where: str, raw: Any) -> Reference:
    """Read a reference; its three texts are required."""
    read = require_keys(path, where, raw, ("title", "href", "quote"))
    return Reference(
        **{
            key: require_text(path, f"{where}.{key}", text)
            for key, text in read.items()
        }
    )


def _date(path: Path, where: str, raw: Any) -> date:
    """Read a full date, quoted or not."""
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise BadFileError(
        path.as_posix(), f"« {where} » : « {raw} » n'est pas une date.", _DATE_FORM
    )
