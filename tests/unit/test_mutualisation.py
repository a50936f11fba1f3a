"""Actions that could be brought together: same field, other communes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.adapters.similarity import close_pairs
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.mutualisation import group_pairs
from contrat_de_ville.domain.mutualisation_pairs import LEAST_SCORE, propose_pairs
from contrat_de_ville.domain.mutualisation_records import (
    DecidedGroup,
    Shareable,
    SharedPair,
    shareable,
)
from contrat_de_ville.domain.mutualisation_wording import group_facts, pair_facts
from contrat_de_ville.domain.mutualisation_words import distinctive_words
from tests.builders import build_action, build_campaign
from tests.criteria_builder import build_frozen


CAMPAIGN = build_campaign()
JARDIN = "Jardin partagé avec bacs potagers et compost collectif."
NUIT = "Médiation nocturne dans les halls par des correspondants."


def action(number: int, text: str = JARDIN, **changes: Any) -> Shareable:
    """Return an action of that number, in Denain, for young people."""
    built = Shareable(
        numero=f"2017-{number:04d}",
        title=f"Action {number}",
        porteur=f"Association {number}",
        siret=f"{number:014d}",
        axe=4,
        orientation="4.2",
        publics=frozenset({"jeunes"}),
        communes=frozenset({"59172"}),
        quartiers=frozenset({"QP059050"}),
        text=text,
    )
    fields: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value
        for name, value in changes.items()
    }
    return replace(built, **fields)


def pairs(*actions: Shareable, **options: Any) -> tuple[SharedPair, ...]:
    """Return the pairs proposed among these actions."""
    return propose_pairs(actions, CAMPAIGN, close_pairs, **options)


def link(first: int, second: int, score: int) -> SharedPair:
    """Return a pair of that score."""
    return SharedPair(
        first=f"2017-{first:04d}",
        second=f"2017-{second:04d}",
        score=score,
        text_pct=0,
        words=(),
        publics=(),
        near=(),
        is_same_porteur=False,
    )


class TestPairs:
    """A pair says its score and what the two actions share."""

    def test_the_score_is_computed_in_the_open(self) -> None:
        """Three words of six and four: 2 × 3 / 10 = 60 %, all the 60 points of words.

        One public of two: 12 points of 25. The quartier Centre for both: 15 points.
        """
        one = action(1, "Jardin potager compost outils graines terrasse")
        other = action(
            2,
            "Compost des jardins, potagers, cuisine",
            communes={"59361"},
            publics={"jeunes", "femmes"},
        )

        assert pairs(one, other) == (
            SharedPair(
                first="2017-0001",
                second="2017-0002",
                score=60 + 12 + 15,
                text_pct=60,
                words=("jardin", "potager", "compost"),
                publics=("jeunes",),
                near=("59172", "59361"),
                is_same_porteur=False,
            ),
        )

    @pytest.mark.parametrize(
        ("changes", "is_proposed"),
        [
            pytest.param({}, False, id="dans la même commune"),
            pytest.param({"communes": {"59361"}}, True, id="dans une autre commune"),
            pytest.param({"communes": {"59172", "59361"}}, True, id="une de plus"),
            pytest.param({"communes": set()}, False, id="commune non dite"),
            pytest.param(
                {"communes": {"59361"}, "publics": {"femmes"}}, False,
                id="pour un autre public",
            ),
            pytest.param(
                {"communes": {"59361"}, "publics": set()}, True, id="public non dit",
            ),
            pytest.param(
                {"communes": {"59361"}, "orientation": "4.1"}, False,
                id="pour une autre orientation",
            ),
            pytest.param(
                {"communes": {"59361"}, "text": NUIT}, False, id="d'autres mots",
            ),
            pytest.param(
                {"communes": {"59361"}, "siret": f"{1:014d}"}, True,
                id="du même porteur",
            ),
        ],
    )  # fmt: skip
    def test_what_can_be_brought_together(
        self, changes: dict[str, Any], *, is_proposed: bool
    ) -> None:
        """Same field, other communes, publics that may meet, words in common."""
        assert is_proposed == bool(pairs(action(1), action(2, **changes)))

    def test_without_orientation_the_axe_is_the_field(self) -> None:
        """Two actions of axe 4 with no orientation are compared, not with axe 5."""
        one, other, third = (
            action(number, orientation="", axe=axe, communes={commune})
            for number, axe, commune in (
                (1, 4, "59172"),
                (2, 4, "59361"),
                (3, 5, "59491"),
            )
        )
        third = replace(third, text="Jardin, potager, compost")

        assert [(one.first, one.second) for one in pairs(one, other, third)] == [
            ("2017-0001", "2017-0002")
        ]

    @pytest.mark.parametrize("is_accepted", [True, False])
    def test_what_was_decided_is_not_proposed_again(self, *, is_accepted: bool) -> None:
        """Accepted or set aside, the pair has had its answer."""
        decided = DecidedGroup(
            numeros=("2017-0001", "2017-0002"),
            is_accepted=is_accepted,
            author="Coordination",
            reason="Salle trop loin.",
            at=paris(date(2017, 2, 1), time(9, 0)),
        )
        actions = (
            action(1),
            action(2, communes={"59361"}),
            action(3, communes={"59491"}),
        )
        found = pairs(*actions, decided=(decided,))

        assert {(one.first, one.second) for one in found} == {
            ("2017-0001", "2017-0003"),
            ("2017-0002", "2017-0003"),
        }

    @given(order=st.permutations(range(6)))
    def test_the_order_of_deposit_changes_nothing(self, order: list[int]) -> None:
        """The same actions give the same pairs and the same groups."""
        communes = ("59172", "59361", "59491")
        actions = [
            action(rank, (JARDIN, NUIT)[rank % 2], communes={communes[rank % 3]})
            for rank in range(6)
        ]
        shuffled = [actions[rank] for rank in order]
        expected, found = pairs(*actions), pairs(*shuffled)

        assert expected == found
        assert group_pairs(actions, expected) == group_pairs(shuffled, found)


class TestWords:
    """What tells one action from the others."""

    def test_grammar_and_programme_words_say_nothing(self) -> None:
        """« Proposer une action aux habitants du quartier » is any deposit."""
        text = "Proposer une action pour les habitants du quartier avec la commune."

        assert distinctive_words([("4.2", text)]) == [{}]

    def test_endings_and_accents_are_one_word_shown_as_written(self) -> None:
        """The beginning identifies the word; the first writing is shown."""
        (bag,) = distinctive_words(
            [("4.2", "La Médiatrice, des médiateurs, une école.")]
        )

        assert bag == {"mediat": "médiatrice", "ecole": "école"}

    def test_a_sentence_copied_under_two_orientations_is_left_out(self) -> None:
        """Porteurs paste the same sentence in all their deposits."""
        pasted = "Un bilan partagé clôt chaque cycle."
        bags = distinctive_words(
            [("4.2", f"{JARDIN} {pasted}"), ("5.1", f"{NUIT} {pasted}")]
        )

        assert [set(bag) & {"bilan", "partag", "cycle"} for bag in bags] == [
            {"partag"},  # « partagé » is in the garden's own sentence
            set(),
        ]

    def test_a_word_that_one_deposit_in_ten_has_tells_nothing(self) -> None:
        """Of fifty deposits, five may share a word; six make it common."""
        texts = [("4.2", f"mot{'x' * rank}") for rank in range(3, 47)]
        rare, common = [("4.2", "rare")] * 5, [("4.2", "courant")] * 6
        bags = distinctive_words([*texts[:39], *rare, *common])

        assert sum("rare" in bag for bag in bags) == 5
        assert sum("couran" in bag for bag in bags) == 0


class TestGroups:
    """Connected pairs make groups, no larger than people around one table."""

    def test_groups_are_what_pairs_connect(self) -> None:
        """1-2 and 2-3 make one group, 5-6 another; the best score comes first."""
        actions = [action(number) for number in range(1, 7)]
        groups = group_pairs(actions, (link(5, 6, 70), link(1, 2, 60), link(2, 3, 50)))

        assert [(one.code, one.numeros, one.score) for one in groups] == [
            ("G5", ("2017-0005", "2017-0006"), 70),
            ("G1", ("2017-0001", "2017-0002", "2017-0003"), 60),
        ]

    def test_a_group_does_not_grow_beyond_the_limit(self) -> None:
        """The weakest link, which would make four, is left out."""
        actions = [action(number) for number in range(1, 5)]
        links = (link(1, 2, 70), link(3, 4, 65), link(2, 3, 60))
        groups = group_pairs(actions, links, largest=3)

        assert [one.numeros for one in groups] == [
            ("2017-0001", "2017-0002"),
            ("2017-0003", "2017-0004"),
        ]

    @given(
        ends=st.lists(
            st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(
                lambda pair: pair[0] < pair[1]
            ),
            unique=True,
        ),
        largest=st.integers(2, 6),
    )
    def test_every_action_is_in_one_group_at_most(
        self, ends: list[tuple[int, int]], largest: int
    ) -> None:
        """Groups are disjoint, within the limit, and each has a link inside."""
        actions = [action(number) for number in range(1, 13)]
        links = [link(one, other, 90 - rank) for rank, (one, other) in enumerate(ends)]
        groups = group_pairs(actions, links, largest=largest)
        members = [numero for one in groups for numero in one.numeros]

        assert len(members) == len(set(members))
        assert all(2 <= len(one.members) <= largest for one in groups)
        assert all(one.pairs for one in groups)

    def test_publics_are_those_of_all_who_declare_any(self) -> None:
        """An action that declares no public hinders nothing."""
        actions = [
            action(1, publics={"jeunes", "femmes"}),
            action(2, publics={"jeunes"}),
            action(3, publics=set()),
        ]
        (group,) = group_pairs(actions, (link(1, 2, 60), link(2, 3, 50)))

        assert group.publics == ("jeunes",)


class TestWording:
    """What is shared is said in French, field first."""

    def test_a_group_and_its_pair(self) -> None:
        """Orientation, publics, quartiers that touch, words."""
        actions = (action(1), action(2, communes={"59361"}))
        found = pairs(*actions)
        (group,) = group_pairs(actions, found)
        words = "mots communs : jardin, partagé, bacs, potagers, compost, collectif"
        young = (
            "publics communs : Jeunes (préadolescents, adolescents) et jeunes adultes"
        )
        near = "quartiers qui se touchent à Denain et Lourches"

        assert group_facts(group, build_frozen()) == (
            "même orientation : 4.2 – Droits et devoirs des locataires",
            young,
            near,
            words,
        )
        assert pair_facts(found[0], build_frozen()) == (
            f"100 % de {words}",
            young,
            near,
        )


def test_an_action_is_compared_on_what_its_deposit_says() -> None:
    """Title, description and objectives are read, one after the other."""
    found = shareable("2017-0042", build_action(objectifs="Sortir de l'isolement."))

    assert (found.numero, found.field) == ("2017-0042", "5.1")
    assert found.text.splitlines() == [
        "Ateliers de parents",
        "Des ateliers pour les parents et leurs enfants.",
        "Sortir de l'isolement.",
    ]


def test_the_least_score_asks_for_more_than_the_same_public_next_door() -> None:
    """Publics (25) and quartiers (15) alone come to it: a word at least is needed."""
    assert LEAST_SCORE == 25 + 15
