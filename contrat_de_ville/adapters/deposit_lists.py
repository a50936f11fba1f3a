"""Where each list of codes stands in the deposit workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.adapters.deposit_layout import FIRST_ROW
from contrat_de_ville.domain.form import FormDefinition


LISTS_SHEET = "Listes"


@dataclass(frozen=True)
class ListRange:
    """The rows of one list, first and last, from 1."""

    first: int
    last: int

    @property
    def codes(self) -> str:
        """Return the range of the codes, as a formula names it."""
        return f"{LISTS_SHEET}!$A${self.first}:$A${self.last}"

    @property
    def labels(self) -> str:
        """Return the range of the labels, as a formula names it."""
        return f"{LISTS_SHEET}!$B${self.first}:$B${self.last}"


def list_ranges(
    definition: FormDefinition, lists: Mapping[str, Mapping[str, str]]
) -> dict[str, ListRange]:
    """Place the lists one under the other, each under its title."""
    ranges = {}
    title = FIRST_ROW + 1
    for name in list_titles(definition):
        ranges[name] = ListRange(title + 1, title + len(lists[name]))
        title = ranges[name].last + 2
    return ranges


def list_titles(definition: FormDefinition) -> dict[str, str]:
    """Return the lists the form uses, titled by the first field that uses each."""
    titles: dict[str, str] = {}
    for field in definition.fields:
        if field.list_name:
            titles.setdefault(field.list_name, field.label.partition(" (")[0])
    return titles
