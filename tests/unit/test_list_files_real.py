"""Two real lists of grants, set beside sums made another way."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.list_files import find_list_map, load_list_map, read_list
from contrat_de_ville.domain.lists import FileLabel, ListReading, RowOutcome


ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "data" / "subventions"
LIST_2014 = FOLDER / "montpellier_2014_attribution_subventions.xls"
LIST_2013 = FOLDER / "montpellier_2013_attribution_subventions.csv"
MAPS = ROOT / "config" / "listes"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="les données réelles ne sont pas sur ce poste"
    ),
]
# The three rows of one structure under a header that renames a column, and the
# second of two identical rows, found by reading the sheet.
LEFT_OUT_2014 = {620, 621, 622, 189}


def read(path: Path) -> ListReading:
    """Read a real list through the map found for it."""
    return read_list(path, load_list_map(find_list_map(MAPS, path)))


cached = cache(read)


@cache
def sums_2014(column: int) -> dict[str, int]:
    """Sum a column straight from the cells, in centimes by stage."""
    sums: dict[str, int] = defaultdict(int)
    sheet = CalamineWorkbook.from_path(LIST_2014).get_sheet_by_name("Subventions")
    for number, row in enumerate(sheet.to_python(), start=1):
        if number not in LEFT_OUT_2014 and row[1] and isinstance(row[column], float):
            sums[row[7]] += round(row[column] * 100)
    return dict(sums)


class TestMontpellier2014:
    """The instruction table, headers, totals and duplicates inside."""

    def test_its_map_is_found(self) -> None:
        """Of the maps we have, the one of 2014 fits."""
        assert find_list_map(MAPS, LIST_2014).name == "montpellier_2014.yaml"

    def test_every_row_is_accounted_for_once(self) -> None:
        """Rows 2 to 1265 each have one outcome, and a reason unless all is well."""
        rows = cached(LIST_2014).rows

        assert [row.row_number for row in rows] == list(range(2, 1266))
        assert all(row.reason for row in rows if row.outcome is not RowOutcome.ACCEPTEE)

    def test_counts(self) -> None:
        """What is accepted, refused and set aside make 1 264 rows."""
        assert cached(LIST_2014).counts() == {
            RowOutcome.ACCEPTEE: 1187,
            RowOutcome.REFUSEE: 3,
            RowOutcome.ECARTEE: 74,
        }

    def test_reasons(self) -> None:
        """Each short reason has as many rows as a bare look at the cells finds."""
        counted = {
            (str(outcome), str(label)): count
            for (outcome, label), count in cached(LIST_2014).labels().items()
        }

        assert counted == {
            ("écartée", "ligne vide"): 26,
            ("écartée", "en-tête répété"): 23,
            ("écartée", "ligne de total"): 24,
            ("écartée", "doublon exact"): 1,
            ("refusée", "ni code ni nom de structure"): 2,
            ("refusée", "ligne sous un autre en-tête"): 3,
            ("acceptée", "cellule vide à vérifier"): 131,
            ("acceptée", "code de forme inattendue"): 1,
        }

    def test_what_is_left_out_is_what_we_saw(self) -> None:
        """No other row is refused or is a duplicate."""
        left_out = {
            row.row_number
            for row in cached(LIST_2014).rows
            if row.outcome is not RowOutcome.ACCEPTEE
            and row.values.get("type") in {"F", "P"}
        }

        assert left_out == LEFT_OUT_2014

    @pytest.mark.parametrize(
        ("amount", "column"), [("propose", 4), ("attribue", 6), ("demande", 10)]
    )
    def test_sums_by_stage(self, amount: str, column: int) -> None:
        """Our sums by stage are those of the bare cells, to the centime."""
        ours = {
            stage: centimes
            for stage, centimes in cached(LIST_2014).sums_by("etape", amount).items()
            if centimes is not None
        }

        assert ours == sums_2014(column)

    def test_sums_written_by_hand(self) -> None:
        """The proposed amounts before the council sum to 2 865 224 €."""
        sums = cached(LIST_2014).sums_by("etape", "propose")

        assert sums["Conseil Municipal"] == 286_522_400
        assert sums[""] == 165_728_000
        assert sums["Validation de l'échéancier"] is None

    def test_its_own_totals_agree(self) -> None:
        """The 24 totals of the sheet are the sums of the rows they close."""
        checks = cached(LIST_2014).total_checks()

        assert len(checks) == 24
        assert all(one.agrees for one in checks)

    def test_its_summary_does_not_reconcile(self) -> None:
        """The sheet by theme announces 3 057 674 €, the detail sums to 4 633 104 €."""
        reading = cached(LIST_2014)
        *groups, whole = reading.summary

        assert (whole.written_centimes, whole.computed_centimes) == (
            305_767_400,
            463_310_400,
        )
        assert {one.group for one in groups if one.agrees} == {
            "EXCLUSION ANIMAL DANS LA VILLE / EXCLUSION",
            "PETITE ENFANCE DROITS DES FEMMES / DROITS DES FEMMES",
            "REUSSITE EDUCATIVE",
            "SOLIDARITE",
            "CULTURE",
        }
        assert FileLabel.RECAPITULATIF in {one.label for one in reading.remarks}

    def test_reading_twice_is_the_same(self) -> None:
        """Nothing depends on the moment."""
        assert read(LIST_2014) == cached(LIST_2014)


class TestMontpellier2013:
    """The list of voted grants, a CSV in cp1252."""

    def test_its_map_is_found(self) -> None:
        """Of the maps we have, the one of 2013 fits."""
        assert find_list_map(MAPS, LIST_2013).name == "montpellier_2013.yaml"

    def test_every_row_is_accounted_for_once(self) -> None:
        """Rows 2 to 939 are there; only the total is no grant."""
        reading = cached(LIST_2013)

        assert [row.row_number for row in reading.rows] == list(range(2, 940))
        assert reading.counts() == {
            RowOutcome.ACCEPTEE: 937,
            RowOutcome.REFUSEE: 0,
            RowOutcome.ECARTEE: 1,
        }

    def test_sums_by_nature(self) -> None:
        """Our sums are those of the bare cells, and the file's own total agrees."""
        with LIST_2013.open(encoding="cp1252", newline="") as file:
            lines = list(csv.reader(file, delimiter=";"))[1:-1]
        bare: Counter[str] = Counter()
        for line in lines:
            euros = "".join(char for char in line[3] if char.isdigit())
            bare[line[2].strip().upper()] += int(euros) * 100
        reading = cached(LIST_2013)
        (total,) = reading.total_checks()

        assert reading.sums_by("nature", "vote") == bare
        assert (total.written_centimes, total.agrees) == (1_925_652_300, True)

    def test_its_writing_is_said(self) -> None:
        """It is no UTF-8, and the report names what it is."""
        reading = cached(LIST_2013)

        assert [one.label for one in reading.remarks] == [FileLabel.ENCODAGE]
        assert reading.conventions[1] == (
            "Séparateur : point-virgule (939 lignes sur 939 ont 4 cellules)."
        )

    def test_twins_are_pointed_out(self) -> None:
        """Six rows are like another one; the file counts them, so do we."""
        twins = [
            row.row_number
            for row in cached(LIST_2013).rows
            if row.reason.startswith("Identique")
        ]

        assert twins == [510, 890, 899, 927, 934, 938]

    def test_reading_twice_is_the_same(self) -> None:
        """Nothing depends on the moment."""
        assert read(LIST_2013) == cached(LIST_2013)
