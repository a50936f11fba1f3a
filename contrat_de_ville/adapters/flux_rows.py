"""Cuts a file of the State's export into rows of named cells, or refuses it whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contrat_de_ville.adapters.annexes_map import AnnexesMap
from contrat_de_ville.errors import BadFileError


LARGEST_BYTES = 256 * 2**20
_MOST_ROWS = 500_000
_LONGEST_ROW = 64 * 2**10
_ASK_AGAIN = "Demandez un nouvel export."


@dataclass(frozen=True, kw_only=True)
class FluxRow:
    """One row: its rank in the file and its cells, by the code of their column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Flux:
    """What one file holds: rows of named cells, and what was odd about it.

    ``announced`` is the number the last row gives, ``misfits`` the lines cut otherwise
    than the ``width`` columns of the headers: their cells can no longer be told apart.
    """

    rows: tuple[FluxRow, ...]
    columns: Collection[str]
    width: int
    announced: int | None
    misfits: tuple[int, ...]


def read_flux(
    file_name: str,
    content: bytes,
    columns: Mapping[str, Sequence[str]],
    declared: AnnexesMap,
    *,
    optional: Collection[str] = (),
) -> Flux:
    """Return the rows between the two technical ones, only the columns named.

    Raises:
        BadFileError: not UTF-8, too large, without its first or last technical row, or
            without a column that is needed.
    """
    lines = _lines(file_name, content, declared)
    headers = [cell.strip().lower() for cell in lines[1].split(declared.separator)]
    places = _places(file_name, headers, columns, optional)
    rows: list[FluxRow] = []
    misfits: list[int] = []
    for number, line in enumerate(lines[2:-1], start=3):
        cells = line.split(declared.separator)
        if len(cells) != len(headers):
            misfits.append(number)
            continue
        named = {code: cells[place].strip() for code, place in places.items()}
        rows.append(FluxRow(line=number, cells=named))
    return Flux(
        rows=tuple(rows),
        columns=places.keys(),
        width=len(headers),
        announced=_announced(lines[-1], declared),
        misfits=tuple(misfits),
    )


def _announced(last: str, declared: AnnexesMap) -> int | None:
    digits = last.removeprefix(declared.last).split(declared.separator)[0].strip()
    return int(digits) if re.fullmatch("[0-9]{1,9}", digits) else None


def _lines(file_name: str, content: bytes, declared: AnnexesMap) -> list[str]:
    """Decode and check what stands first and last: a file cut short has no end."""
    lines = list(_decoded(file_name, content))
    # First row, headers, last row: fewer is no export.
    if len(lines) < 3 or not lines[0].startswith(declared.first):  # noqa: PLR2004
        raise BadFileError(
            file_name,
            f"sa première ligne ne commence pas par « {declared.first} » : ce n'est "
            "pas un export des annexes financières de l'État.",
            "Vérifiez le fichier.",
        )
    if not lines[-1].startswith(declared.last):
        raise BadFileError(
            file_name,
            f"sa dernière ligne ne commence pas par « {declared.last} » : il est "
            "coupé, ou quelque chose le suit.",
            _ASK_AGAIN,
        )
    return lines


def _decoded(file_name: str, content: bytes) -> Iterator[str]:
    if len(content) > LARGEST_BYTES:
        found = f"il pèse {len(content) // 2**20} Mio, la limite est de 256 Mio."
        raise BadFileError(file_name, found, "Gardez les lignes de votre département.")
    if b"\0" in content:
        found = "il contient des caractères nuls (UTF-16 ?)."
        raise BadFileError(file_name, found, "Enregistrez-le en UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = content[: error.start].count(b"\n") + 1
        found = f"ligne {place}, ce n'est pas de l'UTF-8."
        raise BadFileError(file_name, found, "Enregistrez-le en UTF-8.") from None
    # Only \n ends a row: other signs that Python takes for line ends stand in cells.
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) > _MOST_ROWS:
        found = "il a plus de 500 000 lignes."
        raise BadFileError(file_name, found, "Gardez les lignes de votre département.")
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_ROW:
            found = f"la ligne {number} dépasse 65 536 caractères."
            raise BadFileError(file_name, found, _ASK_AGAIN)
        yield line


def _places(
    file_name: str,
    headers: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    optional: Collection[str],
) -> dict[str, int]:
    """Find each column by its names; a name there twice would be read at random."""
    places: dict[str, int] = {}
    for code, names in columns.items():
        known = [name for name in names if name in headers]
        if known and headers.count(known[0]) > 1:
            found = f"la colonne « {known[0]} » y est {headers.count(known[0])} fois."
            raise BadFileError(file_name, found, _ASK_AGAIN)
        if known:
            places[code] = headers.index(known[0])
        elif code not in optional:
            found = f"il n'a pas de colonne « {names[0]} »."
            raise BadFileError(file_name, found, _ASK_AGAIN)
    return places
