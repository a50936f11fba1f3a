"""The values porteurs write: numbers, dates, yes or no. Digits are 0-9 only.

What is not such a value is refused with a sentence for its porteur; nothing is
guessed.
"""

from __future__ import annotations

import re
from datetime import date

from contrat_de_ville.domain.calendar import parse_date
from contrat_de_ville.domain.deposit_text import fold
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.errors import BadInputError


_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?: [0-9]{3}){1,2}")
_DECIMAL = re.compile(
    rf"(?P<whole>{_COUNT.pattern})(?:[,.](?P<decimals>[0-9]{{1,2}}))?"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_YES, _NO = frozenset({"oui", "o", "vrai"}), frozenset({"non", "n", "faux"})


def parse_count(text: str) -> int:
    """Read a whole number: digits 0-9, thousands separated by spaces or nothing.

    >>> parse_count("1 200")
    1200

    Raises:
        BadInputError: the text is not a whole number of at most nine digits.
    """
    cleaned = " ".join(text.split())
    if not _COUNT.fullmatch(cleaned):
        raise BadInputError(
            f"« {text} » n'est pas un nombre entier lisible.",
            "Écrivez un nombre en chiffres, sans unité ni virgule, par exemple 25.",
        )
    return int(cleaned.replace(" ", ""))


def parse_hundredths(text: str) -> int:
    """Read a number with at most two decimals, in hundredths; comma or point.

    >>> parse_hundredths("14,23"), parse_hundredths("3")
    (1423, 300)

    Raises:
        BadInputError: the text is not such a number.
    """
    known = _DECIMAL.fullmatch(" ".join(text.split()))
    if known is None:
        raise BadInputError(
            f"« {text} » n'est pas un nombre lisible.",
            "Écrivez un nombre avec deux décimales au plus, par exemple 14,23.",
        )
    whole, decimals = known["whole"], known["decimals"] or ""
    return parse_count(whole) * 100 + int(decimals.ljust(2, "0"))


def parse_percent(text: str) -> int:
    """Read a whole percentage; its sign may be written, since the unit is known.

    >>> parse_percent("60 %")
    60

    Raises:
        BadInputError: the text is not a whole number.
    """
    return parse_count(text.removesuffix("%"))


def parse_day(text: str) -> date:
    """Read a date written with digits 0-9, as :func:`parse_date` does.

    Raises:
        BadInputError: the text is not a date, or the date does not exist.
    """
    if not _DATE.fullmatch(text.strip()):
        raise BadInputError(
            f"« {text} » n'est pas une date lisible.",
            "Écrivez 28/03/2017 ou 2017-03-28.",
        )
    return parse_date(text)


def parse_yes(text: str) -> bool:
    """Read « oui » or « non » (also o, n, vrai, faux), whatever the case.

    Raises:
        BadInputError: the text is neither.
    """
    answer = fold(text)
    if answer not in _YES | _NO:
        raise BadInputError(f"« {text} » n'est ni oui ni non.", "Écrivez oui ou non.")
    return answer in _YES


def parse_porteur_kind(text: str) -> PorteurKind:
    """Read a type of structure, whatever its case and accents.

    Raises:
        BadInputError: the type is not one of the form's.
    """
    try:
        return PorteurKind(fold(text).upper())
    except ValueError:
        known = ", ".join(PorteurKind)
        raise BadInputError(
            f"« {text} » n'est pas un type de structure connu.",
            f"Choisissez un code de la liste : {known}.",
        ) from None
