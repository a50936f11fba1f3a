"""What the coordinator reads on the Prefect screen, before anything runs."""

from __future__ import annotations

import re

import pytest

from contrat_de_ville.domain.cycle import STEPS
from flows.avancer import FLOWS, avancer


NAMES = {
    "open_appel": "ouverture-appel",
    "collect_depots": "collecte-depots",
    "check_depots": "controle-qualite",
    "fund_aci": "financement-aci",
    "consult_conseils": "consultation-conseils",
    "assemble_programmation": "programmation",
    "notify_decisions": "notification-decisions",
    "collect_bilans": "bilans-evaluation",
    "remind": "relances",
}


def test_every_step_of_the_year_has_a_flow() -> None:
    """The flows are the steps of the cycle, in the same order."""
    assert list(FLOWS) == list(STEPS)


@pytest.mark.parametrize(("code", "name"), NAMES.items())
def test_a_flow_has_a_french_name(code: str, name: str) -> None:
    """Each flow is shown under its French name, in kebab case."""
    assert FLOWS[code].name == name


def test_the_daily_flow_keeps_its_name() -> None:
    """The flow of every day is called as the command is."""
    assert avancer.name == "avancer"


@pytest.mark.parametrize("flow", [*FLOWS.values(), avancer])
def test_a_run_is_named_after_its_cycle(flow: object) -> None:
    """Each run carries the contrat and the year after the name of its flow."""
    name = getattr(flow, "name", "")

    assert getattr(flow, "flow_run_name", "") == f"{name}-{{contrat}}-{{annee}}"


def test_names_are_plain_enough_for_keys() -> None:
    """Names are made of unaccented letters and hyphens, as artifact keys must be."""
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in NAMES.values())
