"""Reads what a map says of deposits: which column answers which field of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.adapters.list_map_rules import MapReader
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.list_rules import RowRules
from contrat_de_ville.domain.received import LineStatus


_SIDES = {"charges": Side.CHARGE, "produits": Side.PRODUIT}


@dataclass(frozen=True, kw_only=True)
class BudgetColumn:
    """A column that is a budget line: its account, its label, its funder if any."""

    column: str
    side: Side
    account: str
    label: str
    funder: str | None


@dataclass(frozen=True, kw_only=True)
class FunderColumns:
    """The columns of one funder's part; an empty code where there is none."""

    funder: str
    label: str
    asked: str
    proposed: str
    voted: str
    status: str
    avis: str


@dataclass(frozen=True, kw_only=True)
class DepositSpec:
    """What makes a row of the list a deposit.

    ``fields`` maps a field code of the form to a column. ``statuses`` say which of
    our statuses each word of the list is.
    """

    fields: Mapping[str, str]
    reference: str
    applicant_number: str
    exercice: str
    deposited_at: str
    budget: tuple[BudgetColumn, ...]
    funders: tuple[FunderColumns, ...]
    statuses: Mapping[str, LineStatus]


def deposit_spec(
    reader: MapReader, rules: RowRules, fields: Any, raw: Any
) -> DepositSpec | None:
    """Return what makes a row a deposit; nothing where the map does not say."""
    if fields is None and raw is None:
        return None
    raw = reader.keys(
        "depot",
        raw or {},
        "",
        "reference numero_porteur exercice depose_le budget financeurs statuts",
    )
    fields = reader.mapping("champs", fields)
    statuses = reader.mapping("depot.statuts", raw.get("statuts", {}))
    return DepositSpec(
        fields={
            code: reader.column(f"champs.{code}", column)
            for code, column in fields.items()
        },
        reference=_maybe(reader, raw, "reference"),
        applicant_number=_maybe(reader, raw, "numero_porteur"),
        exercice=_maybe(reader, raw, "exercice"),
        deposited_at=_maybe(reader, raw, "depose_le"),
        budget=tuple(
            _budget_column(reader, rules, one) for one in _items(reader, raw, "budget")
        ),
        funders=tuple(
            _funder(reader, rules, one) for one in _items(reader, raw, "financeurs")
        ),
        statuses={
            label: LineStatus(reader.one_of("depot.statuts", status, tuple(LineStatus)))
            for label, status in statuses.items()
        },
    )


def _items(reader: MapReader, raw: dict[str, Any], key: str) -> list[Any]:
    items = raw.get(key, [])
    if not isinstance(items, list):
        reader.refuse(f"« depot.{key} » n'est pas une liste.")
    return items


def _maybe(
    reader: MapReader, raw: dict[str, Any], key: str, among: tuple[str, ...] = ()
) -> str:
    """Return the column under an optional key; empty where the key is absent."""
    if key not in raw:
        return ""
    return reader.one_of(f"depot.{key}", raw[key], among or tuple(reader.specs))


def _budget_column(reader: MapReader, rules: RowRules, raw: Any) -> BudgetColumn:
    raw = reader.keys("depot.budget", raw, "colonne cote compte libelle", "financeur")
    side = reader.one_of("depot.budget.cote", raw["cote"], tuple(_SIDES))
    return BudgetColumn(
        column=reader.one_of("depot.budget.colonne", raw["colonne"], rules.amounts),
        side=_SIDES[side],
        account=reader.text("depot.budget.compte", raw["compte"]),
        label=reader.text("depot.budget.libelle", raw["libelle"]),
        funder=raw.get("financeur"),
    )


def _funder(reader: MapReader, rules: RowRules, raw: Any) -> FunderColumns:
    raw = reader.keys(
        "depot.financeurs", raw, "libelle", "code demande propose accorde statut avis"
    )
    return FunderColumns(
        funder=reader.text("depot.financeurs.code", raw["code"])
        if "code" in raw
        else "",
        label=reader.text("depot.financeurs.libelle", raw["libelle"]),
        asked=_maybe(reader, raw, "demande", rules.amounts),
        proposed=_maybe(reader, raw, "propose", rules.amounts),
        voted=_maybe(reader, raw, "accorde", rules.amounts),
        status=_maybe(reader, raw, "statut"),
        avis=_maybe(reader, raw, "avis"),
    )
