"""The answer given to one champ, as the text that the deposit form would hold.

A champ is read by what it carries, not by the name of its kind: the same question
is a ``TextChamp`` in an old export and a ``DropDownListChamp`` in a new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from contrat_de_ville.domain.calendar import MONTHS, PARIS, parse_instant
from contrat_de_ville.domain.deposit_text import clean, fold
from contrat_de_ville.domain.form import FieldKind
from contrat_de_ville.errors import BadInputError


Champ = Mapping[str, Any]
BY_INSEE = frozenset({"communes", "porteur_insee"})
_YES_NO = {"true": "oui", "false": "non"}
_MONTHS = {fold(name): rank for rank, name in enumerate(MONTHS, start=1)}
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_IN_WORDS = re.compile(
    rf"(?:(?:{_WEEKDAYS}) )?(?P<day>[0-9]{{1,2}})(?:er)? (?P<month>[a-z]+) "
    r"(?P<year>[0-9]{4})(?: (?:a )?[0-9]{1,2} ?[h:] ?[0-9]{0,2})?"
)


def answer(champ: Champ, kind: FieldKind, code: str, level: int = 0) -> str:
    """Return what *champ* answers, for the field *code* of that kind; empty if nothing.

    ``level`` takes one of two linked lists. Several values are separated by « ; ».
    """
    if level:
        return _text(champ.get("primaryValue" if level == 1 else "secondaryValue"))
    if kind is FieldKind.DATE:
        return _day(champ)
    if kind is FieldKind.OUI_NON:
        return _yes_no(champ)
    if code in BY_INSEE and _text(_inside(champ, "commune").get("code")):
        return _text(_inside(champ, "commune")["code"])
    values = champ.get("values")
    if isinstance(values, list):
        return " ; ".join(filter(None, map(_text, values)))
    return _identifier(champ) or _plain(champ)


def is_answered(champ: Champ) -> bool:
    """Tell whether the champ carries anything at all."""
    carried = ("files", "values", "rows")
    return bool(_plain(champ)) or any(champ.get(name) for name in carried)


def day_in_words(text: str) -> date | None:
    """Read a date written with the name of its month; nothing when it is not one.

    >>> day_in_words("12 janvier 2017"), day_in_words("1er août 2017 à 10 h 30")
    (datetime.date(2017, 1, 12), datetime.date(2017, 8, 1))
    >>> day_in_words("30 février 2017")
    """
    known = _IN_WORDS.fullmatch(fold(text))
    month = _MONTHS.get(known["month"]) if known else None
    if known is None or month is None:
        return None
    try:
        return date(int(known["year"]), month, int(known["day"]))
    except ValueError:
        return None


def _day(champ: Champ) -> str:
    """Return a date ISO; what cannot be read stays as written, to be pointed at."""
    instant = _text(champ.get("datetime"))
    if instant:
        try:
            return parse_instant(instant).astimezone(PARIS).date().isoformat()
        except BadInputError:
            return instant
    written = _text(champ.get("date")) or _plain(champ)
    worded = day_in_words(written)
    return worded.isoformat() if worded else written


def _yes_no(champ: Champ) -> str:
    for name in ("checked", "selected"):
        if isinstance(champ.get(name), bool):
            return "oui" if champ[name] else "non"
    written = _plain(champ)
    return _YES_NO.get(fold(written), written)


def _identifier(champ: Champ) -> str:
    """Return the number that a register gave, rather than the words around it."""
    pairs = (("etablissement", "siret"), ("rna", "id"), ("rnf", "id"))
    found = (_text(_inside(champ, holder).get(name)) for holder, name in pairs)
    address = _text(_inside(champ, "address").get("label"))
    return next(filter(None, found), address)


def _plain(champ: Champ) -> str:
    """Return the text of the answer; a typed value only where there is no text."""
    written = _text(champ.get("stringValue"))
    typed = (champ.get(name) for name in ("decimalNumber", "integerNumber", "value"))
    return written or next(filter(None, map(_text, typed)), "")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return clean(value) if isinstance(value, str) else ""


def _inside(champ: Champ, name: str) -> Mapping[str, Any]:
    value = champ.get(name)
    return value if isinstance(value, Mapping) else {}
