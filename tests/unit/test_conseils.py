"""Which conseil hears which action, and what its answers weigh."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrat_de_ville.domain.conseils import (
    AVIS_LABELS,
    AvisKind,
    conseils_for,
    is_supported,
)
from tests.builders import build_campaign


CENTRE, BRUNEHAUT = build_campaign().conseils
FOR, RESERVED = AvisKind.FAVORABLE, AvisKind.FAVORABLE_AVEC_RESERVES
AGAINST, NONE = AvisKind.DEFAVORABLE, AvisKind.SANS_AVIS
SILENT = AvisKind.NON_RENDU


class TestConseilsFor:
    """An action is heard by the conseil of each of its quartiers."""

    def test_each_quartier_is_heard_in_the_order_of_the_campaign(self) -> None:
        """The order in which the deposit names them does not matter."""
        heard = conseils_for(("QP059056", "QP059050"), (CENTRE, BRUNEHAUT))

        assert heard == (CENTRE, BRUNEHAUT)

    def test_another_quartier_is_not_concerned(self) -> None:
        """An action of one quartier does not go to its neighbours."""
        assert conseils_for(("QP059056",), (CENTRE, BRUNEHAUT)) == (BRUNEHAUT,)

    def test_a_conseil_not_constituted_yet_is_not_asked(self) -> None:
        """There is nobody to write to."""
        missing = replace(BRUNEHAUT, is_constituted=False)

        assert conseils_for(("QP059056",), (CENTRE, missing)) == ()

    def test_a_quartier_named_twice_is_asked_once(self) -> None:
        """One conseil gives one avis on one action."""
        assert conseils_for(("QP059050", "QP059050"), (CENTRE,)) == (CENTRE,)

    def test_an_action_of_no_quartier_goes_to_nobody(self) -> None:
        """Nothing is asked by default."""
        assert conseils_for((), (CENTRE, BRUNEHAUT)) == ()


class TestIsSupported:
    """More conseils for than against; silence is on neither side."""

    @pytest.mark.parametrize(
        ("avis", "expected"),
        [
            ((), False),
            ((FOR,), True),
            ((RESERVED,), True),
            ((AGAINST,), False),
            ((NONE,), False),
            ((SILENT,), False),
            ((SILENT, SILENT, FOR), True),
            ((SILENT, SILENT, AGAINST), False),
            ((FOR, AGAINST), False),
            ((FOR, RESERVED, AGAINST), True),
            ((FOR, AGAINST, AGAINST), False),
        ],
    )
    def test_conseils_speak_for_or_against(
        self, avis: tuple[AvisKind, ...], *, expected: bool
    ) -> None:
        """A tie supports nothing, and silence is never favourable."""
        assert expected == is_supported(avis)


def test_every_avis_has_its_words() -> None:
    """What may be recorded may be shown, and no two are said alike."""
    assert set(AVIS_LABELS) == set(AvisKind)
    assert len(set(AVIS_LABELS.values())) == len(AvisKind)
