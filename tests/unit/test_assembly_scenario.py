"""What-ifs: written in short French, applied to a copy of the problem."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.problem import Problem
from contrat_de_ville.domain.assembly.scenario import Scenario
from contrat_de_ville.domain.assembly.scenario_text import (
    FORMS,
    parse_change,
    parse_scenario,
)
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.errors import BadInputError
from tests.assembly_builder import chantier, dossier, envelope, line, plain, problem


BASE = problem(
    dossier(12, 6, line("ETAT", 6_000), line("CAPH", 2_000), quartiers=("QP059057",)),
    dossier(13, 6, chantier(5_000, asked=8_000)),
    envelope("ETAT", 620_000),
    envelope("CAPH", 560_000),
    PlafondPorteur(centimes=50_000_00),
    PlancherAxe(axe=3, pct=10),
    CouvertureQuartier(code="QP059057", nom="Collinière"),
    Continuite(pct=50),
    quartiers={"QP059059": "Arenberg", "QP059057": "Collinière"},
)


def changed(*texts: str) -> Problem:
    """Return the problem as those changes have it."""
    return parse_scenario("essai", list(texts)).applied_to(BASE)


def new_ones(text: str) -> list[Constraint]:
    """Return the constraints a change brought."""
    return [one for one in changed(text).constraints if one not in BASE.constraints]


class TestEnvelopes:
    """Envelopes change in percent, by an amount, or to an amount."""

    @pytest.mark.parametrize(
        ("text", "etat", "caph"),
        [
            ("enveloppe ETAT -10 %", 558_000, 560_000),
            ("enveloppe ETAT +5 %", 651_000, 560_000),
            ("enveloppe État -10%", 558_000, 560_000),
            ("ENVELOPPE etat \u221210\u00a0%", 558_000, 560_000),
            ("enveloppe ETAT -20 000 €", 600_000, 560_000),
            (f"enveloppe ETAT + 20{NARROW_NBSP}000{NBSP}€", 640_000, 560_000),
            ("enveloppe ETAT 600 000 €", 600_000, 560_000),
            ("enveloppes -10 %", 558_000, 504_000),
            ("enveloppe -10 %", 558_000, 504_000),
        ],
    )
    def test_an_envelope_is_changed(self, text: str, etat: int, caph: int) -> None:
        """From 620 000 € and 560 000 €, in euros."""
        after = changed(text)

        found = [after.envelope(funder) for funder in ("ETAT", "CAPH")]

        assert found == [envelope("ETAT", etat), envelope("CAPH", caph)]

    def test_a_percentage_is_rounded_down_to_the_centime(self) -> None:
        """90 % of 0,99 € is 0,891 €: 0,89 €."""
        small = problem(envelope("ETAT", 0).__class__(funder="ETAT", centimes=99))
        after = parse_scenario("x", ["enveloppe ETAT -10 %"]).applied_to(small)
        found = after.envelope("ETAT")

        assert found is not None
        assert found.centimes == 89

    def test_a_funder_without_envelope_may_be_given_one(self) -> None:
        """CAF announced nothing; what if it brought 10 000 €?"""
        assert changed("enveloppe CAF 10 000 €").envelope("CAF") == envelope(
            "CAF", 10_000
        )

    def test_an_unknown_envelope_is_refused(self) -> None:
        """The known ones are listed."""
        with pytest.raises(BadInputError, match=r"\(enveloppes : CAPH, ETAT\)"):
            changed("enveloppe REGION -10 %")

    def test_less_than_nothing_is_refused(self) -> None:
        """620 000 € less 700 000 €."""
        with pytest.raises(BadInputError, match="ne descend pas sous zéro"):
            changed("enveloppe ETAT -700 000 €")


class TestActions:
    """A person sets the fate of an action."""

    @pytest.mark.parametrize(
        ("text", "flags"),
        [
            ("action 2017-0012 imposée", (True, False)),
            ("Action 2017-0012 imposee", (True, False)),
            ("action 2017-0012 exclue", (False, True)),
            ("action 2017-0012 libre", (False, False)),
        ],
    )
    def test_an_action_is_imposed_or_excluded(
        self, text: str, flags: tuple[bool, bool]
    ) -> None:
        """With or without accents."""
        one = changed(text).by_key["cle-012"]

        assert (one.is_imposed, one.is_excluded) == flags

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("action 2017-0012 exclue", "action 2017-0012 imposée"),
            ("enveloppe ETAT 600 000 €", "enveloppe ETAT 500 000 €"),
            ("enveloppe ETAT -10 %", "enveloppe ETAT 500 000 €"),
            ("axe 3 au moins 15 %", "axe 3 au moins 20 %"),
            ("axe 3 au moins 15 %", "sans plancher axe 3"),
        ],
    )
    def test_changes_that_contradict_each_other(self, first: str, second: str) -> None:
        """Neither wins without a word: both are named; said twice is said once."""
        with pytest.raises(BadInputError, match="se contredisent") as caught:
            changed(first, second)

        assert first in str(caught.value)
        assert second in str(caught.value)
        assert changed(first, first) is not None

    def test_percentages_add_up(self) -> None:
        """Ten percent less, then five more of what is left."""
        assert changed("enveloppe ETAT -10 %", "enveloppe ETAT +5 %") is not None

    def test_an_action_imposed_in_full_has_all_it_may(self) -> None:
        """Every line at its most, no less."""
        one = changed("action 2017-0012 imposée en entier").by_key["cle-012"]

        assert [(one.least_centimes, one.is_imposed) for one in one.lines] == [
            (6_000_00, True),
            (2_000_00, True),
        ]

    def test_a_line_that_may_get_nothing_is_not_imposed(self) -> None:
        """Its funder's rate leaves it nothing: the rest is imposed."""
        shut = problem(
            dossier(1, 1, line("ETAT", 10, most_centimes=0), line("CAF", 10))
        )
        scenario = parse_scenario("x", ["action 2017-0001 imposée en entier"])

        (one,) = scenario.applied_to(shut).dossiers

        assert [one.is_imposed for one in one.lines] == [False, True]

    def test_an_unknown_action_is_refused(self) -> None:
        """Its number is repeated."""
        with pytest.raises(BadInputError, match="le numéro 2017-0099"):
            changed("action 2017-0099 imposée")


class TestConstraints:
    """Constraints are added, replaced, or taken away."""

    @pytest.mark.parametrize(
        ("text", "constraint"),
        [
            ("axe 3 au moins 15 %", PlancherAxe(axe=3, pct=15)),
            ("axe 5 au plus 40 %", PlafondAxe(axe=5, pct=40)),
            ("plafond par porteur 20 000 €", PlafondPorteur(centimes=20_000_00)),
            (
                "quartier Arenberg au moins 2 actions",
                CouvertureQuartier(code="QP059059", nom="Arenberg", count=2),
            ),
            (
                "quartier qp059059 au moins 1 action",
                CouvertureQuartier(code="QP059059", nom="Arenberg"),
            ),
            (
                "quartier colliniere au moins 3 actions",
                CouvertureQuartier(code="QP059057", nom="Collinière", count=3),
            ),
            (
                "public femmes au moins 3 actions",
                CouverturePublic(code="femmes", nom="Femmes", count=3),
            ),
            ("continuité 60 %", Continuite(pct=60)),
            ("minimum utile 1 000 €", MinimumUtile(line_centimes=1_000_00)),
            (
                "minimum utile 1 000 € par financeur et 2 000,50 € par action",
                MinimumUtile(line_centimes=1_000_00, action_centimes=2_000_50),
            ),
        ],
    )
    def test_a_constraint_is_set(self, text: str, constraint: Constraint) -> None:
        """It takes the place of its like."""
        assert new_ones(text) == [constraint]

    @pytest.mark.parametrize(
        ("text", "slot"),
        [
            ("sans plafond par porteur", "plafond par porteur"),
            ("sans plancher axe 3", "plancher axe 3"),
            ("sans quartier Collinière", "quartier QP059057"),
            ("sans quartier QP059057", "quartier QP059057"),
            ("sans continuite", "continuité"),
            ("sans enveloppe ETAT", "enveloppe ETAT"),
        ],
    )
    def test_a_constraint_is_taken_away(self, text: str, slot: str) -> None:
        """By what it is about."""
        left = {one.slot for one in changed(text).constraints}

        assert {one.slot for one in BASE.constraints} - left == {slot}

    def test_what_is_not_there_is_not_taken_away(self) -> None:
        """What is there is listed."""
        with pytest.raises(BadInputError, match="plafond par porteur, plancher axe 3"):
            changed("sans plancher axe 4")

    @pytest.mark.parametrize(
        ("text", "match"),
        [
            ("axe 8 au moins 15 %", "Les axes vont de 1 à 7"),
            ("axe 3 au moins 101 %", "100 % au plus"),
            ("public seniors au moins 1 action", "jeunes, jeunes_familles, femmes"),
            ("quartier Sabatier au moins 1 action", "Arenberg, Collinière"),
        ],
    )
    def test_what_is_not_of_the_contrat_is_refused(self, text: str, match: str) -> None:
        """The sentence lists what is."""
        with pytest.raises(BadInputError, match=match):
            changed(text)


class TestCauses:
    """Usual mistakes have their cause said, and the way to write it."""

    @pytest.mark.parametrize(
        ("text", "cause"),
        [
            ("axe 3 au moins 12,5 %", "sans décimale. Écrivez par exemple « 12 % »"),
            ("enveloppe ETAT 4.200", "par un point. Écrivez 4 200 €"),
            ("enveloppe ETAT -10", "il manque l'unité"),
        ],
    )
    def test_a_cause_is_said(self, text: str, cause: str) -> None:
        """The sentence is short, and about that mistake."""
        with pytest.raises(BadInputError) as caught:
            parse_change(text)

        assert cause in plain(str(caught.value))


class TestReading:
    """Strict: what is not clear is refused with examples."""

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "envelope ETAT -10 %",
            "enveloppe ETAT 10 %",
            "enveloppe 600 000 €",
            "axe 3 15 %",
            "action imposée",
            "action 2017-0012 impossible",
            "quartier Arenberg",
            "plafond 20 000 €",
        ],
    )
    def test_what_is_not_a_form_is_refused(self, text: str) -> None:
        """The text is repeated, and the forms are listed."""
        with pytest.raises(BadInputError, match="enveloppe ETAT -10 %") as caught:
            parse_change(text)

        assert f"« {text} »" in str(caught.value)

    @pytest.mark.parametrize("text", FORMS)
    def test_every_form_shown_can_be_read(self, text: str) -> None:
        """And keeps its text, to be shown again."""
        assert parse_change(text).text == text

    def test_a_badly_grouped_amount_is_refused(self) -> None:
        """« 20 00 € » is neither 20 € nor 2 000 €."""
        with pytest.raises(BadInputError, match="20 00"):
            parse_change("plafond par porteur 20 00 €")


class TestScenario:
    """A scenario has a name, and leaves the problem as it is."""

    def test_a_scenario_without_a_name_is_refused(self) -> None:
        """It could not be compared."""
        with pytest.raises(BadInputError, match="pas de nom"):
            parse_scenario(" ", [])

    def test_changes_apply_one_after_the_other(self) -> None:
        """Ten percent less, then ten percent more: 613 800 €."""
        after = changed("enveloppe ETAT -10 %", "enveloppe ETAT +10 %")

        assert after.envelope("ETAT") == envelope("ETAT", 613_800)

    def test_the_problem_is_left_as_it_is(self) -> None:
        """Nothing official moves."""
        before = repr(BASE)
        changed("enveloppe ETAT -10 %", "action 2017-0012 exclue", "sans continuité")

        assert repr(BASE) == before

    def test_a_scenario_says_what_it_changes(self) -> None:
        """As it was written; a base says nothing is changed."""
        written = parse_scenario("essai", ["continuité 60 %", "enveloppes -5 %"])

        assert written.said() == "continuité 60 % ; enveloppes -5 %"
        assert Scenario(name="base").said() == "aucun changement"
