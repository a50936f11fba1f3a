"""Write the deposit workbook: blank for the call, or filled.

One workbook is one action. Yellow cells are the answers; labels are locked, since
the workbook is read back by them. Same content, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.deposit_budget_sheet import write_budget
from contrat_de_ville.adapters.deposit_fields_sheet import write_fields
from contrat_de_ville.adapters.deposit_guide_sheet import write_guide
from contrat_de_ville.adapters.deposit_inputs import LONGEST_TEXT
from contrat_de_ville.adapters.deposit_lists_sheet import list_ranges, write_lists
from contrat_de_ville.adapters.deposit_style import make_styles
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.domain.depots import BudgetText
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    VERSION_LABEL,
    FormDefinition,
    blank_budget,
)
from contrat_de_ville.errors import BadInputError


_CREATED = datetime(2016, 10, 17)  # noqa: DTZ001 (a constant mark, not an instant)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOTHING: Mapping[str, str] = MappingProxyType({})


def write_deposit_workbook(
    path: Path,
    definition: FormDefinition,
    lists: Mapping[str, Mapping[str, str]],
    values: Mapping[str, str] = _NOTHING,
    budget: Sequence[BudgetText] = (),
) -> None:
    """Write a workbook with *values* by field code and *budget* by row.

    ``lists`` gives, for each list the form names, its codes and their labels. A
    text that reads as a number, an amount or a date where one is asked becomes a
    real one; any other text is written as it is, and never becomes a formula.

    Raises:
        BadInputError: a list is not given, a value or a budget row is not in the
            form, or a text is longer than a cell can hold.
        BadFileError: the place cannot be written.
    """
    amounts = _amounts(definition, budget)
    _check(definition, lists, values)
    content = BytesIO()
    with Workbook(content, _OPTIONS) as workbook:
        styles = make_styles(workbook)
        _mark(workbook, definition)
        ranges = list_ranges(definition, lists)
        write_guide(workbook, styles, definition)
        for key in (IDENTITE, ACTION):
            write_fields(workbook, styles, definition, key, ranges, values)
        write_budget(workbook, styles, definition, amounts)
        write_lists(workbook, styles, definition, lists, ranges)
    write_whole(path, content.getvalue())


def _amounts(
    definition: FormDefinition, budget: Iterable[BudgetText]
) -> dict[str, str]:
    """Return the amounts by code of the form's rows; a row is its account and label."""
    known = {
        (row.side, row.account, row.label): row.code for row in blank_budget(definition)
    }
    amounts: dict[str, str] = {}
    for line in budget:
        code = known.get((line.side, line.account, line.label))
        if code is None or code in amounts:
            problem = "n'est pas une ligne" if code is None else "est deux fois"
            raise BadInputError(
                f"Le poste {line.account} « {line.label} » {problem} dans le budget du "
                f"formulaire {definition.version}.",
                "Donnez chaque ligne du formulaire une fois au plus.",
            )
        amounts[code] = line.amount
    return amounts


def _check(
    definition: FormDefinition,
    lists: Mapping[str, Mapping[str, str]],
    values: Mapping[str, str],
) -> None:
    unlisted = {one.list_name for one in definition.fields if one.list_name} - {
        name for name, codes in lists.items() if codes
    }
    unknown = set(values) - {one.code for one in definition.fields}
    too_long = [code for code, text in values.items() if len(text) > LONGEST_TEXT]
    for found, codes in (
        ("listes absentes ou vides", unlisted),
        ("champs inconnus du formulaire", unknown),
        ("textes trop longs pour une cellule", too_long),
    ):
        if codes:
            raise BadInputError(
                f"Le classeur de dépôt ne peut pas être écrit, {found} : "
                f"{', '.join(sorted(codes))}.",
                f"Comparez avec le formulaire {definition.version}.",
            )


def _mark(workbook: Workbook, definition: FormDefinition) -> None:
    """Write the version in the properties, and a constant date: same bytes."""
    workbook.set_properties(
        {
            "title": "Formulaire de dépôt d'une action",
            "subject": definition.version,
            "created": _CREATED,
        }
    )
    workbook.set_custom_property(VERSION_LABEL, definition.version)
