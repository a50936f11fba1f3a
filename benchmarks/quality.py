"""The check of deposits against Great Expectations alone, on the same frame.

    python -m benchmarks.quality 300

What ours adds: the rows made from the actions, the suite made from the contract,
and each finding said to its porteur. The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.deposits import write_many
from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.deposit_reader import read_deposit_workbook
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.quality.contract import DepositContract
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import (
    CheckInput,
    check_deposits,
    load_suite,
)
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.deposit_rules import contract_row
from contrat_de_ville.domain.frozen import Frozen, frozen_from
from contrat_de_ville.domain.steps import CycleRef


REF = CycleRef(contrat="CV195", annee=2017)
_RUNS = 5


def main() -> None:
    """Measure both, warm, and print their medians."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("count", type=int, help="deposits")
    count = parser.parse_args().count
    frozen = frozen_from(campaign_to_freeze(REF))
    contract = load_contract(resource_folder("data_contracts") / "depots.odcs.yaml")
    inputs = _inputs(frozen, count)
    alone = _alone(inputs, frozen, contract)

    def ours() -> object:
        return check_deposits(inputs, frozen.campaign, frozen.orientations(), contract)

    rules_count = len(contract.in_force(REF.annee))
    found = {"rules": rules_count, **_medians(ours=ours, alone=alone)}
    sys.stdout.write(json.dumps(found) + "\n")


def _inputs(frozen: Frozen, count: int) -> list[CheckInput]:
    definition = deposit_form()
    inputs = []
    with TemporaryDirectory(prefix="banc-") as name:
        inbox = Path(name)
        write_many(REF, inbox, count, paris(frozen.campaign.calendar.ouverture.date()))
        for path in sorted(inbox.iterdir()):
            form = read_deposit_workbook(path.read_bytes(), definition, path.name)
            action, _ = understand(form)
            inputs.append(CheckInput(key=path.stem, form=form, action=action))
    return inputs


def _alone(
    inputs: list[CheckInput], frozen: Frozen, contract: DepositContract
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
