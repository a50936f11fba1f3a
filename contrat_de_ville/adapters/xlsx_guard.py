"""Look into a received xlsx before any library opens it.

A workbook of 1.4 kB whose only cells are A1 and XFD1048576 makes a reader ask for
hundreds of gigabytes, and the process dies; so does one that announces four
billion shared texts. So every part is unpacked under a limit and its cells' places
are read in a stream; what was checked is then packed anew, so that the reader sees
exactly these bytes, whatever the archive declared. Parts that are not XML (macros,
images, the mark of another format) are left out.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from contrat_de_ville.errors import BadFileError


_MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * _MEGABYTE
LARGEST_UNPACKED = 50 * _MEGABYTE
MOST_ENTRIES = 200
HIGHEST_RATIO = 100
MOST_ROWS, MOST_COLUMNS = 500, 50
_INPUT_COLUMN = 2
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_ANNOUNCED = re.compile(r"[0-9]{1,6}")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SAVE_AGAIN = "Enregistrez-le depuis votre tableur au format .xlsx, puis renvoyez-le."
_USE_FORM = "Repartez du formulaire fourni et recopiez-y vos réponses."


def checked_workbook(content: bytes, file_name: str) -> bytes:
    """Return the XML parts of a received xlsx, checked and packed anew.

    Raises:
        BadFileError: not an xlsx, damaged, too large, or with cells too far away.
    """
    _check_signature(content, file_name)
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_sizes(archive, len(content), file_name)
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as clean:
                for entry in archive.infolist():
                    if entry.filename.endswith((".xml", ".rels")):
                        part = archive.read(entry)
                        _CellScan(file_name).scan(part)
                        clean.writestr(entry.filename, part)
    # What zipfile raises on a damaged, encrypted or exotically packed archive.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise BadFileError(
            file_name, "l'archive est abîmée ou incomplète.", _SAVE_AGAIN
        ) from error
    except expat.ExpatError as error:
        raise BadFileError(
            file_name, "une partie du classeur est illisible.", _SAVE_AGAIN
        ) from error
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


def _check_sizes(archive: zipfile.ZipFile, packed_size: int, file_name: str) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        found = f"il contient {len(entries)} parties, {MOST_ENTRIES} sont acceptées."
    elif len({entry.filename for entry in entries}) < len(entries):
        found = "deux de ses parties portent le même nom."
    elif unpacked > LARGEST_UNPACKED:
        found = f"déplié, il pèserait {unpacked // _MEGABYTE} Mo, 50 sont acceptés."
    elif unpacked > HIGHEST_RATIO * packed_size:
        found = f"il se déplie plus de {HIGHEST_RATIO} fois sa taille."
    else:
        return
    raise BadFileError(file_name, found, _USE_FORM)


class _CellScan:
    """Follows rows and cells of one part as the reader will, and stops too far.

    A cell counts where it holds a value: whole rows formatted to the last column
    are usual and harmless. A cell or a row without a reference follows the last.
    """

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name
        self._row = self._column = 0
        self._formula = self._value = self._error = False

    def scan(self, part: bytes) -> None:
        # The reader takes every part for UTF-8, whatever it declares: so do we.
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(part, True)  # noqa: FBT003 (expat's own signature)

    def _doctype(self, *_: object) -> None:
        self._refuse("il contient une déclaration DOCTYPE, interdite ici.", _SAVE_AGAIN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        self._check_announced(attributes.get("uniqueCount", "0"))
        if element == "row":
            self._row = self._number(attributes.get("r"))
            self._column = 0
        elif element == "c":
            self._place(attributes.get("r"))
            self._formula = self._value = False
            self._error = attributes.get("t") == "e"
        elif element == "f":
            self._formula = True
        elif element in {"v", "is"}:
            self._value = True
            self._check_place()

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self._column == _INPUT_COLUMN:
            self._check_formula()

    def _check_announced(self, texts: str) -> None:
        """Refuse a false number of texts: the reader makes room for all of them."""
        if not _ANNOUNCED.fullmatch(texts):
            self._refuse(f"il annonce {texts[:20]} textes, un million est accepté.")

    def _number(self, rank: str | None) -> int:
        if rank is None:
            return self._row + 1
        if not _ROW.fullmatch(rank):
            self._refuse(f"le numéro de ligne « {rank[:20]} » n'existe pas.")
        return int(rank)

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        known = _REFERENCE.fullmatch(reference)
        if known is None:
            # A malformed reference has been seen to abort the whole process.
            self._refuse(f"la référence de cellule « {reference[:20]} » n'existe pas.")
        self._row = int(known[2])
        self._column = 0
        for letter in known[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def _check_place(self) -> None:
        if not (self._row <= MOST_ROWS and self._column <= MOST_COLUMNS):
            self._refuse(
                f"une cellule est remplie à la ligne {self._row}, colonne "
                f"{self._column} ; {MOST_ROWS} lignes et {MOST_COLUMNS} colonnes "
                "sont lues."
            )

    def _check_formula(self) -> None:
        """Refuse what the reader would silently take for an empty answer."""
        if self._error:
            self._refuse(
                f"la cellule B{self._row} contient une erreur de calcul (#…).",
                "Corrigez la formule ou écrivez la valeur, puis renvoyez-le.",
            )
        if self._formula and not self._value:
            self._refuse(
                f"la formule de la cellule B{self._row} n'a pas été calculée.",
                "Ouvrez-le dans un tableur, enregistrez-le, puis renvoyez-le.",
            )

    def _refuse(self, found: str, remedy: str = _USE_FORM) -> NoReturn:
        raise BadFileError(self._file_name, found, remedy)
