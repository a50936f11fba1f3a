"""Reads the summary sheet a map declares, and sets it beside the detail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contrat_de_ville.adapters.list_maps import ListMap, SummarySpec
from contrat_de_ville.adapters.list_sheets import sheet_tables
from contrat_de_ville.adapters.list_source import ListSource
from contrat_de_ville.domain.list_decision import RawRow
from contrat_de_ville.domain.list_headers import ColumnSpec, find_header
from contrat_de_ville.domain.list_numbers import NumberConvention
from contrat_de_ville.domain.list_rules import squeeze
from contrat_de_ville.domain.list_summary import check_summary
from contrat_de_ville.domain.lists import FileLabel, FileRemark, ListRow, SummaryCheck
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadFileError, BadInputError


_GROUP, _AMOUNT = "groupe", "montant"


def compared(
    source: ListSource, list_map: ListMap, rows: Sequence[ListRow]
) -> tuple[SummaryCheck, ...]:
    """Set the totals of the summary sheet beside the sums of the rows.

    A map without a summary gives nothing.

    Raises:
        BadFileError: the workbook has no such sheet, or the sheet no such columns.
    """
    spec = list_map.summary
    if spec is None:
        return ()
    (table,) = sheet_tables(source.file_name, source.content, source.kind, spec.sheet)
    return check_summary(
        rows,
        _written(source.file_name, table.rows, spec),
        group=spec.group,
        amount=spec.amount,
        total=spec.total,
    )


def summary_remark(
    list_map: ListMap, checks: Sequence[SummaryCheck]
) -> Iterable[FileRemark]:
    """Say that a summary does not agree with the detail, when it does not."""
    apart = [one for one in checks if not one.agrees]
    if not apart or list_map.summary is None:
        return ()
    whole = checks[-1]
    sentence = (
        f"La feuille « {list_map.summary.sheet} » annonce en tout "
        f"{format_euros(whole.written_centimes)}, le détail donne "
        f"{format_euros(whole.computed_centimes)} ; {len(apart)} lignes sur "
        f"{len(checks)} ne concordent pas."
    )
    return (FileRemark(label=FileLabel.RECAPITULATIF, sentence=sentence),)


def _written(
    file_name: str, rows: Sequence[RawRow], spec: SummarySpec
) -> dict[str, int]:
    """Return what the summary writes for each group, in centimes."""
    specs = {
        _GROUP: ColumnSpec(title=spec.groups),
        _AMOUNT: ColumnSpec(title=spec.amounts),
    }
    at, match = find_header([row.cells for row in rows], specs)
    if match.missing:
        raise BadFileError(
            file_name,
            f"la feuille « {spec.sheet} » n'a pas les colonnes « {spec.groups} » et "
            f"« {spec.amounts} ».",
            "Corrigez « recapitulatif » dans le plan de lecture.",
        )
    group, amount = match.positions[_GROUP], match.positions[_AMOUNT]
    found: dict[str, int] = {}
    for row in rows[at + 1 :]:
        name = squeeze(row.cells[group]) if group < len(row.cells) else ""
        centimes = _centimes(row, amount)
        if name and centimes is not None:
            found[name] = found.get(name, 0) + centimes
    return found


def _centimes(row: RawRow, at: int) -> int | None:
    """Read an amount of the summary; what cannot be read is left out, and shows."""
    text = row.natives.get(at) or (row.cells[at] if at < len(row.cells) else "")
    try:
        return NumberConvention(decimal_mark="." if at in row.natives else ",").read(
            text
        )
    except BadInputError:
        return None
