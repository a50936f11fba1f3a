"""Finds where a map's header is in a file, and which map fits a file best."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from contrat_de_ville.adapters.list_map_values import ETABLIR
from contrat_de_ville.adapters.list_maps import ListMap, load_list_map
from contrat_de_ville.adapters.list_source import ListSource
from contrat_de_ville.adapters.list_tables import CSV, Table
from contrat_de_ville.domain.list_headers import HeaderMatch, find_header
from contrat_de_ville.domain.list_rules import squeeze
from contrat_de_ville.errors import BadFileError


_SEEN = " (trouvées : "


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A map, the table it reads in a file, and its header there (from row 1)."""

    list_map: ListMap
    table: Table
    header_row: int
    match: HeaderMatch

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of the header, as they are written but for spaces."""
        return tuple(map(squeeze, self.table.rows[self.header_row - 1].cells))


class UnfitError(BadFileError):
    """A map that does not fit a file; ``known_count`` columns are recognised."""

    def __init__(
        self, file_name: str, found: str, remedy: str, known_count: int = 0
    ) -> None:
        super().__init__(file_name, found, remedy)
        self.args = (file_name, found, remedy, known_count)
        self.known_count = known_count


def fit(source: ListSource, list_map: ListMap) -> Fit:
    """Find the header of *list_map* in the file.

    Raises:
        BadFileError: the file is not what the map declares; the columns that are
            missing, doubled or not declared are named. Two sheets fit as well.
    """
    tables = source.tables(list_map)
    first = max(list_map.header_row, 1)
    longest = max((len(one.rows) for one in tables), default=0)
    if longest < first:
        found = f"il n'a que {longest} ligne(s), l'en-tête est attendu en ligne"
        raise UnfitError(source.file_name, f"{found} {first}.", "Vérifiez le fichier.")
    fits = [_placed(list_map, one) for one in tables if len(one.rows) >= first]
    fits.sort(key=lambda one: one.match.score, reverse=True)
    best, *others = fits
    _check(source, best)
    if best.table.sheet:
        same = [one for one in others if one.match.score == best.match.score]
        if same:
            listed = ", ".join(f"« {one.table.sheet} »" for one in (best, *same))
            raise BadFileError(
                source.file_name,
                f"plusieurs feuilles conviennent : {listed}.",
                "Gardez dans le classeur la seule feuille à lire.",
            )
    return best


def best_fit(source: ListSource, list_maps: Iterable[ListMap], folder: Path) -> Fit:
    """Choose, among maps, the one that recognises the most columns of the file.

    Raises:
        BadFileError: no map fits (the nearest is named, with what is missing), or
            several fit as well.
    """
    fits: list[Fit] = []
    refused: dict[str, BadFileError] = {}
    unreadable: list[BadFileError] = []
    for list_map in list_maps:
        try:
            fits.append(fit(source, list_map))
        except BadFileError as error:
            refused[list_map.path.name] = error
            if _is_of_the_file(source, list_map, error):
                unreadable.append(error)
    if not fits:
        raise _none_fits(source, refused, unreadable, folder)
    score = max(one.match.score for one in fits)
    best = [one for one in fits if one.match.score == score]
    if len(best) == 1:
        return best[0]
    listed = ", ".join(one.list_map.path.name for one in best)
    found = f"plusieurs plans de lecture lui conviennent : {listed}."
    raise BadFileError(source.file_name, found, "Indiquez lequel employer.")


def maps_of(folder: Path) -> list[ListMap]:
    """Return every map of a folder.

    Raises:
        BadFileError: one of them is wrong.
    """
    return [load_list_map(path) for path in sorted(folder.glob("*.yaml"))]


def _placed(list_map: ListMap, table: Table) -> Fit:
    """Find the row most like the header, where the map says to look for it."""
    first = max(list_map.header_row, 1)
    last = list_map.header_row or list_map.header_within
    rows = [row.cells for row in table.rows[first - 1 : last]]
    at, match = find_header(rows, list_map.specs, list_map.ignored)
    return Fit(list_map=list_map, table=table, header_row=first + at, match=match)


def _check(source: ListSource, one: Fit) -> None:
    """Refuse a header that lacks a column, or has too many for a strict map."""
    specs, match = one.list_map.specs, one.match
    doubled = [specs[code].title for code in match.doubled]
    unknown = [one.header[at] for at in match.unknown]
    strict = not one.list_map.is_flexible
    for problem, titles in (
        ("il manque", [specs[code].title for code in match.missing]),
        ("sont en double", doubled if strict else []),
        ("ne sont pas déclarées", unknown if strict else []),
    ):
        if titles:
            place = f"colonnes de la ligne {one.header_row}"
            if one.table.sheet:
                place += f" (feuille « {one.table.sheet} »)"
            raise UnfitError(
                source.file_name,
                f"{place} : {problem} {_quoted(titles)}{_SEEN}{_quoted(one.header)}).",
                f"Corrigez le plan « {one.list_map.path.name} », ou prenez le bon "
                "fichier.",
                len(match.positions),
            )


def _is_of_the_file(source: ListSource, list_map: ListMap, error: BadFileError) -> bool:
    """Tell a fault of the file itself: a map that declares nothing of it met it."""
    declares = list_map.encoding if source.kind == CSV else list_map.sheet
    is_of_kind = source.kind in list_map.kinds
    return is_of_kind and declares == ETABLIR and not isinstance(error, UnfitError)


def _none_fits(
    source: ListSource,
    refused: dict[str, BadFileError],
    unreadable: list[BadFileError],
    folder: Path,
) -> BadFileError:
    """Say what the nearest map lacks, then why each of the others does not fit.

    A file that cannot be read at all is told so, and nothing of the maps.
    """
    if unreadable:
        return unreadable[0]
    near = {
        name: error.known_count
        for name, error in refused.items()
        if isinstance(error, UnfitError)
    }
    nearest = max(near, key=lambda name: near[name], default="")
    said = ""
    if nearest and near[nearest]:
        said = f"Le plus proche, {nearest}, en reconnaît {near[nearest]} colonne(s) : "
        said += f"{refused[nearest].found} "
    others = " ".join(
        f"{name} : {error.found.partition(_SEEN)[0].rstrip('.')}."
        for name, error in refused.items()
        if not said or name != nearest
    )
    known = f"{said}{others}".strip() or f"aucun plan dans « {folder.name} »."
    return BadFileError(
        source.file_name,
        f"aucun plan de lecture ne lui convient. {known}",
        "Écrivez un plan pour ce fichier sur le modèle de ceux-là.",
    )


def _quoted(titles: Iterable[str]) -> str:
    return ", ".join(f"« {title} »" for title in titles)
