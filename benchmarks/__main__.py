"""Our ratios, measured in one run: ``python -m benchmarks``.

Times depend on the machine and on its mood; ratios of one run much less. Each line
names the command that gives its figures again. ``--quick`` measures small sizes and
leaves the demonstration year out.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import lines
from benchmarks.table import Line, as_table


@dataclass(frozen=True, kw_only=True)
class _Sizes:
    """How much of each thing is measured."""

    actions: int = 300
    many_actions: int = 3_000
    journal_lines: int = 3_000
    assembled: int = 5_000
    is_year_played: bool = True


_QUICK = _Sizes(
    actions=30,
    many_actions=90,
    journal_lines=600,
    assembled=300,
    is_year_played=False,
)


def main() -> None:
    """Measure one thing after another, then print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="small sizes, no year")
    sizes = _QUICK if parser.parse_args().quick else _Sizes()
    started = time.monotonic()
    found: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="banc-") as name:
        for what, measure in _plan(sizes, Path(name)):
            sys.stderr.write(f"[{time.monotonic() - started:4.0f} s] {what}…\n")
            found += measure()
    print(as_table(found))
    print(
        f"\n{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{time.monotonic() - started:.0f} s in all."
    )


def _plan(sizes: _Sizes, folder: Path) -> list[tuple[str, Callable[[], list[Line]]]]:
    """Return what is measured, in order; the commands need a cycle to look at."""
    plan: list[tuple[str, Callable[[], list[Line]]]] = []
    if sizes.is_year_played:
        plan.append(("the demonstration year", lambda: lines.year(folder)))
    plan += [
        (
            "the cycle, with and without Prefect",
            lambda: lines.cycles(sizes.actions, sizes.many_actions),
        ),
        ("the command line", lambda: lines.commands(folder)),
        ("the check of deposits", lambda: lines.quality(sizes.actions)),
        (
            "the assembling of a programming",
            lambda: lines.assembly(sizes.actions, sizes.assembled),
        ),
        ("hostile files", lines.hostile),
        ("the journal", lambda: lines.journal(sizes.journal_lines)),
    ]
    return plan


if __name__ == "__main__":
    main()
