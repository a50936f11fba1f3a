"""The form of decisions of the Prefect screen, run as a plain function."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from contrat_de_ville.errors import BadInputError
from flows.record_decisions import Decision, read_amounts, record_decisions


GIVEN = {"dossier": "2017-0042", "financeur": "CAPH", "montant": "4 200,00"}


def decision(**changes: str) -> Decision:
    """Return a decision as the form gives it."""
    return Decision(**{**GIVEN, "motif": "Un poste est retiré.", **changes})


class TestAmounts:
    """What is typed in euros becomes centimes, line by line."""

    @pytest.mark.parametrize(
        ("typed", "centimes"),
        [("4 200,00", 4_200_00), ("4\u202f200,5 €", 4_200_50), ("0", 0)],
    )
    def test_an_amount_in_french(self, typed: str, centimes: int) -> None:
        """Thousands, decimals and « € » are read as everywhere else."""
        expected = {("2017-0042", "CAPH"): (centimes, "Un poste est retiré.")}

        assert read_amounts([decision(montant=typed)]) == expected

    def test_two_funders_of_one_action_are_two_decisions(self) -> None:
        """A line is a deposit and a funder."""
        given = [decision(), decision(financeur="ETAT", montant="10")]

        assert [amount for amount, _ in read_amounts(given).values()] == [
            420_000,
            1_000,
        ]

    @pytest.mark.parametrize("typed", ["4.200,50", "quatre mille", "12€50"])
    def test_what_is_no_amount(self, typed: str) -> None:
        """A text that is not an amount is refused with its sentence."""
        with pytest.raises(BadInputError, match="n'est pas un montant"):
            read_amounts([decision(montant=typed)])

    def test_the_same_line_twice(self) -> None:
        """One line is not decided twice in one form."""
        with pytest.raises(BadInputError, match="2017-0042/CAPH est décidé 2 fois"):
            read_amounts([decision(), decision(montant="1")])


class TestForm:
    """What the Prefect screen shows and accepts."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"dossier": "42"},
            {"financeur": "La CAPH"},
            {"montant": ""},
            {"nom": "quelqu'un"},
        ],
    )
    def test_what_is_not_of_the_form_is_refused(self, wrong: dict[str, str]) -> None:
        """A number that is none, a name for a code, nothing, a field of one's own."""
        with pytest.raises(ValidationError):
            decision(**wrong)

    def test_it_is_a_rehearsal_unless_said_otherwise(self) -> None:
        """Nothing is recorded by a form that was only filled."""
        shown = self.shown()["properties"]

        assert (shown["a_blanc"]["default"], shown["par"]["default"]) == (True, "copil")

    def test_everything_is_described_in_french(self) -> None:
        """Each parameter and each field of a decision says what to write."""
        shown = self.shown()
        fields = shown["definitions"]["Decision"]["properties"]
        said = [
            one.get("description", "")
            for one in (*shown["properties"].values(), *fields.values())
        ]

        assert all(one.endswith((".", "maintenant.")) for one in said)
        assert (
            "Jamais le nom d'une personne" in shown["properties"]["par"]["description"]
        )
        assert shown["required"] == ["decisions", "minute", "annee"]

    @staticmethod
    def shown() -> dict[str, Any]:
        """Return what the screen builds the form from."""
        return dict(record_decisions.parameters.model_dump())
