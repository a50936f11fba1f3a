"""Looks into a list received as a workbook before the library that reads it.

The reader gives an error cell (« #N/A ») as an empty one: an amount would vanish
without a word. And it asks for memory for every cell up to the farthest one.
"""

from __future__ import annotations

import posixpath
import zipfile
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


_LIST_ONLY = "Enregistrez la seule feuille à lire dans un nouveau classeur .xlsx."
_ARCHIVE = ZipLimits(entries=500, unpacked=200 * 2**20, ratio=200, remedy=_LIST_ONLY)
_SHEET = SheetLimits(rows=100_000, columns=200, remedy=_LIST_ONLY)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN = "Enregistrez-le à nouveau au format .xlsx depuis un tableur."
_LARGEST_OLD = 32 * 2**20
# An old workbook names its streams in UTF-16 in its directory.
_UNWANTED_STREAMS = (
    (
        "EncryptedPackage",
        "il est protégé par un mot de passe.",
        "Ôtez le mot de passe.",
    ),
    ("_VBA_PROJECT", "il contient des macros.", _SAVE_AGAIN),
    ("\x01Ole10Native", "il contient un objet incorporé.", "Supprimez cet objet."),
)


def check_xlsx(file_name: str, content: bytes, sheet: str) -> bytes:
    """Check that the workbook can be read whole and that no cell is lost.

    Returns:
        What was checked, packed anew: a reader of these bytes sees nothing else. On
        the sheets other than *sheet*, a cell in error holds the text of its error.

    Raises:
        BadFileError: damaged, too large, with macros, links or objects, cells too far
            away, the sheet hidden, or its cells in error or not computed.
    """
    packed = BytesIO()
    damaged = "ce n'est pas un classeur .xlsx lisible."
    with opened_archive(content, file_name, damaged) as archive:
        parts = parts_to_read(archive, len(content), file_name, _ARCHIVE)
        wanted = _part_of(archive, file_name, sheet)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
            for entry in parts:
                part = unpacked(archive, entry)
                cells = CellScan(file_name, _SHEET)
                cells.scan(part)
                if entry.filename == wanted:
                    _check_cells(file_name, sheet, cells)
                elif cells.errors:
                    part = with_errors_as_text(part)
                clean.writestr(entry.filename, part)
    return packed.getvalue()


def check_xls(file_name: str, content: bytes) -> None:
    """Check what can be seen of an old workbook (.xls) without reading it.

    Its cells can only be read by the library itself, so in the child process only.

    Raises:
        BadFileError: not an old workbook, too large, with a password, macros or
            an object.
    """
    if not content.startswith(_OLD_EXCEL):
        found = "ce n'est pas un classeur .xls lisible."
        raise BadFileError(file_name, found, _SAVE_AGAIN)
    if len(content) > _LARGEST_OLD:
        found = f"il pèse {len(content) // 2**20} Mio, la limite est de 32 Mio."
        raise BadFileError(file_name, found, _LIST_ONLY)
    for stream, found, remedy in _UNWANTED_STREAMS:
        if stream.encode("utf-16-le") in content:
            raise BadFileError(file_name, found, remedy)


def _part_of(archive: zipfile.ZipFile, file_name: str, sheet: str) -> str:
    """Find the part that holds a sheet; empty when there is no such sheet."""
    book = archive.read("xl/workbook.xml")
    links = archive.read("xl/_rels/workbook.xml.rels")
    for part in (book, links):
        CellScan(file_name, _SHEET).scan(part)
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in elements(links, "Relationship")
    }
    for one in elements(book, "sheet"):
        if one.get("name") == sheet:
            if one.get("state", "visible") != "visible":
                found = f"la feuille « {sheet} » est masquée."
                raise BadFileError(file_name, found, "Affichez-la, puis renvoyez-le.")
            link = next((one[key] for key in one if key.endswith(":id")), "")
            return posixpath.join("xl", targets.get(link, "")).strip("/")
    return ""


def _check_cells(file_name: str, sheet: str, cells: CellScan) -> None:
    """Refuse cells a reader would give as empty."""
    for problem, places, remedy in (
        (
            "erreur de calcul (#…)",
            cells.errors,
            "Corrigez ces cellules, ou effacez-les : elles se liraient comme vides.",
        ),
        (
            "formule jamais calculée",
            cells.uncomputed,
            "Ouvrez-le dans un tableur, enregistrez-le, puis renvoyez-le.",
        ),
    ):
        if places:
            listed = ", ".join(cell_name(*place) for place in places[:5])
            more = ", …" if len(places) > len(places[:5]) else ""
            found = f"feuille « {sheet} » : {problem} en {listed}{more}."
            raise BadFileError(file_name, found, remedy)
