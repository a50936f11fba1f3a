"""A list file once read into memory, and the tables its maps ask of it."""

from __future__ import annotations

from contrat_de_ville.adapters.list_csv import csv_tables
from contrat_de_ville.adapters.list_maps import ListMap
from contrat_de_ville.adapters.list_sheets import sheet_tables
from contrat_de_ville.adapters.list_tables import CSV, Table, check_size, kind_of
from contrat_de_ville.errors import BadFileError


class ListSource:
    """The bytes of a list; each way of cutting them is tried once, whatever the maps.

    Raises:
        BadFileError: nothing in it, or more than 32 Mio.
    """

    def __init__(self, file_name: str, content: bytes) -> None:
        check_size(file_name, len(content))
        self.file_name = file_name
        self.content = content
        self.kind = kind_of(file_name, content)
        self._tables: dict[tuple[str, ...], list[Table] | BadFileError] = {}

    def tables(self, list_map: ListMap) -> list[Table]:
        """Return the tables of the file as the map cuts it.

        Raises:
            BadFileError: the file is not of the map's kind, or cannot be read so.
        """
        if self.kind not in list_map.kinds:
            kinds = " ou ".join(f".{kind}" for kind in list_map.kinds)
            raise BadFileError(
                self.file_name,
                f"le plan « {list_map.path.name} » décrit un fichier {kinds}.",
                "Choisissez un autre plan, ou un autre fichier.",
            )
        key: tuple[str, ...] = (list_map.sheet,)
        if self.kind == CSV:
            key = (list_map.encoding, list_map.separator)
        if key not in self._tables:
            self._tables[key] = self._cut(key)
        found = self._tables[key]
        if isinstance(found, BadFileError):
            raise BadFileError(found.file_name, found.found, found.remedy)
        return found

    def _cut(self, key: tuple[str, ...]) -> list[Table] | BadFileError:
        try:
            if self.kind == CSV:
                return csv_tables(self.file_name, self.content, *key)
            return sheet_tables(self.file_name, self.content, self.kind, *key)
        except BadFileError as error:
            return error
