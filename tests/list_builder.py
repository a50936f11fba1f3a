"""Small lists in the published format of grants (SCDL), good unless told otherwise."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook

from contrat_de_ville.adapters.list_files import read_fit
from contrat_de_ville.adapters.list_fitting import best_fit, maps_of
from contrat_de_ville.adapters.list_maps import ListMap
from contrat_de_ville.adapters.list_source import ListSource
from contrat_de_ville.domain.lists import ListReading, ListRow


MAPS = Path(__file__).resolve().parents[1] / "config" / "listes"
SCDL_ROW = {
    "nomAttribuant": "CAPH",
    "idAttribuant": "20004219000013",
    "dateConvention": "2017-03-28",
    "referenceDecision": "17-042",
    "nomBeneficiaire": "Les Jardins de l'Escaut",
    "idBeneficiaire": "38047555800058",
    "objet": "Jardiner ensemble",
    "montant": "1500.50",
    "nature": "aide en numéraire",
    "conditionsVersement": "unique",
    "datesPeriodeVersement": "2017-04-01/2017-12-31",
    "idRAE": "",
    "notificationUE": "non",
    "pourcentageSubvention": "1",
}


@cache
def our_maps() -> tuple[ListMap, ...]:
    """Return the maps that ship."""
    return tuple(maps_of(MAPS))


def cells(**changed: str) -> list[str]:
    """Return the cells of a good row, some of them changed."""
    return [changed.get(name, value) for name, value in SCDL_ROW.items()]


def csv_text(*rows: list[str], header: list[str] | None = None, by: str = ";") -> str:
    """Write rows under the header of the format."""
    lines = [header or list(SCDL_ROW), *rows]
    return "".join(by.join(line) + "\n" for line in lines)


def sheet_bytes(*rows: list[object], sheet: str = "Feuil1") -> bytes:
    """Write a workbook of one sheet, each cell as the kind it is."""
    stream = BytesIO()
    with Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return stream.getvalue()


def read(content: bytes | str, file_name: str = "liste.csv") -> ListReading:
    """Read a list through the map of ours that fits it best."""
    raw = content.encode() if isinstance(content, str) else content
    source = ListSource(file_name, raw)
    return read_fit(source, best_fit(source, our_maps(), MAPS))


def read_row(**changed: str) -> ListRow:
    """Read a list of one row, some of its cells changed."""
    (row,) = read(csv_text(cells(**changed))).rows
    return row


def said(row: ListRow) -> tuple[str, ...]:
    """Return what becomes of a row and its short reasons."""
    return (row.outcome.value, *map(str, row.labels))
