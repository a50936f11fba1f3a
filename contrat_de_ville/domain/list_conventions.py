"""What a list file shows of itself: encoding, separator, line ends, numbers, dates.

Each convention is established from the whole file or the whole column, and said;
what the file does not show is refused rather than guessed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from contrat_de_ville.domain.list_dates import DateConvention, establish_dates
from contrat_de_ville.domain.list_numbers import NumberConvention, establish_numbers


__all__ = [
    "CP1252",
    "MOST_COLUMNS",
    "DateConvention",
    "NumberConvention",
    "Separator",
    "encoding_sentence",
    "establish_dates",
    "establish_encoding",
    "establish_numbers",
    "establish_separator",
    "line_ends",
    "separator_sentence",
]
CP1252 = "cp1252"
MOST_COLUMNS = 500
SEPARATORS = {
    ";": "point-virgule",
    ",": "virgule",
    "\t": "tabulation",
    "|": "barre verticale",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAID = {
    "utf-8-sig": "UTF-8 avec marque d'ordre (BOM)",
    "utf-8": "UTF-8 sans marque",
    "utf-16": "UTF-16 avec marque d'ordre (BOM)",
    "utf-16-le": "UTF-16 sans marque (petit-boutiste)",
    "utf-16-be": "UTF-16 sans marque (gros-boutiste)",
    CP1252: "Windows-1252 (ce n'est pas de l'UTF-8)",
}
# What French text in Windows-1252 is made of beyond ASCII. Another encoding of one
# byte (Mac, DOS) shows other signs in their place: « ‚ », « Ž », « Š ».
_FRENCH = frozenset(
    "àâäéèêëîïôöùûüÿçœæÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇŒÆñÑáíóúãõ°º«»’‘“”–—…€²³½¼·•\u00a0\u00ad§£®©"
)
_UTF8_PAIR = re.compile(rb"[\xc3\xc2][\x80-\xbf]")
_SAMPLE = 8192
_LINE_END = re.compile(r"\r\n|\r|\n")


def establish_encoding(content: bytes) -> str:
    """Tell in which encoding a whole file is written; empty where nothing shows it.

    UTF-8 and UTF-16 leave proofs. Windows-1252 has none: it is concluded only when
    the file is no UTF-8 and its letters are those of French.

    >>> establish_encoding("é".encode()), establish_encoding("é".encode("cp1252"))
    ('utf-8', 'cp1252')
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name if _decodes(content, name) else ""
    if guessed := _wide(content[:_SAMPLE]):
        return guessed if _decodes(content, guessed) else ""
    if _decodes(content, "utf-8"):
        return "utf-8"
    if _UTF8_PAIR.search(content) or not _decodes(content, CP1252):
        return ""
    beyond = Counter(one for one in content.decode(CP1252) if not one.isascii())
    french = sum(count for one, count in beyond.items() if one in _FRENCH)
    return CP1252 if french * 10 >= beyond.total() * 9 else ""


def encoding_sentence(name: str) -> str:
    """Say an encoding in French."""
    return f"Encodage : {_SAID.get(name, name)}."


@dataclass(frozen=True, kw_only=True)
class Separator:
    """A separator, and how many rows of the file have the same number of cells."""

    mark: str
    width: int
    fitting_count: int
    rows_count: int


def establish_separator(text: str) -> tuple[Separator, ...]:
    """Rank the separators by how many rows they cut alike, the best first.

    A separator that never gives two cells is left out; nothing at all means that
    the file shows none.
    """
    found = [one for mark in SEPARATORS if (one := _cut(text, mark)).width > 1]
    return tuple(
        sorted(found, key=lambda one: (one.fitting_count, one.width), reverse=True)
    )


def separator_sentence(one: Separator) -> str:
    """Say a separator in French, and how it is known."""
    return (
        f"Séparateur : {SEPARATORS[one.mark]} ({one.fitting_count} lignes sur "
        f"{one.rows_count} ont {one.width} cellules)."
    )


def line_ends(text: str) -> dict[str, int]:
    """Count the line ends of each sort, the most frequent first."""
    names = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}
    found = Counter(names[one] for one in _LINE_END.findall(text))
    return dict(found.most_common())


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str:
    """Tell UTF-16 without its mark: in Western text, every other byte is null."""
    half = max(len(sample) // 2, 1)
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high * 10 >= half * 8 and low * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if low * 10 >= half * 8 and high * 10 < half else ""


def _cut(text: str, mark: str) -> Separator:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(row) > MOST_COLUMNS:
                break
            if row:
                widths[len(row)] += 1
    except csv.Error:
        # An unclosed quote or a huge cell: what was cut so far still tells.
        widths[0] += 1
    width, count = max(widths.items(), key=_weight, default=(0, 0))
    return Separator(
        mark=mark, width=width, fitting_count=count, rows_count=widths.total()
    )


def _weight(one: tuple[int, int]) -> tuple[bool, int, int]:
    """Weigh a width: one cell tells nothing, so it comes last."""
    width, count = one
    return width > 1, count, width
