"""The proposal as it is recorded: every line, its sentence, its version, its hash."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.models import Depot, Enveloppe, Ligne, Rang
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.habilitations import UnauthorisedError
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadInputError
from flows.assemble_programmation import assemble_programmation
from tasks.adopting import adopt
from tasks.assembling import read_assembling
from tasks.programmation import compute_proposal, read_question, record_proposal
from tests.consulted_year import (
    AFTER,
    REF,
    Admitted,
    build_consulted,
    propositions,
    recorded_lines,
)
from tests.small_year import counts, tables


FIRST = Admitted(
    title="Première",
    asks={"ETAT": 8_000, "CAPH": 3_000},
    others={"publics": ("jeunes",), "axe": 5},
)
SECOND = Admitted(title="Seconde", asks={"ETAT": 6_000}, siren="900000002")
CHANTIER = Admitted(
    title="Chantier",
    asks={"CAPH": 25_000, "ETAT": 2_000},
    is_chantier=True,
    aid=19_500,
    siren="900000003",
    others={"axe": 2},
)
THREE = (FIRST, SECOND, CHANTIER)
ENVELOPES = {"ETAT": 12_000, "CAPH": 30_000}


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def propose(*, a_blanc: bool = False) -> str:
    """Compute and record the proposal; return what the report says."""
    question = read_question(REF)
    computed = compute_proposal(question) if question else None
    report = record_proposal(REF, computed, AFTER, a_blanc=a_blanc)
    return plain(report.summary)


def adopted(*changes: str, **facts: Any) -> str:
    """Adopt a scenario; return what the report says."""
    usual = {"name": "Essai", "author": "comite_technique", "reason": "Le choix."}
    return plain(adopt(REF, changes, at=AFTER, **(usual | facts)).summary)


@pytest.mark.usefixtures("workspace")
class TestRecorded:
    """What is written of a proposal."""

    def test_every_line_has_its_amount_and_its_sentence(self) -> None:
        """Of 12 000 € the first (3 points) has 8 000, the others share 4 000.

        The note's aid is served on CAPH; the line it lacks says what it is.
        """
        build_consulted(*THREE, envelopes=ENVELOPES)

        said = propose()

        assert said == (
            "Proposition pour 3 actions : 3 retenues, 34 500 € (optimum "
            "prouvé, d'autres programmations peuvent valoir autant)."
        )
        lines = {key: (n, plain(why)) for key, (n, why) in recorded_lines().items()}
        assert lines["Première", "ETAT"] == (
            8_000,
            "Demande retenue en entier (elle vaut 3 points par euro demandé)",
        )
        assert lines["Première", "CAPH"][0] == 3_000
        assert lines["Chantier", "CAPH"] == (
            19_500,
            "Aide ACI de la note (le calcul)",
        )
        shared = [lines["Seconde", "ETAT"], lines["Chantier", "ETAT"]]
        assert sum(n or 0 for n, _ in shared) == 4_000
        assert any("Enveloppe de l'État épuisée" in why for _, why in shared)

    def test_a_line_of_nothing_says_why(self) -> None:
        """Nothing set by the committee, a refused aid, a demand under the minimum."""
        build_consulted(
            Admitted(title="Muet", asks={"CAPH": 9_000}, is_chantier=True),
            Admitted(
                title="Refusé", asks={"CAPH": 8_000}, is_chantier=True, is_refused=True
            ),
            Admitted(title="Petite", asks={"ETAT": 900, "CAPH": 0}),
            envelopes=ENVELOPES,
        )

        propose()

        assert {key: (n, plain(why)) for key, (n, why) in recorded_lines().items()} == {
            ("Muet", "CAPH"): (
                0,
                "Utilité sociale non fixée par le comité : aucune aide calculée",
            ),
            ("Refusé", "CAPH"): (0, "Pas d'aide ACI selon la note (le calcul)"),
            ("Petite", "ETAT"): (
                0,
                "900 € demandés à l'État, sous le minimum utile de 1 000 €",
            ),
            ("Petite", "CAPH"): (0, "Rien n'est demandé à ce financeur"),
        }

    def test_a_version_is_kept_with_what_explains_it(self) -> None:
        """Rule, hashes, value, prices and outcomes; the system signs it."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        inputs = read_assembling(REF).sha256

        propose()

        (kept,) = propositions()
        assert (kept.version, kept.rule, kept.author) == (
            1,
            "proposition-2017@2",
            "systeme",
        )
        assert kept.inputs_sha256 == inputs
        assert kept.summary["optimum"].startswith("optimum prouvé")
        # 11 000 × (3 + 1), 19 500 × (0 + 1), 4 000 × (0 + 1).
        assert kept.summary["value_points"] == "67500"
        # Nothing asked is under the minimum: it is priced, and costs nothing.
        prices = {one["slot"]: int(one["lost"]) for one in kept.summary["prices"]}
        assert list(prices) == ["enveloppe ETAT", "minimum utile"]
        assert (prices["enveloppe ETAT"] > 0, prices["minimum utile"]) == (True, 0)
        assert [one["outcome"] for one in kept.summary["dossiers"]] == [
            "retenue en entier",
            "réduite",
            "réduite",
        ]

    def test_the_journal_tells_rule_inputs_and_outputs(
        self, workspace: Workspace
    ) -> None:
        """One line, and the evidence of both hashes is kept."""
        build_consulted(*THREE, envelopes=ENVELOPES)

        propose()

        (kept,) = propositions()
        (line,) = [
            one["ligne"]
            for one in tables()["journal"]
            if "programmation.proposee" in one["ligne"]
        ]
        assert kept.sha256 in line
        assert kept.inputs_sha256 in line
        for sha256 in (kept.sha256, kept.inputs_sha256):
            assert (workspace.pieces / sha256[:2] / sha256).exists()

    def test_ranks_are_kept(self, workspace: Workspace) -> None:
        """The order by points stands beside the amounts."""
        build_consulted(SECOND, FIRST, envelopes=ENVELOPES)

        propose()

        with workspace.store().reading() as session:
            found = session.execute(
                select(Depot.title, Rang.rank, Rang.points)
                .join(Depot, Depot.id == Rang.depot_id)
                .order_by(Rang.rank)
            ).all()
        assert [tuple(one) for one in found] == [("Première", 1, 3), ("Seconde", 2, 0)]

    def test_a_second_proposal_is_never_recorded(self) -> None:
        """Once one is on record nothing is read, and nothing is written."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        question = read_question(REF)
        assert question is not None
        propose()

        assert read_question(REF) is None
        again = record_proposal(REF, compute_proposal(question), AFTER, a_blanc=False)

        assert again.summary == "La proposition est déjà enregistrée."
        assert len(propositions()) == 1

    def test_a_rehearsal_leaves_nothing(self, workspace: Workspace) -> None:
        """Neither amounts, nor a version, nor evidence."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        before = counts()

        said = propose(a_blanc=True)

        assert said.startswith("Proposition pour 3 actions")
        assert counts() == before
        assert not workspace.pieces.exists()

    def test_what_changed_during_the_computation_is_seen(
        self, workspace: Workspace
    ) -> None:
        """An envelope lowered meanwhile: the proposal would be of another question."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        question = read_question(REF)
        assert question is not None
        computed = compute_proposal(question)
        with workspace.store().writing() as session:
            for one in session.scalars(select(Enveloppe)):
                one.montant_centimes -= 100

        with pytest.raises(BadInputError, match="ont changé pendant le calcul"):
            record_proposal(REF, computed, AFTER, a_blanc=False)

        assert propositions() == []


class TestSameBytes:
    """The same files give the same programming, whatever the order of deposit."""

    def test_the_order_of_deposit_changes_nothing(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Same question, same amounts, to the hash, and the same line by line."""
        tied = [
            Admitted(title=f"Action {n}", asks={"ETAT": 5_000}, siren=f"90000001{n}")
            for n in range(5)
        ]
        found = []
        for name, admitted in (("aller", tied), ("retour", tied[::-1])):
            monkeypatch.setenv("PROGRAMMATION_DOSSIER", str(tmp_path / name))
            build_consulted(*admitted, envelopes={"ETAT": 12_000})
            propose()
            (kept,) = propositions()
            amounts = {key: n for key, (n, _) in recorded_lines().items()}
            found.append((kept.inputs_sha256, kept.sha256, amounts))

        assert found[0] == found[1]

    @pytest.mark.usefixtures("workspace")
    def test_a_file_received_twice_word_for_word_is_two_actions(self) -> None:
        """Nothing but its number tells it apart, and it does not stop the year."""
        build_consulted(SECOND, SECOND, envelopes={"ETAT": 12_000})

        assert propose().startswith("Proposition pour 2 actions")


@pytest.mark.usefixtures("workspace")
class TestImpossible:
    """Constraints that cannot be held together."""

    def test_they_are_named_and_nothing_is_recorded(self) -> None:
        """A floor on an axe where nothing was deposited."""
        choices = {"planchers_axes_pct": {"7": 10}}
        build_consulted(*THREE, envelopes=ENVELOPES, choices=choices)
        before = counts()

        said = propose()

        assert said.startswith(
            "Rien n'est proposé. Aucune programmation ne tient toutes les contraintes. "
            "Aucune action recevable ne relève de l'axe 7"
        )
        assert "« programmation scenario »" in said
        assert counts() == before

    def test_the_flow_reports_it_and_goes_on(self) -> None:
        """The step ends as any other: the rest of the year is not stopped."""
        choices = {"planchers_axes_pct": {"7": 10}}
        build_consulted(FIRST, SECOND, envelopes=ENVELOPES, choices=choices)

        report = assemble_programmation.fn(REF.annee, REF.contrat, AFTER)

        assert report.summary.startswith("Rien n'est proposé.")
        assert report.effects_count == 0

    def test_aids_above_the_envelope_are_named(self) -> None:
        """The rule is the same for all: no aid is dropped by points."""
        build_consulted(*THREE, envelopes={"CAPH": 15_000, "ETAT": 12_000})

        assert (
            "Les aides imposées (2017-0003) font 19 500 €, et l'enveloppe de La Porte "
            "du Hainaut est de 15 000 €."
        ) in propose()

    def test_a_scenario_may_be_the_first_proposal(self) -> None:
        """Without the floor nobody can hold, adopted with its motive."""
        choices = {"planchers_axes_pct": {"7": 10}}
        build_consulted(*THREE, envelopes=ENVELOPES, choices=choices)

        said = adopted("sans plancher axe 7")

        assert said.startswith("Version 1, d'après le scénario « Essai ».")
        assert propose() == "La proposition est déjà enregistrée."


@pytest.mark.usefixtures("workspace")
class TestAdopt:
    """A scenario that becomes the proposal."""

    def test_it_replaces_the_amounts_in_a_new_version(self) -> None:
        """Without the first action, the second has all it asks; both are kept."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        propose()

        said = adopted("action 2017-0001 exclue")

        assert said.startswith("Version 2, d'après le scénario « Essai ».")
        assert recorded_lines()["Seconde", "ETAT"][0] == 6_000
        assert recorded_lines()["Première", "ETAT"] == (0, "Action exclue du calcul")
        first, second = propositions()
        assert (first.scenario, second.scenario) == ("", "Essai")
        assert (second.author, second.reason) == ("comite_technique", "Le choix.")
        assert second.summary["changes"] == ["action 2017-0001 exclue"]
        assert second.inputs_sha256 == first.inputs_sha256
        last = json.loads(tables()["journal"][-1]["ligne"])
        assert (last["acteur"], last["donnees"]["scenario"]) == (
            "comite_technique",
            "Essai",
        )
        # Words that people write are not in a line that stays for ever.
        assert last["donnees"]["empreinte_motif"] == sha256_hex(b"Le choix.")
        assert "Le choix" not in tables()["journal"][-1]["ligne"]

    def test_a_chantier_may_be_left_out(self) -> None:
        """Its aid is imposed by the note until a person says otherwise."""
        build_consulted(*THREE, envelopes=ENVELOPES)

        adopted("action 2017-0003 exclue")

        assert recorded_lines()["Chantier", "CAPH"][0] == 0

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"author": " "}, "Personne ne signe"),
            ({"reason": ""}, "sans motif"),
            ({"name": ""}, "Le scénario n'a pas de nom"),
        ],
    )
    def test_it_is_signed_and_has_a_motive(
        self, facts: dict[str, str], expected: str
    ) -> None:
        """Nothing is recorded of an adoption nobody stands for."""
        build_consulted(*THREE, envelopes=ENVELOPES)

        with pytest.raises(BadInputError, match=expected):
            adopted("enveloppe ETAT -10 %", **facts)

        assert propositions() == []

    def test_another_function_is_refused_and_the_journal_is_told(self) -> None:
        """The COPIL arbitrates; it does not adopt, and nothing is proposed by it."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        propose()
        before = recorded_lines()

        with pytest.raises(UnauthorisedError, match="adopter un scénario"):
            adopted("action 2017-0001 exclue", author="Comité de pilotage")

        last = json.loads(tables()["journal"][-1]["ligne"])
        assert (last["acte"], last["acteur"], last["donnees"]) == (
            "habilitation.refusee",
            "copil",
            {"acte": "adoption"},
        )
        assert (recorded_lines(), len(propositions())) == (before, 1)

    def test_a_function_is_recorded_by_its_code(self) -> None:
        """Typed by its French name, the technical committee is the same function."""
        build_consulted(*THREE, envelopes=ENVELOPES)

        adopted("action 2017-0001 exclue", author="comité technique")

        assert [one.author for one in propositions()] == ["comite_technique"]

    def test_an_impossible_scenario_is_refused_by_name(self) -> None:
        """What cannot be held is said, and the proposal stays as it is."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        propose()

        with pytest.raises(BadInputError, match="Scénario « Essai » : Aucune"):
            adopted("axe 5 au moins 60 %", "axe 5 au plus 50 %")

        assert len(propositions()) == 1

    def test_nothing_changes_once_a_line_is_arbitrated(self) -> None:
        """What changes then is an arbitration."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        propose()
        with acting(REF, step="essai", at=AFTER) as act:
            line = act.session.scalars(select(Ligne)).first()
            assert line is not None
            line.arbitre_centimes = 0

        with pytest.raises(BadInputError, match="a déjà arbitré"):
            adopted("enveloppe ETAT -10 %")

        assert len(propositions()) == 1

    def test_a_rehearsal_leaves_the_proposal_as_it_is(self) -> None:
        """Everything is done, then undone."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        propose()
        before = tables()

        said = adopted("action 2017-0001 exclue", a_blanc=True)

        assert said.startswith("Version 2")
        assert tables() == before


@pytest.mark.usefixtures("workspace")
class TestQuestion:
    """The question, as read from the official state."""

    def test_the_state_may_go_further_for_what_is_innovative(self) -> None:
        """Asked 70 of 100: half is the usual rate, 80 % where innovation is found."""
        asked = Admitted(title="Sobre", asks={"ETAT": 7_000}, cash=10_000)
        build_consulted(
            asked,
            Admitted(
                title="Neuve",
                asks={"ETAT": 7_000, "CAPH": 8_500},
                cash=10_000,
                is_innovative=True,
            ),
            envelopes={"ETAT": 50_000, "CAPH": 50_000},
        )

        lines = {
            (one.title, line.funder): (line.most_centimes, plain(line.cap_reason))
            for one in read_assembling(REF).problem.dossiers
            for line in one.lines
        }

        assert lines == {
            ("Sobre", "ETAT"): (
                5_000_00,
                (
                    "plafond de 50 % du budget hors contributions volontaires, soit "
                    "5 000 € sur 10 000 €"
                ),
            ),
            ("Neuve", "ETAT"): (
                7_000_00,
                (
                    "plafond dérogatoire de 80 % ouvert par l'innovation, soit 8 000 € "
                    "(un plafond, jamais un droit)"
                ),
            ),
            ("Neuve", "CAPH"): (
                8_000_00,
                (
                    "plafond de 80 % du budget hors contributions volontaires, soit "
                    "8 000 € sur 10 000 €"
                ),
            ),
        }

    def test_the_base_of_the_rate_is_the_campaigns(self) -> None:
        """20 000 € of contributions in kind make 50 % of 30 000 € 15 000 €."""
        build_consulted(
            Admitted(title="Sobre", asks={"ETAT": 16_000}, cash=10_000),
            envelopes={"ETAT": 50_000},
            choices={"base_du_taux": "avec_contributions_volontaires"},
        )

        (dossier,) = read_assembling(REF).problem.dossiers

        assert dossier.line("ETAT").most_centimes == 15_000_00
        assert "contributions volontaires comprises" in dossier.line("ETAT").cap_reason

    def test_parts_of_an_envelope_are_read(self) -> None:
        """Reserved, it leaves 7 000 of 10 000 € to the others, who ask 9 000."""
        build_consulted(
            Admitted(title="Dedans", asks={"ETAT": 2_000}, part="DRE"),
            Admitted(title="Dehors", asks={"ETAT": 9_000}, siren="900000002"),
            envelopes={"ETAT": 10_000},
            parts={"DRE": (3_000, True)},
        )

        propose()

        assert {key: n for key, (n, _) in recorded_lines().items()} == {
            ("Dedans", "ETAT"): 2_000,
            ("Dehors", "ETAT"): 7_000,
        }

    def test_the_time_of_the_question_is_after_the_consultation(self) -> None:
        """While conseils may still answer, nothing is asked."""
        build_consulted(*THREE, envelopes=ENVELOPES)
        with acting(REF, step="essai", at=AFTER) as act:
            act.cycle.consultation_closed_at = None

        assert read_question(REF) is None
        report = record_proposal(
            REF, None, paris(date(2017, 2, 1), time(8, 0)), a_blanc=False
        )
        assert "rien à proposer encore" in report.summary
        with pytest.raises(BadInputError, match="n'est pas close"):
            adopted("enveloppe ETAT -10 %")
