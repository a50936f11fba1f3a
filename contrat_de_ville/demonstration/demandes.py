"""What each action asks of the campaign's four funders, in euros.

The sums are aimed at: each funder is asked about a third more than it has, so
that choices must be made, and the aim holds whatever the seed.
"""

from __future__ import annotations

from contrat_de_ville.demonstration.chantiers import CHANTIERS
from contrat_de_ville.demonstration.sketches import Sketch
from contrat_de_ville.demonstration.stable import between, chance
from contrat_de_ville.demonstration.weights import by_prefix


#: Envelopes of the demonstration year, in euros (invented).
ENVELOPES = {"ETAT": 620_000, "CAPH": 560_000, "DEPARTEMENT": 190_000, "CAF": 150_000}
#: What is asked in all, in percent of the envelope.
PRESSURE_PCT = {"ETAT": 134, "CAPH": 133, "DEPARTEMENT": 142, "CAF": 124}
# Usual part of the total, in percent, by beginning of the orientation's code:
# ETAT, CAPH, DEPARTEMENT, CAF. CAPH does not grant itself its own axe 1.
_SHARES = {
    "1": (45, 0, 0, 0),
    "2": (24, 28, 12, 0),
    "3": (34, 20, 10, 3),
    "4": (28, 28, 6, 6),
    "4.3": (10, 12, 0, 0),
    "5": (30, 16, 5, 18),
    "5.DRE": (42, 10, 8, 5),
    "6": (34, 20, 15, 0),
    "7": (28, 26, 6, 9),
}
# The funders an action leaves aside now and then, in percent of the actions.
_SKIPPED_PCT = {"ETAT": 5, "CAPH": 12, "DEPARTEMENT": 40, "CAF": 30}
_LEAST = 500
_PER_SALARIE_DEPARTEMENT = 500
_BONUS_PCT = 150


def plan_requests(seed: int, sketches: tuple[Sketch, ...]) -> dict[str, dict[str, int]]:
    """Return what each action (by title) asks of each funder (by code), in euros."""
    asked = {one.idea.title: _asked_by_chantier(one) for one in sketches}
    others = tuple(one for one in sketches if one.idea.title not in CHANTIERS)
    for rank, funder in enumerate(ENVELOPES):
        fixed = sum(requests.get(funder, 0) for requests in asked.values())
        target = ENVELOPES[funder] * PRESSURE_PCT[funder] // 100 - fixed
        wished = {one.idea.title: _wish(seed, one, funder, rank) for one in others}
        for title, amount in _scaled(wished, target).items():
            asked[title][funder] = amount
    return asked


def _asked_by_chantier(sketch: Sketch) -> dict[str, int]:
    facts = CHANTIERS.get(sketch.idea.title)
    if facts is None:
        return {}
    return {
        "CAPH": facts.asked,
        "DEPARTEMENT": facts.salaries * _PER_SALARIE_DEPARTEMENT,
    }


def _wish(seed: int, sketch: Sketch, funder: str, rank: int) -> int:
    """Return what would be asked before the sums are aimed at."""
    keys = (seed, funder, sketch.idea.title)
    is_skipped = chance(_SKIPPED_PCT[funder], "skips", *keys)
    if is_skipped and not sketch.orientation.startswith("1"):
        return 0
    share = by_prefix(_SHARES, sketch.orientation)[rank]
    bonus = _BONUS_PCT if funder == "ETAT" and sketch.is_innovative else 100
    return sketch.size * share * between(70, 130, "jitter", *keys) * bonus // 10**6


def _scaled(wished: dict[str, int], target: int) -> dict[str, int]:
    """Bring the wishes to the target, in hundreds of euros; drop the tiny ones."""
    whole = sum(wished.values())
    hundreds = {
        title: (2 * wish * target // whole + 100) // 200 * 100
        for title, wish in wished.items()
    }
    return {title: amount for title, amount in hundreds.items() if amount >= _LEAST}
