"""Turns a text file into rows of cells, as its map declares or as it shows itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from contrat_de_ville.adapters.list_map_values import ETABLIR
from contrat_de_ville.adapters.list_tables import MOST_ROWS, Table, check_text
from contrat_de_ville.domain.list_conventions import (
    MOST_COLUMNS,
    Separator,
    encoding_sentence,
    establish_encoding,
    establish_separator,
    line_ends,
    separator_sentence,
)
from contrat_de_ville.domain.list_decision import RawRow
from contrat_de_ville.domain.lists import FileLabel, FileRemark
from contrat_de_ville.errors import BadFileError


_DECLARED = "(déclaré par le plan)"


def csv_tables(
    file_name: str, content: bytes, encoding: str, separator: str
) -> list[Table]:
    """Return the table a text file holds, one per separator it may have.

    Raises:
        BadFileError: its encoding or separator does not show, or is not the declared
            one; a row cannot be read; there are more than 100 000 rows.
    """
    check_text(file_name, content)
    text, used = _decoded(file_name, content, encoding)
    said = [_encoding_said(used, is_declared=encoding != ETABLIR)]
    said.append(_line_ends_said(text))
    remarks = tuple(_remarks(used, text))
    if separator != ETABLIR:
        rows = _rows(file_name, text, separator)
        said.insert(1, f"Séparateur : « {separator} » {_DECLARED}.")
        return [Table(sheet="", rows=rows, conventions=(*said,), remarks=remarks)]
    ranked = establish_separator(text)
    if not ranked:
        raise BadFileError(
            file_name,
            "aucun séparateur ne s'y montre (point-virgule, virgule, tabulation).",
            "Enregistrez la liste en CSV depuis un tableur, avec ses colonnes.",
        )
    return [
        Table(
            sheet="",
            rows=rows,
            conventions=(said[0], separator_sentence(one), *said[1:]),
            remarks=remarks,
        )
        for one, rows in _readable(file_name, text, ranked)
    ]


def _readable(
    file_name: str, text: str, ranked: Sequence[Separator]
) -> Iterator[tuple[Separator, list[RawRow]]]:
    """Read with each separator; the best one's failure is the file's."""
    for rank, one in enumerate(ranked):
        try:
            yield one, _rows(file_name, text, one.mark)
        except BadFileError:
            if rank == 0:
                raise


def _rows(file_name: str, text: str, separator: str) -> list[RawRow]:
    # strict: quotes left open would otherwise swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[RawRow] = []
    begun = 1
    try:
        for number, cells in enumerate(islice(reader, MOST_ROWS + 2), start=1):
            if len(cells) > MOST_COLUMNS:
                raise _too_wide(file_name, begun)
            rows.append(RawRow(number=number, cells=tuple(cells)))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise BadFileError(
            file_name,
            f"la ligne {reader.line_num} ne se lit pas ({_reason(error, begun)}).",
            "Corrigez cette ligne dans le fichier, ou demandez un nouvel export.",
        ) from error
    if len(rows) > MOST_ROWS + 1:
        found = f"il a plus de {MOST_ROWS // 1000} 000 lignes."
        raise BadFileError(file_name, found, "Découpez la liste en plusieurs fichiers.")
    return rows


def _too_wide(file_name: str, line: int) -> BadFileError:
    found = f"la ligne {line} a plus de {MOST_COLUMNS} cellules."
    return BadFileError(file_name, found, "Vérifiez le séparateur et les guillemets.")


def _reason(error: csv.Error, begun: int) -> str:
    if "field limit" in str(error):
        return (
            f"une cellule commencée ligne {begun} dépasse 131 072 caractères ; "
            "guillemets jamais fermés ?"
        )
    if "unexpected end" in str(error):
        return f"guillemets ouverts ligne {begun} et jamais fermés"
    return "guillemets mal placés"


def _decoded(file_name: str, content: bytes, encoding: str) -> tuple[str, str]:
    """Decode; return the text without its mark, and the encoding it was in."""
    if encoding != ETABLIR:
        return _declared(file_name, content, encoding), encoding
    used = establish_encoding(content)
    if used:
        return content.decode(used).removeprefix("\ufeff"), used
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFileError(
            file_name,
            f"son encodage ne se laisse pas établir : ligne {line}, ce n'est pas de "
            "l'UTF-8, et le tout n'est pas du Windows-1252.",
            "Enregistrez-le en « CSV UTF-8 » depuis un tableur.",
        ) from error
    raise BadFileError(
        file_name, "son encodage se contredit.", "Enregistrez-le en « CSV UTF-8 »."
    )


def _declared(file_name: str, content: bytes, encoding: str) -> str:
    """Decode with the declared encoding; UTF-8 read as anything else is refused."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"ligne {line}, il n'est pas écrit en {encoding}."
        raise BadFileError(
            file_name, found, "Corrigez l'encodage déclaré par le plan de lecture."
        ) from error
    if "utf" not in encoding.lower() and not content.isascii() and _is_utf8(content):
        found = f"il est écrit en UTF-8, le plan déclare {encoding}."
        raise BadFileError(file_name, found, "Corrigez l'encodage du plan de lecture.")
    if text.startswith("\ufeff"):
        found = f"il commence par une marque d'UTF-8 (BOM), le plan déclare {encoding}."
        raise BadFileError(file_name, found, "Déclarez l'encodage utf-8-sig.")
    return text


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoding_said(used: str, *, is_declared: bool) -> str:
    said = encoding_sentence(used)
    return f"{said.removesuffix('.')} {_DECLARED}." if is_declared else said


def _line_ends_said(text: str) -> str:
    ends = line_ends(text)
    listed = ", ".join(f"{name} ({count})" for name, count in ends.items())
    return f"Fins de ligne : {listed or 'aucune'}."


def _remarks(used: str, text: str) -> Iterable[FileRemark]:
    if not used.lower().startswith("utf-8"):
        yield FileRemark(label=FileLabel.ENCODAGE, sentence=encoding_sentence(used))
    if len(line_ends(text)) > 1:
        yield FileRemark(
            label=FileLabel.FINS_DE_LIGNE,
            sentence=_line_ends_said(text)
            + " Un saut dans une cellule entre guillemets compte aussi.",
        )
