"""Amounts written out in French, as an act of a council writes its total.

Written here and not taken from a library: the rules are few, and a total in letters
prevails over its figures when the two differ.
"""

from __future__ import annotations

from contrat_de_ville.errors import BadInputError


_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept",
    "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante")
_EIGHTY, _SEVENTY = 80, 70
_SCALES = ((10**9, "milliard"), (10**6, "million"))
_LARGEST_CENTIMES = 10**14


def euros_in_letters(centimes: int) -> str:
    """Write an amount in centimes as euros in letters, centimes only where there are.

    >>> euros_in_letters(4_200_00)
    'quatre mille deux cents euros'
    >>> euros_in_letters(1_000_080_50)
    'un million quatre-vingts euros et cinquante centimes'
    >>> euros_in_letters(2_000_000_00)
    "deux millions d'euros"

    Raises:
        BadInputError: the amount is negative, or a thousand billions and more.
    """
    if not 0 <= centimes < _LARGEST_CENTIMES:
        raise BadInputError(
            f"{centimes} centimes ne s'écrivent pas en lettres.",
            "Donnez un montant positif, de moins de mille milliards d'euros.",
        )
    euros, cents = divmod(centimes, 100)
    if not cents:
        return _counted(euros, "euro")
    small = _counted(cents, "centime")
    return f"{_counted(euros, 'euro')} et {small}" if euros else small


def in_letters(number: int) -> str:
    """Write a whole number in letters, below a thousand billions.

    >>> in_letters(71), in_letters(80), in_letters(280_000), in_letters(91)
    ('soixante et onze', 'quatre-vingts', 'deux cent quatre-vingt mille', 'quatre-vingt-onze')
    """  # noqa: E501 (a tuple is shown on one line)
    words: list[str] = []
    for scale, name in _SCALES:
        count, number = divmod(number, scale)
        if count:
            words.append(_counted(count, name))
    thousands, rest = divmod(number, 1000)
    if thousands:
        many = "" if thousands == 1 else f"{_below_thousand(thousands, is_last=False)} "
        words.append(f"{many}mille")
    if rest or not words:
        words.append(_below_thousand(rest, is_last=True))
    return " ".join(words)


def _counted(count: int, name: str) -> str:
    """Count nouns: « un million d'euros », but « un million trois euros »."""
    plural = "s" if count > 1 else ""
    link = "d'" if name == "euro" and count and count % 10**6 == 0 else ""
    return f"{in_letters(count)} {link}{name}{plural}"


def _below_thousand(number: int, *, is_last: bool) -> str:
    """Write what is under a thousand; « cent » and « vingt » agree only at the end."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, is_last=is_last)
    if hundreds == 1:
        written = "cent"
    else:
        written = f"{_UNITS[hundreds]} cent{'' if rest or not is_last else 's'}"
    return f"{written} {_below_hundred(rest, is_last=is_last)}" if rest else written


def _below_hundred(number: int, *, is_last: bool) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    if number >= _EIGHTY:
        if number == _EIGHTY:
            return "quatre-vingts" if is_last else "quatre-vingt"
        return f"quatre-vingt-{_UNITS[number - _EIGHTY]}"
    if number >= _SEVENTY:
        rest = _UNITS[number - 60]
        return f"soixante et {rest}" if number == _SEVENTY + 1 else f"soixante-{rest}"
    tens, unit = divmod(number, 10)
    if unit == 0:
        return _TENS[tens]
    return f"{_TENS[tens]} et un" if unit == 1 else f"{_TENS[tens]}-{_UNITS[unit]}"
