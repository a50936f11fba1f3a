"""The scheduler really schedules.

With SQLAlchemy 2.1 the scheduler of Prefect 3.8 creates no run and says nothing but
a line in the server's log: the year would stop without anyone noticing. This test is
what tells that the version constraints of pyproject.toml may be lifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
)

from contrat_de_ville.domain.calendar import PARIS
from deployments.catalogue import build_deployments


@pytest.fixture(scope="module")
def scheduled(
    prefect_harness: None,  # noqa: ARG001 (a fixture asks for another)
) -> Sequence[Any]:
    """Give the runs the server plans for the daily flow."""
    deployment = build_deployments(2017, "CV195")[-1].apply()
    assert isinstance(deployment, UUID)
    with get_client(sync_client=True) as client:
        answer = client.request(
            "POST", "/deployments/{id}/schedule", path_params={"id": deployment},
            json={"max_runs": 5},
        )  # fmt: skip
        assert answer.status_code == 200
        return client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
        )


def test_a_schedule_yields_scheduled_runs(scheduled: Sequence[Any]) -> None:
    """A deployment with a schedule has runs to come."""
    assert len(scheduled) >= 3
    assert {run.state_name for run in scheduled} == {"Scheduled"}


def test_each_run_is_planned_at_nine_in_paris(scheduled: Sequence[Any]) -> None:
    """Every planned run starts at nine, legal time."""
    starts = {run.expected_start_time.astimezone(PARIS).time() for run in scheduled}

    assert starts == {time(9, 0)}
