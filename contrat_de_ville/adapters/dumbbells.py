"""A picture of two values per heading: how far they go, and each from one to other.

Drawn with the same pen as the other pictures of the report (:mod:`charts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contrat_de_ville.adapters.charts import (
    _BAR,
    _GAP,
    _LEGEND,
    Caption,
    _label,
    _legend,
    _percent,
    _rect,
    _svg,
)


# In percents of the width: what keeps a dot whole, and a point visible.
_EDGE, _THINNEST = 2.0, 0.5


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One heading and how far its values go; ``kind`` is the style class."""

    label: str
    text: str
    lowest: int
    highest: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Dumbbell:
    """One heading and its two values on one line; what is not known has no dot."""

    label: str
    text: str
    first: int | None
    second: int | None


def dumbbells(
    caption: Caption,
    legend: tuple[str, str],
    reaches: Sequence[Reach],
    rows: Sequence[Dumbbell],
) -> str:
    """Draw how far values go, then a line per heading from its first to its second."""
    values = [one.highest for one in reaches]
    values += [value or 0 for row in rows for value in (row.first, row.second)]
    largest = max(values, default=0)
    parts = [_legend([("first", legend[0]), ("second", legend[1])])]
    top = _LEGEND
    for reach in reaches:
        said, top = _heading(reach.label, reach.text, top)
        left = _place(reach.lowest, largest)
        width = max(_place(reach.highest, largest) - left, _THINNEST)
        parts += [said, _rect(reach.kind, left, width, top + 4, _BAR - 6)]
        top += _BAR + _GAP
    for row in rows:
        said, top = _heading(row.label, row.text, top)
        parts += [said, *_dots(row, largest, top + 10)]
        top += _BAR + _GAP
    return _svg(caption, top, parts)


def _heading(label: str, text: str, top: int) -> tuple[str, int]:
    written, top = _label(label, top)
    noted, top = _label(text, top, "note")
    return written + noted, top


def _place(value: int, largest: int) -> float:
    """Return where a value stands, away from both edges so that no dot is cut."""
    return round(_EDGE + _percent(value, largest) * (100 - 2 * _EDGE) / 100, 2)


def _dots(row: Dumbbell, largest: int, middle: int) -> Iterator[str]:
    """Draw the line, then the dots over it: the second one on top."""
    known = {"first": row.first, "second": row.second}
    places = {
        kind: _place(one, largest) for kind, one in known.items() if one is not None
    }
    if len(places) == len(known):
        yield (
            f'<line class="axis" x1="{places["first"]:g}%" y1="{middle}" '
            f'x2="{places["second"]:g}%" y2="{middle}"/>'
        )
    for kind, place in places.items():
        yield f'<circle class="{kind}" cx="{place:g}%" cy="{middle}" r="7"/>'
