from __future__ import annotations

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.form import BudgetRow, FieldKind, FormField, blank_budget
from contrat_de_ville.errors import BadFileError
from tests.deposit_builder import FORM, FORM_PATH


def form_with(tmp_path, old, new):
    """Write the real form with *old*, which must be there, replaced once by *new*."""
    text = FORM_PATH.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "depot.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestLoadForm:
    """A form is read whole, or refused."""

    def test_the_form_of_2017(self):
        """The form of 2017 has 27 fields, 10 charges and 12 produits."""
        assert (len(FORM.fields), len(FORM.charges), len(FORM.produits)) == (27, 10, 12)
        assert FORM.version == "depot-2017-1"
        assert FORM.fields[2] == FormField(
            code="porteur_type",
            sheet="identite",
            label="Type de structure",
            kind=FieldKind.LISTE,
            list_name="types_de_porteur",
        )
        assert FORM.produits[4] == BudgetRow(
            account="74", label="Caisse d'allocations familiales", funder="CAF"
        )

    def test_budget_codes_are_ranks(self):
        """Budget rows are coded by their rank in the form, charges first."""
        codes = [row.code for row in blank_budget(FORM)]

        assert codes == [f"budget.{rank}" for rank in range(1, 23)]

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("sorte: texte", "sorte: roman", "« roman » est inconnu"),
            ("feuille: identite", "feuille: annexe", "« annexe » est inconnu"),
            ("  action: Action\n", "", "il manque la clé « action »"),
            ("sorte: texte}", "sorte: liste}", "ne vont pas ensemble"),
            ("code: porteur_nom", "code: porteur_siret", "écrit deux fois"),
            ('"dont femmes"', '"Date de fin :"', "écrit deux fois"),
            ("libelle: Achats", "libelle: 60", "un texte est attendu"),
            ("version: depot-2017-1", "version: 2017", "un texte est attendu"),
            ('"61", libelle: Services', '"60", libelle: Achats, couleur: S', "couleur"),
        ],
    )
    def test_a_mistake_is_refused(self, tmp_path, old, new, said):
        """Each mistake in the definition is refused with its place."""
        with pytest.raises(BadFileError, match=said):
            load_form(form_with(tmp_path, old, new))

    def test_an_empty_list_is_refused(self, tmp_path):
        """A form without fields is refused."""
        path = tmp_path / "depot.yaml"
        path.write_text(
            "version: v\nfeuilles: {identite: P, action: A, budget: B}\n"
            "champs: []\nbudget: {charges: [], produits: []}\n"
        )

        with pytest.raises(BadFileError, match="« champs » doit être une liste"):
            load_form(path)
