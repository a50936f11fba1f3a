"""Published lists of grants (SCDL), however they are written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contrat_de_ville.adapters.list_report import write_list_report
from contrat_de_ville.domain.lists import FileLabel
from contrat_de_ville.errors import BadFileError
from tests.list_builder import (
    SCDL_ROW,
    cells,
    csv_text,
    read,
    read_row,
    said,
    sheet_bytes,
)


HUMAN = [
    "Nom de l'attribuant*", "Identification de l'attribuant", "Date de convention",
    "Référence de la décision", "NOM bénéficiaire", "N° SIRET",
    "Objet de la subvention", "Montant voté", "Nature de la subvention",
    "Conditions de versement",
    "Date(s) ou période(s) de versement", "N° unique de référencement au RAE",
    "Aide notifiée à l'Europe", "Pourcentage de la subvention",
]  # fmt: skip


class TestWriting:
    """A list is read whatever its separator, encoding, order and headers."""

    @pytest.mark.parametrize("by", [";", ",", "\t", "|"])
    def test_separators(self, by: str) -> None:
        """The separator is established from the file."""
        reading = read(csv_text(cells(), by=by))

        assert said(reading.rows[0]) == ("acceptée",)
        assert reading.rows[0].amounts == {"montant": 150_050}
        assert reading.rows[0].values["periode"] == "2017-04-01/2017-12-31"

    @pytest.mark.parametrize(
        ("encoding", "label"),
        [
            ("utf-8", None),
            ("utf-8-sig", None),
            ("utf-16", FileLabel.ENCODAGE),
            ("cp1252", FileLabel.ENCODAGE),
        ],
    )
    def test_encodings(self, encoding: str, label: FileLabel | None) -> None:
        """An encoding other than UTF-8 is read, and named."""
        reading = read(csv_text(cells(objet="Été à l'école")).encode(encoding))

        assert reading.rows[0].values["objet"] == "Été à l'école"
        assert [one.label for one in reading.remarks] == ([label] if label else [])

    def test_human_headers_in_another_order_below_a_preamble(self) -> None:
        """Columns are found by their headers; what differs is said."""
        header, row = HUMAN[::-1], cells()[::-1]
        text = "Subventions 2017;;\n\n" + csv_text(row, header=header)
        reading = read(text)

        assert said(reading.rows[0]) == ("acceptée",)
        assert reading.rows[0].values["id_beneficiaire"] == "38047555800058"
        assert reading.header_row == 3
        assert [one.label for one in reading.remarks] == [
            FileLabel.PREAMBULE,
            FileLabel.INTITULE,
        ]
        assert "« Montant voté » lu comme « montant »" in reading.remarks[1].sentence

    def test_unknown_columns_are_kept(self) -> None:
        """A column of another schema keeps its cells, under its own header."""
        text = csv_text([*cells(), "Culture"], header=[*SCDL_ROW, "Secteur"])
        reading = read(text)

        assert reading.rows[0].values["autre.Secteur"] == "Culture"
        assert reading.columns["autre.Secteur"] == "Secteur"
        assert [str(one.label) for one in reading.remarks] == [
            "colonne inconnue, gardée"
        ]

    def test_the_version_is_told_by_its_columns(self) -> None:
        """A column of the RNA makes it the 2.1.1 schema."""
        text = csv_text([*cells(), "W595001234"], header=[*SCDL_ROW, "rnaBeneficiaire"])

        assert read(text).map_version == "scdl-2-1-1-1"
        assert read(csv_text(cells())).map_version == "scdl-2-0-2-1"

    def test_conventions_are_said(self) -> None:
        """The report says how the file is written and how that is known."""
        rows = [cells(referenceDecision=str(at)) for at in range(2)]

        written = "les dates sont écrites année-mois-jour, ou en toutes lettres"

        assert read(csv_text(*rows)).conventions == (
            "Encodage : UTF-8 sans marque.",
            "Séparateur : point-virgule (3 lignes sur 3 ont 14 cellules).",
            "Fins de ligne : LF (3).",
            "En-tête : ligne 1.",
            "« montant » : les décimales suivent un point (montré par 2 cellule(s)).",
            f"« dateConvention » : {written} (montré par 2 cellule(s)).",
            f"« datesPeriodeVersement » : {written} (montré par 4 cellule(s)).",
        )

    def test_a_workbook(self) -> None:
        """Numbers and dates of a workbook need no convention; a SIRET keeps 14."""
        row: list[object] = [*cells()]
        row[2], row[5], row[7] = date(2017, 3, 28), 38047555800058, 1500.5
        content = sheet_bytes(["Titre"], [*SCDL_ROW], row)
        (only,) = read(content, "liste.xlsx").rows

        assert said(only) == ("acceptée",)
        assert only.values["date_convention"] == "2017-03-28"
        assert only.values["id_beneficiaire"] == "38047555800058"
        assert only.amounts == {"montant": 150_050}


class TestMissingColumns:
    """What a file lacks is named: the file, when nothing could be read of it."""

    def test_what_cannot_be_done_without(self) -> None:
        """The nearest map is named, with each column that is missing."""
        header = [
            {"idBeneficiaire": "id", "montant": "euros"}.get(name, name)
            for name in SCDL_ROW
        ]
        with pytest.raises(BadFileError) as caught:
            read(csv_text(cells(), header=header))

        assert (
            "Le plus proche, scdl_2_0_2.yaml, en reconnaît 12 colonne(s) : colonnes de "
            "la ligne 1 : il manque « idBeneficiaire », « montant » (trouvées : "
        ) in str(caught.value)

    def test_what_the_schema_asks(self) -> None:
        """Another mandatory column that is absent is said, and the rows are read."""
        header = [name for name in SCDL_ROW if name != "nature"]
        row = [SCDL_ROW[name] for name in header]
        reading = read(csv_text(row, header=header))

        assert said(reading.rows[0]) == ("acceptée",)
        assert [one.sentence for one in reading.remarks] == [
            "Il n'y a pas de colonne « nature »."
        ]

    def test_the_group_of_the_sums(self, tmp_path: Path) -> None:
        """Without the column sums are made by, they are made by the beneficiary."""
        header = [name for name in SCDL_ROW if name != "nomAttribuant"]
        reading = read(csv_text([SCDL_ROW[name] for name in header], header=header))
        write_list_report(tmp_path / "rapport.xlsx", reading)

        assert reading.sums_by(reading.group, "montant") == {
            "Les Jardins de l'Escaut": 150_050
        }


class TestRows:
    """SIRET, amount and year refuse a row; the rest is left to verify."""

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, ("acceptée",)),
            ({"idBeneficiaire": "380 475 558 00058"}, ("acceptée",)),
            (
                {"idBeneficiaire": "38047555800058.0"},
                ("acceptée", "SIRET écrit comme un nombre"),
            ),
            (
                {"idBeneficiaire": "2,43E+13"},
                ("refusée", "SIRET en notation scientifique"),
            ),
            (
                {"idBeneficiaire": "2.43205E+13"},
                ("refusée", "SIRET en notation scientifique"),
            ),
            ({"idBeneficiaire": "3804755580005"}, ("refusée", "SIRET de 13 chiffres")),
            ({"idBeneficiaire": "38047555800059"}, ("refusée", "clé de SIRET fausse")),
            (
                {"idBeneficiaire": "38047555800000"},
                ("refusée", "SIREN complété par des zéros"),
            ),
            ({"idBeneficiaire": "380475558"}, ("refusée", "SIRET illisible")),
            ({"idBeneficiaire": "NA"}, ("refusée", "SIRET illisible")),
            ({"idBeneficiaire": "٣٨٠٤٧٥٥٥٨٠٠٠٥٨"}, ("refusée", "SIRET illisible")),
            ({"idBeneficiaire": ""}, ("refusée", "valeur obligatoire absente")),
            ({"idBeneficiaire": "35600000049837"}, ("acceptée",)),
            (
                {"idAttribuant": "2,43E+13"},
                ("acceptée", "SIRET en notation scientifique"),
            ),
            ({"montant": ""}, ("refusée", "aucun montant")),
            ({"montant": "-1"}, ("refusée", "montant illisible")),
            ({"montant": "1,500"}, ("refusée", "montant à deux lectures")),
            ({"dateConvention": ""}, ("refusée", "valeur obligatoire absente")),
            ({"dateConvention": "31/02/2017"}, ("refusée", "date illisible")),
            ({"dateConvention": "03/04/2017"}, ("refusée", "date à deux lectures")),
            ({"datesPeriodeVersement": "2017-04-01_2017-05-01"}, ("acceptée",)),
            (
                {"datesPeriodeVersement": "2017-12-31/2017-04-01"},
                ("acceptée", "période illisible ou à l'envers"),
            ),
            (
                {"datesPeriodeVersement": "Bonjour"},
                ("acceptée", "période illisible ou à l'envers"),
            ),
            ({"notificationUE": "NON"}, ("acceptée",)),
            ({"notificationUE": "true"}, ("acceptée", "ni oui ni non")),
            ({"pourcentageSubvention": "0.45"}, ("acceptée",)),
            (
                {"pourcentageSubvention": "80"},
                ("acceptée", "part du bénéficiaire hors de 0,01 à 1"),
            ),
            (
                {"pourcentageSubvention": "0"},
                ("acceptée", "part du bénéficiaire hors de 0,01 à 1"),
            ),
            (
                {"pourcentageSubvention": "100 %"},
                ("acceptée", "part du bénéficiaire hors de 0,01 à 1"),
            ),
            (
                {"pourcentageSubvention": "0,45"},
                ("acceptée", "décimale écrite avec une virgule"),
            ),
            ({"nature": "Aide en numeraire"}, ("acceptée",)),
            ({"nature": "aide"}, ("acceptée", "valeur inattendue")),
            ({"nature": ""}, ("acceptée", "cellule vide à vérifier")),
            ({"objet": "x" * 256}, ("acceptée",)),
            ({"objet": "x" * 257}, ("acceptée", "texte trop long")),
        ],
    )
    def test_each_rule(
        self, changed: dict[str, str], expected: tuple[str, ...]
    ) -> None:
        """Each rule of the schema has its short reason."""
        assert said(read_row(**changed)) == expected

    def test_a_zero_that_may_have_fallen_is_asked_for(self) -> None:
        """Thirteen digits are proposed with a zero only if that is a SIRET."""
        likely = read_row(idBeneficiaire="5480084100022")
        unlikely = read_row(idBeneficiaire="5480084100021")

        assert "demandez si c'est bien 05480084100022" in likely.reason
        assert likely.values["id_beneficiaire"] == "5480084100022"
        assert "un zéro devant n'en ferait pas un SIRET" in unlikely.reason

    def test_an_exercice_replaces_the_date(self) -> None:
        """A file that gives the year does not need the date of the convention."""
        text = csv_text(
            [*cells(dateConvention="Commission permanente"), "2017"],
            [*cells(dateConvention=""), "17"],
            header=[*SCDL_ROW, "exercice"],
        )
        kept, refused = read(text).rows

        assert said(kept) == ("acceptée", "date illisible")
        assert said(refused) == ("refusée", "autre exercice")

    def test_the_rna_may_replace_the_siret(self) -> None:
        """In 2.1.1 an association without SIRET is named by its RNA."""
        header = [*SCDL_ROW, "rnaBeneficiaire"]
        text = csv_text(
            [*cells(idBeneficiaire=""), "W595001234"],
            [*cells(idBeneficiaire=""), "W59"],
            [*cells(idBeneficiaire=""), ""],
            [*cells(), "pas un rna"],
            [*cells(idBeneficiaire="2,43E+13"), "W595001234"],
            header=header,
        )

        assert [said(row) for row in read(text).rows] == [
            ("acceptée",),
            ("refusée", "RNA de forme inattendue"),
            ("refusée", "valeur obligatoire absente"),
            ("acceptée", "RNA de forme inattendue"),
            ("refusée", "SIRET en notation scientifique"),
        ]

    def test_headers_totals_and_duplicates_are_set_aside(self) -> None:
        """What is no grant is set aside and the sum is what was read."""
        blank = dict.fromkeys(SCDL_ROW, "")
        total = cells(**{**blank, "nomBeneficiaire": "TOTAL :", "montant": "1500.50"})
        reading = read(csv_text(cells(), cells(), [*SCDL_ROW], total, cells(**blank)))

        assert [said(row) for row in reading.rows] == [
            ("acceptée",),
            ("écartée", "doublon exact"),
            ("écartée", "en-tête répété"),
            ("écartée", "ligne de total"),
            ("écartée", "ligne vide"),
        ]
        assert sum(reading.counts().values()) == 5

    def test_a_repeated_refusal_says_so(self) -> None:
        """The second of two identical refused rows is pointed out."""
        bad = cells(montant="NA")
        _, again = read(csv_text(bad, bad)).rows

        assert said(again) == ("refusée", "montant illisible", "doublon exact")

    def test_a_doubled_column(self) -> None:
        """Its cells are read when they agree or one is empty, refused otherwise."""
        header = [*SCDL_ROW, "notificationUE"]
        text = csv_text(
            [*cells(notificationUE=""), "oui"],
            [*cells(notificationUE="non"), "oui"],
            header=header,
        )
        reading = read(text)

        assert reading.rows[0].values["notification_ue"] == "oui"
        assert said(reading.rows[1]) == (
            "refusée",
            "colonne en double, valeurs différentes",
        )
        assert [str(one.label) for one in reading.remarks] == ["colonne en double"]
