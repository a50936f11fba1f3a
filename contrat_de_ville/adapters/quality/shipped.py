"""The data contracts that ship with the project, each read once a process."""

from __future__ import annotations

from functools import lru_cache

from contrat_de_ville.adapters.quality.contract import DataContract
from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.resources import resource_folder


@lru_cache
def shipped_contract(name: str) -> DataContract:
    """Return the contract of that data set.

    Raises:
        BadFileError: no such contract, or one that cannot be used.
    """
    return load_contract(resource_folder("data_contracts") / f"{name}.odcs.yaml")
