from __future__ import annotations

import pytest

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.form import (
    BudgetRow,
    FieldKind,
    FormField,
    age_codes,
    blank_budget,
    budget_accounts,
)
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
        """The form of 2017 has 53 questions, 30 rows of charges and 19 of produits."""
        assert (len(FORM.fields), len(FORM.charges), len(FORM.produits)) == (53, 30, 19)
        assert FORM.version == "depot-2017-2"
        assert FORM.fields[3] == FormField(
            code="porteur_type",
            sheet="identite",
            label="Type de structure",
            kind=FieldKind.LISTE,
            list_name="types_de_porteur",
        )
        assert FORM.produits[5] == BudgetRow(
            account="74", label="Caisse d'allocations familiales", funder="CAF"
        )

    def test_what_a_field_says_of_itself(self):
        """A band, a hint, a long answer and the funder asked are read."""
        fields = {one.code: one for one in FORM.fields}

        assert fields["action_intitule"].band == "Le projet"
        assert fields["porteur_rna"].hint == "W suivi de neuf chiffres"
        assert fields["objectifs"].is_long
        assert not fields["partenaires"].is_long
        assert fields["demande.CAF"].funder == "CAF"

    def test_details_follow_their_account(self):
        """Achats has three details, services bancaires is a detail of 62."""
        groups = {
            account.label: [row.account for row in details]
            for account, details in budget_accounts(blank_budget(FORM))
        }

        assert groups["Achats"] == ["601", "604", "606"]
        assert groups["Autres services extérieurs"] == ["622", "623", "625", "628"]
        assert groups["Charges financières"] == []

    def test_age_codes(self):
        """Six bands by sex: women then men of each, in the order of the form."""
        codes = [code for _, _, code in age_codes(FORM)]

        assert len(codes) == 12
        assert codes[:3] == ["femmes.0_5", "hommes.0_5", "femmes.6_15"]

    def test_budget_codes_are_ranks(self):
        """Budget rows are coded by their rank in the form, charges first."""
        codes = [row.code for row in blank_budget(FORM)]

        assert codes == [f"budget.{rank}" for rank in range(1, 50)]

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("sorte: texte", "sorte: roman", "« roman » est inconnu"),
            ("feuille: identite", "feuille: annexe", "« annexe » est inconnu"),
            ("feuille: identite", "feuille: publics", "« publics » est inconnu"),
            ("  action: Action\n", "", "il manque la clé « action »"),
            ("  budget: Budget\n", "  budget: Action\n", "« action » est écrit deux"),
            ("sorte: texte,", "sorte: liste,", "ne vont pas ensemble"),
            ("code: porteur_nom", "code: porteur_siret", "écrit deux fois"),
            ("code: porteur_nom", "code: femmes.0_5", "écrit deux fois"),
            ('"dont femmes"', '"Date de fin :"', "écrit deux fois"),
            ('"dont femmes"', '"Le projet"', "écrit deux fois"),
            ("long: true", "long: oui", "« true » est attendu"),
            ("detail: true", "detail: false", "« true » est attendu"),
            ('"6_15", libelle', '"0_5", libelle', "« 0_5 » est écrit deux fois"),
            ("6 à 15 ans", "0 à 5 ans", "« 0 à 5 ans » est écrit deux fois"),
            ("libelle: Achats", "libelle: 60", "un texte est attendu"),
            ("version: depot-2017-2", "version: 2017", "un texte est attendu"),
            ('"61", libelle: Services', '"60", libelle: Achats, couleur: S', "couleur"),
            ('"61", libelle: S', '"60", libelle: Achats}  #', "écrit deux fois"),
            ('"613"', '"603"', "le détail 603 ne suit pas"),
            ("financeur: CAPH}", "financeur: ETAT}", "ne vont pas ensemble"),
            ("code: demande.CAPH", "code: demande.caph", "ne vont pas ensemble"),
            (
                "d'agglomération, crédits spécifiques\", financeur: CAPH}",
                "d'agglomération, crédits spécifiques\"}",
                "doit avoir sa ligne sous le compte 74",
            ),
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
            "version: v\n"
            "feuilles: {identite: P, action: A, publics: Q, budget: B}\n"
            "champs: []\ntranches_d_age: []\nbudget: {charges: [], produits: []}\n"
        )

        with pytest.raises(BadFileError, match="« champs » doit être une liste"):
            load_form(path)
