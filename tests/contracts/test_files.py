"""Every data contract of the repository: the standard, and what we ask beyond it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft201909Validator  # type: ignore[import-untyped]  # (none)
from open_data_contract_standard.model import OpenDataContractStandard

from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.domain.depots import Severity


FILES = sorted(
    (Path(__file__).resolve().parents[2] / "data_contracts").glob("*.odcs.yaml")
)
SCHEMA = json.loads(
    (files("open_data_contract_standard") / "schema.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
class TestEachFile:
    """What holds of each contract, whatever its rows."""

    def test_follows_the_standard(self, path: Path) -> None:
        """It is valid for the standard's model and for its JSON schema."""
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))

        assert list(Draft201909Validator(SCHEMA).iter_errors(raw)) == []
        assert OpenDataContractStandard.model_validate(raw).apiVersion == "v3.1.0"

    def test_has_the_name_of_its_object(self, path: Path) -> None:
        """Its file, its id and its one object have the same name."""
        assert f"{load_contract(path).name}.odcs.yaml" == path.name

    def test_each_rule_is_complete(self, path: Path) -> None:
        """Every rule has a code, a severity, a sentence, a remedy and a source."""
        for rule in load_contract(path).rules:
            assert re.fullmatch(r"[A-Z][A-Z0-9_]+", rule.code), rule
            assert rule.severity in set(Severity), rule
            for said in (rule.sentence, rule.remedy):
                assert said[-1] in ".?", rule
            assert rule.source, rule
