"""Amounts: integer centimes inside, French text outside, never a float."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from contrat_de_ville.errors import BadInputError


NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
_FRENCH_AMOUNT = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[,.][0-9]{1,2})?")
_LARGEST_EUROS = 10**11


def parse_centimes(text: str) -> int:
    """Read an amount in euros written the French way, as centimes.

    Thousands are separated by spaces (plain, no-break or narrow) or nothing;
    decimals by a comma or a point, two at most; « € » may only end it, since
    « 12€50 » is not 1 250 €. Anything else is refused: a column with other
    conventions is read through its declared map, never guessed.

    >>> parse_centimes("1 200,50 €")
    120050
    >>> parse_centimes("4200")
    420000

    Raises:
        BadInputError: the text is not an amount.
    """
    spaced = text.replace(NBSP, " ").replace(NARROW_NBSP, " ").strip()
    cleaned = spaced.removesuffix("€").rstrip()
    if not _FRENCH_AMOUNT.fullmatch(cleaned):
        raise BadInputError(
            f"« {text} » n'est pas un montant lisible.",
            "Écrivez-le en chiffres, par exemple « 1 200,50 » : deux décimales au "
            "plus, sans texte ni lettre O à la place d'un zéro.",
        )
    euros = Decimal(cleaned.replace(" ", "").replace(",", "."))
    # Compared before any arithmetic, which a million digits would overflow.
    if euros.copy_abs() > _LARGEST_EUROS:
        raise BadInputError(
            f"« {text} » dépasse cent milliards d'euros.", "Vérifiez l'unité."
        )
    return int(euros * 100)


def format_euros(centimes: int | None) -> str:
    """Write centimes as euros the French way; no decision yet is a dash.

    >>> format_euros(120050).replace(NARROW_NBSP, " ").replace(NBSP, " ")
    '1 200,50 €'
    >>> format_euros(0).replace(NBSP, " ")
    '0 €'
    >>> format_euros(None)
    '–'
    """
    if centimes is None:
        return "–"
    sign = "-" if centimes < 0 else ""
    euros, cents = divmod(abs(centimes), 100)
    whole = f"{euros:,}".replace(",", NARROW_NBSP)
    decimals = f",{cents:02d}" if cents else ""
    return f"{sign}{whole}{decimals}{NBSP}€"


def share_out(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide *total* centimes in proportion to *weights*, to the centime.

    Largest remainder: everyone gets the whole centimes of their share, and the
    centimes left go to the largest remainders, ties by key, so that the parts sum
    to *total* whatever the order of the weights. Where nobody weighs anything,
    nobody gets anything.

    >>> share_out(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(weights.values())
    if whole <= 0:
        return dict.fromkeys(weights, 0)
    parts = {key: total * weight // whole for key, weight in weights.items()}
    left = total - sum(parts.values())
    by_remainder = sorted(
        weights, key=lambda key: (-(total * weights[key] % whole), key)
    )
    for key in by_remainder[:left]:
        parts[key] += 1
    return parts


def rate(part: int, base: int) -> Decimal | None:
    """Return *part* / *base* in percent with one decimal, or nothing for no base.

    >>> rate(118_425, 257_112)
    Decimal('46.1')
    """
    if base <= 0:
        return None
    return (Decimal(part) * 100 / Decimal(base)).quantize(
        Decimal("0.1"), rounding=ROUND_HALF_UP
    )
