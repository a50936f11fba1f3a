"""An action read against each criterion of the note, with its evidence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.domain.conseils import AvisKind
from contrat_de_ville.domain.criteria import criteria_met
from contrat_de_ville.domain.criteria_paths import Path as Way
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    Evidence,
    Verdict,
)
from contrat_de_ville.domain.criteria_sentences import SENTENCES
from contrat_de_ville.domain.depots import AgeCount, PorteurKind
from tests.builders import build_action
from tests.criteria_builder import WEIGHTS, build_frozen, read


NOTE = (
    Path(__file__).resolve().parents[2] / "docs/sources/note_orientations_2017.txt"
).read_text(encoding="utf-8")
OUI, NON, A_JUGER = Verdict.OUI, Verdict.NON, Verdict.A_JUGER
GRID = (
    AgeCount(band="6_15", women=10, men=12),
    AgeCount(band="18_25", women=3, men=None),
    AgeCount(band="26_64", women=20, men=5),
)
FIVE_ONE = "L'orientation 5.1 est de l'axe 5"
ALL_STAGES = "conception, organisation, mise en œuvre et évaluation"
FOR, AGAINST, SILENT = AvisKind.FAVORABLE, AvisKind.DEFAVORABLE, AvisKind.NON_RENDU


def squeeze(text: str) -> str:
    """Forget line breaks, odd spaces and the shape of apostrophes."""
    return " ".join(text.replace("’", "'").split())


class TestSentences:
    """Every criterion shows the words of the note it rests on."""

    @pytest.mark.parametrize("sentence", SENTENCES)
    def test_a_sentence_kept_here_is_in_the_note(self, sentence: str) -> None:
        """The words are the note's own, spaces and apostrophes apart."""
        assert squeeze(sentence) in squeeze(NOTE)

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({}, id="une action ordinaire"),
            pytest.param({"axe": 5, "orientation": "5.DRE.2"}, id="réussite éducative"),
            pytest.param({"axe": 4, "orientation": "4.3"}, id="TFPB"),
            pytest.param({"axe": 3, "orientation": "9.9"}, id="orientation inconnue"),
        ],
    )
    def test_every_reading_quotes_the_note(self, changes: dict[str, Any]) -> None:
        """No reading is without a quote, and every quote is found in the note."""
        note = re.sub(r"(?<=\w)- (?=\w)", "-", squeeze(NOTE))
        quotes = {code: one.quote for code, one in read(**changes).items()}

        assert [
            code for code, text in quotes.items() if squeeze(text) not in note
        ] == []
        assert [code for code, text in quotes.items() if not text] == []


class TestPublics:
    """What is ticked is a declaration; the counts stand beside it."""

    @pytest.mark.parametrize(
        ("code", "changes", "expected"),
        [
            pytest.param(
                "jeunes", {"publics": ("jeunes",), "ages": GRID}, OUI,
                id="coché, et la grille compte 25 jeunes",
            ),
            pytest.param(
                "jeunes", {"publics": ("jeunes",)}, OUI,
                id="coché, sans grille : rien ne dément",
            ),
            pytest.param(
                "jeunes", {"publics": ("jeunes",), "ages": GRID[2:]}, A_JUGER,
                id="coché, mais la grille ne compte que des 26 à 64 ans",
            ),
            pytest.param(
                "jeunes", {"publics": (), "ages": GRID}, NON,
                id="non coché, même si la grille compte des jeunes",
            ),
            pytest.param("femmes", {"publics": ("femmes",)}, OUI, id="femmes cochées"),
            pytest.param(
                "femmes", {"publics": ("femmes",), "women_count": 0}, A_JUGER,
                id="femmes cochées, aucune comptée",
            ),
            pytest.param(
                "femmes", {"publics": ("femmes",), "women_count": None}, OUI,
                id="femmes cochées, nombre non dit",
            ),
            pytest.param(
                "jeunes_familles", {"publics": ("jeunes_familles",)}, OUI,
                id="jeunes familles cochées : aucun nombre ne les compte",
            ),
        ],
    )  # fmt: skip
    def test_one_public(
        self, code: str, changes: dict[str, Any], expected: Verdict
    ) -> None:
        """A tick is a yes unless the deposit's own counts deny it."""
        assert expected is read(**changes)[f"publics.{code}"].verdict

    def test_the_counts_are_shown_with_their_cells(self) -> None:
        """Young people are counted in the bands the note calls young."""
        facts = CriteriaFacts(
            cells={"publics": "Action!B8", "femmes.6_15": "Publics!B6"}
        )
        found = read(facts, publics=("jeunes",), ages=GRID)["publics.jeunes"]

        assert found.evidence == (
            Evidence(
                text="Jeunes (préadolescents, adolescents) et jeunes adultes",
                field="publics",
                cell="Action!B8",
            ),
            Evidence(
                text="6 à 15 ans : 22 personnes", field="femmes.6_15", cell="Publics!B6"
            ),
            # 18 to 25: three women, and the men's cell is empty.
            Evidence(text="18 à 25 ans : 3 personnes", field="femmes.18_25"),
        )

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({"publics": ()}, NON, id="aucun public"),
            pytest.param({"publics": ("jeunes", "femmes")}, OUI, id="deux publics"),
            pytest.param(
                {"publics": ("femmes",), "women_count": 0}, A_JUGER,
                id="un seul public, démenti",
            ),
            pytest.param(
                {"publics": ("femmes", "jeunes"), "women_count": 0}, OUI,
                id="l'un démenti, l'autre non",
            ),
        ],
    )  # fmt: skip
    def test_together(self, changes: dict[str, Any], expected: Verdict) -> None:
        """One sure public is enough."""
        assert expected is read(**changes)["publics"].verdict


class TestLogics:
    """Words of the deposit are hints to judge, never a yes."""

    @pytest.mark.parametrize(
        ("code", "changes", "expected", "shown"),
        [
            pytest.param(
                "reperage_cible",
                {"description": "Un café. Des familles repérées par l'école."},
                A_JUGER, ["Des familles repérées par l'école."],
                id="le repérage est écrit",
            ),
            pytest.param(
                "reperage_cible", {"description": "Un café ouvert à tous."}, NON, [],
                id="rien n'en parle",
            ),
            pytest.param(
                "logique_de_parcours", {"objectifs": "Un référent de parcours."},
                A_JUGER, ["Un référent de parcours."], id="le parcours est écrit",
            ),
            pytest.param(
                "proximite_sociale", {"description": "À la demande des HABITANTS."},
                A_JUGER, ["À la demande des HABITANTS."],
                id="les habitants sont nommés",
            ),
            pytest.param(
                "proximite_sociale", {"description": "Un stage de deux jours."},
                NON, [],
                id="personne n'est nommé",
            ),
        ],
    )  # fmt: skip
    def test_words(
        self, code: str, changes: dict[str, Any], expected: Verdict, shown: list[str]
    ) -> None:
        """The sentence found is shown; whoever reads it judges."""
        found = read(**changes)[code]

        assert (expected, Basis.INDICE) == (found.verdict, found.basis)
        assert shown == [one.text for one in found.evidence]

    def test_the_dre_is_the_note_s_own_example_of_reperage(self) -> None:
        """« Exemple : les actions mobilisées dans le cadre du DRE »."""
        found = read(axe=5, orientation="5.DRE.1")["reperage_cible"]

        assert found.verdict is OUI
        assert [one.text for one in found.evidence] == ["5.DRE.1"]

    @pytest.mark.parametrize(
        ("text", "with_whom", "expected"),
        [
            pytest.param("Le minibus du CCAS", (), A_JUGER, id="le porteur le dit"),
            pytest.param("", (), NON, id="rien n'est dit"),
            pytest.param("Néant.", (), NON, id="« Néant » ne dit rien"),
            pytest.param("", ("2017-0007",), OUI, id="une personne l'a acceptée"),
        ],
    )
    def test_sharing(
        self, text: str, with_whom: tuple[str, ...], expected: Verdict
    ) -> None:
        """Only a person's acceptance is a yes."""
        found = read(CriteriaFacts(mutualised_with=with_whom), mutualisation=text)

        assert expected is found["mutualisation"].verdict

    @pytest.mark.parametrize(
        ("changes", "expected", "sentence"),
        [
            pytest.param(
                {"qpv_share_pct": 80}, OUI,
                "80 % du public habite un quartier prioritaire (au moins 50 % attendus "
                "par la campagne).",
                id="quatre sur cinq",
            ),
            pytest.param(
                {"qpv_share_pct": 30}, A_JUGER,
                "30 % du public habite un quartier prioritaire, sous les 50 % que la "
                "campagne attend.",
                id="moins que la campagne n'attend",
            ),
            pytest.param(
                {"qpv_share_pct": None}, A_JUGER,
                "La part d'habitants des quartiers n'est pas dite.",
                id="part non dite",
            ),
            pytest.param(
                {"quartiers": ("QP999999",)}, NON,
                "Aucun quartier prioritaire du contrat n'est désigné.",
                id="quartier d'un autre contrat",
            ),
        ],
    )  # fmt: skip
    def test_spatial_proximity(
        self, changes: dict[str, Any], expected: Verdict, sentence: str
    ) -> None:
        """Quartiers and the share of their residents, against the campaign's."""
        found = read(**changes)["proximite_spatiale"]

        assert (expected, sentence) == (found.verdict, found.sentence)


class TestParticipation:
    """« À chaque étape »: four of four."""

    @pytest.mark.parametrize(
        ("stages", "expected", "sentence"),
        [
            ((), NON, "0 étape sur 4."),
            (("conception",), NON, "1 étape sur 4 : conception."),
            (
                ("evaluation", "conception"), NON,
                "2 étapes sur 4 : conception et évaluation.",
            ),
            (
                ("conception", "organisation", "mise_en_oeuvre", "evaluation"), OUI,
                f"4 étapes sur 4 : {ALL_STAGES}.",
            ),
        ],
    )  # fmt: skip
    def test_stages(
        self, stages: tuple[str, ...], expected: Verdict, sentence: str
    ) -> None:
        """Stages are told in the note's order, whatever the order of ticks."""
        found = read(participation=stages)["participation"]

        assert (expected, sentence) == (found.verdict, found.sentence)


class TestFields:
    """What the action answers, and whether anyone else does."""

    @pytest.mark.parametrize(
        ("axe", "orientation", "expected", "sentence"),
        [
            (5, "5.1", OUI, "L'action répond à l'orientation 5.1 de son axe."),
            (3, "5.1", NON, f"{FIVE_ONE} ; le dossier dit l'axe 3."),
            (None, "5.1", NON, f"{FIVE_ONE} ; le dossier dit aucun axe."),
            (3, "3.9", NON, "« 3.9 » n'est pas une orientation de la note."),
            (3, "", NON, "Aucune orientation de la note n'est désignée."),
        ],
    )  # fmt: skip
    def test_orientation(
        self, axe: int | None, orientation: str, expected: Verdict, sentence: str
    ) -> None:
        """An orientation is answered within its own axe."""
        found = read(axe=axe, orientation=orientation)["orientation"]

        assert (expected, sentence) == (found.verdict, found.sentence)

    @pytest.mark.parametrize(
        ("before", "others", "expected"),
        [
            pytest.param(None, 0, (A_JUGER, OUI), id="2016 n'est pas dans la base"),
            pytest.param(0, 3, (OUI, NON), id="rien de retenu en 2016, trois dépôts"),
            pytest.param(2, 0, (NON, OUI), id="deux retenues en 2016, seul dépôt"),
        ],
    )
    def test_unexplored_fields_are_counted(
        self, before: int | None, others: int, expected: tuple[Verdict, Verdict]
    ) -> None:
        """A year that is not known is left to judge, never taken as empty."""
        facts = CriteriaFacts(
            retained_last_year_count=before, other_deposits_count=others
        )
        found = read(facts)

        assert expected == (
            found["champ_inexplore.annee_precedente"].verdict,
            found["champ_inexplore.cette_annee"].verdict,
        )

    @pytest.mark.parametrize(
        ("avis", "expected"),
        [
            pytest.param((), A_JUGER, id="aucun conseil consulté"),
            pytest.param((None,), A_JUGER, id="avis attendu"),
            pytest.param((SILENT, SILENT), A_JUGER, id="silence : ni pour, ni contre"),
            pytest.param((FOR, SILENT), OUI, id="un pour, un silence"),
            pytest.param((FOR, AGAINST), A_JUGER, id="autant pour que contre"),
            pytest.param((AGAINST, SILENT), NON, id="un contre"),
        ],
    )
    def test_avis(self, avis: tuple[AvisKind | None, ...], expected: Verdict) -> None:
        """Silence is silence."""
        facts = CriteriaFacts(avis=tuple(("Conseil Centre", one) for one in avis))

        assert expected is read(facts)["avis_conseil"].verdict


class TestPaths:
    """DRE, TFPB and the agglomération's own actions."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({}, (NON, NON, NON), id="une action ordinaire"),
            pytest.param(
                {"axe": 5, "orientation": "5.DRE.3"}, (OUI, NON, NON),
                id="un thème du DRE",
            ),
            pytest.param(
                {"description": "Avec l'équipe de réussite éducative."},
                (A_JUGER, NON, NON), id="le DRE est nommé sans thème",
            ),
            pytest.param(
                {"axe": 4, "orientation": "4.3"}, (NON, OUI, NON), id="TFPB",
            ),
            pytest.param(
                {"description": "En lien avec l'abattement de taxe foncière."},
                (NON, A_JUGER, NON), id="la taxe foncière est nommée",
            ),
            pytest.param(
                {"axe": 1, "orientation": "1.2", "porteur_siret": "20004219000013"},
                (NON, NON, OUI), id="l'agglomération porte",
            ),
            pytest.param(
                {"axe": 1, "orientation": "1.1"}, (NON, NON, A_JUGER),
                id="une association sur l'axe de l'agglomération",
            ),
        ],
    )  # fmt: skip
    def test_what_is_no_ordinary_grant(
        self, changes: dict[str, Any], expected: tuple[Verdict, ...]
    ) -> None:
        """Each is read apart, and doubt is left to judge."""
        found = read(**changes)
        codes = ("dre", "tfpb", "maitrise_ouvrage")

        assert expected == tuple(found[code].verdict for code in codes)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, Way.SUBVENTION),
            ({"axe": 4, "orientation": "4.3"}, Way.TFPB),
            # Another establishment of the agglomération is the agglomération.
            ({"porteur_siret": "20004219000021"}, Way.MAITRISE_OUVRAGE),
            (
                {"porteur_siret": "20004219000013", "axe": 4, "orientation": "4.3"},
                Way.MAITRISE_OUVRAGE,
            ),
            # An unread SIRET is nobody's.
            ({"porteur_siret": ""}, Way.SUBVENTION),
        ],
    )
    def test_decision_path(self, changes: dict[str, Any], expected: Way) -> None:
        """The agglomération does not sign with itself; TFPB is not a grant."""
        assert expected is decision_path(build_action(**changes), build_frozen()).path

    def test_a_landlord_that_asks_for_money_on_tfpb_is_told(self) -> None:
        """An engagement asks for nothing; this one asks 4 000 + 2 000 €."""
        found = read(axe=4, orientation="4.3", porteur_kind=PorteurKind.BAILLEUR)[
            "tfpb"
        ]

        assert "demande pourtant 6" in found.sentence
        assert "bailleur" not in found.sentence


class TestPoints:
    """The ranking takes a declaration at its word, and the sheet says so."""

    def test_points_are_those_of_the_ranking(self) -> None:
        """The sound action: publics 3, orientation 3, unexplored field 2."""
        points = {code: one.points for code, one in read().items() if one.weight}

        assert points == {
            "publics": 3, "orientation": 3, "champ_inexplore": 2, "innovation": 0,
            "participation": 0, "mutualisation": 0, "avis_conseil": 0,
        }  # fmt: skip

    def test_every_weight_of_the_campaign_is_on_the_sheet(self) -> None:
        """No weight is hidden: each one stands beside a criterion read."""
        weights = {code: one.weight for code, one in read().items() if one.weight}

        assert weights == WEIGHTS

    def test_the_ranking_and_the_sheet_agree(self) -> None:
        """Whatever is met has its points, on the same words."""
        facts = CriteriaFacts(avis=(("Conseil Centre", FOR),))
        met = criteria_met(
            build_action(mutualisation="Le minibus"), build_frozen(), is_supported=True
        )
        found = read(facts, mutualisation="Le minibus")

        assert {code: found[code].points for code in met} == {
            code: WEIGHTS[code] if is_met else 0 for code, is_met in met.items()
        }
