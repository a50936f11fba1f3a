"""Establishes how the columns of a list are written, and says what its file shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contrat_de_ville.adapters.list_fitting import Fit
from contrat_de_ville.domain.list_conventions import (
    DateConvention,
    NumberConvention,
    establish_dates,
    establish_numbers,
)
from contrat_de_ville.domain.list_dates import DateOrder, date_texts
from contrat_de_ville.domain.list_decision import Layout, RawRow
from contrat_de_ville.domain.list_headers import header_key
from contrat_de_ville.domain.list_rules import RowRules, squeeze
from contrat_de_ville.domain.lists import FileLabel, FileRemark


_OTHER = "autre"
_MOST_QUOTED = 6


def laid_out(fit: Fit) -> tuple[RowRules, Layout]:
    """Return the rules for the columns the file has, and where they are.

    Columns that the map does not know are kept under codes of their own.
    """
    match, header, declared = fit.match, fit.header, fit.list_map.rules
    positions = dict(match.positions)
    rules = declared.limited_to(positions)
    titles = {code: header[at] for code, at in positions.items()}
    for at in match.unknown:
        code = _free(f"{_OTHER}.{header[at]}", titles)
        titles[code], positions[code] = header[at], at
    spellings = {
        code: (spec.title, *spec.variants, *declared.variants.get(code, ()))
        for code, spec in fit.list_map.specs.items()
        if code in titles
    }
    layout = Layout(
        positions=positions,
        width=len(header),
        untitled=match.untitled,
        doubled=match.doubled,
    )
    return replace(rules, columns=titles, variants=spellings), layout


def established(
    fit: Fit, rules: RowRules, layout: Layout, body: Iterable[RawRow]
) -> RowRules:
    """Establish the conventions the map leaves to the file, from whole columns."""
    rows = [row for row in body if len(row.cells) == layout.width]
    fields, numbers = rules.fields, rules.numbers
    if fit.list_map.establishes_numbers:
        numbers = {
            code: establish_numbers(_texts(rows, layout.positions[code]))
            for code in rules.amounts
        }
    if fit.list_map.establishes_dates:
        dates = {
            code: _dates(fit, _all_texts(rows, layout.positions[code]))
            for code in fields.dates
        }
        periods = {
            code: _dates(fit, _parts(_all_texts(rows, layout.positions[code])))
            for code in fields.periods
        }
        fields = replace(fields, dates=dates, periods=periods)
    return replace(rules, numbers=numbers, fields=fields)


def conventions_said(fit: Fit, rules: RowRules) -> tuple[str, ...]:
    """Say how the file is written: file, header, then each column."""
    said = [*fit.table.conventions, f"En-tête : ligne {fit.header_row}."]
    said += [
        convention.sentence(rules.columns[code])
        for code, convention in _column_conventions(rules)
    ]
    if not fit.list_map.establishes_numbers:
        one = rules.convention
        said.append(
            f"Montants : décimales « {one.decimal_mark} », milliers "
            f"« {one.thousands_mark} » (déclarés par le plan)."
        )
    return tuple(said)


def remarks_said(fit: Fit, rules: RowRules) -> tuple[FileRemark, ...]:
    """Say what a person should know of the whole file."""
    return (*fit.table.remarks, *_header_remarks(fit), *_open_remarks(rules))


def _column_conventions(
    rules: RowRules,
) -> Iterator[tuple[str, NumberConvention | DateConvention]]:
    yield from rules.numbers.items()
    yield from rules.fields.dates.items()
    yield from rules.fields.periods.items()


def _header_remarks(fit: Fit) -> Iterator[FileRemark]:
    specs, match, header = fit.list_map.specs, fit.match, fit.header
    if before := _preamble(fit):
        yield _remark(FileLabel.PREAMBULE, f"Avant l'en-tête, non lu : {before}.")
    other = [
        f"« {header[at]} » lu comme « {specs[code].title} »"
        for code, at in match.positions.items()
        if header_key(header[at]) != header_key(specs[code].title)
    ]
    if other:
        yield _remark(FileLabel.INTITULE, f"{' ; '.join(other)}.")
    for code in match.absent:
        if specs[code].is_expected:
            said = f"Il n'y a pas de colonne « {specs[code].title} »."
            yield _remark(FileLabel.COLONNE_ABSENTE, said)
    for code, places in match.doubled.items():
        said = f"« {specs[code].title} » est {len(places)} fois dans l'en-tête."
        yield _remark(FileLabel.COLONNE_EN_DOUBLE, said)
    if match.unknown:
        listed = ", ".join(f"« {header[at]} »" for at in match.unknown)
        yield _remark(FileLabel.COLONNE_INCONNUE, f"{listed}.")


def _open_remarks(rules: RowRules) -> Iterator[FileRemark]:
    for code, convention in _column_conventions(rules):
        if convention.is_ambiguous:
            said = convention.sentence(rules.columns[code])
            yield _remark(FileLabel.COLONNE_AMBIGUE, said)
    for code, of in (*rules.fields.dates.items(), *rules.fields.periods.items()):
        if of.order in {DateOrder.SERIE_1900, DateOrder.SERIE_1904}:
            said = of.sentence(rules.columns[code])
            yield _remark(FileLabel.NUMEROS_DE_JOUR, said)


def _preamble(fit: Fit) -> str:
    rows = fit.table.rows[: fit.header_row - 1]
    texts = [squeeze(cell) for row in rows for cell in row.cells if squeeze(cell)]
    quoted = ", ".join(f"« {text[:80]} »" for text in texts[:_MOST_QUOTED])
    return quoted + ", …" * (len(texts) > _MOST_QUOTED)


def _texts(rows: list[RawRow], at: int) -> list[str]:
    """Return the texts of a column; what a workbook holds as numbers shows nothing."""
    return [squeeze(row.cells[at]) for row in rows if at not in row.natives]


def _all_texts(rows: list[RawRow], at: int) -> list[str]:
    return [row.natives.get(at, squeeze(row.cells[at])) for row in rows]


def _parts(texts: list[str]) -> list[str]:
    """Cut the periods of a column into their days."""
    return [part for text in texts for part in (date_texts(text) or [text])]


def _dates(fit: Fit, texts: list[str]) -> DateConvention:
    found = establish_dates(texts)
    if found.order is DateOrder.SERIE_1900 and fit.table.is_1904:
        return replace(found, order=DateOrder.SERIE_1904)
    return found


def _free(code: str, taken: dict[str, str]) -> str:
    """Return a code nobody has: two unknown columns may have one header."""
    rank = 2
    free = code
    while free in taken:
        free = f"{code} ({rank})"
        rank += 1
    return free


def _remark(label: FileLabel, sentence: str) -> FileRemark:
    return FileRemark(label=label, sentence=sentence)
