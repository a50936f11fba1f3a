"""Pictures of the report: plain SVG, drawn by small pure functions.

Lengths across are percents of the width and heights are pixels, so that a picture
fills its place and its letters keep their size on a telephone as on paper. Classes
are coloured by the style sheet of the report. Nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from contrat_de_ville.adapters.wording import safe_text


_ROOM_FOR_BARS = 68.0
_LINE, _BAR, _GAP = 18, 15, 12
_LEGEND, _LEGEND_STEP = 30, 130
_LETTERS_A_LINE = 42
_NARROW_SEGMENT = 4.0
_TWO = 2


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One heading and its two bars; no amount is no bar, and the text says so.

    A ``middle_text`` puts a third bar between the two.
    """

    label: str
    first: int | None
    second: int | None
    first_text: str
    second_text: str
    middle: int | None = None
    middle_text: str = ""

    def bars(self) -> tuple[tuple[str, int | None, str], ...]:
        """Return the bars from top to bottom: style class, value, text."""
        middle = (("middle", self.middle, self.middle_text),)
        return (
            ("first", self.first, self.first_text),
            *(middle if self.middle_text else ()),
            ("second", self.second, self.second_text),
        )


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One heading and its bar; ``kind`` is the style class."""

    label: str
    value: int
    text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """One part of a whole, ``filled`` being null where the whole is not known."""

    label: str
    text: str
    part: int
    whole: int | None


@dataclass(frozen=True, kw_only=True)
class Stack:
    """One heading and its segments: style class and count."""

    label: str
    segments: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One date of a calendar; ``kind`` is the style class: done, late or coming."""

    label: str
    date_text: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What a picture is called and what it tells those who do not see it."""

    ident: str
    title: str
    text: str


def grouped_bars(caption: Caption, legend: Sequence[str], pairs: Sequence[Pair]) -> str:
    """Draw the bars of each heading, one above the other, on one common scale.

    The legend names them from top to bottom: two of them, or three.
    """
    values = [value or 0 for one in pairs for _, value, _ in one.bars()]
    largest = max(values, default=0)
    kinds = (
        ("first", "second") if len(legend) == _TWO else ("first", "middle", "second")
    )
    parts = [_legend(list(zip(kinds, legend, strict=True)))]
    top = _LEGEND
    for pair in pairs:
        label, top = _label(pair.label, top)
        parts.append(label)
        for kind, value, text in pair.bars():
            parts.append(_bar(kind, value, largest, text, top))
            top += _BAR + 2
        top += _GAP - 2
    return _svg(caption, top, parts)


def bars(
    caption: Caption, legend: Sequence[tuple[str, str]], rows: Sequence[Bar]
) -> str:
    """Draw one bar per heading, all on one scale, each with its number after it."""
    largest = max((one.value for one in rows), default=0)
    parts = [_legend(legend)] if legend else []
    top = _LEGEND if legend else 0
    for row in rows:
        label, top = _label(row.label, top)
        parts += [label, _bar(row.kind, row.value, largest, row.text, top)]
        top += _BAR + _GAP
    return _svg(caption, top, parts)


def gauges(caption: Caption, rows: Sequence[Gauge]) -> str:
    """Draw how far each whole is used; a whole exceeded is full, of another colour."""
    parts: list[str] = []
    top = 4
    for row in rows:
        label, top = _label(row.label, top)
        text, top = _label(row.text, top, "note")
        parts += [label, text]
        if row.whole is not None:
            parts.append(_rect("track", 0, 100, top, _BAR))
            kind = "over" if row.part > row.whole else "second"
            parts.append(_rect(kind, 0, _percent(row.part, row.whole), top, _BAR))
            top += _BAR
        top += _GAP
    return _svg(caption, top, parts)


def stacked_bars(
    caption: Caption, legend: Sequence[tuple[str, str]], stacks: Sequence[Stack]
) -> str:
    """Draw one bar per heading, all of the same length, cut by shares of its total."""
    parts = [_legend_lines(legend)]
    top = 8 + _LINE * len(legend)
    for stack in stacks:
        label, top = _label(stack.label, top)
        parts += [label, *_segments(stack, top)]
        top += _BAR + 5 + _GAP
    return _svg(caption, top, parts)


def timeline(caption: Caption, steps: Sequence[Step]) -> str:
    """Draw the dates from top to bottom: full when done, hollow when to come."""
    marks: list[str] = []
    top = last = 0
    for step in steps:
        last = top + 9
        mark, top = _step(step, top)
        marks.append(mark)
    line = f'<line class="axis" x1="9" y1="9" x2="9" y2="{last}"/>'
    return _svg(caption, top, [line, *marks])


def _svg(caption: Caption, height: int, parts: Iterable[str]) -> str:
    name = escape(caption.ident)
    return (
        f'<svg role="img" aria-labelledby="{name}-titre {name}-texte" '
        f'width="100%" height="{height}">'
        f'<title id="{name}-titre">{_safe(caption.title)}</title>'
        f'<desc id="{name}-texte">{_safe(caption.text)}</desc>{"".join(parts)}</svg>'
    )


def _safe(text: str) -> str:
    return escape(safe_text(text))


def _percent(part: int, whole: int) -> float:
    """Return a length across, kept within the picture."""
    return min(100.0, round(100 * part / whole, 2)) if whole > 0 else 0.0


def _rect(kind: str, left: float, width: float, top: int, height: int) -> str:
    return (
        f'<rect class="{kind}" x="{left:g}%" y="{top}" width="{width:g}%" '
        f'height="{height}"/>'
    )


def _text(kind: str, left: str, baseline: int, text: str) -> str:
    return f'<text class="{kind}" x="{left}" y="{baseline}">{_safe(text)}</text>'


def _label(text: str, top: int, kind: str = "label", left: int = 0) -> tuple[str, int]:
    """Write a text, cut in lines a telephone can show; return where it ends."""
    lines = wrap(text, _LETTERS_A_LINE - left // 6) or [""]
    written = (
        _text(kind, str(left), top + 13 + _LINE * rank, line)
        for rank, line in enumerate(lines)
    )
    return "".join(written), top + _LINE * len(lines)


def _bar(kind: str, value: int | None, largest: int, text: str, top: int) -> str:
    """Draw a bar and its amount just after it."""
    width = round(_percent(value or 0, largest) * _ROOM_FOR_BARS / 100, 2)
    written = f'<text class="value" x="{width:g}%" y="{top + 12}" dx="6">{_safe(text)}'
    return f"{_rect(kind, 0, width, top, _BAR)}{written}</text>"


def _legend(items: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<rect class="{kind}" x="{_LEGEND_STEP * rank}" y="2" width="14" height="14"/>'
        f"{_text('label', str(_LEGEND_STEP * rank + 20), 14, text)}"
        for rank, (kind, text) in enumerate(items)
    )


def _legend_lines(items: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f'<rect class="{kind}" x="0" y="{2 + _LINE * rank}" width="14" height="14"/>'
        f"{_text('label', '20', 14 + _LINE * rank, text)}"
        for rank, (kind, text) in enumerate(items)
    )


def _segments(stack: Stack, top: int) -> list[str]:
    whole = sum(count for _, count in stack.segments)
    parts: list[str] = []
    before = 0
    for kind, count in stack.segments:
        left, width = _percent(before, whole), _percent(count, whole)
        parts.append(_rect(kind, left, width, top, _BAR + 5))
        if width >= _NARROW_SEGMENT:
            middle = f"{left + width / 2:g}%"
            parts.append(_text(f"count on-{kind}", middle, top + 15, str(count)))
        before += count
    return parts


def _step(step: Step, top: int) -> tuple[str, int]:
    """Draw one date and its text; return where it ends."""
    mark = f'<circle class="{step.kind}" cx="9" cy="{top + 9}" r="7"/>'
    label, top = _label(step.label, top, left=28)
    date_text, top = _label(step.date_text, top, "note", left=28)
    return mark + label + date_text, top + _GAP - 4
