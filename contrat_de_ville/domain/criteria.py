"""An action read against the note: information for the committees.

Nothing is decided here: the campaign says what each criterion weighs, and the
committees say what is retained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from contrat_de_ville.domain.conseils import is_supported as is_supported_by
from contrat_de_ville.domain.criteria_fields import (
    answers_note,
    is_unexplored,
    read_avis,
    read_fields,
)
from contrat_de_ville.domain.criteria_innovation import is_innovative, read_innovation
from contrat_de_ville.domain.criteria_logics import is_shared, read_logics
from contrat_de_ville.domain.criteria_participation import (
    read_participation,
    takes_part_everywhere,
)
from contrat_de_ville.domain.criteria_paths import read_paths
from contrat_de_ville.domain.criteria_publics import read_publics
from contrat_de_ville.domain.criteria_records import (
    CriteriaFacts,
    CriterionReading,
    InnovationScore,
)
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen


_WEIGHTS = "programmation.poids"


def criteria_met(
    action: Action,
    frozen: Frozen,
    *,
    is_supported: bool,
    innovation: Sequence[InnovationScore] = (),
    is_mutualised: bool = False,
) -> dict[str, bool]:
    """Return each criterion the campaign weighs, and whether the ranking counts it.

    A declaration is taken at its word as long as nobody has judged it.

    Args:
        action: the action as deposited.
        frozen: the campaign; ``innovation.criteres_exiges`` and the number of
            stages of participation come from it.
        is_supported: whether the conseils spoke for it more than against.
        innovation: what persons scored of the four criteria.
        is_mutualised: whether a person accepted to bring it together with others.
    """
    return {
        "publics": bool(action.publics),
        "orientation": answers_note(action, frozen),
        "champ_inexplore": is_unexplored(action, frozen),
        "innovation": is_innovative(action, frozen, innovation),
        "participation": takes_part_everywhere(action, frozen),
        "mutualisation": is_mutualised or is_shared(action),
        "avis_conseil": is_supported,
    }


def read_criteria(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> tuple[CriterionReading, ...]:
    """Read an action against every criterion of the note, in the note's order.

    Args:
        action: the action as deposited.
        frozen: the campaign with the words, the figures and the weights in force.
        facts: what is known of the action outside its deposit.
    """
    given = [avis for _, avis in facts.avis if avis is not None]
    met = criteria_met(
        action,
        frozen,
        is_supported=is_supported_by(given),
        innovation=facts.innovation,
        is_mutualised=bool(facts.mutualised_with),
    )
    weights: Mapping[str, int] = frozen.campaign.choice(_WEIGHTS)
    return tuple(
        _weighed(one, weights, met) for one in _readings(action, frozen, facts)
    )


def _readings(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[CriterionReading]:
    yield from read_publics(action, frozen, facts)
    logics = {one.code: one for one in read_logics(action, frozen, facts)}
    yield logics["reperage_cible"]
    yield logics["logique_de_parcours"]
    yield from read_innovation(action, frozen, facts)
    yield from read_participation(action, frozen, facts)
    yield read_avis(facts)
    yield logics["mutualisation"]
    yield logics["proximite_spatiale"]
    yield logics["proximite_sociale"]
    yield from read_fields(action, frozen, facts)
    yield from read_paths(action, frozen, facts)


def _weighed(
    one: CriterionReading, weights: Mapping[str, int], met: Mapping[str, bool]
) -> CriterionReading:
    weight = weights.get(one.code)
    if weight is None:
        return one
    return replace(one, weight=weight, points=weight if met.get(one.code) else 0)
