"""Follow the cells of a workbook's part as a reader will, before it does.

A reader asks for memory for every cell up to the farthest one, makes room for all
the texts a part announces, and has been seen to end the whole process on a malformed
reference. So every part is read in a stream first, and stopped where a reader would
fail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from contrat_de_ville.domain.money import NARROW_NBSP
from contrat_de_ville.errors import BadFileError


_ANNOUNCED = re.compile(r"[0-9]{1,6}")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# « cmd|' /C calc'!A0 »: a formula that asks another program.
_OTHER_PROGRAM = re.compile(r"^[^\"|]*\|[^\"]*!")
# The type of a cell in error, whatever stands before it in the same tag.
_ERROR = re.compile(rb"""(<(?:\w+:)?c\b[^<>]*?\st=)(?:"e"|'e')""")
_SAVE_AGAIN = "Enregistrez-le depuis votre tableur au format .xlsx, puis renvoyez-le."


@dataclass(frozen=True, kw_only=True)
class SheetLimits:
    """How far cells may stand, and what to do with a file that goes farther."""

    rows: int
    columns: int
    remedy: str


class CellScan:
    """Follows rows and cells of one part, and stops too far.

    A cell counts where it holds a value: whole rows formatted to the last column
    are usual and harmless. A cell or a row without a reference follows the last.

    Attributes:
        errors: the places of the cells in error (« #N/A »), a reader's empty ones.
        uncomputed: the places of the formulas that have no result.

    Raises:
        BadFileError: in :meth:`scan`, what a reader would not survive.
    """

    def __init__(self, file_name: str, limits: SheetLimits) -> None:
        self._file_name, self._limits = file_name, limits
        self._row = self._column = 0
        self._rank, self._width = "0", -1
        self._columns: dict[str, int] = {}
        self._is_far = False
        self._formula: list[str] | None = None
        self._parser = expat.ParserCreate("utf-8")
        self.errors: list[tuple[int, int]] = []
        self.uncomputed: list[tuple[int, int]] = []

    def scan(self, part: bytes) -> None:
        """Read the part to its end. It is UTF-8 to the reader, whatever it says."""
        self._parser.StartDoctypeDeclHandler = self._doctype
        # Ends are not followed: half of the time, for millions of cells.
        self._parser.StartElementHandler = self._start
        self._parser.Parse(part, True)  # noqa: FBT003 (expat's own signature)
        self._leave_cell()

    def _doctype(self, *_: object) -> None:
        self._refuse("il contient une déclaration DOCTYPE, interdite ici.", _SAVE_AGAIN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2] if ":" in name else name
        if element == "c":
            self._enter_cell(attributes)
        elif element in {"v", "is"}:
            if self._is_far or self._formula is not None:
                self._hold_value()
        elif element == "row":
            self._leave_cell()
            self._enter_row(attributes.get("r"))
        elif element == "f":
            self._formula = []
            self._parser.CharacterDataHandler = self._formula.append
        elif "uniqueCount" in attributes:
            self._check_announced(attributes["uniqueCount"])

    def _enter_row(self, rank: str | None) -> None:
        if rank is None:
            rank = str(self._row + 1)
        if not _ROW.fullmatch(rank):
            self._refuse(f"le numéro de ligne « {rank[:20]} » n'existe pas.")
        self._row, self._column, self._rank = int(rank), 0, rank
        self._width = -len(rank)

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        if self._formula is not None:
            self._leave_cell()
        self._place(attributes.get("r"))
        limits = self._limits
        self._is_far = self._row > limits.rows or self._column > limits.columns
        if attributes.get("t") == "e":
            self.errors.append((self._row, self._column))

    def _hold_value(self) -> None:
        if self._is_far:
            rows = f"{self._limits.rows:,}".replace(",", NARROW_NBSP)
            self._refuse(
                f"la cellule « {cell_name(self._row, self._column)} » est hors limites "
                f"(ligne {self._row}, colonne {self._column} ; {rows} lignes et "
                f"{self._limits.columns} colonnes sont lues)."
            )
        self._check_formula()

    def _leave_cell(self) -> None:
        """Note a formula that no value followed."""
        if self._formula is not None:
            self._check_formula()
            if (self._row, self._column) not in self.errors[-1:]:
                self.uncomputed.append((self._row, self._column))

    def _check_announced(self, texts: str) -> None:
        """Refuse a false number of texts: the reader makes room for all of them."""
        if not _ANNOUNCED.fullmatch(texts):
            self._refuse(f"il annonce {texts[:20]} textes, un million est accepté.")

    def _check_formula(self) -> None:
        """End the formula; refuse one that asks another program."""
        formula, self._formula = "".join(self._formula or ()), None
        self._parser.CharacterDataHandler = None
        if _OTHER_PROGRAM.match(formula):
            self._refuse(
                f"une formule, ligne {self._row}, appelle un autre programme (DDE).",
                "Remplacez-la par sa valeur, puis renvoyez-le.",
            )

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        # Nearly every cell bears the number of its row: no need to read it again.
        if reference.endswith(self._rank):
            column = self._columns.get(reference[: self._width])
            if column:
                self._column = column
                return
        known = _REFERENCE.fullmatch(reference)
        if known is None:
            self._refuse(f"la référence de cellule « {reference[:20]} » n'existe pas.")
        letters, rank = known.groups()
        self._row, self._rank, self._width = int(rank), rank, -len(rank)
        self._column = self._columns[letters] = column_number(letters)

    def _refuse(self, found: str, remedy: str = "") -> NoReturn:
        raise BadFileError(self._file_name, found, remedy or self._limits.remedy)


def with_errors_as_text(part: bytes) -> bytes:
    """Make each cell in error hold the text of its error (« #N/A »).

    A reader gives it as empty, and an unreadable value is not an absent one.
    """
    return _ERROR.sub(rb'\1"str"', part)


def elements(part: bytes, wanted: str) -> list[dict[str, str]]:
    """Return the attributes of every element of that name, in a part already scanned.

    Raises:
        xml.parsers.expat.ExpatError: the part is not XML.
    """
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.Parse(part, True)  # noqa: FBT003 (expat's own signature)
    return found


def column_number(letters: str) -> int:
    """Return the rank of a column.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return a cell's name.

    >>> cell_name(7, 2), cell_name(1, 16384)
    ('B7', 'XFD1')
    """
    letters = ""
    while column:
        column, rank = divmod(column - 1, 26)
        letters = chr(ord("A") + rank) + letters
    return f"{letters}{row}"
