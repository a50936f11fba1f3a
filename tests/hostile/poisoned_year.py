"""The small year, played by porteurs and partners who write hostile texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import Action, DepositForm
from tasks.arbitrage import record_arbitrations
from tasks.bilans import record_bilans
from tasks.consultation import record_avis
from tasks.decisions import record_acte
from tests import small_year
from tests.builders import build_form
from tests.deposit_builder import parts_of, zipped
from tests.hostile.text_cases import FORMULAS


MARKUP = '<script>alert(1)</script><img src=x onerror=alert(2)>"><svg onload=a>'
LINK = "<link rel=stylesheet href=http://voleur.example/x.css>"
TEMPLATE = "{{7*7}}{% for a in b %} %s {0.__class__} '; DROP TABLE depot;--"
# What no workbook of ours would hold; put in by hand after it is written.
ESCAPE, ESCAPED = "\u241b", "_x001B_"
LOG = f"{ESCAPE}[2J{ESCAPE}]0;titre\u2407 [INFO] décision"
EVERYTHING = f"=1+1 {MARKUP} {LINK} {TEMPLATE} /etc/passwd \u202ecod"
TITLES = {
    "ateliers.xlsx": FORMULAS["H23"],
    "chantier.xlsx": f"@SUM(A1) {MARKUP}",
    "muet.xlsx": f"-2+3 {LINK}",
    "oubli.xlsx": f"+33 3 27 {TEMPLATE}",
    "fete.xlsx": f"Fête {LOG}",
    "retard.xlsx": "\t=1+1 \u202etnemetrap",
}
FILE_NAME = "=1+1 <img src=x onerror=alert(1)> \x1b[2J\n[INFO] \u202excod.xlsx"


def play(
    patch: pytest.MonkeyPatch,
    step: Callable[[str, datetime], None],
    stage: Callable[[str], None],
) -> None:
    """Play the small year with every free text replaced by a hostile one."""
    for name, (action, euros, at) in small_year.ACTIONS.items():
        patch.setitem(
            small_year.ACTIONS, name, (_poisoned(action, TITLES[name]), euros, at)
        )
    patch.setattr(
        small_year, "CORRECTED", _poisoned(small_year.CORRECTED, TITLES["muet.xlsx"])
    )
    _poison_forms(patch)
    _poison_acts(patch)
    small_year.play(_with_a_strange_name(step), stage)


def _poisoned(action: Action, title: str) -> Action:
    """Return the action with hostile texts; an empty description stays empty."""
    return replace(
        action,
        title=title,
        porteur_name=EVERYTHING,
        description=action.description and f"{EVERYTHING}\n=cmd|' /C calc'!A0\n{LOG}",
        mutualisation=EVERYTHING,
    )


def _poison_forms(patch: pytest.MonkeyPatch) -> None:
    """Spoil an answer of the deposit that is corrected, and write real escapes."""

    def form(action: Action) -> DepositForm:
        made = build_form(action)
        if action.description:
            return made
        return replace(made, fields={**made.fields, "beneficiaires": EVERYTHING})

    def write_raw(path: Path, *arguments: Any) -> None:
        write_deposit_workbook(path, *arguments)
        parts = parts_of(path.read_bytes())
        parts = {
            name: part.replace(ESCAPE.encode(), ESCAPED.encode())
            for name, part in parts.items()
        }
        path.write_bytes(zipped(parts))

    patch.setattr(small_year, "build_form", form)
    patch.setattr(small_year, "write_deposit_workbook", write_raw)


def _poison_acts(patch: pytest.MonkeyPatch) -> None:
    """Let the partners write as porteurs do: reasons, avis, acts, comments."""
    for name in ("record_derogation", "record_utilite"):
        _change(patch, name, lambda given: {**given, "reason": EVERYTHING})
    patch.setattr(
        small_year,
        "record_avis",
        lambda ref, given, at: record_avis(
            ref, [replace(one, text=EVERYTHING) for one in given], at
        ),
    )
    patch.setattr(
        small_year,
        "record_arbitrations",
        lambda ref, given, **rest: record_arbitrations(
            ref,
            {line: (amount, EVERYTHING) for line, (amount, _) in given.items()},
            **rest,
        ),
    )
    patch.setattr(
        small_year,
        "record_acte",
        lambda ref, funder, _, *rest, **more: record_acte(
            ref, funder, f"=1+1 {LINK}", *rest, **more
        ),
    )
    patch.setattr(
        small_year,
        "record_bilans",
        lambda ref, given, *rest, **more: record_bilans(
            ref, [replace(one, comment=EVERYTHING) for one in given], *rest, **more
        ),
    )


def _change(
    patch: pytest.MonkeyPatch,
    name: str,
    change: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> None:
    """Give an act of the year other arguments than it names."""
    act = getattr(small_year, name)

    def changed(*given: Any, **named: Any) -> Any:
        return act(*given, **change(named))

    patch.setattr(small_year, name, changed)


def _with_a_strange_name(
    step: Callable[[str, datetime], None],
) -> Callable[[str, datetime], None]:
    """Drop an unreadable file of a hostile name before the first collection."""
    dropped: list[Path] = []

    def run(code: str, at: datetime) -> None:
        if code == "collect_depots" and not dropped and os.name == "posix":
            path = small_year.inbox() / FILE_NAME
            path.write_bytes(b"une photo")
            dropped.append(path)
            small_year.stamp(path, paris(date(2016, 11, 3), time(12, 0)))
        step(code, at)

    return run
