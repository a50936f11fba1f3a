"""A Prefect server for the tests that need one, started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    PREFECT_SERVER_ANALYTICS_ENABLED,
    temporary_settings,
)
from prefect.testing.utilities import prefect_test_harness

from contrat_de_ville.adapters.mail import MODE_VARIABLE, RELAY_VARIABLE
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    current_workspace,
)


@pytest.fixture(scope="session")
def prefect_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run flows against a temporary server: no telemetry, no heartbeat to wait for."""
    quiet = {
        PREFECT_HOME: tmp_path_factory.mktemp("prefect"),
        PREFECT_SERVER_ANALYTICS_ENABLED: False,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }
    with temporary_settings(quiet), prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give an empty working folder, the one the environment names."""
    path = tmp_path_factory.mktemp("annee")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(path))
        for variable in (DATABASE_VARIABLE, MODE_VARIABLE, RELAY_VARIABLE):
            patch.delenv(variable, raising=False)
        yield path
        current_workspace().store().close()
