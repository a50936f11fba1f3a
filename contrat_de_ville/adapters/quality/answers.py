"""What Great Expectations answers to one rule, read without trusting its success.

An answer counts only when it covers exactly the rows it had to cover: the rule was
run, nothing broke inside it, and each row that fails is named.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contrat_de_ville.adapters.quality.contract import DataContract, QualityRule, Row


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def rows_to_cover(
    contract: DataContract, rule: QualityRule, rows: Mapping[str, Row]
) -> int:
    """Count the rows that the rule's condition selects, by our own reading of it.

    Raises:
        QualityCheckFailedError: a row has no value to compare: it would be left out
            of the check without anyone knowing.
    """
    condition = rule.condition()
    if condition is None:
        return len(rows)
    name, sign, expected = condition
    values = [row.get(name) for row in rows.values()]
    if None in values:
        raise contract.failed(rule.code, f"« {name} », sa condition, est absente")
    compare = _COMPARE[sign]
    return sum(compare(value, expected) for value in values)


def read_keys(
    contract: DataContract, rule: QualityRule, result: Any, count: int
) -> frozenset[str]:
    """Return the keys one result designates, when it covers *count* rows.

    Raises:
        QualityCheckFailedError: it is not a plain answer on every row.
    """
    if result is None:
        raise contract.failed(rule.code, "aucun résultat")
    for message in _exceptions(result.exception_info or {}):
        raise contract.failed(rule.code, message)
    found = result.result
    if found.get("element_count") != count:
        raise contract.failed(rule.code, "des lignes n'ont pas été contrôlées")
    index = found.get("unexpected_index_list") or []
    if not result.success and not index:
        raise contract.failed(rule.code, "aucune ligne désignée")
    if found.get("unexpected_count", len(index)) != len(index):
        raise contract.failed(rule.code, "des lignes ne sont pas désignées")
    return frozenset(line[contract.key] for line in index)


def _exceptions(info: Mapping[str, Any]) -> Iterator[str]:
    """Find what was raised: said flat, or once for each metric that broke."""
    if "raised_exception" in info:
        shapes: list[Any] = [info]
    else:
        shapes = list(info.values())
    for shape in shapes:
        if shape.get("raised_exception", True):
            yield str(shape.get("exception_message"))
