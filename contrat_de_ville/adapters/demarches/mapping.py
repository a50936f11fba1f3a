"""What the champs of one démarche are in the deposit form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.demarches.endpoint import Endpoint
from contrat_de_ville.domain.depots import BudgetText, Side
from contrat_de_ville.domain.form import (
    FieldKind,
    FormDefinition,
    age_codes,
    blank_budget,
    label_key,
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """A champ of the démarche, by its stable id, else by its label."""

    label: str
    champ_id: str = ""


@dataclass(frozen=True, kw_only=True)
class ChampMap(Target):
    """A champ and what it gives: a field, a budget row or a piece of the form.

    ``values`` maps each answer offered (:func:`label_key`) to the form's code; with
    ``is_code_first``, an answer starts by its code, « 7.1 – Lutte… ». ``level`` is 1
    or 2 in two linked lists, 0 elsewhere.
    """

    field: str = ""
    budget: str = ""
    piece: str = ""
    level: int = 0
    values: Mapping[str, str]
    is_code_first: bool = False


@dataclass(frozen=True, kw_only=True)
class TextRows(Target):
    """A repetition whose rows make one text: its columns, a row a line."""

    field: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BudgetRows(Target):
    """A repetition whose rows are budget lines of one side.

    ``name`` and ``amount`` are the labels of its columns; ``values`` maps a name to
    the code of a budget row; a name it lacks becomes a line of its own.
    """

    side: Side
    name: str
    amount: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class AgeRows(Target):
    """A repetition whose rows are age bands, women and men counted apart."""

    band: str
    women: str
    men: str
    values: Mapping[str, str]


Rows = TextRows | BudgetRows | AgeRows


@dataclass(frozen=True, kw_only=True)
class Instructor:
    """The funder that instructs the démarche: its state is this funder's answer."""

    funder: str
    label: str


@dataclass(frozen=True, kw_only=True)
class DemarcheMap:
    """One démarche: where it is, since when, and what its champs give.

    ``legal_forms`` maps the first digits of a legal category (INSEE) to a type of
    porteur; ``ignored`` holds ids and label keys left out on purpose.
    """

    path: Path
    number: int
    title: str
    exercice: int
    endpoint: Endpoint
    updated_since: datetime
    page_size: int
    form: FormDefinition
    instructor: Instructor | None
    legal_forms: Mapping[str, str]
    champs: tuple[ChampMap, ...]
    repetitions: tuple[Rows, ...]
    ignored: frozenset[str]

    @property
    def source(self) -> str:
        """Name of the channel where its cursor is kept."""
        return f"demarche:{self.number}"


def field_kinds(form: FormDefinition) -> dict[str, FieldKind]:
    """Return the kind of each question, counts by age and sex included."""
    kinds = {one.code: one.kind for one in form.fields}
    counts = {code: FieldKind.ENTIER for _, _, code in age_codes(form)}
    return kinds | counts


def postes(form: FormDefinition) -> dict[str, BudgetText]:
    """Return the budget rows by what a mapping calls them, « 60 – Achats »."""
    return {
        label_key(f"{row.account} – {row.label}"): row for row in blank_budget(form)
    }
