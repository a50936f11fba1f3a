"""The picture of a comparison: for each axe, a bar for each programming.

Drawn with the same pen as the other pictures (:mod:`charts`). A letter after each bar
says whose it is, so that colours are a help and never the only way to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from contrat_de_ville.adapters.charts import (
    _BAR,
    _GAP,
    _LINE,
    Caption,
    _label,
    _legend_lines,
    _percent,
    _rect,
    _safe,
    _svg,
)
from contrat_de_ville.adapters.scenario_wording import shortened
from contrat_de_ville.domain.assembly.comparing import Heading
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.scenario_effects import Compared
from contrat_de_ville.domain.scenario_names import LAST_YEAR


MOST_SERIES = 8
"""Bars beside one another that an eye still tells apart; the tables have them all."""

_ROOM_FOR_BARS, _BETWEEN = 60.0, 2


@dataclass(frozen=True, kw_only=True)
class Series:
    """One programming and its amount under each heading; nothing where unknown."""

    name: str
    kind: str
    values: Sequence[int | None]


def draw_axes(compared: Compared) -> str:
    """Draw the amounts by axe, last year's first where they are known."""
    comparison = compared.sides.comparison
    (table,) = [one for one in comparison.tables if one.heading is Heading.AXE]
    drawn = []
    if any(row.previous_centimes is not None for row in table.rows):
        values = [row.previous_centimes for row in table.rows]
        drawn.append(Series(name=LAST_YEAR, kind="serie-passe", values=values))
    for rank, name in enumerate(comparison.names[:MOST_SERIES]):
        values = [row.centimes[rank] for row in table.rows]
        drawn.append(Series(name=name, kind=f"serie-{rank}", values=values))
    labels = [row.label for row in table.rows]
    caption = Caption(
        ident="axes",
        title="Montants par axe, dans chaque programmation",
        text=_told(labels, drawn),
    )
    return many_bars(caption, labels, drawn)


def many_bars(caption: Caption, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Draw a bar for each series under each label, all on one scale."""
    known = (value or 0 for one in series for value in one.values)
    largest = max(known, default=0)
    parts = [
        _legend_lines(
            [
                (one.kind, f"{letter} – {shortened(one.name, 40)}")
                for letter, one in _lettered(series)
            ]
        )
    ]
    top = 8 + _LINE * len(series)
    for number, label in enumerate(labels):
        written, top = _label(label, top)
        parts.append(written)
        for letter, one in _lettered(series):
            value = one.values[number]
            text = f"{letter} : {format_euros(value)}"
            parts.append(_bar(one.kind, value, largest, text, top))
            top += _BAR + _BETWEEN
        top += _GAP
    return _svg(caption, top, parts)


def _lettered(series: Sequence[Series]) -> Iterator[tuple[str, Series]]:
    return zip(ascii_uppercase, series, strict=False)


def _bar(kind: str, value: int | None, largest: int, text: str, top: int) -> str:
    width = round(_percent(value or 0, largest) * _ROOM_FOR_BARS / 100, 2)
    written = f'<text class="value" x="{width:g}%" y="{top + 12}" dx="6">{_safe(text)}'
    return f"{_rect(kind, 0, width, top, _BAR)}{written}</text>"


def _told(labels: Sequence[str], series: Sequence[Series]) -> str:
    """Tell the same figures to those who do not see the picture."""
    return " ; ".join(
        f"{label} : "
        + ", ".join(f"{one.name} {format_euros(one.values[number])}" for one in series)
        for number, label in enumerate(labels)
    )
