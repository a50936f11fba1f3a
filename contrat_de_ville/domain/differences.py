"""What a porteur changed between two versions of its deposit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from contrat_de_ville.domain.deposit_text import clean
from contrat_de_ville.domain.depots import BudgetText, DepositForm
from contrat_de_ville.domain.form import (
    FEMMES,
    FormDefinition,
    age_codes,
    budget_label,
)
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


@dataclass(frozen=True, kw_only=True)
class Change:
    """One answer that is no longer the same, as written before and after.

    ``cell`` is where it stands in the later version, or stood where it is gone.
    """

    field: str
    label: str
    before: str
    after: str
    cell: str


def differences(
    before: DepositForm, after: DepositForm, labels: Mapping[str, str]
) -> tuple[Change, ...]:
    """Return every answer that changed, in the form's order, then the budget.

    Spaces around a text and the writing of an amount (« 1 200 », « 1200,00 ») change
    nothing. A budget row is the same one by its side, account, label and funder,
    wherever it stands.

    Args:
        before: the earlier version.
        after: the later one.
        labels: what the form calls each field, in its order.
    """
    codes = dict.fromkeys([*labels, *before.fields, *after.fields])
    answers = (
        (code, labels.get(code, code), *_texts(before, after, code)) for code in codes
    )
    changed = [
        Change(
            field=code,
            label=label,
            before=old,
            after=new,
            cell=_cell(before, after, code),
        )
        for code, label, old, new in answers
        if clean(old) != clean(new)
    ]
    return (*changed, *_budget_changes(before, after))


def form_labels(definition: FormDefinition) -> dict[str, str]:
    """Return what the form calls each field, in its order; the budget is apart."""
    labels = {one.code: one.label for one in definition.fields}
    for band, sex, code in age_codes(definition):
        who = "femmes" if sex == FEMMES else "hommes"
        labels[code] = f"{definition.age_bands[band]}, {who}"
    return labels


def contents_sha256(form: DepositForm) -> str:
    """Return the hash of what was answered, wherever it stood in the file."""
    answers = sorted((code, clean(text)) for code, text in form.fields.items() if text)
    rows = [
        (row.side.value, row.account, row.label, row.funder or "", clean(row.amount))
        for row in form.budget
        if row.amount
    ]
    return sha256_hex(json.dumps([answers, rows]).encode())


def _texts(before: DepositForm, after: DepositForm, code: str) -> tuple[str, str]:
    return before.fields.get(code, ""), after.fields.get(code, "")


def _cell(before: DepositForm, after: DepositForm, code: str) -> str:
    return after.cells.get(code) or before.cells.get(code, "")


def _budget_changes(before: DepositForm, after: DepositForm) -> Iterator[Change]:
    old, new = dict(_numbered(before.budget)), dict(_numbered(after.budget))
    for key in dict.fromkeys([*new, *old]):
        row, was = new.get(key), old.get(key)
        shown = row or was
        texts = (was.amount if was else "", row.amount if row else "")
        if shown is not None and _amount(texts[0]) != _amount(texts[1]):
            yield Change(
                field=shown.code,
                label=budget_label(shown),
                before=texts[0],
                after=texts[1],
                cell=(after if row else before).cells.get(shown.code, ""),
            )


def _numbered(rows: Iterable[BudgetText]) -> Iterator[tuple[object, BudgetText]]:
    """Name each row by what it is; rows alike are told apart by their order."""
    seen: Counter[object] = Counter()
    for row in rows:
        key = (row.side, row.account, row.label, row.funder, row.is_detail)
        seen[key] += 1
        yield (*key, seen[key]), row


def _amount(text: str) -> int | str:
    """Return what an amount is worth, or the text that is none."""
    try:
        return parse_centimes(text)
    except BadInputError:
        return clean(text)
