"""What a hostile file costs: time and memory of the child that reads it.

    python -m benchmarks.hostile            every costly case, and honest files
    python -m benchmarks.hostile H02        one case, in a child of its own

Seconds are the parent's, the start of the child included; memory is the highest
resident size the child reached. The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from typing import Any

from benchmarks.processes import measured
from contrat_de_ville.adapters.channels.recognise import read_any
from contrat_de_ville.adapters.sandbox import SafeReading, read_safely
from contrat_de_ville.errors import BadFileError
from tests.hostile import deposits
from tests.hostile.list_cases import CASES as LISTS
from tests.hostile.workbook_cases import CASES as WORKBOOKS


CASES = {case.code: case for case in (*WORKBOOKS, *LISTS)}
COSTLY = (
    "H01", "H01b", "H02", "H02b", "H03", "H04", "H07", "H08", "H09", "H12", "H22",
    "H35", "H39", "H40a", "H40b",
)  # fmt: skip
_HONEST = 60


def main() -> None:
    """Measure what is asked, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile")
    parser.add_argument("code", nargs="?", choices=sorted(CASES))
    code = parser.parse_args().code
    print(json.dumps(one_case(code) if code else every_case()))


def one_case(code: str) -> dict[str, Any]:
    """Read one file in a child of its own."""
    case = CASES[code]
    content = case.build(deposits.deposit())
    started = time.perf_counter()
    (answer,) = read_safely([(case.file_name, content)])
    took = time.perf_counter() - started
    peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "code": code,
        "bytes": len(content),
        "seconds": took,
        "mebibytes": peak_kib / 1024,
        "refused": answer.found if isinstance(answer, BadFileError) else None,
    }


def every_case() -> dict[str, Any]:
    """Read each costly file alone, then honest ones; return the worst of each."""
    found = [measured("benchmarks.hostile", code) for code in COSTLY]
    for one in found:
        print(
            f"{one['code']:5} {one['bytes']:>10} bytes  {one['seconds']:6.2f} s  "
            f"{one['mebibytes']:5.0f} MiB  {one['refused'] or 'read'}"
        )
    by_code = {one["code"]: one for one in found}
    return {
        "cases": len(found),
        "hollow": by_code["H02"],
        "slowest": max(found, key=lambda one: one["seconds"]),
        "heaviest": max(found, key=lambda one: one["mebibytes"]),
        **honest(),
    }


def honest() -> dict[str, Any]:
    """Read honest deposits in the child and in this process; milliseconds a file."""
    content = deposits.deposit()
    read_any(content, "depot.xlsx")
    with SafeReading() as reading:
        started = time.perf_counter()
        reading.read("depot.xlsx", content)
        first = time.perf_counter()
        for _ in range(_HONEST):
            reading.read("depot.xlsx", content)
        ended = time.perf_counter()
    here = time.perf_counter()
    for _ in range(_HONEST):
        read_any(content, "depot.xlsx")
    return {
        "first_seconds": first - started,
        "honest_files": _HONEST,
        "child_ms": (ended - first) / _HONEST * 1000,
        "here_ms": (time.perf_counter() - here) / _HONEST * 1000,
    }


if __name__ == "__main__":
    main()
