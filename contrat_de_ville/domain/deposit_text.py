"""Text as porteurs write it, made regular without changing what it says."""

from __future__ import annotations

import re
import unicodedata


_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_SEPARATORS = re.compile(r"[;,\n]")
# Controls, invisible marks (zero-width, direction) and lone surrogates: they say
# nothing, and they hide or forge what a letter or an e-mail subject shows.
_SILENT = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    r"""Compose accents (NFC), keep newlines, drop what cannot be seen, trim.

    >>> clean(" E\u0301cole\x00\r\n du\tparc ")
    'École\n du parc'
    """
    if text.isprintable():  # nothing to drop: most answers, by the hundred thousand
        return unicodedata.normalize("NFC", text).strip()
    lined = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    seen = (
        one for one in lined if one == "\n" or unicodedata.category(one) not in _SILENT
    )
    return unicodedata.normalize("NFC", "".join(seen)).strip()


def one_line(text: str) -> str:
    """Clean *text* and join its lines: a title must fit in an e-mail subject."""
    return " ".join(clean(text).split())


def identifier(text: str) -> str:
    """Clean an identifier (SIRET, RNA, INSEE): no space, capitals.

    >>> identifier("200 042 190 00013")
    '20004219000013'
    """
    return "".join(clean(text).split()).upper()


def codes(text: str) -> tuple[str, ...]:
    """Split codes written with « ; », « , » or one per line; each once, in order.

    >>> codes("QP059001 ; QP059002, QP059001")
    ('QP059001', 'QP059002')
    """
    parts = (part.strip() for part in _SEPARATORS.split(clean(text)))
    return tuple(dict.fromkeys(part for part in parts if part))


def fold(text: str) -> str:
    """Reduce a word to lower case without accents, to compare it.

    >>> fold(" Établissement ")
    'etablissement'
    """
    parts = unicodedata.normalize("NFD", one_line(text).casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
