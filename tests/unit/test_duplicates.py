"""Tests of deposits received twice."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.duplicates import (
    Candidate,
    DuplicatePair,
    DuplicateReason,
    find_duplicates,
    normalise_title,
)


SIRET, OTHER_SIRET = "90000000100017", "90000000200015"
SAME_FILE, SAME_TITLE = DuplicateReason.SAME_FILE, DuplicateReason.SAME_TITLE


def candidate(
    numero: str, sha256: str, siret: str = SIRET, title: str = "Ateliers"
) -> Candidate:
    """Return one deposit to compare."""
    return Candidate(numero=numero, sha256=sha256, siret=siret, title=title)


def pair(original: str, duplicate: str, reason: DuplicateReason) -> DuplicatePair:
    """Return the pair that is expected."""
    return DuplicatePair(original=original, duplicate=duplicate, reason=reason)


class TestFindDuplicates:
    """What is received twice is known, what is merely alike is not touched."""

    def test_nothing_to_compare(self) -> None:
        """No deposit, or one, gives no pair."""
        assert find_duplicates([]) == ()
        assert find_duplicates([candidate("2017-0001", "a")]) == ()

    def test_same_file_sent_twice(self) -> None:
        """The same bytes are one deposit, even unread: the earliest number stays."""
        received = [
            candidate("2017-0002", "a", siret="", title=""),
            candidate("2017-0001", "a", siret="", title=""),
        ]

        assert (pair("2017-0001", "2017-0002", SAME_FILE),) == find_duplicates(received)

    def test_same_action_written_again(self) -> None:
        """Same SIREN and same title are one action; another NIC changes nothing."""
        received = [
            candidate("2017-0001", "a", title="L’été des Sœurs"),
            candidate("2017-0002", "b", "90000000100025", "l'ETE  des soeurs !"),
        ]

        assert (pair("2017-0001", "2017-0002", SAME_TITLE),) == find_duplicates(
            received
        )

    def test_several_actions_of_one_porteur(self) -> None:
        """One porteur with different titles is normal."""
        received = [
            candidate("2017-0001", "a", title="Ateliers de parents"),
            candidate("2017-0002", "b", title="Ateliers de jeunes"),
        ]

        assert find_duplicates(received) == ()

    def test_same_title_of_two_porteurs(self) -> None:
        """One title carried by two porteurs is two actions."""
        received = [
            candidate("2017-0001", "a"),
            candidate("2017-0002", "b", OTHER_SIRET),
        ]

        assert find_duplicates(received) == ()

    @pytest.mark.parametrize(
        ("siret", "title"),
        [("", "Ateliers"), ("inconnu", "Ateliers"), (SIRET, ""), (SIRET, " ?! ")],
    )
    def test_what_cannot_be_read_is_not_alike(self, siret: str, title: str) -> None:
        """Two deposits without readable SIRET or title are not told alike."""
        received = [
            candidate("2017-0001", "a", siret, title),
            candidate("2017-0002", "b", siret, title),
        ]

        assert find_duplicates(received) == ()

    def test_three_times_points_at_the_first(self) -> None:
        """Every repetition points at the first deposit, not at another repetition."""
        received = [
            candidate("2017-0001", "a"),
            candidate("2017-0002", "b"),
            candidate("2017-0003", "b"),
        ]
        expected = (
            pair("2017-0001", "2017-0002", SAME_TITLE),
            pair("2017-0001", "2017-0003", SAME_TITLE),
        )

        assert expected == find_duplicates(received)

    def test_numbers_are_ordered_as_numbers(self) -> None:
        """Deposit 9 999 comes before deposit 10 000."""
        received = [candidate("2017-10000", "a"), candidate("2017-9999", "a")]

        assert (pair("2017-9999", "2017-10000", SAME_FILE),) == find_duplicates(
            received
        )


class TestNormaliseTitle:
    """Titles are compared as they are read aloud."""

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("ATELIERS", "ateliers"),
            ("L\u2019e\u0301té", "l ete"),
            ("Cœur\u00a0de_ville – 2017", "coeur de ville 2017"),
            ("«\u00a0…\u00a0»", ""),
        ],
    )
    def test_keeps_only_letters_and_digits(self, title: str, expected: str) -> None:
        """Accents, ligatures, case, spaces and punctuation do not distinguish."""
        assert expected == normalise_title(title)
