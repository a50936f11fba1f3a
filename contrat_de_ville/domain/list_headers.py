"""Finds the columns a map declares in the header a file has.

A header is known whatever its case, accents, punctuation and place, under any of the
spellings the map gives; one that was decoded wrongly (« b�n�ficiaire »,
« bÃ©nÃ©ficiaire ») is known too. What is missing, doubled or unknown is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


LOST = "\ufffd"
_TWICE = re.compile("[ÂÃ].")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


@dataclass(frozen=True, kw_only=True)
class ColumnSpec:
    """A column a map declares.

    ``title`` is its proper header, ``variants`` other spellings. An optional column
    may be absent; an *expected* one is optional too, but its absence is said.
    """

    title: str
    variants: tuple[str, ...] = ()
    is_optional: bool = False
    is_expected: bool = False

    def spellings(self) -> frozenset[str]:
        """Return every spelling of the header, reduced."""
        return frozenset(header_key(one) for one in (self.title, *self.variants))


@dataclass(frozen=True, kw_only=True)
class HeaderMatch:
    """What a row has of the declared columns; positions count from 0.

    ``doubled`` are all the positions of a column that is there several times;
    ``missing`` the columns that cannot be done without, ``absent`` the others;
    ``unknown`` and ``untitled`` the positions of what is not declared.
    """

    positions: Mapping[str, int]
    doubled: Mapping[str, tuple[int, ...]]
    missing: tuple[str, ...]
    absent: tuple[str, ...]
    unknown: tuple[int, ...]
    untitled: tuple[int, ...]

    @property
    def score(self) -> tuple[int, int]:
        """Rank matches: the most columns recognised, then the fewest not found."""
        return len(self.positions), -len(self.missing) - len(self.absent)


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Reduce a header to its letters and digits, without case or accents.

    >>> header_key(" Nom du bénéficiaire* "), header_key("nom_du_BÃ©nÃ©ficiaire")
    ('nomdubeneficiaire', 'nomdubeneficiaire')
    """
    plain = unicodedata.normalize("NFKD", _decoded_once(text).translate(_LIGATURES))
    kept = (one for one in plain if one.isalnum() or one == LOST)
    return "".join(kept).casefold()


def match_header(
    cells: Sequence[str],
    specs: Mapping[str, ColumnSpec],
    ignored: Iterable[str] = (),
) -> HeaderMatch:
    """Match one row of cells against the declared columns."""
    keys = [header_key(cell) for cell in cells]
    known = {code: spec.spellings() for code, spec in specs.items()}
    left_out = {header_key(title) for title in ignored}
    places: dict[str, list[int]] = {}
    unknown: list[int] = []
    for at, key in enumerate(keys):
        code = _code_of(key, known) if key else ""
        if code:
            places.setdefault(code, []).append(at)
        elif key and key not in left_out:
            unknown.append(at)
    absent = [code for code in specs if code not in places]
    return HeaderMatch(
        positions={code: places[code][0] for code in specs if code in places},
        doubled={code: tuple(at) for code, at in places.items() if len(at) > 1},
        missing=tuple(code for code in absent if not specs[code].is_optional),
        absent=tuple(code for code in absent if specs[code].is_optional),
        unknown=tuple(unknown),
        untitled=tuple(at for at, key in enumerate(keys) if not key),
    )


def find_header(
    rows: Sequence[Sequence[str]],
    specs: Mapping[str, ColumnSpec],
    ignored: Iterable[str] = (),
) -> tuple[int, HeaderMatch]:
    """Return the place (from 0) and the match of the row most like a header.

    Ties go to the first row: a header repeated lower down is not the header.
    """
    matches = [match_header(row, specs, tuple(ignored)) for row in rows or [()]]
    at = max(range(len(matches)), key=lambda one: (matches[one].score, -one))
    return at, matches[at]


def _decoded_once(text: str) -> str:
    """Undo the UTF-8 letters that were read as Windows-1252 (« Ã© » for « é »)."""

    def mended(pair: re.Match[str]) -> str:
        try:
            return pair.group().encode("cp1252").decode("utf-8")
        except UnicodeError:
            return pair.group()

    return _TWICE.sub(mended, text)


def _code_of(key: str, known: Mapping[str, frozenset[str]]) -> str:
    for code, spellings in known.items():
        if key in spellings:
            return code
    if LOST not in key:
        return ""
    # One lost letter or several: what is left must name one column only.
    pattern = re.compile(re.sub(f"{LOST}+", ".{1,3}", re.escape(key)))
    found = [code for code, ours in known.items() if any(map(pattern.fullmatch, ours))]
    return found[0] if len(found) == 1 else ""
