"""« En bref » : why 4 200 € and not 6 000 €, in five sentences, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from contrat_de_ville.adapters.action_sheet.brief import brief_of
from contrat_de_ville.adapters.action_sheet.computed import computed_of
from contrat_de_ville.adapters.action_sheet.page import sheet_page
from contrat_de_ville.adapters.action_sheet.terminal import sheet_sections
from contrat_de_ville.adapters.action_sheet.why import LineFacts, because, bounds
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria import read_criteria
from contrat_de_ville.domain.criteria_records import CriteriaFacts, CriterionReading
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tests.builders import build_action
from tests.criteria_builder import build_frozen
from tests.unit.test_action_sheet import HELD, build_part, build_sheet


COMMITTEE = paris(date(2017, 3, 7), time(9))
# 50 % of 8 400 € is 4 200 €: the ceiling of the State holds the request of 6 000 €.
STATE = replace(
    HELD,
    funder="ETAT",
    proposed_author="systeme",
    avis="réservé",
    avis_text="Public à préciser.",
    avis_author="Services de l'État",
    avis_at=COMMITTEE,
    arbitrated_author="Secrétariat du COPIL",
    minute="PV 2017-03",
    arbitrated_reason=HELD.proposed_reason,
    decided=4_200_00,
    act="Arrêté 17-12",
    acted_on=date(2017, 4, 24),
)
CHANTIER = replace(
    HELD,
    funder="CAPH",
    asked=25_000_00,
    grant=20_000_00,
    formula="12 salariés × 1 000 € + utilité sociale 8 000 € = 20 000 €",
    proposed=20_000_00,
    proposed_reason="Aide ACI de la note",
    arbitrated=None,
    arbitrated_reason="",
)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def readings() -> tuple[CriterionReading, ...]:
    """Return the sound action read with the weights of the test campaign."""
    return read_criteria(build_action(), build_frozen(), CriteriaFacts())


def brief(
    *lines: LineFacts, place: tuple[int, int, int] | None = (3, 12, 8)
) -> dict[str, str]:
    """Return the sentences by heading."""
    return {label: plain(text) for label, text in brief_of(lines, readings(), place)}


class TestFiveSentences:
    """A member of the COPIL reads five sentences and knows why."""

    def test_4_200_and_not_6_000(self) -> None:
        """Asked, bounded, ranked, proposed with the avis, decided: the whole chain."""
        told = brief(STATE)

        assert list(told) == [
            "Demande", "Plafond", "Critères", "Proposition", "Décision",
        ]  # fmt: skip
        assert told["Demande"] == (
            "6 000 € à l'État, soit 71,4 % des dépenses hors contributions volontaires "
            "(8 400 €)."
        )
        assert told["Plafond"] == "L'État donne au plus 50 % de 8 400 €, soit 4 200 €."
        assert told["Proposition"] == (
            "4 200 €. Ramené à 50 % du budget hors contributions volontaires. Avis "
            "technique : réservé, par Services de l'État, le 7 mars 2017. « Public à "
            "préciser. »"
        )
        assert told["Décision"] == (
            "Comité de pilotage du 28 mars 2017 (PV 2017-03, par Secrétariat du COPIL) "
            ": 4 200 € (proposition suivie, 1 800 € de moins que la demande). Acte du "
            "financeur : Arrêté 17-12 du 24 avril 2017."
        )

    def test_the_points_of_each_criterion(self) -> None:
        """Of 15 points, each criterion met with its weight, then those that are not."""
        told = brief(STATE)["Critères"]
        weighed = [one for one in readings() if one.weight]
        met = sum(one.points or 0 for one in weighed)

        assert told.startswith(
            "8 points sur 15, rang 3 sur 12 : publics prioritaires (3)"
        )
        assert (met, " ; rien pour " in told) == (8, True)
        assert brief(STATE, place=None)["Critères"].startswith(
            "L'action n'est pas encore classée : "
        )

    def test_a_chantier_has_the_note_s_aid_for_a_ceiling(self) -> None:
        """The formula is in the sentence; the COPIL has not spoken."""
        told = brief(CHANTIER)

        assert told["Plafond"] == (
            "La note donne 20 000 € à ce chantier (12 salariés × 1 000 € + utilité "
            "sociale 8 000 € = 20 000 €)."
        )
        assert told["Proposition"] == "20 000 €. Aide ACI de la note."
        assert told["Décision"] == "Le comité de pilotage ne s'est pas encore prononcé."

    def test_several_funders_have_a_line_each(self) -> None:
        """8 000 € of two funders; the session of the COPIL is said once."""
        whole = replace(
            STATE, funder="CAF", asked=2_000_00, proposed=2_000_00, arbitrated=2_000_00,
            avis="", ceiling_pct=60, decided=None, act="", acted_on=None,
        )  # fmt: skip
        told = brief(STATE, whole)

        assert told["Demande"].startswith(
            "8 000 € : 6 000 € à l'État et 2 000 € à la CAF, soit 95,2 % des dépenses"
        )
        assert told["Plafond"] == (
            "L'État donne au plus 50 % de 8 400 €, soit 4 200 € ; la demande reste "
            "sous le plafond de la CAF (60 % de 8 400 €, soit 5 040 €)."
        )
        assert told["Proposition"].splitlines()[1] == (
            "La CAF : 2 000 €, toute la demande."
        )
        assert told["Décision"] == (
            "Comité de pilotage du 28 mars 2017 (PV 2017-03, par Secrétariat du "
            "COPIL).\n"
            "L'État : 4 200 € (proposition suivie, 1 800 € de moins que la demande). "
            "Acte du financeur : Arrêté 17-12 du 24 avril 2017.\n"
            "La CAF : 2 000 € (proposition suivie). Acte du financeur à venir."
        )

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param(
                {"arbitrated": 4_000_00, "arbitrated_reason": "Équilibre des axes"},
                "4 000 € (200 € de moins que la proposition, 2 000 € de moins que la "
                "demande). Équilibre des axes.",
                id="réduit par le comité",
            ),
            pytest.param(
                {"arbitrated": 0, "arbitrated_reason": "Hors de la note"},
                "rien (4 200 € de moins que la proposition, 6 000 € de moins que la "
                "demande). Hors de la note.",
                id="refus",
            ),
            pytest.param(
                {"proposed": None, "arbitrated": 6_000_00},
                "6 000 € (sans proposition).",
                id="sans proposition",
            ),
            pytest.param(
                {"decided": 4_000_00}, "Acte du financeur : 4 000 €, Arrêté 17-12 du",
                id="l'acte diffère",
            ),
        ],
    )  # fmt: skip
    def test_each_decision_says_how_far_it_is(
        self, changes: dict[str, Any], expected: str
    ) -> None:
        """From the proposal, then from the request, with the committee's own motive."""
        assert expected in brief(replace(STATE, **changes))["Décision"]

    def test_people_who_change_a_proposal_sign_it(self) -> None:
        """The committee's amount has its author; its words are not said twice."""
        changed = replace(
            STATE, proposed=3_000_00, proposed_author="Comité technique",
            proposed_reason="Public à préciser.",
        )  # fmt: skip
        told = brief(changed)["Proposition"]

        assert told == (
            "3 000 €, par Comité technique. Public à préciser. Avis technique : "
            "réservé, par Services de l'État, le 7 mars 2017."
        )

    def test_innovation_and_base_are_said(self) -> None:
        """80 % are open to the State; a base with contributions in kind is counted."""
        wider = replace(STATE, derogatory=6_720_00)
        whole = replace(STATE, base=10_000_00)

        assert brief(wider)["Plafond"].endswith(
            "l'innovation reconnue lui permet d'aller à 6 720 €."
        )
        assert brief(whole)["Plafond"] == (
            "L'État donne au plus 50 % de 10 000 €, soit 5 000 €."
        )
        assert "contributions volontaires comprises" in bounds(whole)[1].how

    def test_an_action_that_asks_nothing_has_no_brief(self) -> None:
        """There is no amount to explain."""
        assert brief_of((), readings(), None) == ()


def test_every_stage_is_told_in_order() -> None:
    """The avis technique comes between the proposal and the COPIL."""
    heads = [plain(one).partition(" :")[0] for one in because(STATE)]

    assert heads == [
        "Demandé", "Proposé", "Avis technique", "Comité de pilotage",
        "Décision du financeur", "Notification",
    ]  # fmt: skip


SUMMARY: dict[str, Any] = {
    "dossiers": [
        {"numero": "2017-0042", "sentence": "Réduite à 4 200 €.", "kept_by": ["q:50"]},
        {"numero": "2017-0043", "sentence": "Non retenue.", "kept_by": []},
    ],
    "borderline": [
        {
            "name": "Enveloppe de l'État", "sentence": "Reste 0 €.",
            "last_in": ["2017-0042"], "first_out": ["2017-0043"],
        }
    ],
    "prices": [
        {"slot": "q:50", "name": "Couverture", "sentence": "Elle coûte 3 points."},
        {"slot": "e", "name": "Enveloppe de l'État", "sentence": "Elle en coûte 9."},
        {"slot": "autre", "name": "Autre", "sentence": "Rien."},
    ],
}  # fmt: skip


class TestComputed:
    """What the computation kept of one action."""

    def test_an_action_that_entered_last(self) -> None:
        """Its outcome, its place at the limit, the price of what keeps it."""
        assert computed_of(SUMMARY, "2017-0042") == (
            "Réduite à 4 200 €.",
            "Dossier à la limite, parmi les derniers entrés. Reste 0 €.",
            "Elle coûte 3 points.",
        )

    def test_an_action_left_out_first(self) -> None:
        """The other side of the same envelope, whose price is said."""
        assert computed_of(SUMMARY, "2017-0043")[1:] == (
            "Dossier à la limite, parmi les premiers écartés ou réduits. Reste 0 €.",
            "Elle en coûte 9.",
        )

    def test_what_no_computation_knows(self) -> None:
        """Before the proposal, or for another file, nothing is said."""
        assert (computed_of({}, "2017-0042"), computed_of(SUMMARY, "x")) == ((), ())


class TestShown:
    """The page and the terminal open on it."""

    def test_the_page_and_the_terminal_say_the_same(self) -> None:
        """Each sentence is on both, with its heading."""
        sheet = replace(
            build_sheet(build_part(STATE)),
            brief=brief_of((STATE,), readings(), (3, 12, 8)),
            computed=("Réduite à 4 200 € <b>",),
        )
        page = plain(sheet_page(sheet)).replace("’", "'")
        first, *others = sheet_sections(sheet)

        assert (first.title, len(first.lines)) == ("En bref", 5)
        assert all(f"<dt>{label}</dt>" in page for label, _ in sheet.brief)
        assert "L'État donne au plus 50 % de 8 400 €, soit 4 200 €." in page
        assert "Réduite à 4 200 € &lt;b&gt;" in page
        assert "Ce que dit le calcul de la proposition" in [x.title for x in others]

    def test_the_words_of_the_service_are_escaped(self) -> None:
        """What a service writes is text, in the table too."""
        part = replace(build_part(STATE), avis_text="<script>x</script>")
        page = sheet_page(build_sheet(part))

        assert "<script" not in page
