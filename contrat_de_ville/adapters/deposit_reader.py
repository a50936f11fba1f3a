"""Read a received deposit workbook: every answer as text, with its cell.

Fields are found by their label in column A, so that a moved row is still read; the
answer is beside it, in column B. Nothing is interpreted here.
"""

from __future__ import annotations

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
    ACTION,
    BUDGET,
    IDENTITE,
    VERSION_LABEL,
    FormDefinition,
    blank_budget,
    budget_label,
    label_key,
)
from contrat_de_ville.errors import BadFileError


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
    content = checked_workbook(_content(path_or_bytes), file_name)
    try:
        sheets = _read_sheets(content, definition, file_name)
    except CalamineError as error:
        raise BadFileError(
            file_name,
            "le classeur est illisible.",
            "Enregistrez-le de nouveau depuis votre tableur au format .xlsx.",
        ) from error
    _check_version(sheets[IDENTITE], definition, file_name)
    answers = {
        field.code: sheets[field.sheet].answer(field.label)
        for field in definition.fields
    }
    rows = {
        row.code: sheets[BUDGET].answer(budget_label(row.account, row.label))
        for row in blank_budget(definition)
    }
    return DepositForm(
        fields={code: text for code, (text, _) in answers.items()},
        budget=tuple(
            replace(row, amount=rows[row.code][0]) for row in blank_budget(definition)
        ),
        cells={code: cell for code, (_, cell) in (answers | rows).items()},
        form_version=definition.version,
    )


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
    """The two first columns of a sheet, by label."""

    def __init__(self, name: str, rows: list[list[Any]], file_name: str) -> None:
        self._name, self._file_name = name, file_name
        self._found: dict[str, list[tuple[int, str]]] = {}
        for number, row in enumerate(rows, start=1):
            label = label_key(as_text(row[0]))
            answer = as_text(row[1]) if len(row) > 1 else ""
            self._found.setdefault(label, []).append((number, answer))

    def answer(self, label: str) -> tuple[str, str]:
        """Return the text beside *label*, and its cell."""
        found = self._found.get(label_key(label), [])
        if len(found) == 1:
            number, text = found[0]
            return text, f"{self._name}!B{number}"
        problem = "est introuvable" if not found else f"figure {len(found)} fois"
        raise BadFileError(
            self._file_name,
            f"dans la feuille « {self._name} », le libellé « {label} » {problem}.",
            _USE_FORM,
        )


def _read_sheets(
    content: bytes, definition: FormDefinition, file_name: str
) -> Mapping[str, _Sheet]:
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        present = workbook.sheet_names
        for name in (definition.sheets[key] for key in (IDENTITE, ACTION, BUDGET)):
            if name not in present:
                listed = ", ".join(present[:10])
                raise BadFileError(
                    file_name,
                    f"la feuille « {name} » manque (feuilles trouvées : {listed}).",
                    _USE_FORM,
                )
        return {
            key: _Sheet(
                name,
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False),
                file_name,
            )
            for key, name in definition.sheets.items()
        }


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
