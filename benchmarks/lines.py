"""What is compared, and how each comparison is said."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from benchmarks.processes import PROGRAMMATION, measured, median_seconds, run, timed
from benchmarks.table import Line, per_second, seconds, times


_RUNS = 5


def year(folder: Path) -> list[Line]:
    """Play the demonstration year with Prefect and without."""
    with_prefect, said = timed([PROGRAMMATION, "demo", str(folder / "avec")])
    without, _ = timed([PROGRAMMATION, "demo", str(folder / "sans"), "--sans-prefect"])
    passes = re.search(r"(\d+) passages", said)
    count = passes[1] if passes else "?"
    return [
        Line(
            what=f"demonstration year, {count} passes of avancer, whole process",
            measured=f"{seconds(with_prefect)} with Prefect",
            against=f"{seconds(without)} without",
            ratio=times(with_prefect, without),
            command="programmation demo [--sans-prefect]",
        )
    ]


def cycles(actions: int, many_actions: int) -> list[Line]:
    """Play a cycle of each size on Prefect, and the smaller one without.

    Letters are written and not sent: a relay's pace would be measured with ours.
    """
    plain = _cycle(actions, "--without-prefect")
    small, large = _cycle(actions), _cycle(many_actions)
    command = f"python -m benchmarks.cycle {many_actions} --without-mail"
    return [
        Line(
            what=f"cycle of {actions} actions, {small['passes']} passes, mail not sent",
            measured=f"{seconds(small['seconds'])} on Prefect",
            against=f"{seconds(plain['seconds'])} same functions through .fn",
            ratio=times(small["seconds"], plain["seconds"]),
            command=(
                f"python -m benchmarks.cycle {actions} --without-mail "
                "[--without-prefect]"
            ),
        ),
        Line(
            what=f"cycle of {many_actions} actions on Prefect",
            measured=seconds(large["seconds"]),
            against=f"{seconds(small['seconds'])} for {actions}",
            ratio=times(large["seconds"], small["seconds"]),
            command=command,
        ),
        Line(
            what=f"Prefect task runs of a cycle of {many_actions} actions",
            measured=f"{large['task_runs']} task runs",
            against=f"{small['task_runs']} for {actions}",
            ratio=times(large["task_runs"], small["task_runs"]),
            command=command,
        ),
        Line(
            what="start of Prefect's temporary server, not in the lines above",
            measured=seconds(small["start_seconds"]),
            command=f"python -m benchmarks.cycle {actions} --without-mail",
        ),
    ]


def _cycle(count: int, *options: str) -> dict[str, Any]:
    return measured("benchmarks.cycle", str(count), "--without-mail", *options)


def commands(folder: Path) -> list[Line]:
    """Time two commands that do nothing heavy, on an open cycle."""
    environment = {"PROGRAMMATION_DOSSIER": str(folder / "ouvert")}
    opening = ["ouvrir", "2017", "--au", "2016-10-17T09:00", "--sans-prefect"]
    run([PROGRAMMATION, *opening], environment)
    prefect = [sys.executable, "-c", "import prefect.flows"]
    bare = median_seconds(prefect, environment, _RUNS)
    lines = []
    for command in ("--help", "etat"):
        took = median_seconds([PROGRAMMATION, command], environment, _RUNS)
        lines.append(
            Line(
                what=f"programmation {command}, median of {_RUNS}",
                measured=seconds(took),
                against=f"{seconds(bare)} python -c 'import prefect.flows'",
                ratio=times(took, bare),
                command=f"time programmation {command}",
            )
        )
    return lines


def quality(count: int) -> list[Line]:
    """Compare our check with Great Expectations alone."""
    found = measured("benchmarks.quality", str(count))
    return [
        Line(
            what=f"check of {count} deposits, {found['rules']} rules",
            measured=seconds(found["ours"]),
            against=f"{seconds(found['alone'])} Great Expectations alone, same frame",
            ratio=times(found["ours"], found["alone"]),
            command=f"python -m benchmarks.quality {count}",
        )
    ]


def assembly(count: int, many: int) -> list[Line]:
    """Compare the assembling, explained, with HiGHS alone on the same model."""
    found = measured("benchmarks.assembly", str(count), str(many), "--prices")
    command = f"python -m benchmarks.assembly {count} {many} --prices"
    lines = [
        Line(
            what=(
                f"programming of {size} actions, 4 funders, explained, "
                f"gap {one['gap_pct']} %"
            ),
            measured=seconds(one["ours"]),
            against=f"{seconds(one['alone'])} HiGHS alone, same model",
            ratio=times(one["ours"], one["alone"]),
            command=command,
        )
        for size in dict.fromkeys((count, many))
        for one in (found[str(size)],)
    ]
    base = found[str(count)]["ours"]
    for said, name in (
        ("what-if, data loaded", "what_if_seconds"),
        ("what-if, whole process", "what_if_cold_seconds"),
        ("prices of all that holds something", "prices_seconds"),
    ):
        lines.append(
            Line(
                what=f"{said}, {count} actions",
                measured=seconds(found[name]),
                against=f"{seconds(base)} the programming",
                ratio=times(found[name], base),
                command=command,
            )
        )
    return lines


def journal(count: int) -> list[Line]:
    """Compare the journal with raw durable commits of the same file."""
    found = measured("benchmarks.journal", str(count))
    against = f"{per_second(found['raw'])} raw durable commits, same file"
    ways = {
        "one line a transaction": "single",
        f"{found['batch_size']} lines a transaction": "batch",
    }
    return [
        Line(
            what=f"journal, {said}",
            measured=per_second(found[way]),
            against=against,
            ratio=times(found[way], found["raw"]),
            command=f"python -m benchmarks.journal {count}",
        )
        for said, way in ways.items()
    ]


def hostile() -> list[Line]:
    """Measure the child that reads received files, on the worst of them."""
    found = measured("benchmarks.hostile")
    hollow, heaviest = found["hollow"], found["heaviest"]
    command = "python -m benchmarks.hostile"
    return [
        Line(
            what=f"workbook of {hollow['bytes']} bytes that exhausts memory, refused",
            measured=f"{seconds(hollow['seconds'])}, {hollow['mebibytes']:.0f} MiB",
            against="1 s, 200 MB: what is accepted",
            ratio=times(hollow["seconds"], 1.0),
            command=f"{command} H02",
        ),
        Line(
            what=f"heaviest of {found['cases']} hostile files ({heaviest['code']})",
            measured=f"{seconds(heaviest['seconds'])}, {heaviest['mebibytes']:.0f} MiB",
            against="10 s, 512 MB: what is accepted",
            ratio=times(heaviest["mebibytes"], 512),
            command=f"{command} {heaviest['code']}",
        ),
        Line(
            what=f"a sound deposit read in the child, one of {found['honest_files']}",
            measured=f"{found['child_ms']:.1f} ms",
            against=f"{found['here_ms']:.1f} ms without a child",
            ratio=times(found["child_ms"], found["here_ms"]),
            command=command,
        ),
    ]
