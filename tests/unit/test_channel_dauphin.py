"""Records of the portal DAUPHIN, with sums made by hand."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters.channels.dauphin import read_dauphin
from contrat_de_ville.adapters.channels.json_guard import read_json
from contrat_de_ville.adapters.channels.maps import statuses
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import Action, PorteurKind, Side
from contrat_de_ville.domain.received import (
    FunderLine,
    LineStatus,
    Received,
    ReceivedDeposit,
    received_as_dict,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError
from tests.dauphin_builder import (
    funder_line,
    line,
    plan,
    post,
    record,
    small_plan,
    subsidies,
    written,
)


REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dauphin"


def read(document: Any) -> Received:
    """Read a document through its file."""
    return read_dauphin(read_json(written(document), "d.json"), "d.json")


def only(document: Any) -> ReceivedDeposit:
    """Return the only deposit of a document."""
    (deposit,) = read(document).deposits
    return deposit


def action(document: Any) -> Action:
    """Return the action of a record that reads without a finding."""
    understood, findings = understand(only(document).form)
    assert findings == ()
    return understood


def with_lines(**sub_posts: Any) -> dict[str, Any]:
    """Return a record whose only produits are these subsidies."""
    return record(plan([], [subsidies(None, **sub_posts)]))


def funder(document: Any) -> FunderLine:
    """Return the only funder of a record."""
    (one,) = only(document).funders
    return one


class TestIdentity:
    """What the record says of the porteur and of the action."""

    def test_an_action_is_read_whole(self) -> None:
        """Identifiers as text, dates of Paris, kind and frequency by the maps."""
        one = action(record())

        assert one.porteur_siret == "20004219000013"
        assert one.porteur_name == "Association Exemple"
        assert one.porteur_kind is PorteurKind.ASSOCIATION
        assert one.porteur_rna == "W595000001"
        assert (one.title, one.description) == ("Atelier d'été", "Des sorties.")
        assert one.is_renewal is False
        # 31 January, 23 h UTC, is 1 February in Paris; 30 August, 22 h, the 31st.
        assert (one.starts_on, one.ends_on) == (date(2017, 2, 1), date(2017, 8, 31))

    def test_the_envelope_is_read(self) -> None:
        """Number, applicant's number, exercise and instant of the request."""
        one = only(record())

        assert (one.reference, one.applicant_number) == ("DA01000001", "T-9")
        assert (one.exercice, one.place) == (2017, "")
        assert one.deposited_at == datetime(2016, 12, 1, 22, 59, 59, tzinfo=UTC)
        assert one.form.form_version == "dauphin-1"

    def test_a_year_written_as_text_is_a_year(self) -> None:
        """The portal changed the sort of this key from one year to the next."""
        assert only(record(exerciceBudgetaire="2017")).exercice == 2017

    def test_a_siret_written_as_a_number_keeps_its_digits(self) -> None:
        """No decimal point, no exponent."""
        demandeur = {"SIRET": {"complet": 20004219000013}}

        assert action(record(demandeur=demandeur)).porteur_siret == "20004219000013"

    def test_a_siret_that_contradicts_its_parts_is_noted(self) -> None:
        """The whole number is kept, the difference is said."""
        siret = {"complet": "26590001200015", "SIREN": "200042190", "NIC": "00013"}
        one = only(record(demandeur={"SIRET": siret}))

        assert one.form.fields["porteur_siret"] == "26590001200015"
        assert any("n'est pas le SIREN suivi du NIC" in note for note in one.notes)

    def test_an_unknown_family_stays_as_written(self) -> None:
        """The check will ask for a kind of the list, and show the word."""
        form = only(record(demandeur={"famille": {"title": "Fabrique"}})).form

        assert form.fields["porteur_type"] == "Fabrique"
        assert [one.rule for one in understand(form)[1]] == ["TYPE_PORTEUR_INCONNU"]

    @pytest.mark.parametrize("word", ["commune", "COMMUNE", " Commune "])
    def test_case_of_a_family_does_not_matter(self, word: str) -> None:
        """The words of another system are compared loosely."""
        demandeur = {"famille": {"title": word}}

        assert action(record(demandeur=demandeur)).porteur_kind is PorteurKind.COMMUNE

    def test_an_unreadable_date_gives_a_finding_at_its_place(self) -> None:
        """What is written stays written; it is not guessed."""
        form = only(record(periodeRealisation={"dateDebut": "été 2017"})).form
        (finding,) = understand(form)[1]

        assert (finding.rule, finding.value) == ("DATE_ILLISIBLE", "été 2017")
        assert finding.cell == "$.periodeRealisation.dateDebut"

    def test_an_empty_field_keeps_the_place_where_it_should_be(self) -> None:
        """An absent RNA is answered under the key where the portal writes it."""
        form = only(record(demandeur={})).form

        assert form.fields["porteur_rna"] == ""
        assert form.cells["porteur_rna"] == "$.demandeur.codeRNA"

    def test_no_name_of_an_agent_is_carried_over(self) -> None:
        """Who instructed is not asked by the form: it stays in the original."""
        avis = {"avis": "FAVORABLE", "user": {"title": "Alix Agent"}}
        asked = funder_line("59-CAF", 10) | {"avisPriseEnCharge": avis}
        kept = received_as_dict(read(with_lines(orgasoc=[asked])))

        assert "Alix Agent" not in json.dumps(kept)


class TestBudget:
    """Postes and lines on the rows of the form."""

    def test_both_sides_add_up(self) -> None:
        """1 000 + 500 = 1 200 + 300."""
        one = action(record())

        assert one.total_centimes(Side.CHARGE) == 150_000
        assert one.total_centimes(Side.PRODUIT) == 150_000
        assert one.requests() == {"ETAT": 120_000}
        assert one.demandes == (("ETAT", 120_000),)

    def test_each_amount_keeps_its_place(self) -> None:
        """The account, its detail and the own funds, on the form's own rows."""
        form = only(record()).form
        kept = {
            (row.account, row.amount): form.cells[row.code]
            for row in form.budget
            if row.amount
        }

        charges = "$.planFinancement[0].depense.postes"
        produits = "$.planFinancement[0].recette.postes"
        assert kept == {
            ("60", "1000"): f"{charges}[0].montant.ht",
            ("601", "400"): f"{charges}[0].lignes[0].montant.ht",
            ("64", "500"): f"{charges}[1].montant.ht",
            ("74", "1200"): f"{produits}[0].sousPostes[0].lignes[0].montant.ht",
            ("79", "300"): f"{produits}[1].montant.ht",
        }
        assert not [row for row in form.budget if row.code.startswith("budget.x")]

    def test_decimals_are_exact(self) -> None:
        """0.1 + 0.2 euro asked of the State is thirty centimes."""
        lines = [funder_line("59-ETAT", 0.1), funder_line("59-ETAT", 0.2)]

        assert action(with_lines(etat=lines)).requests() == {"ETAT": 30}

    @pytest.mark.parametrize(
        "amount",
        [1200, "1200", "1 200,00 €", {"total": 1200}, {"ht": 1200.0}, {"ht": "1200"}],
    )
    def test_an_amount_has_several_writings(self, amount: Any) -> None:
        """A number, a text, « ht » or « total »."""
        row = {"reference": "60", "montant": amount}

        charges = action(record(plan([row], []))).total_centimes(Side.CHARGE)
        assert charges == 120_000

    @pytest.mark.parametrize(
        "row",
        [
            {"reference": "60"},
            {"reference": "60", "montant": None},
            {"reference": "60", "montant": {}},
            {"reference": "60", "montant": {"ht": None}},
            {"reference": "60", "montant": ""},
        ],
    )
    def test_what_is_absent_or_null_is_not_zero(self, row: Any) -> None:
        """No amount, no line of budget."""
        assert action(record(plan([row], []))).budget == ()

    def test_zero_was_written(self) -> None:
        """A zero is a line of zero."""
        (row,) = action(record(plan([post("60", 0)], []))).budget

        assert (row.account, row.amount_centimes) == ("60", 0)

    @pytest.mark.parametrize("null", [{"montant": None}, {"montant": {"ht": None}}])
    def test_null_is_said(self, null: Any) -> None:
        """« null » is not an absent key: a note keeps the difference."""
        notes = only(record(plan([{"reference": "60"} | null], []))).notes

        assert any("écrit « null », lu comme absent" in note for note in notes)

    @pytest.mark.parametrize("bad", ["mille", 12.345, True, [1], {"eur": 5}])
    def test_an_unreadable_amount_gives_a_finding(self, bad: Any) -> None:
        """It is neither dropped nor rounded: its row shows it."""
        one = only(record(plan([{"reference": "60", "montant": bad}], [])))
        understood, findings = understand(one.form)

        assert understood.budget == ()
        assert [each.rule for each in findings] == ["MONTANT_ILLISIBLE"]
        assert findings[0].cell == "$.planFinancement[0].depense.postes[0].montant"

    def test_an_unreadable_part_is_not_lost_in_a_sum(self) -> None:
        """The State is asked 500 euros and something that must be read again."""
        lines = [funder_line("59-ETAT", 500), funder_line("59-ETAT", "beaucoup")]
        understood, findings = understand(only(with_lines(etat=lines)).form)

        assert understood.requests() == {"ETAT": 50_000}
        assert [one.value for one in findings] == ["beaucoup"]

    def test_a_poste_without_total_is_the_sum_of_its_lines(self) -> None:
        """400 + 50,50, and a note says so."""
        row = post("60", None, line("601", 400), line("604", 50.5))
        one = only(record(plan([row], [])))

        assert understand(one.form)[0].total_centimes(Side.CHARGE) == 45_050
        assert any("n'a pas de total" in note for note in one.notes)

    def test_indirect_charges_have_a_row_of_their_own(self) -> None:
        """The form has no account for them; they count in the charges."""
        row = post("CHARGINDIRECT", 250, line("chgfixe", 200), line("fraisfin", 50))
        one = action(record(plan([row], [])))

        assert one.total_centimes(Side.CHARGE) == 25_000
        assert [
            (each.account, each.amount_centimes, each.is_detail) for each in one.budget
        ] == [
            ("CHARGINDIRECT", 25_000, False),
            ("CHARGINDIRECT", 20_000, True),
            ("CHARGINDIRECT", 5_000, True),
        ]

    def test_an_unknown_poste_is_kept_and_said(self) -> None:
        """Money is never left out because its poste is new."""
        one = only(record(plan([post("99", 10)], [])))

        assert understand(one.form)[0].total_centimes(Side.CHARGE) == 1000
        assert any("sans ligne au formulaire" in note for note in one.notes)

    def test_transfers_are_not_own_funds(self) -> None:
        """79 is « Transfert de charges » there, and own funds in the form."""
        one = action(record(plan([], [post("79", 10), post("RESSPROPRES", 20)])))
        labels = {row.label: row.amount_centimes for row in one.budget}

        assert labels == {"Autofinancement": 2000, "79": 1000}

    def test_private_aid_is_not_public_money(self) -> None:
        """It stays out of account 74, and in the total."""
        private = subsidies(70, line("74aidespriv", 70))
        one = action(record(plan([], [private])))

        (row,) = one.budget
        assert (row.account, row.amount_centimes) == ("AIDESPRIV", 7000)
        assert one.total_centimes(Side.PRODUIT) == 7000

    def test_a_total_that_differs_from_its_lines_is_said(self) -> None:
        """The plan states 2 000 euros of charges, its postes make 1 000."""
        depense = {"postes": [post("60", 1000)], "montant": {"ht": 2000}}
        notes = only(record({"current": True, "depense": depense})).notes

        assert len(notes) == 1
        assert notes[0].startswith("$.planFinancement[0].depense.montant.ht : total")

    def test_two_amounts_for_one_are_said(self) -> None:
        """« ht » is kept, the other is shown."""
        row = {"reference": "60", "montant": {"ht": 100, "ttc": 120}}
        one = only(record(plan([row], [])))

        assert understand(one.form)[0].total_centimes(Side.CHARGE) == 10_000
        assert any("le dossier écrit aussi ttc : 120" in note for note in one.notes)

    def test_subsidies_that_name_nobody_are_kept(self) -> None:
        """A total without lines is money all the same."""
        one = only(record(plan([], [subsidies(800)])))

        assert understand(one.form)[0].total_centimes(Side.PRODUIT) == 80_000
        assert any("ne nomment aucun financeur" in note for note in one.notes)

    def test_a_sub_poste_without_lines_counts_once(self) -> None:
        """300 euros of municipalities, unnamed, go to their row."""
        communes = {"reference": "74com", "montant": {"total": 300}}
        row = {"reference": "74", "montant": {"ht": 300}, "sousPostes": [communes]}
        one = action(record(plan([], [row])))

        (kept,) = one.budget
        assert (kept.label, kept.amount_centimes) == ("Communes", 30_000)


class TestFunders:
    """Each funder's line stands for itself."""

    def test_a_line_has_its_own_answers(self) -> None:
        """Asked 9 000, proposed 8 000, voted 7 000,50 on 8 September in Paris."""
        asked = funder_line(
            "59-ETAT-POLITIQUE-VILLE",
            9000,
            statut="VOTE",
            statutLabel="Votée",
            montantVote={"ht": 7000.5},
            dateDecision="2017-09-07T22:00:00.000Z",
        )
        asked["avisRecevabilite"] = {
            "avis": "RECEVABLE",
            "montantPropose": {"ht": 8000},
            "commentaire": "Revu",
        }
        expected = FunderLine(
            label="59-ETAT-POLITIQUE-VILLE",
            place="$.planFinancement[0].recette.postes[0].sousPostes[0].lignes[0]",
            funder="ETAT",
            asked_centimes=900_000,
            proposed_centimes=800_000,
            voted_centimes=700_050,
            status=LineStatus.ACCORDE,
            status_label="Votée",
            avis="Recevabilité : RECEVABLE (Revu)",
            decided_on=date(2017, 9, 8),
        )

        assert funder(with_lines(etat=[asked])) == expected

    def test_two_lines_of_one_label_stay_two(self) -> None:
        """One refused, one being examined: no status spreads to the other."""
        lines = [
            funder_line("59-CAF", 100, statutLabel="Rejetée"),
            funder_line("59-CAF", 200, statutLabel="En cours"),
        ]
        read_lines = only(with_lines(orgasoc=lines)).funders

        assert [one.status for one in read_lines] == [
            LineStatus.REFUSE,
            LineStatus.EN_INSTRUCTION,
        ]
        assert [one.funder for one in read_lines] == ["CAF", "CAF"]
        assert read_lines[0].place != read_lines[1].place

    @pytest.mark.parametrize(
        ("voted", "centimes", "status"),
        [
            ({}, None, LineStatus.INCONNU),
            ({"montantVote": None}, None, LineStatus.INCONNU),
            ({"montantVote": {"ht": None}}, None, LineStatus.INCONNU),
            ({"montantVote": {"ht": 0}}, 0, LineStatus.REFUSE),
            ({"montantVote": {"ht": 0.01}}, 1, LineStatus.ACCORDE),
        ],
    )
    def test_a_vote_of_zero_is_not_a_vote_to_come(
        self, voted: Any, centimes: int | None, status: LineStatus
    ) -> None:
        """Absent and null are no decision; zero is a refusal."""
        asked = funder_line("59-CAF", 100, statutLabel="Votée", **voted)
        one = funder(with_lines(orgasoc=[asked]))

        assert (one.voted_centimes, one.status) == (centimes, status)

    def test_a_line_without_amount_asks_nothing_yet(self) -> None:
        """The funder is kept; what is asked is unknown."""
        one = funder(with_lines(orgasoc=[funder_line("59-CAF", None)]))

        assert (one.asked_centimes, one.proposed_centimes) == (None, None)

    def test_an_unknown_status_is_kept_as_written(self) -> None:
        """The word stays, the status is unknown, a note says it."""
        lines = [funder_line("59-CAF", 10, statutLabel="En délibéré")]
        one = only(with_lines(orgasoc=lines))

        assert one.funders[0].status is LineStatus.INCONNU
        assert one.funders[0].status_label == "En délibéré"
        assert any("« En délibéré » n'est pas connu" in note for note in one.notes)

    def test_a_code_alone_says_its_status(self) -> None:
        """SUPPORTED without a label is « Prise en charge », which grants nothing."""
        one = funder(with_lines(dep=[funder_line("59-NORD", 5, statut="SUPPORTED")]))

        assert one.status_label == "Prise en charge"
        assert one.status is LineStatus.EN_INSTRUCTION

    def test_the_fifteen_labels(self) -> None:
        """One refused, five granted, two ineligible, seven being examined."""
        known = list(statuses("dauphin").by_label.values())

        assert len(known) == 15
        assert known.count(LineStatus.REFUSE) == 1
        assert known.count(LineStatus.ACCORDE) == 5
        assert known.count(LineStatus.INELIGIBLE) == 2
        assert known.count(LineStatus.EN_INSTRUCTION) == 7

    @pytest.mark.parametrize(
        ("label", "status"),
        [
            ("Rejetée", LineStatus.REFUSE),
            ("À justifier", LineStatus.ACCORDE),
            ("a été versé", LineStatus.ACCORDE),
            ("Clôturée", LineStatus.INELIGIBLE),
            ("En attente d’attestation", LineStatus.EN_INSTRUCTION),
        ],
    )
    def test_accents_and_apostrophes_do_not_matter(
        self, label: str, status: LineStatus
    ) -> None:
        """The same label is typed in several ways."""
        assert statuses("dauphin").read(label, "", None) == (status, label)

    @pytest.mark.parametrize(
        ("sub_post", "label", "kind", "code"),
        [
            ("etat", "59-ETAT-POLITIQUE-VILLE", "FINANCEURPRIVILEGIE", "ETAT"),
            ("etat", "MINISTERE-CULTURE", "AUTREFINANCEUR", ""),
            ("etat", "FONJEP", "FINANCEURPRIVILEGIE", ""),
            ("epci", "CA DE LA PORTE DU HAINAUT", "PARTENAIREFINANCIER", "CAPH"),
            ("epci", "CA VALENCIENNES METROPOLE", "FINANCEURPRIVILEGIE", ""),
            ("dep", "59-NORD (DEPT)", "FINANCEURPRIVILEGIE", "DEPARTEMENT"),
            ("dep", "13-BOUCHES-DU-RHONE (DEPT)", "FINANCEURPRIVILEGIE", ""),
            ("orgasoc", "Caisse d'Allocations Familiales du Nord", "", "CAF"),
            ("orgasoc", "13-CAF", "FINANCEURPRIVILEGIE", ""),
            ("com", "DENAIN (59172)", "FINANCEURPRIVILEGIE", ""),
        ],
    )
    def test_who_is_a_funder_of_the_call(
        self, sub_post: str, label: str, kind: str, code: str
    ) -> None:
        """By sub-poste, kind and name: the Département of elsewhere is not ours."""
        one = funder(with_lines(**{sub_post: [funder_line(label, 10, kind)]}))

        assert one.funder == code

    def test_credits_of_another_departement_are_said(self) -> None:
        """The State is one; the préfet who is asked is another."""
        one = only(with_lines(etat=[funder_line("02-ETAT-POLITIQUE-VILLE", 10)]))

        assert one.funders[0].funder == "ETAT"
        assert any("d'un autre département que le 59" in note for note in one.notes)

    def test_the_comment_of_a_line_is_kept(self) -> None:
        """Porteurs write there how they split what they ask."""
        asked = funder_line("59-NORD", 9000) | {"commentaire": "5000 + 4000 cdv"}
        notes = only(with_lines(dep=[asked])).notes

        assert "« 59-NORD », commentaire : « 5000 + 4000 cdv »." in notes

    def test_the_technical_poste_is_nobody(self) -> None:
        """Its status is of no funder; it carries no amount, and a note says it."""
        mark = line("MGS_LIGNE_FICTIVE", financement={"statutLabel": "Transmise"})
        one = only(record(plan([], [post("MGS_POSTE_FICTIF", None, mark)])))

        assert one.funders == ()
        assert any("MGS_POSTE_FICTIF" in note for note in one.notes)


class TestPlans:
    """One current plan, or the record waits."""

    def test_only_the_current_plan_counts(self) -> None:
        """An older plan of 10 000 euros changes nothing."""
        old = plan([post("60", 10_000)], [], current=False)

        charges = action(record(old, small_plan())).total_centimes(Side.CHARGE)
        assert charges == 150_000

    @pytest.mark.parametrize(
        ("plans", "said"),
        [
            ([], "aucun plan de financement courant sur 0"),
            ([{"current": False}, {}], "aucun plan de financement courant sur 2"),
            ([{"current": "true"}], "aucun plan de financement courant sur 1"),
            ([small_plan(), small_plan()], "2 plans de financement courants sur 2"),
            (None, "aucun plan de financement courant sur 0"),
            ({"current": True}, "aucun plan de financement courant sur 0"),
        ],
    )
    def test_none_or_several_set_the_record_aside(self, plans: Any, said: str) -> None:
        """Nobody can tell which budget its porteur stands by."""
        received = read(record() | {"planFinancement": plans})

        assert received.deposits == ()
        (aside,) = received.aside
        assert aside.is_refused
        assert f"dossier « DA01000001 » : {said}" in aside.reason

    def test_a_plan_of_another_year_is_said(self) -> None:
        """The record is of 2017, its current plan of 2016."""
        old = small_plan() | {"periode": {"exercice": 2016}}
        one = only(record(old))

        assert one.exercice == 2017
        assert any("de l'exercice 2016" in note for note in one.notes)


class TestFiles:
    """One record, a list, the answer of a search."""

    def test_every_item_of_a_list_is_accounted_for(self) -> None:
        """Three items: a deposit, something else, a record without plan."""
        received = read([record(), 12, record() | {"planFinancement": []}])

        assert received.rows_count == 3
        assert [one.place for one in received.deposits] == ["$[0]"]
        assert [one.place for one in received.aside] == ["$[1]", "$[2]"]
        assert received.deposits[0].form.cells["action_intitule"] == (
            "$[0].intituleProjet"
        )

    def test_the_answer_of_a_search_is_read(self) -> None:
        """The portal's search wraps each record."""
        received = read({"hits": {"total": 1, "hits": [{"_source": record()}]}})

        assert [one.place for one in received.deposits] == ["$.hits.hits[0]._source"]

    @pytest.mark.parametrize("document", [{}, [], [[]], 1, "x", None, {"a": {"b": 1}}])
    def test_another_json_is_refused(self, document: Any) -> None:
        """What was looked for is said."""
        with pytest.raises(BadFileError, match="aucun dossier de DAUPHIN"):
            read(document)

    def test_what_is_read_survives_the_child_process(self) -> None:
        """The plain form of a reading gives the same reading."""
        received = read([record(), 12])
        kept = json.loads(json.dumps(received_as_dict(received)))

        assert received_from_dict(kept) == received


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ht", "value", "reference", "lignes", "SIRET", "title"]),
            inside,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value inside a document."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(path for key, one in inside for path in places(one, (*at, key)))]


@settings(deadline=None)
@given(st.data())
def test_a_record_spoiled_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    """Any value in the place of any other: a reading or our refusal, nothing else."""
    document: Any = {"top": copy.deepcopy(record())}
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(document)[1:]))
        holder = document
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = data.draw(VALUES)
    try:
        received = read_dauphin(document["top"], "d.json")
    except BadFileError:
        return

    assert received_from_dict(received_as_dict(received)) == received
    for one in received.deposits:
        understand(one.form)


@cache
def real_deposit() -> ReceivedDeposit:
    """Read the anonymised record of the portal."""
    content = (REAL / "dossier.json").read_bytes()
    (deposit,) = read_dauphin(read_json(content, "d.json"), "d.json").deposits
    return deposit


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="les données réelles ne sont pas là")
class TestTheRealRecord:
    """The anonymised record of the portal, summed by hand."""

    def test_both_sides_make_257_112(self) -> None:
        """141 112 + 116 000 of charges; 118 425 + 22 687 + 116 000 of produits."""
        one, findings = understand(real_deposit().form)

        assert findings == ()
        assert one.cash_centimes() == 14_111_200
        assert one.in_kind_centimes(Side.CHARGE) == 11_600_000
        assert one.total_centimes(Side.CHARGE) == 25_711_200
        assert one.total_centimes(Side.PRODUIT) == 25_711_200
        subsidies_made = [
            row.amount_centimes for row in one.accounts() if row.account == "74"
        ]
        assert sum(subsidies_made) == 11_842_500

    def test_each_funder_keeps_its_status(self) -> None:
        """« Prise en charge » and closed by a machine is still not granted."""
        found = {
            one.label: (one.status, one.voted_centimes)
            for one in real_deposit().funders
            if one.status_label
        }
        waiting = (LineStatus.EN_INSTRUCTION, None)

        assert found == {
            "02-ETAT-POLITIQUE-VILLE": (LineStatus.INELIGIBLE, None),
            "13-ETAT-POLITIQUE-VILLE": (LineStatus.ACCORDE, 700_000),
            "13-BOUCHES-DU-RHONE (DEPT)": waiting,
            "AIX EN PROVENCE (13616)": waiting,
            "13-CAF": waiting,
        }
        assert len(real_deposit().funders) == 9
        assert understand(real_deposit().form)[0].requests() == {"ETAT": 700_000}

    def test_the_school_year_is_read_in_paris(self) -> None:
        """22 h UTC on 31 August is 1 September in Paris."""
        one, _ = understand(real_deposit().form)

        assert (one.starts_on, one.ends_on) == (date(2022, 9, 1), date(2023, 8, 31))
        assert one.is_renewal
        assert real_deposit().exercice == 2022
        assert real_deposit().applicant_number == "N11m6bi8vFr"
