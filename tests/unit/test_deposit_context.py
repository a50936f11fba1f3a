"""What a channel cannot carry is told from its form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.deposit_context import unknown_fields
from contrat_de_ville.domain.depots import BudgetText, DepositForm, Side
from contrat_de_ville.domain.form import age_codes, blank_budget


FORM = load_form(
    Path(__file__).resolve().parents[2] / "config" / "formulaires" / "depot_2017.yaml"
)
ALL = {one.code for one in FORM.fields} | {code for _, _, code in age_codes(FORM)}


def form(version: str, *placed: str, **amounts: str) -> DepositForm:
    """Return an empty form with a place for these fields, and amounts by rank."""
    budget = tuple(
        replace(row, amount=amounts.get(row.code.replace("budget.", "r"), ""))
        for row in blank_budget(FORM)
    )
    return DepositForm(
        fields=dict.fromkeys(ALL, ""),
        budget=budget,
        cells=dict.fromkeys(placed, "A1"),
        form_version=version,
    )


class TestUnknownFields:
    """The fields a channel cannot carry."""

    def test_of_the_workbook(self) -> None:
        """The workbook of the campaign carries everything, even left out."""
        assert unknown_fields(form(FORM.version), FORM) == frozenset()

    def test_of_another_channel(self) -> None:
        """Another channel carries what its reader gives a place, or fills."""
        one = form("liste-1", "porteur_nom")
        one = replace(one, fields={**one.fields, "action_intitule": "Jardin"})
        found = unknown_fields(one, FORM)

        assert found == (ALL - {"porteur_nom", "action_intitule"}) | {"budget"}

    @pytest.mark.parametrize(
        ("amounts", "expected"),
        [
            ({}, True),
            ({"r1": "100"}, True),
            ({"r33": "100"}, True),
            ({"r1": "100", "r33": "100"}, False),
            ({"r1": " ", "r33": "100"}, True),
        ],
    )
    def test_budget_is_whole_with_its_two_sides(
        self, amounts: dict[str, str], *, expected: bool
    ) -> None:
        """Charges on rows of the form, and produits that face them."""
        found = unknown_fields(form("dauphin-1", *ALL, **amounts), FORM)

        assert ("budget" in found) is expected

    def test_a_total_is_not_a_budget(self) -> None:
        """A total that a list adds on a row of its own balances nothing."""
        one = form("liste-1", *ALL, r33="100")
        total = BudgetText(
            code="budget.x1", side=Side.CHARGE, account="", label="Total", amount="200"
        )

        assert unknown_fields(
            replace(one, budget=(*one.budget, total)), FORM
        ) == frozenset({"budget"})
