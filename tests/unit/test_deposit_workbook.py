from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.domain.form import blank_budget
from contrat_de_ville.errors import BadInputError
from tests.deposit_builder import (
    AMOUNTS,
    FORM,
    LISTS,
    VALUES,
    budget_texts,
    example_bytes,
    parts_of,
)


def sheet_xml(workbook, number):
    """Return the XML of a sheet of the workbook, counted from 1."""
    return parts_of(workbook)[f"xl/worksheets/sheet{number}.xml"].decode()


class TestWriteDepositWorkbook:
    """The workbook says what it was given, and lets a porteur make mistakes."""

    def test_same_content_same_bytes(self, tmp_path):
        """Written twice, the same deposit is the same file, byte for byte."""
        first = example_bytes(tmp_path)

        assert first == example_bytes(tmp_path)

    def test_sheets_in_reading_order(self, tmp_path):
        """A porteur meets the guide, then the three sheets to fill, then the codes."""
        names = re.findall(
            r'<sheet name="([^"]+)"',
            parts_of(example_bytes(tmp_path))["xl/workbook.xml"].decode(),
        )

        assert names == ["Mode d'emploi", "Porteur", "Action", "Budget", "Listes"]

    def test_version_in_the_properties(self, tmp_path):
        """The version of the form is in the document's properties."""
        properties = parts_of(example_bytes(tmp_path))["docProps/custom.xml"].decode()

        assert "Version du formulaire" in properties
        assert "depot-2017-1" in properties

    def test_no_value_becomes_a_formula(self, tmp_path):
        """A title that begins with « = » stays text: only totals are formulas."""
        action = sheet_xml(example_bytes(tmp_path), 3)

        assert "<f>" not in action

    def test_totals_and_balance_are_computed_and_stored(self, tmp_path):
        """Charges 1 200,50 + 0 and produits 1 200,50 balance, formula and result."""
        budget = sheet_xml(example_bytes(tmp_path), 4)

        assert "<f>SUM(B5:B14)</f><v>1200.5</v>" in budget
        assert "<f>SUM(B18:B29)</f><v>1200.5</v>" in budget
        assert "<f>ROUND($B$15-$B$30,2)</f><v>0.0</v>" in budget
        assert "<v>Budget équilibré</v>" in budget

    def test_an_unbalanced_budget_says_so(self, tmp_path):
        """With 100 € of charges and nothing facing them, the gap of 100 € shows."""
        path = tmp_path / "depot.xlsx"
        write_deposit_workbook(path, FORM, LISTS, {}, budget_texts({"budget.1": "100"}))
        budget = sheet_xml(path.read_bytes(), 4)

        assert "<f>ROUND($B$15-$B$30,2)</f><v>100.0</v>" in budget
        assert "<v>Les deux totaux doivent être égaux</v>" in budget

    def test_checks_only_warn(self, tmp_path):
        """Every input check is a warning, so that an honest mistake can be sent."""
        workbook = example_bytes(tmp_path)
        checks = [
            check
            for number in (2, 3, 4)
            for check in re.findall(
                r"<dataValidation ([^>]*)>", sheet_xml(workbook, number)
            )
        ]

        assert checks
        assert all('errorStyle="warning"' in check for check in checks)

    def test_sheets_are_protected_without_password(self, tmp_path):
        """Labels are locked on every sheet, and no password stands in the way."""
        workbook = example_bytes(tmp_path)
        protections = [
            re.findall(r"<sheetProtection [^>]*>", sheet_xml(workbook, number))
            for number in (1, 2, 3, 4, 5)
        ]

        assert all(len(found) == 1 for found in protections)
        assert all("password" not in found[0] for found in protections)

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

    def test_a_year_of_deposits_is_quick(self, tmp_path):
        """The 130 workbooks of a year are written in a few seconds."""
        started = time.perf_counter()
        for _ in range(13):
            write_deposit_workbook(
                tmp_path / "depot.xlsx", FORM, LISTS, VALUES, budget_texts(AMOUNTS)
            )

        assert time.perf_counter() - started < 1.5
