"""Identifiers of the French administration: their form and their check digits."""

from __future__ import annotations

import re


_SIREN_LA_POSTE, _NO_SIREN = "356000000", "000000000"
_RNA = re.compile(r"W[0-9][A-Z0-9][0-9]{7}")
_INSEE = re.compile(r"(?:2[AB]|[0-9]{2})[0-9]{3}")
_QPV = {2015: re.compile(r"QP[0-9]{6}"), 2024: re.compile(r"QN[0-9A-Z]{6}")}
QPV_GENERATIONS = tuple(_QPV)
"""First years of the perimeters: décrets n° 2014-1750 and n° 2023-1314."""

_UAI = re.compile(r"[0-9]{7}[A-Z]")
_UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_IBAN_HEAD = re.compile(r"[A-Z]{2}[0-9]{2}")
_SHORTEST_IBAN, _IBAN_TAIL = 15, 3
_RIB = re.compile(r"[0-9]{10}[0-9A-Z]{11}[0-9]{2}")
# Countries whose accounts carry the French RIB key; overseas France is FR too.
_WITH_RIB_KEY = ("FR", "MC")
_RIB_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
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


def is_siren(text: str) -> bool:
    """Tell whether *text* is a SIREN: nine digits and Luhn, zeros excepted.

    All 3 394 real SIRET of the open files at hand have such a SIREN; a SIRET that
    is valid over a SIREN that is not was made up.

    >>> is_siren("200042190"), is_siren("356000000"), is_siren("987654321")
    (True, True, False)
    """
    is_form = re.fullmatch(r"[0-9]{9}", text) and text != _NO_SIREN
    return bool(is_form) and luhn_total(text) % 10 == 0


def is_rna(text: str) -> bool:
    """Tell whether *text* has the form of a national number of associations."""
    return _RNA.fullmatch(text) is not None


def is_insee(text: str) -> bool:
    """Tell whether *text* has the form of an INSEE code of commune."""
    return _INSEE.fullmatch(text) is not None


def is_qpv(text: str, *, generation: int = 2015) -> bool:
    """Tell whether *text* has the form of a quartier code of that generation."""
    return _QPV[generation].fullmatch(text) is not None


def is_uai(text: str) -> bool:
    """Tell whether *text* is the code of a school: seven digits and their key.

    The key is the remainder by 23 in an alphabet without I, O and Q.

    >>> is_uai("0750655E"), is_uai("0750655F"), is_uai("750655E")
    (True, False, False)
    """
    if _UAI.fullmatch(text) is None:
        return False
    return _UAI_KEYS[int(text[:7]) % len(_UAI_KEYS)] == text[7]


def is_iban(text: str) -> bool:
    """Tell whether *text* is an account number, without spaces, with right keys.

    The remainder by 97 of every country (ISO 13616) and, for France and Monaco, 27
    characters and the key of the RIB inside.

    >>> is_iban("FR7630006000011234567890189"), is_iban("FR1420041010050500013M02606")
    (True, True)
    >>> is_iban("BE68539007547034"), is_iban("FR7630006000011234567890188")
    (True, False)
    """
    if _IBAN.fullmatch(text) is None:
        return False
    number = "".join(str(int(one, 36)) for one in text[4:] + text[:4])
    if int(number) % 97 != 1:
        return False
    return not text.startswith(_WITH_RIB_KEY) or has_rib_key(text[4:])


def masked_iban(text: str) -> str:
    """Hide an account number: of one, only its country, its key and its end are told.

    >>> masked_iban("FR76 3000 6000 0112 3456 7890 189"), masked_iban("FR7612345")
    ('FR76…189', '…345')
    >>> masked_iban("30006000011234567890189"), masked_iban("189"), masked_iban("")
    ('…189', '…', '')
    """
    number = "".join(text.split())
    is_whole = len(number) >= _SHORTEST_IBAN and _IBAN_HEAD.match(number) is not None
    tail = number[-_IBAN_TAIL:] if len(number) > 2 * _IBAN_TAIL else ""
    return f"{number[:4] if is_whole else ''}…{tail}" if number else ""


def has_rib_key(bban: str) -> bool:
    """Tell whether a French account (bank, branch, account, key) has its right key.

    89 × bank + 15 × branch + 3 × account + key is a multiple of 97; letters of the
    account count as 1 to 9 (A to I, J to R) and 2 to 9 (S to Z).

    >>> has_rib_key("30006000011234567890189"), has_rib_key("20041010050500013M02606")
    (True, True)
    >>> has_rib_key("30006000011234567890190")
    False
    """
    if _RIB.fullmatch(bban) is None:
        return False
    digits = bban.translate(_RIB_DIGITS)
    bank, branch, account, key = digits[:5], digits[5:10], digits[10:21], digits[21:]
    return (89 * int(bank) + 15 * int(branch) + 3 * int(account) + int(key)) % 97 == 0


def is_email(text: str) -> bool:
    """Tell whether *text* is one plain e-mail address we accept to write to.

    >>> is_email("contact@asso.example"), is_email("a@[127.0.0.1]")
    (True, False)
    >>> is_email("prenom.nom@asso.example"), is_email("prenom..nom@asso.example")
    (True, False)
    """
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
