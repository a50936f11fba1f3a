"""Reads ``config/canaux``: how each other system's words and columns are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from contrat_de_ville.adapters.channels.dauphin_map import DauphinMap, dauphin_map
from contrat_de_ville.adapters.channels.osiris_map import OsirisMap, osiris_map
from contrat_de_ville.adapters.channels.words import Families, Statuses, words
from contrat_de_ville.adapters.list_map_values import MapValues
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.yaml_files import load_yaml
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.received import LineStatus


ChannelMap = DauphinMap | OsirisMap | Families | Statuses
T = TypeVar("T")


def load_channel_map(path: Path) -> ChannelMap:
    """Read one file of ``config/canaux``, of the sort it says it is.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort.
    """
    document = load_yaml(path)
    sorts: dict[str, Callable[[Path, Any], ChannelMap]] = {
        "dauphin": dauphin_map,
        "osiris": osiris_map,
        "familles": _families,
        "statuts": _statuses,
    }
    values = MapValues(path)
    sort = values.mapping("", document).get("sorte")
    return sorts[values.one_of("sorte", sort, tuple(sorts))](path, document)


@cache
def dauphin_reading() -> DauphinMap:
    """Return the map of DAUPHIN records."""
    return _loaded("dauphin.yaml", DauphinMap)


@cache
def osiris_readings() -> tuple[OsirisMap, ...]:
    """Return the map of each kind of OSIRIS export, in the order of their names."""
    names = sorted(path.name for path in _folder().glob("osiris_*.yaml"))
    return tuple(_loaded(name, OsirisMap) for name in names)


@cache
def families() -> Families:
    """Return the kinds of porteur by the words of other systems."""
    return _loaded("familles.yaml", Families)


@cache
def statuses(system: str) -> Statuses:
    """Return what the status labels of *system* (``dauphin``, ``osiris``) say."""
    return _loaded(f"statuts_{system}.yaml", Statuses)


def _folder() -> Path:
    return resource_folder("config") / "canaux"


def _loaded(name: str, kind: type[T]) -> T:
    """Read one of our own files; its sort is checked, since code relies on it."""
    path = _folder() / name
    read = load_channel_map(path)
    if not isinstance(read, kind):
        MapValues(path).refuse(f"« sorte » n'est pas celle de « {name} ».")
    return read


def _families(path: Path, document: Any) -> Families:
    values = MapValues(path)
    top = values.keys("", document, "sorte version types")
    values.text("version", top["version"])
    types = values.keys("types", top["types"], " ".join(PorteurKind))
    return Families(
        kinds={
            words(word): PorteurKind(code)
            for code, listed in types.items()
            for word in values.texts(f"types.{code}", listed)
        }
    )


def _statuses(path: Path, document: Any) -> Statuses:
    values = MapValues(path)
    top = values.keys("", document, "sorte version statuts votes codes")
    values.text("version", top["version"])
    known = [one.value for one in LineStatus if one is not LineStatus.INCONNU]
    by_status = values.keys("statuts", top["statuts"], " ".join(known))
    codes = values.mapping("codes", top["codes"])
    return Statuses(
        by_label={
            words(label): LineStatus(status)
            for status, labels in by_status.items()
            for label in values.texts(f"statuts.{status}", labels)
        },
        votes=frozenset(map(words, values.texts("votes", top["votes"]))),
        labels_by_code={
            code: values.text(f"codes.{code}", label) for code, label in codes.items()
        },
    )
