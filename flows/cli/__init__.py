"""The command line, in French: ``programmation``."""

from __future__ import annotations

import os
import sys

from flows.cli.french import run


# What the machine's Prefect must do and not do, unless the environment says
# otherwise: no telemetry, time enough to start, silence on the terminal.
_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
}


def main() -> None:
    """Run the command the arguments name, and leave with its exit code."""
    for name, value in _PREFECT.items():
        os.environ.setdefault(name, value)
    from flows.cli.commands import programmation  # noqa: PLC0415 (after the settings)

    sys.exit(run(programmation, sys.argv[1:]))
