"""The sheet of the chantiers: each grant explained, and what harmonising changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.aci_wording import balance_text
from contrat_de_ville.adapters.workbook.aci_chart import insert_chart
from contrat_de_ville.adapters.workbook.book import TABLE_TOP, Book
from contrat_de_ville.adapters.workbook.table import Column, Kind, as_text, write_table
from contrat_de_ville.domain.aci.compared import counted_centiemes, harmonisation_of
from contrat_de_ville.domain.aci.harmonisation import (
    ChantierCompared,
    Harmonisation,
    Spread,
)
from contrat_de_ville.domain.overview import AciRow


_ACI_NOTE = (
    "Note d'orientations 2017, axe 2 : 1000 € par salarié en insertion + aide de "
    "5000 € à 10000 € liée à l'utilité sociale du chantier."
)
_HEAD_NOTE = (
    "L'aide par salarié de l'année précédente est rapportée aux salariés de l'année, "
    "seuls connus ; une structure compte une fois, tous ses chantiers ensemble."
)


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One chantier as granted, and as compared with the year before."""

    granted: AciRow
    compared: ChantierCompared


@dataclass(frozen=True, kw_only=True)
class _Year:
    """How far structures differ in one year."""

    label: str
    spread: Spread


def write_aci(book: Book) -> None:
    """Write each chantier's grant, the two years side by side, and their picture."""
    sheet = book.add_sheet("ACI", "Ateliers et chantiers d'insertion")
    sheet.write_string(3, 0, _ACI_NOTE, book.styles.note)
    found = harmonisation_of(book.overview)
    compared = {one.numero: one for one in found.rows}
    lines = [
        _Line(granted=row, compared=compared[row.numero]) for row in book.overview.aci
    ]
    end = book.fill(sheet, _columns(book), lines, "Total", 2)
    if lines:
        below = _write_harmonisation(sheet, book, end + 1, found)
        below = _write_choices(sheet, book, below + 1)
        insert_chart(book, sheet, below + 1, TABLE_TOP + 1, len(lines))


def _columns(book: Book) -> list[Column[_Line]]:
    before, year = book.overview.annee - 1, book.overview.annee
    return [
        Column(header="N°", width=11, value=lambda one: one.granted.numero),
        Column(header="Chantier", width=30, value=lambda one: one.compared.chantier),
        Column(
            header="Salariés en insertion",
            width=10,
            value=lambda one: one.granted.salaries_count,
            kind=Kind.COUNT,
            is_summed=True,
        ),
        _plain("Aide par salarié (note)", lambda one: one.granted.per_salarie_centimes),
        _summed("Utilité sociale", lambda one: one.granted.utilite_centimes),
        _summed("Aide", lambda one: one.granted.amount_centimes),
        _summed("Année précédente", lambda one: one.granted.previous_centimes),
        _plain("Écart", lambda one: one.compared.change_centimes),
        Column(
            header="Écart en %",
            width=9,
            value=lambda one: one.compared.change_pct,
            kind=Kind.RATE,
        ),
        _plain(f"Par salarié {before}", lambda one: one.compared.before_centimes),
        _plain(f"Par salarié {year}", lambda one: one.compared.after_centimes),
        _plain("Hausse par salarié", lambda one: max(_head_change(one), 0) or None),
        _plain("Baisse par salarié", lambda one: max(-_head_change(one), 0) or None),
        Column(header="Effectif compté", width=10, value=_counted, kind=Kind.NUMBER),
        Column(header="Calcul", width=50, value=_computation),
    ]


def _counted(one: _Line) -> Decimal:
    """Return the headcount as a number: whole, or full-time equivalents."""
    return Decimal(counted_centiemes(one.granted)) / 100


def _computation(one: _Line) -> str:
    """Show the computation step by step; one of before there were steps, at once."""
    steps = one.granted.explanation.get("steps", ())
    return "\n".join(str(step["sentence"]) for step in steps) or one.granted.formula


def _head_change(one: _Line) -> int:
    """Return the change per salarié; nothing to compare with is no change."""
    before, after = one.compared.before_centimes, one.compared.after_centimes
    return 0 if before is None or after is None else after - before


def _plain(header: str, value: Callable[[_Line], int | None]) -> Column[_Line]:
    return Column(header=header, width=13, value=value, kind=Kind.EUROS)


def _summed(header: str, value: Callable[[_Line], int | None]) -> Column[_Line]:
    return Column(header=header, width=13, value=value, kind=Kind.EUROS, is_summed=True)


def _write_harmonisation(
    sheet: Worksheet, book: Book, top: int, found: Harmonisation
) -> int:
    """Write the gap between structures in each year, and who wins and loses."""
    title = "L'aide par salarié d'une structure à l'autre"
    sheet.write_string(top, 0, title, book.styles.subtitle)
    year = book.overview.annee
    spreads = ((str(year - 1), found.before), (str(year), found.after))
    years = [_Year(label=name, spread=one) for name, one in spreads if one is not None]
    end = write_table(sheet, book.styles, top + 1, _spread_columns(), years)
    sheet.write_string(end, 0, balance_text(found), book.styles.label)
    sheet.write_string(end + 1, 0, _HEAD_NOTE, book.styles.note)
    return end + 2


def _write_choices(sheet: Worksheet, book: Book, top: int) -> int:
    """Write what the campaign chose, as the grants keep it: who, when, what it does."""
    kept = (row.explanation.get("choices") for row in book.overview.aci)
    choices = next((one for one in kept if one), ())
    if not choices:
        return top
    sheet.write_string(top, 0, "Choix appliqués", book.styles.subtitle)
    for row, one in enumerate(choices, start=top + 1):
        signed = f"{one['author']}, {date.fromisoformat(one['decided_on']):%d/%m/%Y}"
        said = f"{one['code']} = {one['value']}. {one['sentence']} ({signed})"
        sheet.write_string(row, 0, as_text(said), book.styles.note)
    return top + len(choices) + 1


def _spread_columns() -> list[Column[_Year]]:
    """Say the year and the structures first: the amounts fall under amounts."""
    return [
        Column(header="Année", width=11, value=lambda one: one.label),
        Column(
            header="Aide par salarié",
            width=30,
            value=lambda _: "Structures aidées cette année-là",
        ),
        Column(
            header="Structures",
            width=10,
            value=lambda one: one.spread.count,
            kind=Kind.COUNT,
        ),
        _amount("Minimum", lambda one: one.spread.lowest_centimes),
        _amount("Médiane", lambda one: one.spread.median_centimes),
        _amount("Maximum", lambda one: one.spread.highest_centimes),
        _amount("Écart", lambda one: one.spread.gap_centimes),
    ]


def _amount(header: str, value: Callable[[_Year], int]) -> Column[_Year]:
    return Column(header=header, width=13, value=value, kind=Kind.EUROS)
