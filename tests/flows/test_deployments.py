"""What is put on a Prefect server for one contrat and one year."""

from __future__ import annotations

import pytest
from prefect.client.schemas.objects import ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.settings import PREFECT_API_URL, temporary_settings

from deployments.catalogue import build_deployments
from deployments.serve import main
from flows.avancer import FLOWS


@pytest.fixture(scope="module")
def deployments() -> list[RunnerDeployment]:
    """Give the deployments of the contrat CV195 for 2018."""
    return build_deployments(2018, "CV195")


def test_each_flow_is_deployed_under_its_cycle(
    deployments: list[RunnerDeployment],
) -> None:
    """Each step, the form of decisions, then « avancer », under contrat and year."""
    names = [one.flow_name for one in deployments]

    steps = [flow.name for flow in FLOWS.values()]
    assert names == [*steps, "decisions-copil", "avancer"]
    assert {one.name for one in deployments} == {"CV195-2018"}


def test_only_the_daily_flow_is_scheduled(deployments: list[RunnerDeployment]) -> None:
    """Only « avancer » starts by itself: at nine each morning, legal time."""
    assert [one.flow_name for one in deployments if one.schedules] == ["avancer"]
    morning = CronSchedule(cron="0 9 * * *", timezone="Europe/Paris", day_or=True)
    assert [one.schedule for one in deployments[-1].schedules or []] == [morning]


def test_a_flow_never_runs_beside_itself(deployments: list[RunnerDeployment]) -> None:
    """A second run of the same flow is cancelled, not queued."""
    expected = ConcurrencyLimitStrategy.CANCEL_NEW

    for one in deployments:
        assert one.concurrency_limit == 1
        assert one.concurrency_options is not None
        assert one.concurrency_options.collision_strategy == expected


def test_parameters_are_the_cycle_and_nothing_else(
    deployments: list[RunnerDeployment],
) -> None:
    """A deployment is given the year and the contrat; what is said of it is French."""
    for one in deployments:
        assert one.parameters == {"annee": 2018, "contrat": "CV195"}
        assert one.tags == ["programmation", "CV195", "2018"]
        assert one.description
        assert one.description.endswith(".")


def test_serving_without_a_server_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a declared server nothing is served, and it is said what to set."""
    with temporary_settings({PREFECT_API_URL: None}):
        code = main(["2018"])

    assert code == 2
    assert "PREFECT_API_URL" in capsys.readouterr().err
