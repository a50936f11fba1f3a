"""Deposits received twice: the same file, or the same action written again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class DuplicateReason(StrEnum):
    """Why two deposits are one; the text is shown to the coordinator."""

    SAME_FILE = "le même fichier, octet pour octet"
    SAME_TITLE = "le même porteur et le même intitulé"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What is compared of one deposit.

    ``sha256`` is that of the file received, ``place`` where the deposit stands in
    it; ``applicant_number`` is what ``channel`` calls its porteur.
    """

    numero: str
    sha256: str
    siret: str
    title: str
    place: str = ""
    channel: str = ""
    applicant_number: str = ""


@dataclass(frozen=True, kw_only=True)
class DuplicatePair:
    """A deposit and the earlier one it repeats."""

    original: str
    duplicate: str
    reason: DuplicateReason


def find_duplicates(candidates: Sequence[Candidate]) -> tuple[DuplicatePair, ...]:
    """Return each repeated deposit with its original, the one of earliest numero.

    Two establishments of one SIREN are one porteur; one porteur with several
    different titles is normal, and so is one title carried by several porteurs.
    """
    files: dict[tuple[str, str], str] = {}
    actions: dict[tuple[str, str], str] = {}
    pairs = []
    for one in sorted(candidates, key=lambda candidate: numero_key(candidate.numero)):
        action, file = _action_key(one), (one.sha256, one.place)
        if file in files:
            original, reason = files[file], DuplicateReason.SAME_FILE
        elif action is not None and action in actions:
            original, reason = actions[action], DuplicateReason.SAME_TITLE
        else:
            files[file] = one.numero
            if action is not None:
                actions[action] = one.numero
            continue
        pairs.append(
            DuplicatePair(original=original, duplicate=one.numero, reason=reason)
        )
    return tuple(pairs)


def other_sirens(candidates: Sequence[Candidate]) -> Mapping[str, str]:
    """Return, by number, the other SIRENs its porteur's number was given with.

    A SIRET can be well formed and still be someone else's: only the number that a
    channel gives its porteur tells, when another deposit of the batch has it with
    another SIREN. Several are written « 356000000, 900000001 ».
    """
    sirens: dict[tuple[str, str], set[str]] = {}
    for one in candidates:
        if one.applicant_number and _is_siret_like(one.siret):
            applicant = (one.channel, one.applicant_number)
            sirens.setdefault(applicant, set()).add(one.siret[:9])
    found: dict[str, str] = {}
    for one in candidates:
        others = sirens.get((one.channel, one.applicant_number), set())
        if others and _is_siret_like(one.siret) and others != {one.siret[:9]}:
            found[one.numero] = ", ".join(sorted(others - {one.siret[:9]}))
    return found


def normalise_title(title: str) -> str:
    """Fold accents, ligatures, case, punctuation and spaces.

    >>> normalise_title("  L’Été des « Sœurs » : 2017 ")
    'l ete des soeurs 2017'
    """
    folded = title.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", folded)
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def _action_key(one: Candidate) -> tuple[str, str] | None:
    """Return the SIREN and the folded title, unless either cannot be read."""
    title = normalise_title(one.title)
    if not title or not _is_siret_like(one.siret):
        return None
    return one.siret[:9], title


def _is_siret_like(siret: str) -> bool:
    return re.fullmatch(r"[0-9]{14}", siret) is not None


def numero_key(numero: str) -> tuple[tuple[int, ...], str]:
    """Order 2017-9 before 2017-10, whatever the width of the numbers."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", numero)), numero
