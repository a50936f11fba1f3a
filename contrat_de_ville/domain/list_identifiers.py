"""Reads the SIRET of a list: what a spreadsheet damaged is refused, never mended.

A number that lost digits names another structure or none. Where one reading is
likely, it is proposed in the reason, for a person to ask; it is never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contrat_de_ville.domain.identifiers import is_siret, luhn_total
from contrat_de_ville.domain.lists import RowLabel


_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]*)?E\+?[0-9]{1,3}", re.IGNORECASE)
_AS_NUMBER = re.compile(r"([0-9]{13,14})[.,]0+")
_SIREN_DIGITS, _ONE_SHORT, _SIRET_DIGITS = 9, 13, 14
_NO_NIC = "00000"


@dataclass(frozen=True, kw_only=True)
class SiretReading:
    """A SIRET as 14 digits, or why there is none.

    With a SIRET, ``label`` and ``sentence`` say what remains to be looked at; both
    are empty when all is well.
    """

    siret: str = ""
    label: RowLabel | None = None
    sentence: str = ""


def read_siret(text: str) -> SiretReading:
    """Read a SIRET; spaces are dropped, nothing else is.

    >>> read_siret("200 042 190 00013").siret
    '20004219000013'
    >>> str(read_siret("2,43E+13").label)
    'SIRET en notation scientifique'
    """
    compact = "".join(text.split())
    if is_siret(compact) and not compact.endswith(_NO_NIC):
        return SiretReading(siret=compact)
    if _SCIENTIFIC.fullmatch(compact):
        return _refused(
            RowLabel.SIRET_SCIENTIFIQUE,
            f"« {text} » : un tableur a remplacé ce SIRET par un nombre arrondi, ses "
            "derniers chiffres sont perdus. Redemandez le fichier, cette colonne "
            "en texte.",
        )
    number = _AS_NUMBER.fullmatch(compact)
    if number and is_siret(number[1]):
        label = RowLabel.SIRET_NOMBRE
        sentence = f"« {text} » est écrit comme un nombre ; lu {number[1]}."
        return SiretReading(siret=number[1], label=label, sentence=sentence)
    return _damaged(text, number[1] if number else compact)


def _damaged(text: str, digits: str) -> SiretReading:
    if not re.fullmatch("[0-9]+", digits):
        return _refused(RowLabel.SIRET, f"« {text[:40]} » n'est pas un SIRET.")
    if len(digits) == _ONE_SHORT:
        return _refused(RowLabel.SIRET_13_CHIFFRES, _one_short(text, digits))
    if len(digits) != _SIRET_DIGITS:
        kind = " : c'est la longueur d'un SIREN" * (len(digits) == _SIREN_DIGITS)
        counted = f"« {text[:40]} » a {len(digits)} chiffres au lieu de 14{kind}."
        return _refused(RowLabel.SIRET, counted)
    if digits.endswith(_NO_NIC) and luhn_total(digits[:_SIREN_DIGITS]) % 10 == 0:
        return _refused(
            RowLabel.SIRET_SANS_NIC,
            f"« {text} » est un SIREN complété par cinq zéros : il manque le numéro "
            "de l'établissement. Demandez le SIRET.",
        )
    found = f"« {text} » : la clé de contrôle est fausse, un chiffre l'est donc."
    return _refused(RowLabel.SIRET_CLE, found)


def _one_short(text: str, digits: str) -> str:
    found = f"« {text} » a 13 chiffres au lieu de 14"
    if not is_siret(f"0{digits}"):
        return f"{found}, et un zéro devant n'en ferait pas un SIRET."
    return (
        f"{found}. Un zéro a pu tomber devant : demandez si c'est bien 0{digits} "
        "(ce n'est pas enregistré)."
    )


def _refused(label: RowLabel, sentence: str) -> SiretReading:
    return SiretReading(label=label, sentence=sentence)
