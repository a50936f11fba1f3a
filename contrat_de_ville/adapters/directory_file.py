"""Reading the directory of known porteurs, a small CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.identifiers import is_email, is_siret
from contrat_de_ville.errors import BadFileError


HEADER = ["siret", "nom", "type", "courriel"]


@dataclass(frozen=True, kw_only=True)
class KnownPorteur:
    """A porteur of earlier years."""

    siret: str
    name: str
    kind: str
    email: str


def load_directory(path: Path) -> list[KnownPorteur]:
    """Read the directory; the first wrong line stops it, with its number.

    Raises:
        BadFileError: missing or unreadable file, other header, wrong SIRET, type
            or address.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError(
            path.name,
            "il n'existe pas, ou n'est pas du texte en UTF-8.",
            "Vérifiez le chemin et l'enregistrement.",
        ) from error
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";", strict=True))
    except csv.Error as error:
        raise BadFileError(
            path.name,
            "ce n'est pas un CSV lisible, un guillemet n'est pas fermé.",
            "Enregistrez-le de nouveau depuis le tableur.",
        ) from error
    if not rows or rows[0] != HEADER:
        raise BadFileError(
            path.name, "la première ligne n'est pas l'en-tête.", f"Écrivez : {HEADER}."
        )
    return [_porteur(path, number, row) for number, row in enumerate(rows[1:], 2)]


def _porteur(path: Path, number: int, row: list[str]) -> KnownPorteur:
    if len(row) != len(HEADER):
        _refuse(path, number, f"{len(row)} valeurs au lieu de {len(HEADER)}")
    siret, name, kind, email = (one.strip() for one in row)
    if not is_siret(siret):
        _refuse(path, number, f"« {siret} » n'est pas un SIRET")
    if kind not in set(PorteurKind):
        _refuse(path, number, f"« {kind} » n'est pas un type de porteur")
    if not is_email(email):
        _refuse(path, number, f"« {email} » n'est pas une adresse")
    return KnownPorteur(siret=siret, name=name, kind=kind, email=email)


def _refuse(path: Path, number: int, found: str) -> None:
    raise BadFileError(path.name, f"ligne {number}, {found}.", "Corrigez cette ligne.")
