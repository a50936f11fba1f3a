"""Freezing a campaign: reading the files once, checking them, keeping all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from contrat_de_ville.adapters.campaign_files import (
    campaign_as_dict,
    find_campaign,
    load_campaign,
)
from contrat_de_ville.adapters.parameter_files import load_parameters
from contrat_de_ville.adapters.referential_files import load_referentials
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.campaign_checks import check_campaign
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.parameters import Parameters, require_checked
from contrat_de_ville.domain.steps import CycleRef


def campaign_to_freeze(ref: CycleRef) -> dict[str, Any]:
    """Read, check and gather everything a cycle is opened with, as JSON values.

    Raises:
        ContratDeVilleError: a file is missing or wrong, the campaign does not hold
            together, or a parameter was not re-checked for that year.
    """
    config = resource_folder("config")
    campaign = load_campaign(
        find_campaign(config / "campagnes", ref.contrat, ref.annee)
    )
    parameters = load_parameters(config / "parameters")
    require_checked(parameters, ref.annee)
    on = date(ref.annee, 1, 1)
    referentials = load_referentials(config / "referentiels")
    check_campaign(
        campaign,
        expected_quartiers=parameters.value("quartiers.nombre", on),
        expected_conseils_par_quartier=parameters.value(
            "quartiers.conseils_par_quartier", on
        ),
        orientations={code: one.axe for code, one in referentials.orientations.items()},
    )
    record = {
        "campagne": campaign_as_dict(campaign),
        "parametres": parameters.in_force(on),
        "references": _references(parameters, on),
        "referentiels": referentials.as_dict(),
    }
    frozen_from(record)  # what cannot be read back must not be frozen
    return record


def canonical_json(record: Mapping[str, Any]) -> bytes:
    """Write JSON values always the same way, so that a hash means something."""
    return json.dumps(
        record, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _references(parameters: Parameters, on: date) -> dict[str, dict[str, str]]:
    references = {}
    for name in parameters.in_force(on):
        one = parameters.reference(name, on)
        references[name] = {"titre": one.title, "citation": one.quote}
    return references
