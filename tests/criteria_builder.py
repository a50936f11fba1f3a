"""An action read against the words of the note, with the weights of a campaign."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from contrat_de_ville.domain.criteria import read_criteria
from contrat_de_ville.domain.criteria_records import CriteriaFacts, CriterionReading
from contrat_de_ville.domain.frozen import Frozen, frozen_from
from tests.builders import build_action, build_campaign
from tests.store_builder import frozen_record


WEIGHTS = {
    "publics": 3, "orientation": 3, "champ_inexplore": 2, "innovation": 2,
    "participation": 2, "mutualisation": 1, "avis_conseil": 2,
}  # fmt: skip
CHOICES = {
    "innovation.criteres_exiges": 4,
    "programmation.poids": WEIGHTS,
    "programmation.taux_plafond_pct": {"ETAT": 50, "CAPH": 80},
    "programmation.montant_minimum_utile": 1000,
}


@lru_cache(maxsize=1)
def _note() -> Frozen:
    return frozen_from(frozen_record())


def build_frozen(**choices: Any) -> Frozen:
    """Return the words and figures of the note, and the test campaign's choices.

    A choice is named with underscores: ``innovation_criteres_exiges=2``.
    """
    changed = {
        code: choices.get(code.replace(".", "_"), CHOICES[code]) for code in CHOICES
    }
    return replace(_note(), campaign=build_campaign(choices=changed))


def read(
    facts: CriteriaFacts | None = None, frozen: Frozen | None = None, **changes: Any
) -> dict[str, CriterionReading]:
    """Return the readings by code of the sound action, once changed."""
    readings = read_criteria(
        build_action(**changes), frozen or build_frozen(), facts or CriteriaFacts()
    )
    return {one.code: one for one in readings}
