"""Read the definition of a deposit form (``config/formulaires/``), strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.form_checks import check_form, refuse_repeats
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.form import (
    ACTION,
    IDENTITE,
    SHEETS,
    BudgetRow,
    FieldKind,
    FormDefinition,
    FormField,
)
from contrat_de_ville.errors import BadFileError


_WITH_LIST = frozenset({FieldKind.LISTE, FieldKind.MULTIPLE})


def load_form(path: Path) -> FormDefinition:
    """Read one version of the deposit form.

    Raises:
        BadFileError: the file is not such a definition: unknown key or kind, a code
            or a label written twice (a workbook is read back by its labels), a list
            missing where the kind needs one, a detail away from its account, a request
            to a funder that has no line under 74.
    """
    top = require_keys(
        path,
        "",
        load_yaml(path),
        ("version", "feuilles", "champs", "tranches_d_age", "budget"),
    )
    sheets = require_keys(path, "feuilles", top["feuilles"], SHEETS)
    budget = require_keys(path, "budget", top["budget"], ("charges", "produits"))
    form = FormDefinition(
        version=_text(path, "version", top["version"]),
        sheets={key: _text(path, f"feuilles.{key}", sheets[key]) for key in SHEETS},
        fields=tuple(
            _field(path, where, each) for where, each in _items(path, "champs", top)
        ),
        age_bands=_age_bands(path, top),
        charges=tuple(
            _row(path, where, each) for where, each in _items(path, "charges", budget)
        ),
        produits=tuple(
            _row(path, where, each) for where, each in _items(path, "produits", budget)
        ),
    )
    check_form(path, form)
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
        path,
        where,
        item,
        ("code", "feuille", "libelle", "sorte"),
        ("liste", "rubrique", "aide", "long", "financeur"),
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
        list_name=_maybe_text(path, where, item, "liste"),
        band=_maybe_text(path, where, item, "rubrique"),
        hint=_maybe_text(path, where, item, "aide"),
        is_long=_flag(path, where, item, "long"),
        funder=_maybe_text(path, where, item, "financeur") or None,
    )


def _age_bands(path: Path, top: dict[str, Any]) -> dict[str, str]:
    bands: dict[str, str] = {}
    for where, item in _items(path, "tranches_d_age", top):
        known = require_keys(path, where, item, ("code", "libelle"))
        code = _text(path, f"{where}, code", known["code"])
        refuse_repeats(path, "la tranche d'âge", [*bands, code])
        bands[code] = _text(path, f"{where}, libelle", known["libelle"])
    return bands


def _row(path: Path, where: str, item: Any) -> BudgetRow:
    item = require_keys(
        path, where, item, ("compte", "libelle"), ("financeur", "detail")
    )
    return BudgetRow(
        account=_text(path, f"{where}, compte", item["compte"]),
        label=_text(path, f"{where}, libelle", item["libelle"]),
        funder=_maybe_text(path, where, item, "financeur") or None,
        is_detail=_flag(path, where, item, "detail"),
    )


def _maybe_text(path: Path, where: str, item: dict[str, Any], key: str) -> str:
    """Return the text under an optional key; empty where the key is absent."""
    return _text(path, f"{where}, {key}", item[key]) if key in item else ""


def _flag(path: Path, where: str, item: dict[str, Any], key: str) -> bool:
    """Return whether an optional key says « true »; anything else but that is said."""
    if item.get(key, True) is not True:
        raise BadFileError(
            path.as_posix(),
            f"{where}, {key} : « {item[key]} » est lu, « true » est attendu.",
            "Écrivez « true », ou ôtez la clé.",
        )
    return key in item


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
