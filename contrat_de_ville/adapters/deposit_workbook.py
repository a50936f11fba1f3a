"""Write the deposit workbook: blank for the call, or filled.

One workbook is one action. Yellow cells are the answers; labels are locked, since
the workbook is read back by them. Same content, same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.deposit_answers import check_lists, strict_answers
from contrat_de_ville.adapters.deposit_book import DepositBook, Remark
from contrat_de_ville.adapters.deposit_budget_sheet import write_budget
from contrat_de_ville.adapters.deposit_fields_sheet import write_fields
from contrat_de_ville.adapters.deposit_guide_sheet import write_guide
from contrat_de_ville.adapters.deposit_lists_sheet import write_lists
from contrat_de_ville.adapters.deposit_publics_sheet import write_publics
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.domain.depots import BudgetText
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    VERSION_LABEL,
    FormDefinition,
)


_CREATED = datetime(2016, 10, 17)  # noqa: DTZ001 (a constant mark, not an instant)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_REMARK: Mapping[str, Remark] = MappingProxyType({})


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
    answers = strict_answers(definition, values, budget)
    write_whole(path, workbook_bytes(definition, lists, answers))


def workbook_bytes(
    definition: FormDefinition,
    lists: Mapping[str, Mapping[str, str]],
    answers: Mapping[str, str],
    remarks: Mapping[str, Remark] = _NO_REMARK,
    first_sheet: Callable[[DepositBook], None] | None = None,
    numero: str = "",
) -> bytes:
    """Return a workbook with *answers* by code, fields and budget rows together.

    ``remarks`` are put in the margin of their answers, by code; ``first_sheet``
    writes one more sheet before the others; ``numero`` is the deposit to mend.

    Raises:
        BadInputError: a list is not given.
    """
    check_lists(definition, lists)
    content = BytesIO()
    with Workbook(content, _OPTIONS) as workbook:
        _mark(workbook, definition)
        book = DepositBook(workbook, definition, lists, answers, remarks, numero)
        if first_sheet is not None:
            first_sheet(book)
        write_guide(book)
        write_fields(book, IDENTITE)
        write_fields(book, ACTION)
        write_publics(book)
        write_budget(book)
        write_lists(book)
        book.write_remarks()
    return content.getvalue()


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
