"""Deposits as plain dictionaries, and back: what the store keeps as JSON.

The round trip is exact: ``form_from_dict(json.loads(json.dumps(form_as_dict(f))))``
equals ``f``, and so for actions. What a record written before a field existed does
not say is what an empty answer says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from contrat_de_ville.domain.depots import (
    Action,
    AgeCount,
    BudgetLine,
    BudgetText,
    Chantier,
    Contact,
    DepositForm,
    PorteurKind,
    Side,
    Structure,
)


_LISTS = (
    "quartiers", "communes", "publics", "criteres_innovation", "participation",
    "pieces", "uais",
)  # fmt: skip
_SHAPES = {"representant": Contact, "contact": Contact, "structure": Structure}


def form_as_dict(form: DepositForm) -> dict[str, Any]:
    """Return *form* as strings, lists and dictionaries."""
    return {
        "fields": dict(form.fields),
        "budget": [_line(line) for line in form.budget],
        "cells": dict(form.cells),
        "form_version": form.form_version,
    }


def form_from_dict(record: Mapping[str, Any]) -> DepositForm:
    """Rebuild the form that :func:`form_as_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: the record was written by nobody of ours.
    """
    return DepositForm(
        fields=dict(record["fields"]),
        budget=tuple(
            BudgetText(**{**line, "side": Side(line["side"])})
            for line in record["budget"]
        ),
        cells=dict(record["cells"]),
        form_version=record["form_version"],
    )


def action_as_dict(action: Action) -> dict[str, Any]:
    """Return *action* as JSON-able values: dates ISO, tuples as lists."""
    # Part by part: asdict walks through all of them, at thirty times the cost.
    chantier = action.chantier
    return {
        **vars(action),
        **{name: list(getattr(action, name)) for name in _LISTS},
        **{name: dict(vars(getattr(action, name))) for name in _SHAPES},
        "porteur_kind": action.porteur_kind and action.porteur_kind.value,
        "starts_on": action.starts_on and action.starts_on.isoformat(),
        "ends_on": action.ends_on and action.ends_on.isoformat(),
        "budget": [_line(line) for line in action.budget],
        "chantier": chantier and dict(vars(chantier)),
        "ages": [dict(vars(one)) for one in action.ages],
        "demandes": [list(pair) for pair in action.demandes],
    }


def action_from_dict(record: Mapping[str, Any]) -> Action:
    """Rebuild the action that :func:`action_as_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: the record was written by nobody of ours.
    """
    kind, chantier = record["porteur_kind"], record["chantier"]
    rebuilt = {
        **{name: tuple(record.get(name, ())) for name in _LISTS},
        **{name: shape(**record.get(name, {})) for name, shape in _SHAPES.items()},
        "ages": tuple(AgeCount(**one) for one in record.get("ages", ())),
        "demandes": tuple((one[0], one[1]) for one in record.get("demandes", ())),
        "porteur_kind": PorteurKind(kind) if kind else None,
        "starts_on": _day(record["starts_on"]),
        "ends_on": _day(record["ends_on"]),
        "budget": tuple(
            BudgetLine(**{**line, "side": Side(line["side"])})
            for line in record["budget"]
        ),
        "chantier": Chantier(**chantier) if chantier else None,
    }
    return Action(**{**record, **rebuilt})


def _line(line: BudgetLine | BudgetText) -> dict[str, Any]:
    return {**vars(line), "side": line.side.value}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
