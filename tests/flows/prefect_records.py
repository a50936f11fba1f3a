"""What a Prefect server knows of the runs a test made."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterParentFlowRunId,
)


_PATIENCE_SECONDS = 60
_STILL_SECONDS = 1
_ENDED = (" Completed", " Failed")


@dataclass(frozen=True, kw_only=True)
class Records:
    """A flow run, the runs of the steps it launched, their tasks and artifacts."""

    run: Any
    steps: Sequence[Any]
    tasks: Sequence[Any]
    artifacts: Sequence[Any]

    @property
    def runs(self) -> list[Any]:
        """The run and its steps' runs."""
        return [self.run, *self.steps]

    def as_text(self) -> str:
        """Everything the server holds of it, to look for what must not be there."""
        everything = (*self.runs, *self.tasks, *self.artifacts)
        return "\n".join(one.model_dump_json() for one in everything)


def launch(flow: Flow[..., Any], *args: Any) -> tuple[Any, Records]:
    """Run a flow on the server; return its final state and what was recorded of it."""
    state: Any = flow(*args, return_state=True)
    run_id = state.state_details.flow_run_id
    assert run_id is not None
    return state, _read(run_id)


def _read(run_id: UUID) -> Records:
    with get_client(sync_client=True) as client:
        parent = FlowRunFilterParentFlowRunId(any_=[run_id])
        steps = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(parent_flow_run_id=parent)
        )
        ids = [run_id, *(one.id for one in steps)]
        return Records(
            run=client.read_flow_run(run_id),
            steps=sorted(steps, key=lambda one: one.created),
            tasks=_settled_tasks(client, ids),
            artifacts=client.read_artifacts(
                artifact_filter=ArtifactFilter(
                    flow_run_id=ArtifactFilterFlowRunId(any_=ids)
                )
            ),
        )


def _settled_tasks(client: SyncPrefectClient, ids: list[UUID]) -> list[Any]:
    """Wait until the server, which records task runs late, has nothing to add."""
    runs = FlowRunFilter(id=FlowRunFilterId(any_=ids))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    before: list[str] = []
    while True:
        found = client.read_task_runs(flow_run_filter=runs)
        now = sorted(f"{one.name} {one.state_name}" for one in found)
        if now == before and all(one.endswith(_ENDED) for one in now):
            return found
        assert time.monotonic() < deadline, f"tasks still unsettled: {now}"
        before = now
        time.sleep(_STILL_SECONDS)
