"""The champs of one dossier, found by what a mapping says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from contrat_de_ville.adapters.demarches.mapping import Target
from contrat_de_ville.adapters.demarches.values import Champ, is_answered
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.form import label_key


_MOST_LISTED = 20


class Sort(StrEnum):
    """What a champ is made of, whatever its kind is named."""

    ANSWER = "réponse"
    FILES = "pièces jointes"
    ROWS = "lignes répétées"
    TITLE = "titre"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A champ and where it stands: « $.champs[3] (Intitulé) »."""

    champ: Champ
    label: str
    where: str

    @property
    def place(self) -> str:
        """Return its place with its label, by which a porteur knows it."""
        return f"{self.where} ({self.label})"

    def rows(self) -> list[Champs]:
        """Return the champs of each row of a repetition."""
        rows = self.champ.get("rows")
        inside = [
            (at, row) for at, row in enumerate(_list(rows)) if isinstance(row, dict)
        ]
        return [
            Champs(row.get("champs"), f"{self.where}.rows[{at}]") for at, row in inside
        ]


class Champs:
    """Some champs in order; remembers which ones were taken, and what went wrong."""

    def __init__(self, champs: Any, where: str) -> None:
        self._all = [
            Placed(
                champ=one,
                label=one_line(str(one.get("label") or "")),
                where=f"{where}.champs[{at}]",
            )
            for at, one in enumerate(_list(champs))
            if isinstance(one, dict)
        ]
        self._taken: set[str] = set()
        self._by_id: dict[str, list[Placed]] = {}
        self._by_label: dict[str, list[Placed]] = {}
        for one in self._all:
            self._by_label.setdefault(_key(one.label), []).append(one)
            for name in set(_ids(one.champ)):
                self._by_id.setdefault(name, []).append(one)
        self.notes: list[str] = []

    def take(self, target: Target, sort: Sort) -> Placed | None:
        """Return the champ that *target* names, or nothing with a note that says why.

        The stable id decides; a label serves where there is no id, or where the id
        is no more in the démarche.
        """
        named = _of_sort(self._by_id.get(target.champ_id, ()), sort)
        key = _key(target.label)
        if not named:
            named = _of_sort(self._by_label.get(key, ()), sort)
            if named and target.champ_id:
                self.notes.append(
                    f"Champ « {target.label} » : retrouvé par son libellé, son "
                    "identifiant a changé."
                )
        elif _key(named[0].label) != key:
            self.notes.append(
                f"Champ « {target.label} » : il s'intitule maintenant "
                f"« {named[0].label} »."
            )
        return self._only(target, named)

    def _only(self, target: Target, named: list[Placed]) -> Placed | None:
        self._taken |= {one.where for one in named}
        if len(named) == 1:
            return named[0]
        found = (
            "plusieurs champs portent ce libellé : précisez son identifiant"
            if named
            else "absent du dossier (ou masqué par une condition)"
        )
        self.notes.append(f"Champ « {target.label} » : {found}.")
        return None

    def unknown(self, ignored: Collection[str]) -> list[str]:
        """Say the champs that no mapping took: those answered, then how many not."""
        left = [one for one in self._all if self._is_left(one, ignored)]
        said = [one.label for one in left if is_answered(one.champ)]
        listed = ", ".join(f"« {one} »" for one in said[:_MOST_LISTED])
        more = len(said) - _MOST_LISTED
        others = f", et {more} autres" if more > 0 else ""
        notes = [f"Réponses que la correspondance ne reprend pas : {listed}{others}."]
        silent = len(left) - len(said)
        counted = f"Champs inconnus de la correspondance, sans réponse : {silent}."
        return notes * bool(said) + [counted] * bool(silent)

    def _is_left(self, one: Placed, ignored: Collection[str]) -> bool:
        if one.where in self._taken or _sort(one.champ) is Sort.TITLE:
            return False
        names = (one.label, *_ids(one.champ))
        return not any(_key(name) in ignored for name in names)


# The same labels come again in every dossier of a démarche.
_key = lru_cache(maxsize=2000)(label_key)


def _of_sort(placed: Iterable[Placed], sort: Sort) -> list[Placed]:
    return [one for one in placed if _sort(one.champ) is sort]


def _sort(champ: Champ) -> Sort:
    kind = str(champ.get("__typename", ""))
    if "rows" in champ or kind == "RepetitionChamp":
        return Sort.ROWS
    if "files" in champ or kind == "PieceJustificativeChamp":
        return Sort.FILES
    return (
        Sort.TITLE if kind.startswith(("HeaderSection", "Explication")) else Sort.ANSWER
    )


def _ids(champ: Champ) -> tuple[str, ...]:
    """Return the ids of a champ: its descriptor's, which lasts, then its own."""
    ids: Iterable[Any] = (champ.get("champDescriptorId"), champ.get("id"))
    return tuple(one for one in ids if isinstance(one, str) and one)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
