from __future__ import annotations

from datetime import date

import pytest

from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import (
    AgeCount,
    Chantier,
    Contact,
    Finding,
    PorteurKind,
    Severity,
    Side,
    Structure,
)
from tests.deposit_builder import AMOUNTS, MORE_VALUES, VALUES, deposit_form


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
                source="Appel à projets : formulaire de dépôt de la campagne",
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
            ("subvention_precedente", "1.000,00", "MONTANT_ILLISIBLE"),
            ("demande.CAPH", "cinq mille", "MONTANT_ILLISIBLE"),
            ("femmes.6_15", "une dizaine", "NOMBRE_ILLISIBLE"),
            ("hommes.65_plus", "2,5", "NOMBRE_ILLISIBLE"),
            ("structure_benevoles", "1,5", "NOMBRE_ILLISIBLE"),
            ("structure_etpt", "9,125", "NOMBRE_ILLISIBLE"),
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

    def test_a_detail_is_a_line_that_is_never_added(self):
        """601 says what 60 is made of: 100 € of charges stay 100 €."""
        action = action_of({}, {"budget.1": "100", "budget.2": "60", "budget.3": "40"})

        assert [line.account for line in action.budget] == ["60", "601", "604"]
        assert [line.is_detail for line in action.budget] == [False, True, True]
        assert action.total_centimes(Side.CHARGE) == 10_000

    def test_a_detail_alone_adds_nothing(self):
        """A detail without its account counts for nothing: its account is absent."""
        action = action_of({}, {"budget.27": "60"})

        assert action.total_centimes(Side.CHARGE) == 0
        assert action.in_kind_centimes(Side.CHARGE) == 0

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


class TestStructureAndConduct:
    """What the form says besides the call itself: people, means, publics, requests."""

    def test_a_whole_form(self):
        """Each of these answers takes its meaning, without a finding."""
        action = action_of(MORE_VALUES)

        assert action.porteur_sigle == "ADP"
        assert action.porteur_adresse == "1 rue des Mines\n59220 Denain"
        assert action.porteur_iban == "FR7699999000010990000110015"
        assert action.representant == Contact(
            name="Camille Exemple",
            role="Présidence",
            email="presidence@asso.example",
        )
        assert action.contact == Contact(
            name="Dominique Exemple", phone="+33 3 27 00 00 00"
        )
        assert action.objectifs == "Vingt séances"
        assert action.calendrier == "Mars : début"
        assert action.moyens_humains == "Deux animateurs"
        assert action.moyens_materiels == "Une salle"
        assert action.partenaires == "Le collège"
        assert action.indicateurs == "Présences"
        assert action.subvention_precedente_centimes == 100_000

    def test_means_of_the_structure(self):
        """ETPT are hundredths; nobody is zero; what is not written is absent."""
        assert action_of(MORE_VALUES).structure == Structure(
            benevoles=0, salaries=14, etpt_centiemes=950
        )

    def test_age_counts(self):
        """A band is there when one of its counts is; the other is absent, not zero."""
        assert action_of(MORE_VALUES).ages == (
            AgeCount(band="6_15", women=600, men=590),
            AgeCount(band="18_25", women=None, men=10),
        )

    def test_an_empty_grid_is_no_count(self):
        """The empty cells of the grid of publics give no band at all."""
        assert action_of({"femmes.0_5": "", "hommes.0_5": " "}).ages == ()

    def test_declared_requests(self):
        """What is asked of each funder is read; zero is written, empty is not."""
        fields = {**MORE_VALUES, "demande.CAPH": ""}

        assert action_of(fields).demandes == (("ETAT", 120_050), ("CAF", 0))

    def test_school_codes(self):
        """UAI codes have no space, a capital letter, and count once."""
        assert action_of(MORE_VALUES).uais == ("0591234A",)


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
