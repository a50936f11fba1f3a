"""Words that may tell of a criterion, found whatever their accents and endings."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.criteria_hints import hints, listed, says_nothing
from contrat_de_ville.domain.criteria_records import CriteriaFacts, Evidence
from tests.builders import build_action


FACTS = CriteriaFacts(cells={"action_description": "Action!B5"})


@pytest.mark.parametrize(
    ("text", "pattern", "is_found"),
    [
        ("Des jeunes REPÉRÉS par l'école", "reper*", True),
        ("Un repère", "reper*", True),
        ("La préparation", "reper*", False),
        ("Du porte-à-porte", "porte a porte", True),
        ("La porte du quartier", "porte a porte", False),
        ("Le parcours", "parcours", True),
        ("Il parcourt", "parcours", False),
        ("Conseil\ncitoyen", "conseil citoyen", False),
        ("", "reper*", False),
    ],
)
def test_patterns(text: str, pattern: str, *, is_found: bool) -> None:
    """A star ends the beginning of a word; words of a pattern follow each other."""
    action = build_action(title="", description=text)

    assert is_found == bool(hints(action, [pattern], FACTS))


def test_the_sentence_is_shown_with_its_cell() -> None:
    """The first sentence that has the word, as it is written."""
    action = build_action(description="Un café. Un suivi individuel ; puis un bilan.")

    assert hints(action, ["suivi individu*"], FACTS) == (
        Evidence(
            text="Un suivi individuel ;", field="action_description", cell="Action!B5"
        ),
    )


def test_a_long_sentence_is_cut_between_two_words() -> None:
    """What is shown fits on two lines of a sheet."""
    action = build_action(description="habitants " * 40)
    (shown,) = hints(action, ["habitant*"], FACTS)

    assert shown.text == " ".join(["habitants"] * 17) + " habitants…"
    assert len(shown.text) <= 181


def test_three_places_at_most() -> None:
    """Enough to judge, and no more."""
    said = dict.fromkeys(
        ("title", "description", "objectifs", "calendrier"), "habitants"
    )

    assert len(hints(build_action(**said), ["habitant*"], FACTS)) == 3


@pytest.mark.parametrize(
    "text", ["", " ", "Néant", "AUCUNE.", "s.o.", "Sans objet", "-"]
)
def test_an_answer_that_says_nothing(text: str) -> None:
    """What people write in a box they leave empty."""
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Aucune salle, mais le minibus", "Non, sauf le CCAS"])
def test_an_answer_that_says_something(text: str) -> None:
    """A « non » that goes on is an answer."""
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_names_are_listed_the_french_way(names: list[str], expected: str) -> None:
    """Commas, then « et »."""
    assert expected == listed(names)
