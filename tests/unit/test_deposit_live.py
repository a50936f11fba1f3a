from __future__ import annotations

import pytest

from contrat_de_ville.adapters.deposit_live import Live, euros, first_true, text
from tests.deposit_builder import AMOUNTS, VALUES, filled_bytes, shown


@pytest.fixture
def say(tmp_path):
    """Return what a cell of a workbook filled with these answers shows."""

    def said(where, values=None, amounts=None):
        sheet, _, cell = where.partition("!")
        content = filled_bytes(tmp_path, values or {}, amounts or {})
        held = shown(content, sheet, cell)
        return (
            " ".join(held.split()).replace("\u202f", " ")
            if isinstance(held, str)
            else held
        )

    return said


class TestLive:
    """A formula and its present result say the same."""

    def test_words_with_quotation_marks(self):
        """Quotation marks are doubled in the formula, and once in the result."""
        assert text('dit "oui"') == Live('"dit ""oui"""', 'dit "oui"')

    def test_joined(self):
        """Texts are joined in the formula as in the result."""
        joined = text("Total : ") + Live("B5", "12")

        assert joined == Live('"Total : "&B5', "Total : 12")

    def test_first_true(self):
        """The first case that holds speaks, whatever the next ones say."""
        cases = [("B5=1", False, text("un")), ("B5>1", True, text("plus"))]

        assert first_true(cases, text("rien")) == Live(
            'IF(B5=1,"un",IF(B5>1,"plus","rien"))', "plus"
        )

    def test_euros(self):
        """An amount is written with its two decimals."""
        assert euros("B5", -120_050).shown == "-1\u202f200,50\u00a0€"


class TestBudget:
    """The budget says what its figures tell while they are typed."""

    def test_an_empty_budget(self, say):
        """Nothing typed: a hint for the balance, no share, nothing wrong."""
        assert say("Budget!C60") == "Remplissez les charges et les produits"
        assert say("Budget!B64") == ""
        assert say("Budget!C5") == ""

    def test_totals_leave_details_out(self, say):
        """60 at 100 with details of 60 and 40 makes 100 of charges."""
        amounts = {"budget.1": "100", "budget.2": "60", "budget.3": "40"}

        assert say("Budget!B35", {}, amounts) == 100
        assert say("Budget!C5", {}, amounts) == "✓ Les détails font le compte"

    def test_details_that_do_not_make_their_account(self, say):
        """60 at 100 with one detail of 1 060,5 shows the sum of the details."""
        amounts = {"budget.1": "100", "budget.2": "1060,5"}

        assert say("Budget!C5", {}, amounts) == "⚠ Les détails font 1 060,50 €"

    def test_details_without_their_account(self, say):
        """A detail whose account is empty asks for its account."""
        assert say("Budget!C5", {}, {"budget.2": "60"}) == "⚠ Les détails font 60,00 €"

    def test_balance(self, say):
        """1 200,50 of charges and of produits balance."""
        assert say("Budget!B60", {}, AMOUNTS) == 0
        assert say("Budget!C60", {}, AMOUNTS) == "✓ Budget équilibré"

    def test_no_balance(self, say):
        """100 of charges and nothing facing them: a gap of 100."""
        assert say("Budget!B60", {}, {"budget.1": "100"}) == 100
        assert (
            say("Budget!C60", {}, {"budget.1": "100"})
            == "⚠ Les deux totaux doivent être égaux"
        )

    def test_contributions_in_kind(self, say):
        """86 at 50 and 87 at 30 differ by 20; at 50 both, they are equal."""
        apart, equal = ({"budget.26": "50", "budget.46": x} for x in ("30", "50"))

        assert say("Budget!B61", {}, apart) == 20
        assert (
            say("Budget!C61", {}, apart) == "⚠ Les comptes 86 et 87 doivent être égaux"
        )
        assert say("Budget!C61", {}, equal) == "✓ 86 et 87 sont égaux"

    def test_public_share_is_on_what_must_be_paid(self, say):
        """118 425 of subsidies on 141 112 without 116 000 in kind: 83,9 %."""
        amounts = {
            "budget.18": "141 112", "budget.26": "116 000",
            "budget.33": "100 000", "budget.37": "18 425", "budget.46": "116 000",
        }  # fmt: skip

        assert say("Budget!B62", {}, amounts) == 141_112
        assert say("Budget!B63", {}, amounts) == 118_425
        assert say("Budget!B64", {}, amounts) == 83.9

    def test_an_amount_that_is_a_text(self, say):
        """An amount no spreadsheet adds says so beside it, detail or not."""
        amounts = {"budget.1": "environ 100", "budget.2": "1.200,50"}
        said = "⚠ Pas lu comme un nombre : chiffres et virgule"

        assert [say(f"Budget!C{row}", {}, amounts) for row in (5, 6)] == [said, said]

    def test_what_is_asked_faces_its_line(self, say):
        """A request of 900 facing a line of 1 200,50 is said on both sheets."""
        values = {"demande.ETAT": "900", "demande.CAF": "0"}

        assert (
            say("Budget!C40", values, AMOUNTS) == "⚠ Demandé, feuille Action : 900,00 €"
        )
        assert (
            say("Action!C32", values, AMOUNTS)
            == "⚠ Au compte 74 du budget : 1 200,50 €"
        )
        assert say("Budget!C43", values, AMOUNTS) == "✓ Comme demandé, feuille Action"
        assert say("Budget!C41", values, AMOUNTS) == "Montant demandé"


class TestPublics:
    """The grid says whether it makes up the beneficiaries announced."""

    def test_totals(self, say):
        """3 women and 4 men of 6 to 15, 2 men of 18 to 25: 3, 6 and 9."""
        values = {"femmes.6_15": "3", "hommes.6_15": "4", "hommes.18_25": "2"}

        assert say("Publics!D6", values) == 7
        assert say("Publics!D5", values) == ""
        assert [say(f"Publics!{one}11", values) for one in "BCD"] == [3, 6, 9]

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({}, "Répartissez ici les bénéficiaires de l'action"),
            (
                {"femmes.6_15": "3"},
                "⚠ La feuille de l'action n'annonce pas leur nombre",
            ),
            (
                {"femmes.6_15": "3", "beneficiaires": "5"},
                "⚠ Le tableau compte 3 personnes, la feuille « Action » en annonce 5",
            ),
            (
                {
                    "femmes.6_15": "3", "hommes.6_15": "2", "beneficiaires": "5",
                    "beneficiaires_femmes": "4",
                },
                "⚠ Le tableau compte 3 femmes, la feuille « Action » en annonce 4",
            ),
            (
                {"femmes.6_15": "trois", "beneficiaires": "3"},
                "⚠ Une case n'est pas lue comme un nombre entier",
            ),
            (
                {"femmes.6_15": "3", "beneficiaires": "3"},
                "✓ Le tableau et le nombre annoncé s'accordent",
            ),
        ],
    )  # fmt: skip
    def test_the_control(self, say, values, expected):
        """The control says the first thing that does not agree, in the Guide too."""
        assert expected == say("Publics!B13", values)
        assert expected == say("Guide!C14", values)


class TestQuestions:
    """What is beside an answer follows it."""

    def test_a_chosen_code_shows_its_label(self, say):
        """The orientation 2.2 shows what it is; 9.9 is unknown; nothing is a hint."""
        assert (
            say("Action!C7", {"action_orientation": "2.2"})
            == "✓ Financement harmonisé des chantiers"
        )
        assert say("Action!C7", {"action_orientation": "9.9"}).startswith(
            "⚠ Code inconnu"
        )
        assert say("Action!C7").startswith("Choisissez un code (feuille Listes")

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("QP059001", "✓ Codes reconnus : 1 sur 1"),
            (" QP059001 ; QP059002;", "✓ Codes reconnus : 2 sur 2"),
            ("QP059001\nQP059002", "✓ Codes reconnus : 2 sur 2"),
            ("QP059001, Centre", "⚠ Codes reconnus : 1 sur 2"),
            ("qp059001", "⚠ Codes reconnus : 0 sur 1"),
        ],
    )
    def test_several_codes_are_counted(self, say, written, expected):
        """How many of the codes written are in the list is shown."""
        assert expected == say("Action!C13", {"quartiers": written})

    def test_texts_where_numbers_and_dates_are_asked(self, say):
        """A text where a number or a date is asked says so; a number says its hint."""
        values = {**VALUES, "beneficiaires": "beaucoup", "date_fin": "fin juin"}

        assert say("Action!C17", values).startswith("⚠ Pas lu comme un nombre")
        assert say("Action!C22", values).startswith("⚠ Pas lu comme une date")
        assert say("Action!C18", values) == "Un nombre entier, sans unité"

    def test_the_guide_counts_answers(self, say):
        """The guide says how many questions of each sheet are answered."""
        values = {"porteur_nom": "Asso", "porteur_sigle": "A"}

        assert say("Guide!C12", values) == "Questions remplies : 2 sur 20"
        assert say("Guide!C13", values) == "Questions remplies : 0 sur 33"
