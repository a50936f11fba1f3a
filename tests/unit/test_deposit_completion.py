"""What someone completes is added, marked, and outlives the next version."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.deposit_completion import (
    COMPLETABLE,
    MARK,
    carried,
    completed,
    marked,
    said,
)
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.errors import BadInputError


FORM = load_form(
    Path(__file__).resolve().parents[2] / "config" / "formulaires" / "depot_2017.yaml"
)


def row(**fields: str) -> DepositForm:
    """Return a row of an export that carries a title and these fields."""
    given = {"action_intitule": "Jardin", **fields}
    return DepositForm(
        fields=given,
        budget=(),
        cells=dict.fromkeys(given, "Suivi!A3"),
        form_version="osiris-actions-1",
    )


class TestCompleted:
    """Only what the channel has no place for, and what the coordination may tell."""

    def test_an_answer_is_added_and_marked(self) -> None:
        """The axe stands beside the title, and says where it comes from."""
        form = completed(row(), {"action_axe": "5"}, FORM)

        assert form.fields == {"action_intitule": "Jardin", "action_axe": "5"}
        assert form.cells == {"action_intitule": "Suivi!A3", "action_axe": MARK}
        assert marked(form) == {"action_axe"}

    def test_one_completed_by_mistake_is_completed_again(self) -> None:
        """The coordination mends its own answer: the last one counts."""
        first = completed(row(), {"action_axe": "5"}, FORM)

        assert completed(first, {"action_axe": "3"}, FORM).fields["action_axe"] == "3"

    def test_codes_of_a_list_are_added(self) -> None:
        """A piece received later joins the others, each once."""
        first = completed(row(), {"pieces": "statuts ; rib"}, FORM)
        both = completed(first, {"pieces": "rib ; comptes"}, FORM)

        assert both.fields["pieces"] == "statuts ; rib ; comptes"

    @pytest.mark.parametrize(
        ("carries", "code", "said_of_it"),
        [
            ({"action_axe": ""}, "action_axe", "que ce dépôt porte déjà"),
            ({}, "porteur_siret", "n'est pas une rubrique"),
            ({}, "rubrique_inconnue", "n'est pas une rubrique"),
        ],
    )
    def test_the_rest_is_the_porteurs(
        self, carries: dict[str, str], code: str, said_of_it: str
    ) -> None:
        """A field the channel carries, even empty; an identity; no field at all."""
        with pytest.raises(BadInputError, match=said_of_it):
            completed(row(**carries), {code: "1"}, FORM)

    def test_each_field_is_of_the_form(self) -> None:
        """What may be completed has its place in the workbook."""
        assert set(COMPLETABLE) <= {one.code for one in FORM.fields}

    def test_a_workbook_is_never_completed(self) -> None:
        """The form of the campaign carries everything: its porteur mends it."""
        form = DepositForm(fields={}, budget=(), cells={}, form_version=FORM.version)

        with pytest.raises(BadInputError, match="que ce dépôt porte déjà"):
            completed(form, {"action_axe": "5"}, FORM)


class TestCarried:
    """A channel sends its rows again: what it cannot say is not lost."""

    def test_what_was_completed_goes_on(self) -> None:
        """The next row has the axe, still marked; what it says itself is its own."""
        before = completed(row(), {"action_axe": "5", "quartiers": "QP059050"}, FORM)
        after = carried(before, row(quartiers="QP059051"))

        assert after.fields == {
            "action_intitule": "Jardin",
            "action_axe": "5",
            "quartiers": "QP059051",
        }
        assert marked(after) == {"action_axe"}

    def test_nothing_completed_changes_nothing(self) -> None:
        """The same form comes back."""
        after = row()

        assert carried(row(action_axe="5"), after) is after


def test_answers_are_said_by_their_labels() -> None:
    """As the form asks them."""
    assert said([("action_axe", "5")], FORM) == "Axe du contrat (1 à 7) : 5"
