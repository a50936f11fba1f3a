"""« Pourquoi ? »: what a trace must say of each thing one may ask."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from contrat_de_ville.adapters.store.models import Derogation
from contrat_de_ville.adapters.tracing import Trace, trace
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadFileError, BadInputError, UnknownCycleError
from tests.builders import build_action
from tests.store_builder import (
    CHECKED,
    COPIL,
    EMAIL,
    PORTEUR,
    REF,
    add_cycle,
    add_depot,
)


pytestmark = pytest.mark.usefixtures("year")


def read(what: str) -> Trace:
    """Trace *what* in the year of the tests."""
    return trace(REF, what)


def lines(found: Trace, title: str) -> list[str]:
    """Return the lines of one section, plain spaces for no-break ones."""
    section = next(one for one in found.sections if one.title.startswith(title))
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in section.lines]


class TestDeposit:
    """A deposit is told whole, from its arrival to its bilan."""

    def test_it_has_a_section_for_each_question(self) -> None:
        """The chantier answers every question an auditor asks."""
        titles = [one.title for one in read("2017-0002").sections]

        assert titles == [
            "Action", "Ce qui est arrivé", "Ce qui a été contrôlé", "État", "Aide ACI",
            "Rang dans la proposition",
            "La Porte du Hainaut, crédits spécifiques (CAPH), 2017-0002/CAPH",
            "Avis des conseils citoyens", "Messages", "Bilan", "Journal",
        ]  # fmt: skip

    def test_what_arrived_is_told_version_by_version(self) -> None:
        """Each file has its name, its hash, its instants, late or not."""
        told = lines(read("2017-0001"), "Ce qui est arrivé")

        assert len(told) == 3
        assert told[0].startswith(
            "Version 1 : « ateliers.xlsx », reçue le 16 décembre 2016 à 23 h 30 "
            "(dans les délais), enregistrée le 17 décembre 2016 à 6 h 00. Empreinte 2"
        )
        assert told[2].startswith(
            "Fichier écarté : « ateliers-3.xlsx », reçu le 17 décembre 2016 à 6 h 00. "
            "Nouvelle version reçue après le délai."
        )
        assert "(hors délai)" in lines(read("2017-0003"), "Ce qui est arrivé")[0]

    def test_what_was_checked_shows_cell_value_and_sentence(self) -> None:
        """A finding points at its cell; a sound version says so."""
        assert lines(read("2017-0001"), "Ce qui a été contrôlé") == [
            "Version 1, contrôlée le 17 décembre 2016 à 6 h 00 : 1 constat.",
            (
                "Porteur!B7 (bloquant, COURRIEL_INVALIDE), valeur lue "
                "« …@association,example » : L'adresse ne peut pas être lue. "
                "Corrigez-la. Source : Formulaire 2017"
            ),
            "Version 2, contrôlée le 17 décembre 2016 à 6 h 00 : rien à redire.",
        ]

    def test_a_late_deposit_tells_state_reason_and_derogation(
        self, year: Workspace
    ) -> None:
        """The state has its reason, and who admitted it when and why."""
        with year.store().writing() as session:
            session.add(
                Derogation(
                    cycle_id=1, numero="2017-0003", kind="DEPOT", until=COPIL,
                    author="coordination", reason="Panne du réseau",
                    decided_at=CHECKED,
                )
            )  # fmt: skip

        assert lines(read("2017-0003"), "État") == [
            "Hors délai. Reçu après le délai.",
            (
                "Dérogation accordée le 17 décembre 2016 à 6 h 00 (auteur : "
                "coordination), valable jusqu'au 28 mars 2017 à 14 h 00, motif : "
                "Panne du réseau"
            ),
        ]

    def test_a_grant_is_explained_by_formula_inputs_bounds_and_words(self) -> None:
        """12 × 1 000 + 8 000 = 20 000, between 17 000 and 22 000, 18 000 before."""
        told = lines(read("2017-0002"), "Aide ACI")

        assert told[:12] == [
            "Aide : 20 000 €",
            "Calcul : 12 salariés × 1 000 € + utilité sociale 8 000 € = 20 000 €",
            "Aide calculée selon la note. Calculée le 24 janvier 2017 à 9 h 30.",
            "Salariés en insertion : 12",
            "Aide par salarié : 1 000 €",
            "Utilité sociale : 8 000 €",
            "Demande du porteur : 25 000 €",
            "Nouveau chantier : non",
            "Aide de l'année précédente : 18 000 €",
            "Au moins, par la note (utilité sociale plancher) : 17 000 €",
            "Au plus, par la note (utilité sociale plafond) : 22 000 €",
            (
                "Utilité sociale fixée à 8 000 € le 24 janvier 2017 à 9 h 30 (auteur : "
                "Comité ACI), motif : Entretien de six jardins partagés"
            ),
        ]
        assert (
            "aci.montant_par_salarie = 1 000 €, Note d'orientations 2017, § 2, axe 2 : "
            "« 1000 € par salarié en insertion »"
        ) in told
        assert sum(one.startswith("aci.") for one in told) == 6 + 11
        assert any(
            one.startswith(
                "aci.plafond_demande = oui. L’aide est-elle plafonnée à ce que le "
                "porteur demande ? Décidé le 29 septembre 2016 (auteur : Comité "
                "technique), motif : Plafond appliqué"
            )
            for one in told
        )

    def test_the_rank_gives_the_points_of_each_criterion(self) -> None:
        """Three points and two, none for innovation."""
        assert lines(read("2017-0002"), "Rang") == [
            "Rang 1, 5 points.",
            "soutien des conseils citoyens : 2 points",
            "critères d'innovation : 0 point",
            "publics prioritaires de la note : 3 points",
        ]

    def test_each_funder_is_told_stage_by_stage(self) -> None:
        """Asked, proposed, refused, and what is not there yet."""
        found = read("2017-0001")

        assert lines(found, "La Porte du Hainaut") == [
            "Demandé : 2 000 €",
            "Proposé : 2 000 €, motif : Rang 2 : demande retenue",
            ("Arbitré : 0 € (refus), motif : Déjà financée, le 28 mars 2017 à 14 h 00"),
            "Décidé : pas encore",
            "Notifié : pas encore",
        ]
        assert lines(found, "État, politique de la ville")[2] == "Arbitré : pas encore"
        assert lines(read("2017-0002"), "La Porte du Hainaut")[3:] == [
            "Décidé : 20 000 €, par Délibération 17-042 du 10 avril 2017",
            "Notifié le 11 avril 2017 à 8 h 00",
        ]

    def test_the_avis_of_each_conseil_is_told_or_its_silence(self) -> None:
        """Silence is « non rendu », an avis has its date and its words."""
        assert lines(read("2017-0001"), "Avis") == [
            "Conseil citoyen Centre : demandé le 26 janvier 2017 à 9 h 00, non rendu"
        ]
        assert lines(read("2017-0002"), "Avis") == [
            (
                "Conseil citoyen Centre : demandé le 26 janvier 2017 à 9 h 00, "
                "favorable, rendu le 20 février 2017 à 18 h 00, 7 membres présents : « "
                "Utile au quartier. »"
            )
        ]

    def test_a_message_about_several_actions_is_told_of_each(self) -> None:
        """A notification filed under the first deposit is found from the second."""
        told = lines(read("2017-0002"), "Messages")

        assert [one.partition(",")[0] for one in told] == [
            "modele_notification",
            "modele_avis",
        ]
        assert told[0] == (
            "modele_notification, à …@association.example, écrit le 11 avril 2017 à "
            "8 h 00 : accepté par le relais (250 2.1.5 <…@association.example> ok), "
            "réglé le 11 avril 2017 à 8 h 00, 1 tentative, "
            "<notification-essai@agglo.example>"
        )

    def test_the_bilan_says_what_was_not_spent(self) -> None:
        """20 000 granted, 18 500 spent: 1 500 left."""
        assert lines(read("2017-0002"), "Bilan") == [
            (
                "Demandé le 1er janvier 2018 à 0 h 00 pour le 30 juin 2018, aide "
                "accordée : 20 000 €"
            ),
            "Reçu le 1er juin 2018.",
            "Réalisé : 18 500 €, non consommé : 1 500 €, bénéficiaires : 12",
        ]

    def test_its_journal_has_the_lines_of_its_parts_too(self) -> None:
        """Lines about the deposit and about its funders' parts, and no other."""
        told = lines(read("2017-0002"), "Journal")

        assert [one.partition(",")[0] for one in told] == [
            "n° 4", "n° 7", "n° 8", "n° 9", "n° 11", "n° 13", "n° 17",
        ]  # fmt: skip
        assert told[2] == (
            "n° 8, 24 janvier 2017 à 9 h 30, aide_aci.calculee, depot:2017-0002, par "
            "systeme : aide = 20 000 €, salaries = 12"
        )


class TestOthers:
    """The other things one may ask."""

    def test_a_part_of_a_funder_tells_its_envelope_and_its_grant(self) -> None:
        """560 000 − 20 000 programmed: 540 000 left."""
        found = read("2017-0002/caph")

        assert lines(found, "Enveloppe") == [
            "Enveloppe : 560 000 €",
            "Dépassement autorisé : 0 €",
            "Programmé sur l'année : 20 000 €",
            "Reste : 540 000 €",
        ]
        assert lines(found, "Aide ACI")[0] == "Aide : 20 000 €"
        assert len(lines(found, "Journal")) == 2

    def test_a_parameter_tells_its_words_and_what_it_gave(self) -> None:
        """The figure, its sentence, the piece it is frozen in, the grants."""
        found = read("aci.utilite_sociale.plancher")

        assert lines(found, "Valeur") == [
            (
                "aci.utilite_sociale.plancher = 5 000 €, Note d'orientations 2017, § "
                "2, axe 2 : « aide de 5000 € à 10000 € liée à l'utilité sociale du "
                "chantier (Service rendu à la population) »"
            )
        ]
        assert lines(found, "Montants") == [
            "2017-0002 : 12 salariés × 1 000 € + utilité sociale 8 000 € = 20 000 €"
        ]

    def test_a_choice_tells_its_question_its_author_and_its_line(self) -> None:
        """A choice of the campaign has its line in the journal."""
        found = read("choix:aci.plafond_demande")

        assert lines(found, "Journal") == [
            (
                "n° 1, 17 octobre 2016 à 9 h 00, choix.arrete, "
                "choix:aci.plafond_demande, par comite : valeur = oui"
            )
        ]
        assert (
            "CAF : 60 ; CAPH : 80"
            in lines(read("programmation.taux_plafond_pct"), "Valeur")[0]
        )

    def test_a_journal_line_tells_its_pieces_and_its_place_in_the_chain(self) -> None:
        """Line 8 used the file of the chantier and the frozen campaign."""
        found = read("journal:8")

        assert lines(found, "Fait") == [
            "Le 24 janvier 2017 à 9 h 30 (heure de Paris)",
            "Acte : aide_aci.calculee, étape fund_aci",
            "Objet : depot:2017-0002",
            "Acteur : systeme",
            "Règle : aci-2017@1, par contrat-de-ville 0.3.0",
            "Donnée : aide = 20 000 €",
            "Donnée : salaries = 12",
        ]
        assert sorted(one.partition(", ")[2] for one in lines(found, "Pièces")) == [
            "fichier « campagne-CV195-2017.json »",
            "fichier « chantier.xlsx »",
        ]
        assert lines(read("journal:16"), "Pièces")[0].endswith(", message modele_avis")

    @pytest.mark.parametrize(
        "asked",
        [
            "<avis-essai@agglo.example>",
            "message:<avis-essai@agglo.example>",
            "message:avis-essai@agglo.example",
            "message:3",
        ],
    )
    def test_a_message_is_found_by_its_identity_or_its_number(self, asked: str) -> None:
        """However it is named, the same message is told."""
        found = read(asked)

        assert found.title == "Message <avis-essai@agglo.example>"
        assert (
            lines(found, "Ce qui a été écrit")[2] == "À propos de : conseil:cc-centre"
        )
        assert len(lines(found, "Journal")) == 1

    def test_a_conseil_tells_what_it_was_asked_and_answered(self) -> None:
        """One silence, one avis, one message, two lines."""
        found = read("conseil:cc-centre")

        assert [one[:9] for one in lines(found, "Avis")] == ["2017-0001", "2017-0002"]
        assert len(lines(found, "Messages")) == 1
        assert len(lines(found, "Journal")) == 2
        assert lines(read("conseil:cc-arenberg"), "Conseil")[1] == (
            "Il est non constitué."
        )

    def test_a_porteur_tells_its_deposits_and_its_total_by_funder(self) -> None:
        """Two deposits of one SIRET; the threshold of the convention beside."""
        found = read(PORTEUR)

        assert lines(found, "Dépôts") == [
            (
                "2017-0001, Ateliers de parents : recevable, demandé 6 000 €, arbitré "
                "0 €, décidé –"
            ),
            (
                "2017-0002, Chantier des jardins : recevable, demandé 25 000 €, "
                "arbitré 20 000 €, décidé 20 000 €"
            ),
        ]
        assert lines(found, "Décidé")[0] == (
            "La Porte du Hainaut, crédits spécifiques (CAPH) : 20 000 €"
        )
        assert "convention.seuil = 23 000 €" in lines(found, "Décidé")[1]


class TestSafety:
    """What a trace never shows, and what it answers to nonsense."""

    @pytest.mark.parametrize(
        "asked",
        [
            "2017-0001", "2017-0002", "2017-0003", "message:1", "conseil:cc-centre",
            PORTEUR, "journal:14",
        ],
    )  # fmt: skip
    def test_no_address_is_ever_shown(self, asked: str) -> None:
        """A recipient is shown by its domain only, the relay's answer included."""
        shown = json.dumps(read(asked).as_dict(), ensure_ascii=False)

        assert EMAIL not in shown
        assert "centre@" not in shown

    def test_a_hostile_title_cannot_write_on_the_terminal(self) -> None:
        """The escape of a title is taken out wherever it is shown."""
        shown = json.dumps(read("2017-0003").as_dict())

        assert read("2017-0003").title == "Dépôt 2017-0003 : Fête [2Jdu quartier"
        assert "\\u001b" not in shown

    @pytest.mark.parametrize(
        "asked",
        [
            "", "bidule", "2017-9999", "2017-0001/CAF", "journal:18", "message:99",
            "message:99999999999999999999", "<inconnu@agglo.example>",
            "conseil:cc-lune", "12345678901234", "aci.inconnu", "journal:-1",
            "2017-0001' OR '1'='1",
        ],
    )  # fmt: skip
    def test_an_unknown_thing_is_answered_with_what_can_be_traced(
        self, asked: str
    ) -> None:
        """The error says what was not found, then what can be asked."""
        with pytest.raises(BadInputError, match="On peut tracer un dépôt"):
            read(asked)

    def test_a_year_never_opened_is_said(self) -> None:
        """Tracing in an unknown year names the years known."""
        with pytest.raises(UnknownCycleError, match="CV195-2017"):
            trace(CycleRef(contrat="CV195", annee=2031), "2017-0001")

    def test_another_year_with_the_same_number_is_not_mixed(
        self, year: Workspace
    ) -> None:
        """The same number in another cycle is another deposit."""
        other = CycleRef(contrat="CV195", annee=2018)
        with year.store().writing() as session:
            cycle = add_cycle(session, other)
            add_depot(
                session, cycle, "2017-0042", "DEPOSE", build_action(title="Ailleurs")
            )

        with pytest.raises(BadInputError, match="Aucun dépôt 2017-0042"):
            read("2017-0042")
        assert read("2017-0001").title == "Dépôt 2017-0001 : Ateliers de parents"

    def test_a_journal_that_was_touched_is_said(self, year: Workspace) -> None:
        """A line that is no longer JSON sends to the verification."""
        with year.store().engine.begin() as connection:
            connection.execute(text("DROP TRIGGER journal_sans_UPDATE"))
            connection.execute(text("UPDATE journal SET ligne = 'x' WHERE seq = 3"))

        with pytest.raises(BadFileError, match="une ligne n'est plus lisible"):
            read("2017-0001")

    def test_a_trace_is_written_as_json(self) -> None:
        """Title, sections, lines: the same words under fixed names."""
        found = read("2017-0001/ETAT")
        record = json.loads(json.dumps(found.as_dict()))

        assert set(record) == {"titre", "sections"}
        assert record["sections"][0]["titre"] == found.sections[0].title
        assert record["sections"][0]["lignes"] == list(found.sections[0].lines)
