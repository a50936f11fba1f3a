from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from graphql import build_schema, graphql_sync

from contrat_de_ville.adapters.channels.json_guard import read_json
from contrat_de_ville.adapters.demarches.mapping_file import load_demarche_map
from contrat_de_ville.adapters.demarches.query import QUERY
from contrat_de_ville.adapters.demarches.reading import (
    demarche_number,
    dossier_bytes,
    is_dossiers,
    received_from_dossiers,
)
from contrat_de_ville.adapters.demarches.values import answer, day_in_words
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import AgeCount, PorteurKind, Side
from contrat_de_ville.domain.form import FieldKind
from contrat_de_ville.domain.received import (
    LineStatus,
    received_as_dict,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError
from tests.demarches_server import SCHEMA, champ, dossier, rows


ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "config" / "demarches" / "exemple_100000.yaml"
SAVED = (
    ROOT.parent / "shared" / "data" / "demarches_simplifiees" / "gsl_dossier_data.json"
)
MAPPING = load_demarche_map(EXAMPLE)
STATUTS = {
    "filename": "statuts.pdf",
    "contentType": "application/pdf",
    "checksum": "c3RhdHV0cw==",
    "byteSizeBigInt": "20159",
}
ANSWERS = [
    champ("Type de structure", "Association"),
    champ("Courriel de contact", "contact@asso.example"),
    champ("Nom du représentant légal", "Nom"),
    champ("Prénom du représentant légal", "Prénom"),
    champ("Salariés en équivalents temps plein", "2.5", "DecimalNumberChamp"),
    champ("Intitulé de l’action", "Jardin partagé"),
    champ(
        "Axe et orientation",
        "7 – Citoyenneté / 7.1 – Lutte contre les clivages",
        "LinkedDropDownListChamp",
        primaryValue="7 – Citoyenneté",
        secondaryValue="7.1 – Lutte contre les clivages",
    ),
    champ(
        "S’agit-il d’une action renouvelée ?", "false", "CheckboxChamp",
        checked=False, value=False,
    ),
    champ(
        "Quartiers prioritaires",
        "QP059050 – Centre, QP059055 – Sabatier",
        "MultipleDropDownListChamp",
        values=["QP059050 – Centre", "QP059055 – Sabatier"],
    ),
    champ(
        "Communes", "Denain (59220)", "CommuneChamp",
        commune={"code": "59172", "name": "Denain"},
    ),
    champ(
        "Publics prioritaires", "Femmes, Inconnus", "MultipleDropDownListChamp",
        values=["Femmes", "Inconnus"],
    ),
    champ("Nombre de bénéficiaires", "40", "IntegerNumberChamp"),
    champ("Date de début", "12 janvier 2017", "DateChamp", date="2017-01-12"),
    champ("Date de fin", "31 décembre 2017"),
    champ("Montant demandé à l’agglomération (€)", "2349.90", "DecimalNumberChamp"),
    champ("Montant demandé à l’État (€)", "1 000", "DecimalNumberChamp"),
    champ(
        "Statuts", None, "PieceJustificativeChamp", files=[STATUTS]
    ),
    champ("RIB", None, "PieceJustificativeChamp", files=[]),
    champ("Couleur du ciel", "Bleue"),
    champ("Signature", ""),
    champ("Le budget", "", "HeaderSectionChamp"),
    champ(
        "Engagement n° 1 : exactitude des informations", "true", "CheckboxChamp",
        value=True,
    ),
    rows(
        "Partenaires",
        [champ("Nom du partenaire", "Bailleur"), champ("Rôle", "Prête la salle")],
        [champ("Nom du partenaire", "Collège"), champ("Rôle", "")],
    ),
    rows(
        "Charges",
        [champ("Nature de la charge", "Achats"), champ("Montant (€)", "500")],
        [champ("Nature de la charge", "Achats"), champ("Montant (€)", "250,50")],
        [champ("Nature de la charge", "68 Amortir"), champ("Montant (€)", "10")],
        [champ("Nature de la charge", "Divers"), champ("Montant (€)", "5")],
    ),
    rows(
        "Produits",
        [champ("Origine du produit", "Agglomération"), champ("Montant (€)", "765.5")],
    ),
    rows(
        "Bénéficiaires par âge",
        [
            champ("Tranche d’âge", "18 à 25 ans"),
            champ("Femmes", "7"),
            champ("Hommes", "3"),
        ],
    ),
]  # fmt: skip


def read(*nodes, document=None):
    """Read dossiers by the example's mapping."""
    return received_from_dossiers(document or list(nodes), MAPPING, "dossiers.json")


def one(**changed):
    """Read one dossier, its answers those above unless they are given."""
    (deposit,) = read(dossier(7, **{"champs": ANSWERS} | changed)).deposits
    return deposit


class TestAnswers:
    """Each kind of champ becomes what the form would hold."""

    def test_the_action_is_understood(self):
        """The answers make an action, none of them unreadable."""
        action, unreadable = understand(one().form)

        assert unreadable == ()
        assert action.title == "Jardin partagé"
        assert action.porteur_kind is PorteurKind.ASSOCIATION
        assert (action.axe, action.orientation) == (7, "7.1")
        assert action.quartiers == ("QP059050", "QP059055")
        assert action.communes == ("59172",)
        assert action.beneficiaries_count == 40
        assert (action.starts_on, action.ends_on) == (
            date(2017, 1, 12),
            date(2017, 12, 31),
        )
        assert action.is_renewal is False
        assert action.structure.etpt_centiemes == 250
        assert action.representant.name == "Nom Prénom"
        assert action.pieces == ("statuts",)
        assert action.partenaires == "Bailleur – Prête la salle\nCollège"
        assert action.ages == (AgeCount(band="18_25", women=7, men=3),)
        assert action.demandes == (("ETAT", 100_000), ("CAPH", 234_990))

    def test_the_budget(self):
        """Two lines of one poste both count; an unknown poste has its own line."""
        action, _ = understand(one().form)
        lines = [(each.account, each.amount_centimes) for each in action.budget]

        assert lines == [
            ("60", 50_000),
            ("74", 76_550),
            ("60", 25_050),
            ("68", 1_000),
            ("", 500),
        ]
        assert action.total_centimes(Side.CHARGE) == 76_550
        assert action.requests() == {"CAPH": 76_550}

    def test_places(self):
        """Each answer says where it stands, with the label its porteur knows."""
        cells = one(place="").form.cells

        assert cells["action_intitule"] == "$[0].champs[5] (Intitulé de l’action)"
        assert cells["budget.1"] == "$[0].champs[23].rows[0].champs[1] (Montant (€))"
        assert cells["porteur_nom"] == "$[0].demandeur"

    def test_what_the_register_knows_of_the_porteur(self):
        """SIRET, name, RNA, address and commune come from the register."""
        action, _ = understand(one().form)

        assert action.porteur_siret == "20004219000013"
        assert action.porteur_name == "Association du parc"
        assert action.porteur_rna == "W596001234"
        assert action.porteur_adresse == "1 rue du Parc, 59220 Denain"
        assert action.porteur_insee == "59172"
        assert action.porteur_email == "contact@asso.example"

    def test_where_the_form_asks_less(self):
        """Without a champ, the kind comes of the legal form, the address of account."""
        action, _ = understand(one(champs=[champ("Sigle", "ADP")]).form)

        assert action.porteur_kind is PorteurKind.ASSOCIATION
        assert action.porteur_email == "compte@asso.example"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("12 janvier 2017", date(2017, 1, 12)),
            ("1er août 2017", date(2017, 8, 1)),
            ("jeudi 12 janvier 2017", date(2017, 1, 12)),
            ("12 Février 2017 10:30", date(2017, 2, 12)),
            ("3 décembre 2017 à 10h", date(2017, 12, 3)),
            ("30 février 2017", None),
            ("12 floréal 2017", None),
            ("janvier 2017", None),
        ],
    )
    def test_dates_in_words(self, text, expected):
        """A date with the name of its month is read; anything else is not guessed."""
        assert day_in_words(text) == expected

    @pytest.mark.parametrize(
        ("given", "kind", "code", "expected"),
        [
            ({"datetime": "2017-01-12T23:30:00Z"}, FieldKind.DATE, "", "2017-01-13"),
            ({"datetime": "hier"}, FieldKind.DATE, "", "hier"),
            ({"stringValue": "vers mars"}, FieldKind.DATE, "", "vers mars"),
            ({"selected": True}, FieldKind.OUI_NON, "", "oui"),
            ({"stringValue": "true"}, FieldKind.OUI_NON, "", "oui"),
            ({"stringValue": "Peut-être"}, FieldKind.OUI_NON, "", "Peut-être"),
            ({"rna": {"id": "W59"}}, FieldKind.TEXTE, "", "W59"),
            ({"rnf": {"id": "075-F"}}, FieldKind.TEXTE, "", "075-F"),
            (
                {"etablissement": {"siret": "200"}, "stringValue": "200 Parc"},
                FieldKind.TEXTE,
                "",
                "200",
            ),
            ({"etablissement": None, "stringValue": "2"}, FieldKind.TEXTE, "", "2"),
            ({"address": {"label": "1 rue"}}, FieldKind.TEXTE, "", "1 rue"),
            (
                {"address": {"label": "1 rue"}, "commune": {"code": "59172"}},
                FieldKind.TEXTE,
                "porteur_insee",
                "59172",
            ),
            ({"integerNumber": 12}, FieldKind.ENTIER, "", "12"),
            ({"stringValue": None}, FieldKind.TEXTE, "", ""),
        ],
    )
    def test_kinds(self, given, kind, code, expected):
        """Each kind of champ gives the text that the form would hold."""
        assert answer(given, kind, code) == expected


class TestNotes:
    """What was not taken, or not found, is said."""

    def test_what_the_mapping_does_not_know(self):
        """An answer without mapping is named; titles and ignored champs are not."""
        notes = one().notes

        assert (
            "Réponses que la correspondance ne reprend pas : « Couleur du ciel »."
            in (notes)
        )
        assert "Champs inconnus de la correspondance, sans réponse : 1." in notes

    def test_what_the_dossier_does_not_have(self):
        """A champ of the mapping that the dossier lacks is named."""
        note = "Champ « IBAN » : absent du dossier (ou masqué par une condition)."

        assert note in one().notes

    def test_an_answer_without_code(self):
        """An answer that the mapping does not translate stays, and is said."""
        deposit = one()

        assert deposit.form.fields["publics"] == "femmes ; Inconnus"
        assert any("« Inconnus » n'a pas de code" in note for note in deposit.notes)

    def test_a_poste_without_account(self):
        """A budget line whose account is not known is said."""
        assert "Poste « Divers » : son compte n'est pas connu." in one().notes

    def test_two_champs_of_one_label(self):
        """Where two champs bear a label, neither is taken and it is said."""
        twice = [champ("Sigle", "A"), champ("Sigle", "B", champDescriptorId="autre")]
        deposit = one(champs=twice)

        assert deposit.form.fields["porteur_sigle"] == ""
        assert any("plusieurs champs portent ce libellé" in n for n in deposit.notes)

    def test_an_id_decides(self):
        """A champ whose id is known is taken whatever its label, which is said."""
        renamed = champ("Nom court", "ADP", champDescriptorId="Q2hhbXAtMTAwMDI=")
        deposit = one(champs=[renamed])

        assert deposit.form.fields["porteur_sigle"] == "ADP"
        note = "Champ « Sigle » : il s'intitule maintenant « Nom court »."
        assert note in deposit.notes

    def test_another_siret_than_the_applicant(self):
        """A SIRET that is not the applicant's stays, and is said."""
        deposit = one(champs=[champ("Numéro SIRET", "356 000 000 49837", "SiretChamp")])

        assert deposit.form.fields["porteur_siret"] == "356 000 000 49837"
        assert "Le SIRET du formulaire n'est pas celui du demandeur." in deposit.notes

    def test_a_person_as_applicant(self):
        """A natural person has no SIRET: it is said, and no name is kept."""
        deposit = one(demandeur={"__typename": "PersonnePhysique", "nom": "Untel"})

        assert "Le demandeur n'est pas une personne morale : aucun SIRET." in (
            deposit.notes
        )
        assert "Untel" not in str(deposit)


class TestInstants:
    """When a deposit was made decides whether it is late."""

    def test_the_deposit(self):
        """A dossier unchanged since its deposit is dated by it."""
        assert one().deposited_at == datetime(2016, 11, 1, 8, tzinfo=UTC)

    def test_filled_in_later(self):
        """A dossier deposited on time and changed afterwards is dated by the change."""
        deposit = one(dateDerniereModificationChamps="2017-01-03T10:12:00+01:00")

        assert deposit.deposited_at == datetime(2017, 1, 3, 9, 12, tzinfo=UTC)
        assert any("modifié le 3 janvier 2017 à 10 h 12" in n for n in deposit.notes)

    def test_no_date(self):
        """A dossier without readable date is kept, and it is said."""
        deposit = one(dateDepot="hier", dateDerniereModificationChamps=None)

        assert deposit.deposited_at is None
        assert "La date de dépôt est absente ou illisible." in deposit.notes


class TestFunders:
    """The state is the answer of the funder that instructs."""

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("en_construction", LineStatus.EN_INSTRUCTION),
            ("en_instruction", LineStatus.EN_INSTRUCTION),
            ("accepte", LineStatus.ACCORDE),
            ("refuse", LineStatus.REFUSE),
            ("sans_suite", LineStatus.INELIGIBLE),
        ],
    )
    def test_states(self, state, expected):
        """Each state of the platform has its status, and keeps its own word."""
        instructed, other = one(state=state).funders

        assert (instructed.funder, instructed.status) == ("CAPH", expected)
        assert instructed.status_label == state
        assert instructed.asked_centimes == 234_990
        assert (other.funder, other.status) == ("ETAT", LineStatus.INCONNU)

    def test_a_decision(self):
        """A decision has its day in Paris and its motive; no amount is known."""
        instructed = one(
            state="accepte",
            dateTraitement="2017-04-10T23:30:00Z",
            motivation="Projet utile",
        ).funders[0]

        assert instructed.decided_on == date(2017, 4, 11)
        assert instructed.avis == "Projet utile"
        assert instructed.voted_centimes is None


class TestAccounting:
    """Every dossier is a deposit or is set aside with its reason."""

    def test_what_is_set_aside(self):
        """Drafts and archives are set aside, what is no dossier is refused."""
        received = read(
            dossier(1),
            dossier(2, state="brouillon"),
            dossier(3, archived=True),
            dossier(4, state="perdu"),
            dossier(5, demarche={"number": 9}),
            None,
            {"number": "6", "champs": []},
        )

        assert received.rows_count == 7
        assert [each.reference for each in received.deposits] == ["1"]
        assert [(each.place, each.is_refused) for each in received.aside] == [
            ("$[1]", False),
            ("$[2]", False),
            ("$[3]", True),
            ("$[4]", True),
            ("$[5]", True),
            ("$[6]", True),
        ]
        assert received.aside[0].reason == (
            "Dossier n° 2 : brouillon : il n'est pas encore déposé."
        )

    @pytest.mark.parametrize(
        ("document", "place"),
        [
            (dossier(1), ""),
            ([dossier(1)], "$[0]"),
            ({"dossier": dossier(1)}, "$.dossier"),
            ({"data": {"dossier": dossier(1)}}, "$.data.dossier"),
            (
                {
                    "data": {
                        "demarche": {"number": 1, "dossiers": {"nodes": [dossier(1)]}}
                    }
                },
                "$.data.demarche.dossiers.nodes[0]",
            ),
            (
                {"demarche": {"dossiers": {"edges": [{"node": dossier(1)}]}}},
                "$.demarche.dossiers.edges[0].node",
            ),
        ],
    )
    def test_shapes(self, document, place):
        """One dossier, a list or an answer of the API are read, each with its place."""
        assert is_dossiers(document)
        assert demarche_number(document) == 100000
        assert [one.place for one in read(document=document).deposits] == [place]

    @pytest.mark.parametrize("document", [{"a": 1}, [1], "texte", 5, {"nodes": []}])
    def test_what_is_no_dossier(self, document):
        """Another JSON document is refused as a whole."""
        assert not is_dossiers(document)
        with pytest.raises(BadFileError, match="aucun dossier"):
            read(document=document)

    def test_it_goes_through_json(self):
        """What was read survives the form it has between two processes."""
        received = read(dossier(1, champs=ANSWERS), dossier(2, archived=True))
        through = json.loads(json.dumps(received_as_dict(received)))

        assert received_from_dict(through) == received

    def test_what_the_server_answers_is_read(self):
        """An answer made by the schema reads as the dossier it was made of."""
        page = {
            "nodes": [dossier(7, champs=ANSWERS)],
            "pageInfo": {"hasNextPage": False},
        }
        answered = graphql_sync(
            build_schema(SCHEMA),
            QUERY,
            root_value={"demarche": {"dossiers": page}},
            variable_values={"number": 100000, "first": 5},
        ).formatted
        (deposit,) = read(document=answered).deposits

        assert deposit.form.fields["date_debut"] == "2017-01-12"
        assert deposit.form.fields["pieces"] == "statuts"
        assert deposit.form.fields["action_orientation"] == "7.1"


class TestEvidence:
    """The same dossier has the same bytes."""

    def test_order_and_accents(self):
        """Keys are sorted, accents stay, nothing is spaced."""
        assert dossier_bytes({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'.encode()

    def test_half_a_character(self):
        """Half a character is written as an escape, and reads back the same."""
        written = dossier_bytes({"a": "\ud800"})

        assert json.loads(written) == {"a": "\ud800"}


@pytest.mark.real
class TestSaved:
    """A dossier of a real shape goes through, with a mapping made for it."""

    def read(self, tmp_path):
        """Read the saved dossier by a mapping of six champs."""
        if not SAVED.exists():
            pytest.skip("le dossier enregistré n'est pas à côté du projet")
        head = EXAMPLE.read_text(encoding="utf-8").split("\nchamps:", maxsplit=1)[0]
        champs = """
champs:
  - {libelle: "Intitulé du projet", champ: action_intitule}
  - {id: "TEST_ID_Mjk0NTcxMg==", libelle: "Début", champ: date_debut}
  - {libelle: "Date prévisionnelle d'achèvement de l'opération", champ: date_fin}
  - {libelle: "Je demande ce montant de subventions", champ: demande.CAPH}
  - {libelle: "Plan de financement détaillé", piece: comptes}
  - {libelle: "Nom", champ: contact_nom}
  - {libelle: "Prénom", champ: contact_nom}
  - {libelle: "Délibération inconnue", piece: deliberation}
repetitions:
  - libelle: "Pièces complémentaires"
    sorte: texte
    champ: partenaires
    colonnes: ["Nom"]
"""
        path = tmp_path / "demarche.yaml"
        text = head.replace("numero: 100000", "numero: 11223344") + champs
        path.write_text(text, encoding="utf-8")
        document = read_json(SAVED.read_bytes(), SAVED.name)
        return received_from_dossiers(document, load_demarche_map(path), SAVED.name)

    def test_it_is_one_deposit(self, tmp_path):
        """It is one deposit, of its number and of the instant of its deposit."""
        received = self.read(tmp_path)
        (deposit,) = received.deposits

        assert received.aside == ()
        assert deposit.reference == "5522885577"
        assert deposit.deposited_at == datetime(2024, 10, 16, 8, 9, 32, tzinfo=UTC)

    def test_its_answers(self, tmp_path):
        """Its title, dates, amount, piece and porteur are those of the dossier."""
        (deposit,) = self.read(tmp_path).deposits
        action, unreadable = understand(deposit.form)

        assert unreadable == ()
        assert action.title == "Réfection du toit de l'école"
        assert (action.starts_on, action.ends_on) == (
            date(2025, 1, 15),
            date(2025, 5, 16),
        )
        assert action.demandes == (("CAPH", 234_990),)
        assert action.pieces == ("comptes",)
        assert action.porteur_siret == "21670449400014"
        assert action.porteur_kind is PorteurKind.COMMUNE
        assert action.porteur_insee == "67449"
        assert deposit.funders[0].status is LineStatus.EN_INSTRUCTION

    def test_what_was_not_taken_is_said(self, tmp_path):
        """Its answers without mapping are named, the champs it lacks too."""
        notes = " ".join(self.read(tmp_path).deposits[0].notes)

        assert "« Couleur du ciel »" in notes
        assert "Champ « Délibération inconnue » : absent du dossier" in notes
