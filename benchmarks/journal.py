"""The journal against raw durable commits of the same SQLite file.

    python -m benchmarks.journal 2000

Each way writes as many lines of the same size in the same file, every commit on the
disk before the next. The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory

from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.workspace import FOLDER_VARIABLE, current_workspace
from contrat_de_ville.domain.calendar import parse_instant
from contrat_de_ville.domain.steps import CycleRef
from flows.open_appel import open_appel


REF = CycleRef(contrat="CV195", annee=2017)
AT = parse_instant("2016-10-17T09:00")
_BATCH = 300
_LINE_BYTES = 400
_STEP = "banc"


def main() -> None:
    """Measure the three ways in a folder that is then removed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.journal")
    parser.add_argument("count", type=int, help="lines")
    count = parser.parse_args().count
    with TemporaryDirectory(prefix="banc-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        open_appel.fn(REF.annee, REF.contrat, AT)
        found = {
            "batch_size": _BATCH,
            "raw": _rate(_raw, count),
            "single": _rate(_single, count),
            "batch": _rate(_batches, count),
        }
        current_workspace().store().close()
    sys.stdout.write(json.dumps(found) + "\n")


def _rate(write: Callable[[int], None], count: int) -> float:
    """Return lines a second."""
    started = time.perf_counter()
    write(count)
    return count / (time.perf_counter() - started)


def _raw(count: int) -> None:
    """Insert and commit with the driver alone, as durably as ours."""
    path = current_workspace().folder / "programmation.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE banc (seq INTEGER PRIMARY KEY, ligne TEXT)")
    for _ in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO banc (ligne) VALUES (?)", ("x" * _LINE_BYTES,))
        connection.execute("COMMIT")
    connection.execute("DROP TABLE banc")
    connection.close()


def _single(count: int) -> None:
    """Write one line an act: find the cycle and the head, chain, commit."""
    for rank in range(count):
        with acting(REF, step=_STEP, at=AT) as act:
            act.tell("banc.ligne", f"banc:{rank}")


def _batches(count: int) -> None:
    """Write the lines of big acts: what a step does for a few hundred deposits."""
    for first in range(0, count, _BATCH):
        with acting(REF, step=_STEP, at=AT) as act:
            for rank in range(first, min(first + _BATCH, count)):
                act.tell("banc.ligne", f"banc:{rank}")


if __name__ == "__main__":
    main()
