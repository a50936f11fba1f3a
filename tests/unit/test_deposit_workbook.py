from __future__ import annotations

import re
from dataclasses import replace

import pytest

from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.domain.form import blank_budget
from contrat_de_ville.errors import BadInputError
from tests.deposit_builder import (
    FORM,
    LISTS,
    example_bytes,
    filled_bytes,
    parts_of,
)


SHEETS = ["Guide", "Porteur", "Action", "Publics", "Budget", "Listes"]
HOSTILE = '=HYPERLINK("http://ailleurs.example","ici")'


def sheet_xml(workbook, number):
    """Return the XML of a sheet of the workbook, counted from 1."""
    return parts_of(workbook)[f"xl/worksheets/sheet{number}.xml"].decode()


def formulas(workbook):
    """Return every formula of a workbook, checks and colours included."""
    return [
        formula
        for number in range(1, 7)
        for formula in re.findall(
            r"<f>(.*?)</f>|<formula\d?>(.*?)</formula\d?>", sheet_xml(workbook, number)
        )
    ]


class TestWriteDepositWorkbook:
    """The workbook says what it was given, and lets a porteur make mistakes."""

    def test_same_content_same_bytes(self, tmp_path):
        """Written twice, the same deposit is the same file, byte for byte."""
        first = example_bytes(tmp_path)

        assert first == example_bytes(tmp_path)

    def test_sheets_in_reading_order(self, tmp_path):
        """A porteur meets the guide, then the four sheets to fill, then the codes."""
        names = re.findall(
            r'<sheet name="([^"]+)"',
            parts_of(example_bytes(tmp_path))["xl/workbook.xml"].decode(),
        )

        assert names == SHEETS

    def test_version_in_the_properties(self, tmp_path):
        """The version of the form is in the document's properties."""
        properties = parts_of(example_bytes(tmp_path))["docProps/custom.xml"].decode()

        assert "Version du formulaire" in properties
        assert "depot-2017-2" in properties

    def test_no_value_becomes_a_formula(self, tmp_path):
        """Hostile texts in every cell add no formula to those of the blank form."""
        blank = filled_bytes(tmp_path, {}, {})
        codes = [*(field.code for field in FORM.fields), "femmes.0_5", "hommes.0_5"]
        rows = [row.code for row in blank_budget(FORM)]
        hostile = filled_bytes(
            tmp_path, dict.fromkeys(codes, HOSTILE), dict.fromkeys(rows, HOSTILE)
        )

        assert formulas(blank) == formulas(hostile)
        assert "HYPERLINK" not in str(formulas(hostile))

    def test_checks_only_warn(self, tmp_path):
        """An input check is a warning: an honest mistake can be sent."""
        checks = [
            check
            for number in (2, 3, 4, 5)
            for check in re.findall(
                r"<dataValidation ([^>]*)>", sheet_xml(example_bytes(tmp_path), number)
            )
        ]

        assert len(checks) > 60
        assert all('errorStyle="warning"' in check for check in checks)

    def test_lists_are_offered(self, tmp_path):
        """Each field with a list offers its codes, where they stand in « Listes »."""
        porteur = sheet_xml(example_bytes(tmp_path), 2)

        assert "<formula1>Listes!$A$5:$A$6</formula1>" in porteur

    def test_sheets_are_protected_without_password(self, tmp_path):
        """Labels are locked on every sheet, and no password stands in the way."""
        workbook = example_bytes(tmp_path)
        protections = [
            re.findall(r"<sheetProtection [^>]*>", sheet_xml(workbook, number))
            for number in range(1, 7)
        ]

        assert all(len(found) == 1 for found in protections)
        assert all("password" not in found[0] for found in protections)
        assert all('formatColumns="0"' in found[0] for found in protections)

    def test_sheets_print_on_a4_with_their_titles(self, tmp_path):
        """Every sheet is A4, one page wide; its headings come back on each page."""
        workbook = example_bytes(tmp_path)
        setups = [
            re.findall(r"<pageSetup [^>]*>", sheet_xml(workbook, number))[0]
            for number in range(1, 7)
        ]
        names = parts_of(workbook)["xl/workbook.xml"].decode()

        assert all('paperSize="9"' in one for one in setups)
        assert all("<pageSetUpPr" in sheet_xml(workbook, n) for n in range(1, 7))
        assert re.findall(r">(\w+)!\$3:\$3<", names) == sorted(SHEETS[1:])

    def test_a_list_that_is_not_given(self, tmp_path):
        """A form cannot be written without the codes one of its fields needs."""
        lists = {name: codes for name, codes in LISTS.items() if name != "pieces"}

        with pytest.raises(BadInputError, match="listes absentes ou vides : pieces"):
            write_deposit_workbook(tmp_path / "depot.xlsx", FORM, lists)

    def test_a_value_of_no_field(self, tmp_path):
        """A value whose field the form does not have is refused, not dropped."""
        with pytest.raises(BadInputError, match="couleur"):
            write_deposit_workbook(
                tmp_path / "depot.xlsx", FORM, LISTS, {"couleur": "vert"}
            )

    def test_a_text_longer_than_a_cell(self, tmp_path):
        """A text no cell can hold is refused, not cut."""
        with pytest.raises(BadInputError, match="textes trop longs"):
            write_deposit_workbook(
                tmp_path / "depot.xlsx",
                FORM,
                LISTS,
                {"action_description": "a" * 32_768},
            )

    @pytest.mark.parametrize("label", ["Voyages", "Achats"])
    def test_a_budget_row_of_no_form_or_twice(self, tmp_path, label):
        """A budget row the form does not have, or given twice, is refused."""
        achats = blank_budget(FORM)[0]

        with pytest.raises(BadInputError, match=label):
            write_deposit_workbook(
                tmp_path / "depot.xlsx",
                FORM,
                LISTS,
                budget=[achats, replace(achats, label=label)],
            )
