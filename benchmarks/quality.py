"""The check of deposits against Great Expectations alone, on the same frame.

    python -m benchmarks.quality 300
    python -m benchmarks.quality 25000 --once

What ours adds: the rows made from the actions, the suite made from the contract,
and each finding said to its porteur. With ``--once``: one batch of a national year,
its seconds, the most memory the process ever had, and the time per deposit beside
that of a tenth of them. The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.deposits import many
from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.quality.contract import DataContract
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import (
    CheckInput,
    check_deposits,
    load_suite,
)
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.demonstration.deposits import DemoDeposit
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.frozen import Frozen, frozen_from
from contrat_de_ville.domain.steps import CycleRef


REF = CycleRef(contrat="CV195", annee=2017)
_RUNS = 5


def main() -> None:
    """Measure what is asked, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("count", type=int, help="deposits")
    parser.add_argument("--once", action="store_true", help="one batch, and memory")
    given = parser.parse_args()
    frozen = frozen_from(campaign_to_freeze(REF))
    contract = load_contract(resource_folder("data_contracts") / "depots.odcs.yaml")
    inputs = _inputs(given.count)
    measure = _once if given.once else _compared
    rules_count = len(contract.in_force(REF.annee))
    found = {"rules": rules_count, **measure(inputs, frozen, contract)}
    sys.stdout.write(json.dumps(found) + "\n")


def _compared(
    inputs: list[CheckInput], frozen: Frozen, contract: DataContract
) -> dict[str, float]:
    """Return the median of our check and of Great Expectations alone, warm."""
    orientations = frozen.orientations()
    return _medians(
        ours=lambda: check_deposits(inputs, frozen.campaign, orientations, contract),
        alone=_alone(inputs, frozen, contract),
    )


def _once(
    inputs: list[CheckInput], frozen: Frozen, contract: DataContract
) -> dict[str, float]:
    """Return what one batch of all costs, beside one of a tenth of them."""
    load_suite()
    durations = []
    for batch in (inputs[: len(inputs) // 10], inputs):
        started = time.perf_counter()
        check_deposits(batch, frozen.campaign, frozen.orientations(), contract)
        durations.append(time.perf_counter() - started)
    tenth, whole = durations
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": whole,
        "megabytes": most / 1024,
        "ms_per_deposit": 1_000 * whole / len(inputs),
        "ms_per_deposit_of_a_tenth": 10_000 * tenth / len(inputs),
    }


def _inputs(count: int) -> list[CheckInput]:
    version = deposit_form().version
    return [
        _input(f"{rank:05d}", one, version)
        for rank, one in enumerate(many(REF.annee, count))
    ]


def _input(key: str, one: DemoDeposit, version: str) -> CheckInput:
    """Return a deposit as its workbook is read, each line in the cell of its rank."""
    lines = tuple(
        replace(line, code=f"budget.{rank}")
        for rank, line in enumerate(one.budget, start=1)
    )
    codes = [*one.fields, *(line.code for line in lines)]
    form = DepositForm(
        fields=one.fields,
        budget=lines,
        cells={code: f"Action!B{rank}" for rank, code in enumerate(codes, start=2)},
        form_version=version,
    )
    return CheckInput(key=key, form=form, action=understand(form)[0])


def _alone(
    inputs: list[CheckInput], frozen: Frozen, contract: DataContract
) -> Callable[[], object]:
    """Return a validation by Great Expectations of the very frame ours gives it."""
    suite = load_suite()
    gx: Any = importlib.import_module("great_expectations")
    rules = contract.in_force(REF.annee)
    orientations = frozen.orientations()
    rows = {
        one.key: contract_row(one.action, frozen.campaign, orientations)
        for one in inputs
    }
    frame = suite.build_frame(rows, contract, rules)
    expectations = suite.build_suite(contract, rules)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("banc").add_dataframe_asset("banc")
    batch = asset.add_batch_definition_whole_dataframe("banc").get_batch(
        batch_parameters={"dataframe": frame}
    )
    shown = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [contract.key],
    }
    return lambda: batch.validate(expectations, result_format=shown)


def _medians(**works: Callable[[], object]) -> dict[str, float]:
    """Return the median duration of each work, in turn: a slow minute is shared."""
    for work in works.values():
        work()  # what is made once a process is not counted
    durations: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(_RUNS):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            durations[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in durations.items()}


if __name__ == "__main__":
    main()
