"""What the committees, councils, COPIL and porteurs decide or answer.

Pure functions of their arguments: asked twice, they answer the same. Every opinion,
reason and reference is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from contrat_de_ville.demonstration import reasons
from contrat_de_ville.demonstration.actions import build_actions
from contrat_de_ville.demonstration.calendrier import CONSEIL_COMMUNAUTAIRE
from contrat_de_ville.demonstration.stable import between, chance, number, pick
from contrat_de_ville.domain.calendar import add_months


#: Two councils never answer; the third is not constituted, so nobody asks it.
SILENT_CONSEILS = frozenset({"cc-elnon", "cc-gambetta"})
UNCONSTITUTED_CONSEIL = "cc-arenberg"
_ANSWERED_PCT = 90
_AVIS_PCT = (
    ("FAVORABLE", 62),
    ("FAVORABLE_AVEC_RESERVES", 22),
    ("SANS_AVIS", 10),
    ("DEFAVORABLE", 6),
)
_LOWERED_PCT, _REFUSED_PCT = 14, 2
_ON_TIME_PCT, _LATE_PCT = 80, 8
_UNDERSPENT_PCT = 25
_MONTHS_TO_REPORT = 6


@dataclass(frozen=True, kw_only=True)
class LegalAct:
    """The act by which a funder grants: its reference and its date."""

    funder: str
    reference: str
    on: date


def utilite_sociale(siret: str) -> tuple[int, str]:
    """Return the part set by the comité ACI for a chantier, in euros, and why.

    Between 5 000 and 10 000 € by steps of 500, the range of the note (axe 2).
    """
    euros = between(5_000, 10_000, "utilité sociale", siret, step=500)
    degree = (euros - 5_000) // 2_000
    return euros, reasons.UTILITE_SOCIALE[degree]


def avis(conseil: str, title: str) -> tuple[str, str, int] | None:
    """Return a council's avis on an action, its text and the members present.

    Nothing when the council does not answer, which is no avis at all.
    """
    if conseil in SILENT_CONSEILS or conseil == UNCONSTITUTED_CONSEIL:
        return None
    keys = (conseil, title)
    if not chance(_ANSWERED_PCT, "answers", *keys):
        return None
    given = _draw_avis(number("avis", *keys) % 100)
    text = pick(reasons.AVIS[given], "text", *keys)
    return given, text, between(5, 14, "present", conseil)


def _draw_avis(drawn: int) -> str:
    for given, percent in _AVIS_PCT:
        if drawn < percent:
            return given
        drawn -= percent
    return "SANS_AVIS"


def arbitration(
    numero_title: str, funder: str, proposed_centimes: int, asked_centimes: int
) -> tuple[int, str]:
    """Return what the COPIL retains, in centimes, and why: never over the proposal."""
    proposed = min(proposed_centimes, asked_centimes)
    if proposed <= 0:
        return 0, reasons.NOTHING_PROPOSED
    keys = ("copil", numero_title, funder)
    drawn = number(*keys) % 100
    if drawn < _REFUSED_PCT:
        return 0, pick(reasons.REFUSED, *keys)
    if drawn < _REFUSED_PCT + _LOWERED_PCT:
        kept = proposed * between(60, 90, "kept", *keys, step=5) // 100
        return kept // 10_000 * 10_000, pick(reasons.LOWERED, *keys)
    return proposed, reasons.AS_PROPOSED


def bilan(
    title: str, granted_centimes: int, ends_on: date
) -> tuple[date, int, int, str] | None:
    """Return what a porteur reports of its action, or nothing when it never does.

    Returns:
        The day it is received, the centimes of the grants spent, the beneficiaries
        reached, a comment.
    """
    drawn = number("bilan", title) % 100
    due = add_months(ends_on, _MONTHS_TO_REPORT)
    if drawn < _ON_TIME_PCT:
        received = due - timedelta(days=between(0, 80, "early", title))
    elif drawn < _ON_TIME_PCT + _LATE_PCT:
        received = due + timedelta(days=between(1, 14, "late", title))
    else:
        return None
    spent_pct = 100
    if chance(_UNDERSPENT_PCT, "underspent", title):
        spent_pct = between(55, 97, "spent", title)
    spent = granted_centimes * spent_pct // 100
    return received, spent, _reached(title), _comment(title, spent_pct)


def _reached(title: str) -> int:
    """Return the beneficiaries reached: around what was planned for that title."""
    planned = _planned().get(title, 40)
    return planned * between(65, 125, "reached", title) // 100


@cache
def _planned() -> dict[str, int]:
    return {one.title: one.beneficiaries_count or 0 for one in build_actions()}


def _comment(title: str, spent_pct: int) -> str:
    kinds = reasons.UNDERSPENT if spent_pct < 100 else reasons.DONE  # noqa: PLR2004 (%)
    return pick(kinds, "comment", title)


def legal_acts() -> tuple[LegalAct, ...]:
    """Return each funder's act, in the order of their dates; references invented."""
    return (
        LegalAct(
            funder="CAPH",
            reference="Délibération 17-04-D01 (démonstration)",
            on=CONSEIL_COMMUNAUTAIRE,
        ),
        LegalAct(
            funder="ETAT",
            reference="Arrêté attributif 2017-P147-D02 (démonstration)",
            on=date(2017, 4, 24),
        ),
        LegalAct(
            funder="CAF",
            reference="Décision de la commission d'action sociale D03 (démonstration)",
            on=date(2017, 5, 2),
        ),
        LegalAct(
            funder="DEPARTEMENT",
            reference="Délibération de la commission permanente D04 (démonstration)",
            on=date(2017, 5, 15),
        ),
        # What was amended in May is decided anew; nothing else changes.
        LegalAct(
            funder="CAPH",
            reference="Délibération 17-06-D05 (démonstration)",
            on=date(2017, 6, 19),
        ),
    )
