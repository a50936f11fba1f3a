"""Decides which channel a received file comes from, by what it holds.

The name of a file says nothing sure: a workbook is a deposit by its sheets, a JSON
goes by its keys, an OSIRIS export by its double header; anything else is looked for
among the declared lists. This runs in the child process that parses received files:
what it imports is kept light.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.channels.dauphin import is_dauphin, read_dauphin
from contrat_de_ville.adapters.channels.forms import known_forms
from contrat_de_ville.adapters.channels.json_guard import read_json
from contrat_de_ville.adapters.channels.osiris import find_osiris, read_osiris
from contrat_de_ville.adapters.channels.osiris_sheet import Export
from contrat_de_ville.adapters.channels.workbook import read_workbook
from contrat_de_ville.adapters.list_guard import check_xls, check_xlsx
from contrat_de_ville.adapters.sheet_scan import CellScan, SheetLimits, elements
from contrat_de_ville.adapters.xlsx_guard import checked_workbook
from contrat_de_ville.adapters.zip_guard import opened_archive
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError, BadInputError


_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOM = b"\xef\xbb\xbf"
_BOOK, _TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
_SHEET = "xl/worksheets/sheet"
_LARGEST_PEEK = 4 * 2**20
_MARK = b"osiris"
# One common sheet may be chance; two are someone's form, whatever else is wrong.
_SHEETS_OF_A_FORM = 2
_MOST_SHEETS = 3
_NO_SHEET = ""
_ONLY_NAMES = SheetLimits(rows=1, columns=1, remedy="Vérifiez ce fichier.")
_FOREIGN = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"<!doctype html", "une page web"),
    (b"<html", "une page web"),
    (b"{\\rtf", "un document de traitement de texte"),
)
_ASK = (
    "Déposez le formulaire rempli (.xlsx), l'export d'un des systèmes reconnus, ou "
    "écrivez un plan de lecture pour cette liste."
)


def read_any(content: bytes, file_name: str) -> Received:
    """Read a received file, whatever channel it comes from.

    Raises:
        BadFileError: empty, dangerous or damaged file, or one that no channel
            recognises; the text says what was looked for. A damaged .xls can make
            the library that reads it panic: that one is for the child process.
    """
    start = content[:1024].removeprefix(_BOM).lstrip()
    if not start:
        raise BadFileError(
            file_name, "il est vide.", "Vérifiez l'envoi et recommencez."
        )
    for mark, what in _FOREIGN:
        if start.lower().startswith(mark.lower()):
            raise BadFileError(file_name, f"c'est {what}.", _ASK)
    if content.startswith(_ZIP):
        return _archive(content, file_name)
    if content.startswith(_OLD_EXCEL):
        check_xls(file_name, content)
        export = find_osiris(content, file_name)
        return read_osiris(export, file_name) if export else _list(content, file_name)
    if start[:1] in {b"{", b"["}:
        return _json(content, file_name)
    return _list(content, file_name)


def _archive(content: bytes, file_name: str) -> Received:
    try:
        names, mentions_osiris = _peek(content, file_name)
    except BadFileError:
        # The workbook's own guard says better what is wrong with an archive.
        checked_workbook(content, file_name)
        raise
    if not names:
        checked_workbook(content, file_name)
        raise BadFileError(file_name, "c'est une archive sans classeur.", _ASK)
    forms = (set(form.sheets.values()) for form in known_forms())
    if any(len(sheets & set(names)) >= _SHEETS_OF_A_FORM for sheets in forms):
        return read_workbook(content, file_name)
    if mentions_osiris and (export := _export(content, file_name)):
        return read_osiris(export, file_name)
    return _list(content, file_name)


def _export(content: bytes, file_name: str) -> Export | None:
    """Find an export once every part is checked; then check its own sheet's cells."""
    export = find_osiris(check_xlsx(file_name, content, _NO_SHEET), file_name)
    if export is not None:
        check_xlsx(file_name, content, export.sheet)
    return export


def _peek(content: bytes, file_name: str) -> tuple[list[str], bool]:
    """Return the names of the sheets, and whether a shared text names OSIRIS.

    A few parts are unpacked, and no more of them than what is needed.
    """
    with opened_archive(content, file_name) as archive:
        present = set(archive.namelist())
        if _BOOK not in present:
            return [], False
        with archive.open(_BOOK) as part:
            book = part.read(_LARGEST_PEEK)
        CellScan(file_name, _ONLY_NAMES).scan(book)
        names = [one.get("name", "") for one in elements(book, "sheet")]
        sheets = sorted(one for one in present if one.startswith(_SHEET))
        mentions = False
        for one in [*({_TEXTS} & present), *sheets[:_MOST_SHEETS]]:
            with archive.open(one) as part:
                mentions = mentions or _MARK in part.read(_LARGEST_PEEK).lower()
    return [name for name in names if name], mentions


def _json(content: bytes, file_name: str) -> Received:
    from contrat_de_ville.adapters.demarches.reading import (  # noqa: PLC0415 (light start)
        is_dossiers,
    )

    document = read_json(content, file_name)
    if is_dauphin(document):
        return read_dauphin(document, file_name)
    if is_dossiers(document):
        return _dossiers(document, file_name)
    raise BadFileError(
        file_name,
        "ce JSON n'est pas celui d'un canal connu : ni un dossier de DAUPHIN (objet "
        "avec « demandeur » et « planFinancement », ou liste de tels objets), ni un "
        "dossier de démarches-simplifiées.",
        "Déposez l'export du portail, sans le remanier.",
    )


def _dossiers(document: Any, file_name: str) -> Received:
    """Read saved dossiers of démarches-simplifiées by the mapping of their démarche."""
    from contrat_de_ville.adapters.demarches.mapping_file import (  # noqa: PLC0415 (light start)
        find_demarche_map,
    )
    from contrat_de_ville.adapters.demarches.reading import (  # noqa: PLC0415 (light start)
        demarche_number,
        received_from_dossiers,
    )

    number = demarche_number(document)
    if number is None:
        raise BadFileError(
            file_name,
            "ces dossiers ne disent pas de quelle démarche ils sont.",
            "Demandez l'export avec le numéro de la démarche.",
        )
    try:
        return received_from_dossiers(document, find_demarche_map(number), file_name)
    except BadInputError as error:
        raise BadFileError(file_name, error.found, error.remedy) from error


def _list(content: bytes, file_name: str) -> Received:
    """Look for a declared list; the maps are read only when it comes to that."""
    from contrat_de_ville.adapters.list_received import (  # noqa: PLC0415 (light start)
        received_from_list,
    )

    try:
        return received_from_list(content, file_name)
    except BadFileError as error:
        # A map that is wrong is said to be, by its own name.
        plan = Path(error.file_name).name
        by = "" if error.file_name == file_name else f" « {plan} »,"
        raise BadFileError(
            file_name,
            "ce n'est ni le formulaire de dépôt, ni un dossier de DAUPHIN, ni un "
            f"export d'OSIRIS. Lu comme une liste :{by} {error.found}",
            error.remedy,
        ) from error
