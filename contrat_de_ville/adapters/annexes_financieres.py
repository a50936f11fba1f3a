"""Reads the State's annexes financières of the chantiers, to propose headcounts.

Only the lines of the porteurs asked for are kept; the rest of the country is counted
and forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from contrat_de_ville.adapters.annexes_map import ANNEXES_MAP, AnnexesMap
from contrat_de_ville.adapters.flux_rows import (
    LARGEST_BYTES,
    Flux,
    FluxRow,
    read_flux,
)
from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.aci.annexes import Annexe
from contrat_de_ville.domain.deposit_values import (
    parse_count,
    parse_day,
    parse_hundredths,
)
from contrat_de_ville.domain.identifiers import is_siret
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import BadFileError, BadInputError


T = TypeVar("T")
_NUMERO = re.compile(r"[A-Za-z0-9-]{1,30}")
_LONGEST_SHOWN, _MOST_SHOWN = 80, 10
_NO_SIRET = (
    "Joignez le fichier des structures du même export (--structures), qui donne le "
    "SIRET de chacune."
)


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file given by someone: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class AnnexesRead:
    """What was read: the annexes kept, how many lines there were, what was odd."""

    annexes: tuple[Annexe, ...]
    rows_count: int
    remarks: tuple[str, ...]


def read_source(path: Path) -> SourceFile:
    """Read a whole file, once: what is kept as evidence is what is read.

    Raises:
        BadFileError: the file is missing, unreadable, or larger than 256 Mio.
    """
    try:
        is_large = path.stat().st_size > LARGEST_BYTES
        content = b"" if is_large else path.read_bytes()
    except OSError:
        raise BadFileError(
            path.name, "il est introuvable ou illisible.", "Vérifiez son nom."
        ) from None
    if is_large:
        found = "il dépasse 256 Mio."
        raise BadFileError(path.name, found, "Gardez les lignes de votre département.")
    return SourceFile(name=path.name, content=content)


def read_annexes(
    source: SourceFile,
    sirets: Collection[str],
    structures: SourceFile | None = None,
    declared: AnnexesMap = ANNEXES_MAP,
) -> AnnexesRead:
    """Read the annexes of the porteurs whose SIRET are given.

    Args:
        source: the file of the annexes.
        sirets: the porteurs' SIRET; other lines are not kept.
        structures: the file of the structures, where the annexes have no SIRET.
        declared: how the files are read.

    Raises:
        BadFileError: a file that is not such an export, or no SIRET to be found.
    """
    flux = read_flux(
        source.name,
        source.content,
        declared.columns,
        declared,
        optional=declared.optional,
    )
    by_structure = _sirets(source, flux, structures, declared)
    remarks = list(_file_remarks(flux, declared))
    annexes: list[Annexe] = []
    for row in flux.rows:
        siret = by_structure(row)
        if siret not in sirets or row.cells["mesure"] not in declared.measures:
            continue
        try:
            annexes.append(_annexe(row, siret, declared))
        except BadInputError as error:
            remarks.append(f"Ligne {row.line} écartée : {error}")
    return AnnexesRead(
        annexes=tuple(annexes),
        rows_count=len(flux.rows),
        remarks=tuple(remarks),
    )


def _sirets(
    source: SourceFile,
    flux: Flux,
    structures: SourceFile | None,
    declared: AnnexesMap,
) -> Callable[[FluxRow], str]:
    """Return what tells the SIRET of a row: its own cell, or its structure's."""
    if structures is None:
        if "siret" not in flux.columns:
            found = "il ne donne pas le SIRET des structures."
            raise BadFileError(source.name, found, _NO_SIRET)
        return lambda row: _siret(row.cells["siret"])
    rows = read_flux(
        structures.name, structures.content, declared.structures, declared
    ).rows
    known: dict[str, str] = {}
    for row in rows:
        key, siret = row.cells["structure"], _siret(row.cells["siret"])
        # A structure told with two SIRET is nobody's.
        known[key] = siret if known.get(key, siret) == siret else ""
    return lambda row: known.get(row.cells["structure"], "")


def _siret(text: str) -> str:
    """Return a SIRET, or nothing: one in scientific notation is beyond repair."""
    return text if is_siret(text) else ""


def _file_remarks(flux: Flux, declared: AnnexesMap) -> Iterator[str]:
    """Say what was odd about the whole file; its columns are read by their names."""
    if flux.width != declared.columns_count:
        yield (
            f"Le fichier a {flux.width} colonnes, {declared.columns_count} sont "
            "attendues : elles sont lues par leur nom."
        )
    if flux.misfits:
        listed = ", ".join(map(str, flux.misfits[:_MOST_SHOWN]))
        more = ", …" if len(flux.misfits) > _MOST_SHOWN else ""
        yield (
            f"{plural(len(flux.misfits), 'ligne')} d'un autre nombre de cellules que "
            f"l'en-tête, qu'on ne peut pas lire : {listed}{more}."
        )
    read = len(flux.rows) + len(flux.misfits)
    if flux.announced is not None and flux.announced != read:
        yield (
            f"La dernière ligne annonce {flux.announced} lignes, le fichier en a "
            f"{read}."
        )


def _annexe(row: FluxRow, siret: str, declared: AnnexesMap) -> Annexe:
    state = row.cells["etat"]
    if state not in declared.states:
        raise BadInputError(
            f"l'état « {_shown(state)} » n'est pas connu.", "Elle n'est pas comptée."
        )
    starts_on = _read(row, "debut", parse_day)
    ends_on = _read(row, "fin", parse_day)
    if ends_on < starts_on:
        raise BadInputError("elle finit avant de commencer.", "Elle n'est pas comptée.")
    return Annexe(
        line=row.line,
        siret=siret,
        numero=_read(row, "numero", _numero),
        version=_version(row),
        state=state,
        starts_on=starts_on,
        ends_on=ends_on,
        etp_centiemes=_read(row, "etp", parse_hundredths),
        persons=_maybe(row, "personnes", parse_count),
        unit_centimes=_maybe(row, "unitaire", _amount),
        total_centimes=_maybe(row, "total", _amount),
        intercomm_centimes=_maybe(row, "intercommunalite", _amount),
    )


def _version(row: FluxRow) -> str:
    """Write renewals and amendments as the State does: « A0M1 »."""
    renewal = _maybe(row, "renouvellement", parse_count) or 0
    amendment = _maybe(row, "modification", parse_count) or 0
    return f"A{renewal}M{amendment}"


def _read(row: FluxRow, code: str, read: Callable[[str], T]) -> T:
    try:
        return read(row.cells[code])
    except BadInputError as error:
        raise BadInputError(
            f"« {code} » : {_shown(error.found)}", "Elle n'est pas comptée."
        ) from None


def _maybe(row: FluxRow, code: str, read: Callable[[str], T]) -> T | None:
    """Read what may be left out: an absent column and an empty cell are not zero."""
    return _read(row, code, read) if row.cells.get(code) else None


def _amount(text: str) -> int:
    centimes = parse_centimes(text)
    if centimes < 0:
        raise BadInputError(f"« {text} » est négatif.", "")
    return centimes


def _numero(text: str) -> str:
    if not _NUMERO.fullmatch(text):
        raise BadInputError(f"« {text} » n'est pas un numéro d'annexe.", "")
    return text


def _shown(text: str) -> str:
    """Show what a stranger wrote: short, without what would move the cursor."""
    plain = " ".join(safe_text(text).split())
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN]}…"
