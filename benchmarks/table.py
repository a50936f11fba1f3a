"""The table of ratios, one line a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


_HEADER = ("what", "measured", "against", "ratio", "command")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One comparison: what we take, what it is set against, how they compare.

    ``command`` is what gives the figures again, alone.
    """

    what: str
    measured: str
    against: str = ""
    ratio: str = ""
    command: str


def as_table(lines: Sequence[Line]) -> str:
    """Write the lines as a Markdown table, columns aligned."""
    rows = [
        _HEADER,
        *((one.what, one.measured, one.against, one.ratio, f"`{one.command}`")
          for one in lines),
    ]  # fmt: skip
    widths = [max(len(row[rank]) for row in rows) for rank in range(len(_HEADER))]
    head, *body = [
        "| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([head, rule, *body])


def seconds(value: float) -> str:
    """Write a duration."""
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"  # noqa: PLR2004 (s)


def times(value: float, base: float) -> str:
    """Write how many times *base* goes into *value*."""
    return f"{value / base:.2f}"


def per_second(value: float) -> str:
    """Write a rate, thousands apart."""
    return f"{value:,.0f}/s"
