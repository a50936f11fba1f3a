"""Looks into an xlsx list before the library that reads it.

The reader gives an error cell (« #N/A ») as an empty one: an amount would vanish
without a word. And it asks for memory for every cell up to the farthest one.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from contrat_de_ville.errors import BadFileError


_LARGEST_UNPACKED = 200 * 2**20
_MOST_ROWS, _MOST_COLUMNS = 100_000, 200
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SAVE_AGAIN = "Enregistrez-le à nouveau au format .xlsx depuis un tableur."
Attributes = dict[str, str]


def check_xlsx(file_name: str, content: bytes, sheet: str) -> None:
    """Check that the workbook can be read whole and that no cell of *sheet* is lost.

    Raises:
        BadFileError: damaged, too large, cells too far away, or cells in error.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LARGEST_UNPACKED:
                raise BadFileError(file_name, "déplié, il est trop gros.", _SAVE_AGAIN)
            part = _part_of(archive, sheet)
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    errors = _scan(file_name, archive.read(name))
                    if name == part and errors:
                        raise _in_error(file_name, sheet, errors)
    # What zipfile and expat raise on a damaged or encrypted archive.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        KeyError,
        expat.ExpatError,
    ) as error:
        found = "ce n'est pas un classeur .xlsx lisible."
        raise BadFileError(file_name, found, _SAVE_AGAIN) from error


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Find the part that holds a sheet; empty when there is no such sheet."""
    sheets = _elements(archive.read("xl/workbook.xml"), "sheet")
    links = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    for one in sheets:
        if one.get("name") == sheet:
            return posixpath.join("xl", targets.get(one.get("r:id", ""), "")).strip("/")
    return ""


def _elements(part: bytes, wanted: str) -> list[Attributes]:
    """Return the attributes of every element of that name."""
    found: list[Attributes] = []

    def start(name: str, attributes: Attributes) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.Parse(part, True)  # noqa: FBT003 (expat's own signature)
    return found


def _scan(file_name: str, part: bytes) -> list[str]:
    """Return the places of the cells in error; refuse cells that are too far."""
    errors: list[str] = []
    for cell in _elements(part, "c"):
        place = cell.get("r", "A1")
        known = _REFERENCE.fullmatch(place)
        if (
            known is None
            or int(known[2]) > _MOST_ROWS
            or _column(known[1]) > _MOST_COLUMNS
        ):
            found = f"la cellule « {place[:20]} » est hors limites "
            found += f"({_MOST_ROWS} lignes, {_MOST_COLUMNS} colonnes)."
            raise BadFileError(file_name, found, "Ne gardez que la liste à lire.")
        if cell.get("t") == "e":
            errors.append(place)
    return errors


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _in_error(file_name: str, sheet: str, errors: list[str]) -> BadFileError:
    listed = ", ".join(errors[:5]) + (", …" if len(errors) > len(errors[:5]) else "")
    return BadFileError(
        file_name,
        f"feuille « {sheet} » : erreur de calcul (#…) en {listed}.",
        "Corrigez ces cellules, ou effacez-les : elles se liraient comme vides.",
    )
