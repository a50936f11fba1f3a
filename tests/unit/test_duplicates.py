"""Tests of deposits received twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrat_de_ville.domain.duplicates import (
    Candidate,
    DuplicatePair,
    DuplicateReason,
    find_duplicates,
    normalise_title,
    other_sirens,
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


class TestPlaces:
    """A file may hold several deposits."""

    def test_two_places_of_one_file_are_two_deposits(self) -> None:
        """Only the same place of the same file is the same file twice."""
        first = replace(candidate("2017-0001", "a", title="Un"), place="A2")
        second = replace(candidate("2017-0002", "a", title="Deux"), place="A3")
        again = replace(candidate("2017-0003", "a", title="Trois"), place="A3")

        assert find_duplicates([first, second, again]) == (
            pair("2017-0002", "2017-0003", SAME_FILE),
        )


class TestOtherSirens:
    """The number a channel gives its porteur tells when a SIRET is another's."""

    def numbered(
        self, numero: str, siret: str, applicant: str, channel: str = "OSIRIS"
    ) -> Candidate:
        """Return a deposit of that porteur's number and SIRET."""
        return replace(
            candidate(numero, numero, siret=siret),
            channel=channel,
            applicant_number=applicant,
        )

    def test_one_number_with_two_sirens_is_said_of_both(self) -> None:
        """Each deposit is told the SIREN the other gave."""
        found = other_sirens(
            [
                self.numbered("2017-0001", SIRET, "77"),
                self.numbered("2017-0002", OTHER_SIRET, "77"),
            ]
        )

        assert found == {"2017-0001": "900000002", "2017-0002": "900000001"}

    def test_several_others_are_all_named(self) -> None:
        """Three SIRENs under one number: each is told the two others, in order."""
        found = other_sirens(
            [
                self.numbered("2017-0001", SIRET, "77"),
                self.numbered("2017-0002", OTHER_SIRET, "77"),
                self.numbered("2017-0003", "90000000300013", "77"),
            ]
        )

        assert found["2017-0001"] == "900000002, 900000003"

    def test_several_actions_and_establishments_are_normal(self) -> None:
        """One number, one SIREN, two establishments: nothing to say."""
        found = other_sirens(
            [
                self.numbered("2017-0001", SIRET, "77"),
                self.numbered("2017-0002", SIRET[:9] + "00025", "77"),
            ]
        )

        assert found == {}

    def test_numbers_of_two_channels_are_not_compared(self) -> None:
        """77 at one channel is nobody at another; nor is an empty number."""
        found = other_sirens(
            [
                self.numbered("2017-0001", SIRET, "77"),
                self.numbered("2017-0002", OTHER_SIRET, "77", channel="DAUPHIN"),
                self.numbered("2017-0003", SIRET, ""),
                self.numbered("2017-0004", OTHER_SIRET, ""),
            ]
        )

        assert found == {}

    def test_a_siret_that_cannot_be_read_accuses_nobody(self) -> None:
        """Nothing is said of it or by it: that it cannot be read is another finding."""
        found = other_sirens(
            [
                self.numbered("2017-0001", SIRET, "77"),
                self.numbered("2017-0002", "9000 ?", "77"),
            ]
        )

        assert found == {}
