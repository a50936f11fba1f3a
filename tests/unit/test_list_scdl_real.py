"""Real published lists of grants and public fixtures, every row accounted for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from contrat_de_ville.adapters.list_files import find_list_map, load_list_map, read_list
from contrat_de_ville.domain.lists import FileLabel, ListReading, RowOutcome
from contrat_de_ville.errors import BadFileError
from tests.list_builder import MAPS


DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="les données réelles ne sont pas sur ce poste"
    ),
]
TOULOUSE = "subventions/toulouse_metropole_2022_scdl.csv"
ERRORS = "subventions/antibes_scdl_extrait_avec_erreurs.csv"
KEY, FALSE_KEY = "clé de SIRET fausse", ("refusée", "clé de SIRET fausse")
FIXTURES = "scdl/fixtures"
# Accepted, refused and set aside, counted by hand or by a bare look at the cells.
COUNTS = {
    TOULOUSE: (0, 396, 0),
    "subventions/antibes_scdl_extrait.csv": (3, 0, 0),
    ERRORS: (5, 1, 2),
    "scdl/exemple_valide.csv": (29, 0, 0),
    "scdl/exemple_colonne_dupliquee_cp1252.csv": (29, 0, 0),
    "scdl/exemple_invalide_erreurs_cellules.csv": (5, 24, 0),
    "scdl/exemple_invalide_erreurs_colonnes.csv": (5, 24, 0),
    f"{FIXTURES}/SCDL.csv": (0, 4, 0),
    f"{FIXTURES}/SCDL.xlsx": (0, 10, 0),
    f"{FIXTURES}/SCDL_DILCRAH_2019.csv": (0, 4, 0),
    f"{FIXTURES}/SCDL_LESS_DATA.csv": (0, 3, 0),
    f"{FIXTURES}/SCDL_LESS_DATA.xlsx": (0, 8, 2),
    f"{FIXTURES}/SCDL_SECOND_IMPORT.csv": (0, 9, 0),
    f"{FIXTURES}/SCDL_SECOND_IMPORT.xlsx": (0, 15, 0),
    f"{FIXTURES}/SCDL_WITH_EXERCICE.csv": (0, 4, 0),
    f"{FIXTURES}/SCDL_WITH_EXERCICE.xlsx": (0, 10, 0),
    f"{FIXTURES}/SCDL_WITH_EXERCICE_ALT.xlsx": (0, 3, 0),
    f"{FIXTURES}/test-csv-valid.csv": (4, 34, 0),
    f"{FIXTURES}/test-csv-invalid.csv": (4, 34, 0),
}
# What each of the others cannot be read without.
MISSING = {
    f"{FIXTURES}/SCDL_ONE_MISSING_MANDATORY.csv": "« idBeneficiaire »",
    f"{FIXTURES}/SCDL_ONE_MISSING_MANDATORY.xlsx": "« idBeneficiaire »",
    f"{FIXTURES}/SCDL_MANY_MISSING_MANDATORY.csv": "« idBeneficiaire », « montant »",
    f"{FIXTURES}/SCDL_MANY_MISSING_MANDATORY.xlsx": "« idBeneficiaire », « montant »",
    f"{FIXTURES}/test-csv-invalid-headers-names.csv": (
        "« idBeneficiaire », « montant »"
    ),
}


def reading_of(name: str) -> ListReading:
    """Read a real list through the map found for it."""
    path = DATA / name
    return read_list(path, load_list_map(find_list_map(MAPS, path)))


def labels(reading: ListReading) -> Counter[tuple[str, str]]:
    """Count the rows by what becomes of them and short reason."""
    return Counter(
        {
            (outcome.value, str(label)): count
            for (outcome, label), count in reading.labels().items()
        }
    )


def remarks(reading: ListReading) -> list[FileLabel]:
    """Return what is named of the whole file."""
    return [one.label for one in reading.remarks]


def test_no_file_is_left_out() -> None:
    """Every list of the folders is read here, or refused by name."""
    files = {
        path.relative_to(DATA).as_posix()
        for path in [*DATA.glob("subventions/*scdl*"), *DATA.glob("scdl/**/*.*")]
        if path.suffix in {".csv", ".xlsx"}
    }

    assert files == set(COUNTS) | set(MISSING)


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_is_accounted_for(name: str) -> None:
    """What is accepted, refused and set aside is what was read, with reasons."""
    reading = reading_of(name)

    assert tuple(reading.counts().values()) == COUNTS[name]
    assert sum(reading.counts().values()) == len(reading.rows)
    assert all(
        row.reason for row in reading.rows if row.outcome is not RowOutcome.ACCEPTEE
    )
    assert len(reading.conventions) > 2


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_named(name: str) -> None:
    """A file without a beneficiary or an amount says so of the nearest map."""
    with pytest.raises(BadFileError) as caught:
        find_list_map(MAPS, DATA / name)

    assert f": il manque {MISSING[name]} (trouvées" in str(caught.value)


class TestDirt:
    """The dirt that is known of each file is found by its name."""

    def test_toulouse(self) -> None:
        """386 SIRET were rounded by a spreadsheet, 10 are absent; no date at all."""
        reading = reading_of(TOULOUSE)

        assert labels(reading) == {
            ("refusée", "SIRET en notation scientifique"): 386,
            ("refusée", "valeur obligatoire absente"): 396,
        }
        assert remarks(reading) == [FileLabel.COLONNE_INCONNUE]
        assert reading.conventions[0] == ("Encodage : UTF-8 avec marque d'ordre (BOM).")
        assert {row.values["id_beneficiaire"][-4:] for row in reading.rows} == {
            "E+13",
            "",
        }

    def test_antibes(self) -> None:
        """A row without SIRET, an odd RNA, words for dates, two duplicates."""
        reading = reading_of(ERRORS)

        assert labels(reading) == {
            ("refusée", "valeur obligatoire absente"): 1,
            ("acceptée", "cellule vide à vérifier"): 5,
            ("acceptée", "période illisible ou à l'envers"): 1,
            ("acceptée", "RNA de forme inattendue"): 1,
            ("écartée", "doublon exact"): 2,
        }
        assert remarks(reading) == [
            FileLabel.COLONNE_ABSENTE,
            FileLabel.COLONNE_ABSENTE,
            FileLabel.COLONNE_INCONNUE,
        ]

    def test_a_doubled_column_in_windows_letters(self) -> None:
        """Both are named; three periods run backwards and one has a thirtieth month."""
        reading = reading_of("scdl/exemple_colonne_dupliquee_cp1252.csv")

        assert remarks(reading) == [FileLabel.ENCODAGE, FileLabel.COLONNE_EN_DOUBLE]
        assert labels(reading) == {
            ("acceptée", "période illisible ou à l'envers"): 3,
            ("acceptée", "date illisible"): 1,
        }

    def test_the_invalid_example(self) -> None:
        """Each planted mistake has its name."""
        reading = reading_of("scdl/exemple_invalide_erreurs_cellules.csv")

        assert labels(reading) == {
            ("refusée", "SIREN complété par des zéros"): 20,
            ("refusée", KEY): 2,
            ("refusée", "RNA de forme inattendue"): 3,
            ("refusée", "date écrite autrement que sa colonne"): 1,
            ("refusée", "valeur obligatoire absente"): 1,
            ("refusée", "aucun montant"): 1,
            ("acceptée", "SIREN complété par des zéros"): 4,
            ("acceptée", "SIRET illisible"): 1,
            ("acceptée", "part du bénéficiaire hors de 0,01 à 1"): 3,
        }
        assert remarks(reading) == [
            FileLabel.COLONNE_ABSENTE,
            FileLabel.COLONNE_AMBIGUE,
        ]

    def test_a_preamble_in_a_workbook(self) -> None:
        """The header is on row 4 of the third sheet, in words of its own."""
        reading = reading_of(f"{FIXTURES}/SCDL.xlsx")

        assert (reading.sheet, reading.header_row) == ("Du 01-01-2023 au 30-06-2023", 4)
        assert remarks(reading) == [
            FileLabel.FEUILLE_NON_LUE,
            FileLabel.PREAMBULE,
            FileLabel.INTITULE,
        ]
        assert labels(reading) == {FALSE_KEY: 10}

    def test_duplicates_in_a_workbook(self) -> None:
        """A row that comes twice is named even when both are refused."""
        reading = reading_of(f"{FIXTURES}/SCDL_SECOND_IMPORT.xlsx")

        assert labels(reading) == {FALSE_KEY: 15, ("refusée", "doublon exact"): 1}

    def test_headers_decoded_twice(self) -> None:
        """« notifiÃ©e Ã » is known for what it was."""
        reading = reading_of(f"{FIXTURES}/SCDL_DILCRAH_2019.csv")

        assert remarks(reading) == [FileLabel.INTITULE]
        assert reading.rows[0].values["notification_ue"] == "non"
