"""The command line, in French: ``programmation``."""

from __future__ import annotations

import os
import sys

from flows.cli.french import run


# What Prefect must do and not do, unless the environment says otherwise: no
# telemetry, time enough to start, silence on the terminal. Its temporary server
# keeps its records in memory: on a file they wait for one another's locks (0.3 s a
# flow in memory, up to 8 s on a file), and nothing of ours depends on them. It dies
# with the command, so it is spared what only a screen or an automation would read:
# block types, events, triggers, records of task runs (a third of the time of a flow,
# a fifth of the start). To see the runs on a screen, start a server and name it by
# PREFECT_API_URL: these settings are then none of its.
PREFECT_SETTINGS = {
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": (
        "sqlite+aiosqlite:///file::memory:?cache=shared&uri=true&check_same_thread=false"
    ),
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
}


def main() -> None:
    """Run the command the arguments name, and leave with its exit code."""
    for name, value in PREFECT_SETTINGS.items():
        os.environ.setdefault(name, value)
    from flows.cli.commands import programmation  # noqa: PLC0415 (after the settings)

    sys.exit(run(programmation, sys.argv[1:]))
