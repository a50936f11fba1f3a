"""Reads the declared map of a list of requests (``config/listes``).

A map says where the columns are, how amounts and dates are written (or that it is to
be established from the file), what is set aside and what is refused. Its keys are
strict: a misspelt rule is an error, not a rule lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.list_map_deposit import DepositSpec, deposit_spec
from contrat_de_ville.adapters.list_map_rules import MapReader
from contrat_de_ville.adapters.list_map_values import ETABLIR
from contrat_de_ville.adapters.list_tables import CSV, KINDS, XLS, XLSX
from contrat_de_ville.adapters.yaml_files import load_yaml
from contrat_de_ville.domain.list_headers import ColumnSpec
from contrat_de_ville.domain.list_rules import RowRules


_HEADER_WITHIN = 30
_STRICT, _FLEXIBLE = "stricte", "souple"


@dataclass(frozen=True, kw_only=True)
class SummarySpec:
    """A summary sheet of the same workbook, to be set beside the detail.

    ``groups`` and ``amounts`` are the headers of its two columns, ``total`` what it
    calls its grand total; ``group`` and ``amount`` are columns of the detail.
    """

    sheet: str
    groups: str
    amounts: str
    total: str
    group: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class ListMap:
    """How to read one list: where its rows are, and the rules they follow.

    Attributes:
        kinds: among ``csv``, ``xls`` and ``xlsx``.
        sheet, encoding, separator: as declared, or :data:`ETABLIR`; empty where the
            kinds have none.
        header_row: its number from 1; 0 when it is to be found among the first
            ``header_within`` rows.
        specs: the columns, by code.
        is_flexible: unknown columns are kept and doubled ones compared, instead of
            refusing the file.
        establishes_numbers, establishes_dates: the columns show how they are written.
        summary: another sheet to compare with; ``deposit`` what makes each row a
            deposit.
    """

    path: Path
    version: str
    annee: int | None
    kinds: tuple[str, ...]
    sheet: str
    encoding: str
    separator: str
    header_row: int
    header_within: int
    specs: Mapping[str, ColumnSpec]
    ignored: tuple[str, ...]
    is_flexible: bool
    rules: RowRules
    establishes_numbers: bool
    establishes_dates: bool
    summary: SummarySpec | None
    deposit: DepositSpec | None


def load_list_map(path: Path) -> ListMap:
    """Read and check the declared map of a list.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort, or names a
            column that is not declared.
    """
    reader = MapReader(path)
    top = reader.keys(
        "",
        load_yaml(path),
        "version fichier colonnes colonnes_ignorees identite regroupement montants "
        "lignes_ecartees controles",
        "annee dates cellules recapitulatif champs depot",
    )
    place = _place(reader, top["fichier"])
    rules = reader.rules(top)
    return ListMap(
        path=path,
        version=reader.text("version", top["version"]),
        annee=reader.year("annee", top.get("annee")),
        specs=reader.specs,
        ignored=reader.texts("colonnes_ignorees", top["colonnes_ignorees"]),
        rules=rules,
        establishes_numbers=reader.establishes_numbers,
        establishes_dates=reader.establishes_dates,
        summary=_summary(reader, rules, top.get("recapitulatif")),
        deposit=deposit_spec(reader, rules, top.get("champs"), top.get("depot")),
        **place,
    )


def _place(reader: MapReader, raw: Any) -> dict[str, Any]:
    optional = "feuille encodage separateur entete_parmi entete"
    raw = reader.keys("fichier", raw, "sorte ligne_entete", optional)
    sorts = raw["sorte"] if isinstance(raw["sorte"], list) else [raw["sorte"]]
    kinds = tuple(reader.one_of("fichier.sorte", one, KINDS) for one in sorts)
    own = "encodage separateur " * (CSV in kinds)
    own += "feuille" * bool({XLS, XLSX} & set(kinds))
    reader.keys("fichier", raw, f"sorte ligne_entete {own}", "entete_parmi entete")
    header_row, within = _header_place(reader, raw)
    entete = reader.one_of(
        "fichier.entete", raw.get("entete", _STRICT), (_STRICT, _FLEXIBLE)
    )
    place = {"kinds": kinds, "header_row": header_row, "header_within": within}
    place |= {"is_flexible": entete == _FLEXIBLE, "sheet": ""}
    place |= {"encoding": "", "separator": ""}
    if CSV in kinds:
        place["encoding"] = reader.encoding(raw["encodage"])
        place["separator"] = reader.separator(raw["separateur"])
    if "feuille" in raw:
        place["sheet"] = reader.text("fichier.feuille", raw["feuille"])
    return place


def _header_place(reader: MapReader, raw: dict[str, Any]) -> tuple[int, int]:
    row, within = raw["ligne_entete"], raw.get("entete_parmi", _HEADER_WITHIN)
    if type(within) is not int or within < 1:
        reader.refuse("« fichier.entete_parmi » n'est pas un nombre de lignes.")
    if row == ETABLIR:
        return 0, within
    if type(row) is not int or row < 1:
        reader.refuse("« fichier.ligne_entete » n'est pas un numéro de ligne.")
    return row, within


def _summary(reader: MapReader, rules: RowRules, raw: Any) -> SummarySpec | None:
    if raw is None:
        return None
    raw = reader.keys(
        "recapitulatif", raw, "feuille groupes montants total groupe montant"
    )
    texts = {
        key: reader.text(f"recapitulatif.{key}", raw[key])
        for key in ("feuille", "groupes", "montants", "total")
    }
    return SummarySpec(
        sheet=texts["feuille"],
        groups=texts["groupes"],
        amounts=texts["montants"],
        total=texts["total"],
        group=reader.column("recapitulatif.groupe", raw["groupe"]),
        amount=reader.one_of("recapitulatif.montant", raw["montant"], rules.amounts),
    )
