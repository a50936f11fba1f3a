"""Read a data contract, and refuse it whole if a part is unclear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from open_data_contract_standard.model import (
    CustomProperty,
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)
from pydantic import ValidationError

from contrat_de_ville.adapters.quality.contract import (
    CONDITION,
    Column,
    DataContract,
    QualityRule,
)
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.depots import Severity
from contrat_de_ville.errors import BadFileError


VALUE = "valeur"
PLACE = re.compile(r"\{([^{}]*)\}")
KINDS = {"string": str, "integer": int, "date": str, "boolean": bool}
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
_UNITS = ("", "centimes", "pct", "centiemes")
# These would let rows through, or let the contract speak to the engine itself.
_REFUSED = ("column", "mostly", "meta", "result_format", "catch_exceptions")


def load_contract(path: Path) -> DataContract:
    """Read one contract (Open Data Contract Standard v3) of one object.

    Raises:
        BadFileError: the file is not such a contract, or a rule lacks its code,
            severity, sentence, remedy, source or dates, or cannot be run by
            Great Expectations.
    """
    try:
        document = OpenDataContractStandard.model_validate(load_yaml(path))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        _refuse(path, f"« {place} » ne suit pas le standard des contrats de données.")
    properties = _properties(path, document)
    keys = [one.name or "" for one in properties if one.primaryKey]
    if len(keys) != 1:
        _refuse(path, f"il faut une clé primaire et une seule ({len(keys)} trouvées).")
    checked = [one for one in properties if not one.primaryKey]
    rules = tuple(
        _rule(path, one, quality) for one in checked for quality in one.quality or []
    )
    _refuse_repeated(path, [one.name or "" for one in properties])
    _refuse_repeated(path, [rule.code for rule in rules])
    columns = {one.name or "": _column(path, one) for one in checked}
    for rule in rules:
        _refuse_unknown(path, rule, columns)
    return DataContract(
        name=document.id or "",
        path=path,
        version=document.version or "",
        key=keys[0],
        columns=columns,
        rules=rules,
    )


def _properties(
    path: Path, document: OpenDataContractStandard
) -> Sequence[SchemaProperty]:
    """Return the columns of the one object; a rule placed elsewhere is not lost."""
    objects: list[SchemaObject] = document.schema_ or []
    if not document.id or [one.name for one in objects] != [document.id]:
        _refuse(path, f"un objet « {document.id} » (son id) et un seul est attendu.")
    if objects[0].quality:
        _refuse(path, "chaque règle se place sous la colonne qu'elle contrôle.")
    return objects[0].properties or []


def _column(path: Path, one: SchemaProperty) -> Column:
    where = one.name or ""
    optional = ("unite", "compte", "parElement")
    custom = _custom(path, where, one.customProperties, ("champ",), optional)
    column = Column(
        name=where,
        kind=one.logicalType or "",
        field=custom["champ"],
        unit=custom.get("unite", ""),
        account=custom.get("compte", ""),
        required=bool(one.required),
        is_listed=custom.get("parElement", False) is True,
    )
    if column.kind not in KINDS or column.unit not in _UNITS:
        _refuse(path, f"« {where} » : le type ou l'unité n'est pas permis.")
    return column


def _rule(path: Path, column: SchemaProperty, quality: DataQuality) -> QualityRule:
    where = quality.id or column.name or ""
    if (quality.type, quality.engine) != ("custom", "greatExpectations"):
        _refuse(path, f"« {where} » : type custom, engine greatExpectations attendus.")
    run = require_keys(path, where, quality.implementation, ("type",), ("kwargs",))
    custom = _custom(
        path,
        where,
        quality.customProperties,
        ("remede", "source", "enVigueurDu"),
        ("jusquAu",),
    )
    until = custom.get("jusquAu")
    return QualityRule(
        code=_said(path, where, quality.id),
        column=column.name or "",
        expectation=run["type"],
        arguments=run.get("kwargs", {}),
        severity=_severity(path, where, quality.severity),
        dimension=_said(path, where, quality.dimension),
        sentence=_said(path, where, quality.description),
        remedy=_said(path, where, custom["remede"]),
        source=_said(path, where, custom["source"]),
        in_force_from=_day(path, where, custom["enVigueurDu"]),
        in_force_until=None if until is None else _day(path, where, until),
    )


def _refuse_unknown(
    path: Path, rule: QualityRule, columns: Mapping[str, Column]
) -> None:
    """Refuse what a rule says of a column that is not there, or would let pass."""
    refused = [name for name in _REFUSED if name in rule.arguments]
    if refused:
        _refuse(path, f"« {rule.code} » : « {refused[0]} » n'est pas permis.")
    _refuse_condition(path, rule, columns)
    for name in sorted(rule.columns() - columns.keys()):
        _refuse(path, f"« {rule.code} » : la colonne « {name} » n'existe pas.")
    for name in PLACE.findall(rule.sentence):
        if name != VALUE and name not in columns:
            _refuse(path, f"« {rule.code} » : la phrase n'admet que {{valeur}} ou une "
                    f"colonne entre accolades, pas {{{name}}}.")  # fmt: skip


def _refuse_condition(
    path: Path, rule: QualityRule, columns: Mapping[str, Column]
) -> None:
    """Refuse a condition that would be evaluated as code, or never be true."""
    given = rule.arguments.get(CONDITION)
    if given is None:
        return
    where = f"{rule.code}, {CONDITION}"
    shape = ("type", "column", "operator", "parameter")
    require_keys(path, where, given, shape)
    name = require_keys(path, where, given["column"], ("name",))["name"]
    kind = KINDS[columns[name].kind] if name in columns else type(given["parameter"])
    if given["type"] != "comparison" or given["operator"] not in OPERATORS:
        _refuse(path, f"« {where} » : une comparaison simple est attendue.")
    if type(given["parameter"]) is not kind:
        _refuse(path, f"« {where} » : la valeur n'est pas du type de « {name} ».")


def _custom(
    path: Path,
    where: str,
    given: Sequence[CustomProperty] | None,
    required: tuple[str, ...],
    optional: tuple[str, ...],
) -> dict[str, Any]:
    names = [one.property or "" for one in given or []]
    _refuse_repeated(path, names)
    values = {one.property: one.value for one in given or []}
    return require_keys(path, where, values, required, optional)


def _said(path: Path, where: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        _refuse(path, f"« {where} » : code, phrase, remède et source sont attendus.")
    return text.strip()


def _severity(path: Path, where: str, text: str | None) -> Severity:
    if text not in set(Severity):
        _refuse(path, f"« {where} » : gravité « {text} » inconnue.")
    return Severity(text)


def _day(path: Path, where: str, text: Any) -> date:
    """Read a date; it is quoted in the file, since JSON tools have no date."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        _refuse(path, f'« {where} » : date « {text} » attendue comme "2017-01-01".')


def _refuse_repeated(path: Path, names: Sequence[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        _refuse(path, f"« {repeated[0]} » est écrit deux fois.")


def _refuse(path: Path, found: str) -> NoReturn:
    raise BadFileError(path.as_posix(), found, "Corrigez ce contrat de données.")
