"""Look into a received deposit workbook before any library opens it.

A workbook of 1.4 kB whose only cells are A1 and XFD1048576 makes a reader ask for
hundreds of gigabytes, and the process dies. So the archive is checked, every part is
unpacked under a limit and its cells' places are read in a stream; what was checked
is then packed anew, so that the reader sees exactly these bytes, whatever the
archive declared. What is not read (comments, pictures) is left out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from io import BytesIO

from contrat_de_ville.adapters.sheet_scan import (
    CellScan,
    SheetLimits,
    cell_name,
    elements,
    with_errors_as_text,
)
from contrat_de_ville.adapters.zip_guard import (
    ZipLimits,
    opened_archive,
    parts_to_read,
    unpacked,
)
from contrat_de_ville.errors import BadFileError


_MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * _MEGABYTE
_USE_FORM = "Repartez du formulaire fourni et recopiez-y vos réponses."
_ARCHIVE = ZipLimits(
    entries=200, unpacked=50 * _MEGABYTE, ratio=100, remedy=_USE_FORM
)  # fmt: skip
_SHEET = SheetLimits(rows=500, columns=50, remedy=_USE_FORM)
_INPUT_COLUMNS = (2, 3)
_BOOK = "xl/workbook.xml"
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_SAVE_AGAIN = "Enregistrez-le depuis votre tableur au format .xlsx, puis renvoyez-le."


def checked_workbook(
    content: bytes,
    file_name: str,
    visible: Collection[str] = (),
    limits: SheetLimits = _SHEET,
) -> bytes:
    """Return what is read of a received xlsx, checked and packed anew.

    A cell in error (« #N/A ») becomes the text of its error: a reader gives it as
    empty, and an unreadable answer is not an absent one. The sheets of *visible*
    may not be hidden: what is read must be what is shown. ``limits`` says how far
    cells may stand: as far as those of a form, where nothing else is said.

    Raises:
        BadFileError: not an xlsx, damaged, too large, with macros, links or objects,
            a hidden sheet, cells too far away or an answer never computed.
    """
    _check_signature(content, file_name)
    packed = BytesIO()
    with opened_archive(content, file_name) as archive:
        parts = parts_to_read(archive, len(content), file_name, _ARCHIVE)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
            for entry in parts:
                part = _checked_part(unpacked(archive, entry), file_name, limits)
                if entry.filename == _BOOK:
                    _check_visible(part, file_name, visible)
                clean.writestr(entry.filename, part)
    return packed.getvalue()


def _check_signature(content: bytes, file_name: str) -> None:
    if not content:
        found, remedy = "il est vide (0 octet).", "Vérifiez l'envoi et recommencez."
    elif len(content) > LARGEST_FILE:
        size = len(content) / _MEGABYTE
        found = f"il pèse {size:.0f} Mo, 10 Mo sont acceptés."
        remedy = "Ôtez les images et les feuilles ajoutées."
    elif content.startswith(_OLD_EXCEL):
        found = "c'est un ancien classeur (.xls) ou un classeur à mot de passe."
        remedy = "Ôtez le mot de passe et enregistrez-le au format .xlsx."
    elif _OPEN_DOCUMENT in content[:100]:
        found, remedy = "c'est un classeur OpenDocument (.ods).", _SAVE_AGAIN
    elif not content.startswith(_ZIP):
        found, remedy = "ce n'est pas un classeur .xlsx.", _SAVE_AGAIN
    else:
        return
    raise BadFileError(file_name, found, remedy)


def _checked_part(part: bytes, file_name: str, limits: SheetLimits) -> bytes:
    """Refuse what a reader dies of, or would silently take for an empty answer."""
    cells = CellScan(file_name, limits)
    cells.scan(part)
    for row, column in cells.uncomputed:
        if column in _INPUT_COLUMNS:
            raise BadFileError(
                file_name,
                f"la formule de la cellule {cell_name(row, column)} n'a pas été "
                "calculée.",
                "Ouvrez-le dans un tableur, enregistrez-le, puis renvoyez-le.",
            )
    return with_errors_as_text(part) if cells.errors else part


def _check_visible(part: bytes, file_name: str, visible: Collection[str]) -> None:
    for sheet in elements(part, "sheet"):
        name = sheet.get("name", "")
        if name in visible and sheet.get("state", "visible") != "visible":
            raise BadFileError(
                file_name,
                f"la feuille « {name} » est masquée.",
                "Affichez-la, vérifiez ce qu'elle contient, puis renvoyez-le.",
            )
