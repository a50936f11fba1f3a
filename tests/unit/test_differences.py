"""What changed between two versions of a deposit, said field by field."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.depots import BudgetText, DepositForm, Side
from contrat_de_ville.domain.differences import (
    Change,
    contents_sha256,
    differences,
    form_labels,
)


LABELS = {"titre": "Intitulé", "axe": "Axe", "texte": "Description"}


def row(amount: str, **changes: str) -> BudgetText:
    """Return a row of account 60 with this amount."""
    base = BudgetText(
        code="budget.1", side=Side.CHARGE, account="60", label="Achats", amount=amount
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def form(*budget: BudgetText, **fields: str) -> DepositForm:
    """Return a form of these answers, each in the cell « A!<code> »."""
    codes = [*fields, *(one.code for one in budget)]
    return DepositForm(
        fields=fields,
        budget=budget,
        cells={code: f"A!{code}" for code in codes},
        form_version="essai",
    )


class TestFields:
    """Each answer is compared with itself."""

    def test_nothing_changed(self) -> None:
        """The same answers, whatever their order, give nothing."""
        before, after = form(titre="Été", axe="2"), form(axe="2", titre="Été")

        assert differences(before, after, LABELS) == ()

    def test_changes_come_in_the_order_of_the_form(self) -> None:
        """An answer changed, one that came and one that went, title first."""
        before = form(texte="Longue", axe="2")
        after = form(axe="3", titre="Été")

        assert differences(before, after, LABELS) == (
            Change(
                field="titre", label="Intitulé", before="", after="Été", cell="A!titre"
            ),
            Change(field="axe", label="Axe", before="2", after="3", cell="A!axe"),
            Change(
                field="texte",
                label="Description",
                before="Longue",
                after="",
                cell="A!texte",
            ),
        )

    def test_spaces_around_change_nothing(self) -> None:
        """A space at the end, or an accent written in two signs, is no change."""
        before, after = form(titre="École "), form(titre="E\u0301cole")

        assert differences(before, after, LABELS) == ()

    def test_a_field_the_form_does_not_know_comes_last(self) -> None:
        """What another version of the form asked is shown by its code."""
        (change,) = differences(form(), form(ancien="x"), LABELS)

        assert (change.field, change.label) == ("ancien", "ancien")


class TestBudget:
    """Rows are compared by what they are."""

    def test_an_amount_that_changed(self) -> None:
        """The account and its label name the row; its cell is that of after."""
        (change,) = differences(form(row("1 200")), form(row("1 300,50 €")), {})

        assert change == Change(
            field="budget.1",
            label="60 – Achats",
            before="1 200",
            after="1 300,50 €",
            cell="A!budget.1",
        )

    @pytest.mark.parametrize("written", ["1200", "1 200,00 €", "1200.00"])
    def test_the_same_amount_otherwise_written(self, written: str) -> None:
        """1 200 is 1 200, with or without its cents."""
        assert differences(form(row("1 200")), form(row(written)), {}) == ()

    def test_zero_is_not_nothing(self) -> None:
        """A zero written where nothing was is a change."""
        (change,) = differences(form(row("")), form(row("0")), {})

        assert (change.before, change.after) == ("", "0")

    def test_a_row_moved_is_the_same_row(self) -> None:
        """The code is a place; the row is its account, label and funder."""
        other = row("5", code="budget.2", account="61", label="Services")
        before = form(row("1200"), other)
        after = form(
            replace(other, code="budget.1"), replace(row("1200"), code="budget.2")
        )

        assert differences(before, after, {}) == ()

    def test_a_row_removed_and_a_row_added(self) -> None:
        """What is new comes first, at its place; what is gone says where it was."""
        before = form(row("5", code="budget.9", account="61", label="Services"))
        after = form(row("7"))

        found = [
            (one.label, one.before, one.after, one.cell)
            for one in differences(before, after, {})
        ]

        assert found == [
            ("60 – Achats", "", "7", "A!budget.1"),
            ("61 – Services", "5", "", "A!budget.9"),
        ]

    def test_two_rows_alike_are_told_apart_by_their_order(self) -> None:
        """Two rows of one account each keep their amount."""
        before = form(row("5"), row("6", code="budget.2"))
        after = form(row("5"), row("8", code="budget.2"))

        assert [one.field for one in differences(before, after, {})] == ["budget.2"]


class TestLabels:
    """What the form of the campaign calls its fields."""

    def test_every_field_and_every_age_is_named(self) -> None:
        """The title of the action, and the women of the first band."""
        path = Path(__file__).parents[2] / "config" / "formulaires" / "depot_2017.yaml"
        definition = load_form(path)
        labels = form_labels(definition)
        band = next(iter(definition.age_bands))

        assert set(labels) >= {one.code for one in definition.fields}
        assert labels[f"femmes.{band}"] == f"{definition.age_bands[band]}, femmes"


class TestContents:
    """The hash of what was answered."""

    def test_places_and_empty_answers_do_not_count(self) -> None:
        """The same answers elsewhere in a file have the same hash."""
        one = form(row("5"), titre="Été")
        other = replace(form(row("5"), axe="", titre="Été "), cells={})

        assert contents_sha256(one) == contents_sha256(other)

    @pytest.mark.parametrize(
        "changed", [form(row("5"), titre="Hiver"), form(row("6"), titre="Été")]
    )
    def test_an_answer_or_an_amount_changes_it(self, changed: DepositForm) -> None:
        """A title or an amount that is not the same gives another hash."""
        assert contents_sha256(form(row("5"), titre="Été")) != contents_sha256(changed)
