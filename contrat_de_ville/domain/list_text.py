"""What a cell may hide: control characters, invisible signs, text like a formula.

Text is kept as it is written: a telephone « +33… » and a « -5 » are text like any
other. What our workbooks write is never a formula; what is said here is for whoever
opens the original in a spreadsheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from contrat_de_ville.domain.lists import RowLabel


# At the start of any line of the cell, after any space: « = » and « @ » always, « + »
# and « - » when what follows calls something.
_FORMULA = re.compile(r"(?m)^[\s\u00a0]*(?:[=@]|[+-](?=[^\n]*[(|!]))")
_JOINER, _SOFT_HYPHEN = "\u200d", "\u00ad"
_SHOWN = 40


def forbidden(cells: Sequence[str]) -> list[tuple[RowLabel, str]]:
    """Name the control characters of a row, which no honest export writes."""
    found = sorted({one for one in _unprintable(cells) if _is_control(one)})
    if not found:
        return []
    listed = ", ".join(f"U+{ord(one):04X}" for one in found)
    text = f"Caractère de commande dans la ligne ({listed}) : le fichier est abîmé."
    return [(RowLabel.CARACTERE, text)]


def suspicious(cells: Sequence[str]) -> list[tuple[RowLabel, str]]:
    """Point out invisible signs and text that a spreadsheet would compute."""
    found: list[tuple[RowLabel, str]] = []
    hidden = sorted({one for one in _unprintable(cells) if _is_hidden(one)})
    if hidden:
        listed = ", ".join(f"U+{ord(one):04X}" for one in hidden)
        text = f"Signe invisible dans la ligne ({listed}) : à vérifier."
        found.append((RowLabel.INVISIBLE, text))
    for cell in cells:
        if _FORMULA.search(cell):
            text = f"« {shown(cell)} » ressemble à une formule ; gardé comme du texte."
            found.append((RowLabel.FORMULE, text))
    return found


def shown(cell: str) -> str:
    """Write the beginning of a cell on one line."""
    line = " ".join(harmless(cell).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def harmless(text: str) -> str:
    """Replace the control characters of a text, which not every store can keep."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _is_control(one) else one for one in text)


def _unprintable(cells: Sequence[str]) -> set[str]:
    """Return the letters of the cells that are not all to be seen; mostly none."""
    return {one for cell in cells if not cell.isprintable() for one in cell}


def _is_control(one: str) -> bool:
    """Tell a control character or half a character; spaces and line ends are not."""
    return unicodedata.category(one) in {"Cc", "Cs"} and not one.isspace()


def _is_hidden(one: str) -> bool:
    is_format = unicodedata.category(one) == "Cf"
    return is_format and one not in {_JOINER, _SOFT_HYPHEN}
