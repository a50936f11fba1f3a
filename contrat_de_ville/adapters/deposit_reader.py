"""Read a received deposit workbook: every answer as text, with its cell.

Fields are found by their label in column A, so that a moved row is still read; the
answer is beside it, in column B, and in column C for the men of an age band.
Nothing is interpreted here; sheets and comments that the form does not have are
not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from contrat_de_ville.adapters.xlsx_guard import LARGEST_FILE, checked_workbook
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.form import (
    BALANCE_LABEL,
    BUDGET,
    HOMMES,
    IDENTITE,
    NUMERO_LABEL,
    PUBLICS,
    VERSION_LABEL,
    FormDefinition,
    age_codes,
    blank_budget,
    budget_label,
    label_key,
)
from contrat_de_ville.errors import BadFileError


_COLUMNS = "ABC"
_NUMERO = re.compile(rf"{NUMERO_LABEL} ([0-9]{{4}}-[0-9]{{4,9}})")
_USE_FORM = "Repartez du formulaire fourni, sans changer ses feuilles ni ses libellés."


def read_deposit_workbook(
    path_or_bytes: Path | bytes, definition: FormDefinition, file_name: str
) -> DepositForm:
    """Read one deposit as written: numbers without « .0 », dates ISO, text as is.

    ``file_name`` is the name its porteur gave it; errors say it.

    Raises:
        BadFileError: unreadable, foreign, empty or oversized file, missing sheet or
            label, other version of the form.
    """
    return read_numbered_workbook(path_or_bytes, definition, file_name)[0]


def read_numbered_workbook(
    path_or_bytes: Path | bytes, definition: FormDefinition, file_name: str
) -> tuple[DepositForm, str]:
    """Read one deposit, and the number of the deposit that it was sent back to mend.

    Raises:
        BadFileError: see :func:`read_deposit_workbook`.
    """
    content = checked_workbook(
        _content(path_or_bytes), file_name, visible=tuple(definition.sheets.values())
    )
    try:
        sheets = _read_sheets(content, definition, file_name)
    except CalamineError as error:
        raise BadFileError(
            file_name,
            "le classeur est illisible.",
            "Enregistrez-le de nouveau depuis votre tableur au format .xlsx.",
        ) from error
    fields = _fields(sheets, definition)
    amounts = {
        row.code: sheets[BUDGET].answer(budget_label(row))
        for row in blank_budget(definition)
    }
    form = DepositForm(
        fields={code: text for code, (text, _) in fields.items()},
        budget=tuple(
            replace(row, amount=amounts[row.code][0])
            for row in blank_budget(definition)
        ),
        cells={code: cell for code, (_, cell) in (fields | amounts).items()}
        | {BUDGET: sheets[BUDGET].answer(BALANCE_LABEL)[1]},
        form_version=definition.version,
    )
    return form, _number_of(sheets[IDENTITE])


def _number_of(sheet: _Sheet) -> str:
    """Return the number written beside the version; none in a blank form."""
    written = sheet.answer(VERSION_LABEL, "C")[0]
    found = _NUMERO.fullmatch(" ".join(written.split()))
    return found[1] if found else ""


def _fields(
    sheets: Mapping[str, _Sheet], definition: FormDefinition
) -> dict[str, tuple[str, str]]:
    """Return the text and the cell of each question, then of the grid of publics."""
    answers = {
        field.code: sheets[field.sheet].answer(field.label)
        for field in definition.fields
    }
    for band, sex, code in age_codes(definition):
        letter = "C" if sex == HOMMES else "B"
        label = definition.age_bands[band]
        answers[code] = sheets[PUBLICS].answer(label, letter)
    return answers


def _content(path_or_bytes: Path | bytes) -> bytes:
    """Return the bytes, no more of a file than what is needed to refuse it."""
    if isinstance(path_or_bytes, bytes):
        return path_or_bytes
    try:
        with path_or_bytes.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadFileError(
            path_or_bytes.name, "il ne peut pas être ouvert.", "Vérifiez le chemin."
        ) from error


class _Sheet:
    """The first columns of a sheet, by label: the answers are in B, and C."""

    def __init__(self, name: str, rows: list[list[Any]], file_name: str) -> None:
        self._name, self._file_name = name, file_name
        self._found: dict[str, list[tuple[int, list[Any]]]] = {}
        for number, row in enumerate(rows, start=1):
            label = label_key(as_text(row[0]))
            self._found.setdefault(label, []).append((number, row))

    def answer(self, label: str, letter: str = "B") -> tuple[str, str]:
        """Return the text beside *label*, and its cell."""
        found = self._found.get(label_key(label), [])
        if len(found) == 1:
            number, row = found[0]
            column = _COLUMNS.index(letter)
            text = as_text(row[column]) if column < len(row) else ""
            return text, f"{self._name}!{letter}{number}"
        problem = "est introuvable" if not found else f"figure {len(found)} fois"
        raise BadFileError(
            self._file_name,
            f"dans la feuille « {self._name} », le libellé « {label} » {problem}.",
            _USE_FORM,
        )


def _read_sheets(
    content: bytes, definition: FormDefinition, file_name: str
) -> Mapping[str, _Sheet]:
    """Return the sheets of the form, once the first has said its version."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        sheets: dict[str, _Sheet] = {}
        for key, name in definition.sheets.items():
            if name not in workbook.sheet_names:
                listed = ", ".join(workbook.sheet_names[:10])
                raise BadFileError(
                    file_name,
                    f"la feuille « {name} » manque (feuilles trouvées : {listed}).",
                    _USE_FORM,
                )
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            sheets[key] = _Sheet(name, rows, file_name)
            if key == IDENTITE:
                _check_version(sheets[key], definition, file_name)
        return sheets


def _check_version(sheet: _Sheet, definition: FormDefinition, file_name: str) -> None:
    version, cell = sheet.answer(VERSION_LABEL)
    if version.strip() != definition.version:
        raise BadFileError(
            file_name,
            f"la cellule {cell} annonce le formulaire « {version[:40]} », "
            f"celui de cette campagne est « {definition.version} ».",
            "Recopiez vos réponses dans le formulaire de l'année.",
        )


def as_text(value: Any) -> str:
    """Write a cell's value as text: what the sheet shows, without its formats.

    Numbers keep the fifteen digits a spreadsheet keeps, so that a sum computed in
    binary (1200.3000000000002) reads as it shows.

    >>> as_text(20004219000013.0), as_text(1200.5), as_text(True)
    ('20004219000013', '1200.5', 'VRAI')
    """
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, int | float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime):
        midnight = value.time() == value.time().min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
