"""Read ``config/referentiels``: one YAML list per file, nothing ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys, require_text
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.referentials import (
    Axe,
    Entry,
    Orientation,
    PorteurType,
    Referentials,
)
from contrat_de_ville.errors import BadFileError


T = TypeVar("T")
_LISTS_OF_THE_NOTE = ("criteres_innovation", "participation", "pilotage", "logiques")


def load_referentials(folder: Path) -> Referentials:
    """Read every list of *folder*.

    Raises:
        BadFileError: a list is missing, breaks the form, repeats a code, or an
            orientation does not belong to the axe its code announces.
    """
    axes = _read(folder / "axes.yaml", "numero", _axe)
    orientations = _read(folder / "orientations.yaml", "code", _orientation)
    _check_axes(folder / "orientations.yaml", orientations.values(), axes)
    types = _read(folder / "types_de_porteur.yaml", "code", _porteur_type)
    _check_kinds(folder / "types_de_porteur.yaml", types)
    return Referentials(
        axes=axes,
        orientations=orientations,
        publics=_read(folder / "publics.yaml", "code", _public),
        types_de_porteur=types,
        pieces=_read(folder / "pieces.yaml", "code", _piece),
        **{
            name: _read(folder / f"{name}.yaml", "code", _entry)
            for name in _LISTS_OF_THE_NOTE
        },
    )


def _read(path: Path, key: str, build: Callable[[Path, str, Any], T]) -> dict[Any, T]:
    """Read one list into records by code, refusing an empty list or a twin."""
    rows = load_yaml(path)
    if not isinstance(rows, list) or not rows:
        raise BadFileError(
            path.as_posix(),
            "une liste d'au moins une entrée est attendue.",
            f"Commencez chaque entrée par « - {key}: … ».",
        )
    entries: dict[Any, T] = {}
    for rank, row in enumerate(rows, start=1):
        entry = build(path, f"entrée {rank}", row)
        if row[key] in entries:
            raise BadFileError(
                path.as_posix(),
                f"« {row[key]} » est écrit deux fois (la seconde à l'entrée {rank}).",
                "Donnez un code différent à chaque entrée.",
            )
        entries[row[key]] = entry
    return entries


def _texts(path: Path, where: str, row: dict[str, Any], *keys: str) -> list[str]:
    """Read several texts of one entry."""
    return [require_text(path, f"{where}, {key}", row[key]) for key in keys]


def _typed(path: Path, where: str, raw: Any, kind: type[T], in_french: str) -> T:
    """Read a value of one exact type: true is not 1."""
    if type(raw) is kind:
        return raw
    raise BadFileError(
        path.as_posix(), f"« {where} » vaut « {raw} ».", f"Écrivez {in_french}."
    )


def _axe(path: Path, where: str, row: Any) -> Axe:
    row = require_keys(path, where, row, ("numero", "libelle", "citation"))
    number = _typed(path, f"{where}, numero", row["numero"], int, "un nombre entier")
    label, quote = _texts(path, where, row, "libelle", "citation")
    return Axe(number=number, label=label, quote=quote)


def _orientation(path: Path, where: str, row: Any) -> Orientation:
    row = require_keys(
        path,
        where,
        row,
        ("code", "axe", "libelle", "citation"),
        ("dre", "maitrise_ouvrage"),
    )
    code, label, quote = _texts(path, where, row, "code", "libelle", "citation")
    carried_by = row.get("maitrise_ouvrage", "")
    if carried_by not in {"", "communautaire"}:
        found = f"« {where}, maitrise_ouvrage » vaut « {carried_by} »."
        raise BadFileError(path.as_posix(), found, "Écrivez « communautaire ».")
    return Orientation(
        code=code,
        axe=_typed(path, f"{where}, axe", row["axe"], int, "un nombre entier"),
        label=label,
        quote=quote,
        is_dre=_typed(
            path, f"{where}, dre", row.get("dre", False), bool, "true ou false"
        ),
        maitrise_ouvrage=carried_by,
    )


def _entry(path: Path, where: str, row: Any) -> Entry:
    row = require_keys(path, where, row, ("code", "libelle", "citation"))
    code, label, quote = _texts(path, where, row, "code", "libelle", "citation")
    return Entry(code=code, label=label, quote=quote)


def _public(path: Path, where: str, row: Any) -> Entry:
    keys = ("code", "libelle", "citation")
    row = require_keys(path, where, row, keys, ("parametres",))
    names = _typed(
        path, f"{where}, parametres", row.get("parametres", []), list, "une liste"
    )
    code, label, quote = _texts(path, where, row, *keys)
    return Entry(
        code=code,
        label=label,
        quote=quote,
        parameters=tuple(
            require_text(path, f"{where}, parametres", one) for one in names
        ),
    )


def _piece(path: Path, where: str, row: Any) -> Entry:
    row = require_keys(path, where, row, ("code", "libelle"))
    code, label = _texts(path, where, row, "code", "libelle")
    return Entry(code=code, label=label)


def _porteur_type(path: Path, where: str, row: Any) -> PorteurType:
    row = require_keys(path, where, row, ("code", "libelle", "rna_attendu"))
    code, label = _texts(path, where, row, "code", "libelle")
    expected = _typed(
        path, f"{where}, rna_attendu", row["rna_attendu"], bool, "true ou false"
    )
    return PorteurType(code=code, label=label, is_rna_expected=expected)


def _check_axes(
    path: Path, orientations: Iterable[Orientation], axes: dict[int, Axe]
) -> None:
    """Refuse an orientation of no axe, or of another than its code says."""
    for one in orientations:
        if one.axe not in axes or not one.code.startswith(f"{one.axe}."):
            raise BadFileError(
                path.as_posix(),
                f"l'orientation « {one.code} » est rangée dans l'axe {one.axe}.",
                "Le code commence par le numéro d'un axe de axes.yaml, suivi d'un "
                "point.",
            )


def _check_kinds(path: Path, types: dict[str, PorteurType]) -> None:
    """Refuse kinds of porteur other than those the rules know."""
    known = {kind.value for kind in PorteurKind}
    if different := sorted(known ^ types.keys()):
        raise BadFileError(
            path.as_posix(),
            f"types de porteur manquants ou inconnus : {', '.join(different)}.",
            f"Il faut exactement : {', '.join(sorted(known))}.",
        )
