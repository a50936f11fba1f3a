"""Measuring our own commands from outside, each in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any


PROGRAMMATION = str(Path(sys.executable).parent / "programmation")
_PATIENCE_SECONDS = 900


def run(arguments: list[str], environment: Mapping[str, str] | None = None) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    ended = subprocess.run(
        arguments,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=_PATIENCE_SECONDS,
    )
    return ended.stdout


def timed(
    arguments: list[str], environment: Mapping[str, str] | None = None
) -> tuple[float, str]:
    """Run a command; return its seconds, start of Python included, and its output."""
    started = time.perf_counter()
    printed = run(arguments, environment)
    return time.perf_counter() - started, printed


def median_seconds(
    arguments: list[str], environment: Mapping[str, str], runs_count: int
) -> float:
    """Return the median duration of several runs, the first one apart."""
    run(arguments, environment)
    return statistics.median(
        timed(arguments, environment)[0] for _ in range(runs_count)
    )


def measured(module: str, *options: str) -> dict[str, Any]:
    """Run one of our measuring modules and return what it found."""
    printed = run([sys.executable, "-m", module, *options])
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found
