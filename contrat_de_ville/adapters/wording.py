"""How the outputs say things in French: labels of codes, names, rates, safe text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from contrat_de_ville.domain.answers import AVIS
from contrat_de_ville.domain.balance import PUBLICS
from contrat_de_ville.domain.messages import MESSAGE_LABELS
from contrat_de_ville.domain.money import NARROW_NBSP
from contrat_de_ville.domain.overview import ActionRow, Overview


STATES = {
    "DEPOSE": "Déposée",
    "A_CORRIGER": "À corriger",
    "RECEVABLE": "Recevable",
    "IRRECEVABLE": "Irrecevable",
    "HORS_DELAI": "Hors délai",
    "DOUBLON": "Doublon",
}
SEVERITIES = {"BLOQUANT": "Bloquants", "A_VERIFIER": "À vérifier"}
MESSAGES = {str(state): label for state, label in MESSAGE_LABELS.items()}
_LONGEST_NAME = 31
# Overrides and isolates of writing direction can make a line read as another one.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe_text(text: str) -> str:
    r"""Keep what can be read: no control, no lone surrogate, no reversed writing.

    >>> safe_text("a\x00b\tc\ud800d\u202ee")
    'ab\tcde'
    """
    return "".join(
        char
        for char in text
        if char in "\n\t"
        or not (unicodedata.category(char) in {"Cc", "Cs"} or char in _DIRECTION_MARKS)
    )


def short_name(code: str, name: str) -> str:
    """Name a funder in a heading: what comes before the comma, or its code.

    >>> short_name("ETAT", "État, politique de la ville (programme 147)")
    'État'
    >>> short_name("CAF", "Caisse d'allocations familiales du Nord")
    'CAF'
    """
    short = name.partition(",")[0].strip()
    return short if 0 < len(short) <= _LONGEST_NAME else code


def percent(value: Decimal | None) -> str:
    """Write a rate the French way; no base is a dash.

    >>> percent(Decimal("46.1")).replace(NARROW_NBSP, " ")
    '46,1 %'
    """
    if value is None:
        return "–"
    return f"{value}".replace(".", ",") + f"{NARROW_NBSP}%"


def held(is_held: bool | None) -> str:  # noqa: FBT001 (a filter of templates)
    """Say whether a constraint is held; a dash while there is nothing to judge.

    >>> held(True), held(False), held(None)
    ('tenue', 'non tenue', '–')
    """
    return {True: "tenue", False: "non tenue", None: "–"}[is_held]


def state_label(state: str) -> str:
    """Say where a file stands; a state not known here is shown as it is."""
    return STATES.get(state, state)


def avis_label(avis: str) -> str:
    """Say what a conseil answered; a kind not known here is shown as it is."""
    return AVIS.get(avis, avis)


def quartier_names(action: ActionRow, overview: Overview) -> str:
    """List the quartiers of an action by name."""
    return _listed(overview.quartiers.get(code, code) for code in action.quartiers)


def public_names(action: ActionRow) -> str:
    """List the priority publics of an action."""
    return _listed(PUBLICS.get(code, code) for code in action.publics)


def avis_text(action: ActionRow) -> str:
    """Sum up what the conseils said, one line each."""
    return "\n".join(f"{one.conseil} : {avis_label(one.avis)}" for one in action.avis)


def renewal_label(action: ActionRow) -> str:
    """Say whether the action is new or carried on from the year before."""
    return "Reconduction" if action.is_renewal else "Nouvelle"


def frozen_label(overview: Overview) -> str:
    """Say which frozen programming is shown, if it is frozen."""
    if not overview.sha256:
        return "non figée"
    return f"version {overview.version}, empreinte SHA-256 {overview.sha256}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
