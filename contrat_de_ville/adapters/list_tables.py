"""A file as one table or several, before a map chooses which one is the list."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contrat_de_ville.domain.list_decision import RawRow
from contrat_de_ville.domain.lists import FileRemark
from contrat_de_ville.errors import BadFileError


CSV, XLS, XLSX = KINDS = ("csv", "xls", "xlsx")
LARGEST_BYTES = 32 * 2**20
MOST_ROWS = 100_000
_SUFFIXES = {".txt": CSV, ".tsv": CSV, **{f".{kind}": kind for kind in KINDS}}
_MAGIC = {
    b"PK\x03\x04": "un classeur .xlsx (ou une archive)",
    b"\xd0\xcf\x11\xe0": "un ancien document de bureautique (.xls, .doc)",
    b"%PDF": "un document PDF",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of a CSV file, or of one sheet, with what is known of their writing.

    ``sheet`` is empty for a CSV file. ``is_1904`` tells a workbook that counts its
    days from 1904.
    """

    sheet: str
    rows: list[RawRow]
    conventions: tuple[str, ...] = ()
    remarks: tuple[FileRemark, ...] = ()
    is_1904: bool = False


def kind_of(file_name: str, content: bytes) -> str:
    """Return the kind of a file by its name, or by its first bytes without one.

    A name we do not know leaves the content to tell; text is read as CSV.
    """
    suffix = Path(file_name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    kinds = {b"PK\x03\x04": XLSX, b"\xd0\xcf\x11\xe0": XLS}
    return kinds.get(content[:4], CSV)


def read_bytes(path: Path) -> bytes:
    """Read a whole list file, once: what is hashed is what is read.

    Raises:
        BadFileError: the file is missing, unreadable, empty or larger than 32 Mio.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise BadFileError(
            path.name,
            "il est introuvable ou illisible.",
            "Vérifiez son emplacement et qu'il n'est pas ouvert ailleurs.",
        ) from error
    check_size(path.name, size)
    return content


def check_size(file_name: str, size: int) -> None:
    """Refuse what is empty or too large to be a list.

    Raises:
        BadFileError: nothing, or more than 32 Mio.
    """
    if size > LARGEST_BYTES:
        found = f"il pèse {size // 2**20} Mio, la limite est de 32 Mio."
        raise BadFileError(file_name, found, "Ne gardez que la liste à lire.")
    if not size:
        raise BadFileError(file_name, "il est vide.", "Demandez-le à nouveau.")


def check_text(file_name: str, content: bytes) -> None:
    """Refuse a document that only bears the name of a text file.

    Raises:
        BadFileError: a workbook, an archive or a PDF.
    """
    for magic, said in _MAGIC.items():
        if content.startswith(magic):
            found = f"son nom est celui d'un fichier de texte, mais c'est {said}."
            raise BadFileError(file_name, found, "Donnez-lui sa vraie extension.")
