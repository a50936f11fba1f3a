"""Why a change cannot be read, where the mistake is a usual one."""

from __future__ import annotations

import re

from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


_DECIMAL_PCT = re.compile(r"(?P<whole>[0-9]+)[.,][0-9]+ ?%")
_POINTED = re.compile(r"(?P<amount>[0-9]{1,3}(?:\.[0-9]{3})+)(?![0-9.,])")
_BARE = re.compile(r"(?:enveloppe|plafond par porteur|minimum utile)\D*[+-]? ?"
                   r"(?P<amount>[0-9][0-9 ]*)$")  # fmt: skip


def unread(text: str, forms: tuple[str, ...]) -> BadInputError:
    """Return the refusal of *text*, with its cause where it is known.

    Args:
        text: a change that is none of the forms.
        forms: everything that can be written, by example.
    """
    if found := _DECIMAL_PCT.search(text):
        return BadInputError(
            f"« {text} » : un pourcentage s'écrit sans décimale.",
            f"Écrivez par exemple « {found['whole']} % ».",
        )
    if found := _POINTED.search(text):
        return BadInputError(
            f"« {text} » : les milliers ne se séparent pas par un point.",
            f"Écrivez {_euros(found['amount'])}.",
        )
    if found := _BARE.match(text.lower()):
        return BadInputError(
            f"« {text} » : il manque l'unité, « € » ou « % », après le nombre.",
            f"Écrivez par exemple {_euros(found['amount'])}.",
        )
    return BadInputError(
        f"« {text} » n'est pas un changement que l'on sait lire.",
        f"Écrivez par exemple : {' ; '.join(forms)}.",
    )


def _euros(written: str) -> str:
    digits = written.replace(".", "").replace(" ", "")
    return format_euros(int(digits) * 100)
