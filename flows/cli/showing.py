"""Showing a step's report: a table in the terminal, or JSON for a script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import StepReport


def show(reports: Sequence[StepReport], output: str) -> None:
    """Print the reports, as tables or as one JSON list."""
    if output == "json":
        show_json([asdict(one) for one in reports])
        return
    console = Console(highlight=False)
    if not reports:
        console.print("Rien à faire à cette date.")
    for one in reports:
        _show_one(console, one)


def show_json(content: Any) -> None:
    """Print JSON values, readable and with their accents."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Build a table; what is absent shows as nothing.

    Cells are what people wrote: nothing in them is read as style.
    """
    built = Table(header_style="bold", border_style="dim")
    for column in columns:
        built.add_column(Text(column))
    for row in rows:
        built.add_row(*(_cell(one) for one in row))
    return built


def figures(
    label: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int | None]]],
    *,
    rare: str = "",
) -> Table:
    """Build a table of centimes shown in euros, narrow enough for a plain screen.

    The column *rare* is left out where it holds nothing; the unit is said once.
    """
    built = Table(
        box=SIMPLE_HEAD, header_style="bold", caption="Montants en euros.",
        caption_justify="left", padding=(0, 1, 0, 0),
    )  # fmt: skip
    kept = [
        rank
        for rank, column in enumerate(columns)
        if column != rare or any(row[1][rank] for row in rows)
    ]
    built.add_column(Text(label))
    for rank in kept:
        built.add_column(Text(columns[rank]), justify="right", no_wrap=True)
    for name, amounts in rows:
        built.add_row(said(name), *(_figure(amounts[rank]) for rank in kept))
    return built


def said(text: str) -> Text:
    """Return *text* for the terminal: no style, no order to it hidden inside."""
    return Text(safe_text(text))


def _figure(centimes: int | None) -> Text:
    return Text(format_euros(centimes).removesuffix("€").rstrip())


def _cell(value: Any) -> Text:
    return said("" if value is None else str(value))


def _show_one(console: Console, report: StepReport) -> None:
    mark = " (à blanc)" if report.a_blanc else ""
    console.print(f"{report.title}{mark}", style="bold", markup=False)
    console.print(report.summary, markup=False)
    if report.rows:
        console.print(table(report.columns, report.rows))
    for note in report.notes:
        console.print(said(note))
