"""Look at a received xlsx as the archive it is, before anything is unpacked.

What an archive says of itself cannot be believed: parts laid one over the other,
two parts of one name, sizes that lie, names that climb out of a folder. And some
parts have nothing to do in what we ask for: macros, links to other workbooks, files
inside the file. Comments, drawings and pictures come with a workbook a porteur
annotated: they are left behind, without a word.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from contrat_de_ville.domain.money import NARROW_NBSP
from contrat_de_ville.errors import BadFileError


_MEBIBYTE = 2**20
_LOCAL_HEADER = 30
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ZIP = b"PK\x03\x04"
_PLAIN_NAME = re.compile(r"(?!/)[^\\:\x00-\x1f\x7f]{1,255}")
_DAMAGED = "l'archive est abîmée ou incomplète."
_SAVE_AGAIN = "Enregistrez-le de nouveau depuis votre tableur au format .xlsx."
_UNWANTED = (
    (
        ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/"),
        "il contient des macros.",
        "Enregistrez-le au format .xlsx (sans macro), puis renvoyez-le.",
    ),
    (
        ("xl/externallinks/",),
        "il contient des liaisons vers d'autres fichiers.",
        "Rompez les liaisons (menu Données, Modifier les liens), puis renvoyez-le.",
    ),
    (
        ("xl/embeddings/", "xl/activex/", "xl/oleobjects/"),
        "il contient un objet incorporé (autre document, contrôle).",
        "Supprimez cet objet et joignez le document à part, puis renvoyez-le.",
    ),
)
# Nothing that is read stands there.
_LEFT_BEHIND = (
    "xl/comments", "xl/threadedcomments/", "xl/persons/", "xl/drawings/", "xl/media/",
    "xl/charts/", "xl/theme/", "xl/printersettings/", "docprops/", "customxml/",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ZipLimits:
    """What an archive may hold: parts, bytes once unpacked, times its own size.

    ``remedy`` is what to do of one that holds more.
    """

    entries: int
    unpacked: int
    ratio: int
    remedy: str


@contextmanager
def opened_archive(
    content: bytes, file_name: str, damaged: str = _DAMAGED
) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever its damage raises is said as one thing.

    Raises:
        BadFileError: damaged or incomplete archive (*damaged* says it), or XML that
            is not.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield archive
    except expat.ExpatError as error:
        found = "une partie du classeur est illisible."
        raise BadFileError(file_name, found, _SAVE_AGAIN) from error
    # What zipfile raises on a damaged, lying or exotic archive.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise BadFileError(file_name, damaged, _SAVE_AGAIN) from error


def parts_to_read(
    archive: zipfile.ZipFile, packed_size: int, file_name: str, limits: ZipLimits
) -> list[zipfile.ZipInfo]:
    """Check the directory of the archive; return the XML parts a reader needs.

    Raises:
        BadFileError: too many parts, too large, parts that overlap or share a name,
            names that lead elsewhere, a password, macros, links, files inside.
    """
    entries = archive.infolist()
    problem = (
        _size_problem(entries, packed_size, limits)
        or _shape_problem(entries, archive.start_dir, limits.remedy)
        or _unwanted_part(entries)
        or _inner_archive(archive, limits.remedy)
    )
    if problem:
        raise BadFileError(file_name, *problem)
    return [one for one in entries if _is_read(one.filename.lower())]


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack one part; never more than it declares, and no less.

    Raises:
        zipfile.BadZipFile: the part is damaged, or is not of the size it declares.
    """
    part = archive.read(entry)
    if len(part) != entry.file_size:
        raise zipfile.BadZipFile(entry.filename)
    return part


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_LEFT_BEHIND)


def _size_problem(
    entries: list[zipfile.ZipInfo], packed_size: int, limits: ZipLimits
) -> tuple[str, str] | None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries:
        count = f"{len(entries):,}".replace(",", NARROW_NBSP)
        found = f"il contient {count} parties, {limits.entries} sont acceptées."
    elif unpacked > limits.unpacked:
        most = limits.unpacked // _MEBIBYTE
        found = f"déplié, il pèserait {unpacked // _MEBIBYTE} Mo, {most} sont acceptés."
    elif unpacked > limits.ratio * packed_size:
        found = f"il se déplie plus de {limits.ratio} fois sa taille."
    else:
        return None
    return found, limits.remedy


def _shape_problem(
    entries: list[zipfile.ZipInfo], directory_at: int, remedy: str
) -> tuple[str, str] | None:
    names = [entry.filename for entry in entries]
    for is_so, found in (
        (
            len({name.lower() for name in names}) < len(names),
            "deux de ses parties portent le même nom.",
        ),
        (
            any(entry.flag_bits & _ENCRYPTED for entry in entries),
            "il est protégé par un mot de passe.",
        ),
        (
            not all(_is_plain_name(name) for name in names),
            "une de ses parties porte un nom interdit.",
        ),
        (
            any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries),
            "une de ses parties renvoie à un autre fichier.",
        ),
        (
            not all(entry.compress_type in _USUAL for entry in entries),
            "il est compressé d'une façon inhabituelle.",
        ),
        (_overlap(entries, directory_at), "ses parties se recouvrent."),
    ):
        if is_so:
            return found, remedy
    return None


def _is_plain_name(name: str) -> bool:
    return bool(_PLAIN_NAME.fullmatch(name)) and ".." not in name.split("/")


def _overlap(entries: list[zipfile.ZipInfo], directory_at: int) -> bool:
    """Tell whether a part begins before the end of another, or in the directory."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in placed[1:]] + [directory_at]
    return any(_end(entry) > start for entry, start in zip(placed, starts, strict=True))


def _end(entry: zipfile.ZipInfo) -> int:
    encoding = "utf-8" if entry.flag_bits & _UTF_8 else "cp437"
    name = len(entry.orig_filename.encode(encoding))
    return entry.header_offset + _LOCAL_HEADER + name + entry.compress_size


def _unwanted_part(entries: Iterable[zipfile.ZipInfo]) -> tuple[str, str] | None:
    names = [entry.filename.lower() for entry in entries]
    for marks, found, remedy in _UNWANTED:
        if any(mark in name for mark in marks for name in names):
            return found, remedy
    return None


def _inner_archive(archive: zipfile.ZipFile, remedy: str) -> tuple[str, str] | None:
    """Find an archive inside the archive, whatever its name."""
    for entry in archive.infolist():
        with archive.open(entry) as part:
            if part.read(len(_ZIP)) == _ZIP:
                return "il contient un autre fichier compressé.", remedy
    return None
