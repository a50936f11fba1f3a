"""Identifiers of the French administration: their form and their check digits."""

from __future__ import annotations

import re


_SIREN_LA_POSTE, _NO_SIREN = "356000000", "000000000"
_RNA = re.compile(r"W[0-9][A-Z0-9][0-9]{7}")
_INSEE = re.compile(r"(?:2[AB]|[0-9]{2})[0-9]{3}")
_QPV_2015 = re.compile(r"QP[0-9]{6}")
_QPV_2024 = re.compile(r"QN[0-9A-Z]{6}")
_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
    r"(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_EMAIL = 254


def luhn_total(digits: str) -> int:
    """Sum the digits as Luhn does: every second one, from the right, doubled."""
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return sum(int(d) for d in digits[::-2]) + sum(d // 10 + d % 10 for d in doubled)


def is_siret(text: str) -> bool:
    """Tell whether *text* is a SIRET: 14 digits, Luhn, and the La Poste exception.

    Establishments of La Poste (SIREN 356000000) are valid when the plain sum of
    their digits is a multiple of five. Zeros, which pass Luhn, name nobody.

    >>> is_siret("20004219000013"), is_siret("35600000049837"), is_siret("123")
    (True, True, False)
    """
    if not re.fullmatch(r"[0-9]{14}", text) or text.startswith(_NO_SIREN):
        return False
    if luhn_total(text) % 10 == 0:
        return True
    return text.startswith(_SIREN_LA_POSTE) and sum(map(int, text)) % 5 == 0


def is_rna(text: str) -> bool:
    """Tell whether *text* has the form of a national number of associations."""
    return _RNA.fullmatch(text) is not None


def is_insee(text: str) -> bool:
    """Tell whether *text* has the form of an INSEE code of commune."""
    return _INSEE.fullmatch(text) is not None


def is_qpv(text: str, *, generation: int = 2015) -> bool:
    """Tell whether *text* has the form of a quartier code of that generation."""
    pattern = _QPV_2015 if generation == 2015 else _QPV_2024  # noqa: PLR2004 (décret)
    return pattern.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Tell whether *text* is one plain e-mail address we accept to write to.

    >>> is_email("contact@asso.example"), is_email("a@[127.0.0.1]")
    (True, False)
    >>> is_email("prenom.nom@asso.example"), is_email("prenom..nom@asso.example")
    (True, False)
    """
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
