"""Scenarios from the command line: computed, kept, shown, compared, adopted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
import pytest
from sqlalchemy import update

from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.models import Cycle
from contrat_de_ville.adapters.workspace import Workspace
from flows.cli.french import run
from flows.cli.scenarios import prix, scenario
from flows.cli.scenarios_comparing import comparer
from tests.scenario_year import (
    AT,
    REF,
    A,
    B,
    C,
    D,
    build_consulted,
    build_proposed,
    change_envelope,
    owe_aid,
    reject,
)
from tests.small_year import files, tables


pytestmark = pytest.mark.usefixtures("workspace")
WHEN = ("--au", "2017-03-07T10:00")
TEN = "enveloppe ETAT -10 %"
Said = tuple[int, str, str]
Call = Callable[..., Said]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Give a way to run a command, its spaces as a keyboard writes them."""
    monkeypatch.setenv("COLUMNS", "100")

    def perform(command: click.Command, *arguments: str) -> Said:
        capsys.readouterr()
        code = run(command, [*arguments, *WHEN] if command is not prix else arguments)
        said = capsys.readouterr()
        out, err = (
            text.replace("\u202f", " ").replace("\xa0", " ")
            for text in (said.out, said.err)
        )
        return code, out, err

    return perform


def official() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table but the scenarios."""
    return {name: rows for name, rows in tables().items() if name != "scenario"}


def kept() -> list[dict[str, Any]]:
    """Return the scenarios as stored."""
    return tables()["scenario"]


def flat(text: str) -> str:
    """Join the lines of what was printed."""
    return " ".join(text.split())


class TestTry:
    """A scenario is computed, kept under its name, and shown at once."""

    def test_what_changes_is_shown_with_its_sentence(self, call: Call) -> None:
        """ETAT at 11 700 €: 0002 gives 300 € up so that 0003 has a useful 1 000 €."""
        build_proposed()
        code, out, err = call(scenario, "Moins dix", TEN)
        said = flat(out)

        assert (code, err) == (0, "")
        for expected in (
            "Scénario « Moins dix » : gardé.",
            "Face à la proposition, version 1, enregistrée le 27 février 2017",
            "15 700 € pour 4 actions ; la proposition en programme 17 000 € pour 4",
            "80 500 points, soit 4 500 points de moins que la proposition (-5,3 %)",
            "│ L'État │ 13 000 € │ 11 700 € │ -1 300 € │",
            "0 action entre, 0 action sort, 0 action monte, 2 actions descendent.",
            f"{C} Action 3 – Association 3 : 2 000 € → 1 000 € (demande 4 000 €)",
            "Réduite à 1 000 € (4 000 € demandés) : Enveloppe de l'État épuisée",
            f"{B} Action 2 – Association 2 : 7 000 € → 6 700 €",
        ):
            assert expected in said

    def test_what_was_computed_is_kept(self, call: Call) -> None:
        """Changes as written, amounts by number, exact value and bound as text."""
        build_proposed()
        call(scenario, "Moins dix", TEN)
        (row,) = kept()

        assert (row["name"], row["changes"]) == ("Moins dix", [TEN])
        assert row["amounts"] == {
            A: {"ETAT": 6_000_00},
            B: {"ETAT": 4_700_00, "CAPH": 2_000_00},
            C: {"ETAT": 1_000_00},
            D: {"CAPH": 2_000_00},
        }
        assert (row["value"], row["bound"]) == ("8050000", "8050000")

    def test_who_enters_and_who_leaves(self, call: Call) -> None:
        """Without 0004 the agglomération keeps 2 000 €; 0003 whole takes of 0002."""
        build_proposed()
        _, out, _ = call(
            scenario, "x", f"action {D} exclue", f"action {C} imposée en entier"
        )
        said = flat(out)

        assert "Sortent (1)" in said
        assert f"{D} Action 4 – Association 4 : 2 000 € → 0 € (demande 3 000 €)" in said
        assert f"{C} Action 3 – Association 3 : 2 000 € → 4 000 €" in said
        assert "Retenue en entier : 4 000 €, imposée." in said

    def test_changes_may_be_written_together(self, call: Call) -> None:
        """« ; » separates them, as the list shows them."""
        build_proposed()
        call(scenario, "x", f"{TEN} ;  action  {D} exclue;")

        assert kept()[0]["changes"] == [TEN, f"action {D} exclue"]

    def test_json_can_be_read_by_a_script(self, call: Call) -> None:
        """Amounts in centimes, each file that changes with its sentence."""
        build_proposed()
        _, out, _ = call(scenario, "x", TEN, "--format", "json")
        found = json.loads(out)

        assert found["resultat"]["ecart_centimes"] == -1_300_00
        assert found["resultat"]["ecart_pct"] == "-5.3"
        assert [one["numero"] for one in found["dossiers"]] == [C, B]
        assert found["dossiers"][0]["mouvement"] == "descend"
        assert len(found["repartitions"]["axe"]) == 7

    def test_a_rehearsal_keeps_nothing(self, call: Call) -> None:
        """It is shown, and that is all."""
        build_proposed()
        code, out, _ = call(scenario, "x", TEN, "--a-blanc")

        assert (code, "(à blanc)" in out, kept()) == (0, True, [])

    def test_before_the_proposal_it_is_computed_at_once(self, call: Call) -> None:
        """A scenario is held against what would be proposed."""
        build_consulted()
        _, out, _ = call(scenario, "x", TEN)

        assert "calculée à l'instant, rien n'est encore proposé" in flat(out)
        assert "4 500 points de moins que la proposition" in flat(out)

    def test_an_impossible_question_is_what_scenarios_mend(self, call: Call) -> None:
        """An aid of 3 000 € is owed of 1 000 €: nothing is proposed, a scenario may."""
        build_consulted(CAPH=1_000)
        owe_aid(D)
        code, out, err = call(scenario, "x", "enveloppe CAPH 3 000 €")
        said = flat(out)

        assert (code, err) == (0, "")
        assert "Face à la proposition, aucune n'est possible en l'état." in said
        assert "font 3 000 €, et l'enveloppe de La Porte du Hainaut" in said
        assert "Entrent (4)" in said


class TestKept:
    """The same name again, alone, or to be deleted."""

    def test_the_same_name_again_replaces(self, call: Call) -> None:
        """Capitals and accents apart it is the same scenario; it is said."""
        build_proposed()
        call(scenario, "Été", TEN)
        code, out, _ = call(scenario, "ETE", f"action {D} exclue")
        (row,) = kept()

        assert (code, "« Été » : remplacé" in out) == (0, True)
        assert (row["name"], row["changes"]) == ("Été", [f"action {D} exclue"])

    def test_alone_a_name_shows_it_again(self, call: Call) -> None:
        """Nothing is computed: it says when it was, and shows the same changes."""
        build_proposed()
        _, first, _ = call(scenario, "x", TEN)
        before = kept()
        _, again, _ = call(scenario, "x")

        assert "« x » : calculé le 7 mars 2017 à 10 h 00." in again
        assert again.split("\n")[1:] == first.split("\n")[1:]
        assert kept() == before

    def test_official_data_that_change_make_it_computed_again(self, call: Call) -> None:
        """ETAT brings 1 000 € more: 12 600 € are left of 14 000 €, and it is said."""
        build_proposed()
        call(scenario, "x", TEN)
        change_envelope("ETAT", 14_000)
        _, out, _ = call(scenario, "x")
        (row,) = kept()

        assert "recalculé : les données officielles ont changé depuis" in flat(out)
        assert "La proposition (version 1) a été calculée sur d'autres données" in out
        assert row["amounts"][C] == {"ETAT": 1_600_00}

    def test_a_rehearsal_computes_again_and_keeps_the_old_one(self, call: Call) -> None:
        """What is kept is as it was."""
        build_proposed()
        call(scenario, "x", TEN)
        before = kept()
        change_envelope("ETAT", 14_000)
        call(scenario, "x", "--a-blanc")

        assert kept() == before

    def test_a_file_that_is_gone_is_said(self, call: Call) -> None:
        """0004 was proposed and is no longer admissible."""
        build_proposed()
        reject(D)
        _, out, _ = call(scenario, "x", TEN)

        assert f"1 action proposée n'est plus recevable : {D}." in flat(out)

    def test_it_is_deleted(self, call: Call) -> None:
        """Its changes are said a last time."""
        build_proposed()
        call(scenario, "x", TEN)
        code, out, _ = call(scenario, "X", "--supprimer")

        assert (code, kept()) == (0, [])
        assert f"« x » est supprimé ; il tenait à : {TEN}." in flat(out)

    def test_a_rehearsal_deletes_nothing(self, call: Call) -> None:
        """It is still there."""
        build_proposed()
        call(scenario, "x", TEN)
        call(scenario, "x", "--supprimer", "--a-blanc")

        assert len(kept()) == 1

    def test_the_list_has_their_figures(self, call: Call) -> None:
        """Total, gap, actions, value; a star where the official data changed."""
        build_proposed()
        call(scenario, "Moins dix", TEN)
        change_envelope("CAPH", 5_000)
        call(scenario, "Sans 4", f"action {D} exclue")
        code, out, _ = call(scenario)

        assert code == 0
        assert "17 000 € pour 4 actions, 85 000 points" in flat(out)
        assert "│ Moins dix* │ 15 700 € │ -1 300 € │ 4 │ -4 500 points │" in flat(out)
        assert "│ Sans 4 │ 15 000 € │ -2 000 € │ 3 │ -2 000 points │" in flat(out)

    def test_an_empty_list_says_how_to_begin(self, call: Call) -> None:
        """An example of a change is given."""
        build_proposed()
        _, out, _ = call(scenario)

        assert "Aucun scénario. Par exemple" in out

    def test_the_list_as_json(self, call: Call) -> None:
        """Each with its changes, when it was computed and whether it still holds."""
        build_proposed()
        call(scenario, "x", TEN)
        _, out, _ = call(scenario, "--format", "json")
        (one,) = json.loads(out)["scenarios"]

        assert (one["nom"], one["changements"], one["a_jour"]) == ("x", [TEN], True)


class TestOfficial:
    """Nothing official ever moves."""

    def test_no_official_table_changes(self, call: Call, workspace: Workspace) -> None:
        """Tried, shown, listed, compared, priced, deleted: every row is as before."""
        build_proposed()
        before, bytes_before = official(), files(workspace.folder)
        call(scenario, "Moins dix", TEN)
        call(scenario, "Sans 4", f"action {D} exclue")
        call(scenario, "Moins dix")
        call(scenario)
        call(comparer)
        call(prix)
        call(prix, "Moins dix")
        call(scenario, "Moins dix", "--supprimer")

        assert official() == before
        assert files(workspace.folder) == bytes_before
        assert verify_cycle(REF).faults == ()


REFUSALS = [
    (["inconnu"], "Aucun scénario « inconnu » (scénarios : aucun)"),
    (["inconnu", "--supprimer"], "Aucun scénario « inconnu »"),
    (["x", "plus d'argent"], "« plus d'argent » n'est pas un changement"),
    (["x", "action 2017-0099 exclue"], "aucune action recevable ne porte le numéro"),
    (["x", "axe 9 au moins 5 %"], "il n'y a pas d'axe 9"),
    (["x", "quartier Ailleurs au moins 1 action"], "« Ailleurs » n'est pas connu"),
    (["x", "enveloppe REGION -5 %"], "aucune enveloppe ne porte ce nom"),
    (["x", "enveloppe ETAT -200 %"], "Une enveloppe ne descend pas sous zéro"),
    (["x", "public vieux au moins 1 action"], "« vieux » n'est pas de la note"),
    (["x", "sans plancher axe 3"], "aucune contrainte de ce nom"),
    (["", TEN], "n'est pas un nom de scénario"),
    (["a" * 61, TEN], "a 61 caractères"),
    (["a\u200bb", TEN], "ne se voient pas"),
    (["a\x1b[2Jb", TEN], "ne se voient pas"),
    (["proposition", TEN], "nomme déjà autre chose"),
    (["--supprimer"], "Quel scénario ?"),
    (["x", TEN, "--supprimer"], "Une seule chose à la fois"),
    (["x", "--supprimer", "--adopter"], "Une seule chose à la fois"),
    (["x", "--par", "Comité"], "Ajoutez --adopter"),
    (["x", "--adopter", "--par", "y", "--motif", "z"], "Aucun scénario « x »"),
    (["x", "axe 2 au moins 10 %"], "Aucune action recevable ne relève de l'axe 2"),
    (
        ["x", "quartier Sabatier au moins 1 action"],
        "Aucune action recevable ne touche le quartier Sabatier",
    ),
    (
        [
            "x",
            "enveloppe ETAT 5 000 €",
            f"action {B} imposée en entier",
            f"action {A} imposée",
        ],
        "Ces contraintes ne peuvent pas être tenues ensemble",
    ),
]


class TestRefused:
    """Each mistake is one French sentence, and nothing is recorded."""

    @pytest.mark.parametrize(("arguments", "said"), REFUSALS)
    def test_a_mistake_is_said(
        self, call: Call, arguments: list[str], said: str
    ) -> None:
        """Unknown scenario, change, action, axe, quartier, funder, or no way at all."""
        build_proposed()
        before = official()
        code, out, err = call(scenario, *arguments)

        assert (code, out, kept(), official()) == (1, "", [], before)
        assert said in flat(err)
        assert "\x1b[2J" not in err

    def test_the_forms_are_listed(self, call: Call) -> None:
        """A change nobody reads is answered by what may be written."""
        build_proposed()
        _, _, err = call(scenario, "x", "davantage")

        assert "axe 3 au moins 15 %" in flat(err)

    def test_a_name_that_looks_like_markup_is_only_a_name(self, call: Call) -> None:
        """Neither the terminal nor the list read anything in it."""
        build_proposed()
        name = "[bold]<b>&"
        _, out, _ = call(scenario, name, TEN)
        _, listed, _ = call(scenario)

        assert f"« {name} » : gardé" in flat(out)
        assert f"│ {name} │" in flat(listed)

    def test_a_refused_replacement_leaves_what_was(self, call: Call) -> None:
        """The scenario of that name is still the first one."""
        build_proposed()
        call(scenario, "x", TEN)
        before = kept()
        call(scenario, "x", "axe 2 au moins 10 %")

        assert kept() == before

    def test_before_the_end_of_the_consultation(self, call: Call) -> None:
        """There is nothing to try yet."""
        build_consulted()
        with acting(REF, step="essai", at=AT) as act:
            act.session.execute(update(Cycle).values(consultation_closed_at=None))
        code, _, err = call(scenario, "x", TEN)

        assert code == 1
        assert "La consultation du cycle CV195-2017 n'est pas close" in err


class TestCompare:
    """Scenarios side by side."""

    def test_every_heading_is_compared(self, call: Call) -> None:
        """By funder, axe, quartier, public and porteur, each gap under its amount."""
        build_proposed()
        call(scenario, "Moins dix", TEN)
        call(scenario, "Sans 4", f"action {D} exclue")
        code, out, err = call(comparer)
        said = flat(out)

        assert (code, err) == (0, "")
        for expected in (
            "│ Total │ 17 000 € │ 15 700 € │ 15 000 € │",
            "│ Valeur, en points │ 85 000 │ 80 500 │ 83 000 │",
            "│ L'État │ 13 000 € │ 11 700 € │ 13 000 € │ │ │ │ (-1 300 €) │ │",
            "│ Centre │ 7 000 € │ 6 500 € │ 7 000 € │ │ │ │ (-500 €) │ │",
            "│ Femmes │ 6 000 € │ 6 000 € │ 6 000 € │",
            "│ Association 4 │ 2 000 € │ 2 000 € │ 0 € │",
            "1 porteur reçoit autant dans toutes les programmations.",
            "Orientations de la note auxquelles rien ne répond (30)",
        ):
            assert expected in said

    def test_it_is_readable_at_a_hundred_columns(self, call: Call) -> None:
        """Six scenarios take several tables, and no line is longer."""
        build_proposed()
        for rank in range(6):
            call(scenario, f"Un scénario au nom bien long, le {rank}", TEN)
        _, out, _ = call(comparer)

        assert max(map(len, out.split("\n"))) <= 100

    def test_those_named_only(self, call: Call) -> None:
        """In the order they are named, each once."""
        build_proposed()
        for name in ("a", "b", "c"):
            call(scenario, name, TEN)
        _, out, _ = call(comparer, "c", "A", "c", "--format", "json")
        found = json.loads(out)

        names = [one["nom"] for one in found["programmations"]]
        assert names == ["Proposition", "c", "a"]

    def test_it_is_written_for_the_meeting(
        self, call: Call, workspace: Workspace
    ) -> None:
        """A workbook and a page, beside the other outputs; a rehearsal writes none."""
        build_proposed()
        call(scenario, "x", TEN)
        call(comparer, "--ecrire", "--a-blanc")
        folder = workspace.outputs(REF)
        assert not folder.exists()

        _, out, _ = call(comparer, "--ecrire")
        names = sorted(one.name for one in folder.iterdir())

        assert names == ["scenarios-2017.html", "scenarios-2017.xlsx"]
        assert out.count("Écrit : ") == 2

    def test_one_that_became_impossible_is_left_out_and_said(self, call: Call) -> None:
        """0004 is no longer admissible: what excludes it cannot be computed."""
        build_proposed()
        call(scenario, "Sans 4", f"action {D} exclue")
        call(scenario, "Moins dix", TEN)
        reject(D)
        code, out, _ = call(comparer)
        said = flat(out)

        assert code == 0
        assert "« Sans 4 » ne peut plus être calculé." in said
        assert "« Moins dix » est recalculé : les données officielles ont" in said

    @pytest.mark.parametrize(
        ("names", "said"),
        [((), "Il n'y a aucun scénario à comparer"), (("z",), "Aucun scénario « z »")],
    )
    def test_nothing_to_compare(
        self, call: Call, names: tuple[str, ...], said: str
    ) -> None:
        """No scenario at all, or none of that name."""
        build_proposed()
        code, out, err = call(comparer, *names)

        assert (code, out) == (1, "")
        assert said in err


class TestPrices:
    """What each constraint costs."""

    def test_those_recorded_with_the_proposal(self, call: Call) -> None:
        """Without its envelope ETAT gives 0003 2 000 € more: 6 000 points."""
        build_proposed()
        code, out, err = call(prix)
        said = flat(out)

        assert (code, err) == (0, "")
        assert "Les contraintes de la proposition, version 1" in said
        assert "1. Enveloppe de l'État – 6 000 points" in said
        assert "2. Enveloppe de La Porte du Hainaut – 1 000 points" in said
        assert "Dossiers à la limite" in said

    def test_those_of_a_scenario(self, call: Call) -> None:
        """At 11 700 €, ETAT lacks 3 300 €: 5×300 + 3×3 000 = 10 500 points."""
        build_proposed()
        call(scenario, "Moins dix", TEN)
        _, out, _ = call(prix, "Moins dix")

        assert "du scénario « Moins dix » (enveloppe ETAT -10 %)" in flat(out)
        assert "1. Enveloppe de l'État – 10 500 points" in flat(out)

    def test_computed_where_the_data_changed(self, call: Call) -> None:
        """ETAT at 14 000 € lacks 1 000 € for 0003: 3 000 points."""
        build_proposed()
        change_envelope("ETAT", 14_000)
        _, out, _ = call(prix)

        assert "sur les données d'aujourd'hui" in flat(out)
        assert "1. Enveloppe de l'État – 3 000 points" in flat(out)

    def test_prices_as_json(self, call: Call) -> None:
        """The dearest first, in the exact unit of the value, and the borderline."""
        build_proposed()
        _, out, _ = call(prix, "--format", "json")
        found = json.loads(out)

        assert [one["perdu"] for one in found["contraintes"][:2]] == [
            "600000",
            "100000",
        ]
        assert found["limites"][1]["first_out"] == [C]

    def test_an_unknown_scenario(self, call: Call) -> None:
        """It has no price."""
        build_proposed()

        assert call(prix, "z")[0] == 1


class TestAdopt:
    """A scenario becomes the proposal."""

    def test_it_is_a_new_version_that_someone_signs(self, call: Call) -> None:
        """Version 2 has the amounts of the scenario, its name, who and why."""
        build_proposed()
        call(scenario, "Moins dix", TEN)
        code, out, err = call(
            scenario, "moins dix", "--adopter", "--par", "Comité technique",
            "--motif", "Baisse annoncée",
        )  # fmt: skip
        last = tables()["proposition"][-1]

        assert (code, err) == (0, "")
        assert "Version 2, d'après le scénario « Moins dix »" in flat(out)
        assert (last["version"], last["scenario"]) == (2, "Moins dix")
        assert last["author"] == "comite_technique"
        assert verify_cycle(REF).faults == ()

    def test_it_is_then_what_others_are_compared_to(self, call: Call) -> None:
        """Once adopted, it changes nothing any more."""
        build_proposed()
        call(scenario, "x", TEN)
        call(scenario, "x", "--adopter", "--par", "coordination", "--motif", "Baisse")
        _, out, _ = call(scenario, "x")

        assert "version 2, enregistrée le 7 mars 2017" in flat(out)
        assert "d'après « x »" in flat(out)
        assert "autant que la proposition" in flat(out)

    def test_what_was_not_seen_is_not_adopted(self, call: Call) -> None:
        """The official data changed since it was shown."""
        build_proposed()
        call(scenario, "x", TEN)
        change_envelope("ETAT", 14_000)
        before = official()
        code, _, err = call(
            scenario, "x", "--adopter", "--par", "coordination", "--motif", "Baisse"
        )

        assert (code, official()) == (1, before)
        assert "ce qui serait adopté n'est pas ce qui a été vu" in flat(err)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--motif", "Baisse"], "Personne ne signe"),
            (["--par", "Comité"], "sans motif"),
        ],
    )
    def test_it_is_signed_and_motivated(
        self, call: Call, arguments: list[str], said: str
    ) -> None:
        """Who and why, or nothing is recorded."""
        build_proposed()
        call(scenario, "x", TEN)
        before = official()
        code, _, err = call(scenario, "x", "--adopter", *arguments)

        assert (code, official()) == (1, before)
        assert said in err
