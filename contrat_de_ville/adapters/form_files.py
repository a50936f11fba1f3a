"""Read the definition of a deposit form (``config/formulaires/``), strictly."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    SHEETS,
    BudgetRow,
    FieldKind,
    FormDefinition,
    FormField,
    budget_label,
    label_key,
)
from contrat_de_ville.errors import BadFileError


_WITH_LIST = frozenset({FieldKind.LISTE, FieldKind.MULTIPLE})


def load_form(path: Path) -> FormDefinition:
    """Read one version of the deposit form.

    Raises:
        BadFileError: the file is not such a definition: unknown key or kind, a code
            or a label written twice (a workbook is read back by its labels), a list
            missing where the kind needs one.
    """
    top = require_keys(
        path, "", load_yaml(path), ("version", "feuilles", "champs", "budget")
    )
    sheets = require_keys(path, "feuilles", top["feuilles"], SHEETS)
    budget = require_keys(path, "budget", top["budget"], ("charges", "produits"))
    form = FormDefinition(
        version=_text(path, "version", top["version"]),
        sheets={key: _text(path, f"feuilles.{key}", sheets[key]) for key in SHEETS},
        fields=tuple(
            _field(path, where, each) for where, each in _items(path, "champs", top)
        ),
        charges=tuple(
            _row(path, where, each) for where, each in _items(path, "charges", budget)
        ),
        produits=tuple(
            _row(path, where, each) for where, each in _items(path, "produits", budget)
        ),
    )
    _refuse_ambiguity(path, form)
    return form


def _items(path: Path, key: str, holder: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the items of a list with their place in the file, counted from 1."""
    items = holder[key]
    if not isinstance(items, list) or not items:
        raise BadFileError(
            path.as_posix(),
            f"« {key} » doit être une liste d'au moins un élément.",
            "Écrivez un élément par ligne, précédé d'un tiret.",
        )
    return [(f"{key}, n° {rank}", item) for rank, item in enumerate(items, start=1)]


def _field(path: Path, where: str, item: Any) -> FormField:
    item = require_keys(
        path, where, item, ("code", "feuille", "libelle", "sorte"), ("liste",)
    )
    kind = FieldKind(_one_of(path, f"{where}, sorte", item["sorte"], tuple(FieldKind)))
    if (kind in _WITH_LIST) != ("liste" in item):
        raise BadFileError(
            path.as_posix(),
            f"{where} : la sorte « {kind} » et la clé « liste » ne vont pas ensemble.",
            "Nommez une liste pour « liste » et « multiple », et seulement pour eux.",
        )
    return FormField(
        code=_text(path, f"{where}, code", item["code"]),
        sheet=_one_of(path, f"{where}, feuille", item["feuille"], (IDENTITE, ACTION)),
        label=_text(path, f"{where}, libelle", item["libelle"]),
        kind=kind,
        list_name=_text(path, f"{where}, liste", item["liste"])
        if "liste" in item
        else "",
    )


def _row(path: Path, where: str, item: Any) -> BudgetRow:
    item = require_keys(path, where, item, ("compte", "libelle"), ("financeur",))
    return BudgetRow(
        account=_text(path, f"{where}, compte", item["compte"]),
        label=_text(path, f"{where}, libelle", item["libelle"]),
        funder=_text(path, f"{where}, financeur", item["financeur"])
        if "financeur" in item
        else None,
    )


def _text(path: Path, where: str, value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise BadFileError(
        path.as_posix(),
        f"{where} : un texte est attendu, « {value} » est lu.",
        "Écrivez-le entre guillemets.",
    )


def _one_of(path: Path, where: str, value: Any, accepted: tuple[str, ...]) -> str:
    if value in accepted:
        return str(value)
    raise BadFileError(
        path.as_posix(),
        f"{where} : « {value} » est inconnu.",
        f"Valeurs permises : {', '.join(accepted)}.",
    )


def _refuse_ambiguity(path: Path, form: FormDefinition) -> None:
    """Refuse what could not be found again: equal codes, equal labels of a sheet."""
    _once(path, "le code", [one.code for one in form.fields])
    _once(path, "le nom de feuille", [label_key(name) for name in form.sheets.values()])
    for sheet in (IDENTITE, ACTION):
        labels = [label_key(one.label) for one in form.fields if one.sheet == sheet]
        _once(path, f"dans « {sheet} », le libellé", labels)
    rows = (*form.charges, *form.produits)
    _once(
        path,
        "le poste du budget",
        [label_key(budget_label(row.account, row.label)) for row in rows],
    )


def _once(path: Path, what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadFileError(
                path.as_posix(),
                f"{what} « {value} » est écrit deux fois.",
                "Gardez-en un, ou distinguez-les.",
            )
        seen.add(value)
