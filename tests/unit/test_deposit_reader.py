from __future__ import annotations

import pickle
import time
import tracemalloc
from dataclasses import replace

import pytest

from contrat_de_ville.adapters.deposit_layout import places
from contrat_de_ville.adapters.deposit_reader import as_text, read_deposit_workbook
from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import (
    AMOUNTS,
    FORM,
    LISTS,
    MORE_VALUES,
    VALUES,
    budget_texts,
    edited,
    example_bytes,
    filled_bytes,
    parts_of,
    zipped,
)


@pytest.fixture
def example(tmp_path):
    """Return the bytes of the example deposit."""
    return example_bytes(tmp_path)


def read(content):
    """Read a deposit of the form of 2017."""
    return read_deposit_workbook(content, FORM, "depot.xlsx")


def refusal(content):
    """Return the sentence with which a file must be refused."""
    with pytest.raises(BadFileError) as caught:
        read(content)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    return str(caught.value)


class TestReadDepositWorkbook:
    """A deposit is read as it was written, with its cells."""

    def test_reads_what_was_written(self, example):
        """Text comes back as it was, numbers without « .0 », dates in ISO form."""
        form = read(example)

        assert form.fields["porteur_nom"] == "NA"
        assert form.fields["porteur_siret"] == "200 042 190 00013"
        assert form.fields["porteur_insee"] == "01004"
        assert form.fields["action_intitule"] == "=Ateliers du parc"
        assert form.fields["action_description"] == "Deux ateliers\npar semaine"
        assert form.fields["beneficiaires"] == "1200"
        assert form.fields["date_debut"] == "2017-03-01"
        assert form.fields["aci_salaries"] == ""
        assert form.form_version == "depot-2017-2"

    def test_reads_what_the_second_version_adds(self, tmp_path):
        """People, means, the grid and what is asked come back, empty ones empty."""
        content = filled_bytes(tmp_path, VALUES | MORE_VALUES, AMOUNTS)
        fields = read(content).fields

        assert fields["porteur_adresse"] == "1 rue des Mines\n59220 Denain"
        assert fields["porteur_iban"] == "FR76 9999 9000 0109 9000 0110 015"
        assert fields["contact_telephone"] == "+33 3 27 00 00 00"
        assert fields["structure_etpt"] == "9.5"
        assert fields["structure_benevoles"] == "0"
        assert fields["structure_volontaires"] == ""
        assert (fields["femmes.6_15"], fields["hommes.6_15"]) == ("600", "590")
        assert (fields["femmes.18_25"], fields["hommes.18_25"]) == ("", "10")
        assert fields["demande.ETAT"] == "1200.5"
        assert fields["demande.CAPH"] == ""

    def test_budget_rows_keep_empty_and_zero_apart(self, example):
        """An empty amount reads as nothing, a written zero as zero."""
        amounts = [row.amount for row in read(example).budget]

        assert amounts[:2] == ["1200.5", ""]
        assert amounts[17] == "0"
        assert amounts[32] == "1200.5"
        assert len(amounts) == 49

    def test_details_are_read_as_details(self, tmp_path):
        """« dont 601 – … » is read beside its own label, and is a detail."""
        read_rows = read(filled_bytes(tmp_path, {}, {"budget.2": "60"})).budget

        assert read_rows[1].amount == "60"
        assert read_rows[1].is_detail
        assert read_rows[0].amount == ""

    def test_each_answer_has_its_cell(self, example):
        """Fields, the grid, budget rows and the balance say their cell."""
        cells = read(example).cells

        assert cells["porteur_siret"] == "Porteur!B5"
        assert cells["action_axe"] == "Action!B6"
        assert cells["femmes.0_5"] == "Publics!B5"
        assert cells["hommes.65_plus"] == "Publics!C10"
        assert cells["budget.1"] == "Budget!B5"
        assert cells["budget.49"] == "Budget!B56"
        assert cells["budget"] == "Budget!B60"

    def test_the_workbook_is_where_it_says(self, example):
        """The places the writing gives are those the reading finds."""
        placed = {
            code: f"{place.sheet}!{place.cell}" for code, place in places(FORM).items()
        }
        del placed["ages"]

        assert placed == dict(read(example).cells)

    def test_a_moved_row_is_still_read(self, example):
        """A label further down keeps its answer, at its new cell."""
        moved = edited(example, 2, '<row r="6"', '<row r="40"')
        for column in "ABC":
            moved = edited(moved, 2, f'<c r="{column}6"', f'<c r="{column}40"')
        form = read(moved)

        assert form.fields["porteur_nom"] == "NA"
        assert form.cells["porteur_nom"] == "Porteur!B40"

    def test_reads_a_path(self, tmp_path, example):
        """A file is read from its path as from its bytes."""
        path = tmp_path / "recu.xlsx"
        path.write_bytes(example)

        assert read(path) == read(example)

    def test_the_blank_form_is_empty(self, tmp_path):
        """A form sent back untouched has no answer at all."""
        path = tmp_path / "vierge.xlsx"
        write_deposit_workbook(path, FORM, LISTS)
        form = read(path)

        assert set(form.fields.values()) == {""}
        assert {row.amount for row in form.budget} == {""}

    def test_write_read_understand(self, example):
        """From the workbook to the action, every value keeps its meaning."""
        action, findings = understand(read(example))

        assert findings == ()
        assert action.porteur_siret == "20004219000013"
        assert action.quartiers == ("QP059001", "QP059002")
        assert action.communes == ("59172", "59179")
        assert action.beneficiaries_count == 1200
        assert action.requests() == {"ETAT": 120_050}

    def test_unreadable_texts_reach_the_reader_as_written(self, tmp_path):
        """What is neither number nor date stays in its cell as its porteur wrote it."""
        path = tmp_path / "depot.xlsx"
        values = {"beneficiaires": "beaucoup", "date_fin": "29/02/2017"}
        budget = budget_texts({"budget.1": "1.200,50"})
        write_deposit_workbook(path, FORM, LISTS, values, budget)
        form = read(path)

        assert form.fields["beneficiaires"] == "beaucoup"
        assert form.fields["date_fin"] == "29/02/2017"
        assert form.budget[0].amount == "1.200,50"

    def test_a_computed_formula_gives_its_result(self, example):
        """A porteur may compute an amount: its stored result is read."""
        computed = edited(
            example, 5, '<v>1200.5</v></c><c r="C5"',
            '<f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="C5"',
        )  # fmt: skip

        assert read(computed).budget[0].amount == "0.3"


class TestRefusals:
    """What is not a deposit of this form is refused with what to do."""

    def test_an_empty_file(self):
        """A file of no byte says so."""
        assert "il est vide" in refusal(b"")

    def test_not_a_workbook(self):
        """A letter renamed .xlsx is refused, with what to do."""
        said = refusal(b"Madame, Monsieur")

        assert "Fichier « depot.xlsx » : ce n'est pas un classeur .xlsx." in said
        assert "Enregistrez-le" in said

    def test_an_old_or_encrypted_workbook(self):
        """An .xls, or an xlsx under password, is named for what it is."""
        assert "mot de passe" in refusal(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99
        )

    def test_a_truncated_file(self, example):
        """A file cut on its way is refused."""
        assert "abîmée ou incomplète" in refusal(example[: len(example) // 2])

    def test_a_damaged_part(self, example):
        """A part whose checksum is wrong is refused."""
        middle = example.index(b"xl/worksheets/sheet3.xml") + 200
        damaged = example[:middle] + b"\0\0\0\0" + example[middle + 4 :]

        assert "abîmée" in refusal(damaged)

    def test_a_file_above_ten_megabytes(self):
        """Eleven megabytes are refused before anything is unpacked."""
        assert "il pèse 11 Mo" in refusal(b"PK\x03\x04" + b"\0" * 11 * 1024 * 1024)

    def test_a_missing_file(self, tmp_path):
        """A path where there is nothing is refused in French."""
        with pytest.raises(BadFileError, match="ne peut pas être ouvert"):
            read(tmp_path / "absent.xlsx")

    def test_a_foreign_workbook(self, example):
        """Another workbook is refused by the sheet it lacks."""
        foreign = parts_of(example)
        foreign["xl/workbook.xml"] = foreign["xl/workbook.xml"].replace(
            b'name="Action"', b'name="Feuil2"'
        )

        assert (
            "la feuille « Action » manque (feuilles trouvées : Guide, "
            "Porteur, Feuil2, Publics, Budget, Listes)"
        ) in refusal(zipped(foreign))

    def test_another_version_of_the_form(self, example):
        """Last year's form is refused, and both versions are named."""
        other = replace(FORM, version="depot-2018-1")
        with pytest.raises(BadFileError) as caught:
            read_deposit_workbook(example, other, "depot.xlsx")

        assert "Porteur!B2" in str(caught.value)
        assert "« depot-2017-2 »" in str(caught.value)
        assert "« depot-2018-1 »" in str(caught.value)

    def test_the_former_version_of_the_form(self, example):
        """The first form of 2017, without « Publics », is refused by its version."""
        parts = parts_of(example)
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b'name="Publics"', b'name="Autre"'
        )
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            b"depot-2017-2", b"depot-2017-1"
        )

        assert (
            "la cellule Porteur!B2 annonce le formulaire « depot-2017-1 », celui de "
            "cette campagne est « depot-2017-2 »"
        ) in refusal(zipped(parts))

    def test_a_missing_label(self, example):
        """A deleted label is refused rather than read as an empty answer."""
        parts = parts_of(example)
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            b"Nom de la structure", b"Nom"
        )

        assert "le libellé « Nom de la structure » est introuvable" in refusal(
            zipped(parts)
        )

    def test_a_label_written_twice(self, example):
        """Two rows with one label are refused: nothing tells which one counts."""
        parts = parts_of(example)
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
            "61 – Services extérieurs".encode(), "60 – Achats".encode()
        )

        assert "« 60 – Achats » figure 2 fois" in refusal(zipped(parts))

    def test_what_the_library_cannot_read(self, example):
        """A cell the library rejects gives a sentence, not its English error."""
        broken = edited(
            example, 3, "<v>2</v></c>", '<v>2</v></c><c r="D6" t="b"><v>7</v></c>'
        )

        assert "le classeur est illisible" in refusal(broken)


class TestAsText:
    """A cell reads as it shows."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (12.0, "12"),
            (20004219000013.0, "20004219000013"),
            (1200.3000000000002, "1200.3"),
            (1e20, "100000000000000000000"),
            (False, "FAUX"),
            ("", ""),
        ],
    )
    def test_numbers_read_as_they_show(self, value, expected):
        """Numbers have no « .0 » and no exponent; booleans read as in French."""
        assert expected == as_text(value)


class TestSpeed:
    """A hostile file costs neither time nor memory."""

    def test_the_sparse_bomb_is_refused_at_once(self):
        """Cells A1 and XFD1048576 in 1.4 kB: refused in a second, in little memory."""
        bomb = sparse_bomb()
        tracemalloc.start()
        started = time.perf_counter()
        said = refusal(bomb)
        lasted = time.perf_counter() - started
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert len(bomb) < 1_500
        assert "ligne 1048576, colonne 16384" in said
        assert lasted < 1
        assert peak < 5_000_000


def sparse_bomb():
    """Return a workbook by hand whose only cells are the first and the very last."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" '
        f'ContentType="{spreadsheet}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{spreadsheet}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Porteur" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>",
    }
    return zipped({name: (head + text).encode() for name, text in texts.items()})
