"""The State's file read by its declared map; no real one is at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from contrat_de_ville.adapters.annexes_financieres import (
    AnnexesRead,
    SourceFile,
    read_annexes,
    read_source,
)
from contrat_de_ville.errors import BadFileError
from tests.annexes_builder import (
    COLUMNS,
    OTHER_SIRET,
    SIRET,
    annexe,
    annexes_file,
    structures_file,
)


WITHOUT_SIRET = tuple(one for one in COLUMNS if one != "structure_siret_actualise")


def read(content: bytes, structures: bytes | None = None) -> AnnexesRead:
    """Read the annexes of the two porteurs of the builder."""
    others = structures and SourceFile(name="structures.csv", content=structures)
    return read_annexes(
        SourceFile(name="annexes.csv", content=content),
        {SIRET, OTHER_SIRET},
        others or None,
    )


class TestReading:
    """What a sound file gives."""

    def test_a_line_is_one_version_of_an_annexe(self) -> None:
        """Posts, persons, amounts and days, by the names of the columns."""
        (one,) = read(annexes_file(annexe())).annexes

        assert (one.name, one.siret, one.state, one.line) == (
            "ACI059170017A0M1",
            SIRET,
            "VALIDE",
            3,
        )
        assert (one.starts_on, one.ends_on) == (date(2016, 1, 1), date(2016, 12, 31))
        assert (one.etp_centiemes, one.persons) == (14_23, 43)
        assert (one.unit_centimes, one.total_centimes) == (19_655_00, 279_690_65)
        assert one.intercomm_centimes is None

    def test_a_file_as_expected_has_nothing_odd(self) -> None:
        """128 columns, and as many lines as its last row says."""
        found = read(annexes_file(annexe(), annexe()))

        assert (found.rows_count, found.remarks) == (2, ())

    def test_the_rest_of_the_country_is_forgotten(self) -> None:
        """Other porteurs, other measures (prison, enterprises) are not kept."""
        found = read(
            annexes_file(
                annexe(),
                annexe(mesure_dispositif_code="ACI_MP"),
                annexe(mesure_dispositif_code="EI_DC"),
                annexe() | {"structure_siret_actualise": "21590172900016"},
            )
        )

        assert (len(found.annexes), found.rows_count, found.remarks) == (1, 4, ())

    def test_an_absent_number_is_not_zero(self) -> None:
        """Persons and the intercommunality's share may be left out."""
        changes = {
            "nb_pers_agrees_pole_emploi_iae_annee_prec": "",
            "intercomm": "1200,5",
        }
        (one,) = read(annexes_file(annexe(**changes))).annexes

        assert (one.persons, one.intercomm_centimes) == (None, 1_200_50)

    def test_the_structures_tell_the_siret(self) -> None:
        """Without a SIRET in the annexes, the file of the structures gives it."""
        content = annexes_file(annexe(), columns=WITHOUT_SIRET)
        found = read(content, structures_file(("4321", SIRET), ("99", OTHER_SIRET)))

        assert [one.siret for one in found.annexes] == [SIRET]

    def test_a_structure_told_with_two_siret_is_nobodys(self) -> None:
        """Two numbers for one structure: neither is believed."""
        content = annexes_file(annexe(), columns=WITHOUT_SIRET)
        found = read(content, structures_file(("4321", SIRET), ("4321", OTHER_SIRET)))

        assert found.annexes == ()

    def test_a_siret_beyond_repair_is_never_guessed(self) -> None:
        """In scientific notation, or a zero short, it is nobody's."""
        rows = [
            annexe() | {"structure_siret_actualise": text}
            for text in ("2,0004E+13", "2.0004219000013E13", SIRET[:-1])
        ]

        assert read(annexes_file(*rows)).annexes == ()


class TestRefused:
    """What is not such an export is refused whole, with its sentence."""

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "ne commence pas par"),
            (b"DEB\nx", "ne commence pas par"),
            (b"a;b\n1;2\n3;4\n", "ne commence pas par"),
            (annexes_file(annexe(), last="1|2"), "il est coupé"),
            (annexes_file(annexe()) + b"x|y\n", "il est coupé"),
            (annexes_file(annexe()).decode().encode("utf-16"), "UTF-16"),
            (annexes_file(annexe()) + b"\xff", "ce n'est pas de l'UTF-8"),
            (annexes_file(columns=COLUMNS[:5]), "il n'a pas de colonne"),
            (annexes_file(columns=(*COLUMNS, COLUMNS[7])), "y est 2 fois"),
            (annexes_file(annexe(autre_1="x" * 70_000)), "dépasse 65 536"),
            (annexes_file(columns=WITHOUT_SIRET), "ne donne pas le SIRET"),
        ],
        ids=range(11),
    )
    def test_a_file_of_another_kind(self, content: bytes, said: str) -> None:
        """Empty, cut short, of another encoding, without its columns."""
        with pytest.raises(BadFileError) as caught:
            read(content)

        assert said in str(caught.value)
        assert caught.value.file_name == "annexes.csv"

    def test_a_missing_file(self, tmp_path: Path) -> None:
        """A file that is not there is said by its name alone."""
        with pytest.raises(BadFileError, match=r"« absent\.csv »"):
            read_source(tmp_path / "absent.csv")

    def test_a_file_is_read_whole(self, tmp_path: Path) -> None:
        """Its name and its bytes, as they are."""
        path = tmp_path / "annexes.csv"
        path.write_bytes(b"DEB")

        assert read_source(path) == SourceFile(name="annexes.csv", content=b"DEB")


class TestOdd:
    """What is odd in a file that can be read is said, line by line."""

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"etp_postes_insertion": "14.234"}, "« etp » : « 14.234 » n'est pas"),
            ({"etp_postes_insertion": ""}, "« etp »"),
            ({"etp_postes_insertion": "-3"}, "« etp »"),
            ({"montant_total_annuel": "12,345"}, "« total » : « 12,345 »"),
            ({"montant_total_annuel": "-5"}, "« total » : « -5 » est négatif"),
            ({"date_debut_effet": "31/02/2016"}, "« debut »"),
            ({"date_fin_effet": "01/01/2015"}, "elle finit avant de commencer"),
            ({"etat_annexe_financiere_code": "OUVERT"}, "l'état « OUVERT »"),
            ({"numero_annexe_financiere": "=HYPERLINK(1)"}, "« numero »"),
            ({"numero_annexe_financiere": "A\u202eB" + "C" * 200}, "« numero »"),
        ],
    )
    def test_a_cell_that_cannot_be_read_sets_its_line_aside(
        self, changes: dict[str, str], said: str
    ) -> None:
        """The line is named, nothing is guessed, the other one is kept."""
        found = read(annexes_file(annexe(**changes), annexe()))
        (remark,) = found.remarks

        assert remark.startswith("Ligne 3 écartée : ")
        assert said in remark
        assert "\u202e" not in remark
        assert [one.line for one in found.annexes] == [4]

    def test_a_line_cut_otherwise_is_counted(self) -> None:
        """A « | » in a cell shifts the rest: the line cannot be told apart."""
        broken = annexe(autre_1="a|b")
        found = read(annexes_file(broken, annexe()))

        assert [one.line for one in found.annexes] == [4]
        assert found.remarks == (
            (
                "1 ligne d'un autre nombre de cellules que l'en-tête, qu'on ne peut "
                "pas lire : 3."
            ),
        )

    def test_a_file_of_other_columns_or_another_count_is_said(self) -> None:
        """127 columns read by their names; 9 lines announced, one there."""
        content = annexes_file(annexe(), columns=COLUMNS[:-1], last="FIN9|")
        found = read(content)

        assert len(found.annexes) == 1
        assert found.remarks == (
            (
                "Le fichier a 127 colonnes, 128 sont attendues : elles sont lues par "
                "leur nom."
            ),
            "La dernière ligne annonce 9 lignes, le fichier en a 1.",
        )

    def test_signs_that_look_like_ends_of_lines_stay_in_their_cell(self) -> None:
        """Only a line feed ends a row: a next-line sign (U+0085) does not."""
        found = read(annexes_file(annexe(autre_1="a\x85b\u2028c"), annexe()))

        assert (len(found.annexes), found.remarks) == (2, ())

    def test_windows_ends_of_lines_are_read(self) -> None:
        """CRLF is the same file."""
        content = annexes_file(annexe()).replace(b"\n", b"\r\n")
        (one,) = read(content).annexes

        assert replace(one, line=3) == read(annexes_file(annexe())).annexes[0]
