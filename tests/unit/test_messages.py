"""A message has one identity, and a temporary refusal one waiting time."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.messages import (
    MESSAGE_LABELS,
    SETTLED,
    MessageState,
    message_id,
    retry_after,
)


INTENTION = "relance:correction_-7:CORRECTION:2017-0042:contact@association.example"


class TestMessageId:
    """The same intention has the same Message-ID, whenever it is composed."""

    def test_it_is_stable(self) -> None:
        """Composed again it is the same: a relay or a mailbox can tell the double."""
        first = message_id("CV195-2017", "ouverture:a@a.example", "agglo.example")
        again = message_id("CV195-2017", "ouverture:a@a.example", "agglo.example")

        assert first == again

    def test_each_part_tells_messages_apart(self) -> None:
        """Another year, another intention, another sender: another message."""
        all_of_them = {
            message_id("CV195-2017", INTENTION, "agglo.example"),
            message_id("CV195-2018", INTENTION, "agglo.example"),
            message_id("CV195-2017", f"{INTENTION}x", "agglo.example"),
            message_id("CV195-2017", INTENTION, "autre.example"),
        }

        assert len(all_of_them) == 4

    @given(st.text(max_size=40))
    def test_whatever_the_intention_it_is_one_plain_identifier(
        self, intention: str
    ) -> None:
        """Between brackets, on one line of a header, telling nothing of its words."""
        identity = message_id("CV195-2017", intention, "agglo.example")

        assert identity[0] + identity[-1] == "<>"
        assert identity.endswith("@agglo.example>")
        assert len(f"Message-ID: {identity}") <= 78
        assert parseaddr(identity)[1] == identity[1:-1]


class TestRetryAfter:
    """Refused for now: five more attempts, further and further apart."""

    @pytest.mark.parametrize(
        ("attempts", "expected"),
        [
            (1, timedelta(minutes=5)),
            (2, timedelta(minutes=30)),
            (3, timedelta(hours=2)),
            (4, timedelta(hours=4)),
            (5, timedelta(days=1)),
            (6, None),
            (7, None),
        ],
    )
    def test_a_refusal_is_waited_out_then_shown(
        self, attempts: int, expected: timedelta | None
    ) -> None:
        """After the sixth refusal a person looks."""
        assert expected == retry_after(attempts)

    @pytest.mark.parametrize("attempts", [0, -1])
    def test_there_is_nothing_to_wait_for_before_a_refusal(self, attempts: int) -> None:
        """It is a fault of our own, not the longest wait."""
        with pytest.raises(ValueError, match="no refusal to wait after"):
            retry_after(attempts)


class TestStates:
    """What may be recorded may be shown."""

    def test_every_state_has_its_words(self) -> None:
        """No two states are said alike."""
        assert set(MESSAGE_LABELS) == set(MessageState)
        assert len(set(MESSAGE_LABELS.values())) == len(MessageState)

    def test_what_is_uncertain_is_settled(self) -> None:
        """It is never sent again by itself, no more than what was answered."""
        assert {"ACCEPTE", "REFUSE", "INCERTAIN"} == {str(one) for one in SETTLED}
