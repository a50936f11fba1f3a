from __future__ import annotations

from datetime import date

import pytest

from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import Chantier, Finding, PorteurKind, Severity
from tests.deposit_builder import AMOUNTS, VALUES, deposit_form


def action_of(fields, amounts=None):
    """Understand a form that must be readable throughout."""
    action, findings = understand(deposit_form(fields, amounts))
    assert findings == ()
    return action


def only_finding(fields):
    """Return the one finding a form must give."""
    _, (finding,) = understand(deposit_form(fields))
    return finding


class TestUnderstand:
    """What is readable takes its meaning; the rest is absent, with a finding."""

    def test_a_whole_deposit(self):
        """Every field of the example takes its meaning, without a finding."""
        action = action_of(VALUES, AMOUNTS)

        assert action.porteur_siret == "20004219000013"
        assert action.porteur_name == "NA"
        assert action.porteur_kind is PorteurKind.ASSOCIATION
        assert action.porteur_email == "contact@asso.example"
        assert action.axe == 2
        assert action.description == "Deux ateliers\npar semaine"
        assert action.publics == ("jeunes", "femmes")
        assert action.qpv_share_pct == 60
        assert (action.starts_on, action.ends_on) == (
            date(2017, 3, 1),
            date(2017, 12, 31),
        )
        assert action.is_renewal
        assert action.chantier is None

    def test_an_empty_form_has_no_finding(self):
        """Absent is not unreadable: an empty form gives absent values, no finding."""
        action = action_of({})

        assert action.porteur_kind is None
        assert action.axe is None
        assert action.starts_on is None
        assert action.budget == ()

    def test_an_empty_amount_is_no_line_and_zero_is_one(self):
        """Only written amounts are lines; a written zero is a line of zero."""
        action = action_of({}, AMOUNTS)

        assert [(line.account, line.amount_centimes) for line in action.budget] == [
            ("60", 120_050),
            ("64", 0),
            ("74", 120_050),
        ]

    def test_a_finding_points_at_its_cell(self):
        """What cannot be read is absent, and the finding says where, what and how."""
        form = deposit_form({"beneficiaires": "beaucoup"})
        action, findings = understand(form)

        assert action.beneficiaries_count is None
        assert findings == (
            Finding(
                rule="NOMBRE_ILLISIBLE",
                severity=Severity.BLOQUANT,
                field="beneficiaires",
                sentence="« beaucoup » n'est pas un nombre entier lisible.",
                remedy="Écrivez un nombre en chiffres, sans unité ni virgule, "
                "par exemple 25.",
                value="beaucoup",
                cell="Action!B1",
            ),
        )

    @pytest.mark.parametrize(
        ("field", "text", "rule"),
        [
            ("action_axe", "axe 2", "NOMBRE_ILLISIBLE"),
            ("beneficiaires", "12,5", "NOMBRE_ILLISIBLE"),
            ("beneficiaires", "-3", "NOMBRE_ILLISIBLE"),
            ("beneficiaires", "٣٠", "NOMBRE_ILLISIBLE"),
            ("part_qpv_pct", "0.6", "NOMBRE_ILLISIBLE"),
            ("date_fin", "29/02/2017", "DATE_ILLISIBLE"),
            ("date_fin", "03-28-2017", "DATE_ILLISIBLE"),
            ("date_fin", "42822", "DATE_ILLISIBLE"),
            ("date_fin", "٢٠١٧-٠٣-٢٨", "DATE_ILLISIBLE"),
            ("renouvellement", "peut-être", "OUI_NON_ILLISIBLE"),
            ("porteur_type", "Club", "TYPE_PORTEUR_INCONNU"),
            ("aci_aide_precedente", "environ 9000", "MONTANT_ILLISIBLE"),
        ],
    )
    def test_what_cannot_be_read(self, field, text, rule):
        """Each unreadable text gives one blocking finding of its rule."""
        finding = only_finding({field: text})

        assert (finding.rule, finding.field, finding.value) == (rule, field, text)
        assert finding.severity is Severity.BLOQUANT

    @pytest.mark.parametrize(
        "amount",
        ["1\u00a0200,50\u00a0€", "1\u202f200,50", "1 200,50 €", "1200.5", "1200,50"],
    )
    def test_amounts_written_the_french_way(self, amount):
        """1 200,50 € is 120 050 centimes, whatever its spaces."""
        (line,) = action_of({}, {"budget.1": amount}).budget

        assert line.amount_centimes == 120_050

    @pytest.mark.parametrize(
        "amount", ["1.200,50", "1,200.50", "٤٢", "12 OOO", "2017-03-01"]
    )
    def test_amounts_refused_rather_than_guessed(self, amount):
        """An amount of another convention is a finding, and no line."""
        form = deposit_form({}, {"budget.3": amount})
        action, (finding,) = understand(form)

        assert action.budget == ()
        assert finding.rule == "MONTANT_ILLISIBLE"
        assert finding.field == "budget.3"
        assert finding.cell == "Action!B3"

    def test_a_long_text_is_shortened_in_the_sentence_only(self):
        """A page pasted in a number's cell does not fill the letter; value keeps it."""
        text = "mot " * 50
        finding = only_finding({"beneficiaires": text})

        assert "…" in finding.sentence
        assert len(finding.sentence) < 120
        assert finding.value == text

    def test_controls_and_composition(self):
        """Accents are composed, controls dropped, and a title holds in one line."""
        action = action_of(
            {
                "porteur_nom": "E\u0301cole\x00 du\u202e parc",
                "action_intitule": "Titre\r\nBcc: intrus@ailleurs.example",
                "action_description": "Un\r\ndeux\x07",
            }
        )

        assert action.porteur_name == "École du parc"
        assert action.title == "Titre Bcc: intrus@ailleurs.example"
        assert action.description == "Un\ndeux"

    @pytest.mark.parametrize("text", ["a;b", "a , b", "a\nb", "a;;b; ", "a;b,a\r\nb"])
    def test_several_codes(self, text):
        """Codes are separated by « ; », « , » or lines; each counts once, in order."""
        assert action_of({"pieces": text}).pieces == ("a", "b")


class TestChantier:
    """A chantier is there when its questions are answered."""

    def test_any_field_of_it_makes_one(self):
        """A number of employees alone is a chantier that is not new."""
        assert action_of({"aci_salaries": "12"}).chantier == Chantier(
            salaries_count=12, is_new=False
        )

    def test_a_whole_one(self):
        """The four fields make a new chantier with its previous aid in centimes."""
        fields = {
            "aci_salaries": "12",
            "aci_nouveau": "oui",
            "aci_utilite_18_25": "Réservé aux jeunes",
            "aci_aide_precedente": "9 000 €",
        }

        assert action_of(fields).chantier == Chantier(
            salaries_count=12,
            is_new=True,
            utilite_18_25="Réservé aux jeunes",
            previous_centimes=900_000,
        )

    def test_no_alone_is_not_one(self):
        """« Nouveau chantier : non » and nothing else is not a chantier."""
        assert action_of({"aci_nouveau": "non", "aci_salaries": " "}).chantier is None

    def test_an_unreadable_answer_is_one(self):
        """An unreadable answer is not « non »: the chantier stays, with a finding."""
        action, findings = understand(deposit_form({"aci_nouveau": "bof"}))

        assert action.chantier == Chantier(salaries_count=None, is_new=False)
        assert [finding.rule for finding in findings] == ["OUI_NON_ILLISIBLE"]
